"""Logic with three values, and that a fact which nobody knows never counts as a yes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from quaybook.assessment.finding import Finding, State
from quaybook.assessment.reading import Reading
from quaybook.catalogue.truth import Truth, every, some
from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.base import Facts, Todo
from quaybook.model.load import load_terminal
from quaybook.model.terminal import Terminal
from quaybook.pipeline import Workspace, judge

from tests.assessment.rules.cases.changes import TODO, changed, findings_of, sample_facts, steps, terminal_of
from tests.conftest import TODAY
from tests.helpers.workspaces import facts_of, write_facts

# Kleene's tables: of two, the lesser holds for both, the greater for one of them.
ORDER: tuple[Truth, ...] = (False, None, True)
ENOUGH = settings(max_examples=300, deadline=None)
OPEN = Todo("担当")
TRUTHS = st.lists(st.sampled_from(ORDER))
NUMBERS = st.integers(0, 10**6) | st.floats(0, 10**6)
DAYS = st.dates(TODAY - timedelta(10**4), TODAY + timedelta(10**3))


def kleene_not(truth: Truth) -> Truth:
    return None if truth is None else not truth


@pytest.mark.parametrize(("one", "other"), list(product(ORDER, repeat=2)))
def test_every_and_some_of_two_follow_kleenes_tables(one: Truth, other: Truth) -> None:
    assert every((one, other)) is min(one, other, key=ORDER.index)
    assert some((one, other)) is max(one, other, key=ORDER.index)


@given(TRUTHS)
@ENOUGH
def test_every_and_some_of_many_follow_kleenes_tables(truths: list[Truth]) -> None:
    assert every(truths) is min([*truths, True], key=ORDER.index)
    assert some(iter(truths)) is max([*truths, False], key=ORDER.index)
    assert some(truths) is kleene_not(every(kleene_not(truth) for truth in truths))


@given(TRUTHS)
@ENOUGH
def test_an_unknown_that_becomes_known_never_turns_an_answer_round(truths: list[Truth]) -> None:
    for known in (True, False):
        decided = [known if truth is None else truth for truth in truths]
        assert every(truths) in (None, every(decided))
        assert some(truths) in (None, some(decided))


def read(value: object) -> Reading:
    return Reading(SimpleNamespace(fact=value), TODAY)


@given(st.none() | NUMBERS, NUMBERS)
@ENOUGH
def test_numbers_that_are_known_are_compared(found: float | None, limit: float) -> None:
    assert read(found).at_least("fact", limit) is (found is not None and found >= limit)
    assert read(found).at_most("fact", limit) is (found is not None and found <= limit)


@given(NUMBERS)
def test_a_number_or_a_limit_that_nobody_knows_gives_no_answer(known: float) -> None:
    for found, limit in ((OPEN, known), (known, OPEN), (OPEN, OPEN)):
        assert read(found).at_least("fact", limit) is None
        assert read(found).at_most("fact", limit) is None


@given(st.none() | DAYS, st.integers(0, 10**4))
@ENOUGH
def test_a_date_is_within_as_many_days_as_lie_between(on: date | None, days: int) -> None:
    assert read(on).within("fact", days) is (on is not None and on <= TODAY <= on + timedelta(days))


def test_what_is_still_to_come_is_not_done() -> None:
    assert read(TODAY).within("fact", 0) is True
    for limit in (0, 10**4, OPEN):
        assert read(TODAY + timedelta(1)).within("fact", limit) is False


@given(DAYS.filter(lambda day: day <= TODAY), st.integers(0, 10**4))
def test_a_date_or_an_interval_that_nobody_knows_gives_no_answer(on: date, days: int) -> None:
    for found, limit in ((OPEN, days), (on, OPEN), (OPEN, OPEN)):
        assert read(found).within("fact", limit) is None


def test_a_date_without_an_interval_is_not_within_it() -> None:
    assert read(TODAY).within("fact", None) is False


def test_flags_and_texts_that_nobody_knows_give_no_answer() -> None:
    reading = read(OPEN)
    assert [ask("fact") for ask in (reading.yes, reading.no, reading.filled, reading.stated)] == [None] * 4
    assert [fact.path for fact in reading.log] == [("fact",)] * 4


def leaves(node: Any, path: KeyPath) -> Iterator[KeyPath]:
    """The paths of all values, those included that the facts leave out."""
    if isinstance(node, Facts):
        for key in type(node).model_fields:
            yield from leaves(getattr(node, key), (*path, key))
    elif isinstance(node, tuple):
        for index, entry in enumerate(node):
            yield from leaves(entry, (*path, index))
    else:
        yield path


@cache
def leaves_of(sample: str) -> tuple[str, ...]:
    found = tuple(dotted(path) for path in leaves(terminal_of(sample_facts(sample)), ()))
    assert len(found) > 1500
    return found


@cache
def before(sample: str) -> dict[str, Finding]:
    return findings_of(terminal_of(sample_facts(sample)))


def rests_on(found: Finding, leaf: KeyPath) -> bool:
    """Whether the finding has read the leaf, or the list in which it stands."""
    return any(leaf[: len(fact.path)] == fact.path for fact in found.facts)


@given(st.sampled_from(("aonagi", "chitoseura")), st.data())
@settings(max_examples=250, deadline=None)
def test_a_todo_in_any_leaf_makes_nothing_met(sample: str, data: st.DataObject) -> None:
    leaf = data.draw(st.sampled_from(leaves_of(sample)))
    terminal = with_a_todo(sample, leaf)
    assume(terminal is not None)
    assert terminal is not None
    nothing_becomes_met(sample, leaf, terminal)


# Leaves of which the rules ask more than one thing, so that none is left to chance.
@pytest.mark.parametrize(
    ("sample", "leaf"),
    [
        ("aonagi", "network_devices[0].attacked"),
        ("aonagi", "experts[0].contact"),
        ("aonagi", "manual.needed"),
        ("aonagi", "standby.needed"),
        ("aonagi", "thresholds.pattern_age_days"),
        ("aonagi", "backup_plan.oldest_at_least_days"),
        ("aonagi", "assets.review_months"),
        ("chitoseura", "network_devices[0].log_interval_days"),
        ("chitoseura", "linked_devices[0].control_obtainable"),
        ("chitoseura", "drills[0].tests_incident_procedure"),
        ("chitoseura", "org.ciso.person"),
        ("chitoseura", "reporting.ciso_officers_limit_min"),
        ("aonagi", "audit.self_checked_on"),
        ("aonagi", "audit.audited_on"),
        ("chitoseura", "audit.self_checked_on"),
        ("chitoseura", "audit.self_check_interval_days"),
    ],
)
def test_a_todo_in_a_leaf_that_much_hangs_on_makes_nothing_met(sample: str, leaf: str) -> None:
    terminal = with_a_todo(sample, leaf)
    assert terminal is not None
    nothing_becomes_met(sample, leaf, terminal)


def was_looked_at(found: Finding) -> bool:
    """Whether it hangs on what a self-check or an audit found, and so on what the facts show of other requirements."""
    return any("_results_" in check.key for check in found.checks)


def with_a_todo(sample: str, leaf: str) -> Terminal | None:
    """The sample with one leaf left open; None where the model does not let it be, or where it names a question."""
    if leaf.endswith("].item"):
        return None
    return load_terminal(Source(data=changed(sample_facts(sample), {leaf: TODO})))[0]


def nothing_becomes_met(sample: str, leaf: str, terminal: Terminal) -> None:
    """Judging goes on, nothing becomes met, and what does not rest on the leaf stays as it was."""
    after = findings_of(terminal)
    assert len(after) > 100
    assert after.keys() == before(sample).keys()
    for name, found in before(sample).items():
        new = after[name].state
        if rests_on(found, steps(leaf)):
            assert new in {found.state, State.UNKNOWN, State.PARTLY, State.NOT_MET}, (name, leaf)
        elif not was_looked_at(found) and not was_looked_at(after[name]):
            # A condition that nobody knows counts as one that holds.
            assert new == found.state or found.state == State.NOT_APPLICABLE, (name, leaf)
        assert new != State.MET or found.state == State.MET, (name, leaf)


def test_what_an_entry_covers_is_not_known_while_nobody_has_said_what_it_is(tmp_path: Path) -> None:
    facts = facts_of("chitoseura")
    risk = facts["risk"]
    assert isinstance(risk, dict)
    outcomes = {}
    for name in ("TODO: 総務", "高潮"):
        risk["threats"] = [{"name": name, "covers": []}]
        write_facts(tmp_path / "terminals" / "open", facts)
        judged, _ = judge(Workspace(tmp_path), "open", TODAY)
        assert judged is not None
        checks = [check for finding in judged.assessed.findings for check in finding.checks]
        outcomes[name] = {check.outcome.value for check in checks if check.key == "risk_threats"}
    assert outcomes == {"TODO: 総務": {"unknown"}, "高潮": {"fails"}}
