"""The year plan: what is settled and what the interval lets expect, by the months of the fiscal year."""

from __future__ import annotations

from datetime import date

import pytest
from quaybook.documents.paper.year_plan import FiscalYear, fiscal_year, year_plan

from tests.assessment.rules.cases.changes import TODO
from tests.helpers.renderings import judged_with

APRIL, JUNE, OCTOBER, JANUARY, MARCH = 0, 2, 6, 9, 11


def plan(next_on: str, interval: str) -> tuple[FiscalYear, ...]:
    changes = {"courses[*].next_on": TODO, "drills[*].next_on": TODO}
    one = {"drills[0].next_on": next_on, "drills[0].interval_days": interval}
    return year_plan(judged_with("chitoseura", {**changes, **one}).terminal)


@pytest.mark.parametrize(("day", "year"), [((2027, 3, 31), 2026), ((2027, 4, 1), 2027), ((2026, 12, 31), 2026)])
def test_a_fiscal_year_begins_in_april(day: tuple[int, int, int], year: int) -> None:
    assert fiscal_year(date(*day)) == year


def test_the_settled_day_and_the_months_to_expect() -> None:
    (year,) = plan("2026-06-15", "120")
    (row,) = year.rows
    assert (year.year, row.is_drill) == (2026, True)
    assert {month: days for month, days in enumerate(row.months) if days is not None} == {
        JUNE: (15,),
        OCTOBER: (),
        10: (),
    }


def test_what_comes_twice_in_a_month_is_told_once_and_the_settled_day_stays() -> None:
    (year,) = plan("2027-03-01", "7")
    assert year.rows[0].months == (None,) * MARCH + ((1,),)


def test_an_interval_that_nobody_knows_lets_nothing_expect() -> None:
    (year,) = plan("2027-01-10", TODO)
    assert [month for month, days in enumerate(year.rows[0].months) if days is not None] == [JANUARY]


def test_of_what_is_not_settled_there_is_no_year() -> None:
    assert plan(TODO, "30") == ()


def test_an_audience_of_the_next_year_is_shown_there() -> None:
    years = year_plan(judged_with("aonagi", {}).terminal)
    assert [year.year for year in years] == [2026, 2027]
    assert {len(row.months) for year in years for row in year.rows} == {12}
    assert {row.name for row in years[1].rows if row.months[APRIL]} >= {"全職員"}
