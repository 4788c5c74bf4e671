"""Numbers of articles and sections, dates with their era, and durations: computed, never typed."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quaybook.documents.numbering import Numbering
from quaybook.pipeline import Prepared
from quaybook.resources import policy_source
from quaybook.wording.filters import Filters
from quaybook.wording.values import TemplateMistakeError
from quaybook.wording.words import Words, load_words


@pytest.fixture(scope="module")
def words() -> Words:
    return load_words(policy_source(), "ja")[0]


@pytest.fixture(scope="module")
def filters(large: Prepared, words: Words) -> Filters:
    return Filters(large.terminal, words)


KINDS = ("chapter", "article", "section", "subsection", "annex")


@given(st.lists(st.sampled_from(KINDS), min_size=1, max_size=40))
def test_each_kind_is_counted_without_gaps(kinds: list[str]) -> None:
    words = load_words(policy_source(), "ja")[0]
    numbering = Numbering(words)
    for index, kind in enumerate(kinds):
        getattr(numbering, kind)(f"h{index}", "題")
    labels = [h.label for h, kind in zip(numbering.headings, kinds, strict=True) if kind == "article"]
    assert labels == [f"第{n}条" for n in range(1, len(labels) + 1)]
    assert len({h.anchor for h in numbering.headings}) == len(kinds)
    assert all(2 <= h.level <= 4 for h in numbering.headings)


def test_sections_start_again_in_each_chapter(words: Words) -> None:
    numbering = Numbering(words)
    for index, kind in enumerate(("chapter", "section", "section", "chapter", "section", "subsection")):
        getattr(numbering, kind)(f"h{index}", "題")
    assert [h.text for h in numbering.headings] == [
        "第1章　題", "1.1　題", "1.2　題", "第2章　題", "2.1　題", "（1）題",
    ]  # fmt: skip


def test_an_anchor_stands_once(words: Words) -> None:
    numbering = Numbering(words)
    numbering.article("purpose", "目的")
    with pytest.raises(TemplateMistakeError, match="anchor_twice"):
        numbering.article("purpose", "目的")


def test_a_part_stands_below_the_heading_before_it_and_in_no_contents(words: Words) -> None:
    numbering = Numbering(words)
    made = [numbering.part_heading("署名"), numbering.heading("sheet-b", "乙票"), numbering.part_heading("署名 {#x}")]
    assert [part.split(" ")[0] for part in made] == ["##", "##", "###"]
    assert made[0] == "## 署名 {#part-1 .part}"
    assert made[2].endswith("{#part-2 .part}")
    assert "{#x}" not in made[2]
    assert [heading.anchor for heading in numbering.headings] == ["sheet-b"]


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 11, 1), "2026年（令和8年）11月1日"),
        (date(2019, 5, 1), "2019年（令和元年）5月1日"),
        (date(2019, 4, 30), "2019年（平成31年）4月30日"),
        (date(1989, 1, 8), "1989年（平成元年）1月8日"),
        (date(1988, 12, 31), "1988年12月31日"),
    ],
)
def test_days_carry_their_era(filters: Filters, day: date, shown: str) -> None:
    assert filters.day(day) == shown


@given(st.dates(min_value=date(2019, 5, 1)))
def test_the_western_year_and_the_era_agree(day: date) -> None:
    words = load_words(policy_source(), "ja")[0]
    shown = filters_with(words).day(day)
    era_year = "元" if day.year == 2019 else f"{day.year - 2018}"
    assert shown == f"{day.year}年（令和{era_year}年）{day.month}月{day.day}日"


def filters_with(words: Words) -> Filters:
    """Filters that need no terminal."""
    bare = Filters.__new__(Filters)
    bare.words = words
    return bare


@given(st.integers(min_value=1, max_value=60 * 24 * 400))
def test_durations_lose_no_minute(minutes: int) -> None:
    shown = filters_with(load_words(policy_source(), "ja")[0]).duration(minutes / 60)
    units = {"日": 1440, "時間": 60, "分": 1}
    parts = re.findall(r"(\d+)(日|時間|分)", shown)
    assert "".join(f"{n}{unit}" for n, unit in parts) == shown
    assert sum(int(n) * units[unit] for n, unit in parts) == minutes
