"""The samples as remarks read them, for tests that break one fact after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remark, Remarker
from quaybook.assessment.remarks.tables.reach import holds, reach
from quaybook.assessment.remarks.tables.rows import When
from quaybook.facts.positions import KeyPath, Source
from quaybook.model.base import Facts, NotApplicable, Todo
from quaybook.model.load import load_terminal

from tests.conftest import SAMPLES, TODAY
from tests.helpers.workspaces import facts_of

Spot = tuple[str, frozenset[KeyPath]]


@cache
def reading_of_sample(sample: str) -> Reading:
    source = Source(data=facts_of(sample))
    terminal, problems = load_terminal(source)
    assert terminal is not None, problems[:3]
    return Reading(terminal, TODAY)


def replaced(part: Any, path: KeyPath, value: object) -> Any:
    """The facts with another value at `path`, of the type that it has there."""
    if not path:
        return value
    step, *rest = path
    if isinstance(step, int):
        return (*part[:step], replaced(part[step], tuple(rest), value), *part[step + 1 :])
    return part.model_copy(update={step: replaced(getattr(part, step), tuple(rest), value)})


def reading_with(sample: str, changes: Mapping[KeyPath, object]) -> Reading:
    terminal = reading_of_sample(sample).part
    for path, value in changes.items():
        terminal = replaced(terminal, path, value)
    return Reading(terminal, TODAY)


def made_by(remarkers: Iterable[Remarker], t: Reading) -> tuple[Remark, ...]:
    return tuple(remark for remarker in remarkers for remark in remarker(t))


def spots_of(found: Iterable[Remark]) -> set[Spot]:
    return {(remark.code, frozenset(remark.facts)) for remark in found}


@cache
def usual(sample: str, remarkers: tuple[Remarker, ...]) -> frozenset[Spot]:
    """What is remarked of the sample as it is."""
    return frozenset(spots_of(made_by(remarkers, reading_of_sample(sample))))


def newly(sample: str, remarkers: tuple[Remarker, ...], changes: Mapping[KeyPath, object]) -> set[Spot]:
    """What is remarked of the sample with these changes, and not without them."""
    return spots_of(made_by(remarkers, reading_with(sample, changes))) - usual(sample, remarkers)


def stated(path: str, when: tuple[When, ...] = ()) -> Iterator[tuple[str, KeyPath, Any]]:
    """Every known fact at the generic path for which the conditions hold, sample by sample."""
    for sample in SAMPLES:
        t = reading_of_sample(sample)
        for here, value in reach(t, path):
            if not (value is None or isinstance(value, Facts | Todo | NotApplicable)) and holds(t, when, here):
                yield sample, here, value
