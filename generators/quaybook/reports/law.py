"""Reports stage: what the kit says of law and somebody has to look at again, as lines of `quaybook check` and as data.

A statement whose day has passed is something to do, for whoever keeps the kit or relies on it. What is only watched is
listed, so that nobody learns of a change from the newspaper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from quaybook.facts.positions import Position
from quaybook.law.load import Law
from quaybook.law.statements import Statement, Watched
from quaybook.model.language_text import said_in
from quaybook.reports.check import WIDTH
from quaybook.wording.plain_text import one_line, wrapped
from quaybook.wording.values import Values
from quaybook.wording.words import Words


@dataclass(frozen=True)
class LawView:
    """One statement, one later document or one thing that is watched. `text` is in Japanese, as the sources are."""

    id: str
    title: str
    text: str
    source: str
    address: str
    rank: str
    checked_on: date
    review_by: date
    is_overdue: bool
    is_watched: bool
    position: Position

    @property
    def code(self) -> str:
        """By which programs know what is overdue from what is watched."""
        return f"law_{'overdue' if self.is_overdue else 'watched'}"

    def told(self, words: Words) -> str:
        """The whole in one sentence."""
        values = Values(words)
        days = {"checked": values.day_short(self.checked_on), "due": values.day_short(self.review_by)}
        return words("law.told", title=self.title, source=self.source, rank=words(f"law.rank.{self.rank}"), **days)

    def data(self) -> dict[str, object]:
        """The same for programs."""
        return {
            "kind": "watched" if self.is_watched else "statement",
            "id": self.id,
            "title": self.title,
            "overdue": self.is_overdue,
            "source": self.source,
            "address": self.address,
            "rank": self.rank,
            "checked_on": self.checked_on.isoformat(),
            "review_by": self.review_by.isoformat(),
            "file": self.position.file,
            "line": self.position.line,
        }


def law_views(law: Law, day: date, language: str) -> tuple[LawView, ...]:
    """What should have been looked at again before `day`, the longest ago first, then the rest of what is watched."""
    overdue = law.overdue(day)
    listed = [*overdue, *(each for each in law.watched if each not in overdue)]
    return tuple(
        LawView(
            id=each.id,
            title=said_in(each.title, language),
            text=each.ja if isinstance(each, Statement | Watched) else "",
            source=each.source,
            address=each.address,
            rank=each.rank.value,
            checked_on=each.checked_on,
            review_by=each.review_by,
            is_overdue=each in overdue,
            is_watched=isinstance(each, Watched),
            position=law.places[each.id],
        )
        for each in listed
    )


def law_lines(views: Iterable[LawView], words: Words) -> Iterator[str]:
    """What is overdue and what is watched, at most WIDTH columns wide; nothing where there is neither."""
    listed = tuple(views)
    overdue = [view for view in listed if view.is_overdue]
    watched = [view for view in listed if view.is_watched]
    if overdue:
        yield words("law.overdue", count=len(overdue))
        yield from wrapped(words("law.overdue_does"), WIDTH, "  ", "  ")
        for view in overdue:
            yield from wrapped(view.told(words), WIDTH, "  [ ] ", "      ")
            place = f"{view.position.file}:{view.position.line}  {view.address}"
            yield from wrapped(one_line(place), WIDTH, "      ", "      ")
    if watched:
        yield words("law.watched", count=len(watched))
        yield from wrapped(words("law.watched_does"), WIDTH, "  ", "  ")
        for view in watched:
            yield from wrapped(view.told(words), WIDTH, "  - ", "    ")
            yield from wrapped(one_line(view.address), WIDTH, "    ", "    ")
