"""Assessment stage, remarks: what is said to be there and is listed nowhere, and the other way round."""

from __future__ import annotations

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remarker, Remarks, at, denied
from quaybook.model.base import NotApplicable, Todo, is_one_of
from quaybook.model.groups.kinds import (
    AccessKind,
    ConnectionKind,
    ContactKind,
    Environment,
    Hosting,
    Isolation,
    TosForm,
)


def _backups_on_one_network(t: Reading) -> Remarks:
    """Every copy of every backup where whoever enters the TOS can reach it."""
    places = [place.isolation for backup in t.part.backups for place in backup.locations]
    if places and all(is_one_of(isolation, Isolation.SAME_NETWORK) for isolation in places):
        yield denied("backups_on_tos_network", at(t, "backups"), count=len(t.part.backups))


def _reach(t: Reading) -> Remarks:
    """A backup said to be out of reach whose every copy is not, or the reverse."""
    for backup in t.entries("backups"):
        near = [is_one_of(place.isolation, Isolation.SAME_NETWORK) for place in backup.part.locations]
        apart = [is_one_of(place.isolation, Isolation.OFFLINE, Isolation.IMMUTABLE) for place in backup.part.locations]
        facts = at(backup, "reachable_from_tos"), at(backup, "locations")
        if backup.no("reachable_from_tos") and any(near):
            yield denied("out_of_reach_but_same_network", *facts)
        if backup.yes("reachable_from_tos") and all(apart):
            yield denied("in_reach_but_apart", *facts)


def _systems_without_backup(t: Reading) -> Remarks:
    """Systems to be recovered in an order, with nothing to recover them from."""
    kept = [system for backup in t.part.backups for system in backup.systems]
    if any(isinstance(system, Todo) for system in kept):
        return
    for system in t.entries("systems"):
        order = system.part.recovery_order
        if _is_own(system) and system.part.id not in kept and not isinstance(order, Todo):
            yield denied("system_without_backup", at(system, "recovery_order"), order=order)


def _is_own(system: Reading) -> bool:
    produces = is_one_of(system.part.environment, Environment.PRODUCTION)
    return produces and is_one_of(system.part.hosting, Hosting.ON_PREM)


def _ways_in(t: Reading) -> Remarks:
    """VPNs that one of the two lists, of lines and of ways in, does not have."""
    lines = [c for c in t.entries("external_connections") if is_one_of(c.part.kind, ConnectionKind.VPN)]
    ways = t.entries("remote_access.ways")
    over = [way.part.connection for way in ways]
    for way in ways:
        if is_one_of(way.part.kind, AccessKind.VPN) and not lines:
            yield denied("vpn_not_listed", at(way, "kind"), at(t, "external_connections"))
    for line in lines if not any(isinstance(each, Todo) for each in over) else ():
        if line.part.id not in over and not _is_named(ways, over):
            yield denied("vpn_without_way", at(line, "kind"), at(t, "remote_access.ways"))
    yield from _over_other_lines(t, ways)
    if ways and isinstance(t.part.remote_access.absence_reason, str):
        yield denied("ways_and_reason", at(t, "remote_access.absence_reason"), at(t, "remote_access.ways"))


def _is_named(ways: tuple[Reading, ...], over: list[object]) -> bool:
    """Whether a VPN stands among the ways in of which nobody has said over which line it leads."""
    return any(is_one_of(w.part.kind, AccessKind.VPN) and line is None for w, line in zip(ways, over, strict=True))


def _over_other_lines(t: Reading, ways: tuple[Reading, ...]) -> Remarks:
    """A VPN that is said to lead over a line that is none."""
    lines = {line.part.id: line for line in t.entries("external_connections")}
    for way in ways:
        line = lines.get(way.part.connection) if isinstance(way.part.connection, str) else None
        others = set(ConnectionKind) - {ConnectionKind.VPN}
        if line and is_one_of(way.part.kind, AccessKind.VPN) and is_one_of(line.part.kind, *others):
            facts = at(way, "connection"), at(way, "kind"), at(line, "kind")
            yield denied("vpn_over_other_line", *facts, line=line.name, kind=line.part.kind)


def _served(t: Reading) -> Remarks:
    """A TOS on the machines of somebody else, and no way by which its users come in."""
    if is_one_of(t.part.terminal.tos.form, TosForm.SAAS, TosForm.HOSTED) and not t.part.remote_access.ways:
        yield denied("served_without_way", at(t, "terminal.tos.form"), at(t, "remote_access.ways"))


