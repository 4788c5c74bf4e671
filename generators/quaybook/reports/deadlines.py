"""Reports stage: the clocks that run from a moment on → lines for a window, and the same for programs.

What is said of each: what is due, to whom, by when, from when it is counted, and how far its source is to be trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from quaybook.law.deadlines import Deadline
from quaybook.law.load import Law
from quaybook.law.statements import Statement
from quaybook.model.base import Todo, meant
from quaybook.model.language_text import said_in
from quaybook.model.terminal import Terminal
from quaybook.reports.check import WIDTH
from quaybook.wording.filters import Filters
from quaybook.wording.plain_text import wrapped
from quaybook.wording.values import Values
from quaybook.wording.words import Words


def written(moment: datetime | None) -> str | None:
    """A local time as a program reads it: without a zone, for it is the terminal's own."""
    return None if moment is None else moment.isoformat(sep="T", timespec="minutes")


@dataclass(frozen=True, eq=False)
class DeadlineReport:
    """The clocks of one terminal in the words of one language."""

    id: str
    terminal: Terminal
    known: datetime
    deadlines: tuple[Deadline, ...]
    law: Law
    words: Words
    language: str

    def data(self) -> dict[str, object]:
        """The clocks in their order."""
        return {"known_at": written(self.known), "deadlines": [self._entry(each) for each in self.deadlines]}

    def _entry(self, deadline: Deadline) -> dict[str, object]:
        clock, source = deadline.clock, self._statement(deadline)
        return {
            "id": clock.id,
            "when": said_in(clock.when, self.language),
            "what": said_in(clock.what, self.language),
            "to": said_in(clock.to, self.language),
            "contacts": self._contacts(deadline),
            "counted_from": said_in(clock.starts, self.language),
            "promptly": clock.promptly,
            "aim": written(deadline.aim),
            "due": written(deadline.due),
            "assumed": deadline.is_assumed,
            "fact": clock.minutes or clock.hours,
            "designation_unknown": self._may_not_run(deadline),
            "source": source.source if source else None,
            "address": source.address if source else None,
            "rank": source.rank.value if source else "own",
            "checked_on": source.checked_on.isoformat() if source else None,
        }

    def lines(self) -> Iterator[str]:
        """Every clock with what is said of it, at most WIDTH columns wide."""
        yield from wrapped(self.words("deadline.head", id=self.id, known=self._time(self.known)), WIDTH)
        yield from wrapped(self.words("deadline.head_does"), WIDTH, "  ", "  ")
        for each in self.deadlines:
            yield ""
            clock = each.clock
            what, to = said_in(clock.what, self.language), said_in(clock.to, self.language)
            said = self.words("deadline.entry", by=self._by(each), what=what, to=to)
            yield from wrapped(said, WIDTH, "  [ ] ", "      ")
            for line in self._beside(each):
                yield from wrapped(line, WIDTH, "      ", "      ")

    def _beside(self, each: Deadline) -> Iterable[str]:
        clock, language = each.clock, self.language
        yield self.words("deadline.when", when=said_in(clock.when, language), starts=said_in(clock.starts, language))
        if clock.days is not None:
            yield self.words(f"deadline.counted_{'with' if clock.first_day else 'without'}", days=clock.days)
        if clock.note is not None:
            yield said_in(clock.note, language)
        if self._may_not_run(each):
            yield self.words("deadline.designation_unknown")
        if contacts := self._contacts(each):
            yield self.words("deadline.contacts", names=self.words("list_separator").join(contacts))
        yield self._source(each)

    def _by(self, each: Deadline) -> str:
        if each.open is not None:
            return self.words("deadline.open", ask=each.open.ask or self.words("todo_anyone"))
        if each.due is None:
            return self.words("deadline.promptly")
        key = "deadline.assumed" if each.is_assumed else "deadline.by"
        if each.clock.promptly:
            key = "deadline.promptly_by"
        elif each.aim is not None:
            key = "deadline.between"
        aim = "" if each.aim is None else self._time(each.aim)
        return self.words(key, due=self._time(each.due), aim=aim)

    def _time(self, moment: datetime) -> str:
        day = Values(self.words).day_short(moment.date())
        weekday = self.words.many("weekdays")[moment.weekday()]
        return self.words("deadline.time", day=day, weekday=weekday, clock=f"{moment:%H:%M}")

    def _source(self, each: Deadline) -> str:
        source = self._statement(each)
        if source is None:
            return self.words("deadline.own", fact=each.clock.minutes or each.clock.hours)
        checked = Values(self.words).day_short(source.checked_on)
        rank = self.words(f"law.rank.{source.rank.value}")
        return self.words("deadline.source", source=source.source, rank=rank, checked=checked)

    def _statement(self, each: Deadline) -> Statement | None:
        return None if each.clock.statement is None else self.law.statement(each.clock.statement)

    def _may_not_run(self, each: Deadline) -> bool:
        designated = self.terminal.terminal.designated_operator
        return each.clock.for_designated and (isinstance(designated, Todo) or designated.value != "yes")

    def _contacts(self, each: Deadline) -> list[str]:
        """What those are called whom the terminal has registered for it."""
        kind = each.clock.contact
        found = [c for c in self.terminal.contacts if kind is not None and meant_kind(c.kind) == kind.value]
        filters = Filters(self.terminal, self.words)
        return [filters.plain(contact.name) for contact in found]


def meant_kind(kind: object) -> str | None:
    """The kind of a contact as it is written; None for one that nobody knows."""
    found = meant(kind)
    return None if isinstance(found, Todo) else str(found)
