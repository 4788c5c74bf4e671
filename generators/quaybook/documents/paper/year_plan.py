"""Documents stage, paper: the year plan as people hang it up: who is taught and what is drilled in which month.

The fiscal year begins in April. Only the next time has a day; what follows is reckoned from the interval.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from quaybook.assessment.calendar_days import days_later
from quaybook.model.terminal import Terminal

_FIRST_MONTH, _MONTHS = 4, 12
# A plan for more years than anybody hangs up would only hide the one that counts.
_YEARS_AT_MOST = 3


@dataclass(frozen=True)
class YearRow:
    """`months` begin with April: the days that are settled, empty where only the interval says so, None for nothing."""

    is_drill: bool
    name: Any
    months: tuple[tuple[int, ...] | None, ...]


@dataclass(frozen=True)
class FiscalYear:
    year: int
    rows: tuple[YearRow, ...]


def year_plan(terminal: Terminal) -> tuple[FiscalYear, ...]:
    """Each fiscal year in which something is settled, the last few of them; what has no sure day is in none."""
    planned = [(False, each.audience, each.next_on, each.interval_days) for each in terminal.courses]
    planned += [(True, each.name, each.next_on, each.interval_days) for each in terminal.drills]
    known = [(drill, name, on, days) for drill, name, on, days in planned if isinstance(on, date)]
    years = sorted({fiscal_year(on) for _, _, on, _ in known})[-_YEARS_AT_MOST:]
    return tuple(FiscalYear(year, tuple(_rows(year, known))) for year in years)


def fiscal_year(day: date) -> int:
    """The year in whose April the fiscal year of the day began."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def _rows(year: int, known: Iterable[tuple[bool, Any, date, object]]) -> list[YearRow]:
    found = []
    for is_drill, name, on, days in known:
        months = _months(year, on, days)
        if any(each is not None for each in months):
            found.append(YearRow(is_drill, name, months))
    return found


def _months(year: int, on: date, days: object) -> tuple[tuple[int, ...] | None, ...]:
    made: list[tuple[int, ...] | None] = [None] * _MONTHS
    if fiscal_year(on) == year:
        made[_place(on)] = (on.day,)
    for day in _later(year, on, days):
        made[_place(day)] = made[_place(day)] or ()
    return tuple(made)


def _later(year: int, on: date, days: object) -> Iterable[date]:
    """When it would be again in that year, if the interval is kept to the day."""
    if not isinstance(days, int) or days < 1:
        return
    day = days_later(on, days)
    while fiscal_year(day) <= year and day < date.max:
        if fiscal_year(day) == year:
            yield day
        day = days_later(day, days)


def _place(day: date) -> int:
    return (day.month - _FIRST_MONTH) % _MONTHS
