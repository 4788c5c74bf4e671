"""Cases for 4(3) of the report: the BCP, investigation, recovery, work without the system."""

from __future__ import annotations

from tests.assessment.rules.cases.case import Case, not_met, partly, without
from tests.assessment.rules.cases.changes import REMOVED, TODO

_CONTENTS = ("priority_operations", "decision_process", "continuity_method", "departments", "external_comms")
_METHODS = ("visual_check", "data_matching", "ship_operations")
_INVESTIGATORS = "bcp.investigation.investigators"
_SHARED = "bcp.recovery.shared_with"


def _flag(path: str) -> Case:
    """A requirement that one flag decides."""
    return Case((not_met({path: "no"}),), todo=(path,))


def _content(content: str) -> Case:
    """One content that the BCP has to have; what a plan holds that nobody has approved counts for nothing."""
    return Case(
        (
            not_met({"bcp.contents": without(_CONTENTS, content)}),
            not_met({"bcp.contents": []}),
            not_met({"bcp.exists": "no"}),
            not_met({"bcp.exists": "no", "bcp.contents": []}),
            not_met({"bcp.exists": TODO, "bcp.contents": []}),
        ),
        todo=("bcp.exists", f"bcp.contents[{_CONTENTS.index(content)}]"),
        given={"bcp.contents": list(_CONTENTS)},
        still=({"bcp.contents": [content]},),
    )


def _both(path: str, first: str, second: str, other: str) -> Case:
    """A list that has to hold two kinds of companies."""
    return Case(
        (partly({path: [first]}), partly({path: [second, other]}), not_met({path: [other]})),
        todo=(f"{path}[1]",),
        given={path: [first, second]},
        still=({path: [first, second]},),
    )


CASES = {
    "4-3-0": _flag("bcp.exists"),
    "4-3-0a": _content("priority_operations"),
    "4-3-0b": _content("decision_process"),
    "4-3-0c": _content("continuity_method"),
    "4-3-0d": _content("departments"),
    "4-3-0e": _content("external_comms"),
    "4-3-0f": Case(
        (not_met({"bcp.hazards": ["cyberattack", "natural_disaster"]}), not_met({"bcp.exists": "no"})),
        todo=("bcp.hazards[0]", "bcp.exists"),
        still=({"bcp.hazards": ["system_failure"]},),
    ),
    "4-3-a-1": Case(
        (partly({"bcp.investigation.contacts": "no"}), partly({"bcp.investigation.method": "no"})),
        todo=("bcp.investigation.contacts", "bcp.investigation.method", f"{_INVESTIGATORS}[0]"),
        given={_INVESTIGATORS: ["tos_maintenance"]},
        still=({_INVESTIGATORS: ["other"]},),
        unbreakable={_INVESTIGATORS: "a list with at least one entry"},
    ),
    "4-3-a-4": _both(_INVESTIGATORS, "tos_maintenance", "tos_developer", "security_vendor"),
    "4-3-a-2": _both(_INVESTIGATORS, "security_vendor", "nonprofit_expert", "tos_maintenance"),
    "4-3-a-3": Case(
        (partly({"bcp.evidence_preserved": "no"}), partly({"bcp.tradeoff_rule": "no"})),
        todo=("bcp.evidence_preserved", "bcp.tradeoff_rule"),
    ),
    "4-3-b-1": Case(
        (partly({"bcp.recovery.exists": "no"}), partly({"bcp.recovery.based_on_investigation": "no"})),
        todo=("bcp.recovery.exists", "bcp.recovery.based_on_investigation"),
    ),
    "4-3-b-2": Case(
        (
            partly({_SHARED: ["tos_maintenance"]}),
            partly({_SHARED: ["tos_developer", "security_vendor"]}),
            partly({_SHARED: ["security_vendor"]}),
            # Whoever stands in the list without a day was not handed anything.
            partly({"suppliers[0].recovery_procedure_shared_on": REMOVED}),
            partly({"suppliers[1].recovery_procedure_shared_on": REMOVED}),
            not_met({_SHARED: ["security_vendor"], "suppliers[*].recovery_procedure_shared_on": REMOVED}),
        ),
        todo=(f"{_SHARED}[1]", "suppliers[0].recovery_procedure_shared_on", "suppliers[2].kinds[0]"),
        given={
            _SHARED: ["tos_maintenance", "tos_developer"],
            "suppliers[2].recovery_procedure_shared_on": REMOVED,
        },
        still=({"suppliers[2].kinds": ["network", "equipment"]},),
    ),
    "4-3-b-3": _flag("bcp.restart_check.required"),
    "4-3-c-1": Case(
        (
            partly({"manual.need_assessed": "no"}),
            partly({"manual.volume_considered": "no"}),
            partly({"manual.procedure": "no"}),
        ),
        todo=("manual.need_assessed", "manual.volume_considered", "manual.procedure"),
        still=({"manual.needed": "no", "manual.procedure": "no"},),
    ),
    "4-3-c-2": Case(
        (
            *(partly({"manual.methods": without(_METHODS, method)}) for method in _METHODS),
            not_met({"manual.methods": ["gate_operations"]}),
        ),
        todo=("manual.methods[0]",),
        still=({"manual.methods": list(_METHODS)},),
    ),
}
