"""Formats stage: states of findings and of the plan → the words that OSCAL has for them.

OSCAL knows satisfied and not satisfied. What the facts leave open is not satisfied, and every state of the
kit's own stands beside it as a property, so that nothing that nobody knows looks like a no or a yes.
"""

from __future__ import annotations

from collections.abc import Collection

from quaybook.assessment.finding import State
from quaybook.assessment.gaps import Flag
from quaybook.model.groups.followup import OPEN_STATES
from quaybook.model.groups.plans import PlanState
from quaybook.wording.findings import FindingView

# The last two are not among OSCAL's proposals, none of which is true of them; it allows others.
_IMPLEMENTED = {
    State.MET: "implemented",
    State.PARTLY: "partial",
    State.NOT_APPLICABLE: "not-applicable",
    State.NOT_MET: "not-implemented",
    State.UNKNOWN: "unknown",
}
_REASONS = {State.MET: "pass", State.PARTLY: "fail", State.NOT_MET: "fail"}
_RISKS = {
    PlanState.NOT_STARTED: "open",
    PlanState.IN_PROGRESS: "remediating",
    PlanState.DONE: "investigating",
    PlanState.ACCEPTED: "deviation-approved",
}


def implementation_state(view: FindingView) -> str:
    """How far a requirement is implemented; planned where nothing is done yet and the plan has it."""
    if view.state == State.DOCUMENT:
        # The documents answer it, or there is nothing for a terminal to do.
        return "implemented" if view.requirement.required else "not-applicable"
    if view.state == State.NOT_MET and view.item is not None and view.item.state in OPEN_STATES:
        return "planned"
    return _IMPLEMENTED[view.state]


def verdict(view: FindingView) -> tuple[str, str]:
    """Whether the objective is satisfied, and the kind of reason."""
    return "not-satisfied" if view.finding.falls_short else "satisfied", _REASONS.get(view.state, "other")


def risk_status(state: PlanState | None, flags: Collection[Flag]) -> str:
    """How a shortfall is followed up; without a plan, or with an acceptance that has run out, it is open."""
    return "open" if state is None or Flag.ACCEPTANCE_EXPIRED in flags else _RISKS[state]


def plan_status(state: PlanState) -> str:
    """How far an action of the plan has come."""
    return "completed" if state == PlanState.DONE else "planned"
