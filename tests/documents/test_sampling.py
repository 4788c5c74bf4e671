"""What an audit looks at is drawn by a seed that is printed: nothing twice, nothing from outside, always the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quaybook.documents.sampling import NUMBERS_AT_MOST, draw, draw_numbers, seed_of
from quaybook.wording.dialect.readers_text import reader_text

from tests.assessment.rules.cases.changes import REMOVED, TODO
from tests.conftest import SAMPLES, prepared_sample
from tests.helpers.renderings import judged_with


@dataclass(frozen=True)
class Entry:
    id: str


KEYS = st.text("abcdefgh-0123456789", min_size=1, max_size=6)
POPULATIONS = st.lists(KEYS.map(Entry), max_size=40)
SIZES = st.integers(-2, 60)
SEEDS = st.text(max_size=20)


@given(POPULATIONS, SIZES, SEEDS)
def test_a_draw_is_within_the_population_holds_nothing_twice_and_can_be_repeated(
    population: list[Entry], size: int, seed: str
) -> None:
    drawn = draw(population, size, seed)
    assert len(drawn) == min(max(size, 0), len(population))
    places = [each.place for each in drawn]
    assert places == sorted(set(places))
    assert all(population[each.place - 1] is each.entry for each in drawn)
    assert draw(list(population), size, seed) == drawn


@given(st.lists(KEYS, unique=True, min_size=1, max_size=40), SIZES, SEEDS)
def test_anybody_can_repeat_a_draw_by_hand(ids: list[str], size: int, seed: str) -> None:
    ranked = sorted(ids, key=lambda each: sha256(f"{seed}/{each}".encode()).hexdigest())
    assert {each.key for each in draw([Entry(i) for i in ids], size, seed)} == set(ranked[: max(size, 0)])


@given(st.lists(KEYS, unique=True, min_size=2, max_size=40), st.integers(1, 10), SEEDS, st.data())
def test_what_leaves_the_register_changes_the_draw_by_one_at_most(
    ids: list[str], size: int, seed: str, data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from(ids))
    before = {each.key for each in draw([Entry(i) for i in ids], size, seed)}
    after = {each.key for each in draw([Entry(i) for i in ids if i != gone], size, seed)}
    assert before - {gone} <= after
    assert len(after - before) <= 1


@given(st.integers(0, 10**9), st.integers(-2, 300), SEEDS)
def test_numbers_are_within_the_count_and_none_twice(count: int, size: int, seed: str) -> None:
    drawn = draw_numbers(count, size, seed)
    assert len(drawn) == len(set(drawn)) == max(0, min(size, count, NUMBERS_AT_MOST))
    assert list(drawn) == sorted(drawn)
    assert all(1 <= number <= count for number in drawn)
    assert draw_numbers(count, size, seed) == drawn


def test_entries_of_one_name_are_told_apart() -> None:
    assert len({each.key for each in draw([Entry("a"), Entry("a"), Entry("b")], 3, "s")}) == 3
    assert [each.key for each in draw(["x", "y"], 2, "s")] == ["1", "2"]


def test_another_seed_draws_others() -> None:
    population = [Entry(f"e{n}") for n in range(40)]
    assert len({draw(population, 5, f"aonagi-{year}") for year in range(2026, 2036)}) == 10


def test_the_seed_is_the_terminal_and_the_year_of_the_audit() -> None:
    def seed(**changes: object) -> str:
        judged = judged_with("aonagi", {name.replace("__", "."): value for name, value in changes.items()})
        return seed_of("aonagi", judged.terminal)

    assert seed() == "aonagi-2027"
    assert seed(audit__next_on=TODO) == "aonagi-2026"
    assert seed(audit__next_on=TODO, terminal__facts_as_of=REMOVED) == "aonagi"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_plan_prints_what_was_drawn_and_room_for_what_was_seen(name: str) -> None:
    prepared = prepared_sample(name)
    body = next(d.body for d in prepared.sets["ja"].documents if d.spec.id == "control-tests")
    seed = seed_of(prepared.id, prepared.terminal)
    assert f"「{seed}」" in reader_text(body)
    contacts = prepared.terminal.contacts
    wanted = [each.key for each in draw(contacts, 5, f"{seed}/統-12")]
    table = body[body.index("{#contacts}") : body.index("{#exceptions}")]
    rows = [[reader_text(c) for c in line.strip("|").split("|")] for line in table.splitlines() if "□適" in line]
    assert [row[1] for row in rows[:-1]] == wanted
    assert len(rows) == 6
    assert all((row[3], row[4].count("□")) == ("", 2) for row in rows)
    assert len(re.findall(r"（監査人が加えた", body)) > 15
