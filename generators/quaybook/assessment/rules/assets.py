"""Assessment stage: rules for 3(1) of the report: what the terminal knows of its devices, lines and risks."""

from __future__ import annotations

from quaybook.assessment.finding import Check
from quaybook.assessment.reading import Checks, Reading, Rule
from quaybook.catalogue.truth import every
from quaybook.model.groups.contents import ThreatKind

_INVENTORIES = ("device_list", "network_diagram", "external_connection_list")


def current(t: Reading, inventory: str, on: str) -> Check:
    """Whether an inventory was brought up to date within the terminal's own interval."""
    months, path = t.value("assets.review_months"), f"assets.{on}"
    return t.check(f"{inventory}_current", t.within_months(path, months), on=t.value(path), months=months)


def _device_list(t: Reading) -> Checks:
    yield current(t, "device_list", "device_list_updated_on")
    devices = [*t.entries("servers"), *t.entries("network_devices")]
    yield from t.missing("no_device_listed", devices)
    yield t.each("device_described", devices, lambda d: every((d.filled("location"), d.filled(_software(d)))))


def _software(device: Reading) -> str:
    return "os" if device.path[0] == "servers" else "firmware"


def _network_diagram(t: Reading) -> Checks:
    yield current(t, "network_diagram", "network_diagram_updated_on")


def _connection_list(t: Reading) -> Checks:
    yield current(t, "external_connection_list", "external_connection_list_updated_on")
    yield t.each("connection_in_list", t.entries("external_connections"), lambda c: c.yes("in_inventory"))


def _unmanaged_devices(t: Reading) -> Checks:
    yield current(t, "unmanaged_devices", "unmanaged_devices_surveyed_on")


def _risk(t: Reading) -> Checks:
    yield t.contains(
        "risk_threats", "risk.threats", ThreatKind.VIRUS_INFECTION, ThreatKind.UNAUTHORISED_ENTRY, of="covers"
    )
    yield t.check("risk_routes", t.filled("risk.intrusion_routes"))
    yield t.check("risk_impact", t.yes("risk.impact_scope_described"))
    yield t.check("risk_measures", t.yes("risk.measures_linked"))
    for inventory in _INVENTORIES:
        yield current(t, inventory, f"{inventory}_updated_on")
    yield from _unmanaged_devices(t)


RULES: dict[str, Rule] = {
    "3-1-a": _device_list,
    "3-1-b": _network_diagram,
    "3-1-c": _connection_list,
    "3-1-d": _unmanaged_devices,
    "3-1-e": _risk,
}
