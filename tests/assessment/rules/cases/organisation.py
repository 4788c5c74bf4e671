"""Cases for 4(1) and 4(2) of the report: who is in charge, who is told, and who answers."""

from __future__ import annotations

from tests.assessment.rules.cases.case import Case, not_met, partly
from tests.assessment.rules.cases.changes import REMOVED, TODO

_REQUIRED = "a number is asked for, zero at the least; only a TODO leaves it open"
_ALL_CAUSES = ("intentional", "accidental", "environmental")


def _flag(path: str) -> Case:
    """A requirement that one flag decides."""
    return Case((not_met({path: "no"}),), todo=(path,))


def _role(officer: int, role: str) -> Case:
    """A role that one officer of the sample holds."""
    return Case(
        (not_met({f"org.officers[{officer}].roles": []}),),
        todo=(f"org.officers[{officer}].person", f"org.officers[{officer}].roles[0]"),
        given={f"org.officers[{officer}].roles": [role]},
        still=({f"org.officers[{officer}].roles": [], "org.officers[5].roles": [role]},),
    )


def _two_roles(officer: int, first: str, second: str) -> Case:
    """Two roles that one officer of the sample holds."""
    roles = f"org.officers[{officer}].roles"
    return Case(
        (partly({roles: [first]}), partly({roles: [second]}), not_met({roles: []})),
        todo=(f"org.officers[{officer}].person", f"{roles}[0]", f"{roles}[1]"),
        given={roles: [first, second]},
        still=({roles: [first], "org.officers[5].roles": [second]},),
    )


def _limit(path: str) -> Case:
    """A time within which somebody is told; the terminal states it or does not."""
    return Case((), todo=(path,), still=({path: "0"}, {path: "600"}), unbreakable={path: _REQUIRED})


