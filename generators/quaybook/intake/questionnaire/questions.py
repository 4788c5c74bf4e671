"""Intake stage: the schema → what the questionnaire asks, in the words of one language.

A question knows all that a person needs to answer it: meaning, need, unit, example, whom to ask, choices.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from quaybook.facts.positions import KeyPath, read_yaml
from quaybook.intake.shapes import Shape
from quaybook.resources import policy_source
from quaybook.wording.words import Words, load_words

LANGUAGES = ("ja", "en")


class Need(StrEnum):
    """WITHIN: needed as soon as anything of its group is filled in."""

    REQUIRED = "required"
    WITHIN = "within"
    OPTIONAL = "optional"


@dataclass(frozen=True)
class SheetSpec:
    """One sheet: the single facts of some groups, or a table with one row per entry of the list at `path`."""

    key: str
    holds: tuple[str, ...] = ()
    path: KeyPath = ()


@dataclass(frozen=True)
class Question:
    """One fact as it is asked for; `path` is without the numbers of entries, for it is the same in all of them."""

    path: KeyPath
    shape: Shape
    meaning: str
    told: str
    need: Need
    unit: str
    example: str
    ask: str
    audience: str
    choices: tuple[str, ...]
    not_applicable: bool


def keys_of(path: KeyPath) -> KeyPath:
    """`path` without the numbers of entries."""
    return tuple(part for part in path if isinstance(part, str))


@lru_cache(maxsize=1)
def sheet_specs() -> tuple[SheetSpec, ...]:
    """The sheets in their order, from `policy_src/intake/questionnaire.yml`."""
    read = read_yaml(policy_source() / "intake" / "questionnaire.yml", "questionnaire.yml")
    assert not read.problems, read.problems
    listed: Any = read.data["sheets"]
    return tuple(SheetSpec(s["key"], tuple(s.get("holds", ())), _parts(s.get("list", ""))) for s in listed)


def _parts(dotted: str) -> KeyPath:
    return tuple(dotted.split(".")) if dotted else ()


def tables() -> dict[KeyPath, SheetSpec]:
    """The sheets that are tables, by the path of their list."""
    return {spec.path: spec for spec in sheet_specs() if spec.path}


@lru_cache(maxsize=4)
def readings(language: str) -> Any:
    """How the notation of YAML in a description reads in a cell: patterns and what stands for them."""
    read = read_yaml(policy_source() / "intake" / "readings.yml", "readings.yml")
    assert not read.problems, read.problems
    return read.data[language]


@lru_cache(maxsize=4)
def intake_words(language: str) -> Words:
    """The wording of the questionnaire, with the labels of the vocabularies."""
    name = f"intake.{language}.yml"
    read = read_yaml(policy_source() / "words" / name, name)
    words, problems = load_words(policy_source(), language)
    assert not [*read.problems, *problems]
    return Words({**words.tree, **read.data}, name)
