"""Assessment stage: rules for the ways in of 3(2)ア of the report, of which the weakest decides.

Whoever wants in takes the way that lets him. So a way that does nothing of what an entry asks for leaves the whole
entry unmet, however well the others are guarded; each that falls short is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from quaybook.assessment.addresses import names_one_party
from quaybook.assessment.finding import Check, Outcome
from quaybook.assessment.reading import Checks, Reading, Rule
from quaybook.assessment.rules.authentication import PASSWORD_LENGTH, PASSWORD_SIGNS, factors
from quaybook.catalogue.truth import Truth, every, some
from quaybook.model.base import Todo

_Asked: TypeAlias = Callable[[Reading], Truth]


def _ways(t: Reading) -> list[Reading]:
    """Every way in for people from outside."""
    return list(t.entries("remote_access.ways"))


def _weakest(checks: Iterable[Check], is_open: bool) -> Checks:
    """The checks, of which nothing counts that others hold while one way is open."""
    counts = {Outcome.HOLDS: Outcome.NOTHING, Outcome.PARTLY: Outcome.FAILS}
    for check in checks:
        yield replace(check, outcome=counts.get(check.outcome, check.outcome)) if is_open else check


def _asked_of_each(t: Reading, ways: list[Reading], asked: Mapping[str, _Asked]) -> Checks:
    """A check for each thing asked; a way is open of which none of them is true."""
    checks = [t.each(key, ways, holds) for key, holds in asked.items()]
    is_open = any(some(holds(way) for holds in asked.values()) is False for way in ways)
    t.log.clear()
    yield from _weakest(checks, is_open)


def _authorised_only(t: Reading) -> Checks:
    asked: Mapping[str, _Asked] = {
        "way_register": lambda w: w.yes("authorised_register"),
        "way_unregistered": lambda w: w.at_most("unregistered_accounts", 0),
    }
    yield from _asked_of_each(t, _ways(t), asked)


def _source_addresses(t: Reading) -> Checks:
    """Who records the owners of addresses from which everybody may come has limited nothing."""
    ways, checks = _ways(t), [t.each("way_sources", _ways(t), lambda w: bool(w.entries("allowed_source_ips")))]
    limited = [way for way in ways if way.part.allowed_source_ips]
    if limited:
        checks.append(t.each("way_no_wildcard", limited, _is_limited))
    checks.append(t.each("way_source_owner", ways, _owners_recorded))
    checks.append(t.each("way_no_bypass", ways, lambda w: w.no("emergency_bypass")))
    is_open = any(way not in limited or _is_limited(way) is False for way in ways)
    t.log.clear()
    yield from _weakest(checks, is_open)


def _owners_recorded(way: Reading) -> Truth:
    owners = [address.filled("owner") for address in way.entries("allowed_source_ips")]
    return every((way.yes("source_ip_owner_recorded"), *owners))


def _is_limited(way: Reading) -> Truth:
    return every(_is_narrow(address) for address in way.entries("allowed_source_ips"))


def _is_narrow(address: Reading) -> Truth:
    found = address.value("address")
    is_open = isinstance(found, Todo)
    # A sign that answers nothing elsewhere, such as `*`, lets everybody in here.
    narrow = names_one_party(found.said if is_open else found)
    if narrow is False:
        return False
    if narrow is None or is_open:
        address.unknown("address")
        return None
    return True


def _way_factors(t: Reading) -> Checks:
    checks = [factors(way, "way_factors", "auth_factors", name=way.name) for way in _ways(t)]
    yield from _weakest(checks, any(check.outcome == Outcome.FAILS for check in checks))


def _with_password(t: Reading) -> list[Reading]:
    return [way for way in _ways(t) if way.value("password.used")]


def _way_weak_passwords(t: Reading) -> Checks:
    yield from _asked_of_each(t, _with_password(t), {"way_password_weak": lambda w: w.yes("password.weak_rejected")})


def _way_passwords(t: Reading) -> Checks:
    asked: dict[str, _Asked] = {"way_password_length": lambda w: w.at_least("password.min_length", PASSWORD_LENGTH)}
    for kind in PASSWORD_SIGNS:
        asked[f"way_password_{kind}"] = lambda w, kind=kind: w.yes(f"password.{kind}")  # type: ignore[misc]
    yield from _asked_of_each(t, _with_password(t), asked)


def _account_lock(t: Reading) -> Checks:
    yield from _asked_of_each(t, _ways(t), {"way_lock": lambda w: w.yes("account_lock.enabled")})


def _anomaly_detection(t: Reading) -> Checks:
    yield from _asked_of_each(t, _ways(t), {"way_anomaly": lambda w: w.yes("anomaly_detection.enabled")})
    told = [w for w in _ways(t) if w.yes("anomaly_detection.enabled") and w.no("anomaly_detection.unusual_ip_mail")]
    if told:
        yield t.nothing("way_unusual_address", names=tuple(way.name for way in told))


RULES: dict[str, Rule] = {
    "3-2-a-0": _authorised_only,
    "3-2-a-1": _source_addresses,
    "3-2-a-2": _way_factors,
    "3-2-a-3a": _way_weak_passwords,
    "3-2-a-3": _way_passwords,
    "3-2-a-4": _account_lock,
    "3-2-a-5": _anomaly_detection,
}
