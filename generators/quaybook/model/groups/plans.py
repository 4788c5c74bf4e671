"""Model stage: the closed vocabularies of what the terminal does: plans, drills, measures.

As in `kinds`, the wording of each value stands in `policy_src/words` under the class name.
"""

from enum import StrEnum


class Ransom(StrEnum):
    PROHIBITED = "prohibited"
    UNDEFINED = "undefined"
    ALLOWED = "allowed"


class Cause(StrEnum):
    INTENTIONAL = "intentional"
    ACCIDENTAL = "accidental"
    ENVIRONMENTAL = "environmental"


class Hazard(StrEnum):
    SYSTEM_FAILURE = "system_failure"
    CYBERATTACK = "cyberattack"
    NATURAL_DISASTER = "natural_disaster"
    POWER_LOSS = "power_loss"
    COMMUNICATION_LOSS = "communication_loss"


class Mode(StrEnum):
    MANUAL = "manual"
    DEGRADED = "degraded"
    STOP = "stop"


class Method(StrEnum):
    VISUAL_CHECK = "visual_check"
    DATA_MATCHING = "data_matching"
    SHIP_OPERATIONS = "ship_operations"
    GATE_OPERATIONS = "gate_operations"
    YARD_OPERATIONS = "yard_operations"


class DrillKind(StrEnum):
    RELAY = "relay"
    TABLETOP = "tabletop"
    MANUAL = "manual"
    RESTORE = "restore"
    RESTART = "restart"
    HANDBACK = "handback"


class PlanState(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    ACCEPTED = "accepted"


class Task(StrEnum):
    CAUSE = "cause"
    RESTART_CHECK = "restart_check"


class Party(StrEnum):
    TERMINAL = "terminal"
    PORT_MANAGER = "port_manager"
    ASSOCIATION = "association"


class BcpContent(StrEnum):
    PRIORITY_OPERATIONS = "priority_operations"
    DECISION_PROCESS = "decision_process"
    CONTINUITY_METHOD = "continuity_method"
    DEPARTMENTS = "departments"
    EXTERNAL_COMMS = "external_comms"


class Origin(StrEnum):
    FOUND_BY_CHECK = "found_by_check"
    ADVISORY = "advisory"


class VulnerabilityAction(StrEnum):
    PATCH = "patch"
    VERSION_UP = "version_up"
    MITIGATION = "mitigation"
    ACCEPTED = "accepted"


class AssetScope(StrEnum):
    SERVERS = "servers"
    ENDPOINTS = "endpoints"
    NETWORK_DEVICES = "network_devices"
