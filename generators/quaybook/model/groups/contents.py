"""Model stage: the closed vocabularies of contents: what a list of free text must be seen to say.

An entry of such a list names in `covers` the contents that its text holds, so that a rule decides
without guessing from words. As in `kinds`, the wording of each value stands in `policy_src/words`.
"""

from enum import StrEnum


class ThreatKind(StrEnum):
    VIRUS_INFECTION = "virus_infection"
    UNAUTHORISED_ENTRY = "unauthorised_entry"


class ProcedurePart(StrEnum):
    CONTAINMENT = "containment"
    RECOVERY = "recovery"
    INVESTIGATION = "investigation"


class SharedKind(StrEnum):
    MALWARE = "malware"
    ATTACK_ACTIVITY = "attack_activity"
    TRACES = "traces"


class SharedPurpose(StrEnum):
    CAUSE = "cause"
    DAMAGE_SCOPE = "damage_scope"


class PublicKind(StrEnum):
    SERVICE_STATUS = "service_status"
    RECOVERY_OUTLOOK = "recovery_outlook"


class PeerKind(StrEnum):
    GOOD_PRACTICE = "good_practice"
    NEAR_MISS = "near_miss"


class PeopleClass(StrEnum):
    SYSTEM_STAFF = "system_staff"
    SYSTEM_USERS = "system_users"
    PC_OPERATORS = "pc_operators"


class AuditAspect(StrEnum):
    STANDARDS = "standards"
    MEASURES = "measures"
    ORGANISATION = "organisation"


class MeasureGroup(StrEnum):
    ASSETS = "assets"
    CONNECTIONS = "connections"
    SERVERS = "servers"
    BACKUP = "backup"


class SnapshotList(StrEnum):
    """What a form cannot be filled without once the system is gone; it has to lie printed."""

    EXPORT_BOOKINGS = "export_bookings"
    GATE_APPOINTMENTS = "gate_appointments"
    CUSTOMS_RELEASES = "customs_releases"
    DELIVERY_ORDERS = "delivery_orders"
    EMPTY_STOCK = "empty_stock"
    YARD_BY_NUMBER = "yard_by_number"
    YARD_BY_POSITION = "yard_by_position"
    DISCHARGE_LOAD = "discharge_load"
    CRANE_ORDERS = "crane_orders"
    BAY_PLANS = "bay_plans"
    EXPORT_PERMITS = "export_permits"
    VERIFIED_WEIGHTS = "verified_weights"
    REEFERS = "reefers"
    DANGEROUS_POSITIONS = "dangerous_positions"
    DANGEROUS_GOODS = "dangerous_goods"
    DANGEROUS_CONTACTS = "dangerous_contacts"
    CONTACTS = "contacts"
