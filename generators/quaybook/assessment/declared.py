"""Assessment stage: requirements that a set decides by data: what it asks of facts, of lists, and of series of dates.

A company's own rules, or a later guideline, need no Python where flags, numbers and dates decide. What is not there
is never taken for good: an empty list and a date that is left out are not met, and what is TODO is unknown unless
the rest decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise
from math import ceil
from typing import Any

from quaybook.assessment.finding import Check, Demand, Entry, FactName, Quantity
from quaybook.assessment.reading import Checks, Reading
from quaybook.catalogue.truth import Truth, every, some
from quaybook.model.base import Todo
from quaybook.model.fields import lists_on
from quaybook.model.requirement import Asked, Criterion, FactCondition


def declared(t: Reading, criteria: Iterable[Criterion]) -> Checks:
    """One check per criterion; of a series of dates, one for what lies between them and one for the last."""
    for criterion in criteria:
        if criterion.fact is not None:
            yield _of_fact(t, criterion, criterion.fact)
        elif criterion.dates is not None:
            yield from _of_dates(t, criterion, criterion.dates)
        elif criterion.every is not None:
            yield _of_every(t, criterion.every, criterion.has or ())
        elif criterion.any is not None:
            yield _of_any(t, criterion.any, criterion.has or ())


def _of_fact(t: Reading, asked: Asked, fact: str) -> Check:
    key, wanted = _one(asked)
    if key == "not_after":
        return _of_order(t, fact, wanted)
    truth = _HOLDS[key](t, fact, wanted)
    value, wish = Quantity(t.value(fact), _path(fact)), Quantity(wanted, _path(fact))
    return t.check(f"declared_{key}", truth, fact=FactName(fact), value=value, wanted=wish)


def _of_order(t: Reading, fact: str, other: str) -> Check:
    truth, days = _not_after(t, fact, other), (t.value(fact), t.value(other))
    key = "declared_no_order" if any(day is None for day in days) else "declared_not_after"
    names = {"fact": FactName(fact), "other": FactName(other)}
    return t.check(key, truth, value=days[0], wanted=days[1], **names)


def _of_every(t: Reading, name: str, conditions: tuple[FactCondition, ...]) -> Check:
    entries = t.entries(name)
    if not entries:
        return _of_none(t, name)
    truths = {entry.path: _meets(entry, conditions) for entry in entries}
    names = tuple(Entry(path) for path, truth in truths.items() if truth is False)
    values = {"names": names, "list": FactName(name), "demands": _demands(name, conditions)}
    return t.each("declared_every", entries, lambda entry: truths[entry.path], **values)


def _of_any(t: Reading, name: str, conditions: tuple[FactCondition, ...]) -> Check:
    entries = t.entries(name)
    if not entries:
        return _of_none(t, name)
    truth = some([_meets(entry, conditions) for entry in entries])
    values = {"list": FactName(name), "total": len(entries), "demands": _demands(name, conditions)}
    return t.check("declared_any", truth, **values)


def _of_none(t: Reading, name: str) -> Check:
    """Of a list without entries nothing is known to be so."""
    return t.check("declared_no_entry", False, list=FactName(name))


def _meets(entry: Reading, conditions: tuple[FactCondition, ...]) -> Truth:
    asked = [(condition.fact, *_one(condition)) for condition in conditions]
    return every([_HOLDS[key](entry, fact, wanted) for fact, key, wanted in asked])


def _demands(name: str, conditions: tuple[FactCondition, ...]) -> tuple[Demand, ...]:
    return tuple(_demand(name, condition.fact, *_one(condition)) for condition in conditions)


def _demand(name: str, fact: str, key: str, wanted: Any) -> Demand:
    path = f"{name}.{fact}"
    wish = FactName(f"{name}.{wanted}") if key == "not_after" else Quantity(wanted, _path(path))
    return Demand(key, FactName(path), wish)


def _of_dates(t: Reading, criterion: Criterion, dates: tuple[str, ...]) -> Checks:
    between, last = criterion.apart_days, criterion.within_days
    assert between is not None, dates
    called = tuple(map(FactName, dates))
    found = [group.value(key) for group, key in ends(t, dates)]
    known = sorted(day for day in found if isinstance(day, date))
    unknown = sum(isinstance(day, Todo) for day in found)
    if len(known) + unknown > 1:
        gaps = [(later - earlier).days for earlier, later in pairwise(known)]
        truth = _close(gaps, unknown, between)
        yield t.check("declared_apart", truth, facts=called, gap=max(gaps, default=None), wanted=between)
    elif last is None:
        yield t.check("declared_apart_few", False, facts=called, count=len(known))
    if last is not None:
        truth = some([group.within(key, last) for group, key in ends(t, dates)])
        yield t.check("declared_last", truth, facts=called, value=max(known, default=None), wanted=last)


def _close(gaps: Sequence[int], unknown: int, days: int) -> Truth:
    """Whether no gap is longer than `days`, while any of the `unknown` dates may fill a gap or make a new one."""
    too_long = [gap for gap in gaps if gap > days]
    fillers = sum(ceil(gap / days) - 1 for gap in too_long) if days else unknown + len(too_long)
    if too_long and fillers > unknown:
        return False
    return None if unknown else True


def ends(t: Reading, paths: Iterable[str]) -> list[tuple[Reading, str]]:
    """Each group of facts in which one of the paths ends, an entry of a list or the whole, with the key there."""
    found: list[tuple[Reading, str]] = []
    for path in paths:
        name = ".".join(map(str, lists[0])) if (lists := lists_on(_path(path))) else ""
        if name == path:
            # The list itself, and not what its entries say.
            found.append((t, path))
            continue
        rest = path.removeprefix(f"{name}.")
        found += [(entry, rest) for entry in t.entries(name)] if name else [(t, path)]
    return found


def _path(fact: str) -> tuple[str, ...]:
    return tuple(fact.split("."))


def _one(asked: Asked) -> tuple[str, Any]:
    """The condition that is given, and what it asks for."""
    return next((key, wanted) for key in _HOLDS if (wanted := getattr(asked, key)) is not None)


def _flag(t: Reading, path: str, wanted: bool) -> Truth:
    return t.yes(path) if wanted else t.no(path)


def _not_after(t: Reading, path: str, other: str) -> Truth:
    first, second = t.value(path), t.value(other)
    if first is None or second is None:
        return False
    return None if isinstance(first, Todo) or isinstance(second, Todo) else first <= second


_HOLDS: dict[str, Callable[[Reading, str, Any], Truth]] = {
    "is_yes": _flag,
    "at_least": Reading.at_least,
    "at_most": Reading.at_most,
    "within_days": Reading.within,
    "not_after": _not_after,
}
