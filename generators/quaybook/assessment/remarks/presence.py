"""Assessment stage, remarks: what is said to be there and is listed nowhere, and the other way round."""

from __future__ import annotations

from collections import Counter

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remarker, Remarks, at, denied, number
from quaybook.model.base import NotApplicable, Todo
from quaybook.model.groups.kinds import ConnectionKind, ContactKind, Environment, Hosting, Isolation, TosForm


def _backups_on_one_network(t: Reading) -> Remarks:
    """Every copy of every backup where whoever enters the TOS can reach it."""
    places = [place.isolation for backup in t.part.backups for place in backup.locations]
    if places and all(isolation == Isolation.SAME_NETWORK for isolation in places):
        yield denied("backups_on_tos_network", at(t, "backups"), count=len(t.part.backups))


def _reach(t: Reading) -> Remarks:
    """A backup said to be out of reach whose every copy is not, or the reverse."""
    for backup in t.entries("backups"):
        near = [place.isolation == Isolation.SAME_NETWORK for place in backup.part.locations]
        apart = [place.isolation in (Isolation.OFFLINE, Isolation.IMMUTABLE) for place in backup.part.locations]
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
        own = system.part.environment == Environment.PRODUCTION and system.part.hosting == Hosting.ON_PREM
        order = system.part.recovery_order
        if own and system.part.id not in kept and not isinstance(order, Todo):
            yield denied("system_without_backup", at(system, "recovery_order"), order=order)


def _vpn(t: Reading) -> Remarks:
    lines = [line for line in t.entries("external_connections") if line.part.kind == ConnectionKind.VPN]
    if t.part.vpn.present and not lines:
        yield denied("vpn_not_listed", at(t, "vpn.present"), at(t, "external_connections"))
    for line in () if t.part.vpn.present else lines:
        yield denied("vpn_listed_but_absent", at(line, "kind"), at(t, "vpn.present"))


def _cloud(t: Reading) -> Remarks:
    hosted = [system for system in t.entries("systems") if system.part.hosting == Hosting.CLOUD]
    if t.part.cloud.used:
        return
    for system in hosted:
        yield denied("cloud_hosts_but_unused", at(system, "hosting"), at(t, "cloud.used"))
    if t.part.terminal.tos.form == TosForm.SAAS:
        yield denied("saas_but_cloud_unused", at(t, "terminal.tos.form"), at(t, "cloud.used"))


def _used(t: Reading) -> Remarks:
    """What is said not to be used, and is described all the same."""
    if not t.part.outsourcing.used and t.part.suppliers:
        count = len(t.part.suppliers)
        yield denied("suppliers_but_not_outsourced", at(t, "outsourcing.used"), at(t, "suppliers"), count=count)
    if not t.part.removable_media.used and t.part.removable_media.uses:
        yield denied("media_uses_but_unused", at(t, "removable_media.used"), at(t, "removable_media.uses"))


def _standby(t: Reading) -> Remarks:
    standby = [s for s in t.entries("systems") if s.part.environment == Environment.STANDBY]
    served = t.part.terminal.tos.form in (TosForm.SAAS, TosForm.HOSTED)
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
    insurers = any(contact.kind == ContactKind.INSURER for contact in t.part.contacts)
    if t.yes("insurance.held") and t.part.insurance.insurer is None and not insurers:
        yield denied("insured_without_contact", at(t, "insurance.held"), at(t, "insurance.insurer"))
    if t.no("insurance.held") and t.part.insurance.covers:
        yield denied("covers_without_insurance", at(t, "insurance.covers"), at(t, "insurance.held"))


def _auditor(t: Reading) -> Remarks:
    if t.yes("audit.auditor_independent") and isinstance(t.part.audit.auditor, NotApplicable):
        yield denied("independent_without_auditor", at(t, "audit.auditor_independent"), at(t, "audit.auditor"))


def _counts(t: Reading) -> Remarks:
    """A part that is more than its whole."""
    profile = t.part.terminal
    pairs = [
        (t, "terminal.teu_per_year", "terminal.port_teu_per_year", profile.teu_per_year, profile.port_teu_per_year)
    ]
    pairs += [(c, "attended", "of", c.part.attended, c.part.of) for c in t.entries("courses")]
    pairs.append(
        (t, "vpn.unregistered_accounts", "vpn.accounts", t.part.vpn.unregistered_accounts, t.part.vpn.accounts)
    )
    for part, key, whole_key, some, whole in pairs:
        many, all_of_them = number(some), number(whole)
        if many is not None and all_of_them is not None and many > all_of_them:
            yield denied("part_beyond_whole", at(part, key), at(part, whole_key), part=many, whole=all_of_them)


def _twice(t: Reading) -> Remarks:
    """Numbers or areas of which a list should hold each once."""
    for entries, key in (("incident.levels", "level"), ("bcp.priority_work", "priority"), ("manual.areas", "area")):
        found = t.entries(entries)
        values = [getattr(part.part, key) for part in found]
        counted = Counter(value for value in values if not isinstance(value, Todo))
        for part, value in zip(found, values, strict=True):
            if not isinstance(value, Todo) and counted[value] > 1:
                yield denied("stated_twice", at(part, key), value=value)


PRESENCE: tuple[Remarker, ...] = (
    _backups_on_one_network,
    _reach,
    _systems_without_backup,
    _vpn,
    _cloud,
    _used,
    _standby,
    _users,
    _insurance,
    _auditor,
    _counts,
    _twice,
)
