"""Data beside texts: each file of the kit is typed and right, each mistake is told at its line, formats get all."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quaybook.documents.data.forms import check_digit
from quaybook.facts.positions import read_yaml
from quaybook.model.data.form import FormData
from quaybook.model.data.kinds import KINDS
from quaybook.model.data.quiz import QuizData
from quaybook.model.data.scenario import ScenarioData
from quaybook.model.data.sheet import SheetFile
from quaybook.pipeline import Prepared

from tests.helpers.data_files import (
    DOCUMENTS,
    checked,
    data_of,
    files_of,
    form_with,
    inject,
    kit_check,
    question,
    told,
    typed_files,
    written,
)

AT_LEAST = {"form": 37, "quiz": 10, "scenario": 6, "slides": 10, "items": 2, "nagoya": 1, "sheet": 15}


# The kit's own files.


def test_every_file_of_the_kit_has_its_model_and_no_mistake() -> None:
    check = kit_check()
    files = [file for spec in check.library.specs for file in check.files(spec)]
    counted = Counter(file.name for file in files if file.language == "ja")
    lying = [path for path in DOCUMENTS.glob("*/*/*.yml") if path.name != "document.yml"]
    assert len(files) == len(lying)
    assert counted >= Counter(AT_LEAST)
    assert [file.file for file in files if not isinstance(file.made, (*KINDS.values(), SheetFile))] == []
    assert [*check.problems()] == []


def test_the_documents_of_a_sample_carry_the_data_beside_their_texts(sample: Prepared) -> None:
    documents = sample.sets["ja"].documents
    carried = Counter(name for document in documents for name in document.data)
    held = {document.spec.id for document in documents}
    expected = Counter(name for name, path in typed_files() if path.parent.name in held)
    assert carried == expected
    assert carried["form"] > 20
    typed = [(name, type(data)) for document in documents for name, data in document.data.items()]
    assert [name for name, kind in typed if kind is not KINDS[name]] == []


def printed(data: object) -> Iterator[str]:
    """The texts that a page prints of its data, whatever the terminal."""
    match data:
        case QuizData():
            yield from (text for q in data.questions for text in (q.question, *q.choices, q.why))
        case ScenarioData():
            yield from (
                text for i in data.injects for text in (i.title, i.inject, i.question, *(e.action for e in i.expected))
            )
        case FormData():
            yield from (text for p in data.parts for f in p.fields for text in (f.label, f.example or "—"))


def test_the_page_says_what_the_data_say(sample: Prepared) -> None:
    """With the terminal's facts in every blank."""
    documents = sample.sets["ja"].documents
    said = [(d, text) for d in documents for data in d.data.values() for text in printed(data)]
    assert len(said) > 1000
    pages = {document.spec.id: html.unescape(document.body) for document in documents}
    assert [(d.spec.id, text) for d, text in said if text not in pages[d.spec.id] or "〔" in text] == []


def test_what_is_for_other_terminals_is_left_out(sample: Prepared) -> None:
    quizzes = [d.data["quiz"] for d in sample.sets["ja"].documents if "quiz" in d.data]
    met = {question.when for quiz in quizzes if isinstance(quiz, QuizData) for question in quiz.questions}
    terminal = sample.terminal
    gate = next(area for area in terminal.manual.areas if area.area == "gate")
    media = terminal.removable_media
    usb = any(m.kind == "usb_memory" and m.allowed is True for m in media.kinds) if media.kinds else media.used
    remote = terminal.remote_access.ways or terminal.terminal.tos.form in {"saas", "hosted"}
    assert met == {
        None,
        "usb" if usb else "no-usb",
        *(("gate-stop", "no-gate") if gate.mode == "stop" else ("gate",)),
        "remote" if remote else "no-remote",
    }


def test_facts_stand_in_the_questions(large: Prepared) -> None:
    quizzes = {d.spec.id: d.data["quiz"] for d in large.sets["ja"].documents if "quiz" in d.data}
    assert len(quizzes) == 10
    quiz = quizzes["training-executives"]
    assert isinstance(quiz, QuizData)
    body = large.terminal.org.decision_body
    assert quiz.questions[1].question.startswith(body.name)
    everyone = quizzes["training-all"]
    assert isinstance(everyone, QuizData)
    limit = large.terminal.reporting.ciso_officers_limit_min
    assert any(f"{limit}分" in choice for question in everyone.questions for choice in question.choices)


# Mistakes, each at its line.


