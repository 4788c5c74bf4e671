"""Model stage: what happens when the system is gone: incident, sharing, recovery, continuity plan."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..audience import CONTROLLED
from ..base import (
    Choice,
    Count,
    Day,
    Facts,
    Flag,
    ForFew,
    Hours,
    PersonRef,
    Text,
)
from .contents import ProcedurePart, PublicKind, SharedKind, SharedPurpose
from .kinds import Area, ContactKind
from .plans import BcpContent, Cause, Hazard, Ransom


class IncidentLevel(Facts):
    level: Count
    name: Text
    criteria: Text
    terminal_impact: Text
    declared_by: Text
    response: Text


class ProcedureContent(Facts):
    name: Text
    covers: tuple[Choice[ProcedurePart], ...] = ()


class Incident(Facts):
    levels: tuple[IncidentLevel, ...] = Field(min_length=2)
    procedure_covers: tuple[ProcedureContent, ...] = ()
    reporting_steps: Flag
    response_steps: Flag
    system_failure_procedure: Flag
    ransom_payment: Annotated[Choice[Ransom], CONTROLLED]
    recovery_priority_rule: Flag
    recorder: PersonRef
    review_weeks: Count
    isolation: tuple[Text, ...] = Field(min_length=3)
    isolation_key: Text | None = None
    failure_causes: tuple[Choice[Cause], ...] = Field(min_length=1)


class SharedContent(Facts):
    name: Text
    covers: tuple[Choice[SharedKind], ...] = ()


class SharedUse(Facts):
    name: Text
    covers: tuple[Choice[SharedPurpose], ...] = ()


class Sharing(Facts):
    recipients: tuple[Choice[ContactKind], ...] = Field(min_length=1)
    content: tuple[SharedContent, ...] = Field(min_length=1)
    used_for: tuple[SharedUse, ...] = Field(min_length=1)


class PublicItem(Facts):
    name: Text
    covers: tuple[Choice[PublicKind], ...] = ()


class PublicInfo(Facts):
    audience: tuple[Text, ...] = Field(min_length=1)
    items: tuple[PublicItem, ...] = Field(min_length=1)
    channels: tuple[Text, ...] = Field(min_length=1)
    approver: PersonRef


class Investigation(Facts):
    contacts: Flag
    method: Flag
    method_outline: ForFew
    investigators: tuple[Choice[ContactKind], ...] = Field(min_length=1)


class Recovery(Facts):
    exists: Flag
    based_on_investigation: Flag
    shared_with: tuple[Choice[ContactKind], ...] = ()
    shared_on: Day
    scan_tool: ForFew


class RestartCheck(Facts):
    required: Flag
    considers_route: Flag
    stock_match_percent: Count


class Headquarters(Facts):
    place: Text
    alternate_place: Text
    out_of_band: tuple[Text, ...] = Field(min_length=2)


class PriorityWork(Facts):
    area: Area
    name: Text
    priority: Count
    rto_hours: Hours
    reason: Text


class FunctionLoss(Facts):
    function: Text
    two_hours: Text
    half_day: Text
    one_day: Text
    three_days: Text
    longer: Text


class Bcp(Facts):
    exists: Flag
    hazards: tuple[Choice[Hazard], ...] = Field(min_length=1)
    contents: tuple[Choice[BcpContent], ...] = ()
    activation: tuple[Text, ...] = Field(min_length=1)
    headquarters: Headquarters
    priority_work: tuple[PriorityWork, ...] = Field(min_length=3)
    function_loss: tuple[FunctionLoss, ...] = Field(min_length=6)
    investigation: Investigation
    evidence_preserved: Flag
    tradeoff_rule: Flag
    preserve_hours: Hours
    recovery: Recovery
    restart_check: RestartCheck
    related_plans: tuple[Text, ...] = ()
