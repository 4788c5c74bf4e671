"""The second table: for each condition of the catalogue, a change after which it does not hold."""

from __future__ import annotations

from tests.assessment.rules.cases.changes import TODO, Changes

# The sample in which the condition holds, and the change.
NOT_APPLICABLE: dict[str, tuple[str, Changes]] = {
    "a VPN exists": ("aonagi", {"vpn.present": "no"}),
    "a password is used on the VPN": ("aonagi", {"remote_access.ways[0].password.used": "no"}),
    "removable media are used": ("aonagi", {"removable_media.used": "no"}),
    "a leased line exists": ("aonagi", {f"external_connections[{i}].kind": "edi" for i in (3, 4, 9)}),
    "a NAT link exists": ("aonagi", {f"external_connections[{i}].kind": "edi" for i in (5, 6, 7)}),
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
