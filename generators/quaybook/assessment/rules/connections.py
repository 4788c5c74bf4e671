"""Assessment stage: rules for 3(2) of the report but ways in: devices at the boundary, removable media, lines, NAT."""

from __future__ import annotations

from collections.abc import Callable

from quaybook.assessment.reading import Checks, Reading, Rule
from quaybook.assessment.rules.servers import up_to_date
from quaybook.catalogue.truth import Truth, implies, some
from quaybook.model.groups.kinds import ConnectionKind, Zone


def _boundary(t: Reading) -> list[Reading]:
    """The devices that stand, or for all that is known may stand, at the boundary."""
    return [d for d in t.entries("network_devices") if d.one_of("zone", Zone.BOUNDARY) is not False]


def _without_boundary(t: Reading) -> Checks:
    if t.part.network_devices and not _boundary(t):
        yield t.nothing("no_boundary_device")


def _boundary_updates(t: Reading) -> Checks:
    yield from t.missing("devices_listed", t.entries("network_devices"))
    yield from _without_boundary(t)
    yield from up_to_date(t, "boundary_device", _boundary(t), _at_boundary)


def _boundary_logs(t: Reading) -> Checks:
    yield from t.missing("devices_listed", t.entries("network_devices"))
    yield from _without_boundary(t)
    for key, holds in _LOGGED:
        yield t.each(key, _boundary(t), lambda d, holds=holds: implies(_at_boundary(d), holds(d)))  # type: ignore[misc]


def _at_boundary(device: Reading) -> Truth:
    return device.one_of("zone", Zone.BOUNDARY)


def _log_is_recent(device: Reading) -> Truth:
    return device.within("log_collected_on", device.value("log_interval_days"))


_LOGGED: tuple[tuple[str, Callable[[Reading], Truth]], ...] = (
    ("boundary_log_collected", lambda d: d.yes("log_collected")),
    ("boundary_log_recent", _log_is_recent),
    ("boundary_log_outside", lambda d: d.yes("log_backup_outside_system")),
)


def _attacked_replaced(t: Reading) -> Checks:
    attacked = [d for d in t.entries("network_devices") if d.yes("attacked") is not False]
    if not attacked:
        yield t.nothing("no_device_attacked")
        return
    yield t.each("attacked_device_replaced", attacked, _replaced)


def _replaced(device: Reading) -> Truth:
    return some((device.yes("replaced_with_new"), None if device.yes("attacked") is None else False))


def _media_avoided(t: Reading) -> Checks:
    unused = t.no("removable_media.used")
    if unused:
        yield t.check("media_not_used", True)
    else:
        yield t.check("media_alternatives", some((unused, t.yes("removable_media.alternatives_considered"))))


def _media_checked(t: Reading) -> Checks:
    yield t.check("media_unavoidable", t.yes("removable_media.unavoidable_only"))
    isolated = t.yes("removable_media.check_terminal.isolated")
    yield t.check("media_terminal", isolated, name=t.value("removable_media.check_terminal.name"))
    yield t.check("media_before_use", t.yes("removable_media.check_before_use"))
    yield t.check("media_clean_result", t.yes("removable_media.clean_result_required"))


def _leased_lines(t: Reading) -> Checks:
    yield from _protected(t, ConnectionKind.LEASED_LINE)


def _nat_links(t: Reading) -> Checks:
    yield from _protected(t, ConnectionKind.NAT)


def _protected(t: Reading, kind: ConnectionKind) -> Checks:
    lines = [c for c in t.entries("external_connections") if c.one_of("kind", kind) is not False]
    yield t.each(f"{kind.value}_protected", lines, lambda c: implies(c.one_of("kind", kind), _is_protected(c)))


def _is_protected(line: Reading) -> Truth:
    return some((line.yes("firewall"), line.filled("other_measures")))


RULES: dict[str, Rule] = {
    "3-2-a-6": _boundary_updates,
    "3-2-a-7": _boundary_logs,
    "3-2-a-8": _attacked_replaced,
    "3-2-b-1": _media_avoided,
    "3-2-b-2": _media_checked,
    "3-2-c-1": _leased_lines,
    "3-2-c-2": _nat_links,
}
