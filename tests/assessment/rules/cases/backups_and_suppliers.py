"""Cases for 3(4) to 3(7) and 4(6) of the report: backups, cloud, linked equipment, contracts, liability."""

from __future__ import annotations

from tests.assessment.rules.cases.case import Break, Case, not_met, partly, without
from tests.assessment.rules.cases.changes import NO_BACKUPS, NO_SUPPLIERS, TODO, Changes

_CLOUD_CLAUSES = (
    "log_retention",
    "log_provision",
    "info_management_check",
    "info_storage_check",
    "vulnerability_check",
    "deletion",
    "disposal",
)
_CLAUSES = ("security_measures", "confidentiality", "no_other_use", "failure_procedure", "nonperformance_procedure")
_NO_SERVICE: Changes = {"cloud.services": []}


def _cloud(*clauses: str) -> Case:
    """Clauses that every cloud contract of the sample has to ask for and to hold."""
    breaks: list[Break] = []
    for clause in clauses:
        rest = without(_CLOUD_CLAUSES, clause)
        breaks += [partly({f"cloud.services[0].{key}": rest}) for key in ("requirements", "contract_clauses")]
    other = without(_CLOUD_CLAUSES, *clauses)
    return Case(
        (*breaks, not_met({"cloud.services[*].contract_clauses": other}), not_met(_NO_SERVICE)),
        todo=tuple(
            f"cloud.services[0].{key}[{_CLOUD_CLAUSES.index(clauses[0])}]"
            for key in ("requirements", "contract_clauses")
        ),
        sample="hoshimisaki",
        given={f"cloud.services[0].{key}": list(_CLOUD_CLAUSES) for key in ("requirements", "contract_clauses")},
        still=({"cloud.services[*].requirements": list(clauses), "cloud.services[*].contract_clauses": list(clauses)},),
    )


def _contract(*clauses: str) -> Case:
    """Clauses that every contract has to hold."""
    return Case(
        (
            *(partly({"suppliers[0].contract_clauses": without(_CLAUSES, clause)}) for clause in clauses),
            partly({"suppliers[0].contract_signed": "no"}),
            not_met({"suppliers[*].contract_signed": "no"}),
            not_met({"suppliers[*].contract_clauses": without(_CLAUSES, *clauses)}),
            not_met(NO_SUPPLIERS),
        ),
        todo=("suppliers[0].contract_signed", f"suppliers[0].contract_clauses[{_CLAUSES.index(clauses[0])}]"),
        given={"suppliers[0].contract_clauses": list(_CLAUSES)},
        still=({"suppliers[*].contract_clauses": list(clauses)},),
    )


