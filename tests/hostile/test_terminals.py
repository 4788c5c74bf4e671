"""Generated terminals, with anything in any leaf: each is judged, or refused with file, line and reason."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quaybook.assessment.assess import Judged
from quaybook.cli import main
from quaybook.facts.positions import KeyPath, Source
from quaybook.model.base import NotApplicable, Todo
from quaybook.model.load import EXPECTED, load_terminal
from quaybook.pipeline import Workspace, gap_report, judge
from quaybook.problems import Problem, describe, visible
from quaybook.resources import policy_source
from quaybook.wording.words import Words, load_messages, load_words

from tests.assessment.rules.cases.changes import changed, steps
from tests.conftest import SAMPLES, TODAY
from tests.helpers.hostile_facts import (
    ANY_TEXT,
    DAYS,
    KINDS,
    NUMBERS,
    TEXTS,
    VALUES,
    all_paths,
    at,
    facts_alone,
    fitting,
    put,
    text_paths,
)
from tests.helpers.workspaces import write_facts

ENOUGH = settings(
    derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
ANYWHERE = st.integers(0, 10**6)


@cache
def messages(language: str) -> Mapping[str, Mapping[str, str]]:
    return load_messages(policy_source(), language)


def judged_from_files(
    factory: pytest.TempPathFactory, facts: dict[str, Any]
) -> tuple[Judged | None, tuple[Problem, ...]]:
    """What the pipeline says of the facts when it has read them from a file."""
    root = factory.mktemp("w")
    write_facts(root / "terminals" / "x", facts)
    return judge(Workspace(root), "x", TODAY)


def are_said_with_their_place(problems: tuple[Problem, ...]) -> None:
    """Each problem names the file and the line, and can be said in both languages in a line that is not too long."""
    for problem in problems:
        absent = problem.code.startswith("missing_") and "." not in problem.path
        assert problem.file.startswith("terminals/x"), problem
        assert problem.line >= 1 or absent, problem
        for language in ("ja", "en"):
            line = describe(problem, messages(language))
            assert "\n" not in line
            assert len(line) < 4000, problem.code
            assert visible(line) == line


def stands(value: Any, text: str) -> bool:
    """Whether a fact holds the text as it was written."""
    if isinstance(value, Todo):
        return value.ask in text
    return value.reason in text if isinstance(value, NotApplicable) else value == text.strip()


def value_at(terminal: Any, path: KeyPath) -> Any:
    for step in path:
        terminal = terminal[step] if isinstance(step, int) else getattr(terminal, step)
    return terminal


CHANGES = st.lists(st.tuples(ANYWHERE, VALUES), min_size=1, max_size=8)


@given(st.sampled_from(SAMPLES), CHANGES)
@settings(ENOUGH, max_examples=230)
def test_anything_anywhere_is_judged_or_refused_with_its_line(
    tmp_path_factory: pytest.TempPathFactory, sample: str, changes: list[tuple[int, Any]]
) -> None:
    facts, everywhere = copy.deepcopy(facts_alone(sample)), all_paths(sample)
    for number, value in changes:
        put(facts, everywhere[number % len(everywhere)], value)
    judged, problems = judged_from_files(tmp_path_factory, facts)
    assert judged is not None or problems
    are_said_with_their_place(problems)


KEYS = (
    st.sampled_from(("", "id", "name", "<<", "inherits", "terminal", "__class__", "か\u3099", "x" * 100_000)) | ANY_TEXT
)
SHAPES = st.lists(
    st.tuples(st.sampled_from(("drop", "double", "add", "swap", "empty")), ANYWHERE, KEYS, VALUES), max_size=4
)


@given(st.sampled_from(SAMPLES), SHAPES)
@settings(ENOUGH, max_examples=120)
def test_any_shape_is_judged_or_refused_with_its_line(
    tmp_path_factory: pytest.TempPathFactory, sample: str, shapes: list[tuple[str, int, str, Any]]
) -> None:
    facts, everywhere = copy.deepcopy(facts_alone(sample)), all_paths(sample)
    for how, number, key, value in shapes:
        path = everywhere[number % len(everywhere)]
        try:
            around = at(facts, path[:-1])
            here = around[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue
        reshape(around, path[-1], here, how, key, value)
    judged, problems = judged_from_files(tmp_path_factory, facts)
    assert judged is not None or problems
    are_said_with_their_place(problems)


def reshape(around: Any, step: str | int, here: Any, how: str, key: str, value: Any) -> None:
    """Leaves something out, repeats it, adds a key, puts a list in the place of a group, or empties it."""
    if how == "drop":
        del around[step]
    elif how == "double" and isinstance(around, list):
        around.append(copy.deepcopy(here))
    elif how == "add" and isinstance(here, dict):
        here[key] = copy.deepcopy(value)
    elif how == "swap":
        around[step] = [here] if isinstance(here, dict) else {"x": here}
    elif how == "empty":
        around[step] = type(here)()


@given(
    st.sampled_from(SAMPLES), st.lists(st.tuples(ANYWHERE, st.sampled_from(TEXTS) | ANY_TEXT), min_size=1, max_size=60)
)
@settings(ENOUGH, max_examples=100)
def test_any_text_is_kept_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, sample: str, changes: list[tuple[int, str]]
) -> None:
    facts, leaves = copy.deepcopy(facts_alone(sample)), text_paths(sample)
    put_there = {leaves[number % len(leaves)]: text for number, text in changes if text.strip()}
    for path, text in put_there.items():
        put(facts, path, text)
    judged, problems = judged_from_files(tmp_path_factory, facts)
    are_said_with_their_place(problems)
    assert {p.code for p in problems} <= {"reason_missing"}
    if judged is not None:
        assert len(put_there) <= len(changes)
        for path, text in put_there.items():
            assert stands(value_at(judged.terminal, path), text), path


@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(ANYWHERE, ANYWHERE), min_size=40, max_size=80),
    st.sampled_from(("ja", "en")),
)
@settings(ENOUGH, max_examples=60)
def test_what_may_stand_there_can_be_judged_and_said(
    tmp_path_factory: pytest.TempPathFactory, sample: str, changes: list[tuple[int, int]], language: str
) -> None:
    facts, leaves = copy.deepcopy(facts_alone(sample)), fitting(sample)
    for number, choice in changes:
        path, values = leaves[number % len(leaves)]
        put(facts, path, values[choice % len(values)])
    judged, problems = judged_from_files(tmp_path_factory, facts)
    assert judged is not None or problems
    are_said_with_their_place(problems)
    if judged is not None:
        report = gap_report(judged, words_of(language), language)
        assert json.loads(json.dumps(report.data(language)))
        for line in report.lines():
            assert visible(line.replace("\t", "")) == line.replace("\t", "")


@cache
def words_of(language: str) -> Words:
    return load_words(policy_source(), language)[0]


def test_every_mistake_of_the_schema_has_a_sentence() -> None:
    assert len(EXPECTED) > 25
    for language in ("ja", "en"):
        assert sorted(set(EXPECTED.values()) - set(messages(language))) == []


# What stands there instead → the fact, what is said of it in both languages.
MISTAKES = {
    "a group for a number": (
        "systems[0].rto_hours",
        {"x": "y"},
        ("「{x: …}」は数ではない", '"{x: …}" is not a number'),
    ),
    "a text for a list": ("people[0].means", "phone", ("「phone」がある", 'There is "phone"')),
    "a list for a text": ("terminal.name", ["a", ["b"]], ("[ ] で囲んだもの", "There is something in [ ]")),
    "a list for a group": ("logs", ["a"], ("「[a]」がある", 'There is "[a]"')),
    "no choice": ("contacts[0].kind", "x", ("次から選ぶ：", "Choose one of: ")),
    "a day without its parts": ("terminal.facts_as_of", "20260401", ("「20260401」は日付ではない", "is not a date")),
    "a number of seconds": ("terminal.facts_as_of", "0", ("「0」は日付ではない", "is not a date")),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_said_in_the_language_and_the_notation_of_the_user(kind: str) -> None:
    path, value, said = MISTAKES[kind]
    _, problems = load_terminal(Source(data=changed(facts_alone("chitoseura"), {path: value})))
    assert [problem.path for problem in problems] == [path]
    for language, expected in zip(("ja", "en"), said, strict=True):
        line = describe(problems[0], messages(language))
        assert expected in line
        assert not re.search(r"Input should|valid|\b(dict|tuple|str|or)\b|'", line), line


@pytest.mark.parametrize(
    ("path", "written", "meant"),
    [
        ("systems[0].rto_hours", "１．５", 1.5),
        ("logs.retention_days", "３６５", 365),
        ("terminal.facts_as_of", "２０２６－０４－０１", date(2026, 4, 1)),
        ("people[0].means[0].value", "０９０－××××－××××", "０９０－××××－××××"),
        ("people[0].means[0].value", "(＋８１)0120　1", "(＋８１)0120　1"),
    ],
)
def test_full_width_digits_count_as_digits_and_stay_in_telephone_numbers(
    path: str, written: str, meant: object
) -> None:
    terminal, problems = load_terminal(Source(data=changed(facts_alone("chitoseura"), {path: written})))
    assert problems == ()
    assert value_at(terminal, steps(path)) == meant


@pytest.mark.parametrize("written", ["²", "①", "½", "一", "1e9", "٣"])
def test_other_signs_are_no_numbers(written: str) -> None:
    _, problems = load_terminal(Source(data=changed(facts_alone("chitoseura"), {"logs.retention_days": written})))
    assert [problem.code for problem in problems] == ["not_a_whole_number"]


def test_commas_in_a_number_are_told_by_their_name() -> None:
    _, problems = load_terminal(Source(data=changed(facts_alone("chitoseura"), {"logs.retention_days": "1,000"})))
    assert [problem.code for problem in problems] == ["number_with_commas"]


@pytest.mark.parametrize("written", ["ＴＯＤＯ", "ＴＯＤＯ：総務", "todo： 総務", " TODO "])
def test_an_open_fact_is_open_however_the_mark_is_typed(written: str) -> None:
    terminal, _ = load_terminal(Source(data=changed(facts_alone("chitoseura"), {"terminal.operator": written})))
    assert terminal is not None
    assert isinstance(terminal.terminal.operator, Todo)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_command_line_prints_hostile_facts_without_acting_on_them(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = copy.deepcopy(facts_alone("chitoseura"))
    # Of facts of another version nothing else is told.
    leaves = [path for path in all_paths("chitoseura") if path != ("facts_version",)]
    values = (*TEXTS, *KINDS[:5], *NUMBERS, *DAYS, "x" * 100_000, {"x\u2028\x85y": "x", "k" * 900: "y"})
    for number, path in enumerate(leaves[::7]):
        put(facts, path, values[number % len(values)])
    write_facts(tmp_path / "terminals" / "x", facts)
    monkeypatch.setattr("sys.argv", ["quaybook", "check", "--root", str(tmp_path), "--ui-lang", language])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 1
    printed = "".join(capsys.readouterr())
    lines = printed.split("\n")
    assert len(lines) > 100
    assert max(map(len, lines)) < 4000
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]", printed)
