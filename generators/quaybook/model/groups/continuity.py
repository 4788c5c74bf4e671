"""Model stage: what happens when the system is gone: incident, continuity plan, work by hand."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..audience import CONTROLLED, STAFF
from ..base import Choice, Count, Day, Facts, Flag, ForFew, Hours, PersonRef, SureCount, Text, TextOrNone
from .contents import ProcedurePart, PublicKind, SharedKind, SharedPurpose, SnapshotList
from .kinds import Area, ContactKind
from .plans import BcpContent, Cause, Hazard, Method, Mode, Ransom


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


class WorkPart(Facts):
    """A part of a work area that goes on, or stops, otherwise than the rest."""

    name: Text
    mode: Choice[Mode]
    work: Text
    capacity_per_hour: Count | None = None


class WorkArea(Facts):
    area: Area
    mode: Choice[Mode]
    parts: tuple[WorkPart, ...] = ()
    start_rule: Text
    responsible: PersonRef
    staffing: Text
    experienced: tuple[PersonRef, ...] = ()
    capacity_per_hour: Count
    capacity_unit: Text
    max_hours: Hours
    steps: tuple[Text, ...] = Field(min_length=3)
    forms: tuple[Text, ...] = ()
    stop_rule: Text
    hand_back: Text
    tos_down: Text
    naccs_down: Text
    both_down: Text


class PrintedList(Facts):
    """One printout that lies ready, and the lists that can be read from it."""

    name: Text
    covers: tuple[Choice[SnapshotList], ...] = ()


class Snapshot(Facts):
    interval_hours: Hours
    contents: tuple[PrintedList, ...] = Field(min_length=1)
    places: tuple[Text, ...] = Field(min_length=1)
    copies: Count
    method: Text
    responsible: PersonRef


class FormStock(Facts):
    """Blank sheets of a form that lie ready, each copy counted, and the serial number with which printing goes on.

    `rows` is how many boxes or trucks one sheet takes; the form itself shows that, so nobody has to say it.
    """

    form: Text
    sheets: Count
    rows: Count | None = None
    next_number: SureCount | None = None


class Shift(Facts):
    """A crew that takes its turn; how many of it have worked by hand decides what can go on at night."""

    name: Text
    experienced: Count


class Load(Facts):
    """What stands in the yard and what comes to it, from which it is reckoned how long work by hand lasts."""

    yard_slots_teu: Count
    yard_stock_teu: Count
    forty_foot_percent: Count
    yard_teams: Count
    cranes: Count
    discharge_per_ship: Count
    ship_every_hours: Hours
    gate_per_day: Count
    gate_hours: Hours
    rehandling_percent: Count
    reefer_plugs: Count
    reefer_stock: Count
    reefer_round_hours: Hours


class TypingTeam(Facts):
    """Who types the papers into the systems afterwards, in pairs of whom one reads, and how fast."""

    responsible: PersonRef
    members: tuple[PersonRef, ...] = Field(min_length=2)
    pairs: Count
    entries_per_hour: Count


class Manual(Facts):
    need_assessed: Flag
    volume_considered: Flag
    volume_basis: Text
    needed: Annotated[Flag, STAFF]
    methods: tuple[Choice[Method], ...] = ()
    paper_orders: Flag
    experienced_staff: Count
    shifts: tuple[Shift, ...] = ()
    assumes_all_manual: Flag
    procedure: Flag
    snapshot: Snapshot
    queue_rule: Text
    yard_full_percent: Count
    yard_full_rule: Text
    supplies: tuple[Text, ...] = Field(min_length=1)
    form_stock: tuple[FormStock, ...] = ()
    boxes_per_ship: Count | None = None
    load: Load | None = None
    typing: TypingTeam | None = None
    messages_to_resend: tuple[Text, ...] = ()
    free_time_rule: Text | None = None
    limits: TextOrNone
    areas: tuple[WorkArea, ...] = Field(min_length=7)
