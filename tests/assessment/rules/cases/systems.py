"""Cases for 3(1) to 3(3) of the report: assets, connections, servers."""

from __future__ import annotations

from tests.assessment.rules.cases.case import Case, not_met, partly
from tests.assessment.rules.cases.changes import NO_DEVICES, REMOVED, SECOND_WAY, Changes

_LONG_AGO = "2026-07-01"
_WITHIN = "2026-08-10"


def _dated(on: str) -> Case:
    """An inventory that has to be brought up to date within the terminal's own interval."""
    return Case(
        (not_met({on: _LONG_AGO}), not_met({"assets.review_months": "0"})),
        todo=(on, "assets.review_months"),
        still=({on: _WITHIN}, {on: _LONG_AGO, "assets.review_months": "6"}),
    )


_FIRST, _OTHER, _EACH = (f"remote_access.ways[{which}]" for which in ("0", "1", "*"))


def _password(group: str, *, every: str, given: Changes) -> Case:
    """The length that the report prints, and each class of characters."""
    password = f"{group}.password"
    return Case(
        (
            partly({f"{password}.min_length": "11"}),
            partly({f"{password}.upper_lower": "no"}),
            partly({f"{password}.digit": "no"}),
            partly({f"{password}.symbol": "no"}),
            not_met(
                {
                    f"{every}.password.min_length": "11",
                    f"{every}.password.upper_lower": "no",
                    f"{every}.password.digit": "no",
                    f"{every}.password.symbol": "no",
                }
            ),
        ),
        todo=tuple(f"{password}.{key}" for key in ("min_length", "upper_lower", "digit", "symbol")),
        given=given,
        still=({f"{password}.min_length": "12"}, {f"{password}.weak_rejected": "no"}),
    )


def _of_ways(path: str, *wrong: object, still: tuple[Changes, ...] = (), name: str = "") -> Case:
    """One fact of every way in: where one of two ways is weak, the requirement is not met, for it decides."""
    (first, *_) = wrong
    return Case(
        (*(not_met({f"{_OTHER}.{path}": value}) for value in wrong), not_met({f"{_EACH}.{path}": first})),
        todo=(f"{_OTHER}.{path}{name}",),
        given=SECOND_WAY,
        still=still,
    )


_ONE_KIND = (["knowledge"], ["knowledge", "knowledge"], [])
_TWO_KINDS = (["possession", "biometric"], ["knowledge", "possession", "biometric"])


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
        todo=(f"{line}.firewall", "external_connections[8].kind"),
        given={
            f"{line}.other_measures": [],
            "external_connections[8].firewall": "no",
            "external_connections[8].other_measures": [],
        },
        still=(
            {f"{line}.firewall": "no", f"{line}.other_measures": ["通信監視"]},
            {f"external_connections[{second}].firewall": "no"},
        ),
    )


_DIFFERING = {"name": "複合機", "factors": ["knowledge", "possession"], "method": "暗証番号とICカード"}

