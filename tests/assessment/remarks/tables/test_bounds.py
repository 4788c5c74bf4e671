"""Every number of the schema has a bound, every day to come a last one; beyond them, and only there, is a remark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from quaybook.assessment.remarks.tables.bounds import BOUNDS
from quaybook.assessment.remarks.tables.rows import DayBound, NumberBound, bounds
from quaybook.facts.positions import KeyPath
from quaybook.model.done_on import LIES_AHEAD, may_lie_ahead
from quaybook.model.fields import leaf_types, models_within
from quaybook.model.terminal import Terminal

from tests.conftest import SAMPLES, TODAY
from tests.helpers.samples_read import Spot, newly, stated, usual

EARLIEST = bounds().earliest


def leaves_of(group: type[BaseModel] = Terminal, here: str = "") -> Iterator[tuple[str, frozenset[type]]]:
    """Every fact of the schema by its generic path, with its plain types."""
    for name, field in group.model_fields.items():
        path = f"{here}.{name}" if here else name
        if get_origin(field.annotation) is tuple:
            path += "[]"
        inner = [*models_within(field.annotation)]
        if inner:
            yield from leaves_of(inner[0], path)
        else:
            yield path, leaf_types(tuple(path.replace("[]", "").split(".")))


def of_type(*types: type) -> set[str]:
    found = {path for path, kinds in leaves_of() if kinds & set(types) and bool not in kinds}
    assert len(found) > 10
    return found


def test_every_number_has_a_bound_or_a_reason_why_not() -> None:
    numbers = of_type(int, float)
    bound = {row.fact for row in bounds().numbers}
    without = {row.fact for row in bounds().unbounded}
    assert len(numbers) > 80
    assert bound | without == numbers
    assert not bound & without
    assert all(row.because for row in bounds().unbounded) or not without


def test_every_day_to_come_has_a_last_one() -> None:
    ahead = {path for path in of_type(date) if path.rpartition(".")[2] in LIES_AHEAD}
    assert {row.fact for row in bounds().days} == ahead


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_samples_are_plausible(sample: str) -> None:
    assert usual(sample, BOUNDS) == frozenset()


# No sample has a part that stops with a capacity, nor people of other languages; `wrong_facts.yml` has.
UNSHOWN = {("manual.areas[].parts[].capacity_per_hour", 0), ("terminal.staff_languages[].staff", 5000)}
NUMBERS = [row for row in bounds().numbers if (row.fact, row.most) not in UNSHOWN]


def place_for(row: NumberBound | DayBound) -> tuple[str, KeyPath, Any]:
    when = row.when if isinstance(row, NumberBound) else ()
    return next(stated(row.fact, when))


def is_whole(row: NumberBound) -> bool:
    return float not in leaf_types(tuple(row.fact.replace("[]", "").split(".")))


def beyond(row: NumberBound) -> list[float]:
    """A little more than the most, a little less than the least where the schema takes it."""
    less = row.least - 1 if is_whole(row) else row.least / 2
    return [row.most + 1, row.most * 3 + 2, *([less] if less >= 0 and row.least else [])]


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: f"{row.fact}-{row.most:g}")
def test_a_number_beyond_its_bound_is_remarked(row: NumberBound) -> None:
    sample, path, _ = place_for(row)
    assert newly(sample, BOUNDS, {path: row.most}) == set()
    assert newly(sample, BOUNDS, {path: row.least}) == set()
    tried = beyond(row)
    assert len(tried) >= 2
    for value in tried:
        found = newly(sample, BOUNDS, {path: value})
        assert found == {("number_implausible", frozenset({path}))}, value


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(NUMBERS), st.data())
def test_any_number_is_remarked_if_and_only_if_it_is_beyond(row: NumberBound, data: st.DataObject) -> None:
    sample, path, _ = place_for(row)
    same = [each for each in NUMBERS if each.fact == row.fact]
    value = data.draw(st.integers(0, 40_000))
    expected = all(each.least <= value <= each.most for each in same if (sample, path) in where(each))
    found = newly(sample, BOUNDS, {path: value})
    assert (found == set()) == expected


def where(row: NumberBound) -> set[tuple[str, KeyPath]]:
    return {(sample, path) for sample, path, _ in stated(row.fact, row.when)}


def day_beyond(row: DayBound, sample: str, path: KeyPath) -> tuple[date, Spot]:
    if row.after is None:
        return TODAY + timedelta(row.most_days), ("day_too_far_ahead", frozenset({path}))
    begun = [(other, day) for which, other, day in stated(row.after) if which == sample and other[:-1] == path[:-1]]
    assert len(begun) == 1
    return begun[0][1] + timedelta(row.most_days), ("day_too_far_ahead", frozenset({path, begun[0][0]}))


@pytest.mark.parametrize("row", bounds().days, ids=lambda row: row.fact)
def test_a_day_too_far_ahead_is_remarked(row: DayBound) -> None:
    sample, path, _ = place_for(row)
    last, spot = day_beyond(row, sample, path)
    assert newly(sample, BOUNDS, {path: last}) == set()
    assert newly(sample, BOUNDS, {path: (last + timedelta(1))}) == {spot}
    assert spot in newly(sample, BOUNDS, {path: date.max})


@pytest.mark.parametrize("fact", sorted(of_type(date)))
def test_a_day_too_long_ago_is_remarked(fact: str) -> None:
    sample, path, _ = next(stated(fact))
    spot = ("day_too_long_ago", frozenset({path}))
    first = EARLIEST if may_lie_ahead(path) else TODAY - timedelta(bounds().done_most_days)
    assert EARLIEST <= first < TODAY - timedelta(3650)
    assert spot in newly(sample, BOUNDS, {path: first - timedelta(1)})
    assert spot not in newly(sample, BOUNDS, {path: first})
