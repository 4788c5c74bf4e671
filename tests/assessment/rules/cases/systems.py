"""Cases for 3(1) to 3(3) of the report: assets, connections, servers."""

from __future__ import annotations

from tests.assessment.rules.cases.case import Case, not_met, partly
from tests.assessment.rules.cases.changes import NO_DEVICES, REMOVED

_FACTORS = "the factors are a list of choices"
_LONG_AGO = "2026-07-01"
_WITHIN = "2026-08-10"


def _dated(on: str) -> Case:
    """An inventory that has to be brought up to date within the terminal's own interval."""
    return Case(
        (not_met({on: _LONG_AGO}), not_met({"assets.review_months": "0"})),
        todo=(on, "assets.review_months"),
        still=({on: _WITHIN}, {on: _LONG_AGO, "assets.review_months": "6"}),
    )


def _password(group: str) -> Case:
    """The length that the report prints, and each class of characters."""
    password = f"{group}.password"
    return Case(
        (
            partly({f"{password}.min_length": "11"}),
            partly({f"{password}.upper_lower": "no"}),
            partly({f"{password}.digit": "no"}),
            partly({f"{password}.symbol": "no"}),
        ),
        todo=tuple(f"{password}.{key}" for key in ("min_length", "upper_lower", "digit", "symbol")),
        still=({f"{password}.min_length": "12"}, {f"{password}.weak_rejected": "no"}),
    )


def _factors(path: str) -> Case:
    """Two different kinds of proof."""
    return Case(
        (not_met({path: ["knowledge"]}), not_met({path: ["knowledge", "knowledge"]})),
        no_todo=_FACTORS,
        still=({path: ["possession", "biometric"]}, {path: ["knowledge", "possession", "biometric"]}),
    )


def _line(first: int, second: int, third: int) -> Case:
    """Three lines of one kind, of which the first has nothing but its firewall."""
    line = f"external_connections[{first}]"
    unprotected: dict[str, object] = {}
    for i in (first, second, third):
        unprotected |= {f"external_connections[{i}].firewall": "no", f"external_connections[{i}].other_measures": []}
    return Case(
        (
            partly({f"{line}.firewall": "no"}),
            not_met(unprotected),
        ),
        todo=(f"{line}.firewall",),
        given={f"{line}.other_measures": []},
        still=(
            {f"{line}.firewall": "no", f"{line}.other_measures": ["通信監視"]},
            {f"external_connections[{second}].firewall": "no"},
            {"external_connections[8].firewall": "no", "external_connections[8].other_measures": []},
        ),
    )


