"""Assessment stage: rules for 3(3) of the report: security software, updates, proof of administrators."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quaybook.assessment.reading import Checks, Reading, Rule
from quaybook.assessment.rules.authentication import factors, password_length, password_not_weak
from quaybook.catalogue.truth import Truth, every, implies
from quaybook.model.groups.kinds import Zone


def software_beyond_os(t: Reading) -> Checks:
    """Security software that did not come with the operating system, on every server."""
    servers = t.entries("servers")
    yield from t.missing("servers_listed", servers)
    yield t.each("security_software", servers, lambda s: every((s.yes("av.installed"), s.no("av.os_bundled_only"))))


def _patterns(t: Reading) -> Checks:
    servers, most = t.entries("servers"), t.value("thresholds.pattern_age_days")
    yield from t.missing("servers_listed", servers)
    yield t.each("pattern_newest", servers, lambda s: s.within("av.pattern_updated_on", most), most=most)


def up_to_date(
    t: Reading, what: str, entries: Sequence[Reading], belongs: Callable[[Reading], Truth] = lambda _: True
) -> Checks:
    """Software of the entries that belong here looked at within its own interval, and no update left out."""

    def checked(entry: Reading) -> Truth:
        return implies(belongs(entry), entry.within("checked_on", entry.value("check_interval_days")))

    yield t.each(f"{what}_checked", entries, checked)
    yield t.each(f"{what}_updated", entries, lambda e: implies(belongs(e), e.at_most("pending_updates", 0)))


def _server_updates(t: Reading) -> Checks:
    yield from t.missing("servers_listed", t.entries("servers"))
    yield from up_to_date(t, "server", t.entries("servers"))
    inside = [d for d in t.entries("network_devices") if d.one_of("zone", Zone.INTERNAL) is not False]
    yield from up_to_date(t, "internal_device", inside, lambda d: d.one_of("zone", Zone.INTERNAL))


def _admin_factors(t: Reading) -> Checks:
    yield factors(t, "admin_factors", "admin_auth.factors")
    for login in t.entries("admin_auth.differing"):
        yield factors(login, "admin_factors_of", "factors", name=login.name)


def _admin_weak_passwords(t: Reading) -> Checks:
    yield password_not_weak(t, "admin_auth")


def _admin_passwords(t: Reading) -> Checks:
    yield from password_length(t, "admin_auth")


RULES: dict[str, Rule] = {
    "3-3-1": software_beyond_os,
    "3-3-2": _patterns,
    "3-3-3": _server_updates,
    "3-3-4": _admin_factors,
    "3-3-5a": _admin_weak_passwords,
    "3-3-5": _admin_passwords,
}