def _cloud(t: Reading) -> Remarks:
    """A cloud that is denied; mail and the like, on which no work at the quay rests, are not asked about."""
    hosted = [s for s in t.entries("systems") if s.part.areas and is_one_of(s.part.hosting, Hosting.CLOUD)]
    if t.part.cloud.used:
        return
    for system in hosted:
        yield denied("cloud_hosts_but_unused", at(system, "hosting"), at(t, "cloud.used"))
    if is_one_of(t.part.terminal.tos.form, TosForm.SAAS):
        yield denied("saas_but_cloud_unused", at(t, "terminal.tos.form"), at(t, "cloud.used"))


def _servers(t: Reading) -> Remarks:
    """A TOS and other systems at the terminal's own site, and no server; with a TOS elsewhere, terminals may do."""
    if not is_one_of(t.part.terminal.tos.form, TosForm.OWN, TosForm.PACKAGE):
        return
    own = [s for s in t.entries("systems") if s.part.areas and _is_own(s)]
    if own and not t.part.servers:
        names = tuple(system.name for system in own)
        yield denied("systems_without_server", at(t, "servers"), *(at(s, "hosting") for s in own), systems=names)


def _control(t: Reading) -> Remarks:
    """Equipment of which nobody has checked whether the TOS can move it, and no control system said to be there."""
    if t.no("terminal.control_systems_present"):
        for device in t.entries("linked_devices"):
            if device.no("control_checked") and device.part.control_obtainable is not False:
                facts = at(t, "terminal.control_systems_present"), at(device, "control_checked")
                yield denied("control_unchecked_but_absent", *facts)


def _used(t: Reading) -> Remarks:
    """What is said not to be used, and is described all the same."""
    if not t.part.outsourcing.used and t.part.suppliers:
        count = len(t.part.suppliers)
        yield denied("suppliers_but_not_outsourced", at(t, "outsourcing.used"), at(t, "suppliers"), count=count)
    if not t.part.removable_media.used and t.part.removable_media.uses:
        yield denied("media_uses_but_unused", at(t, "removable_media.used"), at(t, "removable_media.uses"))


def _standby(t: Reading) -> Remarks:
    standby = [s for s in t.entries("systems") if is_one_of(s.part.environment, Environment.STANDBY)]
    served = is_one_of(t.part.terminal.tos.form, TosForm.SAAS, TosForm.HOSTED)
    if t.yes("standby.present") and not standby and not served:
        yield denied("standby_not_listed", at(t, "standby.present"), at(t, "systems"))
    for system in standby if t.no("standby.present") else ():
        yield denied("standby_listed_but_absent", at(system, "environment"), at(t, "standby.present"))


def _users(t: Reading) -> Remarks:
    """Others use the TOS, and yet owner and users are said to be the same."""
    tos = t.part.terminal.tos
    if isinstance(tos.owner, Todo) or any(isinstance(user, Todo) for user in tos.users):
        return
    others = [user for user in tos.users if user != tos.owner]
    if bool(others) != t.part.liability.owner_user_differ:
        code = "users_differ_but_same" if others else "users_same_but_differ"
        yield denied(code, at(t, "liability.owner_user_differ"), at(t, "terminal.tos.users"), others=tuple(others))


def _insurance(t: Reading) -> Remarks:
    insurers = any(is_one_of(contact.kind, ContactKind.INSURER) for contact in t.part.contacts)
    if t.yes("insurance.held") and t.part.insurance.insurer is None and not insurers:
        yield denied("insured_without_contact", at(t, "insurance.held"), at(t, "insurance.insurer"))
    if t.no("insurance.held") and t.part.insurance.covers:
        yield denied("covers_without_insurance", at(t, "insurance.covers"), at(t, "insurance.held"))


def _auditor(t: Reading) -> Remarks:
    if t.yes("audit.auditor_independent") and isinstance(t.part.audit.auditor, NotApplicable):
        yield denied("independent_without_auditor", at(t, "audit.auditor_independent"), at(t, "audit.auditor"))


PRESENCE: tuple[Remarker, ...] = (
    _backups_on_one_network,
    _reach,
    _systems_without_backup,
    _ways_in,
    _served,
    _cloud,
    _servers,
    _control,
    _used,
    _standby,
    _users,
    _insurance,
    _auditor,
)
