"""Facts as another terminal might have them: a sample with lists cut short, flags and choices turned, facts open.

The samples are rich, so many a branch of a text is for a terminal that none of them is.
"""

from __future__ import annotations

import copy
from enum import Enum
from random import Random
from typing import Any

from quaybook.facts.positions import KeyPath, Source
from quaybook.model.fields import group_at, leaf_types, may_be_open, target_of
from quaybook.model.load import load_terminal

from tests.assessment.rules.cases.changes import REMOVED, TODO, steps
from tests.helpers.hostile_facts import at, facts_alone, paths, types_in

NUMBERS = ("0", "1", "2")
YES_OR_NO = ("yes", "no")
TRIES = 30


def field_of(path: KeyPath) -> Any:
    names = tuple(step for step in path if isinstance(step, str))
    group = group_at(names[:-1])
    return group.model_fields.get(names[-1]) if group else None


def others(path: KeyPath) -> tuple[object, ...]:
    """What else may stand in a leaf, as far as a text may ask for it."""
    names = tuple(step for step in path if isinstance(step, str))
    field, found = field_of(path), []
    # Each area of work stands there once, so none can be turned into another; another version is no other terminal.
    if field is None or names in (("manual", "areas", "area"), ("facts_version",)):
        return ()
    types = leaf_types(names)
    found += YES_OR_NO if bool in types else NUMBERS if types & {int, float} else ()
    for kind in types_in(field.annotation):
        if isinstance(kind, type) and issubclass(kind, Enum):
            found += [each.value for each in kind]
    found += [TODO] if may_be_open(names) else []
    found += [REMOVED] if not field.is_required() and isinstance(path[-1], str) else []
    return tuple(found)


def reshaped(sample: str, random: Random) -> dict[str, Any]:
    """Facts that the model takes, with a share of all that can be otherwise otherwise."""
    origin = facts_alone(sample)
    facts = copy.deepcopy(origin)
    cut, turned = random.choice((0, 0.2, 0.6)), random.choice((0, 0.1, 0.3, 0.6))
    for path in sorted(paths(origin), key=lambda path: -len(path)):
        value = at(origin, path)
        if isinstance(value, list) and random.random() < cut:
            _set(facts, path, at(facts, path)[: random.choice((0, 1))])
        elif isinstance(value, str) and random.random() < turned and (choices := others(path)):
            _set(facts, path, random.choice(choices))
    return repaired(facts, origin)


def repaired(facts: dict[str, Any], origin: dict[str, Any]) -> dict[str, Any]:
    """The facts with what the model refuses put back, or led to an entry that is still there."""
    for _ in range(TRIES):
        terminal, problems = load_terminal(Source(data=facts))
        if terminal is not None:
            return facts
        for problem in problems:
            _mend(facts, origin, steps(problem.path), problem.code)
    raise AssertionError(problems[:5])


def _mend(facts: dict[str, Any], origin: dict[str, Any], path: KeyPath, code: str) -> None:
    if code == "unknown_reference":
        collection = str(target_of(tuple(step for step in path if isinstance(step, str))))
        if not facts[collection]:
            facts[collection] = copy.deepcopy(origin[collection][:1])
        _set(facts, path, facts[collection][0]["id"])
    else:
        _set(facts, path, copy.deepcopy(at(origin, path)))


def _set(facts: dict[str, Any], path: KeyPath, value: object) -> None:
    holder = at(facts, path[:-1])
    if value is REMOVED:
        holder.pop(path[-1], None)
    else:
        holder[path[-1]] = value
