"""Intake stage: the skeleton of a new terminal, from `policy_src/intake/skeleton.yml`, shaped by what is already known.

Answers decide which variants of the skeleton hold; what they leave without a counterpart is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from quaybook.facts.positions import KeyPath, read_yaml
from quaybook.intake.complete import Tree
from quaybook.intake.shapes import shape
from quaybook.model.notation import FLAG_WORDS, TODO_MARK, after_mark

# What an answer says to the variants, and what is no fact.
_ONLY_AN_ANSWER = "_"


class Assumed(str):
    """A value of the skeleton that nobody has stated yet."""


@dataclass(frozen=True)
class Variant:
    """A change of the skeleton that applies when all of `when` hold."""

    when: Mapping[str, Collection[str]]
    removes: tuple[str, ...]
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Skeleton:
    """The facts that every terminal begins with."""

    facts: Mapping[str, object]
    variants: tuple[Variant, ...]
    undecided: Mapping[str, Mapping[str, object]]
    to_confirm: Collection[str]

    def shaped(self, answers: Mapping[str, object]) -> Tree:
        """The skeleton as the answers need it, with the answers in it."""
        made, known = dict(self.facts), merged(self.facts, answers)
        for variant in self.variants:
            if all(normal(at(known, key)) in wanted for key, wanted in variant.when.items()):
                for place in variant.removes:
                    made = without(made, place.split("."))
                made = merged(made, variant.facts)
        stated = {key: value for key, value in answers.items() if not key.startswith(_ONLY_AN_ANSWER)}
        whole = merged(made, stated)
        return merged(_referring(made, (), whole), stated)


@lru_cache(maxsize=1)
def load_skeleton(source: Path) -> Skeleton:
    """The skeleton that came with the kit. A mistake in it is a bug."""
    read = read_yaml(source / "intake" / "skeleton.yml", "skeleton.yml")
    assert not read.problems, read.problems
    data: Any = _assumed(read.data)
    variants = tuple(
        Variant(
            {key: {normal(each) for each in listed(wanted)} for key, wanted in entry["when"].items()},
            tuple(str(way) for way in entry.get("removes", ())),
            entry.get("facts", {}),
        )
        for entry in data["variants"]
    )
    return Skeleton(data["facts"], variants, data["undecided"], set(data["to_confirm"]))


def _assumed(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _assumed(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_assumed(each) for each in value]
    return Assumed(value)


def merged(base: Mapping[str, object], over: Mapping[str, object]) -> Tree:
    """`over` on top of `base`: groups are completed, lists and single values replaced.

    A group in the place of a list completes its entries by their ids, and adds those that are new.
    """
    made = dict(base)
    for key, value in over.items():
        present = made.get(key)
        if isinstance(value, Mapping) and isinstance(present, Mapping):
            made[key] = merged(present, value)
        elif isinstance(value, Mapping) and isinstance(present, list):
            made[key] = _by_id(present, value)
        else:
            made[key] = value
    return made


def _by_id(entries: list[object], over: Mapping[str, object]) -> list[object]:
    named = {str(entry["id"]): entry for entry in entries if isinstance(entry, Mapping) and "id" in entry}
    more = {name: entry for name, entry in over.items() if isinstance(entry, Mapping)}
    kept = [merged(entry, more.get(name, {})) for name, entry in named.items()]
    return [*kept, *({"id": name, **entry} for name, entry in more.items() if name not in named)]


def without(tree: Mapping[str, object], way: list[str]) -> Tree:
    """`tree` without the value at `way`, which names entries of lists by their ids."""
    key, *rest = way
    made = dict(tree)
    present = made.get(key)
    if not rest:
        made.pop(key, None)
    elif isinstance(present, list):
        made[key] = [entry for entry in present if not isinstance(entry, Mapping) or entry.get("id") != rest[0]]
    elif isinstance(present, Mapping):
        made[key] = without(present, rest)
    return made


def at(tree: Mapping[str, object], dotted: str) -> object:
    """The value at `dotted`; None where there is none."""
    found: object = tree
    for part in dotted.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def listed(value: object) -> list[object]:
    """`value` as a list, if it is none."""
    return value if isinstance(value, list) else [value]


def normal(value: object) -> str:
    """A value to compare by: flags by one word, whichever was written."""
    word = str(value).strip().lower()
    return str(FLAG_WORDS.get(word, word)).lower()


def _referring(value: Any, path: KeyPath, whole: Mapping[str, object]) -> Any:
    """`value` of the skeleton without references to what the facts no longer hold."""
    if isinstance(value, Mapping):
        kept = ((key, each, _referring(each, (*path, key), whole)) for key, each in value.items())
        return {key: left for key, each, left in kept if left is not None or each is None}
    if isinstance(value, list):
        kept_entries = (_referring(each, (*path, number), whole) for number, each in enumerate(value))
        return [each for each in kept_entries if each is not None]
    field = shape(tuple(part for part in path if isinstance(part, str))) if path else None
    if field is None or field.target is None or after_mark(str(value), TODO_MARK) is not None:
        return value
    entries = listed(whole.get(field.target, []))
    known = {entry.get("id") for entry in entries if isinstance(entry, Mapping)}
    return value if value in known else None
