"""Each row of orders, broken on a sample, makes that remark and none of another row; the samples A and C break none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quaybook.assessment.remarks.tables.orders import ORDERS
from quaybook.assessment.remarks.tables.reach import conditions_at, holds, reach
from quaybook.assessment.remarks.tables.rows import (
    Alike,
    Apart,
    Implied,
    Listed,
    Needed,
    Of,
    Order,
    Unfit,
    When,
    orders,
)
from quaybook.facts.positions import KeyPath
from quaybook.model.base import Todo
from quaybook.model.fields import group_at, target_of

from tests.conftest import SAMPLES
from tests.helpers.samples_read import newly, reading_of_sample, stated, usual


def fields(path: str) -> KeyPath:
    return tuple(path.replace("[]", "").split("."))


def paths_named() -> Iterator[str]:
    table = orders()
    for order in table.orders:
        yield from (order.less, order.more)
    for apart in table.apart:
        yield from (apart.one, apart.other, *(when.fact for when in (*apart.when, *apart.other_when)))
    yield from (row.fact for row in (*table.distinct, *table.ascending))
    for needed in table.needed:
        yield from (needed.fact, *(when.fact for when in needed.when))
    for unfit in table.unfit:
        yield from (unfit.fact, *(when.fact for when in unfit.when))
    for implied in table.implied:
        yield from (implied.fact, implied.needs)


def test_every_path_leads_to_a_fact() -> None:
    found = [*paths_named()]
    assert len(found) > 80
    for path in found:
        group = group_at(fields(path)[:-1])
        assert group is not None, path
        assert fields(path)[-1] in group.model_fields, path
    people = [row for row in orders().apart if row.alike == Alike.PERSON]
    assert len(people) > 5
    assert {target_of(fields(path)) for row in people for path in (row.one, row.other)} == {"people"}


@pytest.mark.parametrize("sample", ["aonagi", "hoshimisaki"])
def test_the_strong_samples_break_no_order(sample: str) -> None:
    assert usual(sample, ORDERS) == frozenset()


def pair(order: Order) -> tuple[str, KeyPath, Any, KeyPath, Any]:
    """Two facts of one sample of which the row says something and finds nothing wrong."""
    for sample, path, value in stated(order.less):
        found = [*reach(reading_of_sample(sample), order.more, path)]
        known = [(other, limit) for other, limit in found if isinstance(limit, date | int | float)]
        if known and (order.more_is == Of.EACH or len(known) == len(found)):
            other, limit = max(known, key=lambda each: each[1]) if order.more_is == Of.HIGHEST else known[0]
            return sample, path, value, other, limit
    raise AssertionError(order)


def broken_by(order: Order, first: Any, limit: Any, excess: int) -> tuple[object, object]:
    """The last value of `less` that the row allows, and one that is beyond by `excess`."""
    if isinstance(first, date):
        last = limit - timedelta(1 if order.strict else 0)
        return last, limit + timedelta(excess)
    allowed = limit * order.more_times
    return allowed, allowed + excess


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(orders().orders), st.integers(1, 5000))
def test_any_excess_is_remarked(order: Order, excess: int) -> None:
    sample, path, first, other, limit = pair(order)
    allowed, beyond = broken_by(order, first, limit, excess)
    code = "date_before" if isinstance(first, date) else "number_beyond"
    assert (code, frozenset({path, other})) in newly(sample, ORDERS, {path: beyond})
    assert (code, frozenset({path, other})) not in newly(sample, ORDERS, {path: allowed})


@pytest.mark.parametrize("order", orders().orders, ids=lambda row: f"{row.less}-{row.more}")
def test_a_broken_order_makes_its_remark_and_no_other(order: Order) -> None:
    sample, path, first, other, limit = pair(order)
    _, beyond = broken_by(order, first, limit, 1)
    found = newly(sample, ORDERS, {path: beyond})
    code = "date_before" if isinstance(first, date) else "number_beyond"
    assert (code, frozenset({path, other})) in found
    # What else is remarked rests on the changed fact too, by another row about it.
    assert all(path in facts for _, facts in found)
    assert {code for code, _ in found} <= {code, "list_out_of_order"}
    assert newly(sample, ORDERS, {path: Todo("")}) == set()


def apart_pair(row: Apart) -> tuple[str, KeyPath, KeyPath, Any]:
    for sample, path, _ in stated(row.one, row.when):
        for which, other, value in stated(row.other, row.other_when):
            if which == sample and other != path:
                return sample, path, other, value
    raise AssertionError(row)


@pytest.mark.parametrize("row", orders().apart, ids=lambda row: f"{row.one}-{row.other}")
def test_what_has_to_be_apart_and_is_not_is_remarked(row: Apart) -> None:
    sample, path, other, value = apart_pair(row)
    found = newly(sample, ORDERS, {path: value})
    code = "same_person" if row.alike == Alike.PERSON else "same_place"
    conditions = conditions_at(reading_of_sample(sample), row.when, path)
    assert (code, frozenset({path, other, *conditions})) in found
    assert all(path in facts for _, facts in found)
    assert newly(sample, ORDERS, {path: Todo("")}) == set()
    assert newly(sample, ORDERS, {other: Todo("")}) == set()


def test_a_building_is_the_same_whatever_the_floor() -> None:
    path = ("bcp", "headquarters", "alternate_place")
    for place in ("管理棟", "管理棟１階　会議室B", "管理棟(別の階)", "管理棟3階"):
        assert newly("aonagi", ORDERS, {path: place}) != set(), place
    for place in ("管理別棟1階 会議室B", "新管理棟3階 会議室A", "県の合同庁舎3階"):
        assert newly("aonagi", ORDERS, {path: place}) == set(), place


def two_of(row: Listed) -> tuple[str, KeyPath, Any, KeyPath, Any]:
    """Two entries of one list, in their order."""
    found = [*stated(row.fact)]
    for (sample, path, value), (which, other, then) in pairwise(found):
        last = max(number for number, step in enumerate(path) if isinstance(step, int))
        if sample == which and path[:last] == other[:last]:
            return sample, path, value, other, then
    raise AssertionError(row)


# No sample has two of these; `wrong_facts.yml` has.
UNSHOWN = {"remote_access.ways[].name", "terminal.staff_languages[].language"}
DISTINCT = [row for row in orders().distinct if row.fact not in UNSHOWN]


@pytest.mark.parametrize("row", DISTINCT, ids=lambda row: row.fact)
def test_what_stands_twice_is_remarked(row: Listed) -> None:
    sample, path, value, other, _ = two_of(row)
    assert ("stated_twice", frozenset({path, other})) in newly(sample, ORDERS, {other: value})
    assert newly(sample, ORDERS, {path: Todo(""), other: Todo("")}) == set()


@pytest.mark.parametrize("row", orders().ascending, ids=lambda row: row.fact)
def test_a_list_that_runs_down_is_remarked(row: Listed) -> None:
    sample, path, value, other, _ = two_of(row)
    less = value - (timedelta(1) if isinstance(value, date) else 1)
    found = newly(sample, ORDERS, {other: less})
    assert ("list_out_of_order", frozenset({path, other})) in found


def needed_at(row: Needed) -> tuple[str, KeyPath]:
    for sample in SAMPLES:
        t = reading_of_sample(sample)
        for path, value in reach(t, row.fact):
            if value not in (None, ()) and holds(t, row.when, path):
                return sample, path
    raise AssertionError(row)


@pytest.mark.parametrize("row", orders().needed, ids=lambda row: row.fact)
def test_what_is_needed_and_not_stated_is_remarked(row: Needed) -> None:
    sample, path = needed_at(row)
    conditions = conditions_at(reading_of_sample(sample), row.when, path)
    (_, value), *_ = reach(reading_of_sample(sample), row.fact, path)
    nothing: object = () if isinstance(value, tuple) else None
    spot = ("unset_though_needed", frozenset({path, *conditions}))
    assert spot in newly(sample, ORDERS, {path: nothing})
    assert spot not in newly(sample, ORDERS, {path: nothing, conditions[0]: False})
    assert spot not in newly(sample, ORDERS, {path: nothing, conditions[0]: Todo("")})


def answer(row: Unfit, sample: str, path: KeyPath, value: object) -> dict[KeyPath, object]:
    (where, _), *_ = reach(reading_of_sample(sample), row.when[0].fact, path)
    return {where: value}


@pytest.mark.parametrize("row", orders().unfit, ids=lambda row: row.fact)
def test_what_is_described_though_it_is_not_there_is_remarked(row: Unfit) -> None:
    sample, path = next((s, p) for s, p, value in stated(row.fact) if value != ())
    no = answer(row, sample, path, False)
    spot = ("stated_though_absent", frozenset({path, *no}))
    (_, value), *_ = reach(reading_of_sample(sample), row.fact, path)
    assert spot in newly(sample, ORDERS, no)
    assert spot not in newly(sample, ORDERS, {**no, path: () if isinstance(value, tuple) else None})
    assert spot not in newly(sample, ORDERS, answer(row, sample, path, Todo("")))


@pytest.mark.parametrize("row", orders().implied, ids=lambda row: f"{row.fact}-{row.needs}")
def test_a_yes_that_needs_another_is_remarked(row: Implied) -> None:
    sample, path, _ = next(stated(row.fact))
    (other, _), *_ = reach(reading_of_sample(sample), row.needs, path)
    spot = ("yes_needs_yes", frozenset({path, other}))
    assert spot in newly(sample, ORDERS, {path: True, other: False})
    for answers in ((True, True), (False, False), (True, Todo("")), (Todo(""), False)):
        assert spot not in newly(sample, ORDERS, dict(zip((path, other), answers, strict=True))), answers


def test_a_row_counts_only_where_its_conditions_are_known() -> None:
    t = reading_of_sample("aonagi")
    way = ("remote_access", "ways", 0)
    assert holds(t, (When(fact="removable_media.used", any_of=("yes",)),), ())
    assert holds(t, (When(fact="remote_access.ways[].auth_factors", any_of=("possession",)),), way)
    assert not holds(t, (When(fact="remote_access.ways[].auth_factors", any_of=("biometric",)),), way)
    assert not holds(reading_of_sample("chitoseura"), (When(fact="standby.needed"),), ())
