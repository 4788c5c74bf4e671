"""Assessment stage: what the last self-check and the last audit found, against what the facts say.

Whoever went and looked knows more than whoever filled in the facts. What he found wanting is wanting until the next
look, however long that takes, and what he found in order of late is said beside facts that deny it. A question that
asks for several requirements is answered once for all of them, so it speaks against one only where the facts do not
show what is wanting elsewhere. Facts that nobody knows stay unknown: they deny nothing, and somebody has to be asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
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
    """The answers to the questions that ask for one requirement, and those of the look before."""

    results: str
    day: date | Todo
    is_late: bool
    answers: tuple[Reading, ...]
    earlier: tuple[Reading, ...] = ()

    def against(self, states: Mapping[str, State]) -> tuple[Reading, ...]:
        """The answers that found wanting what the facts show of none of the requirements that were asked for."""
        asks = questions(self.results)
        shown = {item for item, asked in asks.items() if any(states.get(name) in _SHORT for name in asked)}
        return tuple(answer for answer in _wanting(self.answers) if answer.part.item not in shown)


def checked(requirement: str, t: Reading, states: Mapping[str, State]) -> Checks:
    """What the later of the two looks found of the requirement, whose state by the facts alone is among `states`."""
    days_of = {name: day for name in _LOOKS if (day := _day(t, name)) is not None}
    looks = [_Look(name, *day, _answers(t, requirement, name)) for name, day in days_of.items()]
    answered = [look for look in looks if look.answers]
    days = [look.day for look in answered if isinstance(look.day, date)]
    for look in answered:
        if isinstance(look.day, Todo):
            yield from _undated(t, look, states[requirement], states)
        elif look.day == max(days):
            before = [each for each in answered if isinstance(each.day, date) and each.day < look.day]
            earlier = tuple(answer for each in before for answer in each.answers)
            yield from _looked(t, replace(look, earlier=earlier), states[requirement], states)


def _undated(t: Reading, look: _Look, state: State, states: Mapping[str, State]) -> Iterator[Check]:
    """What was found wanting on a day that nobody knows, and so may hold."""
    against = look.against(states)
    if against and state == State.MET:
        t.value(f"audit.{_LOOKS[look.results][0]}")
        yield t.check(f"{look.results}_wanting", None, items=_items(against), on=look.day)


def _looked(t: Reading, look: _Look, state: State, states: Mapping[str, State]) -> Iterator[Check]:
    wanting, against = _wanting(look.answers), look.against(states)
    in_order = not look.is_late and all(answer.part.outcome in _IN_ORDER for answer in look.answers)
    if against and state == State.MET:
        yield _said(t, look, "wanting", against)
    elif wanting and state in (State.MET, State.UNKNOWN):
        yield _said(t, look, "beside" if against else "elsewhere", wanting)
    elif in_order and state in _SHORT:
        yield _said(t, look, "in_order", look.answers)
    elif in_order and state == State.MET and _wanting(look.earlier):
        yield _said(t, look, "mended", look.answers)


def _day(t: Reading, results: str) -> tuple[date | Todo, bool] | None:
    """The day of the look, and whether the next is overdue; None where there was none yet."""
    on, interval = (f"audit.{name}" for name in _LOOKS[results])
    holds, found = t.within(on, t.value(interval)), t.value(on)
    t.log.clear()
    if not isinstance(found, date | Todo) or (isinstance(found, date) and found > t.today):
        return None
    return found, holds is False


def _answers(t: Reading, requirement: str, results: str) -> tuple[Reading, ...]:
    asked = {item for item, requirements in questions(results).items() if requirement in requirements}
    found = tuple(answer for answer in t.entries(f"audit.{results}") if answer.part.item in asked)
    t.log.clear()
    # Who did not look at a question has found nothing, neither wanting nor in order.
    return tuple(answer for answer in found if answer.part.outcome in (*_WANTING, *_IN_ORDER))


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
