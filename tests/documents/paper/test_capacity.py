"""The arithmetic of work by hand: each sum with its numbers, what is short, and what stays a blank."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from quaybook.documents.drawings.figures import FIGURES
from quaybook.documents.paper.capacity import Row, Verdict, capacity
from quaybook.documents.paper.capacity_view import CapacityTable, capacity_table
from quaybook.model.terminal import Terminal
from quaybook.resources import policy_source
from quaybook.wording.filters import Filters
from quaybook.wording.words import Words, load_words

from tests.assessment.rules.cases.changes import sample_facts, terminal_of
from tests.conftest import SAMPLES
from tests.helpers.remarked import changed

Make = Callable[..., Terminal]


@pytest.fixture(scope="module")
def words() -> Words:
    return load_words(policy_source(), "ja")[0]


@pytest.fixture
def small() -> Make:
    """Sample B with facts in the place of its own."""
    return lambda **changes: terminal_of(changed(sample_facts("chitoseura"), _dotted(changes)))


def _dotted(changes: dict[str, Any]) -> dict[str, Any]:
    return {f"manual.{key.replace('__', '.')}": value for key, value in changes.items()}


def rows(terminal: Terminal) -> dict[str, Row]:
    return {row.key: row for row in capacity(terminal)}


def said(terminal: Terminal, words: Words) -> dict[str, str]:
    table: CapacityTable = capacity_table(terminal, words)
    return {line.key: f"{line.sum}｜{line.need}｜{line.says}" for line in table.lines}


def test_a_ship_that_is_not_finished_leaves_what_is_left(small: Make, words: Words) -> None:
    ship = rows(small())["vessel"]
    assert (ship.verdict, ship.numbers["done"], ship.numbers["left"]) == (Verdict.SHORT, 96, 14)
    line = said(small(), words)["vessel"]
    assert line.startswith("1時間8本×1基×12時間＝96本｜1隻110本｜")
    assert "14本が残る" in line
    enough = rows(small(load__cranes="2"))["vessel"]
    assert (enough.verdict, enough.numbers["left"]) == (Verdict.ENOUGH, 82)


def test_the_yard_bears_gate_and_quay_with_what_is_handled_twice(small: Make) -> None:
    yard = rows(small())["yard"]
    assert yard.verdict == Verdict.SHORT
    assert yard.numbers["moves"] == pytest.approx(27.6)
    # What is left to the gate once the quay has its share, in whole lorries.
    assert yard.numbers["allowed"] == 7
    assert rows(small(load__yard_teams="2"))["yard"].verdict == Verdict.ENOUGH


def test_the_next_ship_is_refused_before_the_yard_is_full(small: Make) -> None:
    found = rows(small())
    assert found["room"].numbers["boxes"] == 85
    # The ship has 60 boxes, and there is room for 85; with 100 to discharge, the yard is full first.
    assert found["full"].numbers["hours"] == pytest.approx(85 / 8)
    assert found["full"].numbers["ends"] == pytest.approx(60 / 8)
    assert found["full"].verdict == Verdict.ENOUGH
    assert rows(small(load__discharge_per_ship="100"))["full"].verdict == Verdict.SHORT
    assert found["next"].numbers["limit"] == pytest.approx(636)
    assert found["next"].numbers["out"] == 35
    assert found["next"].verdict == Verdict.ENOUGH
    # Two hours of the gate between two ships take out too little.
    soon = rows(small(load__ship_every_hours="6"))["next"]
    assert (soon.verdict, soon.numbers["can"]) == (Verdict.SHORT, 30)
    empty = rows(small(load__yard_stock_teu="0"))["next"]
    assert empty.numbers["out"] == 0


def test_plugs_are_short_when_none_is_free(small: Make) -> None:
    assert rows(small(load__reefer_plugs="40"))["plugs"].verdict == Verdict.SHORT
    assert rows(small(load__reefer_plugs="41"))["plugs"].verdict == Verdict.ENOUGH


def test_one_man_for_two_rounds_is_late_and_two_are_no_row(small: Make) -> None:
    late = rows(small())["rounds"]
    assert (late.verdict, late.numbers["left"]) == (Verdict.SHORT, 0.5)
    assert "rounds" not in rows(terminal_of(sample_facts("aonagi")))
    assert "rounds" not in rows(small(**{"areas[5]__responsible": "TODO"}))


def test_people_stand_by_as_many_areas_as_there_is_somebody_for(small: Make) -> None:
    # The same two for four areas; a third who only knows the empty containers frees nobody else.
    assert rows(small())["people"].numbers["can"] == 2
    third = small(**{"areas[3]__experienced": ["gate-chief", "yard-foreman"]})
    assert rows(third)["people"].numbers["can"] == 3
    unnamed = small(**{"areas[3]__experienced": ["TODO"]})
    assert rows(unnamed)["people"].verdict == Verdict.OPEN
    assert rows(terminal_of(sample_facts("aonagi")))["shift"].verdict == Verdict.SHORT


def test_the_row_says_which_areas_stop_by_their_rank(small: Make, words: Words) -> None:
    assert "本船、ヤードに立ち会わせる" in said(small(), words)["people"]
    assert "ゲート、空コンテナを、立ち会う者が来るまで止める" in said(small(), words)["people"]
    facts = changed(sample_facts("chitoseura"), {"bcp.priority_work[4].priority": "1"})
    assert rows(terminal_of(facts))["people"].areas["stopped"] == ("yard", "empty")


def test_a_day_of_paper_takes_its_hours_of_typing(small: Make) -> None:
    typing = rows(small())["typing"]
    # 96 at the quay and 120 at the gate, and each once more in the yard with re-handling.
    assert typing.numbers["entries"] == 475
    assert typing.numbers["hours"] == pytest.approx(475 / 30)
    late = rows(small(typing__entries_per_hour="15"))["typing"]
    assert (late.verdict, late.numbers["most"]) == (Verdict.SHORT, 360)


def test_what_nobody_knows_is_a_blank_in_every_sum_that_rests_on_it(small: Make, words: Words) -> None:
    blank = words("capacity.blank")
    unknown = small(load__cranes="TODO: 本船係")
    found, text = rows(unknown), said(unknown, words)
    for key in ("vessel", "discharge", "yard", "full", "typing"):
        assert found[key].verdict == Verdict.OPEN
        assert text[key].endswith(words("capacity.open"))
        assert blank in text[key]
    assert found["gate"].verdict == Verdict.ENOUGH
    bare = small(load=None, typing=None, boxes_per_ship=None)
    open_rows = {key for key, row in rows(bare).items() if row.verdict == Verdict.OPEN}
    assert open_rows >= {"vessel", "gate", "yard", "room", "full", "next", "reefer", "plugs", "typing"}
    assert all("None" not in line for line in said(bare, words).values())
    assert not capacity_table(bare, words).can_be_drawn


def test_what_is_assumed_is_reckoned_with(small: Make) -> None:
    assert rows(small(load__cranes="仮: 2"))["vessel"].numbers["done"] == 192


def test_an_area_that_stops_does_nothing_and_its_parts_what_goes_on(small: Make) -> None:
    stopped = small(**{"areas[0]__mode": "stop"})
    assert rows(stopped)["vessel"].numbers["done"] == 0
    assert rows(stopped)["people"].numbers["areas"] == 3
    parts = [
        {"name": "甲", "mode": "stop", "work": "止める", "capacity_per_hour": "50"},
        {"name": "乙", "mode": "manual", "work": "続ける", "capacity_per_hour": "9"},
    ]
    assert rows(small(**{"areas[1]__parts": parts}))["yard"].numbers["yard"] == 9
    every = small(**{"areas[1]__parts": [parts[0]]})
    assert rows(every)["yard"].numbers["allowed"] == 0


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_sample_has_every_number_in_both_languages(sample: str, language: str) -> None:
    words = load_words(policy_source(), language)[0]
    terminal = terminal_of(sample_facts(sample))
    table = capacity_table(terminal, words)
    assert len(table.lines) >= 11
    assert all(line.verdict != "open" for line in table.lines)
    assert all("{" not in line.what + line.sum + line.need + line.says for line in table.lines)
    assert table.can_be_drawn


def test_areas_for_which_nobody_with_experience_is_left_wait_and_none_where_nobody_knows_who_has_any() -> None:
    words, facts = load_words(policy_source(), "ja")[0], sample_facts("chitoseura")
    assert capacity_table(terminal_of(facts), words).waiting == ("gate", "empty")
    assert capacity_table(terminal_of(sample_facts("aonagi")), words).waiting == ()
    unknown = changed(facts, {"manual.areas[0].experienced": ["TODO"]})
    assert capacity_table(terminal_of(unknown), words).waiting == ()


MARKS = ("done", "go_on", "no_ship", "stop")


def marked(terminal: Terminal, words: Words) -> list[str]:
    said = {words(f"figure.yard-fill.{key}"): key for key in MARKS}
    drawn = FIGURES["yard-fill"](terminal, words, Filters(terminal, words)).dot
    return [said[mark] for row in drawn.split("<TR>") for mark in said if f">{mark}<" in row]


def test_the_yard_fills_to_where_work_stops(small: Make, words: Words) -> None:
    done, go_on, no_ship, stop = MARKS
    assert marked(small(), words) == [go_on] * 3 + [no_ship] * 3 + [done] * 2
    more = small(load__discharge_per_ship="100")
    assert marked(more, words) == [no_ship] * 6 + [stop] * 2
    drawn = FIGURES["yard-fill"](more, words, Filters(more, words))
    assert "600TEU" in drawn.dot
    assert "720TEU（80%）" in drawn.dot
    bare = small(load=None)
    assert words("figure.yard-fill.unknown") in FIGURES["yard-fill"](bare, words, Filters(bare, words)).dot
