"""Model stage: the catalogue of what a report asks for, and when each requirement applies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import Field

from quaybook.model.base import Facts, Flag
from quaybook.model.terminal import Terminal

LanguageText = dict[str, str]


class Element(Facts):
    """One atomic content of a requirement; `says` lists the terms of which one must occur."""

    id: str
    text: LanguageText
    says: dict[str, tuple[str, ...]]


class Strength(StrEnum):
    """How strongly a requirement is worded."""

    MUST = "must"
    CONDITIONAL = "conditional"
    LESSON = "lesson"
    SHOULD = "should"
    RECOMMENDED = "recommended"
    PRINCIPLE = "principle"
    GOOD_PRACTICE = "good-practice"
    MAY = "may"
    EXAMPLE = "example"
    STATE_TASK = "state-task"


class Tone(StrEnum):
    """How what is missing is spoken of."""

    GAP = "gap"
    ADVICE = "advice"
    NOTE = "note"


# Chapter 2 puts its lessons as problems of the case, so a terminal that shares one has a gap.
_TONES = {
    Tone.GAP: (Strength.MUST, Strength.CONDITIONAL, Strength.LESSON),
    Tone.ADVICE: (Strength.SHOULD, Strength.RECOMMENDED, Strength.PRINCIPLE, Strength.GOOD_PRACTICE),
    Tone.NOTE: (Strength.MAY, Strength.EXAMPLE, Strength.STATE_TASK),
}


class FactCondition(Facts):
    """A condition stated as data: the fact, and one thing that it must be."""

    fact: str
    is_yes: Flag | None = None
    at_least: float | None = None
    at_most: float | None = None
    within_days: int | None = None

    @property
    def stated(self) -> int:
        """How many conditions are given; one is asked for."""
        return sum(value is not None for value in (self.is_yes, self.at_least, self.at_most, self.within_days))


class Requirement(Facts):
    id: str
    cite: str | None = None
    section: str
    strength: Strength
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
    decided_by: tuple[FactCondition, ...] = ()

    def controls(self, framework: str) -> tuple[str, ...]:
        """Identifiers of the framework's controls that come near."""
        return self.crosswalk.get(framework, ())

    @property
    def required(self) -> bool:
        return self.coverage == "required"

    @property
    def tone(self) -> Tone:
        """The strength decides it: a must is a gap, a should advice, an example a note."""
        return next(tone for tone, strengths in _TONES.items() if self.strength in strengths)

    @property
    def citation(self) -> str:
        """Section of the report with the catalogue's place in it: 3(4)③; or what the set says itself."""
        if self.cite:
            return self.cite
        depth = 1 + self.section.count("(") + (1 if self.section[-1] in "アイウエオカ" else 0)
        tail = "".join(self.id.split("-")[depth:])
        digits = "".join(c for c in tail if c.isdigit())
        circled = chr(0x2460 + int(digits) - 1) if digits and int(digits) else ""
        return self.section + (circled if circled not in self.section else "") + tail[len(digits) :]


class Relation(StrEnum):
    """SAME: an answer to the one answers the other. RELATED: worth reading beside it, decides nothing."""

    SAME = "same"
    RELATED = "related"


class Mapping(Facts):
    requirement: str
    to: tuple[str, ...] = Field(min_length=1)
    relation: Relation


class RequirementSet(Facts):
    """One edition of one source: a report, a later guideline, a company's own rules."""

    id: str
    title: LanguageText
    publisher: LanguageText
    status: str
    coverage_claim: LanguageText
    sections: dict[str, LanguageText] = Field(default_factory=dict)
    mappings: tuple[Mapping, ...] = ()
    requirements: tuple[Requirement, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Catalogue:
    """The sets that a terminal works by, in their order."""

    sets: tuple[RequirementSet, ...]

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """Every requirement of every set."""
        return tuple(r for each in self.sets for r in each.requirements)

    def by_id(self) -> dict[str, Requirement]:
        """Requirements by id; the loader sees to it that no two sets share one."""
        return {r.id: r for r in self.requirements}

    def mapped(self, requirement_id: str, relation: Relation) -> tuple[str, ...]:
        """The requirements of other sets to which one is mapped in this way."""
        mappings = [m for each in self.sets for m in each.mappings]
        return tuple(i for m in mappings if m.requirement == requirement_id and m.relation == relation for i in m.to)


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
    """The set's heading, its mappings and requirements as one mapping, as the catalogue file has them apart."""
    return {**data["set"], "mappings": data.get("mappings", []), "requirements": data["requirements"]}
