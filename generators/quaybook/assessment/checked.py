"""Assessment stage: what the last self-check and the last audit found, against what the facts say.

Whoever went and looked knows more than whoever filled in the facts. What he found wanting is wanting until the next
look, and what he found in order is said beside facts that deny it. A question that asks for several requirements is
answered once for all of them, so it speaks against one only where the facts do not show what is wanting elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
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
    found = [(day, name) for name in _LOOKS if (day := _day(t, name)) and _answers(t, requirement, name)]
    for day, results in found:
        if day == max(found)[0]:
            yield from _looked(requirement, t, results, day, states)


def _looked(requirement: str, t: Reading, results: str, day: date, states: Mapping[str, State]) -> Iterator[Check]:
    answers, state = _answers(t, requirement, results), states[requirement]
    wanting = tuple(answer for answer in answers if answer.part.outcome in _WANTING)
    blaming = tuple(a for a in wanting if state == _blamed(questions(results)[a.part.item], states))
    if blaming:
        yield _said(t, f"{results}_{_FOUND[state]}", blaming, day)
    elif wanting and state in _FOUND:
        yield _said(t, f"{results}_elsewhere", wanting, day)
    elif state in _SHORT and all(answer.part.outcome in _IN_ORDER for answer in answers):
        yield _said(t, f"{results}_in_order", answers, day)


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


def _said(t: Reading, key: str, answers: tuple[Reading, ...], day: date) -> Check:
    for answer in answers:
        answer.value("outcome")
    decides = key.endswith(tuple(_FOUND.values()))
    values = {"items": tuple(answer.part.item for answer in answers), "on": day}
    return t.check(key, False, **values) if decides else t.nothing(key, **values)
