"""Assessment stage: how a rule reads facts: by dotted path, noting each, with TODO as an unknown.

A rule sees the terminal only through a `Reading`, so that a finding can name every fact on which it
rests, and so that no rule can take a fact that nobody knows for a yes or a no.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

from quaybook.assessment.calendar_days import months_later
from quaybook.assessment.finding import Check, FactRead, Outcome
from quaybook.catalogue.truth import Truth, some
from quaybook.facts.positions import KeyPath
from quaybook.model.base import NotApplicable, ProvisionalSwitch, Todo

Checks: TypeAlias = Iterator[Check]
Rule: TypeAlias = Callable[["Reading"], Checks]


# In the place of a fact that is stated, but not so that it could be judged.
NOT_SAID = Todo("", is_bare=True)
# In the place of a fact that another fact denies.
DISPUTED = Todo("", is_bare=True)
_NAMES = ("name", "target", "audience", "area", "party", "function", "event", "role", "held_on")


def name_of(group: Any) -> Any:
    """What people call a group of facts; None for one that has no name of its own, as a place of a backup."""
    return next((getattr(group, key) for key in _NAMES if hasattr(group, key)), None)


class Reading:
    """A group of facts as a rule reads it. Answers are three-valued: None where the fact is TODO."""

    def __init__(self, part: Any, today: date, path: KeyPath = (), log: list[FactRead] | None = None) -> None:
        self.part, self.today, self.path = part, today, path
        self.log: list[FactRead] = [] if log is None else log

    @property
    def name(self) -> Any:
        """What people call the entry."""
        return name_of(self.part)

    def value(self, path: str) -> Any:
        """The fact at `path`; None where a group on the way is left out."""
        found, here = self.part, self.path
        for name in path.split("."):
            if found is None:
                break
            found, here = getattr(found, name), (*here, name)
        self.log.append(FactRead(here, found))
        if isinstance(found, tuple):
            self.log += [FactRead((*here, i), part) for i, part in enumerate(found) if isinstance(part, Todo)]
        return found

    def entries(self, path: str) -> tuple[Reading, ...]:
        """The entries of the list at `path`, each to be read in turn."""
        listed, start = self.value(path) or (), (*self.path, *path.split("."))
        if listed:
            self.log.pop()
        return tuple(Reading(part, self.today, (*start, i), self.log) for i, part in enumerate(listed))

    def yes(self, path: str) -> Truth:
        """Whether the flag is yes; a flag that is left out is not."""
        found = self.value(path)
        return None if isinstance(found, Todo) else found is True

    def no(self, path: str) -> Truth:
        """Whether the flag is no."""
        found = self.value(path)
        return None if isinstance(found, Todo) else found is False

    def one_of(self, path: str, *members: object) -> Truth:
        """Whether the choice is one of `members`."""
        found = self.value(path)
        return None if isinstance(found, Todo) else found in members

    def holds_one(self, path: str, member: object) -> Truth:
        """Whether `member` is in the list of choices, which may be complete or not."""
        found = self.value(path) or ()
        known = [each for each in found if not isinstance(each, Todo)]
        return True if member in known else None if len(known) < len(found) else False

    def filled(self, path: str) -> Truth:
        """Whether something is stated: a value, or a list with an entry."""
        found = self.value(path)
        return some(_is_stated(part) for part in (found if isinstance(found, tuple) else (found,)))

    def stated(self, path: str) -> Truth:
        """Whether something is stated, be it that and why the fact means nothing here."""
        found = self.value(path)
        return None if isinstance(found, Todo) else found is not None

    def at_least(self, path: str, least: float | Todo) -> Truth:
        """Whether the number is stated and at least as high as asked."""
        return self._compared(path, least, lambda found, limit: found >= limit)

    def at_most(self, path: str, most: float | Todo) -> Truth:
        """Whether the number is stated and not above the limit."""
        return self._compared(path, most, lambda found, limit: found <= limit)

    def _compared(self, path: str, limit: float | Todo, holds: Callable[[float, float], bool]) -> Truth:
        found = self.value(path)
        if found is None:
            return False
        return None if isinstance(found, Todo) or isinstance(limit, Todo) else holds(found, limit)

    def days_since(self, path: str) -> int | Todo | None:
        """Whole days from the date at `path` to today."""
        found = self.value(path)
        return (self.today - found).days if isinstance(found, date) else found

    def within(self, on: str, days: float | Todo | None) -> Truth:
        """Whether the date at `on` is stated and no more than `days` ago; what is still to come is not done."""
        age = self.days_since(on)
        if age is None or days is None or (isinstance(age, int) and age < 0):
            return False
        return None if isinstance(age, Todo) or isinstance(days, Todo) else age <= days

    def within_months(self, on: str, months: int | Todo) -> Truth:
        """Whether the date at `on` is no more than `months` calendar months ago."""
        return self.within(
            on, months if isinstance(months, Todo) else (self.today - months_later(self.today, -months)).days
        )

    def check(self, key: str, truth: Truth, **values: object) -> Check:
        """The outcome of one condition, with what was read since the last."""
        outcome = Outcome.UNKNOWN if truth is None else Outcome.HOLDS if truth else Outcome.FAILS
        return self._made(key, outcome, values)

    def each(self, key: str, entries: Sequence[Reading], holds: Callable[[Reading], Truth], **values: object) -> Check:
        """A condition on every entry; `names` in its sentence are those of which it is not true."""
        truths = [holds(entry) for entry in entries]
        names = tuple(e.name for e, truth in zip(entries, truths, strict=True) if truth is False)
        counts = {"names": names, "count": len(names), "total": len(entries)}
        if not entries:
            outcome = Outcome.NOTHING
        elif not names:
            outcome = Outcome.UNKNOWN if None in truths else Outcome.HOLDS
        else:
            outcome = Outcome.PARTLY if True in truths else Outcome.FAILS
        return self._made(key, outcome, {**counts, **values})

    def contains(self, key: str, path: str, *wanted: object, of: str = "") -> Check:
        """Whether the list at `path` (or the lists `of` its entries) holds all of `wanted`."""
        found = self.value(path)
        if isinstance(found, Todo):
            return self._made(key, Outcome.UNKNOWN, {})
        held = [value for entry in self.entries(path) for value in entry.value(of)] if of else list(found)
        known = {value for value in held if not isinstance(value, Todo)}
        if of and not set(wanted) <= known and self._is_open(path, of):
            return self._made(key, Outcome.UNKNOWN, {"missing": (), "wanted": wanted})
        return self.covers(key, held, *wanted)

    def _is_open(self, path: str, of: str) -> bool:
        """Whether nobody has said yet what an entry is, and so what it holds."""
        empty = (entry for entry in self.entries(path) if not getattr(entry.part, of))
        unnamed = [entry for entry in empty if isinstance(entry.name, Todo)]
        for entry in unnamed:
            entry.value("name")
        return bool(unnamed)

    def covers(self, key: str, held: Collection[object], *wanted: object, **values: object) -> Check:
        """Whether all of `wanted` are among what is `held`; some of them are a part of it."""
        known = {each for each in held if not isinstance(each, Todo)}
        if len(known) < len(set(held)) and not set(wanted) <= known:
            return self._made(key, Outcome.UNKNOWN, {"missing": (), "wanted": wanted, **values})
        return self._covers(key, known, *wanted, **values)

    def _covers(self, key: str, held: Collection[object], *wanted: object, **values: object) -> Check:
        missing = tuple(value for value in wanted if value not in held)
        short = Outcome.PARTLY if len(missing) < len(wanted) else Outcome.FAILS
        return self._made(key, short if missing else Outcome.HOLDS, {"missing": missing, "wanted": wanted, **values})

    def missing(self, key: str, entries: Sequence[object]) -> Checks:
        """A check that fails if there is no entry to judge; entries alone are no achievement."""
        if not entries:
            yield self._made(key, Outcome.FAILS, {})

    def nothing(self, key: str, **values: object) -> Check:
        """Something to be said that decides nothing, such as that there is nothing to judge now."""
        return self._made(key, Outcome.NOTHING, values)

    def unknown(self, path: str) -> None:
        """Notes that the fact at `path` does not say what was asked: it is open, or not understood."""
        found = self.value(path)
        if not isinstance(found, Todo):
            self.log.append(replace(self.log.pop(), value=NOT_SAID))

    def _made(self, key: str, outcome: Outcome, values: dict[str, object]) -> Check:
        facts = tuple({fact.path: fact for fact in self.log}.values())
        self.log.clear()
        if outcome != Outcome.FAILS and any(isinstance(fact.value, ProvisionalSwitch) for fact in facts):
            # It was judged as if somebody had confirmed what is only assumed.
            outcome = Outcome.UNKNOWN
        made = Check(key, outcome, tuple(values.items()), facts)
        assert outcome != Outcome.UNKNOWN or made.open_facts, key
        return made


def _is_stated(part: object) -> Truth:
    return None if isinstance(part, Todo) else part is not None and not isinstance(part, NotApplicable)
