"""Assessment stage: rules for 4(1) of the report: CISO, officers and their roles, incident procedure, drills."""

from __future__ import annotations

from quaybook.assessment.finding import Who
from quaybook.assessment.reading import Checks, Reading, Rule
from quaybook.catalogue.truth import Truth, every, implies, some
from quaybook.model.groups.contents import ProcedurePart
from quaybook.model.groups.kinds import Lead, Role
from quaybook.model.groups.plans import Ransom


def _ciso(t: Reading) -> Checks:
    yield t.check("ciso_named", t.filled("org.ciso.person"), person=Who((t.value("org.ciso.person"),)))
    yield t.check("ciso_decides", t.yes("org.ciso.final_decision"))
    yield t.check("ciso_responsible", t.yes("org.ciso.responsible"))


def _executive(t: Reading) -> Checks:
    yield t.check("ciso_executive", t.yes("org.ciso.executive"))


def _officers(t: Reading) -> Checks:
    named = t.entries("org.officers")
    leads = [lead for officer in named for lead in officer.value("leads")]
    yield t.covers("officers_lead", leads, *Lead, count=len(named))


def _role_held(*roles: Role) -> Rule:
    def rule(t: Reading) -> Checks:
        for role in roles:
            officers = [(o, o.holds_one("roles", role)) for o in t.entries("org.officers")]
            holders = [officer for officer, truth in officers if truth]
            held = some(every((truth, officer.filled("person"))) for officer, truth in officers)
            yield t.check("role_held", held, role=role, people=Who(tuple(o.part.person for o in holders)))

    return rule


def _procedure(t: Reading) -> Checks:
    yield t.contains("procedure_covers", "incident.procedure_covers", *ProcedurePart, of="covers")
    for part in ("reporting_steps", "response_steps", "system_failure_procedure"):
        yield t.check(part, t.yes(f"incident.{part}"))


def _ransom(t: Reading) -> Checks:
    prohibited = t.one_of("incident.ransom_payment", Ransom.PROHIBITED)
    yield t.check("ransom", prohibited, payment=t.value("incident.ransom_payment"))


def _drills(t: Reading) -> Checks:
    fitting = [d for d in t.entries("drills") if _tests(d) is not False]
    yield t.check("drill_planned", some(_tests(d) for d in fitting))
    held = some(every((_tests(d), _in_time(d))) for d in fitting)
    yield t.check("drill_held", held, names=tuple(d.name for d in fitting))
    if held is not False:
        yield t.each("drills_in_time", fitting, lambda d: implies(_tests(d), _in_time(d)))


def _tests(drill: Reading) -> Truth:
    return drill.yes("tests_incident_procedure")


def _in_time(drill: Reading) -> Truth:
    return drill.within("held_on", drill.value("interval_days"))


RULES: dict[str, Rule] = {
    "4-1-a-1": _ciso,
    "4-1-a-1a": _executive,
    "4-1-a-2": _officers,
    "4-1-a-3a": _role_held(Role.THREAT_INTEL, Role.INFO_SHARING),
    "4-1-a-3b": _role_held(Role.INCIDENT_MANAGEMENT),
    "4-1-a-3c": _role_held(Role.BCP_EXECUTION),
    "4-1-a-3d": _role_held(Role.INTERNAL_AUDIT),
    "4-1-a-3e": _role_held(Role.VENDOR_MANAGEMENT),
    "4-1-a-3f": _role_held(Role.COMPETENCY, Role.TRAINING),
    "4-1-a-3g": _role_held(Role.SYSTEM_OPERATION),
    "4-1-a-3h": _role_held(Role.ASSET_MANAGEMENT),
    "4-1-a-3i": _role_held(Role.PHYSICAL_SECURITY),
    "4-1-a-3j": _role_held(Role.CONTROL_SYSTEMS),
    "4-1-b-1": _procedure,
    "4-1-b-2": _ransom,
    "4-1-c-1": _drills,
}