CASES = {
    "3-4-0": Case(
        (
            partly({"standby.need_assessed": "no"}),
            partly({"standby.present": "no"}),
            not_met({"standby.need_assessed": "no", "standby.present": "no"}),
        ),
        todo=("standby.need_assessed", "standby.present"),
        still=(
            {"standby.needed": "no", "standby.present": "no"},
            {"standby.needed": "no", "standby.present": "yes"},
            {"standby.needed": TODO, "standby.present": "yes"},
        ),
    ),
    "3-4-5": Case(
        (
            partly({"backups[8].target": "other", "backups[9].target": "configuration"}),
            not_met(NO_BACKUPS),
        ),
        todo=("backups[8].target",),
        given={"backups[9].target": "other"},
        still=({"backups[8].target": "access_log"},),
    ),
    "3-4-1": Case(
        (
            partly({"backups[0].environment": "standby"}),
            partly({"backups[2].environment": "standby"}),
            partly({"backups[3].environment": "standby"}),
            partly({f"backups[{i}].target": "other" for i in range(4, 8)}),
            partly({"backups[8].target": "access_log"}),
            not_met(NO_BACKUPS),
        ),
        todo=("backups[0].target", "backups[0].environment", "backups[2].environment", "backups[8].target"),
        still=({"backups[10].target": "other"}, {"backups[10].target": TODO}),
    ),
    "3-4-2": Case(
        (partly({"backup_plan.loss_window_considered": "no"}), partly(NO_BACKUPS)),
        todo=("backup_plan.loss_window_considered", "backups[0].frequency_hours"),
    ),
    "3-4-3": Case(
        (
            partly({"backup_plan.latency_considered": "no"}),
            partly({"backups[4].retention.generations": "1"}),
            partly({"backups[13].retention.oldest_days": "34"}),
            partly(NO_BACKUPS),
            not_met(
                {
                    "backup_plan.latency_considered": "no",
                    "backups[*].retention.generations": "1",
                    "backups[*].retention.oldest_days": "3",
                }
            ),
        ),
        todo=(
            "backup_plan.latency_considered",
            "backups[0].retention.generations",
            "backups[0].retention.oldest_days",
            "backup_plan.oldest_at_least_days",
        ),
        still=({"backups[*].retention.generations": "2"}, {"backups[*].retention.oldest_days": "35"}),
    ),
    "3-4-4": Case(
        (
            partly({"backups[0].reachable_from_tos": "yes"}),
            # Nobody can reach what stands in the network of the TOS only by saying so.
            partly({"backups[0].locations[0].isolation": "same_network"}),
            not_met({"backups[*].reachable_from_tos": "yes"}),
            not_met({"backups[*].locations[*].isolation": "same_network"}),
            not_met(NO_BACKUPS),
        ),
        todo=("backups[0].reachable_from_tos", "backups[0].locations[0].isolation"),
        given={
            "backups[0].locations[*].isolation": "same_network",
            "backups[0].locations[0].isolation": "separate_network",
        },
        still=(
            {"backups[0].locations[0].isolation": "offline"},
            {"backups[0].locations[0].isolation": "immutable"},
        ),
    ),
    "3-5-0": Case(
        (
            *(partly({f"cloud.measures_applied[{i}].covers": []}) for i in range(4)),
            not_met({"cloud.measures_applied": []}),
        ),
        todo=("cloud.measures_applied[0].covers[0]",),
        sample="hoshimisaki",
    ),
    "3-5-5": Case(
        (
            partly({"cloud.services[0].requirements": []}),
            partly({"cloud.services[0].contract_clauses": without(_CLOUD_CLAUSES, "disposal")}),
            not_met(_NO_SERVICE),
        ),
        todo=("cloud.services[0].requirements[0]", "cloud.services[0].contract_clauses[0]"),
        sample="hoshimisaki",
        given={"cloud.services[0].contract_clauses": list(_CLOUD_CLAUSES)},
        still=({"cloud.services[0].requirements": ["deletion"]},),
    ),
    "3-5-1": _cloud("log_retention", "log_provision"),
    "3-5-2": _cloud("info_management_check", "info_storage_check"),
    "3-5-3": _cloud("vulnerability_check"),
    "3-5-4": _cloud("deletion", "disposal"),
    "3-6-1": Case(
        (
            partly({"assets.linked_devices_surveyed_on": "2026-07-01"}),
            partly({"linked_devices[0].control_checked": "no"}),
            not_met({"assets.linked_devices_surveyed_on": "2026-07-01", "linked_devices": []}),
        ),
        todo=(
            "assets.linked_devices_surveyed_on",
            "assets.review_months",
            "linked_devices[0].control_checked",
            "linked_devices[0].control_obtainable",
        ),
        still=({"linked_devices": []}, {"linked_devices[*].control_obtainable": "no"}),
    ),
    "3-6-2": Case(
        (
            partly({"linked_devices[0].measures": []}),
            not_met({f"linked_devices[{i}].measures": [] for i in range(3)}),
        ),
        todo=("linked_devices[3].control_obtainable", "linked_devices[0].measures[0]"),
        given={"linked_devices[3].measures": [], "linked_devices[0].measures": ["非常停止釦"]},
        still=({"linked_devices[4].measures": []}, {"linked_devices[0].control_obtainable": "TODO"}),
    ),
    "3-7-1": Case(
        (
            partly({"outsourcing.selection_procedure": "no"}),
            partly({"outsourcing.selection_criteria": "no"}),
            partly({"outsourcing.vendor_requirements": "no"}),
            partly({"suppliers[0].selected_by_criteria": "no"}),
            partly(NO_SUPPLIERS),
        ),
        todo=(
            "outsourcing.selection_procedure",
            "outsourcing.selection_criteria",
            "outsourcing.vendor_requirements",
            "suppliers[0].selected_by_criteria",
        ),
    ),
    "3-7-2": _contract("security_measures"),
    "3-7-3": _contract("confidentiality", "no_other_use"),
    "3-7-4": _contract("failure_procedure"),
    "3-7-5": _contract("nonperformance_procedure"),
    "4-6-1": Case((not_met({"liability.split_documented": "no"}),), todo=("liability.split_documented",)),
    "4-6-2": Case(
        (not_met({"insurance.considered": "no"}),),
        todo=("insurance.considered",),
        still=({"insurance.held": "no"},),
    ),
}
