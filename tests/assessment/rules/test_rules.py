"""Each rule against the table of cases: where it is met, what breaks it, what nobody may leave open."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from quaybook.assessment.assess import RULES, Judged, assessed
from quaybook.assessment.finding import APPLIES, Finding, Outcome, State
from quaybook.catalogue.conditions import CONDITIONS, HANGS_ON
from quaybook.documents.assemble import Assembler
from quaybook.documents.data.check import DataCheck
from quaybook.documents.library.load import load_library
from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.base import Provisional
from quaybook.model.fields import generic
from quaybook.model.load import load_terminal
from quaybook.model.terminal import Terminal
from quaybook.resources import policy_source
from quaybook.wording.findings import FindingView
from quaybook.wording.words import load_words

from tests.assessment.rules.cases import CASES
from tests.assessment.rules.cases.changes import (
    NO_LOOKS,
    TODO,
    Changes,
    alone,
    changed,
    finding_of,
    findings_of,
    kit,
    report,
    sample_facts,
    steps,
    terminal_of,
)
from tests.assessment.rules.cases.conditions import NOT_APPLICABLE, UNDECIDED, UNKNOWN
from tests.conftest import SAMPLES, TODAY

ALL = sorted(CASES)
BREAKS = [(name, number) for name in ALL for number in range(len(CASES[name].breaks))]
STILL = [(name, number) for name in ALL for number in range(len(CASES[name].still))]
TODOS = [(name, path) for name in ALL for path in CASES[name].todo]
UNBREAKABLE = [(name, path) for name in ALL for path in CASES[name].unbreakable]
NOTHING = [name for name in ALL if CASES[name].nothing is not None]

STATE_TASKS = {"2-2-2", "5-0", "5-1", "5-2", "5-3"}
BY_DOCUMENTS = {"1-2", "2-2-1", "3-0", "4-0", "4-1-a-2a"}
INTERVAL = {"thresholds.pattern_age_days": "60"}
LONGER = {"backup_plan.oldest_at_least_days": "60"}


@cache
def base_facts(name: str) -> dict[str, object]:
    """The facts in which the requirement is met."""
    return changed(sample_facts(CASES[name].sample), {**NO_LOOKS, **CASES[name].given})


def finding(name: str, changes: Changes) -> Finding:
    return finding_of(name, terminal_of(changed(base_facts(name), changes)))


@cache
def met(name: str) -> Finding:
    return finding(name, {})


@cache
def broken(name: str, number: int) -> Finding:
    """The finding after one of the changes that break it."""
    return finding(name, CASES[name].breaks[number].changes)


@cache
def still(name: str, number: int) -> Finding:
    """The finding after one of the changes that do not matter."""
    return finding(name, CASES[name].still[number])


def view_of(name: str, changes: Changes) -> FindingView:
    """The finding in words."""
    facts = changed(base_facts(name), changes)
    terminal = terminal_of(facts)
    judged = Judged(
        CASES[name].sample, terminal, Source(data=facts), alone(name), assessed(terminal, alone(name), TODAY)
    )
    words, problems = load_words(policy_source(), "ja")
    assert problems == ()
    return Assembler(judged, words, DataCheck(load_library(())), policy_source(), "ja").findings[name]


def named(given: object) -> str:
    """What a parameter of a test is called."""
    return given if isinstance(given, str) else ",".join(given) if isinstance(given, dict) else str(given)


def at(terminal: Terminal, path: KeyPath) -> Any:
    """The value at a path of the facts."""
    found: Any = terminal
    for step in path:
        found = found[step] if isinstance(step, int) else getattr(found, step)
    return found


def leaves(read: Finding) -> set[str]:
    """Facts that a finding has read, and the entries of those that are lists."""
    found = {dotted(fact.path) for fact in read.facts}
    found |= {f"{dotted(f.path)}[0]" for f in read.facts if isinstance(f.value, tuple) and f.value}
    assert found
    return found


def test_every_rule_has_one_case() -> None:
    assert len(RULES.keys() & report().by_id().keys()) == 118
    # A set of a terminal's own may have rules too; their cases stand with it.
    assert set(CASES) == RULES.keys() & kit().by_id().keys()
    assert len(BREAKS) > 300
    assert len(TODOS) > 230


def test_a_case_says_why_it_lacks_something() -> None:
    assert len(CASES) > 100
    for name, case in CASES.items():
        assert case.breaks or case.unbreakable, name
        assert case.todo, name


def test_the_catalogue_and_the_rules_agree_on_what_documents_decide() -> None:
    left = {r.id for r in report().requirements if r.id not in RULES}
    assert left == STATE_TASKS | BY_DOCUMENTS
    assert {r.id for r in report().requirements if r.met_when == "document only"} == left


@pytest.mark.parametrize("name", ALL)
def test_it_is_met(name: str) -> None:
    found = met(name)
    assert found.state == State.MET, [(c.key, c.outcome) for c in found.checks]
    assert not found.falls_short
    assert found.facts


@pytest.mark.parametrize(("name", "number"), BREAKS, ids=named)
def test_a_change_breaks_it(name: str, number: int) -> None:
    found, expected = broken(name, number), CASES[name].breaks[number]
    assert found.state == expected.state, (expected.changes, [(c.key, c.outcome) for c in found.checks])
    assert found.falls_short


@pytest.mark.parametrize("name", ALL)
def test_the_catalogue_names_what_its_rule_reads(name: str) -> None:
    nothing = CASES[name].nothing
    found = [met(name), *(broken(name, number) for number in range(len(CASES[name].breaks)))]
    found += [still(name, number) for number in range(len(CASES[name].still))]
    found += [finding(name, nothing)] if nothing is not None else []
    read = {generic(fact.path) for each in found for fact in each.facts}
    assert read == set(kit().by_id()[name].facts)


@pytest.mark.parametrize(("name", "number"), STILL, ids=named)
def test_a_change_that_does_not_matter_leaves_it_met(name: str, number: int) -> None:
    assert still(name, number).state == State.MET, CASES[name].still[number]


@pytest.mark.parametrize(("name", "path"), TODOS)
def test_a_todo_makes_it_unknown_and_is_named(name: str, path: str) -> None:
    found = finding(name, {path: TODO})
    assert found.state == State.UNKNOWN, [(c.key, c.outcome) for c in found.checks]
    unknown = [check for check in found.checks if check.outcome == Outcome.UNKNOWN]
    asked = {generic(fact.path).removesuffix("[]") for check in unknown for fact in check.open_facts}
    assert asked == {general(path)}


def general(path: str) -> str:
    """The path for every entry of each list on its way."""
    return generic(steps(path)).removesuffix("[]")


def written(value: Any) -> str:
    """A value of the model as facts hold it."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


