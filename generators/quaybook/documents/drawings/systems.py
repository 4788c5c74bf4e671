"""Documents stage, drawings: the systems, where they run, and what passes between them.

Systems too many for a page are drawn as groups with their numbers, and the drawing says so and where the list stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from quaybook.documents.drawings.dot import GROUPS_AT_MOST, ROWS_AT_MOST, Drawing, Look
from quaybook.model.base import Todo, is_one_of
from quaybook.model.document import Figure
from quaybook.model.groups.kinds import Hosting
from quaybook.model.groups.systems import System
from quaybook.model.terminal import Terminal
from quaybook.wording.filters import Filters
from quaybook.wording.words import Words

UNKNOWN: Look = {"style": "filled,dotted", "penwidth": "2"}
HOSTING: dict[Hosting, Look] = {
    Hosting.ON_PREM: {"style": "filled"},
    Hosting.VENDOR: {"style": "filled,dashed"},
    Hosting.CLOUD: {"style": "filled,dashed,rounded"},
    Hosting.OUTSIDE: {"style": "filled,rounded", "peripheries": "2"},
}
# Texts of lines between the same two boxes.
_LABELS_AT_MOST = 2
_IN_A_ROW = 3


class Systems:
    """How the systems of a terminal are drawn: each alone, or in groups where they are too many for a page."""

    def __init__(self, terminal: Terminal, words: Words, filters: Filters) -> None:
        self.terminal, self.words, self.filters = terminal, words, filters
        self.by, self._groups = self._grouped() if self.is_summary else ("", {})
        self._numbers = {name: number for number, name in enumerate(dict.fromkeys(self._groups.values()))}

    @property
    def is_summary(self) -> bool:
        """Whether there are more systems than boxes on a page."""
        return len(self.terminal.systems) > ROWS_AT_MOST

    def box(self, system_id: str) -> str:
        """The box in which a system is drawn."""
        # Names are hostile, so a group goes by its number.
        return f"group-{self._numbers[self._groups[system_id]]}" if self.is_summary else system_id

    def draw(self, drawing: Drawing, only: Iterable[str] | None = None) -> None:
        """The boxes of all systems, or of those named."""
        wanted = None if only is None else set(only)
        shown = [s for s in self.terminal.systems if wanted is None or s.id in wanted]
        if not self.is_summary:
            for system in shown:
                self._one(drawing, system)
            return
        for name, count in Counter(self._groups[system.id] for system in shown).items():
            drawing.node(f"group-{self._numbers[name]}", name, self.words("figure.systems.count", count=count))

    def _one(self, drawing: Drawing, system: System) -> None:
        look = _look(system)
        plain = is_one_of(system.hosting, Hosting.ON_PREM)
        label = self.filters.plain(self.filters.table["label"](system.hosting))
        more = [] if plain else [self.words("figure.systems.hosting", label=label)]
        drawing.node(system.id, system.name, *more, **look)

    def legend(self) -> list[tuple[Any, Look]]:
        """What the outlines of the systems drawn mean."""
        if self.is_summary:
            return []
        used = [h for h in Hosting if any(is_one_of(s.hosting, h) for s in self.terminal.systems)]
        looks: list[tuple[Any, Look]] = [(self.filters.label(hosting), HOSTING[hosting]) for hosting in used]
        is_open = any(isinstance(system.hosting, Todo) for system in self.terminal.systems)
        return [*looks, (self.words("figure.systems.unknown_hosting"), UNKNOWN)] if is_open else looks

    def _grouped(self) -> tuple[str, dict[str, str]]:
        """By what the systems are grouped, and the group of each: the first that makes a few groups."""
        ways: tuple[tuple[str, Callable[[System], str]], ...] = (
            ("site", self._site),
            ("area", self._area),
            ("hosting", self._kind),
        )
        found = [(by, {system.id: of(system) for system in self.terminal.systems}) for by, of in ways]
        few = [(by, groups) for by, groups in found if 1 < len(set(groups.values())) <= GROUPS_AT_MOST]
        return (few or found[-1:])[0]

    def _site(self, system: System) -> str:
        if system.site is None:
            return self.words("figure.systems.no_site")
        if isinstance(system.site, Todo):
            return self.words("figure.systems.unknown_site")
        return self.filters.plain(self.filters.table["site"](system.site).name)

    def _area(self, system: System) -> str:
        known = [area for area in system.areas if not isinstance(area, Todo)]
        return self.filters.label(known[0]) if known else self.words("figure.systems.no_area")

    def _kind(self, system: System) -> str:
        is_open = isinstance(system.hosting, Todo)
        return self.words("figure.systems.unknown_hosting") if is_open else self.filters.label(system.hosting)


def _look(system: System) -> Look:
    return UNKNOWN if isinstance(system.hosting, Todo) else HOSTING[system.hosting]


def systems_figure(terminal: Terminal, words: Words, filters: Filters) -> Figure:
    """Every system and every link between two."""
    drawing, systems = Drawing("LR", filters), Systems(terminal, words, filters)
    systems.draw(drawing)
    between: dict[tuple[str, str], list[Any]] = {}
    for link in terminal.system_links:
        if isinstance(link.source, str) and isinstance(link.target, str):
            between.setdefault((systems.box(link.source), systems.box(link.target)), []).append(link.data)
    for (source, target), data in between.items():
        if source != target:
            drawing.edge(source, target, _joined(data, systems.is_summary, words, filters))
    if systems.is_summary:
        return _summary(drawing, systems, words)
    linked = {box for pair in between for box in pair}
    drawing.in_a_row([system.id for system in terminal.systems if system.id not in linked], _IN_A_ROW)
    drawing.legend(words("figure.legend"), systems.legend())
    names = words("list_separator").join(filters.plain(system.name) for system in terminal.systems)
    return Figure("systems", drawing.text(), words("figure.systems.alt", names=names))


def _joined(data: list[Any], is_summary: bool, words: Words, filters: Filters) -> str:
    if is_summary or len(data) > _LABELS_AT_MOST:
        return words("figure.systems.links", count=len(data))
    return words("list_separator").join(filters.plain(each) for each in data)


def _summary(drawing: Drawing, systems: Systems, words: Words) -> Figure:
    said = words(
        "figure.systems.summary",
        count=len(systems.terminal.systems),
        by=words(f"figure.systems.by.{systems.by}"),
    )
    drawing.says(said)
    return Figure("systems", drawing.text(), said)
