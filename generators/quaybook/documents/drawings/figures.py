"""Documents stage: drawings from facts, in the Graphviz language, each with a sentence that says it.

Only the description is made here; `formats.drawing` turns it into SVG or PNG.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from quaybook.documents.drawings.connections import connections_figure
from quaybook.documents.drawings.dot import ROWS_AT_MOST, Drawing
from quaybook.documents.drawings.flow import first_72_hours, incident_flow
from quaybook.documents.drawings.systems import systems_figure
from quaybook.documents.drawings.yard_fill import yard_fill
from quaybook.model.base import is_one_of
from quaybook.model.document import Figure
from quaybook.model.groups.kinds import ContactKind
from quaybook.model.terminal import Terminal
from quaybook.wording.filters import Filters
from quaybook.wording.words import Words

_STEPS_IN_A_COLUMN = 8
_NAMES_IN_A_STEP = 4


def _call_tree(terminal: Terminal, words: Words, filters: Filters) -> Figure:
    drawing = Drawing("LR", filters)
    for name in ("finder", "duty", "officer", "ciso", "management", "desk"):
        drawing.node(name, words(f"figure.call-tree.{name}"), penwidth="2" if name == "ciso" else "1")
    for first in ("duty", "officer"):
        drawing.edge("finder", first, words("figure.call-tree.at_once"))
    drawing.edge("duty", "officer")
    drawing.edge("officer", "ciso", words("figure.call-tree.at_once"))
    drawing.edge("ciso", "management")
    drawing.edge("ciso", "desk")
    outside = (
        ("officer", ContactKind.TOS_MAINTENANCE),
        ("officer", ContactKind.SECURITY_VENDOR),
        ("officer", ContactKind.NONPROFIT_EXPERT),
        ("officer", ContactKind.POLICE),
        ("desk", ContactKind.TRANSPORT_BUREAU),
        ("desk", ContactKind.PORT_MANAGER),
    )
    for caller, kind in outside:
        for contact in [c for c in terminal.contacts if is_one_of(c.kind, kind)][:1]:
            drawing.node(kind, contact.name)
            drawing.edge(caller, kind)
    drawing.node("bureau", terminal.port_manager.regional_bureau)
    drawing.edge(ContactKind.PORT_MANAGER, "bureau", style="dashed")
    drawing.node("users", words("figure.call-tree.users"))
    drawing.edge("desk", "users")
    return Figure("call-tree", drawing.text(), words("figure.call-tree.alt"))


def _recovery_order(terminal: Terminal, words: Words, filters: Filters) -> Figure:
    drawing = Drawing("TB", filters)
    known = [s for s in terminal.systems if isinstance(s.recovery_order, int) and s.recovery_order > 0]
    steps: dict[int, list[str]] = {}
    for system in sorted(known, key=lambda s: s.recovery_order):
        steps.setdefault(system.recovery_order, []).append(filters.plain(system.name))
    boxes = list(_stretches(steps, words))
    for number, label in enumerate(boxes):
        drawing.node(f"step-{number}", label)
    for number in range(1, len(boxes)):
        # A column is as long as the page allows, and the next one begins at the top.
        is_below = number % _STEPS_IN_A_COLUMN != 0
        drawing.edge(f"step-{number - 1}", f"step-{number}", constraint="true" if is_below else "false")
    if len(boxes) < len(steps) or any(len(names) > _NAMES_IN_A_STEP for names in steps.values()):
        drawing.says(words("figure.recovery-order.summary", count=len(known)))
    ordered = (s.name for s in sorted(known, key=lambda s: s.recovery_order))
    return Figure("recovery-order", drawing.text(), _listing(words, "recovery-order", ordered, filters))


def _stretches(steps: Mapping[int, Sequence[str]], words: Words) -> Iterator[str]:
    """The label of each step; of each stretch of steps where there are more than boxes on a page."""
    numbers = list(steps)
    length = -(-len(numbers) // ROWS_AT_MOST) or 1
    for start in range(0, len(numbers), length):
        first, last = numbers[start], numbers[min(start + length, len(numbers)) - 1]
        names = [name for number in numbers[start : start + length] for name in steps[number]]
        room = _NAMES_IN_A_STEP if length == 1 else 1
        shown = words("list_separator").join(names[:room])
        more = len(names) - room
        label = shown if more <= 0 else words("figure.recovery-order.more", names=shown, count=more)
        step = words("figure.recovery-order.step", n=first if first == last else f"{first}-{last}")
        yield step + label


def _nagoya_timeline(_: Terminal, words: Words, filters: Filters) -> Figure:
    drawing = Drawing("TB", filters)
    events = words.many("figure.nagoya-timeline.events")
    for number, event in enumerate(events):
        # Its parts stand on lines of their own, so that no time of day is broken.
        drawing.node(f"event-{number}", *event.split("\u3000"))
        if number:
            drawing.edge(f"event-{number - 1}", f"event-{number}")
    return Figure("nagoya-timeline", drawing.text(), _listing(words, "nagoya-timeline", events, filters))


def _listing(words: Words, figure: str, names: Iterable[Any], filters: Filters) -> str:
    shown = (filters.plain(name) for name in names)
    return words(f"figure.{figure}.alt", names=words("list_separator").join(shown))


FIGURES: dict[str, Callable[[Terminal, Words, Filters], Figure]] = {
    "call-tree": _call_tree,
    "incident-flow": incident_flow,
    "incident-72-hours": first_72_hours,
    "systems": systems_figure,
    "connections": connections_figure,
    "recovery-order": _recovery_order,
    "nagoya-timeline": _nagoya_timeline,
    "yard-fill": yard_fill,
}
