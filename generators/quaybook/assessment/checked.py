"""Assessment stage: what the last self-check and the last audit found, against what the facts say.

Whoever went and looked knows more than whoever filled in the facts. What he found wanting is wanting until the next
look, and what he found in order is said beside facts that deny it.
"""

from __future__ import annotations

from collections.abc import Collection
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


def checked(requirement: str, t: Reading, state: State) -> Checks:
    """What the later of the two looks found of the requirement that the facts do not say."""
    found = [(day, results) for results in _LOOKS if (day := _day(t, results)) and _answers(t, requirement, results)]
    if not found:
        return
    day, results = max(found)
    answers = _answers(t, requirement, results)
    wanting = _wanting(answers)
    if wanting and state == State.MET:
        yield _said(t, f"{results}_wanting", wanting, day)
    elif state == State.MET and any(_wanting(_answers(t, requirement, earlier)) for _, earlier in found):
        for fact in sum(_LOOKS.values(), ()):
            t.value(f"audit.{fact}")
        yield _said(t, f"{results}_mended", answers, day)
    elif state in (State.NOT_MET, State.PARTLY) and all(answer.part.outcome in _IN_ORDER for answer in answers):
        yield _said(t, f"{results}_in_order", answers, day)


def _day(t: Reading, results: str) -> date | None:
    """The day of the look, if what it found still holds."""
    on, interval = (f"audit.{name}" for name in _LOOKS[results])
    holds = t.within(on, t.value(interval))
    found = t.value(on)
    t.log.clear()
    return found if holds and isinstance(found, date) else None


def _answers(t: Reading, requirement: str, results: str) -> tuple[Reading, ...]:
    asked = {item for name, item in questions().get(requirement, ()) if name == results}
    found = tuple(answer for answer in t.entries(f"audit.{results}") if answer.part.item in asked)
    t.log.clear()
    return found


def _wanting(answers: tuple[Reading, ...]) -> tuple[Reading, ...]:
    return tuple(answer for answer in answers if answer.part.outcome in _WANTING)


def _said(t: Reading, key: str, answers: tuple[Reading, ...], day: date) -> Check:
    for answer in answers:
        answer.value("outcome")
    names = tuple(answer.part.item for answer in answers)
    return t.check(key, False, items=names, on=day) if key.endswith("wanting") else t.nothing(key, items=names, on=day)
