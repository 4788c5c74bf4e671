"""Cases for chapters 1 and 2 of the report."""

from __future__ import annotations

from tests.assessment.rules.cases.case import Case, not_met, partly
from tests.assessment.rules.cases.changes import NO_DEVICES, REMOVED, SECOND_WAY, TODO

_ATTACKED = "network_devices[0].attacked"
_STILL = "network_devices[0].still_in_use_as_attacked"
_REASON = "backup_plan.dev_eval_exclusion_reason"
_PROGRAM_AS_OFTEN = {"backups[*].frequency_hours": "24"}
# Only the vendor of the second opinion counts, so that each of his facts decides.
_ONE_EXPERT = {
    "experts[*].immediate_consultation": "no",
    "experts[*].peacetime_relation": "no",
    "experts[*].second_opinion": "no",
    "experts[*].tasks": [],
    "experts[4].immediate_consultation": "yes",
    "experts[4].peacetime_relation": "yes",
    "experts[4].second_opinion": "yes",
    "experts[4].tasks": ["cause", "restart_check"],
}

CASES = {
    "1-1": Case(
        (not_met({"programme.security_not_halting_dx": "no"}),),
        todo=("programme.security_not_halting_dx",),
    ),
    "2-3-a-1": Case(
        (
            partly({"risk.covers_maintenance_access": "no"}),
            partly({"external_connections[1].controls": []}),
            partly({"external_connections[2].controls": []}),
            not_met(
                {
                    "risk.covers_maintenance_access": "no",
                    "external_connections[1].controls": [],
                    "external_connections[2].controls": [],
                }
            ),
        ),
        todo=(
            "risk.covers_maintenance_access",
            "external_connections[1].controls[0]",
            "external_connections[3].user_class",
        ),
        given={
            "external_connections[1].controls": ["接続元IPアドレスの指定"],
            "external_connections[3].controls": [],
        },
        still=({"external_connections[*].user_class": "staff", "external_connections[*].controls": []},),
    ),
    "2-3-a-2": Case(
        (
            partly({"network_devices[0].log_collected": "no"}),
            partly({"network_devices[0].kind": "router"}),
            partly(NO_DEVICES),
            partly({"network_devices[1].kind": "vpn_router", "network_devices[1].log_collected": "no"}),
            partly({"remote_access.ways[1].logs_kept": "no"}),
            partly({"remote_access.ways[1].logs_kept": REMOVED}),
            partly({"remote_access.ways[0].kind": "service_login"}),
            partly({"remote_access.ways[0].logs_kept": "no"}),
            not_met({"network_devices[0].log_collected": "no", "remote_access.ways[1].logs_kept": "no"}),
        ),
        todo=(
            "network_devices[0].log_collected",
            "network_devices[1].kind",
            "remote_access.ways[0].kind",
            "remote_access.ways[1].logs_kept",
        ),
        given={**SECOND_WAY, "network_devices[1].log_collected": "no", "remote_access.ways[0].logs_kept": REMOVED},
        still=(
            {"network_devices[1].kind": "router"},
            {"remote_access.ways[0].logs_kept": "yes", "remote_access.ways[0].kind": "service_login"},
            {"remote_access.ways[0].logs_kept": "yes", "remote_access.ways[0].kind": TODO},
        ),
    ),
    "2-3-b-1": Case(
        (
            partly({"servers[0].av.installed": "no"}),
            partly({"servers[0].av.os_bundled_only": "yes"}),
            not_met({"servers[*].av.os_bundled_only": "yes"}),
            not_met({"servers": []}),
        ),
        todo=("servers[0].av.installed", "servers[0].av.os_bundled_only"),
    ),
    "2-3-b-2": Case(
        (
            not_met({_STILL: "yes"}),
            partly({"network_devices[1].attacked": "yes", "network_devices[1].still_in_use_as_attacked": "yes"}),
        ),
        todo=(_STILL, "network_devices[1].attacked"),
        given={_ATTACKED: "yes", _STILL: "no"},
        still=({"network_devices[0].replaced_with_new": "yes"},),
        nothing={_ATTACKED: "no"},
    ),
    "2-3-c-1": Case(
        (
            partly({"backups[8].target": "other"}),
            partly({"backups[9].target": "other"}),
            not_met({"backups[8].target": "other", "backups[9].target": "other"}),
        ),
        todo=(
            "backups[8].frequency_hours",
            "backups[9].frequency_hours",
            "backups[8].target",
            "backups[9].target",
        ),
    ),
    "2-3-c-2": Case(
        (
            partly({"backup_plan.clean_copy_identified": "no"}),
            partly({"backup_plan.longterm_considered": "no"}),
            partly(_PROGRAM_AS_OFTEN),
            partly({f"backups[{i}].target": "other" for i in range(4, 8)}),
            partly({"backups[0].frequency_hours": "0.25"}),
        ),
        todo=(
            "backup_plan.clean_copy_identified",
            "backup_plan.longterm_considered",
            "backups[0].frequency_hours",
            "backups[4].target",
        ),
        given={f"backups[{i}].frequency_hours": "24" for i in range(5, 8)},
        still=({"backups[5].target": TODO}, {"backups[5].target": "other"}),
    ),
    "2-3-c-3": Case(
        (
            partly({_REASON: REMOVED}),
            partly({_REASON: REMOVED, "backups[2].environment": "dev", "backups[3].environment": "standby"}),
            not_met({_REASON: REMOVED, "backups[3].environment": "standby"}),
        ),
        todo=(_REASON,),
        given={"backups[2].environment": "standby", _REASON: "開発会社が保管する原本から作り直す"},
        still=(
            {_REASON: REMOVED, "backups[2].environment": "dev"},
            {_REASON: TODO, "backups[2].environment": "dev"},
            {_REASON: "該当なし：開発環境と評価環境を持たない"},
        ),
    ),
    "2-3-d-1": Case(
        (
            not_met({"bcp.exists": "no"}),
            partly({"bcp.hazards": ["system_failure"]}),
            partly({"bcp.hazards": ["cyberattack"]}),
            partly({"bcp.hazards": ["natural_disaster"]}),
            not_met({"bcp.exists": "no", "bcp.hazards": ["natural_disaster"]}),
        ),
        todo=("bcp.exists", "bcp.hazards[0]", "bcp.hazards[1]"),
    ),
    "2-3-d-2": Case(
        (
            partly({"experts[4].immediate_consultation": "no"}),
            partly({"experts[4].peacetime_relation": "no"}),
            partly({"experts[4].second_opinion": "no"}),
            partly({"experts[4].tasks": ["restart_check"]}),
            partly({"experts[4].tasks": ["cause"]}),
            not_met({"experts[4].contact": "tos-maintenance"}),
            not_met({"experts[4].contact": "tos-developer"}),
            not_met({"experts[4].contact": "police-cyber"}),
        ),
        todo=(
            "experts[4].immediate_consultation",
            "experts[4].peacetime_relation",
            "experts[4].second_opinion",
            "experts[4].contact",
            "experts[4].tasks[0]",
            "contacts[12].kind",
        ),
        given=_ONE_EXPERT,
        still=({"experts[4].contact": "jpcert"},),
    ),
    "2-3-d-3": Case(
        (
            partly({"port_manager.role_considered": "no"}),
            partly({"port_manager.role_split_agreed": "no"}),
        ),
        todo=("port_manager.role_considered", "port_manager.role_split_agreed"),
    ),
    "2-3-e-1": Case(
        (
            partly({"bcp.restart_check.required": "no"}),
            partly({"bcp.restart_check.considers_route": "no"}),
        ),
        todo=("bcp.restart_check.required", "bcp.restart_check.considers_route"),
    ),
    "2-4-1": Case(
        (
            not_met({"experts[0].peacetime_relation": "no"}),
            not_met({"experts[0].contact": "soc"}),
            not_met({"experts": []}),
        ),
        todo=("experts[0].peacetime_relation", "experts[0].contact", "contacts[2].kind"),
    ),
    "2-4-2": Case(
        (
            partly({"org.decision_body.defined": "no"}),
            partly({"org.decision_body.convened_by_executive": "no"}),
            partly({"org.decision_body.until_recovery": "no"}),
            partly({"incident.recovery_priority_rule": "no"}),
        ),
        todo=(
            "org.decision_body.defined",
            "org.decision_body.convened_by_executive",
            "org.decision_body.until_recovery",
            "incident.recovery_priority_rule",
        ),
    ),
    "2-4-3": Case(
        (
            partly({"manual.methods": ["visual_check", "data_matching"]}),
            partly({"manual.paper_orders": "no"}),
            partly({"manual.experienced_staff": "0"}),
            partly({"manual.assumes_all_manual": "yes"}),
        ),
        todo=(
            "manual.methods[2]",
            "manual.paper_orders",
            "manual.experienced_staff",
            "manual.assumes_all_manual",
        ),
        given={"manual.methods": ["visual_check", "data_matching", "ship_operations"]},
        still=({"manual.experienced_staff": "1"},),
    ),
}
