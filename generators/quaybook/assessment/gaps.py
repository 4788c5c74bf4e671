"""Assessment stage: what falls short, beside what the improvement plan says of it.

A gap without an entry in the plan, an owner nobody named, a date that has passed and an acceptance
that has run out are what a CISO has to see first; each is a flag here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quaybook.assessment.finding import Finding, State
from quaybook.model.base import Todo
from quaybook.model.followup import PlanItem
from quaybook.model.plans import PlanState
from quaybook.model.requirement import Tone
from quaybook.model.terminal import Terminal


class Flag(StrEnum):
    """What is wrong with the way in which a gap is followed up."""

    UNPLANNED = "unplanned"
    UNOWNED = "unowned"
    UNDATED = "undated"
    OVERDUE = "overdue"
    ACCEPTANCE_EXPIRED = "acceptance_expired"
    DONE_BUT_SHORT = "done_but_short"


@dataclass(frozen=True, eq=False)
class Gap:
    """A requirement that falls short. `item` is the plan's entry for it."""

    finding: Finding
    item: PlanItem | None
    flags: tuple[Flag, ...]

    @property
    def tone(self) -> Tone:
        return self.finding.requirement.tone


_CLOSED = (PlanState.DONE, PlanState.ACCEPTED)
_TONES = tuple(Tone)


def gaps(findings: Iterable[Finding], terminal: Terminal, today: date) -> tuple[Gap, ...]:
    """Everything that falls short: gaps, then advice, then notes, each in the order of the catalogue."""
    plan = {item.requirement: item for item in terminal.plan}
    found = [_gap(finding, plan.get(finding.requirement.id), today) for finding in findings if finding.falls_short]
    return tuple(sorted(found, key=lambda gap: _TONES.index(gap.tone)))


def _gap(finding: Finding, item: PlanItem | None, today: date) -> Gap:
    if item is None:
        return Gap(finding, None, (Flag.UNPLANNED,))
    return Gap(finding, item, plan_flags(item, today, finding.state))


def plan_flags(item: PlanItem, today: date, state: State) -> tuple[Flag, ...]:
    """What is wrong with an entry of the plan, seen today."""
    late = _is_open(item) and isinstance(item.due_on, date) and item.due_on < today
    short = item.state == PlanState.DONE and state in (State.PARTLY, State.NOT_MET)
    expires = item.acceptance.expires_on if item.state == PlanState.ACCEPTED and item.acceptance else None
    found = {
        Flag.UNOWNED: isinstance(item.owner, Todo),
        Flag.UNDATED: _is_open(item) and isinstance(item.due_on, Todo),
        Flag.OVERDUE: late,
        Flag.ACCEPTANCE_EXPIRED: isinstance(expires, date) and expires < today,
        Flag.DONE_BUT_SHORT: short,
    }
    return tuple(flag for flag, raised in found.items() if raised)


def _is_open(item: PlanItem) -> bool:
    return item.state not in _CLOSED