@pytest.mark.parametrize(("name", "path"), TODOS)
def test_what_is_only_assumed_is_as_unknown_and_is_named_with_its_value(name: str, path: str) -> None:
    value = written(at(terminal_of(base_facts(name)), steps(path)))
    found = finding(name, {path: f"仮：{value}"})
    assert found.state == State.UNKNOWN, [(c.key, c.outcome) for c in found.checks]
    assumed = [fact for check in found.checks for fact in check.open_facts if isinstance(fact.value, Provisional)]
    assert {generic(fact.path).removesuffix("[]") for fact in assumed} == {general(path)}
    assert "仮の値" in view_of(name, {path: f"仮：{value}"}).gap


@pytest.mark.parametrize("name", ALL)
def test_whatever_else_is_read_may_be_left_open(name: str) -> None:
    """What the table does not name only stands in the sentence, or another entry decides in its place."""
    named = {general(path) for path in CASES[name].todo}
    read: dict[str, list[str]] = {}
    for path in sorted(leaves(met(name))):
        read.setdefault(general(path), []).append(path)
    assert read
    states = {}
    # Of long lists the first and the last entry.
    for path in (each for kind, paths in read.items() if kind not in named for each in {paths[0], paths[-1]}):
        terminal, _ = load_terminal(Source(data=changed(base_facts(name), {path: TODO})))
        if terminal is not None:
            states[path] = finding_of(name, terminal).state
    assert {path: state for path, state in states.items() if state != State.MET} == {}


