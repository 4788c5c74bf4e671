"""Model stage: what the terminal runs on: systems, servers, devices, and what is linked to them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..audience import CONTROLLED, FEW, STAFF
from ..base import (
    Choice,
    Controlled,
    Count,
    Day,
    Days,
    Facts,
    Flag,
    ForFew,
    Hours,
    Id,
    Months,
    PersonRef,
    SiteRef,
    SupplierRef,
    Switch,
    SystemRef,
    Text,
    TextOrNone,
)
from .contents import ThreatKind
from .kinds import Area, DeviceKind, Environment, Hosting, MediumKind, ServerKind, SiteKind, Zone


class Site(Facts):
    """A place where systems, devices or copies stand: of the terminal, of a vendor, a data centre."""

    id: Id
    name: Text
    kind: Choice[SiteKind]
    place: Controlled
    operator: Text


class System(Facts):
    id: Id
    name: Text
    purpose: Text
    areas: tuple[Choice[Area], ...] = ()
    environment: Choice[Environment] = Environment.PRODUCTION
    hosting: Choice[Hosting]
    site: SiteRef | None = None
    location: Controlled
    owner: Text
    supplier: SupplierRef | None = None
    rto_hours: Hours
    recovery_order: Count
    fallback: TextOrNone


class SystemLink(Facts):
    source: SystemRef
    target: SystemRef
    data: Text
    method: Text


class SecuritySoftware(Facts):
    installed: Flag
    product: Annotated[TextOrNone, FEW]
    os_bundled_only: Flag
    pattern_updated_on: Annotated[Day, CONTROLLED]


class Server(Facts):
    id: Id
    name: Text
    kind: Choice[ServerKind]
    environment: Choice[Environment] = Environment.PRODUCTION
    count: Count
    systems: tuple[SystemRef, ...] = ()
    os: Controlled
    site: SiteRef | None = None
    location: Controlled
    av: SecuritySoftware
    check_interval_days: Days
    checked_on: Annotated[Day, CONTROLLED]
    pending_updates: Annotated[Count, CONTROLLED]


class NetworkDevice(Facts):
    id: Id
    name: Text
    kind: Choice[DeviceKind]
    zone: Choice[Zone]
    count: Count
    site: SiteRef | None = None
    location: Controlled
    firmware: Controlled
    check_interval_days: Days
    checked_on: Annotated[Day, CONTROLLED]
    pending_updates: Annotated[Count, CONTROLLED]
    log_collected: Flag
    log_interval_days: Days | None = None
    log_collected_on: Annotated[Day | None, CONTROLLED] = None
    log_backup_outside_system: Flag
    spare: TextOrNone
    attacked: Flag = False
    replaced_with_new: Flag = False
    still_in_use_as_attacked: Flag = False


class Endpoint(Facts):
    name: Text
    count: Count
    place: Text
    use: Text
    os: Controlled


class UnmanagedDevice(Facts):
    name: Text
    holder: Text
    connection: Text
    decision: Text
    decided_on: Day


class LinkedDevice(Facts):
    id: Id
    name: Text
    count: Count
    link: Text
    control_checked: Flag
    control_obtainable: Annotated[Flag, STAFF]
    checked_on: Annotated[Day, CONTROLLED]
    measures: tuple[Text, ...] = ()
    safe_state: TextOrNone
    without_tos: TextOrNone
    responsible: PersonRef


class Assets(Facts):
    review_months: Months
    device_list_updated_on: Annotated[Day, CONTROLLED]
    network_diagram_updated_on: Annotated[Day, CONTROLLED]
    external_connection_list_updated_on: Annotated[Day, CONTROLLED]
    unmanaged_devices_surveyed_on: Annotated[Day, CONTROLLED]
    linked_devices_surveyed_on: Annotated[Day, CONTROLLED]
    offline_copy: ForFew
    stocktaking_month: Count


class Threat(Facts):
    name: Text
    covers: tuple[Choice[ThreatKind], ...] = ()


class Risk(Facts):
    assessed_on: Annotated[Day, CONTROLLED]
    cycle_months: Months
    covers_maintenance_access: Flag
    threats: Annotated[tuple[Threat, ...], FEW] = Field(min_length=1)
    intrusion_routes: Annotated[tuple[Text, ...], FEW] = Field(min_length=1)
    impact_scope: ForFew
    impact_scope_described: Flag
    measures_linked: Flag


class Segment(Facts):
    name: Text
    purpose: ForFew
    address: Controlled
    connects_to: Controlled


class Spare(Facts):
    name: Text
    count: Count
    place: Text
    replaces: Text


class Standby(Facts):
    need_assessed: Flag
    assessed_on: Annotated[Day, CONTROLLED]
    needed: Flag
    present: Annotated[Flag, STAFF]
    site: SiteRef | None = None
    reason: ForFew
    outline: TextOrNone


class Logs(Facts):
    retention_days: Days
    review_interval_days: Days
    store: Controlled
    reader: PersonRef
    clock_source: ForFew


class MediaTerminal(Facts):
    name: ForFew
    place: Text
    isolated: Flag
    update_method: ForFew


class Medium(Facts):
    """One kind of media: whether it may be used, where, and how it is checked."""

    kind: Choice[MediumKind]
    name: Text
    allowed: Annotated[Flag, STAFF]
    uses: tuple[Text, ...] = ()
    place: Text | None = None
    check: Text | None = None


class RemovableMedia(Facts):
    used: Switch
    kinds: tuple[Medium, ...] = ()
    uses: tuple[Text, ...] = ()
    alternatives_considered: Flag
    alternatives: Text
    unavoidable_only: Flag
    check_terminal: MediaTerminal | None = None
    check_before_use: Flag
    clean_result_required: Flag
    record_keep_years: Count