CASES = {
    "3-1-a": _dated("assets.device_list_updated_on"),
    "3-1-b": _dated("assets.network_diagram_updated_on"),
    "3-1-c": Case(
        (
            partly({"assets.external_connection_list_updated_on": _LONG_AGO}),
            partly({"external_connections[0].in_inventory": "no"}),
            not_met(
                {
                    "assets.external_connection_list_updated_on": _LONG_AGO,
                    "external_connections[*].in_inventory": "no",
                }
            ),
        ),
        todo=("assets.external_connection_list_updated_on", "external_connections[0].in_inventory"),
    ),
    "3-1-d": _dated("assets.unmanaged_devices_surveyed_on"),
    "3-1-e": Case(
        (
            partly({"risk.threats[0].covers": []}),
            partly({"risk.threats[1].covers": [], "risk.threats[3].covers": []}),
            partly({"risk.impact_scope_described": "no"}),
            partly({"risk.measures_linked": "no"}),
            partly({"assets.device_list_updated_on": _LONG_AGO}),
            partly({"assets.network_diagram_updated_on": _LONG_AGO}),
            partly({"assets.external_connection_list_updated_on": _LONG_AGO}),
            partly({"assets.unmanaged_devices_surveyed_on": _LONG_AGO}),
        ),
        todo=("risk.impact_scope_described", "risk.measures_linked", "risk.intrusion_routes[0]"),
        given={"risk.intrusion_routes": ["保守会社のVPN"]},
        still=({"risk.threats[3].covers": []},),
        unbreakable={"risk.intrusion_routes": "a list with at least one entry"},
    ),
    "3-2-a-0": Case(
        (
            partly({"remote_access.ways[0].authorised_register": "no"}),
            partly({"remote_access.ways[0].unregistered_accounts": "1"}),
            partly({"remote_access.ways[0].unregistered_accounts": REMOVED}),
            not_met(
                {
                    "remote_access.ways[0].authorised_register": REMOVED,
                    "remote_access.ways[0].unregistered_accounts": "1",
                }
            ),
        ),
        todo=("remote_access.ways[0].authorised_register", "remote_access.ways[0].unregistered_accounts"),
    ),
    "3-2-a-1": Case(
        (
            partly({"remote_access.ways[0].allowed_source_ips": []}),
            partly({"remote_access.ways[0].allowed_source_ips[0].address": "0.0.0.0/0"}),
            partly({"remote_access.ways[0].allowed_source_ips[1].address": "::/0"}),
            partly({"remote_access.ways[0].allowed_source_ips[2].address": "any"}),
            partly({"remote_access.ways[0].allowed_source_ips[3].address": "*"}),
            partly({"remote_access.ways[0].source_ip_owner_recorded": "no"}),
            partly({"remote_access.ways[0].emergency_bypass": "yes"}),
            partly({"remote_access.ways[0].emergency_bypass": REMOVED}),
        ),
        todo=(
            "remote_access.ways[0].allowed_source_ips[0].address",
            "remote_access.ways[0].source_ip_owner_recorded",
            "remote_access.ways[0].emergency_bypass",
        ),
    ),
    "3-2-a-2": _factors("remote_access.ways[0].auth_factors"),
    "3-2-a-3a": Case(
        (not_met({"remote_access.ways[0].password.weak_rejected": "no"}),),
        todo=("remote_access.ways[0].password.weak_rejected",),
    ),
    "3-2-a-3": _password("remote_access.ways[0]"),
    "3-2-a-4": Case(
        (
            not_met({"remote_access.ways[0].account_lock.enabled": "no"}),
            not_met({"remote_access.ways[0].account_lock": REMOVED}),
        ),
        todo=("remote_access.ways[0].account_lock.enabled",),
        still=({"remote_access.ways[0].account_lock.threshold": REMOVED},),
    ),
    "3-2-a-5": Case(
        (
            not_met({"remote_access.ways[0].anomaly_detection.enabled": "no"}),
            not_met({"remote_access.ways[0].anomaly_detection": REMOVED}),
        ),
        todo=("remote_access.ways[0].anomaly_detection.enabled",),
        still=({"remote_access.ways[0].anomaly_detection.unusual_ip_mail": "no"},),
    ),
    "3-2-a-6": Case(
        (
            partly({"network_devices[0].checked_on": "2026-10-24"}),
            partly({"network_devices[0].pending_updates": "1"}),
            not_met(NO_DEVICES),
        ),
        todo=(
            "network_devices[0].checked_on",
            "network_devices[0].check_interval_days",
            "network_devices[0].pending_updates",
        ),
        still=(
            {"network_devices[0].checked_on": "2026-10-25"},
            {"network_devices[9].checked_on": _LONG_AGO, "network_devices[9].pending_updates": "3"},
        ),
    ),
    "3-2-a-7": Case(
        (
            partly({"network_devices[0].log_collected": "no"}),
            partly({"network_devices[0].log_collected_on": "2026-10-30"}),
            partly({"network_devices[0].log_collected_on": REMOVED}),
            partly({"network_devices[0].log_interval_days": REMOVED}),
            partly({"network_devices[0].log_backup_outside_system": "no"}),
            not_met(NO_DEVICES),
        ),
        todo=(
            "network_devices[0].log_collected",
            "network_devices[0].log_collected_on",
            "network_devices[0].log_interval_days",
            "network_devices[0].log_backup_outside_system",
        ),
        still=({"network_devices[9].log_collected": "no", "network_devices[9].log_backup_outside_system": "no"},),
    ),
    "3-2-a-8": Case(
        (
            not_met({"network_devices[0].replaced_with_new": "no"}),
            partly({"network_devices[1].attacked": "yes", "network_devices[1].replaced_with_new": "no"}),
        ),
        todo=("network_devices[0].replaced_with_new",),
        given={"network_devices[0].attacked": "yes", "network_devices[0].replaced_with_new": "yes"},
        nothing={"network_devices[0].attacked": "no"},
    ),
    "3-2-b-1": Case(
        (not_met({"removable_media.alternatives_considered": "no"}),),
        todo=("removable_media.alternatives_considered",),
        still=({"removable_media.used": "no", "removable_media.alternatives_considered": "no"},),
    ),
    "3-2-b-2": Case(
        (
            partly({"removable_media.unavoidable_only": "no"}),
            partly({"removable_media.check_terminal.isolated": "no"}),
            partly({"removable_media.check_terminal": REMOVED}),
            partly({"removable_media.check_before_use": "no"}),
            partly({"removable_media.clean_result_required": "no"}),
        ),
        todo=(
            "removable_media.unavoidable_only",
            "removable_media.check_terminal.isolated",
            "removable_media.check_before_use",
            "removable_media.clean_result_required",
        ),
    ),
    "3-2-c-1": _line(3, 4, 9),
    "3-2-c-2": _line(5, 6, 7),
    "3-3-1": Case(
        (
            partly({"servers[0].av.installed": "no"}),
            partly({"servers[0].av.os_bundled_only": "yes"}),
            not_met({"servers[*].av.installed": "no"}),
            not_met({"servers": []}),
        ),
        todo=("servers[0].av.installed", "servers[0].av.os_bundled_only"),
    ),
    "3-3-2": Case(
        (
            partly({"servers[0].av.pattern_updated_on": "2026-10-30"}),
            not_met({"servers[*].av.pattern_updated_on": _LONG_AGO}),
            not_met({"servers": []}),
        ),
        todo=("servers[0].av.pattern_updated_on", "thresholds.pattern_age_days"),
        still=({"servers[0].av.pattern_updated_on": "2026-11-01"},),
    ),
    "3-3-3": Case(
        (
            partly({"servers[0].checked_on": "2026-10-01"}),
            partly({"servers[0].pending_updates": "1"}),
            partly({"network_devices[9].checked_on": "2026-10-01"}),
            partly({"network_devices[9].pending_updates": "1"}),
            partly({"servers": []}),
        ),
        todo=(
            "servers[0].checked_on",
            "servers[0].check_interval_days",
            "servers[0].pending_updates",
            "network_devices[9].checked_on",
            "network_devices[9].pending_updates",
        ),
        still=(
            {"servers[0].checked_on": "2026-10-02"},
            {"network_devices[0].checked_on": _LONG_AGO, "network_devices[0].pending_updates": "3"},
        ),
    ),
    "3-3-4": _factors("admin_auth.factors"),
    "3-3-5a": Case(
        (not_met({"admin_auth.password.weak_rejected": "no"}),), todo=("admin_auth.password.weak_rejected",)
    ),
    "3-3-5": _password("admin_auth"),
}
