"""What of a kit is played: as long as asked for, in an order that makes sense, and the same for the same number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from itertools import pairwise

import pytest
from quaybook.formats.drills.kits import kits, order_problems, usual_day
from quaybook.formats.drills.play import Order, Play, derived_seed, may_be_skipped, play
from quaybook.model.data.scenario import ScenarioData
from quaybook.model.groups.plans import Mode

from tests.conftest import prepared_sample
from tests.helpers.drills import KIT, scenario, with_kit
from tests.helpers.editions import edition

DAY = date(2027, 2, 10)
SEEDS = tuple(map(str, range(40)))


def played(kit: ScenarioData, **asked: object) -> Play:
    made = edition(with_kit(prepared_sample("chitoseura"), kit))
    document, held = kits(made.documents)[KIT]
    return play(document, held, Order(KIT, DAY, **asked))  # type: ignore[arg-type]


def ids(held: Play) -> list[str | None]:
    return [event.inject.id for event in held.events]


@pytest.mark.parametrize("minutes", [30, 60, 90])
def test_a_play_is_as_long_as_asked_for_and_nothing_comes_after_its_look_back(minutes: int) -> None:
    plays = [played(scenario(), minutes=minutes, seed=seed) for seed in SEEDS]
    assert len(plays) == len(SEEDS)
    at = [[event.minute for event in held.events] for held in plays]
    assert min(map(len, at)) >= 2
    assert [each for each in at if each != sorted(set(each))] == []
    assert [h for h, each in zip(plays, at, strict=True) if not 0 <= each[0] <= each[-1] < h.look_back < minutes] == []
    others = [e for held in plays for e in held.events if minutes not in (e.inject.lengths or (minutes,))]
    assert others == []


def test_minutes_of_the_longest_drill_come_as_much_sooner_in_a_shorter_one() -> None:
    long, short = (played(scenario(), minutes=minutes, seed="1") for minutes in (90, 30))
    assert long.events[0].minute == 10
    assert short.events[0].minute == 3
    assert short.events[-1].minute <= 73 * 30 / 90


def test_without_minutes_events_are_spread_over_the_drill() -> None:
    kit = scenario()
    bare = kit.model_copy(update={"injects": tuple(i.model_copy(update={"minute": None}) for i in kit.injects)})
    at = [event.minute for event in played(bare, minutes=90, seed="1").events]
    gaps = {later - earlier for earlier, later in pairwise(at)}
    assert len(at) >= 6
    assert max(gaps) - min(gaps) <= 1


def test_what_an_event_needs_is_there_before_it() -> None:
    plays = [played(scenario(), minutes=90, seed=seed).events for seed in SEEDS]
    before = [(e.inject.needs, {x.inject.id for x in events[:at]}) for events in plays for at, e in enumerate(events)]
    assert sum(len(needs) for needs, _ in before) > 10
    assert [needs for needs, given in before if not {*needs} <= given] == []


def test_events_of_one_moment_come_in_any_order_in_which_each_has_what_it_needs() -> None:
    kit = scenario()
    together = tuple(i.model_copy(update={"offset": "T+1:00", "minute": 20, "lengths": ()}) for i in kit.injects)
    orders = [ids(played(kit.model_copy(update={"injects": together}), minutes=90, seed=seed)) for seed in SEEDS]
    assert len({tuple(order) for order in orders}) > 5
    assert [order for order in orders if order.index("event-5") < order.index("event-3")] == []


def test_an_event_is_left_out_with_the_one_that_a_condition_took_from_it() -> None:
    kit = scenario()
    without = tuple(inject for inject in kit.injects if inject.id != "event-3")
    left = ids(played(kit.model_copy(update={"injects": without}), minutes=90, seed="1"))
    assert len(left) >= 4
    assert "event-5" not in left


def test_the_number_chooses_the_day_and_what_is_left_out_and_always_the_same() -> None:
    plays = [played(scenario(), minutes=90, seed=seed) for seed in SEEDS]
    days = {each.variation.id for each in plays if each.variation}
    assert days == {"weekday", "night", "typhoon"}
    assert len({tuple(ids(each)) for each in plays}) > 1
    again = [played(scenario(), minutes=90, seed=seed) for seed in SEEDS]
    assert [(e.variation, e.events) for e in plays] == [(e.variation, e.events) for e in again]


def test_an_event_keeps_the_number_of_the_document_when_others_are_left_out() -> None:
    held = played(scenario(), minutes=30, seed="1")
    assert [(event.number, event.inject.id) for event in held.events] == [(1, "event-0"), (8, "event-7")]


def test_every_team_gets_something_and_every_point_is_looked_at_whatever_is_left_out() -> None:
    plays = [played(scenario(), minutes=90, seed=seed) for seed in SEEDS]
    assert max(len(held.events) for held in plays) < len(scenario().injects)
    assert min(len(held.getting(team)) for held in plays for team in held.scenario.teams) >= 2
    assert [held for held in plays if {"event-1", "event-6"}.isdisjoint(ids(held))] == []


def test_who_names_neither_number_nor_day_gets_the_first_day() -> None:
    kit = scenario()
    assert [played(kit, variation=name).variation for name in (None, "night")] == [*kit.variations[:2]]


def test_what_may_be_skipped_is_needed_by_nobody_and_no_teams_only_paper() -> None:
    held = played(scenario(), minutes=90, seed="1")
    skipped = may_be_skipped(held)
    assert skipped
    needed = {name for event in held.events for name in event.inject.needs}
    assert [e.number for e in held.events if e.number in skipped and e.inject.id in needed] == []
    assert skipped.isdisjoint({held.events[0].number, held.events[-1].number})


def test_without_a_number_the_kit_and_the_day_give_one() -> None:
    assert played(scenario()).seed == derived_seed(KIT, DAY)
    assert len({derived_seed(KIT, date(2027, 2, day)) for day in range(1, 20)}) > 15


def test_the_clock_runs_from_the_hour_at_which_it_begins() -> None:
    assert played(scenario(), begins=time(23, 50)).clock(15) == time(0, 5)
    assert played(scenario()).clock(15) is None


def test_what_cannot_be_held_is_told() -> None:
    made = edition(with_kit(prepared_sample("chitoseura"), scenario()))
    asked = (
        Order("drill-ransom", DAY),
        Order("", DAY),
        Order(KIT, DAY, minutes=45, variation="monday"),
        Order(KIT, DAY, minutes=60, variation="night"),
    )
    codes = [[problem.code for problem in order_problems(made, order)] for order in asked]
    assert codes == [
        ["drill_unknown_kit"],
        ["drill_kit_missing"],
        ["drill_minutes", "drill_variation"],
        [],
    ]


def test_a_language_without_kits_says_so_and_guesses_nothing() -> None:
    whole = edition(prepared_sample("chitoseura"))
    documents = tuple(d for d in whole.documents.documents if "scenario" not in d.data)
    assert len(documents) < len(whole.documents.documents)
    empty = replace(whole, documents=replace(whole.documents, documents=documents))
    (problem,) = order_problems(empty, Order("drill-handback", DAY))
    assert (problem.code, dict(problem.values)) == ("drill_no_kit", {"language": "ja"})


@pytest.mark.parametrize("has", ["it", "it, stopped", "others"])
def test_a_kit_for_an_area_that_the_terminal_does_not_have_or_stops_is_told(has: str) -> None:
    prepared = prepared_sample("chitoseura")
    first, *others = prepared.terminal.manual.areas
    stopped = first.model_copy(update={"mode": Mode.STOP, "parts": ()})
    areas = {"it": (first, *others), "it, stopped": (stopped, *others), "others": tuple(others)}[has]
    manual = prepared.terminal.manual.model_copy(update={"areas": areas})
    made = edition(with_kit(prepared, scenario(areas=[first.area])))
    judged = replace(made.judged, terminal=prepared.terminal.model_copy(update={"manual": manual}))
    found = list(order_problems(replace(made, judged=judged), Order(KIT, DAY)))
    assert [problem.code for problem in found] == ([] if has == "it" else ["drill_area"])
    assert [problem for problem in found if problem.path != "manual.areas" or problem.line == 0] == []


def test_the_usual_day_is_the_next_one_in_the_plan() -> None:
    prepared = prepared_sample("aonagi")
    made = edition(with_kit(prepared, scenario()))
    planned = [drill.next_on for drill in prepared.terminal.drills if drill.kind == "tabletop"]
    assert len(planned) > 1
    assert usual_day(made, KIT) == min(planned)
    assert usual_day(made, "drill-nowhere") == made.judged.assessed.status.today