TABLE: dict[str, object] = {"columns": [["時刻", "3"], ["番号", "8"]], "blank": "3"}
WRONG: dict[str, tuple[str, object, list[tuple[str, str]]]] = {
    "no shape": (
        "form.yml",
        {"use": "x"},
        [("data_key_missing", "parts"), ("data_key_missing", "submit_to"), ("data_key_missing", "writer")],
    ),
    "free text": ("form.yml", form_with(text="裏に続く。"), []),
    "a part of nothing": ("form.yml", form_with(title="x"), [("form_part_shape", "parts[0]")]),
    "two tables in one": ("form.yml", form_with(**TABLE, sign=[["責任者", "見本"]]), [("form_part_shape", "parts[0]")]),
    "lines of no table": (
        "form.yml",
        form_with(sign=[["責任者", "見本"]], blank="2"),
        [("form_key_unused", "parts[0].blank")],
    ),
    "a group that is not printed": (
        "form.yml",
        form_with(fields=[{"label": "船名"}], wide="4", then=[{"title": "t", "fields": [{"label": "x"}]}]),
        [("form_key_unused", "parts[0].then")],
    ),
    "a long row": ("form.yml", form_with(**TABLE, given=[["1", "2", "3"]]), [("form_row", "parts[0].given[0]")]),
    "a short last row": ("form.yml", form_with(**TABLE, last=["計"]), [("form_row", "parts[0].last")]),
    "an empty row": ("form.yml", form_with(**TABLE, example=[[]]), [("form_row", "parts[0].example[0]")]),
    "boxes below": (
        "form.yml",
        form_with(container="ZZZU1234564", below_title="場所", below=[["区画", "A"]]),
        [("form_row", "parts[0].below")],
    ),
    "a box that no side has": (
        "form.yml",
        form_with(sides=[{"label": "前面", "marks": [["4C", "凹"], ["5A", "穴"]]}]),
        [("form_side_box", "parts[0].sides[0].marks[1]")],
    ),
    "a box twice": (
        "form.yml",
        form_with(sides=[{"label": "前面", "marks": [["1A", "凹"], ["1A", "穴"]]}]),
        [("form_side_box", "parts[0].sides[0].marks[1]")],
    ),
    "sides with lines": (
        "form.yml",
        form_with(sides=[{"label": "前面"}], blank="2"),
        [("form_key_unused", "parts[0].blank")],
    ),
    "a wide number": ("form.yml", form_with(container="ＺＺＺＵ1234564"), [("form_container", "parts[0].container")]),
    "too many lines": ("form.yml", form_with(**TABLE | {"blank": "201"}), [("number_too_high", "parts[0].blank")]),
    "a column without a head": (
        "form.yml",
        form_with(columns=[["", "3"]]),
        [("data_empty", "parts[0].columns[0].label")],
    ),
    "not a pair": ("form.yml", form_with(columns=[["時刻"]]), [("not_a_pair", "parts[0].columns[0]")]),
    "an answer of the other alphabet": (
        "quiz.yml",
        {"questions": [question(answer="A")]},
        [("quiz_answer", "questions[0].answer")],
    ),
    "an answer beyond the choices": (
        "quiz.en.yml",
        {"questions": [question(answer="C")]},
        [("quiz_answer", "questions[0].answer")],
    ),
    "two answers in one": (
        "quiz.yml",
        {"questions": [question(answer="アイ")]},
        [("quiz_answer", "questions[0].answer")],
    ),
    "no answer": ("quiz.yml", {"questions": [question(answer=[])]}, [("too_few_entries", "questions[0].answer")]),
    "several answers": (
        "quiz.yml",
        {"questions": [question(choices=["一", "二", "三"], answer=["ア", "ウ"]), question(answer=["イ"])]},
        [],
    ),
    "an answer twice, and one that is none": (
        "quiz.yml",
        {"questions": [question(answer=["イ", "イ", "ウ"])]},
        [("quiz_answer", "questions[0].answer[2]"), ("quiz_answer_twice", "questions[0].answer[1]")],
    ),
    "nothing but answers": (
        "quiz.yml",
        {"questions": [question(answer=["イ", "ア"])]},
        [("quiz_answer_all", "questions[0].answer")],
    ),
    "a pass mark beyond all": (
        "quiz.yml",
        {"pass_mark": "101", "questions": [question()]},
        [("number_too_high", "pass_mark")],
    ),
    "an answer that stands nowhere": (
        "quiz.yml",
        {"questions": [question(documents=["backup#x", "bakup"], requirements=["9-9-9", "3-4-3"])]},
        [
            ("data_unknown_document", "questions[0].documents[1]"),
            ("data_unknown_requirement", "questions[0].requirements[0]"),
        ],
    ),
    "an action that stands nowhere": (
        "scenario.yml",
        {"injects": [inject(expected=[{"action": "知らせる。", "documents": ["crad-all"]}])]},
        [("data_unknown_document", "injects[0].expected[0].documents[0]")],
    ),
    "an English answer": ("quiz.en.yml", {"questions": [question(answer="B")]}, []),
    "one choice twice": (
        "quiz.yml",
        {"questions": [question(choices=["待つ", "ﾏﾂ", "マツ"])]},
        [("quiz_choice_twice", "questions[0].choices[2]")],
    ),
    "too many choices": (
        "quiz.yml",
        {"questions": [question(choices=[*"一二三四五六七"])]},
        [("too_many_entries", "questions[0].choices")],
    ),
    "an open choice": ("quiz.yml", {"questions": [question(choices=["TODO", "TODO"])]}, []),
    "a time that is none": (
        "scenario.yml",
        {"injects": [inject(offset="T+0.45")]},
        [("scenario_offset", "injects[0].offset")],
    ),
    "other words": (
        "scenario.yml",
        {"injects": [inject(), inject(offset="12分")]},
        [("scenario_offset_other", "injects[1].offset")],
    ),
    "back in time": (
        "scenario.yml",
        {"injects": [inject(), inject(offset="T+0:09")]},
        [("scenario_back", "injects[1].offset")],
    ),
    "at once": ("scenario.yml", {"injects": [inject(), inject()]}, []),
    "back in the room": (
        "scenario.yml",
        {"injects": [inject(minute="9"), inject(), inject(minute="8")]},
        [("scenario_back", "injects[2].minute")],
    ),
    "no document": (
        "scenario.yml",
        {"injects": [inject(documents=["#own", "bakup#x"])]},
        [("data_unknown_document", "injects[0].documents[1]")],
    ),
    "no requirement": (
        "scenario.yml",
        {"injects": [inject(requirements=["3-4-3", "9-9-9"])]},
        [("data_unknown_requirement", "injects[0].requirements[1]")],
    ),
    "a question twice": ("items.yml", {"asks": {"A-1": [], "Ａ-1": []}}, [("item_twice", "asks.Ａ-1")]),
    "a number that is none": (
        "items.yml",
        {"asks": {"資1": [], "資-0": []}},
        [("item_number", "asks.資1"), ("item_number", "asks.資-0")],
    ),
    "a question about nothing": (
        "items.yml",
        {"asks": {"資-1": ["3-1-z"]}},
        [("data_unknown_requirement", "asks.資-1[0]")],
    ),
    "an open question": ("items.yml", {"asks": {"資-1": "TODO"}}, [("not_a_list", "asks.資-1")]),
    "a weakness of nothing": (
        "nagoya.yml",
        {"weaknesses": [{"section": "2(2)", "text": "x", "requirements": ["2-9"]}]},
        [("data_unknown_requirement", "weaknesses[0].requirements[0]")],
    ),
    "sheets of another language": ("sheet.en.yml", data_of(files_of("sheet")[0]), [("sheet_language", "language")]),
    "a file of the source language": ("quiz.ja.yml", {}, [("data_file_name", "")]),
    "free data": ("rota.yml", {"anything": ["x"]}, []),
}


