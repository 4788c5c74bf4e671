"""Assessment stage: what the last self-check and the last audit found, against what the facts say.

Whoever went and looked knows more than whoever filled in the facts. What he found wanting is wanting until the next
look, and what he found in order is said beside facts that deny it. A question that asks for several requirements is
answered once for all of them, so it speaks against one only where the facts do not show what is wanting elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from quaybook.assessment.finding import Check, State
from quaybook.assessment.reading import Checks, Reading
from quaybook.catalogue.questions import CHECKLISTS, questions
from quaybook.model.groups.followup import AuditOutcome, SelfCheckOutcome

# The results of each look, and the days on which it was and for which it holds.
_LOOKS = {
    CHECKLISTS["self-check"]: ("self_checked_on", "self_check_interval_days"),
    CHECKLISTS["audit-checklist"]: ("audited_on", "interval_days"),
}
_WANTING: Collection[object] = (SelfCheckOutcome.NONCONFORMING, AuditOutcome.MINOR, AuditOutcome.MAJOR)
_IN_ORDER: Collection[object] = (SelfCheckOutcome.CONFORMING, AuditOutcome.CONFORMING)
_SHORT = (State.NOT_MET, State.PARTLY)
# How the sentence calls what was found wanting, by what the facts alone say.
_FOUND = {State.MET: "wanting", State.UNKNOWN: "alone"}


def checked(requirement: str, t: Reading, states: Mapping[str, State]) -> Checks:
    """What the later of the two looks found of the requirement, whose state by the facts alone is among `states`."""
    looks = [(day, name) for name in _LOOKS if (day := _day(t, name)) and _answers(t, requirement, name)]
    for day, results in looks:
        if day == max(looks)[0]:
            answers = _answers(t, requirement, results)
            earlier = [a for on, name in looks if on < day for a in _answers(t, requirement, name)]
            yield from _looked(t, _Look(results, day, answers, tuple(earlier)), states[requirement], states)


@dataclass(frozen=True, eq=False)
class _Look:
    """The answers to the questions that ask for one requirement, and those of the look before."""

    results: str
    day: date
    answers: tuple[Reading, ...]
    earlier: tuple[Reading, ...]


def _looked(t: Reading, look: _Look, state: State, states: Mapping[str, State]) -> Iterator[Check]:
    wanting = _wanting(look.answers)
    in_order = all(answer.part.outcome in _IN_ORDER for answer in look.answers)
    blaming = tuple(a for a in wanting if state == _blamed(questions(look.results)[a.part.item], states))
    if blaming:
        yield _said(t, look, _FOUND[state], blaming)
    elif wanting and state in _FOUND:
        yield _said(t, look, "elsewhere", wanting)
    elif in_order and state in _SHORT:
        yield _said(t, look, "in_order", look.answers)
    elif in_order and state == State.MET and _wanting(look.earlier):
        for on, _ in _LOOKS.values():
            t.value(f"audit.{on}")
        yield _said(t, look, "mended", look.answers)


def _blamed(asked: Collection[str], states: Mapping[str, State]) -> State | None:
    """In which state by the facts a requirement is the one that an answer found wanting: the least certain first."""
    found = {states[name] for name in asked if name in states}
    if found & set(_SHORT):
        return None
    return State.UNKNOWN if State.UNKNOWN in found else State.MET


def _day(t: Reading, results: str) -> date | None:
    """The day of the look, unless what it found is too old to hold."""
    on, interval = (f"audit.{name}" for name in _LOOKS[results])
    holds = t.within(on, t.value(interval))
    found = t.value(on)
    t.log.clear()
    return None if holds is False or not isinstance(found, date) else found


def _answers(t: Reading, requirement: str, results: str) -> tuple[Reading, ...]:
    asked = {item for item, requirements in questions(results).items() if requirement in requirements}
    found = tuple(answer for answer in t.entries(f"audit.{results}") if answer.part.item in asked)
    t.log.clear()
    return found


def _wanting(answers: tuple[Reading, ...]) -> tuple[Reading, ...]:
    return tuple(answer for answer in answers if answer.part.outcome in _WANTING)


def _said(t: Reading, look: _Look, how: str, answers: tuple[Reading, ...]) -> Check:
    for answer in answers:
        answer.value("outcome")
    key, values = f"{look.results}_{how}", {"items": tuple(a.part.item for a in answers), "on": look.day}
    return t.check(key, False, **values) if how in _FOUND.values() else t.nothing(key, **values)