CASES = {
    "4-1-a-1": Case(
        (partly({"org.ciso.final_decision": "no"}), partly({"org.ciso.responsible": "no"})),
        todo=("org.ciso.person", "org.ciso.final_decision", "org.ciso.responsible"),
        unbreakable={"org.ciso.person": "the id of a person, who must be among the people"},
    ),
    "4-1-a-1a": _flag("org.ciso.executive"),
    "4-1-a-2": Case(
        (
            partly({"org.officers[0].leads": ["incident_response"], "org.officers[4].leads": []}),
            partly({"org.officers[1].leads": [], "org.officers[3].leads": []}),
            partly({"org.officers[0].leads": ["planning"], "org.officers[2].leads": []}),
            not_met({"org.officers[*].leads": []}),
        ),
        todo=("org.officers[0].leads[0]", "org.officers[0].leads[1]", "org.officers[1].leads[0]"),
        given={f"org.officers[{officer}].leads": [] for officer in (2, 3, 4)},
        still=({"org.officers[4].leads": ["planning"], "org.officers[0].leads": ["incident_response"]},),
    ),
    "4-1-a-3a": _two_roles(0, "threat_intel", "info_sharing"),
    "4-1-a-3b": _role(0, "incident_management"),
    "4-1-a-3c": _role(2, "bcp_execution"),
    "4-1-a-3d": Case(
        (not_met({"org.officers[5].roles": []}),),
        todo=("org.officers[5].person", "org.officers[5].roles[0]"),
        still=({"org.officers[5].roles": [], "org.officers[0].roles": ["internal_audit"]},),
    ),
    "4-1-a-3e": _role(1, "vendor_management"),
    "4-1-a-3f": _two_roles(4, "competency", "training"),
    "4-1-a-3g": _role(1, "system_operation"),
    "4-1-a-3h": _role(1, "asset_management"),
    "4-1-a-3i": _role(4, "physical_security"),
    "4-1-a-3j": _role(3, "control_systems"),
    "4-1-b-1": Case(
        (
            *(partly({f"incident.procedure_covers[{i}].covers": []}) for i in range(3)),
            partly({"incident.reporting_steps": "no"}),
            partly({"incident.response_steps": "no"}),
            partly({"incident.system_failure_procedure": "no"}),
        ),
        todo=(
            "incident.procedure_covers[0].covers[0]",
            "incident.reporting_steps",
            "incident.response_steps",
            "incident.system_failure_procedure",
        ),
    ),
    "4-1-b-2": Case(
        (not_met({"incident.ransom_payment": "undefined"}), not_met({"incident.ransom_payment": "allowed"})),
        todo=("incident.ransom_payment",),
    ),
    "4-1-c-1": Case(
        (
            partly({"drills[0].held_on": "2026-07-01"}),
            partly({"drills[0].held_on": REMOVED}),
            # One in time does not stand for another that is late.
            partly({"drills[0].held_on": "2026-07-01", "drills[1].tests_incident_procedure": "yes"}),
            not_met({"drills[0].tests_incident_procedure": "no"}),
        ),
        todo=(
            "drills[0].held_on",
            "drills[0].interval_days",
            "drills[0].tests_incident_procedure",
            # Nobody knows whether the one that is late is one of those.
            "drills[4].tests_incident_procedure",
        ),
        given={
            "drills[*].tests_incident_procedure": "no",
            "drills[0].tests_incident_procedure": "yes",
            "drills[4].held_on": "2024-04-01",
        },
        still=({"drills[0].held_on": "2026-08-01"}, {"drills[1].tests_incident_procedure": "yes"}),
    ),
    "4-2-a-1": _limit("reporting.ciso_officers_limit_min"),
    "4-2-a-2": _limit("reporting.management_limit_min"),
    "4-2-b-1": Case(
        (
            partly({"sharing.recipients": ["security_vendor"]}),
            partly({"sharing.recipients": ["nonprofit_expert"]}),
            partly({"contacts[9].kind": "other", "contacts[10].kind": "other"}),
            partly({"contacts[11].kind": "other", "contacts[12].kind": "other"}),
            partly({"contacts[9].verified_on": "2026-04-01"}),
            partly({"contacts[11].verified_on": "2026-04-01", "contacts[12].verified_on": "2026-04-01"}),
            *(partly({f"sharing.content[{i}].covers": []}) for i in range(3)),
            partly({"sharing.used_for[0].covers": []}),
            partly({"sharing.used_for[1].covers": []}),
        ),
        todo=(
            "sharing.recipients[0]",
            "sharing.content[0].covers[0]",
            "sharing.used_for[0].covers[0]",
            "contacts[9].kind",
            "contacts[9].verified_on",
            "thresholds.contact_check_days",
        ),
        given={"contacts[10].verified_on": "2025-04-01"},
        still=({"contacts[10].kind": "other"}, {"contacts[11].kind": "other"}),
    ),
    "4-2-b-2": Case(
        (
            not_met({"experts[4].second_opinion": "no"}),
            not_met({"experts[4].second_opinion": "no", "experts[0].second_opinion": "yes"}),
            not_met({"experts[4].contact": "tos-maintenance"}),
            not_met({"experts": []}),
        ),
        todo=("experts[4].second_opinion", "experts[4].contact", "contacts[12].kind"),
        given={"experts[1].second_opinion": "no"},
        still=({"experts[4].contact": "jpcert"},),
    ),
    "4-2-c-1": Case(
        (
            *(
                partly({"incident.failure_causes": [other for other in _ALL_CAUSES if other != cause]})
                for cause in _ALL_CAUSES
            ),
            partly({"contacts[0].kind": "other"}),
            partly({"contacts[0].verified_on": "2026-05-01"}),
        ),
        todo=(
            "incident.failure_causes[0]",
            "contacts[0].kind",
            "contacts[0].verified_on",
            "thresholds.contact_check_days",
        ),
        still=({"contacts[0].verified_on": "2026-05-02"},),
    ),
    "4-2-c-2": Case(
        (
            not_met({"contacts[1].kind": "other"}),
            not_met({"contacts[1].verified_on": "2026-05-01"}),
            not_met({"thresholds.contact_check_days": "25"}),
        ),
        todo=("contacts[1].kind", "contacts[1].verified_on", "thresholds.contact_check_days"),
        still=(
            {"thresholds.contact_check_days": "26"},
            {"contacts[1].verified_on": "2026-05-01", "thresholds.contact_check_days": "184"},
        ),
    ),
    "4-2-c-3": _flag("port_manager.reports_to_regional_bureau"),
    "4-2-c-4": Case(
        (
            partly({"reporting.police_on_cyberattack": "no"}),
            partly({"contacts[2].kind": "other", "contacts[3].kind": "other"}),
            partly({"contacts[2].verified_on": "2025-04-01", "contacts[3].verified_on": "2025-04-01"}),
        ),
        todo=("reporting.police_on_cyberattack", "thresholds.contact_check_days"),
        still=({"contacts[2].kind": "other"}, {"contacts[2].kind": TODO}, {"contacts[2].verified_on": "2025-04-01"}),
    ),
    "4-2-d-1": Case(
        (
            partly({"public_info.items[0].covers": []}),
            partly({"public_info.items[1].covers": []}),
            partly({"public_info.items[*].covers": []}),
        ),
        todo=("public_info.audience[0]", "public_info.items[0].covers[0]"),
        given={"public_info.audience": ["船社・船舶代理店"]},
        unbreakable={"public_info.audience": "a list with at least one entry"},
    ),
    "4-2-e-1": Case(
        (),
        todo=("contact_points.info_persons[0]", "contact_points.inquiry_persons[0]"),
        given={
            "contact_points.info_persons": ["customer-chief"],
            "contact_points.inquiry_persons": ["customer-leader"],
        },
        unbreakable={
            "contact_points.info_persons": "a list with at least one entry",
            "contact_points.inquiry_persons": "a list with at least one entry",
        },
    ),
    "4-2-e-2": Case(
        (
            partly({"contact_points.info_persons": ["customer-chief"]}),
            partly({"contact_points.inquiry_persons": ["customer-chief"]}),
            not_met(
                {
                    "contact_points.info_persons": ["customer-chief"],
                    "contact_points.inquiry_persons": ["customer-chief"],
                }
            ),
        ),
        todo=("contact_points.info_persons[0]", "contact_points.inquiry_persons[0]"),
        given={
            "contact_points.info_persons": ["customer-chief", "public-relations"],
            "contact_points.inquiry_persons": ["customer-leader", "customs-chief"],
        },
    ),
    "4-2-e-3": _flag("port_manager.contact_split_agreed"),
}
