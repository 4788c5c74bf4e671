"""Model stage: what the terminal runs on: systems, servers, devices, and what is linked to them."""

from __future__ import annotations

from pydantic import Field

from .base import (
    Controlled,
    Count,
    Day,
    Days,
    Facts,
    Flag,
    Hours,
    Id,
    Months,
    PersonRef,
    Restricted,
    SupplierRef,
    Switch,
    SystemRef,
    Text,
    TextOrNone,
)
from .contents import ThreatKind
from .kinds import Area, DeviceKind, Environment, Hosting, ServerKind, Zone


class System(Facts):
    id: Id
    name: Text
    purpose: Text
    areas: tuple[Area, ...] = ()
    environment: Environment = Environment.PRODUCTION
    hosting: Hosting
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
    product: TextOrNone
    os_bundled_only: Flag
    pattern_updated_on: Day


class Server(Facts):
    id: Id
    name: Text
    kind: ServerKind
    environment: Environment = Environment.PRODUCTION
    count: Count
    systems: tuple[SystemRef, ...] = ()
    os: Controlled
    location: Controlled
    av: SecuritySoftware
    check_interval_days: Days
    checked_on: Day
    pending_updates: Count


class NetworkDevice(Facts):
    id: Id
    name: Text
    kind: DeviceKind
    zone: Zone
    count: Count
    location: Controlled
    firmware: Controlled
    check_interval_days: Days
    checked_on: Day
    pending_updates: Count
    log_collected: Flag
    log_interval_days: Days | None = None
    log_collected_on: Day | None = None
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
    control_obtainable: Flag
    checked_on: Day
    measures: tuple[Text, ...] = ()
    safe_state: TextOrNone
    without_tos: TextOrNone
    responsible: PersonRef


class Assets(Facts):
    review_months: Months
    device_list_updated_on: Day
    network_diagram_updated_on: Day
    external_connection_list_updated_on: Day
    unmanaged_devices_surveyed_on: Day
    linked_devices_surveyed_on: Day
    offline_copy: Text
    stocktaking_month: Count


class Threat(Facts):
    name: Text
    covers: tuple[ThreatKind, ...] = ()


class Risk(Facts):
    assessed_on: Day
    cycle_months: Months
    covers_maintenance_access: Flag
    threats: tuple[Threat, ...] = Field(min_length=1)
    intrusion_routes: tuple[Text, ...] = Field(min_length=1)
    impact_scope: Text
    impact_scope_described: Flag
    measures_linked: Flag


class Segment(Facts):
    name: Text
    purpose: Text
    address: Controlled
    connects_to: Controlled


class Spare(Facts):
    name: Text
    count: Count
    place: Text
    replaces: Text


class Standby(Facts):
    need_assessed: Flag
    assessed_on: Day
    needed: Flag
    present: Flag
    reason: Text
    outline: TextOrNone


class Logs(Facts):
    retention_days: Days
    review_interval_days: Days
    store: Restricted
    reader: PersonRef
    clock_source: Text


class MediaTerminal(Facts):
    name: Text
    place: Text
    isolated: Flag
    update_method: Text


class RemovableMedia(Facts):
    used: Switch
    uses: tuple[Text, ...] = ()
    alternatives_considered: Flag
    alternatives: Text
    unavoidable_only: Flag
    check_terminal: MediaTerminal | None = None
    check_before_use: Flag
    clean_result_required: Flag
    record_keep_years: Count
