"""Days by the era and by the common year become the same day, and a day that does not exist is told as such."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quaybook.facts.positions import Source
from quaybook.facts.version import FACTS_VERSION, VERSION_KEY
from quaybook.intake.answers.days import eras, read_day
from quaybook.intake.answers.forms import Form, taken
from quaybook.model.load import load_terminal
from quaybook.problems import Problem
from quaybook.resources import policy_source
from quaybook.wording.words import load_words

FIRST, LAST = eras()[-1].first, date(2100, 12, 31)
EVERY_DAY = st.dates(FIRST, LAST)


def era_of(day: date) -> tuple[str, str, int]:
    """Name, letter and year of the era in which a day lies."""
    (era,) = [era for era in eras() if era.first <= day <= era.last]
    return era.name, era.letter, day.year - era.first.year + 1


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("令和8年11月2日", "2026-11-02"),
        ("R8.11.2", "2026-11-02"),
        ("r8/11/2", "2026-11-02"),
        ("Ｒ８．１１．２", "2026-11-02"),
        ("R08-11-02", "2026-11-02"),
        ("㋿8年11月2日", "2026-11-02"),
        ("令和 8 年 11 月 2 日", "2026-11-02"),
        ("平成31年4月30日", "2019-04-30"),
        ("令和元年5月1日", "2019-05-01"),
        ("令和1年5月1日", "2019-05-01"),
        ("昭和64年1月7日", "1989-01-07"),
        ("2026年11月2日", "2026-11-02"),
        ("２０２６年１１月２日", "2026-11-02"),
        ("2026/11/2", "2026-11-02"),
        ("2026.11.2", "2026-11-02"),
        ("2026−11−02", "2026-11-02"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_a_day_may_be_written_in_any_of_these_ways(written: str, day: str) -> None:
    assert read_day(written) == day
    assert taken(Form.DAY, f" {written}　") == day


@pytest.mark.parametrize(
    ("written", "code", "last"),
    [
        ("2026-11-31", "no_such_day", "30"),
        ("令和8年2月30日", "no_such_day", "28"),
        ("2024年2月30日", "no_such_day", "29"),
        ("2026-11-00", "no_such_day", "30"),
        ("2026-13-01", "no_such_month", "12"),
        ("2026/0/1", "no_such_month", "12"),
        ("平成31年5月1日", "day_outside_era", "2019-04-30"),
        ("平成40年1月1日", "day_outside_era", "2019-04-30"),
        ("平成40年", "day_outside_era", "2019-04-30"),
        ("H40.1.1", "day_outside_era", "2019-04-30"),
        ("昭和64年1月8日", "day_outside_era", "1989-01-07"),
        ("令和元年4月30日", "day_outside_era", "9999-12-31"),
        ("令和0年4月30日", "day_outside_era", "9999-12-31"),
    ],
)
def test_a_day_that_does_not_exist_is_told_as_such(written: str, code: str, last: str) -> None:
    found = read_day(written)
    assert isinstance(found, Problem)
    assert (found.code, dict(found.values)["last"], dict(found.values)["came"]) == (code, last, written)


def test_the_day_that_an_era_would_have_had_is_offered() -> None:
    found = read_day("平成33年3月31日")
    assert isinstance(found, Problem)
    assert dict(found.values)["likely"] == "2021-03-31"


@pytest.mark.parametrize(
    "written", ["令和8年", "8.11.2", "26/11/2", "11/2/2026", "20261102", "", "近日", "R9999.1.1", "0000-01-01"]
)
def test_what_is_no_whole_day_is_left_for_the_model_to_refuse(written: str) -> None:
    assert read_day(written) is None
    assert taken(Form.DAY, written) == written


def test_every_day_of_the_eras_comes_back_from_each_way_to_write_it() -> None:
    seen = 0
    day = FIRST
    wrong: list[str] = []
    while day <= LAST:
        name, letter, year = era_of(day)
        ways = [f"{name}{year}年{day.month}月{day.day}日", f"{letter}{year}.{day.month}.{day.day}"]
        ways += [f"{name}元年{day.month}月{day.day}日"] if year == 1 else []
        wrong += [way for way in ways if read_day(way) != day.isoformat()]
        seen += 1
        day += timedelta(days=1)
    assert seen > 84_000
    assert wrong == []


@given(EVERY_DAY, st.sampled_from([era.name for era in eras()]))
def test_a_day_has_one_era_only(day: date, name: str) -> None:
    (era,) = [each for each in eras() if each.name == name]
    year = day.year - era.first.year + 1
    if year > 0:
        found = read_day(f"{name}{year}年{day.month}月{day.day}日")
        inside = era.first <= day <= era.last
        assert (found == day.isoformat()) == inside
        assert isinstance(found, Problem) != inside


@given(EVERY_DAY)
def test_reading_a_day_again_changes_nothing(day: date) -> None:
    once = read_day(f"{day.year}年{day.month}月{day.day}日")
    assert once == day.isoformat()
    assert read_day(once) == once


def test_eras_that_are_printed_are_those_that_are_read() -> None:
    words, problems = load_words(policy_source(), "ja")
    assert problems == ()
    printed = [tuple(each.split(" ")) for each in words.many("eras")]
    assert len(printed) > 1
    assert printed == [(era.first.isoformat(), era.name) for era in eras()][: len(printed)]
    assert [era.last for era in eras()[1:]] == [era.first - timedelta(days=1) for era in eras()[:-1]]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2026-11-31", "no_such_day"),
        ("2026-13-01", "no_such_month"),
        ("2026-4-1", "not_a_date"),
        ("近日", "not_a_date"),
    ],
)
def test_facts_say_of_a_day_whether_it_is_written_wrong_or_does_not_exist(written: str, code: str) -> None:
    stated = {VERSION_KEY: str(FACTS_VERSION), "terminal": {"facts_as_of": written}}
    _, problems = load_terminal(Source(stated))
    (found,) = [problem for problem in problems if problem.path == "terminal.facts_as_of"]
    assert (found.code, dict(found.values)["came"]) == (code, written)
