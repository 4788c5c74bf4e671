"""Reports stage: what `quaybook check` found about one terminal, as a list to work through.

Written for the security officer on a Monday morning: whom to ask what, what to confirm again, what has no second,
what cannot be true, each with the file and line to open. `check_formats` holds the same for programs.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from quaybook.assessment.assess import Judged
from quaybook.assessment.remarks.gather import placed, remarks
from quaybook.assessment.remarks.kinds import ASKED, Remark, RemarkKind
from quaybook.facts.positions import Position
from quaybook.reports.remarks import RemarkView, RemarkViews
from quaybook.resources import policy_source
from quaybook.wording.filters import Filters
from quaybook.wording.plain_text import columns, one_line, wrapped
from quaybook.wording.words import Words

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")
WIDTH = 100
NAMES_AT_MOST = 8
# What a person can be asked in one talk.
BLANKS_AT_MOST = 8
URGENT = 1
_NUMBER = re.compile(r"\[\d+\]")
_BOX, _UNDER, _DASH, _MORE = "  [ ] ", "      ", "      - ", "        "


@dataclass(frozen=True)
class About:
    """What a report says of the terminal itself; of many terminals at once nothing else is kept."""

    id: str
    name: str | None
    today: date
    gaps: int
    folder: str


@dataclass(frozen=True)
class CheckReport:
    """Everything to do about one terminal's facts, in the words of one language; or what is `asked_of` one person."""

    about: About
    remarks: tuple[RemarkView, ...]
    whole: bool = True
    asked_of: str = ""

    @classmethod
    def of(
        cls, judged: Judged, words: Words, language: str, whole: bool = True, more: Iterable[Remark] = ()
    ) -> CheckReport:
        """The report on a judged terminal; unless it is `whole`, its lines leave out what can wait.

        `more` are remarks that rest on its documents.
        """
        own = remarks(judged.terminal, judged.facts, judged.assessed.status.today)
        made = (*own, *placed(more, judged.facts))
        views = RemarkViews(Filters(judged.terminal, words), policy_source(), language).views(made)
        name, assessed = judged.terminal.terminal.name, judged.assessed
        known = name if isinstance(name, str) else None
        about = About(judged.id, known, assessed.status.today, len(assessed.gaps), judged.facts.position(()).file)
        return cls(about, views, whole)

    def counts(self) -> dict[str, int]:
        """How many remarks there are of each kind that was looked for."""
        return {kind.value: len(self.of_kind(kind)) for kind in (ASKED if self.asked_of else RemarkKind)}

    def of_kind(self, kind: RemarkKind) -> tuple[RemarkView, ...]:
        """The remarks of one kind."""
        return tuple(view for view in self.remarks if view.kind == kind)

    def lines(self, words: Words) -> Iterator[str]:
        """The list, at most WIDTH columns wide."""
        yield from _Lines(self, words).lines()


