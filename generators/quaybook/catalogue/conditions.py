"""Catalogue stage: when a requirement applies: the words that sets write in `applies_when`, and what they ask."""

from __future__ import annotations

from collections.abc import Callable

from quaybook.model.requirement import Requirement
from quaybook.model.terminal import Terminal


def _line(kind: str) -> Callable[[Terminal], bool]:
    return lambda t: any(c.kind == kind for c in t.external_connections)


# Keys are the catalogue's own words in `applies_when`; a new wording there is refused by the loader.
CONDITIONS: dict[str, Callable[[Terminal], bool]] = {
    "a VPN exists": lambda t: t.vpn.present,
    "a password is used on the VPN": lambda t: t.vpn.present and bool(t.vpn.password and t.vpn.password.used),
    "removable media are used": lambda t: t.removable_media.used,
    "a leased line exists": _line("leased_line"),
    "a NAT link exists": _line("nat"),
    "administrators use a password": lambda t: t.admin_auth.password.used,
    "TOS runs in a cloud service": lambda t: t.cloud.used,
    "control of linked equipment can be taken from the TOS": lambda t: any(
        d.control_obtainable is not False for d in t.linked_devices
    ),
    "TOS development or maintenance is outsourced": lambda t: t.outsourcing.used,
    "control systems are operated": lambda t: t.terminal.control_systems_present,
    "TOS owner and TOS user differ": lambda t: t.liability.owner_user_differ,
    # A need that is not decided yet counts as one: the documents must be ready for it.
    "manual handling is judged needed": lambda t: t.manual.needed is not False,
}


def applies(requirement: Requirement, terminal: Terminal) -> bool:
    """Whether the condition of the requirement holds for this terminal."""
    return requirement.applies_when is None or CONDITIONS[requirement.applies_when](terminal)
