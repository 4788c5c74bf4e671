"""Model stage: the closed vocabularies of what the terminal has: people, systems, contracts.

Each value's wording stands in `policy_src/words/<language>.yml` under the class name; the values
themselves are those of the requirement catalogue where it names them.
"""

from enum import StrEnum


class Yes(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Profile(StrEnum):
    """How large a set of documents a terminal keeps up; `policy_src/profiles.yml` says which."""

    MINIMUM = "minimum"
    STANDARD = "standard"
    FULL = "full"


class TosForm(StrEnum):
    OWN = "own"
    PACKAGE = "package"
    HOSTED = "hosted"
    SAAS = "saas"


class Means(StrEnum):
    PHONE = "phone"
    MOBILE = "mobile"
    EXTENSION = "extension"
    MAIL = "mail"
    FAX = "fax"
    RADIO = "radio"
    WEB = "web"


class Reached(StrEnum):
    """When somebody answers at a number."""

    ALWAYS = "always"
    OFFICE_HOURS = "office_hours"
    OUTSIDE_HOURS = "outside_hours"


class CardLanguage(StrEnum):
    """What the kit's own cards are written in beside Japanese as it is."""

    EASY_JAPANESE = "easy_ja"
    ENGLISH = "en"


class OpenDays(StrEnum):
    WEEKDAYS = "weekdays"
    EVERY_DAY = "every_day"


class Lead(StrEnum):
    PLANNING = "planning"
    IMPLEMENTATION = "implementation"
    INCIDENT_RESPONSE = "incident_response"


class Role(StrEnum):
    THREAT_INTEL = "threat_intel"
    INFO_SHARING = "info_sharing"
    INCIDENT_MANAGEMENT = "incident_management"
    BCP_EXECUTION = "bcp_execution"
    INTERNAL_AUDIT = "internal_audit"
    VENDOR_MANAGEMENT = "vendor_management"
    COMPETENCY = "competency"
    TRAINING = "training"
    SYSTEM_OPERATION = "system_operation"
    ASSET_MANAGEMENT = "asset_management"
    PHYSICAL_SECURITY = "physical_security"
    CONTROL_SYSTEMS = "control_systems"


class ContactKind(StrEnum):
    TRANSPORT_BUREAU = "transport_bureau_port_section"
    PORT_MANAGER = "port_manager"
    POLICE = "police"
    NONPROFIT_EXPERT = "nonprofit_expert"
    SECURITY_VENDOR = "security_vendor"
    TOS_MAINTENANCE = "tos_maintenance"
    TOS_DEVELOPER = "tos_developer"
    PRIVACY_COMMISSION = "privacy_commission"
    CUSTOMS = "customs"
    NACCS = "naccs"
    COAST_GUARD = "coast_guard"
    SHIPPING_LINE = "shipping_line"
    TOS_USER = "tos_user"
    TRUCKING = "trucking"
    INSURER = "insurer"
    NETWORK_PROVIDER = "network_provider"
    CLOUD_PROVIDER = "cloud_provider"
    PORT_ASSOCIATION = "port_association"
    EQUIPMENT_MAKER = "equipment_maker"
    LAWYER = "lawyer"
    OTHER = "other"


class Area(StrEnum):
    VESSEL = "vessel"
    YARD = "yard"
    GATE = "gate"
    EMPTY = "empty"
    REEFER = "reefer"
    DANGEROUS = "dangerous"
    CUSTOMS = "customs"


class Environment(StrEnum):
    PRODUCTION = "production"
    STANDBY = "standby"
    DEV = "dev"
    EVAL = "eval"


class Hosting(StrEnum):
    ON_PREM = "on_prem"
    VENDOR = "vendor"
    CLOUD = "cloud"
    OUTSIDE = "outside"


class ServerKind(StrEnum):
    PHYSICAL = "physical"
    VIRTUAL = "virtual"
    APPLIANCE = "appliance"


class DeviceKind(StrEnum):
    VPN_ROUTER = "vpn_router"
    FIREWALL = "firewall"
    ROUTER = "router"
    SWITCH = "switch"
    WIRELESS = "wireless"
    MONITOR = "monitor"


class Zone(StrEnum):
    BOUNDARY = "boundary"
    INTERNAL = "internal"


class SiteKind(StrEnum):
    TERMINAL = "terminal"
    OFFICE = "office"
    DATA_CENTRE = "data_centre"
    STORAGE = "storage"


class MediumKind(StrEnum):
    USB_MEMORY = "usb_memory"
    SD_CARD = "sd_card"
    EXTERNAL_DISK = "external_disk"
    OPTICAL_DISC = "optical_disc"
    OTHER = "other"


class AccessKind(StrEnum):
    """By what people from outside come in."""

    VPN = "vpn"
    SERVICE_LOGIN = "service_login"
    REMOTE_TOOL = "remote_tool"
    OTHER = "other"


class ConnectionKind(StrEnum):
    VPN = "vpn"
    LEASED_LINE = "leased_line"
    NAT = "nat"
    INTERNET = "internet"
    EDI = "edi"


class UserClass(StrEnum):
    STAFF = "staff"
    USER = "user"
    MAINTENANCE = "maintenance"
    DEVELOPER = "developer"
    AUTHORITY = "authority"
    PARTNER = "partner"


class Factor(StrEnum):
    KNOWLEDGE = "knowledge"
    POSSESSION = "possession"
    BIOMETRIC = "biometric"


class BackupTarget(StrEnum):
    SYSTEM_PROGRAM = "system_program"
    DYNAMIC_DATA = "dynamic_data"
    SYSTEM_LOG = "system_log"
    ACCESS_LOG = "access_log"
    CONFIGURATION = "configuration"
    OTHER = "other"


class Isolation(StrEnum):
    OFFLINE = "offline"
    IMMUTABLE = "immutable"
    SEPARATE_NETWORK = "separate_network"
    SAME_NETWORK = "same_network"


class SupplierKind(StrEnum):
    TOS_MAINTENANCE = "tos_maintenance"
    TOS_DEVELOPER = "tos_developer"
    SECURITY = "security"
    HOSTING = "hosting"
    CLOUD = "cloud"
    NETWORK = "network"
    EQUIPMENT = "equipment"
    OTHER = "other"


class Clause(StrEnum):
    SECURITY_MEASURES = "security_measures"
    CONFIDENTIALITY = "confidentiality"
    NO_OTHER_USE = "no_other_use"
    FAILURE_PROCEDURE = "failure_procedure"
    NONPERFORMANCE_PROCEDURE = "nonperformance_procedure"


class CloudClause(StrEnum):
    LOG_RETENTION = "log_retention"
    LOG_PROVISION = "log_provision"
    INFO_MANAGEMENT = "info_management_check"
    INFO_STORAGE = "info_storage_check"
    VULNERABILITY = "vulnerability_check"
    DELETION = "deletion"
    DISPOSAL = "disposal"
