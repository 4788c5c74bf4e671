"""Model stage: who the terminal is, its people and whom it calls outside."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..audience import PERSONAL, STAFF
from ..base import (
    Choice,
    Clock,
    ContactRef,
    Count,
    Day,
    Facts,
    Flag,
    ForFew,
    Hours,
    Id,
    Locode,
    PersonRef,
    Public,
    Restricted,
    SupplierRef,
    Switch,
    Text,
    TextOrNone,
)
from .kinds import Area, CardLanguage, ContactKind, Lead, Means, OpenDays, Reached, Role, TosForm, Yes
from .plans import Party, Task


class Tos(Facts):
    name: Text
    form: Choice[TosForm]
    owner: Text
    users: tuple[Text, ...] = ()
    outline: ForFew


class StaffLanguage(Facts):
    """People who read another language better than Japanese."""

    language: Text
    staff: Count
    cards: tuple[Choice[CardLanguage], ...] = ()


class TerminalProfile(Facts):
    name: Public
    name_en: Public | None = None
    short_name: Public
    port: Public
    port_en: Public | None = None
    unlocode: Locode
    operator: Public
    operator_en: Public | None = None
    representative: Public
    prefecture: Public
    berths: Count
    teu_per_year: Count
    port_teu_per_year: Count
    quay_cranes: Count
    yard_equipment: Text
    staff: Count
    operating_hours: Text
    staff_languages: tuple[StaffLanguage, ...] = ()
    control_systems_present: Switch
    designated_operator: Choice[Yes]
    tos: Tos
    facts_as_of: Day | None = None


class ContactMeans(Facts):
    kind: Choice[Means]
    value: Restricted
    when: Annotated[Choice[Reached] | None, STAFF] = None
    note: Restricted | None = None


class OfficeHours(Facts):
    days: Choice[OpenDays]
    opens: Clock
    closes: Clock


class RadioChannel(Facts):
    channel: Restricted
    use: Text


class DutyLine(Facts):
    """Where whoever is on duty is reached at any hour, and the channels on which the shift talks."""

    name: Text
    place: Text
    means: tuple[ContactMeans, ...] = Field(min_length=1)
    channels: tuple[RadioChannel, ...] = ()


class Person(Facts):
    id: Id
    name: Restricted
    title: Public
    department: Public
    means: Annotated[tuple[ContactMeans, ...], PERSONAL] = Field(min_length=1)
    verified_on: Day
    manual_experience: tuple[Choice[Area], ...] = ()


class Ciso(Facts):
    person: PersonRef
    executive: Flag
    final_decision: Flag
    responsible: Flag
    appointed_on: Day
    authority: Text


class Officer(Facts):
    person: PersonRef
    deputy: PersonRef | None = None
    leads: tuple[Choice[Lead], ...] = ()
    roles: tuple[Choice[Role], ...] = ()


class RoleNotApplicable(Facts):
    role: Choice[Role]
    reason: Text


class DecisionBody(Facts):
    name: Text
    convener: PersonRef
    members: tuple[PersonRef, ...] = Field(min_length=1)
    within_minutes: Count
    defined: Flag
    convened_by_executive: Flag
    until_recovery: Flag


class Organisation(Facts):
    security_department: Public
    ciso: Ciso
    ciso_deputies: tuple[PersonRef, ...] = ()
    officers: tuple[Officer, ...] = Field(min_length=1)
    roles_not_applicable: tuple[RoleNotApplicable, ...] = ()
    decision_body: DecisionBody


class Contact(Facts):
    id: Id
    kind: Choice[ContactKind]
    name: Text
    desk: TextOrNone
    means: tuple[ContactMeans, ...] = Field(min_length=1)
    hours: Text
    office_hours: OfficeHours | None = None
    languages: tuple[Text, ...] = ()
    purpose: Text
    if_no_answer: Text
    call_next: tuple[ContactRef, ...] = ()
    verified_on: Day
    supplier: SupplierRef | None = None


class Expert(Facts):
    contact: ContactRef
    immediate_consultation: Annotated[Flag, STAFF]
    peacetime_relation: Flag
    relation: ForFew
    second_opinion: Annotated[Flag, STAFF]
    tasks: tuple[Choice[Task], ...] = ()


class ContactPoints(Facts):
    name: Public
    place: Text
    hours: Public
    means: tuple[ContactMeans, ...] = Field(min_length=1)
    info_persons: tuple[PersonRef, ...] = Field(min_length=1)
    inquiry_persons: tuple[PersonRef, ...] = Field(min_length=1)


class PartyTask(Facts):
    party: Choice[Party]
    task: Text


class PortManager(Facts):
    name: Public
    role_considered: Flag
    role_split_agreed: Flag
    agreed_on: Day | None = None
    reports_to_regional_bureau: Flag
    regional_bureau: Text
    contact_split_agreed: Flag
    tasks: tuple[PartyTask, ...] = Field(min_length=1)


class Reporting(Facts):
    ciso_officers_limit_min: Count
    management_limit_min: Count
    police_limit_min: Count
    transport_bureau_limit_min: Count
    port_manager_limit_min: Count
    users_first_notice_min: Count
    users_update_hours: Hours
    police_on_cyberattack: Flag
