"""Days at the edges: what cannot have been done yet, and intervals that lead out of the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from quaybook.assessment.calendar_days import days_later, months_later
from quaybook.facts.positions import dotted
from quaybook.model.done_on import LIES_AHEAD, done_on_problems
from quaybook.model.fields import group_at
from quaybook.model.terminal import Terminal
from quaybook.pipeline import Workspace, judge, prepare

from tests.assessment.rules.cases.changes import changed, steps
from tests.conftest import REPOSITORY, SAMPLES, TODAY, prepared_sample
from tests.helpers.workspaces import facts_of, write_facts

LONGEST = 36500


def date_fields(group: type[BaseModel], path: str = "") -> Iterator[str]:
    """The path of every date of the schema."""
    for name in group.model_fields:
        here = f"{path}.{name}" if path else name
        if name.endswith(("_on", "_until", "_as_of")):
            yield here
        elif child := group_at(tuple(here.split("."))):
            yield from date_fields(child, here)


DATES = tuple(date_fields(Terminal))


def test_every_date_of_the_schema_is_either_done_or_may_lie_ahead() -> None:
    names = {path.rsplit(".", 1)[-1] for path in DATES}
    assert len(names) > 30
    assert names > LIES_AHEAD
    assert len(DATES) > 30
    for path in DATES:
        group = group_at(tuple(path.split(".")[:-1]))
        assert group is not None
        assert date in set(plain(group.model_fields[path.rsplit(".", 1)[-1]].annotation)), path


def plain(annotation: Any) -> Iterator[Any]:
    yield annotation if get_origin(annotation) is None else None
    for argument in get_args(annotation):
        yield from plain(argument)


@pytest.mark.parametrize(
    "path",
    [
        "contacts[0].verified_on",
        "people[0].verified_on",
        "drills[0].held_on",
        "courses[0].held_on",
        "restore_tests[0].held_on",
        "audit.self_checked_on",
        "vuln.checked_on",
        "servers[0].av.pattern_updated_on",
        "assets.device_list_updated_on",
        "risk.assessed_on",
        "audit.findings[0].found_on",
        "exceptions[0].approved_on",
    ],
)
def test_what_is_done_on_a_day_to_come_is_a_problem_at_its_line(tmp_path: Path, path: str) -> None:
    tomorrow = (TODAY + timedelta(1)).isoformat()
    for day, expected in ((TODAY.isoformat(), []), (tomorrow, [path])):
        write_facts(
            tmp_path / day / "terminals" / "b",
            changed(facts_of("aonagi") | {"requirement_sets": ["mlit-interim-1"]}, {path: day}),
        )
        _, problems = judge(Workspace(tmp_path / day), "b", TODAY)
        assert [p.path for p in problems if p.code == "date_in_future"] == expected
        assert all(p.file == "terminals/b/facts.yml" and p.line for p in problems)


@pytest.mark.parametrize("path", ["drills[0].next_on", "plan[0].due_on", "suppliers[0].contract_until"])
def test_a_plan_may_lie_ahead(tmp_path: Path, path: str) -> None:
    write_facts(tmp_path / "terminals" / "b", changed(facts_of("chitoseura"), {path: "2100-01-01"}))
    assert judge(Workspace(tmp_path), "b", TODAY)[1] == ()


def test_each_day_of_a_sample_is_looked_at() -> None:
    judged = prepared_sample("chitoseura").judged
    assert done_on_problems(judged.terminal, judged.facts, TODAY) == []
    found = done_on_problems(judged.terminal, judged.facts, date.min)
    assert len(found) > 50
    assert all(problem.line for problem in found)
    assert {steps(problem.path)[-1] for problem in found} & LIES_AHEAD == set()
    assert {dotted(steps(problem.path)) for problem in found} == {problem.path for problem in found}


@given(st.dates(), st.integers(-(10**12), 10**12))
def test_an_interval_never_leads_out_of_the_calendar(day: date, count: int) -> None:
    assert date.min <= months_later(day, count) <= date.max
    later = days_later(day, count)
    if date.min < later < date.max:
        assert (later - day).days == count
    else:
        assert later == (date.min if count < 0 else date.max) or (later - day).days == count


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("today", [date.min, date(1, 1, 2), date(9999, 12, 31)])
def test_any_day_can_be_asked_for(name: str, today: date) -> None:
    judged, problems = judge(Workspace(REPOSITORY), name, today)
    assert judged is not None
    assert bool(problems) is (today.year == 1)
    assert judged.assessed.status.today == today


LONG = {
    "thresholds": {"contact_check_days": LONGEST, "due_soon_days": LONGEST, "due_later_days": LONGEST},
    "audit.self_check_interval_days": str(LONGEST),
    "audit.interval_days": str(LONGEST),
    "backup_plan.restore_test_months": "1200",
    "assets.review_months": "1200",
    "document_control.review_months": "1200",
}


def test_the_longest_intervals_make_documents_on_the_last_day(tmp_path: Path) -> None:
    long = {
        key: {k: str(v) for k, v in value.items()} if isinstance(value, dict) else value for key, value in LONG.items()
    }
    write_facts(tmp_path / "terminals" / "b", changed(facts_of("chitoseura"), long))
    prepared, problems = prepare(Workspace(tmp_path), "b", date.max)
    assert problems == ()
    assert prepared is not None


@pytest.mark.parametrize("path", ["audit.interval_days", "backup_plan.restore_test_months", "logs.retention_days"])
@pytest.mark.parametrize("number", ["36501", "9" * 30, "9" * 5000])
def test_a_number_of_days_or_months_has_an_end(tmp_path: Path, path: str, number: str) -> None:
    write_facts(tmp_path / "terminals" / "b", changed(facts_of("chitoseura"), {path: number}))
    judged, problems = judge(Workspace(tmp_path), "b", TODAY)
    assert judged is None
    assert [(p.code in ("number_too_high", "not_a_whole_number"), p.path) for p in problems] == [(True, path)]
