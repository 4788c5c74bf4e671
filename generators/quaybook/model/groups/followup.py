"""Model stage: what is done about the gaps: the improvement plan, results of checks, the terminal's own thresholds."""

from __future__ import annotations

from enum import StrEnum

from ..base import Day, Days, Facts, PersonRef, PlainText, SureDay, SurePersonRef, Text
from .plans import PlanState

# Where something is still to be done; what is accepted is left as it is until the acceptance runs out.
OPEN_STATES = (PlanState.NOT_STARTED, PlanState.IN_PROGRESS)


class SelfCheckOutcome(StrEnum):
    """How a question of the self-check was answered."""

    CONFORMING = "conforming"
    NONCONFORMING = "nonconforming"
    NOT_APPLICABLE = "not_applicable"


class AuditOutcome(StrEnum):
    """How a question of the audit was answered."""

    CONFORMING = "conforming"
    MINOR = "minor"
    MAJOR = "major"
    OPPORTUNITY = "opportunity"
    NOT_APPLICABLE = "not_applicable"


class Acceptance(Facts):
    """None of it may be TODO but the reason: what nobody has accepted, or until nobody knows when, is not accepted."""

    reason: Text
    accepted_by: SurePersonRef
    accepted_on: SureDay
    expires_on: SureDay


class PlanItem(Facts):
    requirement: PlainText
    action: Text
    owner: PersonRef
    start_on: Day | None = None
    due_on: Day
    state: PlanState
    interim: Text
    acceptance: Acceptance | None = None


class SelfCheckResult(Facts):
    item: PlainText
    outcome: SelfCheckOutcome
    evidence: Text


class AuditResult(Facts):
    item: PlainText
    outcome: AuditOutcome
    evidence: Text


class Thresholds(Facts):
    """The report gives no number for any of these; what a terminal does not state is the kit's default."""

    pattern_age_days: Days = 1
    contact_check_days: Days = 183
    due_soon_days: Days = 30
    due_later_days: Days = 90
