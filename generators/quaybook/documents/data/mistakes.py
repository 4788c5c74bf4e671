"""Documents stage: one file of data as it is checked: what it was read from, and what can be wrong in it.

The rules for each kind of data yield mistakes by path; the file knows the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.data.kinds import DocumentData
from quaybook.model.data.sheet import SheetFile
from quaybook.model.load import near
from quaybook.problems import Problem

# Code of the message, path in the file, values of the message.
Mistake = tuple[str, KeyPath, Mapping[str, object]]


@dataclass(frozen=True)
class Known:
    """What data may name: every document, and every requirement of any set; None if nobody knows them all."""

    documents: tuple[str, ...]
    requirements: frozenset[str] | None

    @cached_property
    def in_order(self) -> tuple[str, ...]:
        """The requirements in the order of their ids."""
        return tuple(sorted(self.requirements or ()))


@dataclass(frozen=True, eq=False)
class DataFile:
    """A file of data in one language; `made` is None for free data, and for what cannot be taken as its kind."""

    name: str
    language: str
    read: Source
    made: DocumentData | SheetFile | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def file(self) -> str:
        """How problems call it."""
        return self.read.position(()).file

    def problem(self, code: str, path: KeyPath = (), **values: object) -> Problem:
        return Problem.at(code, self.file, self.read.position(path).line, dotted(path), **values)


def unknown_requirements(ids: Iterable[str], path: KeyPath, known: Known) -> Iterator[Mistake]:
    """A mistake for each id of a list that is the requirement of no set."""
    for number, came in enumerate(ids):
        if known.requirements is not None and came not in known.requirements:
            yield "data_unknown_requirement", (*path, number), {"came": came, "near": near(came, known.in_order)}
