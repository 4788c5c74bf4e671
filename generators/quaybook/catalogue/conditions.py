"""Catalogue stage: when a requirement applies: the words that sets write in `applies_when`, and what they ask.

An answer is None where it hangs on a fact that is open or only assumed.
"""

from __future__ import annotations

from collections.abc import Callable

from quaybook.catalogue.truth import Truth, some
from quaybook.model.base import Todo
from quaybook.model.groups.kinds import AccessKind, ConnectionKind, DeviceKind, TosForm
from quaybook.model.requirement import Requirement
from quaybook.model.terminal import Terminal

# Whose users come in over the network of somebody else.
_ELSEWHERE = (TosForm.SAAS, TosForm.HOSTED)


def _known(value: object) -> Truth:
    return None if isinstance(value, Todo) else bool(value)


def _line(kind: ConnectionKind) -> Callable[[Terminal], Truth]:
    return lambda t: some(_known(c.kind) and c.kind == kind for c in t.external_connections)


def _has_vpn(t: Terminal) -> Truth:
    """Whichever of the three lists tells of it: an entry forgotten in one of them takes no rule away."""
    ways = [_known(way.kind) and way.kind == AccessKind.VPN for way in t.remote_access.ways]
    devices = [_known(device.kind) and device.kind == DeviceKind.VPN_ROUTER for device in t.network_devices]
    return some((*ways, *devices, _line(ConnectionKind.VPN)(t)))


def _comes_in(t: Terminal) -> Truth:
    """By purpose, not by technology: whoever reaches the TOS from outside, over a VPN or by the login of a service."""
    reason, form = t.remote_access.absence_reason, t.terminal.tos.form
    if t.remote_access.ways:
        return True
    unsaid = reason is None or isinstance(reason, Todo)
    elsewhere = isinstance(form, Todo) or form in _ELSEWHERE
    return None if unsaid or elsewhere or _has_vpn(t) is not False else False


def _comes_in_with_password(t: Terminal) -> Truth:
    used = [way.password for way in t.remote_access.ways]
    return some(False if each is None else _known(each.used) for each in used) if used else _comes_in(t)


# Keys are the catalogue's own words in `applies_when`; a new wording there is refused by the loader.
CONDITIONS: dict[str, Callable[[Terminal], Truth]] = {
    "a VPN exists": _has_vpn,
    "somebody comes in from outside": _comes_in,
    "somebody comes in from outside with a password": _comes_in_with_password,
    "removable media are used": lambda t: _known(t.removable_media.used),
    "a leased line exists": _line(ConnectionKind.LEASED_LINE),
    "a NAT link exists": _line(ConnectionKind.NAT),
    "administrators use a password": lambda t: _known(t.admin_auth.password.used),
    "TOS runs in a cloud service": lambda t: _known(t.cloud.used),
    # Control that nobody has looked into counts as one that can be taken.
    "control of linked equipment can be taken from the TOS": lambda t: any(
        d.control_obtainable is not False for d in t.linked_devices
    ),
    "TOS development or maintenance is outsourced": lambda t: _known(t.outsourcing.used),
    "control systems are operated": lambda t: _known(t.terminal.control_systems_present),
    "TOS owner and TOS user differ": lambda t: _known(t.liability.owner_user_differ),
    # A need that is not decided yet counts as one: the documents must be ready for it.
    "manual handling is judged needed": lambda t: t.manual.needed is not False,
}

# The facts to be asked for where the answer is not known; where none of them is open, the last that says nothing.
HANGS_ON: dict[str, tuple[str, ...]] = {
    "a VPN exists": ("external_connections.kind", "network_devices.kind", "remote_access.ways.kind"),
    "somebody comes in from outside": ("terminal.tos.form", "remote_access.ways", "remote_access.absence_reason"),
    "somebody comes in from outside with a password": (
        "remote_access.ways.password.used",
        "terminal.tos.form",
        "remote_access.ways",
        "remote_access.absence_reason",
    ),
    "removable media are used": ("removable_media.used",),
    "a leased line exists": ("external_connections.kind",),
    "a NAT link exists": ("external_connections.kind",),
    "administrators use a password": ("admin_auth.password.used",),
    "TOS runs in a cloud service": ("cloud.used",),
    "TOS development or maintenance is outsourced": ("outsourcing.used",),
    "control systems are operated": ("terminal.control_systems_present",),
    "TOS owner and TOS user differ": ("liability.owner_user_differ",),
}


def applies(requirement: Requirement, terminal: Terminal) -> Truth:
    """Whether the condition of the requirement holds for this terminal; None where nobody knows."""
    return requirement.applies_when is None or CONDITIONS[requirement.applies_when](terminal)
