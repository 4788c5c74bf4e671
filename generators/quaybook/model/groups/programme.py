"""Model stage: what is done in peacetime, and the plan for what is not done yet."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..audience import CONTROLLED, PUBLIC
from ..base import (
    Choice,
    Count,
    Day,
    Days,
    Facts,
    Flag,
    ForFew,
    Id,
    Months,
    PersonRef,
    PlainText,
    Public,
    Text,
    TextOrNone,
)
from ..language_text import SOURCE
from .contents import AuditAspect, PeerKind, PeopleClass
from .followup import AuditResult, SelfCheckResult
from .kinds import Profile
from .plans import AssetScope, DrillKind, Origin, PlanState, VulnerabilityAction


class Programme(Facts):
    security_not_halting_dx: Flag
    digital_projects: tuple[Text, ...] = ()


class InfoSource(Facts):
    name: Text
    contents: Text
    reader: PersonRef


class InfoGathering(Facts):
    continuous: Flag
    interval_days: Days
    gathered_on: Day
    sources: tuple[InfoSource, ...] = Field(min_length=1)


class PeerTopic(Facts):
    name: Text
    covers: tuple[Choice[PeerKind], ...] = ()


class PeerSharing(Facts):
    member: Flag
    framework: ForFew
    topics: tuple[PeerTopic, ...] = ()
    meetings: ForFew


class Addressee(Facts):
    name: Text
    covers: tuple[Choice[PeopleClass], ...] = ()


class Awareness(Facts):
    required_of: tuple[Addressee, ...] = Field(min_length=1)
    operate_by_policy: Flag
    regulations_disseminated: Flag
    activities: tuple[Text, ...] = ()


class Course(Facts):
    id: Id
    audience: Text
    contents: Text
    minutes: Count
    interval_days: Days
    held_on: Day
    attended: Annotated[Count, CONTROLLED]
    of: Annotated[Count, CONTROLLED]
    next_on: Day


class Drill(Facts):
    id: Id
    kind: Choice[DrillKind]
    name: Text
    scope: Text
    interval_days: Days
    held_on: Annotated[Day | None, CONTROLLED] = None
    next_on: Day
    lead: PersonRef
    tests_incident_procedure: Flag
    result: ForFew


class VulnerabilityLimits(Facts):
    critical_days: Days
    high_days: Days
    medium_days: Days


class OpenVulnerability(Facts):
    id: Id
    target: Text
    origin: Choice[Origin]
    impact_assessed: Flag
    action: Choice[VulnerabilityAction]
    due_on: Day


class Vulnerability(Facts):
    scope: tuple[Choice[AssetScope], ...] = Field(min_length=1)
    check_interval_days: Days
    checked_on: Annotated[Day, CONTROLLED]
    config_check_interval_days: Days
    config_checked_on: Annotated[Day, CONTROLLED]
    limits: VulnerabilityLimits
    maintenance_window: Text
    open: Annotated[tuple[OpenVulnerability, ...], CONTROLLED] = ()


class AuditFinding(Facts):
    id: Id
    found_on: Day
    finding: Text
    action: Text
    owner: PersonRef
    due_on: Day
    state: PlanState


class AuditSubject(Facts):
    name: Text
    covers: tuple[Choice[AuditAspect], ...] = ()


class Audit(Facts):
    checks: tuple[AuditSubject, ...] = Field(min_length=1)
    self_check_interval_days: Days
    self_checked_on: Annotated[Day, CONTROLLED]
    auditor: TextOrNone
    auditor_independent: Flag
    interval_days: Days
    audited_on: Annotated[Day | None, CONTROLLED] = None
    next_on: Day
    findings: Annotated[tuple[AuditFinding, ...], CONTROLLED] = ()
    self_check_results: Annotated[tuple[SelfCheckResult, ...], CONTROLLED] = ()
    audit_results: Annotated[tuple[AuditResult, ...], CONTROLLED] = ()


class RuleException(Facts):
    id: Id
    rule: Text
    reason: Text
    compensating: Text
    approver: PersonRef
    approved_on: Day
    expires_on: Day


class Revision(Facts):
    version: Public
    revised_on: Annotated[Day, PUBLIC]
    part: Text
    reason: Text


class DocumentControl(Facts):
    number_prefix: Public
    version: Public
    established_on: Annotated[Day, PUBLIC]
    revised_on: Annotated[Day, PUBLIC]
    review_months: Annotated[Months, PUBLIC]
    next_review_on: Annotated[Day, PUBLIC]
    drafter: Annotated[PersonRef, PUBLIC]
    reviewer: Annotated[PersonRef, PUBLIC]
    approver: Annotated[PersonRef, PUBLIC]
    distribution: tuple[Text, ...] = Field(min_length=1)
    record_keep_years: Count
    revisions: tuple[Revision, ...] = Field(min_length=1)
    profile: Profile = Profile.FULL
    complete_languages: Annotated[tuple[PlainText, ...], PUBLIC] = Field(default=(SOURCE,), min_length=1)
    reference_docx: Annotated[PlainText, PUBLIC] | None = None
    logo: Annotated[PlainText, PUBLIC] | None = None
