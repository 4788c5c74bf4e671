"""Assessment stage, remarks: from `backups[].locations[].place` in a row to the facts of a terminal that it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from quaybook.assessment.finding import FactName
from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.tables.rows import When
from quaybook.facts.positions import KeyPath
from quaybook.model.base import NotApplicable, Todo

EVERY = "[]"
_STEP = re.compile(r"\w+|\[\]")


def steps_of(path: str) -> tuple[str, ...]:
    """The keys of a generic path, with a mark for every entry of a list."""
    return tuple(_STEP.findall(path))


def reach(t: Reading, path: str, beside: KeyPath = ()) -> Iterator[tuple[KeyPath, object]]:
    """Every fact that `path` means, with its own path; of lists that `beside` goes through too, its entry only."""
    yield from _along(t.part, steps_of(path), (), beside)


def _along(found: object, steps: Sequence[str], here: KeyPath, beside: KeyPath) -> Iterator[tuple[KeyPath, object]]:
    if not steps:
        yield here, found
        return
    step, *rest = steps
    if step == EVERY:
        assert isinstance(found, tuple)
        same = len(beside) > len(here) and beside[: len(here)] == here
        for number in (int(beside[len(here)]),) if same else range(len(found)):
            yield from _along(found[number], rest, (*here, number), beside)
    elif found is not None:
        yield from _along(getattr(found, step), rest, (*here, step), beside)


def holds(t: Reading, conditions: Iterable[When], beside: KeyPath) -> bool:
    """Whether the facts beside another are such that a row counts for it; an open one never is."""
    return all(any(_is(value, when) for _, value in reach(t, when.fact, beside)) for when in conditions)


def _is(value: object, when: When) -> bool:
    if value is None or isinstance(value, Todo | NotApplicable):
        return False
    if isinstance(value, tuple):
        return not any(isinstance(each, Todo) for each in value) and any(_is(each, when) for each in value)
    return not when.any_of or _written(value) in when.any_of


def _written(value: object) -> str:
    """The value as it stands in facts."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.value if isinstance(value, StrEnum) else str(value)


def conditions_at(t: Reading, conditions: Iterable[When], beside: KeyPath) -> tuple[KeyPath, ...]:
    """Where the facts stand on which a row depends."""
    return tuple(path for when in conditions for path, _ in reach(t, when.fact, beside))


def named(path: KeyPath) -> FactName:
    """The fact at `path`, to be called by its meaning."""
    return FactName(".".join(step for step in path if isinstance(step, str)))
