"""When what is done again and again is to be done next, and what should have been done already."""

from __future__ import annotations

from datetime import date

from quaybook.assessment.recurring import CheckKind, NextCheck, lapsed, next_checks

from tests.assessment.rules.cases.changes import REMOVED, TODO
from tests.conftest import TODAY
from tests.helpers.renderings import judged_with


def checks(changes: dict[str, object]) -> dict[CheckKind, NextCheck]:
    return {each.kind: each for each in next_checks(judged_with("aonagi", changes).terminal)}


def test_the_next_check_of_contacts_is_when_the_first_of_them_runs_out() -> None:
    changes = {
        "contacts[*].verified_on": "2026-10-01",
        "contacts[3].verified_on": "2026-09-01",
        "contacts[5].verified_on": "2026-09-01",
        "thresholds": {"contact_check_days": "30"},
    }
    found = checks(changes)[CheckKind.CONTACTS]
    assert (found.on, found.count, found.path) == (date(2026, 10, 1), 2, ("contacts", 3, "verified_on"))


def test_the_next_restore_test_counts_from_the_last() -> None:
    changes = {"restore_tests[*].held_on": "2026-01-31", "restore_tests[1].held_on": "2026-08-31"}
    found = checks(changes | {"backup_plan.restore_test_months": "6"})[CheckKind.RESTORE_TEST]
    assert (found.on, found.count) == (date(2027, 2, 28), 1)


def test_of_what_nobody_knows_there_is_no_day() -> None:
    assert set(checks({})) == set(CheckKind)
    unknown = {"audit.self_checked_on": TODO, "risk.cycle_months": TODO, "contacts[*].verified_on": TODO}
    assert set(CheckKind) - set(checks(unknown)) == {CheckKind.SELF_CHECK, CheckKind.RISK, CheckKind.CONTACTS}


def test_a_drill_lapses_on_the_day_after_its_interval_whatever_is_planned() -> None:
    def found(held_on: object) -> list[tuple[bool, date]]:
        changes = {"drills[*].held_on": REMOVED, "courses[*].held_on": TODO, "drills[0].held_on": held_on}
        terminal = judged_with("chitoseura", {**changes, "drills[0].interval_days": "31"}).terminal
        return [(each.is_drill, each.due) for each in lapsed(terminal, TODAY)]

    assert found("2026-10-01") == []
    assert found("2026-09-30") == [(True, date(2026, 10, 31))]
    assert found(TODO) == []