@pytest.mark.parametrize(("name", "path"), UNBREAKABLE)
def test_what_cannot_be_broken_is_still_looked_at(name: str, path: str) -> None:
    assert steps(path) in {fact.path for fact in met(name).facts}


@pytest.mark.parametrize("name", NOTHING)
def test_without_a_case_of_it_there_is_nothing_to_check(name: str) -> None:
    nothing = CASES[name].nothing
    assert nothing is not None
    view = view_of(name, nothing)
    assert view.state == State.NOT_APPLICABLE
    assert len(view.evidence) == 1
    assert view.gap == ""


def test_the_conditions_of_the_table_are_those_of_the_model() -> None:
    assert set(NOT_APPLICABLE) == set(CONDITIONS)
    assert set(CONDITIONS) == {r.applies_when for r in report().requirements} - {None}
    assert set(UNDECIDED) | set(UNKNOWN) == set(CONDITIONS)
    assert not set(UNDECIDED) & set(UNKNOWN)
    assert set(UNKNOWN) == set(HANGS_ON)


@pytest.mark.parametrize("condition", NOT_APPLICABLE)
def test_a_requirement_whose_condition_does_not_hold_is_not_applicable(condition: str) -> None:
    sample, changes = NOT_APPLICABLE[condition]
    facts = sample_facts(sample)
    before = findings_of(terminal_of(facts))
    after = findings_of(terminal_of(changed(facts, changes)))
    conditional = [r.id for r in report().requirements if r.applies_when == condition]
    assert conditional
    for name in conditional:
        assert before[name].state != State.NOT_APPLICABLE
        assert after[name].state == State.NOT_APPLICABLE
        assert (after[name].reason, after[name].facts) == (f"condition.{condition}", ())


@pytest.mark.parametrize("condition", UNDECIDED)
def test_a_condition_that_nobody_knows_counts_as_one_that_holds(condition: str) -> None:
    sample, _ = NOT_APPLICABLE[condition]
    found = findings_of(terminal_of(changed(sample_facts(sample), UNDECIDED[condition])))
    conditional = [r.id for r in report().requirements if r.applies_when == condition]
    assert conditional
    assert State.NOT_APPLICABLE not in {found[name].state for name in conditional}


WHERE_UNKNOWN = [(condition, changes, asked) for condition, each in UNKNOWN.items() for changes, asked in each]


@pytest.mark.parametrize(("condition", "changes", "asked"), WHERE_UNKNOWN, ids=named)
def test_where_nobody_knows_the_condition_the_requirement_is_unknown(
    condition: str, changes: Changes, asked: str
) -> None:
    sample, _ = NOT_APPLICABLE[condition]
    found = findings_of(terminal_of(changed(sample_facts(sample), changes)))
    conditional = [found[r.id] for r in report().requirements if r.applies_when == condition]
    assert conditional
    for each in conditional:
        (check,) = [check for check in each.checks if check.key == APPLIES]
        assert (each.state, check.outcome) == (State.UNKNOWN, Outcome.UNKNOWN), each.requirement.id
        assert {generic(fact.path) for fact in check.open_facts} == {asked}, each.requirement.id


def test_nothing_falls_short_of_what_may_not_apply() -> None:
    """Neither a list that is empty because there is nothing, nor a weak setting of what nobody may use."""
    facts = changed(sample_facts("hoshimisaki"), {"cloud.used": "仮：no", "cloud.services": []})
    assert findings_of(terminal_of(facts))["3-5-5"].state == State.UNKNOWN
    weak = {"admin_auth.password.used": "仮：no", "admin_auth.password.min_length": "4"}
    assert findings_of(terminal_of(changed(sample_facts("aonagi"), weak)))["3-3-5"].state == State.UNKNOWN


@pytest.mark.parametrize("used", ["yes", "no"])
@pytest.mark.parametrize("considered", ["yes", "no"])
def test_an_assumed_use_of_media_leaves_open_whether_it_is_avoided(used: str, considered: str) -> None:
    changes = {"removable_media.used": f"仮：{used}", "removable_media.alternatives_considered": considered}
    found = finding("3-2-b-1", changes)
    assert found.state == State.UNKNOWN
    assert "removable_media.used" in {generic(fact.path) for fact in found.checks[0].open_facts}


