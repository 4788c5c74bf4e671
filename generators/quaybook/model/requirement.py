"""Model stage: the catalogue of what a report asks for, and when each requirement applies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import Field

from quaybook.model.base import Facts
from quaybook.model.terminal import Terminal

LanguageText = dict[str, str]


class Element(Facts):
    """One atomic content of a requirement; `says` lists the terms of which one must occur."""

    id: str
    text: LanguageText
    says: dict[str, tuple[str, ...]]


class Requirement(Facts):
    id: str
    section: str
    strength: str
    addressee: tuple[str, ...]
    coverage: str
    applies_when: str | None
    title: LanguageText
    text: LanguageText
    elements: tuple[Element, ...]
    documents: tuple[str, ...]
    also: tuple[str, ...]
    facts: tuple[str, ...]
    met_when: str
    crosswalk: dict[str, tuple[str, ...]]
    related: tuple[str, ...]

    @property
    def required(self) -> bool:
        return self.coverage == "required"

    @property
    def citation(self) -> str:
        """Section of the report with the catalogue's place in it: 3(4)③."""
        depth = 1 + self.section.count("(") + (1 if self.section[-1] in "アイウエオカ" else 0)
        tail = "".join(self.id.split("-")[depth:])
        digits = "".join(c for c in tail if c.isdigit())
        circled = chr(0x2460 + int(digits) - 1) if digits and int(digits) else ""
        return self.section + (circled if circled not in self.section else "") + tail[len(digits) :]


class RequirementSet(Facts):
    id: str
    title: LanguageText
    publisher: LanguageText
    status: str
    coverage_claim: LanguageText
    requirements: tuple[Requirement, ...] = Field(min_length=1)

    def by_id(self) -> dict[str, Requirement]:
        return {r.id: r for r in self.requirements}


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


def plain(data: Any) -> dict[str, Any]:
    """The set's heading and its requirements as one mapping, as the catalogue file has them apart."""
    return {**data["set"], "requirements": data["requirements"]}
