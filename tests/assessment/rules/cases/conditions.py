"""The second table: for each condition of the catalogue, a change after which it does not hold, and others after which
nobody knows."""

from __future__ import annotations

from tests.assessment.rules.cases.changes import NO_WAYS, TODO, Changes

_COMES_IN, _WITH_PASSWORD = "somebody comes in from outside", "somebody comes in from outside with a password"
_VPN_LINES = {f"external_connections[{i}].kind": "edi" for i in (0, 1, 2)}
_NO_VPN: Changes = {"network_devices[0].kind": "router", **_VPN_LINES}
_NO_LEASED_LINE: Changes = {f"external_connections[{i}].kind": "edi" for i in (3, 4, 9)}
_NO_NAT: Changes = {f"external_connections[{i}].kind": "edi" for i in (5, 6, 7)}

# The sample in which the condition holds, and the change.
NOT_APPLICABLE: dict[str, tuple[str, Changes]] = {
    "a VPN exists": ("aonagi", {"remote_access.ways[0].kind": "service_login", **_NO_VPN}),
    _COMES_IN: ("aonagi", {**NO_WAYS, **_NO_VPN}),
    _WITH_PASSWORD: ("aonagi", {"remote_access.ways[0].password.used": "no"}),
    "removable media are used": ("aonagi", {"removable_media.used": "no"}),
    "a leased line exists": ("aonagi", _NO_LEASED_LINE),
    "a NAT link exists": ("aonagi", _NO_NAT),
    "administrators use a password": ("aonagi", {"admin_auth.password.used": "no"}),
    "TOS runs in a cloud service": ("hoshimisaki", {"cloud.used": "no"}),
    "control of linked equipment can be taken from the TOS": ("aonagi", {"linked_devices[*].control_obtainable": "no"}),
    "TOS development or maintenance is outsourced": ("aonagi", {"outsourcing.used": "no"}),
    "control systems are operated": ("aonagi", {"terminal.control_systems_present": "no"}),
    "TOS owner and TOS user differ": ("aonagi", {"liability.owner_user_differ": "no"}),
    "manual handling is judged needed": ("aonagi", {"manual.needed": "no"}),
}
# Conditions that hold as long as nobody knows.
UNDECIDED: dict[str, Changes] = {
    "control of linked equipment can be taken from the TOS": {"linked_devices[*].control_obtainable": TODO},
    "manual handling is judged needed": {"manual.needed": TODO},
}


def _assumed(path: str) -> tuple[tuple[Changes, str], ...]:
    """A switch of which somebody assumed either answer."""
    return tuple(({path: f"仮：{answer}"}, path.replace("[0]", "[]")) for answer in ("yes", "no"))


# Conditions of which nobody knows whether they hold: after each change, the fact to be asked for.
UNKNOWN: dict[str, tuple[tuple[Changes, str], ...]] = {
    "a VPN exists": (
        ({"remote_access.ways[0].kind": TODO, **_NO_VPN}, "remote_access.ways[].kind"),
        ({"remote_access.ways[0].kind": "仮：vpn", **_NO_VPN}, "remote_access.ways[].kind"),
        (
            {"remote_access.ways[0].kind": "other", **_NO_VPN, "external_connections[0].kind": TODO},
            "external_connections[].kind",
        ),
        (
            {"remote_access.ways[0].kind": "other", **_NO_VPN, "network_devices[0].kind": "仮：router"},
            "network_devices[].kind",
        ),
    ),
    _COMES_IN: (
        # Nobody says that there is no way in, or why; or it is said although the facts show one.
        ({**NO_WAYS, **_NO_VPN, "remote_access.absence_reason": TODO}, "remote_access.absence_reason"),
        ({**NO_WAYS, **_NO_VPN, "remote_access.absence_reason": "仮：つながない"}, "remote_access.absence_reason"),
        ({**NO_WAYS, **_NO_VPN, "terminal.tos.form": "saas"}, "remote_access.ways"),
        ({**NO_WAYS, **_NO_VPN, "terminal.tos.form": "hosted"}, "remote_access.ways"),
        ({**NO_WAYS, **_NO_VPN, "terminal.tos.form": TODO}, "terminal.tos.form"),
        (NO_WAYS, "remote_access.ways"),
        ({"remote_access.ways": []}, "remote_access.absence_reason"),
    ),
    _WITH_PASSWORD: (
        *_assumed("remote_access.ways[0].password.used"),
        ({**NO_WAYS, **_NO_VPN, "terminal.tos.form": TODO}, "terminal.tos.form"),
    ),
    "removable media are used": _assumed("removable_media.used"),
    "a leased line exists": (
        ({**_NO_LEASED_LINE, "external_connections[3].kind": TODO}, "external_connections[].kind"),
        ({**_NO_LEASED_LINE, "external_connections[3].kind": "仮：edi"}, "external_connections[].kind"),
    ),
    "a NAT link exists": (({**_NO_NAT, "external_connections[5].kind": TODO}, "external_connections[].kind"),),
    "administrators use a password": _assumed("admin_auth.password.used"),
    "TOS runs in a cloud service": _assumed("cloud.used"),
    "TOS development or maintenance is outsourced": _assumed("outsourcing.used"),
    "control systems are operated": _assumed("terminal.control_systems_present"),
    "TOS owner and TOS user differ": _assumed("liability.owner_user_differ"),
}