@pytest.mark.parametrize("what", WRONG)
def test_each_mistake_is_told_at_its_place(what: str, tmp_path: Path) -> None:
    last, data, expected = WRONG[what]
    assert told(written(tmp_path, last, data).problems) == sorted(expected)


def test_the_right_number_of_a_container_is_named(tmp_path: Path) -> None:
    found = written(tmp_path, "form.yml", form_with(container="ZZZU1234560"))
    assert [dict(p.values)["near"] for p in found.problems] == ["ZZZU1234564"]
    # The worked example of the standard's annex, and a remainder of 10.
    assert (check_digit("CSQU305438"), check_digit("ZZZU500038")) == (3, 0)


def test_a_number_that_stands_twice_in_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "items.yml").write_text("asks:\n  資-1: []\n  資-1: []\n", encoding="utf-8")
    found = checked("items.yml", read_yaml(tmp_path / "items.yml", "items.yml")).problems
    assert [(p.code, p.line) for p in found] == [("duplicate_key", 3)]


PLAIN = st.recursive(
    st.text(max_size=6) | st.sampled_from(["TODO", "3", "ア", "T+0:10", "3-4-3", "backup", "ZZZU1234564"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_a_file_is_taken_or_told_with_its_line(tmp_path: Path, data: st.DataObject) -> None:
    """A file of the kit in which some value is replaced by anything."""
    name, path = data.draw(st.sampled_from(list(typed_files())))
    changed = data_of(path)
    at: Any = changed
    while data.draw(st.booleans()) and isinstance(at, dict | list) and at:
        key = data.draw(st.sampled_from(list(at) if isinstance(at, dict) else [*range(len(at))]))
        if not isinstance(at[key], dict | list):
            break
        at = at[key]
    if isinstance(at, dict | list) and at:
        key = data.draw(st.sampled_from(list(at) if isinstance(at, dict) else [*range(len(at))]))
        at[key] = data.draw(PLAIN)
    found = written(tmp_path, f"{name}.yml", changed)
    assert (found.made is not None) or found.problems
    told(found.problems)
