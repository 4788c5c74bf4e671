"""Model stage: the catalogue of what a report asks for, and what a set asks of the facts as data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from quaybook.model.base import Facts, PlainText, Switch
from quaybook.model.document import Kind
from quaybook.model.language_text import LanguageTerms, LanguageText

# It becomes a part of anchors, in which an underscore may begin an emphasis, and of identifiers that underscores part.
RequirementId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=60)]
# A century: nothing in a terminal is given a longer time.
WithinDays = Annotated[int, Field(ge=0, le=36500)]
Limit = Annotated[float, Field(allow_inf_nan=False)]


def _null_to_none(value: object) -> object:
    """Scalars are read as text, so `null` arrives as a word."""
    return None if value in ("null", "~", "") else value


Nullable = Annotated[PlainText | None, BeforeValidator(_null_to_none)]


class Element(Facts):
    """One atomic content of a requirement; `says` lists the terms of which one must occur."""

    id: RequirementId
    text: LanguageText
    says: LanguageTerms


class Strength(StrEnum):
    """How strongly the source words a requirement, each kind of its words apart."""

    MUST = "must"
    NEEDED = "needed"
    OUGHT = "ought"
    CONDITIONAL = "conditional"
    LESSON = "lesson"
    SHOULD = "should"
    RECOMMENDED = "recommended"
    PRINCIPLE = "principle"
    GOOD_PRACTICE = "good-practice"
    MAY = "may"
    ENVISAGED = "envisaged"
    EXAMPLE = "example"
    STATE_TASK = "state-task"


class Tone(StrEnum):
    """How what is missing is spoken of."""

    GAP = "gap"
    ADVICE = "advice"
    NOTE = "note"


# A lesson of the case without a word of its own strength is a problem that was found: who shares it has a gap.
_TONES = {
    Tone.GAP: (Strength.MUST, Strength.NEEDED, Strength.OUGHT, Strength.CONDITIONAL, Strength.LESSON),
    Tone.ADVICE: (Strength.SHOULD, Strength.RECOMMENDED, Strength.PRINCIPLE, Strength.GOOD_PRACTICE),
    Tone.NOTE: (Strength.MAY, Strength.ENVISAGED, Strength.EXAMPLE, Strength.STATE_TASK),
}


class CoverageNeed(StrEnum):
    """Whether documents have to answer a requirement, or it is only listed."""

    REQUIRED = "required"
    INFORMATION = "information"


class Asked(Facts):
    """What one fact must be; the keys stand in the order in which they are tried, and one is to be given."""

    is_yes: Switch | None = None
    at_least: Limit | None = None
    at_most: Limit | None = None
    within_days: WithinDays | None = None
    not_after: PlainText | None = None


class FactCondition(Asked):
    """A condition on one fact of an entry of a list; paths begin at the entry."""

    fact: PlainText


class Criterion(Asked):
    """What a set asks as data: of one `fact`, of `every` or `any` entry of a list, or of a series of `dates`."""

    fact: PlainText | None = None
    every: PlainText | None = None
    any: PlainText | None = None
    has: tuple[FactCondition, ...] | None = Field(default=None, min_length=1)
    dates: tuple[PlainText, ...] | None = Field(default=None, min_length=1)
    apart_days: WithinDays | None = None


# The report's own number, the letter of a part, and the place in it: `4(1)ア` and the `3h` of `4-1-a-3h`.
_LETTERS = "アイウエオカ"
_PLACE = re.compile(r"([0-9]*)(.*)")
_CIRCLED = {str(number): chr(0x2460 + number - 1) for number in range(1, 21)}


class Requirement(Facts):
    id: RequirementId
    cite: Nullable = None
    section: PlainText
    strength: Strength
    addressee: tuple[PlainText, ...]
    coverage: CoverageNeed
    applies_when: Nullable
    title: LanguageText
    text: LanguageText
    elements: tuple[Element, ...]
    documents: tuple[Kind, ...]
    also: tuple[Kind, ...]
    facts: tuple[PlainText, ...]
    met_when: PlainText
    crosswalk: dict[PlainText, tuple[PlainText, ...]]
    related: tuple[PlainText, ...]
    decided_by: tuple[Criterion, ...] = ()

    def controls(self, framework: str) -> tuple[str, ...]:
        """Identifiers of the framework's controls that come near."""
        return self.crosswalk.get(framework, ())

    @property
    def required(self) -> bool:
        return self.coverage == CoverageNeed.REQUIRED

    @property
    def tone(self) -> Tone:
        """The strength decides it: a must is a gap, a should advice, an example a note."""
        return next(tone for tone, strengths in _TONES.items() if self.strength in strengths)

    @property
    def citation(self) -> str:
        """Section of the report with the catalogue's place in it: 3(4)③; or what the set says itself."""
        if self.cite:
            return self.cite
        depth = 1 + self.section.count("(") + (1 if self.section[-1] in _LETTERS else 0)
        place = _PLACE.fullmatch("".join(self.id.split("-")[depth:]))
        assert place is not None, self.id
        number, tail = place[1].lstrip("0"), place[2]
        shown = _CIRCLED.get(number, f"-{number}" if number else "")
        return self.section + ("" if shown in self.section else shown) + tail


class Relation(StrEnum):
    """SAME: an answer to the one answers the other. RELATED: worth reading beside it, decides nothing."""

    SAME = "same"
    RELATED = "related"


class Mapping(Facts):
    requirement: PlainText
    to: tuple[PlainText, ...] = Field(min_length=1)
    relation: Relation


class SetHead(Facts):
    """What a set is: its source, its edition, and the titles of its sections."""

    id: RequirementId
    title: LanguageText
    publisher: LanguageText
    status: PlainText
    coverage_claim: LanguageText
    sections: dict[PlainText, LanguageText] = Field(default_factory=dict)


class RequirementSet(SetHead):
    """One edition of one source: a report, a later guideline, a company's own rules.

    While somebody writes one down it may have no requirement yet; then no terminal can work by it.
    """

    mappings: tuple[Mapping, ...] = ()
    requirements: tuple[Requirement, ...]


class SetFile(Facts):
    """A set as its file has it: the head apart from what it holds."""

    set: SetHead
    mappings: tuple[Mapping, ...] = ()
    requirements: tuple[Requirement, ...]

    def whole(self) -> RequirementSet:
        """The set in one piece."""
        return RequirementSet(**dict(self.set), mappings=self.mappings, requirements=self.requirements)


@dataclass(frozen=True)
class Catalogue:
    """The sets that a terminal works by, in their order.

    `elsewhere` are the ids that only sets have which it has not chosen: what is said of them is left out here.
    """

    sets: tuple[RequirementSet, ...]
    unchosen: frozenset[str] = frozenset()

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
