"""Model stage: what is done about the gaps: the improvement plan, results of checks, the terminal's own thresholds."""

from __future__ import annotations

from enum import StrEnum

from .base import Count, Day, Facts, PersonRef, PlainText, Text
from .plans import PlanState


class CheckOutcome(StrEnum):
    """How a question of the self-check or of the audit was answered."""

    CONFORMING = "conforming"
    NONCONFORMING = "nonconforming"
    MINOR = "minor"
    MAJOR = "major"
    OPPORTUNITY = "opportunity"
    NOT_APPLICABLE = "not_applicable"


class Acceptance(Facts):
    reason: Text
    accepted_by: PersonRef
    accepted_on: Day
    expires_on: Day


class PlanItem(Facts):
    requirement: PlainText
    action: Text
    owner: PersonRef
    start_on: Day | None = None
    due_on: Day
    state: PlanState
    interim: Text
    acceptance: Acceptance | None = None


class CheckResult(Facts):
    item: PlainText
    outcome: CheckOutcome
    evidence: Text


class Thresholds(Facts):
    """The report gives no number for any of these; what a terminal does not state is the kit's default."""

    pattern_age_days: Count = 1
    contact_check_days: Count = 183
    due_soon_days: Count = 30
    due_later_days: Count = 90
