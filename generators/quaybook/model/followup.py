"""Model stage: what is done about the gaps: the improvement plan, results of checks, the terminal's own thresholds."""

from __future__ import annotations

from enum import StrEnum

from .base import Count, Day, Facts, PersonRef, PlainText, SureDay, SurePersonRef, Text
from .plans import PlanState


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

    pattern_age_days: Count = 1
    contact_check_days: Count = 183
    due_soon_days: Count = 30
    due_later_days: Count = 90
