"""Law stage, the door: the files of `policy_src/law` → everything that the kit says of law, and what is wrong there.

They are the kit's own, like the tables of the check: no file of a terminal takes their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from quaybook.facts.positions import KeyPath, Position, Source, dotted, read_yaml
from quaybook.law.statements import Clock, LaterDocument, LawFile, Sourced, Statement, Watched
from quaybook.model.fields import leaf_types, lists_on
from quaybook.model.load import near, validation_problems
from quaybook.problems import Problem, in_order

FOLDER = "law"
# What is said of facts does not fit here: nothing in these files may be left open.
_OF_LAW = {"missing_fact": "law_key_missing", "missing_sure_fact": "law_key_missing", "empty_fact": "law_empty"}
_LISTS = ("statements", "watched", "clocks", "documents")
Mistake = tuple[str, KeyPath, Mapping[str, object]]


@dataclass(frozen=True)
class Law:
    """All files together, in the order of their names; `places` tells where each entry stands, by its id."""

    statements: tuple[Statement, ...] = ()
    watched: tuple[Watched, ...] = ()
    clocks: tuple[Clock, ...] = ()
    documents: tuple[LaterDocument, ...] = ()
    places: Mapping[str, Position] = field(default_factory=dict)

    @property
    def sourced(self) -> tuple[Sourced, ...]:
        """Everything that somebody has to look at again."""
        return (*self.statements, *self.watched, *self.documents)

    def statement(self, name: str) -> Statement | None:
        """The statement of that id."""
        return next((each for each in self.statements if each.id == name), None)

    def overdue(self, day: date) -> tuple[Sourced, ...]:
        """What should have been looked at again before `day`, the longest ago first."""
        return tuple(sorted((s for s in self.sourced if s.review_by < day), key=lambda s: (s.review_by, s.id)))


def load_law(source: Path) -> tuple[Law, tuple[Problem, ...]]:
    """What the folder says, complete only where nothing is wrong with any of its files."""
    reads = [_read(path) for path in sorted((source / FOLDER).glob("*.yml"))]
    files = [(made, read) for made, read, _ in reads if made is not None]
    problems = [problem for _, _, found in reads for problem in found]
    if not problems:
        # A file that could not be read would make every mention of its entries look wrong.
        problems += _across(files)
    joined = {name: tuple(each for made, _ in files for each in getattr(made, name)) for name in _LISTS}
    return Law(**joined, places=dict(_places(files))), in_order(problems)


def _read(path: Path) -> tuple[LawFile | None, Source, list[Problem]]:
    read = read_yaml(path, f"policy_src/{FOLDER}/{path.name}")
    if read.problems:
        return None, read, read.problems
    try:
        return LawFile.model_validate(read.data), read, []
    except ValidationError as error:
        found = validation_problems(error, read, LawFile)
        return None, read, [replace(problem, code=_OF_LAW.get(problem.code, problem.code)) for problem in found]


def _each(made: LawFile) -> Iterator[tuple[KeyPath, Sourced | Clock]]:
    for name in _LISTS:
        yield from (((name, index), each) for index, each in enumerate(getattr(made, name)))


def _places(files: Iterable[tuple[LawFile, Source]]) -> Iterator[tuple[str, Position]]:
    for made, read in files:
        yield from ((each.id, read.position((*path, "id"))) for path, each in _each(made))


def _across(files: list[tuple[LawFile, Source]]) -> Iterator[Problem]:
    """What no single value shows: ids that stand twice, names that lead nowhere, days and clocks that cannot be."""
    seen: set[str] = set()
    known = {name: [each.id for made, _ in files for each in getattr(made, name)] for name in _LISTS}
    for made, read in files:
        for path, each in _each(made):
            mistakes = _of_clock(each, known) if isinstance(each, Clock) else _of_sourced(each, known)
            for code, below, values in (*_twice(each.id, seen), *mistakes):
                position = read.position((*path, *below))
                yield Problem.at(code, position.file, position.line, dotted((*path, *below)), **values)
            seen.add(each.id)


def _twice(name: str, seen: set[str]) -> Iterator[Mistake]:
    if name in seen:
        yield "id_twice", ("id",), {"came": name}


def _of_sourced(each: Sourced, known: Mapping[str, list[str]]) -> Iterator[Mistake]:
    if each.review_by <= each.checked_on:
        yield "law_review_too_early", ("review_by",), {"came": each.review_by, "checked": each.checked_on}
    for index, name in enumerate(each.watch if isinstance(each, Statement) else ()):
        if name not in known["watched"]:
            values = {"came": name, "to": "watched", "near": near(name, known["watched"])}
            yield "unknown_reference", ("watch", index), values


def _of_clock(clock: Clock, known: Mapping[str, list[str]]) -> Iterator[Mistake]:
    for key in ("minutes", "hours"):
        fact = getattr(clock, key)
        if fact is not None and not _is_number(fact):
            yield "law_clock_fact", (key,), {"came": fact}
    given = [key for key in ("minutes", "hours", "days") if getattr(clock, key) is not None]
    if len(given) > 1 or not (given or clock.promptly):
        yield "law_clock_not_one", (), {"count": len(given)}
    if clock.aim_days is not None and (clock.days is None or clock.aim_days >= clock.days):
        yield "law_clock_aim", ("aim_days",), {"came": clock.aim_days}
    if clock.statement is not None and clock.statement not in known["statements"]:
        values = {"came": clock.statement, "to": "statements", "near": near(clock.statement, known["statements"])}
        yield "unknown_reference", ("statement",), values


def _is_number(fact: str) -> bool:
    """Whether the path leads to one number of the terminal's facts, and to no entry of a list."""
    path: KeyPath = tuple(fact.split("."))
    return not lists_on(path) and bool(leaf_types(path) & {int, float})
