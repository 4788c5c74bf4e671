"""Assessment stage: rules for chapters 1 and 2 of the report: attitude, lessons of the case, good practice."""

from __future__ import annotations

from collections.abc import Callable

from quaybook.assessment.reading import Checks, Reading, Rule
from quaybook.assessment.rules.continuity import in_bcp
from quaybook.assessment.rules.people import EXPERTS, expert_of, second_opinion, some_expert
from quaybook.assessment.rules.servers import software_beyond_os
from quaybook.catalogue.truth import Truth, every, implies, some
from quaybook.model.base import Todo
from quaybook.model.groups.kinds import AccessKind, BackupTarget, ContactKind, DeviceKind, Environment, UserClass
from quaybook.model.groups.plans import Hazard, Method, Task

_MAINTAINERS = (UserClass.MAINTENANCE, UserClass.DEVELOPER)
_EXPERT_FLAGS = (
    ("expert_at_once", "immediate_consultation"),
    ("expert_relation", "peacetime_relation"),
)
_DEV_AND_EVAL = {Environment.DEV, Environment.EVAL}
_ATTITUDE = "programme.security_not_halting_dx"


def _not_halting(t: Reading) -> Checks:
    yield t.check("digital_goes_on", t.yes(_ATTITUDE))


def _maintenance_lines(t: Reading) -> Checks:
    yield t.check("risk_covers_maintenance", t.yes("risk.covers_maintenance_access"))
    lines = [c for c in t.entries("external_connections") if c.one_of("user_class", *_MAINTAINERS) is not False]
    yield t.each("maintenance_line_controls", lines, _is_controlled)


def _is_controlled(line: Reading) -> Truth:
    return implies(line.one_of("user_class", *_MAINTAINERS), line.filled("controls"))


def _entrance_logs(t: Reading) -> Checks:
    yield from _vpn_logs(t)
    # Of a VPN the log of its device may be all that is said; what is said of the way itself counts as well.
    ways = [w for w in t.entries("remote_access.ways") if w.part.logs_kept is not None or _is_vpn(w) is not True]
    if ways:
        yield t.each("way_logs", ways, _is_logged)


def _is_logged(way: Reading) -> Truth:
    kept = way.yes("logs_kept")
    return some((kept, _is_vpn(way))) if way.part.logs_kept is None else kept


def _is_vpn(way: Reading) -> Truth:
    return way.one_of("kind", AccessKind.VPN)


def _vpn_logs(t: Reading) -> Checks:
    devices = [d for d in t.entries("network_devices") if d.one_of("kind", DeviceKind.VPN_ROUTER) is not False]
    yield from t.missing("vpn_device_listed", devices)
    yield t.each(
        "vpn_device_log", devices, lambda d: implies(d.one_of("kind", DeviceKind.VPN_ROUTER), d.yes("log_collected"))
    )


def _attacked_out_of_use(t: Reading) -> Checks:
    attacked = [d for d in t.entries("network_devices") if d.yes("attacked") is not False]
    if not attacked:
        yield t.nothing("no_device_attacked")
        return
    yield t.each("attacked_device_out_of_use", attacked, _out_of_use)


def _out_of_use(device: Reading) -> Truth:
    """Unknown while nobody knows whether the device was attacked, unless it was replaced in any case."""
    replaced, out = device.yes("replaced_with_new"), device.no("still_in_use_as_attacked")
    return some((every((replaced, out)), None)) if device.yes("attacked") is None else out


def _logs_backed_up(t: Reading) -> Checks:
    for target in (BackupTarget.SYSTEM_LOG, BackupTarget.ACCESS_LOG):
        regular = some(every((b.one_of("target", target), b.filled("frequency_hours"))) for b in t.entries("backups"))
        yield t.check(f"{target.value}_backed_up", regular)


def _long_and_frequent(t: Reading) -> Checks:
    yield t.check("clean_copy_identified", t.yes("backup_plan.clean_copy_identified"))
    yield t.check("longterm_considered", t.yes("backup_plan.longterm_considered"))
    taken = t.entries("backups")
    programs = [b for b in taken if b.one_of("target", BackupTarget.SYSTEM_PROGRAM) is not False]
    hours = [(b.one_of("target", BackupTarget.SYSTEM_PROGRAM), b.value("frequency_hours")) for b in programs]
    below_all = some(
        every((b.one_of("target", BackupTarget.DYNAMIC_DATA), *(implies(is_one, _below(b, h)) for is_one, h in hours)))
        for b in taken
    )
    yield t.check("dynamic_data_more_often", below_all)


