"""Assessment stage, remarks: numbers and days that no terminal is likely to have: a slip, or not meant seriously."""

from __future__ import annotations

from datetime import date

from quaybook.assessment.calendar_days import days_later
from quaybook.assessment.finding import Quantity
from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remark, Remarker, RemarkKind, Remarks, number
from quaybook.assessment.remarks.tables.reach import holds, named, reach
from quaybook.assessment.remarks.tables.rows import DayBound, NumberBound, bounds
from quaybook.facts.positions import KeyPath
from quaybook.model.done_on import may_lie_ahead
from quaybook.model.fields import leaves


def _unlikely(code: str, path: KeyPath, *others: KeyPath, **values: object) -> Remark:
    told = {"fact": named(path), **values}
    return Remark(RemarkKind.IMPLAUSIBLE, code, (path, *others), tuple(told.items()))


def _numbers(t: Reading) -> Remarks:
    for bound in bounds().numbers:
        yield from _number(t, bound)


def _number(t: Reading, bound: NumberBound) -> Remarks:
    for path, value in reach(t, bound.fact):
        found = number(value)
        if found is None or bound.least <= found <= bound.most or not holds(t, bound.when, path):
            continue
        shown = {"value": Quantity(found, path), "least": _plain(bound.least), "most": Quantity(bound.most, path)}
        yield _unlikely("number_implausible", path, **shown)


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _first_days(t: Reading) -> Remarks:
    table = bounds()
    done_first = max(table.earliest, days_later(t.today, -table.done_most_days))
    for path, value in leaves(t.part):
        if not isinstance(value, date):
            continue
        earliest = table.earliest if may_lie_ahead(path) else done_first
        if value < earliest:
            yield _unlikely("day_too_long_ago", path, value=value, earliest=earliest)


def _last_days(t: Reading) -> Remarks:
    for bound in bounds().days:
        yield from _last_day(t, bound)


def _last_day(t: Reading, bound: DayBound) -> Remarks:
    for path, value in reach(t, bound.fact):
        begun = [*reach(t, bound.after, path)] if bound.after else [((), t.today)]
        for other, start in begun:
            if not isinstance(value, date) or not isinstance(start, date):
                continue
            latest = days_later(start, bound.most_days)
            if value > latest:
                others = (other,) if other else ()
                yield _unlikely("day_too_far_ahead", path, *others, value=value, latest=latest)


BOUNDS: tuple[Remarker, ...] = (_numbers, _first_days, _last_days)
