"""Assessment stage, remarks: two facts, or the entries of a list, that stand in the wrong order to each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import TypeAlias

from quaybook.assessment.finding import Quantity, Who
from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remark, Remarker, Remarks, denied, number
from quaybook.assessment.remarks.tables.reach import conditions_at, holds, named, reach
from quaybook.assessment.remarks.tables.rows import Alike, Apart, Of, Order, orders
from quaybook.assessment.remarks.tables.sameness import key_of
from quaybook.facts.positions import KeyPath
from quaybook.model.base import NotApplicable, Todo

Found: TypeAlias = tuple[KeyPath, object]


def _orders(t: Reading) -> Remarks:
    for order in orders().orders:
        for path, value in reach(t, order.less):
            for other in _compared(t, order, path):
                yield from _order(order, (path, value), other)


def _compared(t: Reading, order: Order, path: KeyPath) -> Iterable[Found]:
    found = [*reach(t, order.more, path)]
    if order.more_is == Of.EACH:
        return found
    known = [(value, each) for each, raw in found if (value := number(raw)) is not None]
    # The highest of all is not known while one of them is not.
    return [max(known, key=lambda pair: pair[0])[::-1]] if found and len(known) == len(found) else ()


def _order(order: Order, less: Found, more: Found) -> Remarks:
    (path, first), (other, then) = less, more
    if isinstance(first, date) and isinstance(then, date):
        if then < first or (order.strict and then == first):
            yield denied("date_before", other, path, then=then, first=first)
        return
    low, high = number(first), number(then)
    if low is not None and high is not None and low > high * order.more_times:
        values = {"one": named(path), "value": Quantity(low, path), "other": named(other)}
        yield denied("number_beyond", path, other, **values, limit=Quantity(high, other))


def _apart(t: Reading) -> Remarks:
    for row in orders().apart:
        seen = set()
        for path, value in reach(t, row.one):
            key = key_of(value, row.alike)
            if key is None or not holds(t, row.when, path):
                continue
            for other in _alike(t, row, key):
                # A row may compare a list with itself.
                if other != path and frozenset((path, other)) not in seen:
                    seen.add(frozenset((path, other)))
                    yield _same(t, row, (path, value), other)


def _alike(t: Reading, row: Apart, key: str) -> Iterator[KeyPath]:
    for other, value in reach(t, row.other):
        if key_of(value, row.alike) == key and holds(t, row.other_when, other):
            yield other


def _same(t: Reading, row: Apart, found: Found, other: KeyPath) -> Remark:
    path, value = found
    facts = (path, other, *conditions_at(t, row.when, path))
    values = {"one": named(path), "other": named(other)}
    if row.alike == Alike.PERSON:
        return denied("same_person", *facts, **values, person=Who((value,)))
    return denied("same_place", *facts, **values, place=value)


def _distinct(t: Reading) -> Remarks:
    for row in orders().distinct:
        by_list: dict[KeyPath, list[Found]] = defaultdict(list)
        for path, value in reach(t, row.fact):
            by_list[_around(path)].append((path, value))
        for entries in by_list.values():
            yield from _twice(entries)


def _around(path: KeyPath) -> KeyPath:
    """The innermost list in which the fact stands."""
    last = max(number for number, step in enumerate(path) if isinstance(step, int))
    return path[:last]


def _twice(entries: Iterable[Found]) -> Remarks:
    alike: dict[object, list[Found]] = defaultdict(list)
    for path, value in entries:
        if not isinstance(value, Todo):
            alike[key_of(value, Alike.TEXT) or value].append((path, value))
    for found in alike.values():
        if len(found) > 1:
            yield denied("stated_twice", *(path for path, _ in found), value=found[0][1])


def _ascending(t: Reading) -> Remarks:
    for row in orders().ascending:
        for (path, first), (other, then) in pairwise(reach(t, row.fact)):
            if _is_before(then, first):
                yield denied("list_out_of_order", other, path, fact=named(other), then=then, first=first)


def _is_before(then: object, first: object) -> bool:
    if isinstance(then, date) and isinstance(first, date):
        return then < first
    low, high = number(then), number(first)
    return low is not None and high is not None and low < high


def _needed(t: Reading) -> Remarks:
    for row in orders().needed:
        for path, value in reach(t, row.fact):
            if not _is_stated(value) and holds(t, row.when, path):
                yield denied("unset_though_needed", path, *conditions_at(t, row.when, path), fact=named(path))


def _unfit(t: Reading) -> Remarks:
    for row in orders().unfit:
        for path, value in reach(t, row.fact):
            if _is_stated(value) and not isinstance(value, Todo | NotApplicable) and holds(t, row.when, path):
                yield denied("stated_though_absent", path, *conditions_at(t, row.when, path), fact=named(path))


def _is_stated(value: object) -> bool:
    return value is not None and not (isinstance(value, tuple) and not value)


def _implied(t: Reading) -> Remarks:
    for row in orders().implied:
        for path, value in reach(t, row.fact):
            for other, needed in reach(t, row.needs, path):
                if value is True and needed is False:
                    yield denied("yes_needs_yes", path, other, fact=named(path), needs=named(other))


ORDERS: tuple[Remarker, ...] = (_orders, _apart, _distinct, _ascending, _needed, _unfit, _implied)
