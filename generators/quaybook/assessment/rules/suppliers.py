"""Assessment stage: rules for 3(5) to 3(7) and 4(6) of the report: cloud, linked equipment, contracts, liability."""

from __future__ import annotations

from quaybook.assessment.reading import Checks, Reading, Rule
from quaybook.assessment.rules.assets import current
from quaybook.catalogue.truth import Truth, every, some
from quaybook.model.base import Todo
from quaybook.model.groups.contents import MeasureGroup
from quaybook.model.groups.kinds import Clause, CloudClause


def _cloud_measures(t: Reading) -> Checks:
    yield t.contains("cloud_measures", "cloud.measures_applied", *MeasureGroup, of="covers")


def _cloud_contracts(t: Reading) -> Checks:
    services = t.entries("cloud.services")
    yield from t.missing("cloud_services_listed", services)
    yield t.each("cloud_requirements", services, lambda s: s.filled("requirements"))
    yield t.each("cloud_requirements_in_contract", services, _all_in_contract)


def _all_in_contract(service: Reading) -> Truth:
    wanted = service.value("requirements")
    return every(None if isinstance(each, Todo) else service.holds_one("contract_clauses", each) for each in wanted)


def _cloud_clauses(*clauses: CloudClause) -> Rule:
    def rule(t: Reading) -> Checks:
        services = t.entries("cloud.services")
        yield from t.missing("cloud_services_listed", services)
        for clause in clauses:

            def holds(service: Reading, clause: CloudClause = clause) -> Truth:
                return every(service.holds_one(key, clause) for key in ("requirements", "contract_clauses"))

            yield t.each("cloud_clause", services, holds, clause=clause)

    return rule


def _linked_surveyed(t: Reading) -> Checks:
    yield current(t, "linked_devices", "linked_devices_surveyed_on")
    devices = t.entries("linked_devices")
    yield t.each(
        "linked_device_checked", devices, lambda d: every((d.yes("control_checked"), d.filled("control_obtainable")))
    )


def _linked_measures(t: Reading) -> Checks:
    devices = [d for d in t.entries("linked_devices") if d.yes("control_obtainable") is not False]
    yield t.each("linked_device_measures", devices, _safeguarded)


def _safeguarded(device: Reading) -> Truth:
    return some((device.filled("measures"), None if device.yes("control_obtainable") is None else False))


def _selection(t: Reading) -> Checks:
    for part in ("selection_procedure", "selection_criteria", "vendor_requirements"):
        yield t.check(part, t.yes(f"outsourcing.{part}"))
    suppliers = t.entries("suppliers")
    yield from t.missing("suppliers_listed", suppliers)
    yield t.each("supplier_selected", suppliers, lambda s: s.yes("selected_by_criteria"))


def _contract_clauses(*clauses: Clause) -> Rule:
    def rule(t: Reading) -> Checks:
        suppliers = t.entries("suppliers")
        yield from t.missing("suppliers_listed", suppliers)
        for clause in clauses:

            def holds(supplier: Reading, clause: Clause = clause) -> Truth:
                return every((supplier.yes("contract_signed"), supplier.holds_one("contract_clauses", clause)))

            yield t.each("contract_clause", suppliers, holds, clause=clause)

    return rule


def _liability_split(t: Reading) -> Checks:
    yield t.check("liability_split", t.yes("liability.split_documented"))


def _insurance(t: Reading) -> Checks:
    yield t.check("insurance_considered", t.yes("insurance.considered"), decision=t.value("insurance.decision"))


RULES: dict[str, Rule] = {
    "3-5-0": _cloud_measures,
    "3-5-5": _cloud_contracts,
    "3-5-1": _cloud_clauses(CloudClause.LOG_RETENTION, CloudClause.LOG_PROVISION),
    "3-5-2": _cloud_clauses(CloudClause.INFO_MANAGEMENT, CloudClause.INFO_STORAGE),
    "3-5-3": _cloud_clauses(CloudClause.VULNERABILITY),
    "3-5-4": _cloud_clauses(CloudClause.DELETION, CloudClause.DISPOSAL),
    "3-6-1": _linked_surveyed,
    "3-6-2": _linked_measures,
    "3-7-1": _selection,
    "3-7-2": _contract_clauses(Clause.SECURITY_MEASURES),
    "3-7-3": _contract_clauses(Clause.CONFIDENTIALITY, Clause.NO_OTHER_USE),
    "3-7-4": _contract_clauses(Clause.FAILURE_PROCEDURE),
    "3-7-5": _contract_clauses(Clause.NONPERFORMANCE_PROCEDURE),
    "4-6-1": _liability_split,
    "4-6-2": _insurance,
}