CASES = {
    "3-1-a": Case(
        (
            partly({"assets.device_list_updated_on": _LONG_AGO}),
            partly({"assets.review_months": "0"}),
            # Of a device in the list nobody can say where it stands, or in which version.
            partly({"servers": [], **NO_DEVICES}),
            not_met({"assets.device_list_updated_on": _LONG_AGO, "servers": [], **NO_DEVICES}),
        ),
        todo=(
            "assets.device_list_updated_on",
            "assets.review_months",
            "servers[0].location",
            "servers[0].os",
            "network_devices[0].location",
            "network_devices[0].firmware",
        ),
        still=(
            {"assets.device_list_updated_on": _WITHIN},
            {"assets.device_list_updated_on": _LONG_AGO, "assets.review_months": "6"},
            {"servers": []},
        ),
    ),
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
        todo=(
            "assets.external_connection_list_updated_on",
            "assets.review_months",
            "external_connections[0].in_inventory",
        ),
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
        todo=(
            "risk.threats[0].covers[0]",
            "risk.impact_scope_described",
            "risk.measures_linked",
            "risk.intrusion_routes[0]",
            "assets.device_list_updated_on",
            "assets.network_diagram_updated_on",
            "assets.external_connection_list_updated_on",
            "assets.unmanaged_devices_surveyed_on",
            "assets.review_months",
        ),
        given={"risk.intrusion_routes": ["保守会社のVPN"]},
        still=({"risk.threats[3].covers": []},),
        unbreakable={"risk.intrusion_routes": "a list with at least one entry"},
    ),
    "3-2-a-0": Case(
        (
            partly({f"{_OTHER}.authorised_register": "no"}),
            partly({f"{_OTHER}.authorised_register": REMOVED}),
            partly({f"{_OTHER}.unregistered_accounts": "1"}),
            partly({f"{_OTHER}.unregistered_accounts": REMOVED}),
            not_met({f"{_EACH}.authorised_register": REMOVED, f"{_EACH}.unregistered_accounts": "1"}),
        ),
        todo=(f"{_OTHER}.authorised_register", f"{_OTHER}.unregistered_accounts"),
        given=SECOND_WAY,
    ),
    "3-2-a-1": Case(
        (
            not_met({f"{_OTHER}.allowed_source_ips": []}),
            not_met({f"{_OTHER}.allowed_source_ips[0].address": "0.0.0.0/0"}),
            not_met({f"{_FIRST}.allowed_source_ips[1].address": "::/0"}),
            not_met({f"{_FIRST}.allowed_source_ips[2].address": "any"}),
            not_met({f"{_FIRST}.allowed_source_ips[3].address": "*"}),
            partly({f"{_OTHER}.source_ip_owner_recorded": "no"}),
            partly({f"{_OTHER}.emergency_bypass": "yes"}),
            partly({f"{_OTHER}.emergency_bypass": REMOVED}),
            not_met(
                {
                    f"{_EACH}.allowed_source_ips": [],
                    f"{_EACH}.source_ip_owner_recorded": REMOVED,
                    f"{_EACH}.emergency_bypass": "yes",
                }
            ),
        ),
        todo=(
            f"{_OTHER}.allowed_source_ips[0].address",
            f"{_OTHER}.allowed_source_ips[0].owner",
            f"{_OTHER}.source_ip_owner_recorded",
            f"{_OTHER}.emergency_bypass",
        ),
        given=SECOND_WAY,
    ),
    "3-2-a-2": _of_ways(
        "auth_factors", *_ONE_KIND, still=tuple({f"{_OTHER}.auth_factors": kinds} for kinds in _TWO_KINDS), name="[0]"
    ),
    # A way without a password is not asked for its signs.
    "3-2-a-3a": _of_ways("password.weak_rejected", "no", still=({f"{_OTHER}.password": REMOVED},)),
    "3-2-a-3": _password(_OTHER, every=_EACH, given=SECOND_WAY),
    "3-2-a-4": _of_ways("account_lock.enabled", "no", still=({f"{_FIRST}.account_lock.threshold": REMOVED},)),
    "3-2-a-5": _of_ways(
        "anomaly_detection.enabled", "no", still=({f"{_OTHER}.anomaly_detection.unusual_ip_mail": "no"},)
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
            "network_devices[9].zone",
        ),
        given={"network_devices[9].pending_updates": "1"},
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
            "network_devices[9].zone",
        ),
        given={"network_devices[9].log_collected": "no"},
        still=({"network_devices[9].log_collected": "no", "network_devices[9].log_backup_outside_system": "no"},),
    ),
    "3-2-a-8": Case(
        (
            not_met({"network_devices[0].replaced_with_new": "no"}),
            partly({"network_devices[1].attacked": "yes", "network_devices[1].replaced_with_new": "no"}),
        ),
        todo=("network_devices[0].replaced_with_new", "network_devices[1].attacked"),
        given={"network_devices[0].attacked": "yes", "network_devices[0].replaced_with_new": "yes"},
        nothing={"network_devices[0].attacked": "no"},
    ),
    "3-2-b-1": Case(
        (not_met({"removable_media.alternatives_considered": "no"}),),
        todo=("removable_media.alternatives_considered",),
        still=(
            {
                "removable_media.used": "no",
                "removable_media.alternatives_considered": "no",
                "removable_media.uses": [],
            },
        ),
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
            "network_devices[9].check_interval_days",
            "network_devices[9].pending_updates",
            "network_devices[0].zone",
        ),
        given={"network_devices[0].pending_updates": "1"},
        still=(
            {"servers[0].checked_on": "2026-10-02"},
            {"network_devices[0].checked_on": _LONG_AGO},
        ),
    ),
    "3-3-4": Case(
        (
            *(partly({"admin_auth.factors": kinds}) for kinds in _ONE_KIND[:2]),
            # One device that administrators enter in a weaker way is enough.
            *(partly({"admin_auth.differing[0].factors": kinds}) for kinds in _ONE_KIND[:2]),
            not_met({"admin_auth.factors": ["knowledge"], "admin_auth.differing[*].factors": ["possession"]}),
        ),
        todo=("admin_auth.factors[0]", "admin_auth.differing[0].factors[0]"),
        given={"admin_auth.differing": [_DIFFERING]},
        still=tuple({"admin_auth.factors": kinds} for kinds in _TWO_KINDS),
    ),
    "3-3-5a": Case(
        (not_met({"admin_auth.password.weak_rejected": "no"}),), todo=("admin_auth.password.weak_rejected",)
    ),
    "3-3-5": _password("admin_auth", every="admin_auth", given={}),
}
