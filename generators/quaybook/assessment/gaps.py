"""Assessment stage: what falls short, beside what the improvement plan says of it.

A gap without an entry in the plan, an owner nobody named, a date that has passed and an acceptance
that has run out are what a CISO has to see first; each is a flag here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from quaybook.assessment.finding import Finding, State
from quaybook.model.base import Todo
from quaybook.model.groups.followup import OPEN_STATES, PlanItem
from quaybook.model.groups.plans import PlanState
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
    short = item.state == PlanState.DONE and state in (State.PARTLY, State.NOT_MET)
    expires = item.acceptance.expires_on if item.state == PlanState.ACCEPTED and item.acceptance else None
    found = {Flag.ACCEPTANCE_EXPIRED: expires is not None and expires < today, Flag.DONE_BUT_SHORT: short}
    own = tuple(flag for flag, raised in found.items() if raised)
    return (*follow_up_flags(item.owner, item.due_on, item.state, today), *own)


def follow_up_flags(owner: Any, due_on: Any, state: PlanState, today: date) -> tuple[Flag, ...]:
    """What is wrong with who does something until when, be it for a gap or for what an audit found."""
    is_open = state in OPEN_STATES
    found = {
        Flag.UNOWNED: isinstance(owner, Todo),
        Flag.UNDATED: is_open and isinstance(due_on, Todo),
        Flag.OVERDUE: is_open and isinstance(due_on, date) and due_on < today,
    }
    return tuple(flag for flag, raised in found.items() if raised)
