"""Clocks that run from a moment on: no deadline lies before it, and nobody is told a later one than there is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quaybook.law.deadlines import Deadline, deadlines, end_of_day, later, moment
from quaybook.law.load import load_law
from quaybook.model.base import Todo
from quaybook.resources import policy_source

from tests.assessment.rules.cases.changes import TODO, Changes
from tests.conftest import prepared_sample
from tests.helpers.renderings import judged_with

KNOWN = datetime(2026, 11, 29, 2, 10)
MINUTES = st.datetimes(min_value=datetime(1900, 1, 1)).map(lambda m: m.replace(second=0, microsecond=0))


def running(changes: Changes | None = None, name: str = "aonagi", known: datetime = KNOWN) -> dict[str, Deadline]:
    terminal = judged_with(name, changes).terminal if changes else prepared_sample(name).terminal
    clocks = load_law(policy_source())[0].clocks
    found = {each.clock.id: each for each in deadlines(clocks, terminal, known)}
    assert len(found) > 8
    return found


def test_days_are_counted_to_the_last_minute_of_the_last_day() -> None:
    found = running()
    assert found["privacy-first-report"].aim == datetime(2026, 12, 1, 23, 59)
    assert found["privacy-first-report"].due == datetime(2026, 12, 3, 23, 59)
    assert found["privacy-full-report"].due == datetime(2026, 12, 28, 23, 59)
    assert found["privacy-full-report-unlawful"].due == datetime(2027, 1, 27, 23, 59)
    assert found["cyber-full-report"].due == datetime(2026, 12, 28, 23, 59)


def test_the_terminals_own_clocks_run_as_its_facts_say() -> None:
    limits = prepared_sample("aonagi").terminal.reporting
    found = running()
    assert found["own-ciso"].due == KNOWN + timedelta(minutes=limits.ciso_officers_limit_min)
    assert found["own-police"].due == KNOWN + timedelta(minutes=limits.police_limit_min)


def test_clocks_of_designated_operators_run_unless_it_is_known_that_they_do_not() -> None:
    assert "cyber-first-report" in running()
    assert "cyber-first-report" not in running(name="chitoseura")
    assert "cyber-first-report" in running({"terminal.designated_operator": "unknown"})
    assert "cyber-first-report" in running({"terminal.designated_operator": TODO})


def test_a_limit_that_nobody_knows_is_open_and_one_that_is_assumed_is_marked() -> None:
    found = running({"reporting.police_limit_min": TODO, "reporting.management_limit_min": "仮：30"})
    assert isinstance(found["own-police"].open, Todo)
    assert found["own-police"].due is None
    assert [*found][-1] == "own-police"
    assert found["own-management"].is_assumed
    assert found["own-management"].due == KNOWN + timedelta(minutes=30)


def test_the_earliest_stands_first() -> None:
    timed = [each.aim or each.due for each in running().values() if each.due]
    assert timed == sorted(timed)


@given(known=MINUTES)
def test_no_deadline_lies_before_the_moment_and_a_later_moment_has_no_earlier_deadline(known: datetime) -> None:
    found = running(known=known)
    after = running(known=later(known, 1))
    assert len(found) > 3
    for name, each in found.items():
        assert each.due is not None
        assert each.due >= known
        assert each.aim is None or known <= each.aim <= each.due
        other = after[name].due
        assert other is not None
        assert other >= each.due


@given(known=MINUTES, days=st.integers(1, 731))
def test_counting_the_first_day_ends_a_day_earlier(known: datetime, days: int) -> None:
    with_it, without = end_of_day(known, days, True), end_of_day(known, days, False)
    if without.date() < date.max:
        assert without - with_it == timedelta(days=1)
        assert (with_it.date() - known.date()).days == days - 1
    assert (with_it.hour, with_it.minute) == (23, 59)


@given(written=MINUTES)
def test_a_moment_is_read_as_it_is_written(written: datetime) -> None:
    assert moment(written.isoformat(timespec="minutes")) == written
    assert moment(written.isoformat(sep=" ", timespec="minutes")) == written


@given(text=st.text())
def test_whatever_is_typed_is_a_moment_or_none(text: str) -> None:
    found = moment(text)
    assert found is None or found.isoformat(timespec="minutes") == text.replace(" ", "T")


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026-11-29", "2026-11-29T2:10", "2026-11-31T02:10", "2026-11-29T24:00", "2026-11-29T02:10Z"),
        *("20261129T0210", "２０２６-11-29T02:10", "2026-11-29T02:10:30", "2026-11-29T02:10+09:00", "昨日の2時"),
    ],
)
def test_what_is_no_minute_of_the_calendar_is_none(text: str) -> None:
    assert moment(text) is None
