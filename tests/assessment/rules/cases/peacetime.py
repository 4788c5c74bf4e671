"""Cases for 4(4), 4(5), 4(7) and 4(8) of the report: what must go on while nothing happens."""

from __future__ import annotations

from tests.assessment.rules.cases.case import Case, not_met, partly, unknown, without
from tests.assessment.rules.cases.changes import REMOVED

_SCOPE = ("servers", "endpoints", "network_devices")
_LONG_AGO = "2024-04-01"


def _recent(on: str, interval: str) -> Case:
    """What has to be done within the terminal's own interval."""
    return Case(
        (not_met({on: _LONG_AGO}), not_met({interval: "1"})),
        todo=(on, interval),
        still=({on: "2026-11-01", interval: "0"}, {on: _LONG_AGO, interval: "2000"}),
    )


CASES = {
    "4-4-1": Case(
        (
            partly({"infogathering.continuous": "no"}),
            partly({"infogathering.gathered_on": "2026-10-30"}),
            not_met({"infogathering.continuous": "no", "infogathering.gathered_on": _LONG_AGO}),
        ),
        todo=("infogathering.continuous", "infogathering.gathered_on", "infogathering.interval_days"),
        still=({"infogathering.gathered_on": "2026-10-30", "infogathering.interval_days": "2"},),
    ),
    "4-4-2": Case(
        (
            partly({"experts[3].peacetime_relation": "no", "experts[4].peacetime_relation": "no"}),
            partly({"experts[1].peacetime_relation": "no", "experts[2].peacetime_relation": "no"}),
            partly({"experts[0].peacetime_relation": "no"}),
            not_met({"experts[*].peacetime_relation": "no"}),
            not_met({"experts": []}),
        ),
        todo=("experts[0].peacetime_relation", "experts[0].contact", "contacts[2].kind"),
        still=({"experts[1].peacetime_relation": "no", "experts[3].peacetime_relation": "no"},),
    ),
    "4-4-3": Case(
        (
            partly({"peer_sharing.member": "no"}),
            partly({"peer_sharing.topics[0].covers": []}),
            partly({"peer_sharing.topics[1].covers": []}),
            not_met({"peer_sharing.member": "no", "peer_sharing.topics": []}),
        ),
        todo=("peer_sharing.member", "peer_sharing.topics[0].covers[0]"),
    ),
    "4-5-1": Case(
        (
            *(partly({f"awareness.required_of[{i}].covers": []}) for i in range(3)),
            partly({"awareness.operate_by_policy": "no"}),
            not_met({"awareness.required_of[*].covers": [], "awareness.operate_by_policy": "no"}),
        ),
        todo=("awareness.required_of[0].covers[0]", "awareness.operate_by_policy"),
    ),
    "4-5-2": Case(
        (not_met({"awareness.activities": []}),),
        todo=("awareness.activities[0]",),
        given={"awareness.activities": ["毎月の掲示"]},
        still=({"awareness.regulations_disseminated": "no"},),
    ),
    "4-5-3": Case(
        (
            partly({"courses[0].held_on": "2025-10-31"}),
            partly({"courses[0].attended": "237"}),
            not_met({"courses[*].held_on": _LONG_AGO, "courses[*].attended": "1"}),
        ),
        todo=("courses[0].held_on", "courses[0].interval_days", "courses[0].attended", "courses[0].of"),
        still=({"courses[0].held_on": "2025-11-01"},),
    ),
    "4-7-1": Case(
        tuple(partly({"vuln.scope": without(_SCOPE, scope)}) for scope in _SCOPE),
        todo=("vuln.scope[0]",),
        unbreakable={"infogathering.sources": "a list with at least one entry"},
    ),
    "4-7-2": Case(
        (
            *(partly({"vuln.scope": without(_SCOPE, scope)}) for scope in _SCOPE),
            partly({"vuln.checked_on": "2026-10-01"}),
        ),
        todo=("vuln.scope[0]", "vuln.checked_on", "vuln.check_interval_days"),
        still=({"vuln.checked_on": "2026-10-02"},),
    ),
    "4-7-3": Case(
        (
            partly({"vuln.open[0].impact_assessed": "no"}),
            not_met({"vuln.open[*].impact_assessed": "no"}),
            unknown({"vuln.open": [], "vuln.checked_on": _LONG_AGO}),
        ),
        todo=("vuln.open[0].impact_assessed", "vuln.open[0].action"),
        nothing={"vuln.open": []},
        unbreakable={"vuln.open[0].action": "a choice of four, none of which is that nothing is done"},
    ),
    "4-7-4": _recent("vuln.config_checked_on", "vuln.config_check_interval_days"),
    "4-8-0": Case(
        (
            *(partly({f"audit.checks[{i}].covers": []}) for i in range(3)),
            not_met({"audit.checks[*].covers": []}),
        ),
        todo=("audit.checks[0].covers[0]",),
    ),
    "4-8-1": _recent("audit.self_checked_on", "audit.self_check_interval_days"),
    "4-8-2": Case(
        (
            partly({"audit.auditor_independent": "no"}),
            partly({"audit.audited_on": "2025-10-31"}),
            partly({"audit.audited_on": REMOVED}),
            partly({"audit.interval_days": "1"}),
            not_met({"audit.auditor_independent": "no", "audit.audited_on": _LONG_AGO}),
        ),
        todo=("audit.auditor_independent", "audit.audited_on", "audit.interval_days"),
        still=({"audit.audited_on": "2025-11-01"},),
    ),
}
