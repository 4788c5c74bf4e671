"""Assessment stage: what the last self-check and the last audit found, against what the facts say.

Whoever went and looked knows more than whoever filled in the facts. What he found wanting is wanting until the next
look, however long that takes, and what he found in order of late is said beside facts that deny it. A question that
asks for several requirements is answered once for all of them, so it speaks against one only where the facts do not
show what is wanting elsewhere. Facts that nobody knows stay unknown: they deny nothing, and somebody has to be asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from quaybook.assessment.finding import Check, State
from quaybook.assessment.reading import Checks, Reading
from quaybook.catalogue.questions import CHECKLISTS, questions
from quaybook.model.base import Todo
from quaybook.model.groups.followup import AuditOutcome, SelfCheckOutcome

# The results of each look, and the days on which it was and for which it holds.
_LOOKS = {
    CHECKLISTS["self-check"]: ("self_checked_on", "self_check_interval_days"),
    CHECKLISTS["audit-checklist"]: ("audited_on", "interval_days"),
}
_WANTING: Collection[object] = (SelfCheckOutcome.NONCONFORMING, AuditOutcome.MINOR, AuditOutcome.MAJOR)
_IN_ORDER: Collection[object] = (SelfCheckOutcome.CONFORMING, AuditOutcome.CONFORMING)
_SHORT = (State.NOT_MET, State.PARTLY)


@dataclass(frozen=True, eq=False)
class _Look:
    """One look: its answers by the requirement that their question asks for, and the questions that explain themselves.

    What a question found wanting is explained where the facts show it of a requirement for which it asks.
    """

    results: str
    day: date | Todo
    is_late: bool
    answers: Mapping[str, tuple[Reading, ...]]
    explained: frozenset[str]

    def of(self, requirement: str) -> tuple[Reading, ...]:
        return self.answers.get(requirement, ())

    def against(self, requirement: str) -> tuple[Reading, ...]:
        """The answers that found wanting what the facts show of none of the requirements that were asked for."""
        return tuple(answer for answer in _wanting(self.of(requirement)) if answer.part.item not in self.explained)


class Looks:
    """What was found of each requirement, whose state by the facts alone is among `states`."""

    def __init__(self, t: Reading, states: Mapping[str, State]) -> None:
        self.t, self.states = t, states
        days = {name: day for name in _LOOKS if (day := _day(t, name)) is not None}
        self.looks = [_look(t, name, day, states) for name, day in days.items()]

    def checks(self, requirement: str) -> Checks:
        """What the later of the two looks found of the requirement."""
        answered, state = [look for look in self.looks if look.of(requirement)], self.states[requirement]
        days = [look.day for look in answered if isinstance(look.day, date)]
        for look in answered:
            if isinstance(look.day, Todo):
                yield from _undated(self.t, look, requirement, state)
            elif look.day == max(days):
                before = (each for each in answered if isinstance(each.day, date) and each.day < look.day)
                was_wanting = any(_wanting(each.of(requirement)) for each in before)
                yield from _looked(self.t, look, requirement, state, was_wanting)


def _look(t: Reading, results: str, day: tuple[date | Todo, bool], states: Mapping[str, State]) -> _Look:
    asks, answers = questions(results), defaultdict[str, list[Reading]](list)
    for answer in t.entries(f"audit.{results}"):
        # Who did not look at a question has found nothing, neither wanting nor in order.
        if answer.part.outcome in (*_WANTING, *_IN_ORDER):
            for requirement in asks.get(answer.part.item, ()):
                answers[requirement].append(answer)
    t.log.clear()
    explained = (item for item, asked in asks.items() if any(states.get(name) in _SHORT for name in asked))
    return _Look(results, *day, {name: tuple(found) for name, found in answers.items()}, frozenset(explained))


def _undated(t: Reading, look: _Look, requirement: str, state: State) -> Iterator[Check]:
    """What was found wanting on a day that nobody knows, and so may hold."""
    against = look.against(requirement)
    if against and state == State.MET:
        t.value(f"audit.{_LOOKS[look.results][0]}")
        yield t.check(f"{look.results}_wanting", None, items=_items(against), on=look.day)


def _looked(t: Reading, look: _Look, requirement: str, state: State, was_wanting: bool) -> Iterator[Check]:
    answers = look.of(requirement)
    wanting, against = _wanting(answers), look.against(requirement)
    in_order = not look.is_late and not wanting
    if against and state == State.MET:
        yield _said(t, look, "wanting", against)
    elif wanting and state in (State.MET, State.UNKNOWN):
        yield _said(t, look, "beside" if against else "elsewhere", wanting)
    elif in_order and state in _SHORT:
        yield _said(t, look, "in_order", answers)
    elif in_order and state == State.MET and was_wanting:
        yield _said(t, look, "mended", answers)


def _day(t: Reading, results: str) -> tuple[date | Todo, bool] | None:
    """The day of the look, and whether the next is overdue; None where there was none yet."""
    on, interval = (f"audit.{name}" for name in _LOOKS[results])
    holds, found = t.within(on, t.value(interval)), t.value(on)
    t.log.clear()
    if not isinstance(found, date | Todo) or (isinstance(found, date) and found > t.today):
        return None
    return found, holds is False


def _wanting(answers: tuple[Reading, ...]) -> tuple[Reading, ...]:
    return tuple(answer for answer in answers if answer.part.outcome in _WANTING)


def _items(answers: tuple[Reading, ...]) -> tuple[str, ...]:
    return tuple(answer.part.item for answer in answers)


def _said(t: Reading, look: _Look, how: str, answers: tuple[Reading, ...]) -> Check:
    for results in _LOOKS if how == "mended" else (look.results,):
        t.value(f"audit.{_LOOKS[results][0]}")
    for answer in answers:
        answer.value("outcome")
    key, values = f"{look.results}_{how}", {"items": _items(answers), "on": look.day}
    return t.check(key, False, **values) if how == "wanting" else t.nothing(key, **values)