def _below(backup: Reading, hours: float) -> Truth:
    at_most, at_least = backup.at_most("frequency_hours", hours), backup.at_least("frequency_hours", hours)
    return None if at_most is None else at_most and not at_least


def _dev_and_eval(t: Reading) -> Checks:
    reason = t.stated("backup_plan.dev_eval_exclusion_reason")
    kept = [b.value("environment") for b in t.entries("backups")]
    known = {each for each in kept if not isinstance(each, Todo)}
    if reason is not False and not known >= _DEV_AND_EVAL:
        # Which of the two ways was taken decides what an auditor asks to see.
        yield t.check("dev_eval_left_out_with_reason", reason)
    else:
        yield t.covers("dev_eval_backed_up", kept, *sorted(_DEV_AND_EVAL))


def _bcp_for_attacks(t: Reading) -> Checks:
    yield t.check("bcp_exists", t.yes("bcp.exists"))
    yield from in_bcp(t, "bcp_hazards", "bcp.hazards", Hazard.SYSTEM_FAILURE, Hazard.CYBERATTACK)


def _expert_ready(t: Reading) -> Checks:
    for key, flag in _EXPERT_FLAGS:
        yield t.check(key, some_expert(t, _flag(flag), *EXPERTS))
    yield second_opinion(t)
    for task in Task:
        yield t.check(f"expert_{task.value}", some_expert(t, _does(task), *EXPERTS))


def _flag(name: str) -> Callable[[Reading], Truth]:
    return lambda expert: expert.yes(name)


def _does(task: Task) -> Callable[[Reading], Truth]:
    return lambda expert: expert.holds_one("tasks", task)


def _port_manager_role(t: Reading) -> Checks:
    yield t.check("port_manager_role_considered", t.yes("port_manager.role_considered"))
    yield t.check("port_manager_role_agreed", t.yes("port_manager.role_split_agreed"))


def _restart_on_route(t: Reading) -> Checks:
    yield t.check("restart_check", t.yes("bcp.restart_check.required"))
    yield t.check("restart_considers_route", t.yes("bcp.restart_check.considers_route"))


def _police_relation(t: Reading) -> Checks:
    yield expert_of(t, ContactKind.POLICE)


def _decision_body(t: Reading) -> Checks:
    body = "org.decision_body"
    yield t.check("decision_body_defined", t.yes(f"{body}.defined"), name=t.value(f"{body}.name"))
    yield t.check("decision_body_by_executive", t.yes(f"{body}.convened_by_executive"))
    yield t.check("decision_body_until_recovery", t.yes(f"{body}.until_recovery"))
    yield t.check("recovery_priority", t.yes("incident.recovery_priority_rule"))


def _paper_orders(t: Reading) -> Checks:
    yield t.contains("manual_ship_work", "manual.methods", Method.SHIP_OPERATIONS)
    yield t.check("paper_orders", t.yes("manual.paper_orders"))
    staff = t.value("manual.experienced_staff")
    yield t.check("experienced_staff", t.at_least("manual.experienced_staff", 1), staff=staff)
    yield t.check("not_all_by_hand", t.no("manual.assumes_all_manual"))


RULES: dict[str, Rule] = {
    "1-1": _not_halting,
    "2-3-a-1": _maintenance_lines,
    "2-3-a-2": _entrance_logs,
    "2-3-b-1": software_beyond_os,
    "2-3-b-2": _attacked_out_of_use,
    "2-3-c-1": _logs_backed_up,
    "2-3-c-2": _long_and_frequent,
    "2-3-c-3": _dev_and_eval,
    "2-3-d-1": _bcp_for_attacks,
    "2-3-d-2": _expert_ready,
    "2-3-d-3": _port_manager_role,
    "2-3-e-1": _restart_on_route,
    "2-4-1": _police_relation,
    "2-4-2": _decision_body,
    "2-4-3": _paper_orders,
}
