"""Formats stage: what is done about a shortfall → the remediations and milestones of an OSCAL risk.

Entries of the improvement plan and findings of audits are followed up alike, so they are written alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from quaybook.formats.oscal.base import JsonObject, filled, known_prop, markup, stamp
from quaybook.formats.oscal.scope import Scope
from quaybook.formats.oscal.states import plan_status
from quaybook.model.groups.followup import Acceptance, PlanItem
from quaybook.model.groups.plans import PlanState
from quaybook.model.groups.programme import AuditFinding


@dataclass(frozen=True, eq=False)
class FollowUp:
    """Who does what until when; `key` names what it is for."""

    key: tuple[str, ...]
    action: Any
    owner: Any
    start_on: Any
    due_on: Any
    state: PlanState
    interim: Any = None
    acceptance: Acceptance | None = None

    @property
    def deadline(self) -> Any:
        """The day by which something has to happen: the end of the acceptance, if it is accepted."""
        accepted = self.acceptance if self.state == PlanState.ACCEPTED else None
        return accepted.expires_on if accepted else self.due_on


def of_plan(item: PlanItem) -> FollowUp:
    """The follow-up of a gap."""
    days = (item.start_on, item.due_on)
    return FollowUp((item.requirement,), item.action, item.owner, *days, item.state, item.interim, item.acceptance)


def of_audit(found: AuditFinding) -> FollowUp:
    """The follow-up of what an audit found."""
    return FollowUp(("audit", found.id), found.action, found.owner, None, found.due_on, found.state)


def not_known(scope: Scope, day: Any) -> str:
    """The remark in the place of a day that nobody knows yet, for OSCAL takes nothing but a day."""
    return "" if isinstance(day, date) else markup(scope.words("oscal.no_day", told=scope.text(day)))


def risk_parts(scope: Scope, follow: FollowUp) -> JsonObject:
    """What holds meanwhile, the deadline, and what is done."""
    return filled(
        {
            "mitigating-factors": [] if follow.interim is None else [_interim(scope, follow)],
            "deadline": stamp(follow.deadline) if isinstance(follow.deadline, date) else None,
            "remediations": [_action(scope, follow), *_acceptance(scope, follow)],
        }
    )


def _interim(scope: Scope, follow: FollowUp) -> JsonObject:
    return {"uuid": scope.uuid("interim", *follow.key), "description": markup(scope.text(follow.interim))}


def _action(scope: Scope, follow: FollowUp) -> JsonObject:
    started = [] if follow.start_on is None else [_milestone(scope, "start", follow, follow.start_on, follow.owner)]
    return {
        "uuid": scope.uuid("action", *follow.key),
        "lifecycle": plan_status(follow.state),
        "title": scope.words("oscal.action"),
        "description": markup(scope.text(follow.action)),
        "tasks": [*started, _milestone(scope, "due", follow, follow.due_on, follow.owner)],
    }


def _acceptance(scope: Scope, follow: FollowUp) -> list[JsonObject]:
    accepted = follow.acceptance
    if accepted is None:
        return []
    days = {"accepted": accepted.accepted_on, "expires": accepted.expires_on}
    made: JsonObject = {
        "uuid": scope.uuid("acceptance", *follow.key),
        "lifecycle": "planned",
        "title": scope.words("oscal.acceptance"),
        "description": markup(scope.text(accepted.reason)),
        "props": [known_prop("type", "accept")],
        "tasks": [_milestone(scope, kind, follow, day, accepted.accepted_by) for kind, day in days.items()],
    }
    return [made]


def _milestone(scope: Scope, kind: str, follow: FollowUp, day: Any, who: Any) -> JsonObject:
    return filled(
        {
            "uuid": scope.uuid("milestone", kind, *follow.key),
            "type": "milestone",
            "title": scope.words(f"oscal.milestone.{kind}"),
            "timing": {"on-date": {"date": stamp(day)}} if isinstance(day, date) else None,
            "responsible-roles": scope.responsible(who),
            "remarks": not_known(scope, day),
        }
    )
