"""Catalogue stage: the files of `requirements/` (the kit's and a terminal's own) → the catalogue it works by.

Each file is one edition of one source. A terminal names the sets that apply to it, so that a later
guideline or a company's own rules are added as data, with a mapping to what is there already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from quaybook.catalogue.check import content_problems
from quaybook.catalogue.root import Root
from quaybook.facts.positions import KeyPath, Position, Source, dotted, read_yaml
from quaybook.model.load import near, validation_problems
from quaybook.model.requirement import Catalogue, RequirementSet, SetFile
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem

FOLDER = "requirements"
_CHOSEN = "requirement_sets"
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
        return Problem.at(code, self.name, self.read.position(path).line, dotted(path), **values)


def load_catalogue(roots: Iterable[Root], terminal: Terminal, facts: Source) -> tuple[Catalogue, tuple[Problem, ...]]:
    """The sets that the terminal names, in its order, and everything that is wrong with them."""
    kit, own = _loaded_by(roots)
    files = [*kit, *own]
    # What comes with the kit is what a terminal is measured with, so nothing takes its place.
    by_id = {each.claimed: each for each in reversed(files)}
    chosen = [by_id[name] for name in dict.fromkeys(terminal.requirement_sets) if name in by_id]
    problems = [problem for each in files for problem in each.problems]
    problems += [*_same_id(kit, own), *_wrongly_chosen(terminal, facts, by_id, [each.claimed for each in kit])]
    if not problems:
        # A set that could not be read would make every mapping to it look wrong.
        problems += _across(chosen)
    made = Catalogue(tuple(each.made for each in chosen if each.made), _ids(files) - _ids(chosen))
    return made, tuple(problems)


def known_sets(roots: Sequence[Root]) -> tuple[str, ...]:
    """The ids of all sets that a terminal could choose."""
    kit, own = _loaded_by(roots) if roots else ((), ())
    return tuple(dict.fromkeys(each.claimed for each in (*kit, *own) if each.claimed))


def _ids(files: Iterable[_Loaded]) -> frozenset[str]:
    return frozenset(requirement.id for each in files if each.made for requirement in each.made.requirements)


def known_requirements(roots: Iterable[Root]) -> frozenset[str] | None:
    """The ids of all sets that there are, chosen or not; None as long as one of them cannot be read."""
    files = [_of(root, file) for root in roots for file in root.matching(f"{FOLDER}/*.yml")]
    made = [each.made for each in files if each.made]
    return frozenset(r.id for each in made for r in each.requirements) if len(made) == len(files) else None


def _loaded_by(roots: Iterable[Root]) -> tuple[list[_Loaded], list[_Loaded]]:
    """The files of the kit, whose root is the last, and those of others."""
    *own, kit = ([_of(root, file) for file in root.matching(f"{FOLDER}/*.yml")] for root in roots)
    return kit, [each for files in own for each in files]


def _of(root: Root, file: str) -> _Loaded:
    path = root.path / file
    return _load(path, f"{root.name}/{file}", path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _load(path: Path, name: str, changed: int) -> _Loaded:  # noqa: ARG001  # part of the cache's key
    """One file; read anew when it was `changed`, for many terminals share it."""
    read = read_yaml(path, name)
    read.positions.setdefault((), Position(name, 1, 1))
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


def _same_id(kit: Sequence[_Loaded], own: Sequence[_Loaded]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    of_kit = {each.claimed for each in kit}
    for each in (*kit, *own):
        if each.claimed and first.setdefault(each.claimed, each.name) != each.name:
            code = "set_of_kit" if each.claimed in of_kit and each in own else "set_twice"
            yield each.problem(code, ("set", "id"), came=each.claimed, other=first[each.claimed])


def _wrongly_chosen(
    terminal: Terminal, facts: Source, known: Mapping[str, _Loaded], of_kit: Sequence[str]
) -> list[Problem]:
    found = [*_unknown_sets(terminal, facts, known)]
    if not found and not set(of_kit) & set(terminal.requirement_sets):
        position = facts.position((_CHOSEN,))
        found.append(Problem.at("no_set_of_kit", position.file, position.line, _CHOSEN, known=", ".join(of_kit)))
    return found


def _unknown_sets(terminal: Terminal, facts: Source, known: Mapping[str, _Loaded]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, name in enumerate(terminal.requirement_sets):
        path: KeyPath = (_CHOSEN, index)
        position = facts.position(path)
        if name not in known:
            values = {"came": name, "to": FOLDER, "near": near(name, filter(None, known))}
            yield Problem.at("unknown_reference", position.file, position.line, dotted(path), **values)
        elif name in seen:
            yield Problem.at("set_named_twice", position.file, position.line, dotted(path), came=name)
        elif (made := known[name].made) is not None and not made.requirements:
            # It would count as worked by, and ask for nothing.
            yield Problem.at("set_chosen_empty", position.file, position.line, dotted(path), came=name)
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
