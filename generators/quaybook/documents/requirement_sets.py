"""Documents stage: the files of `requirements/` (the kit's and a terminal's own) → the catalogue it works by.

Each file is one edition of one source. A terminal names the sets that apply to it, so that a later
guideline or a company's own rules are added as data, with a mapping to what is there already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from quaybook.documents.library import Root
from quaybook.facts.positions import Source, read_yaml
from quaybook.model.build import near, validation_problems
from quaybook.model.fields import group_at, leaf_types
from quaybook.model.requirement import CONDITIONS, Catalogue, FactCondition, RequirementSet, plain
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem

FOLDER = "requirements"
# What a fact must be for a condition to make sense.
_NEEDS: Mapping[str, set[type]] = {
    "is_yes": {bool},
    "at_least": {int, float},
    "at_most": {int, float},
    "within_days": {date},
}
Loaded = tuple[RequirementSet | None, tuple[Problem, ...]]


def load_catalogue(roots: Iterable[Root], terminal: Terminal, facts: Source) -> tuple[Catalogue, tuple[Problem, ...]]:
    """The sets that the terminal names, in its order, and everything that is wrong with them."""
    found: dict[str, RequirementSet] = {}
    problems: list[Problem] = []
    file_of: dict[str, str] = {}
    for path, name in _files(roots):
        made, wrong = _load(path, name, path.stat().st_mtime_ns)
        problems += wrong
        if made and made.id not in found:
            found[made.id], file_of[made.id] = made, name
    chosen = Catalogue(tuple(found[name] for name in terminal.requirement_sets if name in found))
    return chosen, (*problems, *_unknown_sets(terminal, facts, found), *_across(chosen, file_of))


def _files(roots: Iterable[Root]) -> Iterable[tuple[Path, str]]:
    """Files with their names in problems; the first root that has a name wins."""
    seen: set[str] = set()
    for root in roots:
        for path in sorted((root.path / FOLDER).glob("*.yml")):
            if path.name not in seen:
                seen.add(path.name)
                yield path, f"{root.name}/{FOLDER}/{path.name}"


@lru_cache(maxsize=64)
def _load(path: Path, name: str, changed: int) -> Loaded:  # noqa: ARG001  # part of the cache's key
    """One file; read anew when it was `changed`, for many terminals share it."""
    read = read_yaml(path, name)
    if read.problems:
        return None, tuple(read.problems)
    _null_to_none(read)
    try:
        made = RequirementSet.model_validate(plain(read.data))
    except ValidationError as error:
        return None, tuple(validation_problems(error, read))
    return made, tuple(_content_problems(made, name))


def _null_to_none(read: Source) -> None:
    """Scalars are read as text, so the catalogue's `null` conditions arrive as words."""
    entries = read.data.get("requirements")
    for entry in entries if isinstance(entries, list) else []:
        if entry.get("applies_when") == "null":
            entry["applies_when"] = None


def _content_problems(made: RequirementSet, name: str) -> Iterable[Problem]:
    for requirement in made.requirements:
        if requirement.applies_when not in (None, *CONDITIONS):
            yield Problem.at("unknown_condition", name, 0, requirement.id, came=requirement.applies_when)
        for condition in requirement.decided_by:
            yield from _condition_problems(condition, name, requirement.id)


def _condition_problems(condition: FactCondition, name: str, requirement: str) -> Iterable[Problem]:
    *way, key = condition.fact.split(".")
    group = group_at(tuple(way))
    if group is None or key not in group.model_fields:
        known = near(key, group.model_fields if group else Terminal.model_fields)
        yield Problem.at("unknown_fact", name, 0, requirement, came=condition.fact, near=known)
        return
    if condition.stated != 1:
        yield Problem.at("condition_not_one", name, 0, requirement, came=condition.fact)
    for asked, types in _NEEDS.items():
        if getattr(condition, asked) is not None and not leaf_types(tuple(condition.fact.split("."))) & types:
            yield Problem.at("condition_wrong_fact", name, 0, requirement, came=condition.fact, asked=asked)


def _unknown_sets(terminal: Terminal, facts: Source, found: Mapping[str, RequirementSet]) -> Iterable[Problem]:
    for index, name in enumerate(terminal.requirement_sets):
        if name not in found:
            place = facts.place(("requirement_sets", index))
            values = {"came": name, "to": FOLDER, "near": near(name, found)}
            yield Problem.at("unknown_reference", place.file, place.line, f"requirement_sets[{index}]", **values)


def _across(catalogue: Catalogue, file_of: Mapping[str, str]) -> Iterable[Problem]:
    """Ids that two sets share, and mappings to what no earlier set has."""
    earlier: dict[str, str] = {}
    for each in catalogue.sets:
        own = {r.id for r in each.requirements}
        for name in sorted(own & set(earlier)):
            yield Problem.at("requirement_twice", file_of[each.id], 0, name, other=earlier[name])
        for mapping in each.mappings:
            if mapping.requirement not in own:
                values = {"came": mapping.requirement, "to": each.id, "near": near(mapping.requirement, own)}
                yield Problem.at("unknown_reference", file_of[each.id], 0, "mappings", **values)
            for target in mapping.to:
                if target not in earlier:
                    values = {"came": target, "set": each.id, "near": near(target, earlier)}
                    yield Problem.at("unknown_mapping", file_of[each.id], 0, mapping.requirement, **values)
        earlier |= dict.fromkeys(own, each.id)