class _Lines:
    def __init__(self, report: CheckReport, words: Words) -> None:
        self.report, self.words = report, words
        self.about, self.remarks = report.about, report.remarks

    def lines(self) -> Iterator[str]:
        yield from self._head()
        if not self.remarks:
            of = self.report.asked_of
            yield from wrapped(self.words("check.nothing_asked", name=of) if of else self.words("check.nothing"), WIDTH)
        for kind in RemarkKind:
            found = self.report.of_kind(kind)
            if found:
                yield ""
                yield self.words(f"check.kind.{kind.value}", count=len(found))
                yield from wrapped(self.words(f"check.kind_does.{kind.value}"), WIDTH, "  ", "  ")
                yield from self._blanks(found) if kind in ASKED else self._things(found)
        yield from self._next()

    def _head(self) -> Iterator[str]:
        name, today = self.about.name, self.about.today
        day = self.words("day_short", year=today.year, month=today.month, day=today.day)
        key = "check.name_of_id" if name is None else "check.head"
        yield from wrapped(self.words(key, name=name, id=self.about.id, day=day), WIDTH)
        if self.remarks:
            key = "check.counts_asked" if self.report.asked_of else "check.counts"
            yield from wrapped(self.words(key, name=self.report.asked_of, **self.report.counts()), WIDTH)
            yield from wrapped(self.words("check.folder", folder=self.about.folder), WIDTH)
        if any(
            not position.file.startswith(f"{self.about.folder}/")
            for view in self.remarks
            for position in view.positions
        ):
            yield from wrapped(self.words("check.shared"), WIDTH)

    def _blanks(self, found: Sequence[RemarkView]) -> Iterator[str]:
        """By person, those who are asked most that is urgent first; for each what is needed soonest first."""
        by_person = _grouped((view.ask, view) for view in found)
        for ask, asked in sorted(by_person.items(), key=_most_urgent_first):
            yield ""
            name = ask or self.words("check.nobody")
            yield from wrapped(self.words("check.asked", ask=name, count=len(asked)), WIDTH, "  ", "  ")
            by_need = sorted(asked, key=lambda view: view.urgency)
            alike = _grouped(((_any_entry(view.key), view.meaning, view.words), view) for view in by_need)
            shown = len(alike) if self.report.whole else BLANKS_AT_MOST
            for (key, meaning, words), views in list(alike.items())[:shown]:
                yield from self._blank(key, meaning, words, views)
            if left := sum(map(len, list(alike.values())[shown:])):
                yield from wrapped(self.words("check.blanks_left", count=left), WIDTH, _UNDER, _UNDER)

    def _blank(self, key: str, meaning: str, words: str, views: Sequence[RemarkView]) -> Iterator[str]:
        if len(views) == 1:
            entry = views[0].entry
            said = self.words(f"finding.of_{'entry' if entry else 'terminal'}", entry=entry, fact=meaning)
            key = views[0].key
        else:
            names = self._names(list(dict.fromkeys(view.entry for view in views if view.entry)))
            code = "check.blank_many" if names else "check.blank_several"
            said = self.words(code, fact=meaning, count=len(views), names=names)
        where = f"{self._where([view.position for view in views])}  {key}"
        yield from _placed(said, "" if words else where, _BOX, _UNDER)
        if words:
            yield from wrapped(words, WIDTH, _UNDER, _UNDER)
            yield from wrapped(where, WIDTH, _UNDER, _UNDER)

    def _things(self, found: Sequence[RemarkView]) -> Iterator[str]:
        """Remarks that say the same, together, each with what it is about."""
        for (says, do), views in _grouped(((view.says, view.do), view) for view in found).items():
            yield ""
            many = self.words("check.many", count=len(views)) if len(views) > 1 else ""
            yield from wrapped(says + many, WIDTH, _BOX, _UNDER)
            yield from wrapped(do + self.words("check.stop"), WIDTH, _UNDER, _UNDER)
            for detail, alike in _grouped((view.detail, view) for view in views).items():
                yield from self._entry(detail, alike)

    def _entry(self, detail: str, views: Sequence[RemarkView]) -> Iterator[str]:
        names = self.words("check.joined_names").join(dict.fromkeys(view.entry for view in views if view.entry))
        said = self.words("check.named", entry=names, detail=detail) if names and detail else names or detail
        # The interval of what has run out is known; where to write the new date is what helps.
        positions = [
            position
            for view in views
            for position in (view.positions[:1] if view.kind == RemarkKind.STALE else view.positions)
        ]
        yield from _placed(said, self._where(positions), _DASH, _MORE)

    def _names(self, names: Sequence[str]) -> str:
        shown = self.words("check.joined_names").join(names[:NAMES_AT_MOST])
        left = len(names) - NAMES_AT_MOST
        return self.words("finding.and_more", names=shown, count=left) if left > 0 else shown

    def _where(self, positions: Iterable[Position]) -> str:
        """`systems.yml:61, 78`: every file with its lines."""
        lines: dict[str, list[str]] = {}
        for position in dict.fromkeys(positions):
            lines.setdefault(position.file.removeprefix(f"{self.about.folder}/"), []).append(str(position.line))
        comma = self.words("check.lines")
        return comma.join(f"{file}:{comma.join(dict.fromkeys(numbers))}" for file, numbers in lines.items())

    def _next(self) -> Iterator[str]:
        yield ""
        yield self.words("check.next")
        gaps, asked = self.about.gaps, next((view.key for view in self.remarks), "org.ciso.person")
        for name in ("check", "gaps", "explain"):
            command = self.words(f"check.next_{name}", id=self.about.id, fact=asked)
            key = f"check.next_{name}_does" if gaps or name != "gaps" else "check.next_no_gaps_does"
            does = self.words(key, count=gaps)
            yield from _placed(command, does, "  ", "      ")


def _most_urgent_first(asked: tuple[str, list[RemarkView]]) -> tuple[int, int]:
    return -sum(view.urgency == URGENT for view in asked[1]), -len(asked[1])


def _placed(said: str, where: str, first: str, rest: str) -> Iterator[str]:
    """What is said, and where, on the same line if there is room."""
    if not said:
        yield from wrapped(where, WIDTH, first, rest)
    elif columns(first) + columns(one_line(f"{said}  {where}")) <= WIDTH:
        yield from wrapped(f"{said}  {where}", WIDTH, first, rest)
    else:
        yield from wrapped(said, WIDTH, first, rest)
        yield from wrapped(where, WIDTH, rest, rest) if where else ()


def _any_entry(key: str) -> str:
    return _NUMBER.sub("[]", key)


def _grouped(pairs: Iterable[tuple[Key, Thing]]) -> dict[Key, list[Thing]]:
    found: dict[Key, list[Thing]] = {}
    for key, thing in pairs:
        found.setdefault(key, []).append(thing)
    return found
