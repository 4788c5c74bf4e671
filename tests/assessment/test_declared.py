"""What a set asks as data: of entries of a list, of series of dates, of their order; a TODO is never taken for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise, product
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quaybook.assessment.assess import Judged, assessed
from quaybook.assessment.declared import declared
from quaybook.assessment.finding import Check, Outcome, State
from quaybook.assessment.reading import Reading
from quaybook.facts.positions import Source, dotted
from quaybook.model.base import Todo
from quaybook.model.requirement import Catalogue, Criterion, Requirement
from quaybook.resources import policy_source
from quaybook.wording.filters import Filters
from quaybook.wording.findings import FindingView, FindingViews
from quaybook.wording.words import load_words

from tests.assessment.rules.cases.changes import (
    REMOVED,
    TODO,
    Changes,
    changed,
    report,
    sample_facts,
    terminal_of,
)
from tests.conftest import TODAY

OPEN = Todo("担当")
# Of one day ago, … ; small numbers, so that gaps and limits meet often.
AGES = st.integers(0, 12)
WINDOW = range(-2, 30)


def criterion(**asked: Any) -> Criterion:
    return Criterion.model_validate(asked)


def day(age: int) -> date:
    return TODAY - timedelta(age)


def checks(facts: object, **asked: Any) -> list[Check]:
    return list(declared(Reading(facts, TODAY), (criterion(**asked),)))


def trials(days: Sequence[object]) -> SimpleNamespace:
    return SimpleNamespace(restore_tests=tuple(SimpleNamespace(held_on=each) for each in days))


def outcomes(days: Sequence[object], **limits: int) -> list[str]:
    found = checks(trials(days), dates=["restore_tests.held_on"], **limits)
    return [f"{check.key}: {check.outcome}" for check in found]


@pytest.mark.parametrize(
    ("days", "limits", "expected"),
    [
        ([], {"apart_days": 5}, ["declared_apart_few: fails"]),
        ([day(3)], {"apart_days": 5}, ["declared_apart_few: fails"]),
        ([None, day(3)], {"apart_days": 5}, ["declared_apart_few: fails"]),
        ([OPEN], {"apart_days": 5}, ["declared_apart_few: fails"]),
        ([OPEN, OPEN], {"apart_days": 5}, ["declared_apart: unknown"]),
        ([day(3), day(8)], {"apart_days": 5}, ["declared_apart: holds"]),
        ([day(8), day(3)], {"apart_days": 4}, ["declared_apart: fails"]),
        ([day(3), day(3)], {"apart_days": 0}, ["declared_apart: holds"]),
        ([day(4), day(3)], {"apart_days": 0}, ["declared_apart: fails"]),
        ([day(4), OPEN, day(3)], {"apart_days": 0}, ["declared_apart: fails"]),
        ([day(3), OPEN, day(8)], {"apart_days": 5}, ["declared_apart: unknown"]),
        ([day(3), OPEN, day(8)], {"apart_days": 3}, ["declared_apart: unknown"]),
        ([day(3), OPEN, day(8)], {"apart_days": 2}, ["declared_apart: fails"]),
        ([], {"apart_days": 5, "within_days": 5}, ["declared_last: fails"]),
        ([day(5)], {"apart_days": 5, "within_days": 5}, ["declared_last: holds"]),
        ([day(6)], {"apart_days": 5, "within_days": 5}, ["declared_last: fails"]),
        ([OPEN], {"apart_days": 5, "within_days": 5}, ["declared_last: unknown"]),
        ([day(5), OPEN], {"apart_days": 5, "within_days": 5}, ["declared_apart: unknown", "declared_last: holds"]),
        ([day(9), OPEN], {"apart_days": 5, "within_days": 5}, ["declared_apart: unknown", "declared_last: unknown"]),
        ([day(9), day(6)], {"apart_days": 5, "within_days": 5}, ["declared_apart: holds", "declared_last: fails"]),
        ([day(9), day(2)], {"apart_days": 5, "within_days": 5}, ["declared_apart: fails", "declared_last: holds"]),
    ],
)
def test_a_series_of_dates(days: list[object], limits: dict[str, int], expected: list[str]) -> None:
    assert outcomes(days, **limits) == expected


def close_and_fresh(ages: Sequence[int], apart: int, within: int) -> tuple[bool, bool]:
    """Both answers by their meaning, where every date is known."""
    ordered = sorted(ages)
    return all(b - a <= apart for a, b in pairwise(ordered)), any(0 <= age <= within for age in ages)


@given(st.lists(AGES, max_size=3), st.integers(0, 2), st.integers(0, 7), st.integers(0, 12))
@settings(max_examples=200, deadline=None)
def test_dates_that_become_known_never_turn_an_answer_round(
    ages: list[int], unknown: int, apart: int, within: int
) -> None:
    days = [*map(day, ages), *[OPEN] * unknown]
    found = dict(each.split(": ") for each in outcomes(days, apart_days=apart, within_days=within))
    later = [close_and_fresh([*ages, *more], apart, within) for more in product(WINDOW, repeat=unknown)]
    said = {"declared_apart": {close for close, _ in later}, "declared_last": {fresh for _, fresh in later}}
    if len(days) < 2:
        said.pop("declared_apart")
    # What is unknown may turn out either way, and what is not may not.
    names = {"holds": {True}, "fails": {False}, "unknown": {True, False}}
    assert {key: names[outcome] for key, outcome in found.items()} == said


def test_two_facts_make_a_series_of_dates() -> None:
    for first, second, expected in (
        (day(1), day(3), "holds"),
        (day(3), day(1), "holds"),
        (day(1), day(4), "fails"),
        (day(1), OPEN, "unknown"),
        (day(1), None, "fails"),
    ):
        audit = SimpleNamespace(audit=SimpleNamespace(self_checked_on=first, audited_on=second))
        (check,) = checks(audit, dates=["audit.self_checked_on", "audit.audited_on"], apart_days=2)
        assert check.outcome == expected
        assert {dotted(fact.path) for fact in check.facts} == {"audit.self_checked_on", "audit.audited_on"}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (day(2), day(1), "holds"),
        (day(1), day(1), "holds"),
        (day(1), day(2), "fails"),
        (day(-5), day(-9), "holds"),
        (None, day(1), "fails"),
        (day(1), None, "fails"),
        (None, OPEN, "fails"),
        (OPEN, None, "fails"),
        (OPEN, day(1), "unknown"),
        (day(1), OPEN, "unknown"),
        (OPEN, OPEN, "unknown"),
    ],
)
def test_one_date_is_not_after_another(first: object, second: object, expected: str) -> None:
    audit = SimpleNamespace(audit=SimpleNamespace(audited_on=first, next_on=second))
    (check,) = checks(audit, fact="audit.audited_on", not_after="audit.next_on")
    assert check.outcome == expected
    assert [dotted(fact.path) for fact in check.facts] == ["audit.audited_on", "audit.next_on"]


def drills(*entries: tuple[object, object]) -> SimpleNamespace:
    made = (SimpleNamespace(name="演習", held_on=held, tests_incident_procedure=tested) for held, tested in entries)
    return SimpleNamespace(drills=tuple(made))


HAS = [{"fact": "held_on", "within_days": "5"}, {"fact": "tests_incident_procedure", "is_yes": "yes"}]
GOOD, BAD, OLD, OPEN_DAY, OPEN_FLAG = (day(1), True), (day(1), False), (day(9), True), (OPEN, True), (day(1), OPEN)


@pytest.mark.parametrize(
    ("entries", "every", "some"),
    [
        ([], "fails", "fails"),
        ([GOOD], "holds", "holds"),
        ([GOOD, GOOD], "holds", "holds"),
        ([GOOD, BAD], "partly", "holds"),
        ([BAD, OLD], "fails", "fails"),
        ([GOOD, OPEN_DAY], "unknown", "holds"),
        ([BAD, OPEN_DAY], "fails", "unknown"),
        ([GOOD, BAD, OPEN_DAY], "partly", "holds"),
        ([OPEN_DAY, OPEN_FLAG], "unknown", "unknown"),
        # What is known of an entry may decide it in spite of what is not.
        ([(OPEN, False)], "fails", "fails"),
        ([(day(9), OPEN)], "fails", "fails"),
        ([(OPEN, OPEN), BAD], "fails", "unknown"),
        ([(None, True)], "fails", "fails"),
        # Two entries that have half of it each are none that has all.
        ([(day(1), False), (day(9), True)], "fails", "fails"),
    ],
)
def test_every_and_any_entry_of_a_list(entries: list[tuple[object, object]], every: str, some: str) -> None:
    for subject, expected in (("every", every), ("any", some)):
        (check,) = checks(drills(*entries), **{subject: "drills", "has": HAS})
        assert check.outcome == expected
        assert check.key == (f"declared_{subject}" if entries else "declared_no_entry")
        assert check.facts
        if check.outcome == Outcome.UNKNOWN:
            assert check.open_facts


@given(st.lists(st.tuples(st.sampled_from([day(1), day(9), None]), st.booleans()), min_size=1, max_size=4), st.data())
def test_facts_that_become_known_never_turn_an_answer_round(
    entries: list[tuple[date | None, bool]], data: st.DataObject
) -> None:
    hidden = [
        tuple(OPEN if value is not None and data.draw(st.booleans()) else value for value in entry) for entry in entries
    ]
    for subject in ("every", "any"):
        before, after = (checks(drills(*each), **{subject: "drills", "has": HAS})[0] for each in (hidden, entries))
        good = {Outcome.HOLDS: {Outcome.HOLDS}, Outcome.UNKNOWN: set(Outcome)}
        assert after.outcome in good.get(before.outcome, {Outcome.FAILS, Outcome.PARTLY})


MADE: dict[str, Any] = {
    "id": "OWN-1",
    "section": "1",
    "strength": "must",
    "addressee": [],
    "coverage": "information",
    "applies_when": "null",
    "title": {"ja": "題", "en": "title"},
    "text": {"ja": "文", "en": "text"},
    "elements": [],
    "documents": [],
    "also": [],
    "facts": [],
    "met_when": "as asked",
    "crosswalk": {},
    "related": [],
}


def view(language: str, asked: dict[str, Any], changes: Changes) -> FindingView:
    """What is found of sample A where a set asks only this, in words."""
    facts = changed(sample_facts("aonagi"), changes)
    terminal = terminal_of(facts)
    made = Requirement.model_validate({**MADE, "decided_by": [asked]})
    catalogue = Catalogue((report().sets[0].model_copy(update={"requirements": (made,), "mappings": ()}),))
    judged = Judged("a", terminal, Source(data=facts), catalogue, assessed(terminal, catalogue, TODAY))
    words, problems = load_words(policy_source(), language)
    assert problems == ()
    views = FindingViews(Filters(terminal, words), policy_source(), language, judged.facts)
    return views.views(judged.assessed)["OWN-1"]


BACKUPS = {"every": "backups", "has": [{"fact": "retention.oldest_days", "at_least": "36"}]}
SERIES = {"dates": ["restore_tests.held_on"], "apart_days": "70", "within_days": "11"}
VERIFIED = {"every": "people", "has": [{"fact": "verified_on", "within_days": "0"}]}


@pytest.mark.parametrize(
    ("asked", "changes", "state", "ja", "en"),
    [
        (
            BACKUPS,
            {},
            State.PARTLY,
            "14件中4件）が、「今残っている最も古い世代は何日前のものか」が36日以上でない",
            "4 of the 14",
        ),
        (BACKUPS, {"backups[*].retention.oldest_days": "36"}, State.MET, "14件とも、", "each of the 14 entries"),
        (BACKUPS, {"backups": [], "restore_tests": []}, State.NOT_MET, "が1件も書かれていない", "nothing is listed"),
        (
            BACKUPS,
            {"backups[*].retention.oldest_days": "36", "backups[0].retention.oldest_days": TODO},
            State.UNKNOWN,
            "本番環境",
            "is not known yet (ask: 担当)",
        ),
        ({**BACKUPS, "every": None, "any": "backups"}, {}, State.MET, "のものがある", "one of the 14 entries"),
        (
            {
                "any": "drills",
                "has": [{"fact": "held_on", "within_days": "9"}, {"fact": "held_on", "not_after": "next_on"}],
            },
            {},
            State.NOT_MET,
            "が9日以内、「最後に行った日」が「次に行う日」以前のものがない",
            "is within the last 9 days, “When it was last held” is not later than “Date of the next drill”",
        ),
        (SERIES, {}, State.MET, "間隔が最も長くて70日で、70日以内である", "70 days apart at most"),
        ({**SERIES, "apart_days": "69"}, {}, State.PARTLY, "70日で、69日を超えている", "up to 70 days apart"),
        (
            {**SERIES, "within_days": "10"},
            {},
            State.PARTLY,
            "直近が2026年10月21日で、10日以内でない",
            "2026-10-21, not within",
        ),
        (SERIES, {"restore_tests": []}, State.NOT_MET, "直近が記載なしで、11日以内でない", "is not stated, not within"),
        (
            {"dates": ["audit.audited_on"], "apart_days": "9"},
            {},
            State.NOT_MET,
            "日付が1件しかなく",
            "too few dates",
        ),
        (
            {"fact": "audit.self_checked_on", "not_after": "audit.audited_on"},
            {},
            State.NOT_MET,
            "の2026年2月27日より後である",
            "(2026-09-25) is later than “When it was last audited",
        ),
        (
            {"fact": "audit.audited_on", "not_after": "audit.self_checked_on"},
            {},
            State.MET,
            "の2026年9月25日より後でない",
            "(2026-02-27) is not later than “When the self-check was last held",
        ),
        (
            {"fact": "audit.audited_on", "not_after": "audit.self_checked_on"},
            {"audit.audited_on": REMOVED},
            State.NOT_MET,
            "（記載なし）と「自己点検を最後に行った日」（2026年9月25日）の前後を確かめられない",
            "(not stated) and “When the self-check was last held",
        ),
        (
            {"every": "plan", "has": [{"fact": "due_on", "not_after": "start_on"}]},
            {},
            State.NOT_MET,
            "1件目、2件目",
            "no. 1, no. 2",
        ),
        (
            {
                "every": "backups",
                "has": [{"fact": "reachable_from_tos", "is_yes": "yes"}, {"fact": "restore_hours", "at_most": "1"}],
            },
            {},
            State.NOT_MET,
            "の答えが「はい」、「",
            "is “yes”",
        ),
    ],
)
def test_what_is_found_is_said_in_both_languages(
    asked: dict[str, Any], changes: Changes, state: State, ja: str, en: str
) -> None:
    asked = {key: value for key, value in asked.items() if value is not None}
    for language, expected in (("ja", ja), ("en", en)):
        found = view(language, asked, changes)
        assert found.state == state
        said = " ".join((*found.evidence, found.gap))
        assert expected in said, said
        assert found.facts
        assert bool(found.gap) is (state != State.MET)


def test_people_are_told_by_their_office() -> None:
    facts: Any = sample_facts("aonagi")["people"]
    names = {person["name"] for person in facts}
    assert len(names) > 10
    for changes, state in (({}, State.NOT_MET), ({"people[*].verified_on": TODO}, State.UNKNOWN)):
        found = view("ja", VERIFIED, changes)
        assert found.state == state
        said = " ".join((*found.evidence, found.gap))
        assert facts[0]["title"] in said
        assert [name for name in names if name in said] == []