@pytest.mark.parametrize("sample", SAMPLES)
def test_documents_alone_decide_the_rest(sample: str) -> None:
    found = findings_of(terminal_of(sample_facts(sample)))
    assert {name for name, f in found.items() if f.state == State.DOCUMENT} == STATE_TASKS | BY_DOCUMENTS
    assert {found[name].reason for name in STATE_TASKS} == {"state_task"}
    assert {found[name].reason for name in BY_DOCUMENTS} == {"documents_decide"}


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_a_finding_rests_on_stands_in_the_facts(sample: str) -> None:
    terminal = terminal_of(sample_facts(sample))
    decided = [f for f in findings_of(terminal).values() if f.checks]
    assert len(decided) > 90
    for found in decided:
        assert found.facts, found.requirement.id
        for fact in found.facts:
            assert at(terminal, fact.path) is fact.value, fact.path


@pytest.mark.parametrize(("attacked", "requirement"), [(v, r) for v in ("no", TODO) for r in ("2-3-b-2", "3-2-a-8")])
def test_a_device_of_which_nobody_knows_whether_it_was_attacked(attacked: str, requirement: str) -> None:
    still = {"network_devices[0].still_in_use_as_attacked": "yes"}
    facts = changed(sample_facts("aonagi"), still | {"network_devices[0].attacked": attacked})
    expected = State.NOT_APPLICABLE if attacked == "no" else State.UNKNOWN
    assert findings_of(terminal_of(facts))[requirement].state == expected


def test_a_device_replaced_but_still_in_use_is_not_known_to_be_out_of_use() -> None:
    device = {"attacked": TODO, "replaced_with_new": "yes", "still_in_use_as_attacked": "yes"}
    facts = changed(sample_facts("aonagi"), {f"network_devices[0].{key}": value for key, value in device.items()})
    assert findings_of(terminal_of(facts))["2-3-b-2"].state == State.UNKNOWN


def test_one_person_named_twice_is_one_person() -> None:
    facts = sample_facts("aonagi")
    person = facts["contact_points"]["info_persons"][0]
    twice = changed(facts, {"contact_points.info_persons": [person, person]})
    short = [
        check.key for f in findings_of(terminal_of(twice)).values() for check in f.checks if check.outcome == "fails"
    ]
    assert "several_info_persons" in short


def test_what_holds_of_no_entry_that_is_known_does_not_hold_in_part() -> None:
    facts = sample_facts("aonagi")
    unknown = {f"servers[{i}].av.installed": TODO for i in range(1, len(facts["servers"]))}
    found = findings_of(terminal_of(changed(facts, unknown | {"servers[0].av.installed": "no"})))
    check = next(check for check in found["3-3-1"].checks if check.outcome in ("fails", "partly"))
    assert check.outcome == "fails"


def test_the_terminals_own_age_of_patterns_counts() -> None:
    old = {"servers[0].av.pattern_updated_on": "2026-09-15"}
    assert finding("3-3-2", old).state == State.PARTLY
    assert finding("3-3-2", old | INTERVAL).state == State.MET
    assert finding("3-3-2", old | {"thresholds.pattern_age_days": "46"}).state == State.PARTLY
    assert finding("3-3-2", old | {"thresholds.pattern_age_days": "47"}).state == State.MET


def test_the_terminals_own_age_of_the_oldest_copy_counts() -> None:
    assert finding("3-4-3", LONGER).state == State.PARTLY
    assert finding("3-4-3", LONGER | {"backups[*].retention.oldest_days": "60"}).state == State.MET


@pytest.mark.parametrize(
    ("name", "changes"),
    [("3-4-3", LONGER), ("3-3-2", INTERVAL | {"servers[0].av.pattern_updated_on": "2026-08-01"})],
)
def test_the_sentence_prints_the_terminals_own_number(name: str, changes: Changes) -> None:
    assert view_of(name, {}).gap == ""
    assert "60日" in view_of(name, changes).gap
