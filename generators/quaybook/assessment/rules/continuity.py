"""Assessment stage: rules for 4(3) of the report: the BCP, investigation, recovery, work without the system."""

from __future__ import annotations

from dataclasses import replace

from quaybook.assessment.finding import Outcome
from quaybook.assessment.reading import Checks, Reading, Rule
from quaybook.catalogue.truth import Truth, implies, some
from quaybook.model.groups.kinds import ContactKind, SupplierKind
from quaybook.model.groups.plans import BcpContent, Hazard, Method

_MAKERS = (ContactKind.TOS_MAINTENANCE, ContactKind.TOS_DEVELOPER)
_RECOVERING = (SupplierKind.TOS_MAINTENANCE, SupplierKind.TOS_DEVELOPER)
_HANDED_OVER = "recovery_procedure_shared_on"
_EXPERTS = (ContactKind.SECURITY_VENDOR, ContactKind.NONPROFIT_EXPERT)


def _bcp(t: Reading) -> Checks:
    yield t.check("bcp_exists", t.yes("bcp.exists"))


def _content(content: BcpContent) -> Rule:
    def rule(t: Reading) -> Checks:
        yield from in_bcp(t, f"bcp_{content.value}", "bcp.contents", content)

    return rule


def in_bcp(t: Reading, key: str, path: str, *wanted: object) -> Checks:
    """Whether the plan holds what is asked for; a list of contents says nothing of a plan that there is not."""
    exists = t.yes("bcp.exists")
    if exists is False:
        yield t.check("bcp_exists", False)
    found = t.contains(key, path, *wanted)
    if exists is None and found.outcome == Outcome.HOLDS:
        yield replace(found, outcome=Outcome.UNKNOWN)
    elif exists is not False or found.outcome == Outcome.FAILS:
        yield found


def _system_failure(t: Reading) -> Checks:
    yield from in_bcp(t, "bcp_hazards", "bcp.hazards", Hazard.SYSTEM_FAILURE)


def _investigation(t: Reading) -> Checks:
    yield t.check("investigation_contacts", t.yes("bcp.investigation.contacts"))
    yield t.check("investigation_method", t.yes("bcp.investigation.method"))
    who = t.value("bcp.investigation.investigators")
    yield t.check("investigators", t.filled("bcp.investigation.investigators"), who=who)


def _makers_investigate(t: Reading) -> Checks:
    yield t.contains("investigators_include", "bcp.investigation.investigators", *_MAKERS)


def _experts_advise(t: Reading) -> Checks:
    yield t.contains("investigators_include", "bcp.investigation.investigators", *_EXPERTS)


def _preserve_or_recover(t: Reading) -> Checks:
    yield t.check("evidence_preserved", t.yes("bcp.evidence_preserved"))
    yield t.check("tradeoff_rule", t.yes("bcp.tradeoff_rule"))


def _recovery(t: Reading) -> Checks:
    yield t.check("recovery_procedure", t.yes("bcp.recovery.exists"))
    yield t.check("recovery_after_investigation", t.yes("bcp.recovery.based_on_investigation"))


def _recovery_shared(t: Reading) -> Checks:
    yield t.contains("recovery_shared", "bcp.recovery.shared_with", *_MAKERS)
    makers = [s for s in t.entries("suppliers") if _recovers(s) is not False]
    yield t.each("recovery_handed_over", makers, lambda s: implies(_recovers(s), s.filled(_HANDED_OVER)))


def _recovers(supplier: Reading) -> Truth:
    """Whether the company is one of those that do the work of a recovery."""
    return some(supplier.holds_one("kinds", kind) for kind in _RECOVERING)


def _restart(t: Reading) -> Checks:
    yield t.check("restart_check", t.yes("bcp.restart_check.required"))


def _manual_procedure(t: Reading) -> Checks:
    yield t.check("manual_need_assessed", t.yes("manual.need_assessed"))
    yield t.check("manual_volume", t.yes("manual.volume_considered"))
    not_needed = t.no("manual.needed")
    key = "manual_not_needed" if not_needed else "manual_procedure"
    yield t.check(key, some((not_needed, t.yes("manual.procedure"))))


def _manual_methods(t: Reading) -> Checks:
    wanted = (Method.VISUAL_CHECK, Method.DATA_MATCHING, Method.SHIP_OPERATIONS)
    yield t.contains("manual_methods", "manual.methods", *wanted)


RULES: dict[str, Rule] = {
    "4-3-0": _bcp,
    "4-3-0a": _content(BcpContent.PRIORITY_OPERATIONS),
    "4-3-0b": _content(BcpContent.DECISION_PROCESS),
    "4-3-0c": _content(BcpContent.CONTINUITY_METHOD),
    "4-3-0d": _content(BcpContent.DEPARTMENTS),
    "4-3-0e": _content(BcpContent.EXTERNAL_COMMS),
    "4-3-0f": _system_failure,
    "4-3-a-1": _investigation,
    "4-3-a-4": _makers_investigate,
    "4-3-a-2": _experts_advise,
    "4-3-a-3": _preserve_or_recover,
    "4-3-b-1": _recovery,
    "4-3-b-2": _recovery_shared,
    "4-3-b-3": _restart,
    "4-3-c-1": _manual_procedure,
    "4-3-c-2": _manual_methods,
}
