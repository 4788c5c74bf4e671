"""Catalogue stage: mistakes of a requirement set that no single value shows.

Ids that stand twice, conditions that nobody can decide, and what is asked of facts that cannot have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quaybook.catalogue.conditions import CONDITIONS
from quaybook.catalogue.criteria import Mistake, criterion_mistakes
from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.load import near
from quaybook.model.requirement import Requirement, RequirementSet
from quaybook.problems import Problem


def content_problems(made: RequirementSet, read: Source) -> Iterator[Problem]:
    """Everything that is wrong with the set taken by itself, each at its line in the file."""
    for code, path, values in _mistakes(made):
        position = read.position(path)
        yield Problem.at(code, position.file, position.line, dotted(path), **values)


def _mistakes(made: RequirementSet) -> Iterator[Mistake]:
    yield from _twice((), "requirements", (requirement.id for requirement in made.requirements))
    for index, requirement in enumerate(made.requirements):
        here: KeyPath = ("requirements", index)
        yield from _of_requirement(requirement, here)
        yield from _twice(here, "elements", (element.id for element in requirement.elements))


def _twice(here: KeyPath, key: str, ids: Iterable[str]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for index, name in enumerate(ids):
        if name in seen:
            yield "id_twice", (*here, key, index, "id"), {"came": name}
        seen.add(name)


def _of_requirement(requirement: Requirement, here: KeyPath) -> Iterator[Mistake]:
    asked = requirement.applies_when
    if asked not in (None, *CONDITIONS):
        yield "unknown_condition", (*here, "applies_when"), {"came": asked, "near": near(str(asked), CONDITIONS)}
    for index, criterion in enumerate(requirement.decided_by):
        yield from criterion_mistakes(criterion, (*here, "decided_by", index))
