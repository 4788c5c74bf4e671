"""Documents stage: the files of `requirements/` (the kit's and a terminal's own) → the catalogue it works by.

Each file is one edition of one source. A terminal names the sets that apply to it, so that a later
guideline or a company's own rules are added as data, with a mapping to what is there already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from quaybook.documents.library import Root
from quaybook.documents.set_check import content_problems
from quaybook.facts.positions import KeyPath, Place, Source, dotted, read_yaml
from quaybook.model.build import near, validation_problems
from quaybook.model.requirement import Catalogue, RequirementSet, SetFile
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem

FOLDER = "requirements"
# What is said of facts does not fit here: nothing in a set may be left open.
_OF_SETS = {"missing_fact": "set_key_missing", "empty_fact": "set_empty", "not_an_id": "set_not_an_id"}


@dataclass(frozen=True, eq=False)
class _Loaded:
    """One file: the id that it claims, its set if there is nothing wrong with it, and where everything stands."""

    name: str
    claimed: str
    read: Source
    made: RequirementSet | None
    problems: tuple[Problem, ...]

    def problem(self, code: str, path: KeyPath, **values: object) -> Problem:
        return Problem.at(code, self.name, self.read.place(path).line, dotted(path), **values)


def load_catalogue(roots: Iterable[Root], terminal: Terminal, facts: Source) -> tuple[Catalogue, tuple[Problem, ...]]:
    """The sets that the terminal names, in its order, and everything that is wrong with them."""
    files = [_load(path, name, path.stat().st_mtime_ns) for path, name in _files(roots)]
    by_id = {each.claimed: each for each in reversed(files)}
    chosen = [by_id[name] for name in dict.fromkeys(terminal.requirement_sets) if name in by_id]
    problems = [problem for each in files for problem in each.problems]
    problems += [*_same_id(files), *_unknown_sets(terminal, facts, by_id)]
    if not problems:
        # A set that could not be read would make every mapping to it look wrong.
        problems += _across(chosen)
    return Catalogue(tuple(each.made for each in chosen if each.made)), tuple(problems)


def _files(roots: Iterable[Root]) -> Iterator[tuple[Path, str]]:
    """Files with their names in problems; the first root that has a name wins."""
    seen: set[str] = set()
    for root in roots:
        for path in sorted((root.path / FOLDER).glob("*.yml")):
            if path.name not in seen and path.is_file():
                seen.add(path.name)
                yield path, f"{root.name}/{FOLDER}/{path.name}"


@lru_cache(maxsize=64)
def _load(path: Path, name: str, changed: int) -> _Loaded:  # noqa: ARG001  # part of the cache's key
    """One file; read anew when it was `changed`, for many terminals share it."""
    read = read_yaml(path, name)
    read.places.setdefault((), Place(name, 1, 1))
    head = read.data.get("set")
    claimed = str(head.get("id", "")) if isinstance(head, dict) else ""
    if read.problems:
        return _Loaded(name, claimed, read, None, tuple(read.problems))
    try:
        made = SetFile.model_validate(read.data).whole()
    except ValidationError as error:
        found = validation_problems(error, read, SetFile)
        return _Loaded(name, claimed, read, None, tuple(_said_of_sets(problem) for problem in found))
    return _Loaded(name, claimed, read, made, tuple(content_problems(made, read)))


def _said_of_sets(problem: Problem) -> Problem:
    return replace(problem, code=_OF_SETS.get(problem.code, problem.code))


def _same_id(files: Iterable[_Loaded]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for each in files:
        if each.claimed and first.setdefault(each.claimed, each.name) != each.name:
            yield each.problem("set_twice", ("set", "id"), came=each.claimed, other=first[each.claimed])


def _unknown_sets(terminal: Terminal, facts: Source, known: Mapping[str, _Loaded]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, name in enumerate(terminal.requirement_sets):
        path: KeyPath = ("requirement_sets", index)
        place = facts.place(path)
        if name not in known:
            values = {"came": name, "to": FOLDER, "near": near(name, filter(None, known))}
            yield Problem.at("unknown_reference", place.file, place.line, dotted(path), **values)
        elif name in seen:
            yield Problem.at("set_named_twice", place.file, place.line, dotted(path), came=name)
        seen.add(name)


def _across(chosen: Iterable[_Loaded]) -> Iterator[Problem]:
    """Ids that two sets share, and mappings to what no earlier set has."""
    earlier: dict[str, str] = {}
    for each in chosen:
        assert each.made is not None, each.name
        own = {requirement.id for requirement in each.made.requirements}
        for index, requirement in enumerate(each.made.requirements):
            if requirement.id in earlier:
                path: KeyPath = ("requirements", index, "id")
                yield each.problem("requirement_twice", path, came=requirement.id, other=earlier[requirement.id])
        yield from _mappings(each, each.made, own, earlier)
        earlier |= dict.fromkeys(own, each.made.id)


def _mappings(each: _Loaded, made: RequirementSet, own: set[str], earlier: Mapping[str, str]) -> Iterator[Problem]:
    for index, mapping in enumerate(made.mappings):
        if mapping.requirement not in own:
            values = {"came": mapping.requirement, "to": made.id, "near": near(mapping.requirement, own)}
            yield each.problem("unknown_reference", ("mappings", index, "requirement"), **values)
        for number, target in enumerate(mapping.to):
            if target not in earlier:
                values = {"came": target, "set": made.id, "near": near(target, earlier)}
                yield each.problem("unknown_mapping", ("mappings", index, "to", number), **values)
