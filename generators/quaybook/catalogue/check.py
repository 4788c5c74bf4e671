"""Catalogue stage: mistakes of a requirement set that no single value shows.

Ids that stand twice, conditions that nobody can decide, and conditions put to facts that cannot have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.done_on import may_lie_ahead
from quaybook.model.fields import group_at, leads_through_list, leaf_types
from quaybook.model.load import near
from quaybook.model.requirement import CONDITIONS, FactCondition, Requirement, RequirementSet
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem

# What a fact must be for a condition to make sense.
_NEEDS: Mapping[str, set[type]] = {
    "is_yes": {bool},
    "at_least": {int, float},
    "at_most": {int, float},
    "within_days": {date},
}
# Code of the message, key below the set, values of the message.
_Mistake = tuple[str, KeyPath, Mapping[str, object]]


def content_problems(made: RequirementSet, read: Source) -> Iterator[Problem]:
    """Everything that is wrong with the set taken by itself, each at its line in the file."""
    for code, path, values in _mistakes(made):
        place = read.place(path)
        yield Problem.at(code, place.file, place.line, dotted(path), **values)


def _mistakes(made: RequirementSet) -> Iterator[_Mistake]:
    yield from _twice((), "requirements", (requirement.id for requirement in made.requirements))
    for index, requirement in enumerate(made.requirements):
        here: KeyPath = ("requirements", index)
        yield from _of_requirement(requirement, here)
        yield from _twice(here, "elements", (element.id for element in requirement.elements))


def _twice(here: KeyPath, key: str, ids: Iterable[str]) -> Iterator[_Mistake]:
    seen: set[str] = set()
    for index, name in enumerate(ids):
        if name in seen:
            yield "id_twice", (*here, key, index, "id"), {"came": name}
        seen.add(name)


def _of_requirement(requirement: Requirement, here: KeyPath) -> Iterator[_Mistake]:
    asked = requirement.applies_when
    if asked not in (None, *CONDITIONS):
        yield "unknown_condition", (*here, "applies_when"), {"came": asked, "near": near(str(asked), CONDITIONS)}
    for index, condition in enumerate(requirement.decided_by):
        yield from _of_condition(condition, (*here, "decided_by", index))


def _of_condition(condition: FactCondition, here: KeyPath) -> Iterator[_Mistake]:
    path: KeyPath = tuple(condition.fact.split("."))
    group = group_at(path[:-1])
    if group is None or path[-1] not in group.model_fields:
        known = near(str(path[-1]), group.model_fields if group else Terminal.model_fields)
        yield "unknown_fact", (*here, "fact"), {"came": condition.fact, "near": known}
        return
    if condition.stated != 1:
        yield "condition_not_one", here, {"came": condition.fact}
    for asked in _NEEDS:
        if getattr(condition, asked) is not None and not _fits(asked, path):
            yield "condition_wrong_fact", (*here, asked), {"came": condition.fact, "asked": asked}


def _fits(asked: str, path: KeyPath) -> bool:
    if leads_through_list(path) or (asked == "within_days" and may_lie_ahead(path)):
        return False
    return bool(leaf_types(path) & _NEEDS[asked])
