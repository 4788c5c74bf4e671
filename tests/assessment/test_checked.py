"""What the last self-check and the last audit found decides over facts that deny it, and is said beside the others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from quaybook.assessment.assess import assess, assessed
from quaybook.assessment.finding import Finding, Outcome, State
from quaybook.facts.positions import Source, dotted
from quaybook.pipeline import Workspace, judge
from quaybook.resources import policy_source
from quaybook.wording.filters import Filters
from quaybook.wording.findings import FindingView, FindingViews
from quaybook.wording.words import load_words

from tests.assessment.rules.cases.changes import (
    NO_LOOKS,
    TODO,
    Changes,
    changed,
    findings_of,
    report,
    sample_facts,
    terminal_of,
)
from tests.conftest import REPOSITORY, TODAY

SELF, AUDIT = "self_check", "audit"
RESULTS = {SELF: "audit.self_check_results", AUDIT: "audit.audit_results"}
DAYS = {SELF: "audit.self_checked_on", AUDIT: "audit.audited_on"}
INTERVALS = {SELF: "audit.self_check_interval_days", AUDIT: "audit.interval_days"}
WANTING = {SELF: "nonconforming", AUDIT: "minor"}
# One question of each list that asks for the accounts of those who come in, 3-2-a-0, and for nothing else.
ACCOUNTS = {SELF: "外-7", AUDIT: "対-4"}
NO_REGISTER: Changes = {"remote_access.ways[0].authorised_register": "no"}


def days_ago(days: int) -> str:
    return (TODAY - timedelta(days)).isoformat()


def look(kind: str, outcome: str, day: str, item: str = "") -> Changes:
    """One look with one answer."""
    answer = {"item": item or ACCOUNTS[kind], "outcome": outcome, "evidence": "見た"}
    return {RESULTS[kind]: [answer], DAYS[kind]: day}


def facts_with(*looks: Changes) -> dict[str, object]:
    """Sample A in which nothing else was looked at."""
    made = changed(sample_facts("aonagi"), NO_LOOKS)
    for changes in looks:
        made = changed(made, changes)
    return made


def found(*looks: Changes) -> dict[str, Finding]:
    return findings_of(terminal_of(facts_with(*looks)))


def view(requirement: str, *looks: Changes, language: str = "ja") -> FindingView:
    """The finding in words."""
    facts = facts_with(*looks)
    terminal = terminal_of(facts)
    words, _ = load_words(policy_source(), language)
    made = FindingViews(Filters(terminal, words), policy_source(), language, Source(data=facts))
    return made.views(assessed(terminal, report(), TODAY))[requirement]


@pytest.mark.parametrize(
    ("kind", "outcome"), [(SELF, "nonconforming"), (AUDIT, "minor"), (AUDIT, "major")], ids=lambda value: value
)
def test_what_was_found_wanting_is_not_met_whatever_the_facts_say(kind: str, outcome: str) -> None:
    changes = look(kind, outcome, days_ago(30))
    assert found()["3-2-a-0"].state == State.MET
    assert found(changes)["3-2-a-0"].state == State.PARTLY
    for language in ("ja", "en"):
        told = view("3-2-a-0", changes, language=language)
        assert ACCOUNTS[kind] in told.gap
        assert [key.key for key in told.facts if "results" in key.key] == [f"{RESULTS[kind]}[].outcome"]


@pytest.mark.parametrize("kind", [SELF, AUDIT])
@pytest.mark.parametrize("outcome", ["conforming", "not_applicable"])
def test_what_was_found_in_order_decides_nothing(kind: str, outcome: str) -> None:
    changes = look(kind, outcome, days_ago(30))
    assert found(changes)["3-2-a-0"].state == State.MET
    assert found(changes, NO_REGISTER)["3-2-a-0"].state == State.PARTLY


def test_an_opportunity_is_neither_wanting_nor_in_order() -> None:
    changes = look(AUDIT, "opportunity", days_ago(30))
    assert found(changes)["3-2-a-0"].state == State.MET
    assert view("3-2-a-0", changes, NO_REGISTER).evidence == view("3-2-a-0", NO_REGISTER).evidence


@pytest.mark.parametrize("kind", [SELF, AUDIT])
def test_what_was_found_in_order_is_said_beside_facts_that_deny_it(kind: str) -> None:
    changes = look(kind, "conforming", days_ago(30))
    said = [line for line in view("3-2-a-0", changes, NO_REGISTER).evidence if ACCOUNTS[kind] in line]
    assert len(said) == 1
    assert said[0].startswith("食い違い：")
    english = view("3-2-a-0", changes, NO_REGISTER, language="en").evidence
    assert len([line for line in english if line.startswith("contradiction:")]) == 1
    assert view("3-2-a-0", changes).evidence == view("3-2-a-0").evidence


@pytest.mark.parametrize("kind", [SELF, AUDIT])
@pytest.mark.parametrize(("days", "holds"), [(0, True), (100, True), (101, True), (-1, False)])
def test_what_was_found_wanting_is_so_until_the_next_look_however_late_that_is(
    kind: str, days: int, holds: bool
) -> None:
    changes = look(kind, WANTING[kind], days_ago(days)) | {INTERVALS[kind]: "100"}
    assert found(changes)["3-2-a-0"].state == (State.PARTLY if holds else State.MET)


@pytest.mark.parametrize("kind", [SELF, AUDIT])
def test_what_was_found_in_order_long_ago_is_no_contradiction(kind: str) -> None:
    changes = look(kind, "conforming", days_ago(101)) | {INTERVALS[kind]: "100"}
    said = [line for line in view("3-2-a-0", changes, NO_REGISTER).evidence if line.startswith("食い違い：")]
    assert said == []


def test_a_question_that_nobody_looked_at_mends_nothing() -> None:
    changes = look(AUDIT, "major", days_ago(60)) | look(SELF, "not_applicable", days_ago(30))
    assert found(changes)["3-2-a-0"].state == State.PARTLY


@pytest.mark.parametrize("kind", [SELF, AUDIT])
def test_a_look_decides_while_nobody_knows_for_how_long_it_holds(kind: str) -> None:
    changes = look(kind, WANTING[kind], days_ago(400)) | {INTERVALS[kind]: TODO}
    assert found(changes)["3-2-a-0"].state == State.PARTLY


@pytest.mark.parametrize("kind", [SELF, AUDIT])
@pytest.mark.parametrize("day", [TODO, f"仮：{days_ago(30)}"])
def test_what_was_found_wanting_on_a_day_that_nobody_knows_leaves_it_unknown(kind: str, day: str) -> None:
    changes = look(kind, WANTING[kind], day)
    finding = found(changes)["3-2-a-0"]
    assert finding.state == State.UNKNOWN
    (unknown,) = [check for check in finding.checks if check.outcome == Outcome.UNKNOWN]
    assert [dotted(fact.path) for fact in unknown.open_facts] == [DAYS[kind]]
    assert found(look(kind, "conforming", day))["3-2-a-0"].state == State.MET


@pytest.mark.parametrize(("first", "second"), [(SELF, AUDIT), (AUDIT, SELF)])
def test_the_later_of_two_looks_decides(first: str, second: str) -> None:
    wanting, order = look(first, WANTING[first], days_ago(60)), look(second, "conforming", days_ago(30))
    assert found(wanting, order)["3-2-a-0"].state == State.MET
    mended = [line for line in view("3-2-a-0", wanting, order).evidence if "その後の" in line]
    assert len(mended) == 1
    assert ACCOUNTS[second] in mended[0]
    in_order, later = look(first, "conforming", days_ago(60)), look(second, WANTING[second], days_ago(30))
    assert found(in_order, later)["3-2-a-0"].state == State.PARTLY
    assert ACCOUNTS[second] in view("3-2-a-0", in_order, later).gap


@pytest.mark.parametrize("wanting", [SELF, AUDIT])
def test_of_two_looks_on_one_day_what_one_found_wanting_holds(wanting: str) -> None:
    day = days_ago(30)
    looks = [look(kind, WANTING[kind] if kind == wanting else "conforming", day) for kind in (SELF, AUDIT)]
    assert found(*looks)["3-2-a-0"].state == State.PARTLY
    assert not [line for line in view("3-2-a-0", *looks).evidence if "その後の" in line]


ROLES = tuple(f"4-1-a-3{letter}" for letter in "abcdefghij")


def test_one_answer_for_many_speaks_against_each_of_them() -> None:
    findings = found(look(SELF, "nonconforming", days_ago(30), "組-2"))
    assert {findings[name].state for name in (*ROLES, "4-1-a-2")} == {State.PARTLY}
    assert findings["4-1-a-1"].state == State.MET


def test_where_the_facts_show_what_is_wanting_the_others_are_left_and_are_told_of_it() -> None:
    no_auditor: Changes = {"org.officers[5].roles": []}
    changes = look(SELF, "nonconforming", days_ago(30), "組-2")
    findings = found(changes, no_auditor)
    assert findings["4-1-a-3d"].state == State.NOT_MET
    assert {findings[name].state for name in ROLES if name != "4-1-a-3d"} == {State.MET}
    told = [line for line in view("4-1-a-3a", changes, no_auditor).evidence if "組-2" in line]
    assert len(told) == 1
    assert "ほかの要求事項" in told[0]


def test_what_was_found_is_said_beside_facts_that_nobody_knows_and_these_stay_unknown() -> None:
    changes = look(SELF, "nonconforming", days_ago(30), "外-9")
    opened: Changes = {"network_devices[0].log_collected": TODO}
    assert found(opened)["3-2-a-7"].state == State.UNKNOWN
    assert found(changes, opened)["3-2-a-7"].state == State.UNKNOWN
    told = view("3-2-a-7", changes, opened)
    assert "まだ分からない" in told.gap
    assert len([line for line in told.evidence if "外-9" in line]) == 1


def test_an_open_fact_relieves_none_of_the_others() -> None:
    changes = look(SELF, "nonconforming", days_ago(30), "連絡-3")
    findings = found(changes, {"port_manager.reports_to_regional_bureau": TODO})
    assert findings["4-2-c-3"].state == State.UNKNOWN
    assert {findings[name].state for name in ("4-2-c-1", "4-2-c-2", "4-2-c-4")} == {State.PARTLY}


def test_what_does_not_apply_stays_so() -> None:
    assert found(look(SELF, "nonconforming", days_ago(30), "外-11"))["3-2-a-8"].state == State.NOT_APPLICABLE
    unused: Changes = {"removable_media.used": "no"}
    assert found(look(SELF, "nonconforming", days_ago(30), "外-13"), unused)["3-2-b-2"].state == State.NOT_APPLICABLE


def test_a_requirement_that_is_the_same_as_another_is_looked_at_with_it() -> None:
    judged, problems = judge(Workspace(REPOSITORY), "aonagi", TODAY)
    assert judged is not None, problems
    facts = facts_with(look(SELF, "nonconforming", days_ago(30), "外-3"))
    findings = {f.requirement.id: f.state for f in assess(terminal_of(facts), judged.catalogue, TODAY)}
    assert (findings["3-2-a-2"], findings["AON-3"]) == (State.PARTLY, State.PARTLY)
