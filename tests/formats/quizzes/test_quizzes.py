"""Quizzes as files: sheets of paper that give nothing away, a workbook, and what learning systems read."""

from __future__ import annotations

import html
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quaybook.formats.quizzes.book import quiz_book
from quaybook.formats.quizzes.format import QuizFormat
from quaybook.formats.quizzes.gift import escaped, gift
from quaybook.formats.quizzes.paper import answer_sheet, question_sheet
from quaybook.formats.quizzes.sources import Sources
from quaybook.formats.word.convert import WordWriter
from quaybook.model.data.quiz import QuizData
from quaybook.model.document import Document
from quaybook.pipeline import Prepared
from quaybook.resources import policy_source
from quaybook.wording.words import load_words

from tests.conftest import KEPT, REPOSITORY, SAMPLES, prepared_sample
from tests.helpers.editions import edition
from tests.helpers.hostile_facts import TEXTS
from tests.helpers.quizzes import SEVERAL, asked_of, with_questions

PARSER = REPOSITORY / "tests" / "prose" / "node_modules" / "gift-pegjs"
WORDS, _ = load_words(policy_source(), "ja")
READ = """
const parser = require(process.argv[1]), files = require("fs");
console.log(JSON.stringify(parser.parse(files.readFileSync(0, "utf8"))));
"""
IS_THERE = PARSER.exists() and shutil.which("node") is not None
needs_parser = pytest.mark.skipif(
    not IS_THERE and not os.environ.get("QUAYBOOK_ALL_TESTS"), reason="make prose installs a reader of GIFT"
)
# What nobody wrote in a way that a line or a cell could keep.
VISIBLE = [text for text in map(str.strip, TEXTS) if "\ue000" not in text]


@cache
def files(name: str) -> dict[str, bytes]:
    made = QuizFormat().artifacts(edition(prepared_sample(name), cache=KEPT))
    return {path: artifact.made for path, artifact in made.items()}


def quizzes(prepared: Prepared) -> dict[str, tuple[Document, QuizData]]:
    found = {d.spec.id: (d, d.data.get("quiz")) for d in prepared.sets["ja"].documents}
    return {name: (document, quiz) for name, (document, quiz) in found.items() if isinstance(quiz, QuizData)}


def read_gift(text: str) -> list[dict[str, Any]]:
    done = subprocess.run(["node", "-e", READ, str(PARSER)], input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    read: list[dict[str, Any]] = json.loads(done.stdout)
    return read


def unescaped(text: str) -> str:
    """What a system makes of an escaped text."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


def shown(told: dict[str, str]) -> str:
    """What a reader sees of a text in its format."""
    return html.unescape(told["text"]) if told["format"] == "html" else told["text"]


def word_text(content: bytes) -> str:
    opened = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in opened.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])


@pytest.mark.parametrize("name", SAMPLES)
def test_every_audience_has_its_files(name: str) -> None:
    made, asked = files(name), quizzes(prepared_sample(name))
    assert len(asked) >= 8
    ends = ("-questions.docx", "-answers.docx", ".gift.txt")
    assert set(made) == {f"ja/quizzes/{each}{end}" for each in asked for end in ends} | {"ja/quizzes/quizzes.xlsx"}


def test_the_sheet_of_questions_asks_all_and_tells_nothing() -> None:
    asking = quizzes(prepared_sample("aonagi"))
    assert len(asking) >= 8
    for name, (document, quiz) in asking.items():
        content = files("aonagi")[f"ja/quizzes/{name}-questions.docx"]
        said = word_text(content)
        asked = [text for q in quiz.questions for text in (q.question, *q.choices)]
        assert [text for text in asked if text not in said] == []
        labels = [WORDS(f"quiz.{quiz.speech}.sheet.{key}") for key in ("name", "department", "day")]
        assert [label for label in labels if label not in said] == []
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            everything = "".join(packed.read(part).decode(errors="ignore") for part in packed.namelist())
        # Word puts the signs of other scripts into runs of their own.
        whys = [part for q in quiz.questions for part in re.findall("[\u3041-\u9fff、]{12,}|[A-Za-z ]{25,}", q.why)]
        assert whys
        assert [part for part in whys if part in everything and not any(part in text for text in asked)] == []
        assert document.title in said


def test_the_sheet_of_questions_is_the_same_whatever_is_right(large: Prepared) -> None:
    one, two = (
        question_sheet(*with_questions(large, SEVERAL | {"answer": answer, "why": why}))
        for answer, why in ((["ア", "ウ"], "甲"), (["イ", "エ"], "乙"))
    )
    assert one == two
    assert "甲" not in repr(one)


def test_the_sheet_of_answers_says_why_and_where(large: Prepared) -> None:
    asking = quizzes(prepared_sample("aonagi"))
    assert len(asking) >= 8
    for name, (_, quiz) in asking.items():
        said = word_text(files("aonagi")[f"ja/quizzes/{name}-answers.docx"])
        assert [q.why for q in quiz.questions if q.why not in said] == []
    document, frame = with_questions(large, SEVERAL)
    sheet = answer_sheet(document, frame, Sources(edition(large)))
    (made,) = WordWriter(edition(large, replace(large.sets["ja"], documents=(sheet,)), KEPT)).begin(None).values()
    tables = docx.Document(io.BytesIO(made.result())).tables
    cells = [cell.text for cell in tables[0].rows[1].cells]
    assert cells[:3] == ["1", "ア、ウ", SEVERAL["why"]]
    assert cells[3].count("バックアップ管理規程") == 1
    assert "カード" in cells[3]
    assert "3(4)③" in cells[3]


def test_the_workbook_holds_every_question_once(large: Prepared) -> None:
    asked = quizzes(prepared_sample("aonagi"))
    book = openpyxl.load_workbook(io.BytesIO(files("aonagi")["ja/quizzes/quizzes.xlsx"]))
    assert len(book.worksheets) == len(asked) + 1
    for sheet, (_, quiz) in zip(book.worksheets[1:], asked.values(), strict=True):
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        assert [row[0] for row in rows] == [*range(1, len(quiz.questions) + 1)]
        asks = zip(rows, quiz.questions, strict=True)
        assert [q.question for row, q in asks if not str(row[1]).startswith(q.question)] == []
        assert None not in {cell for row in rows for cell in row}
    document, frame = with_questions(large, SEVERAL, *asked_of(VISIBLE))
    made = openpyxl.load_workbook(io.BytesIO(quiz_book([(document, frame)], edition(large), Sources(edition(large)))))
    cells = [cell for row in made.worksheets[1].iter_rows(min_row=2) for cell in row]
    assert len(cells) > 100
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [cell.coordinate for cell in cells if cell.hyperlink] == []
    first = [cell.value for cell in made.worksheets[1][2]]
    assert first[2:8] == [*SEVERAL["choices"], "ア、ウ", SEVERAL["why"]]  # type: ignore[misc]


@given(st.text(max_size=40))
def test_what_is_escaped_comes_back(text: str) -> None:
    made = escaped(text)
    assert re.search(r"(?<!\\)(?:\\\\)*[~=#{}:]", made) is None
    assert "\n" not in made
    assert "\r" not in made
    assert unescaped(made) == text.replace("\r\n", "\n").replace("\r", "\n")


@needs_parser
@pytest.mark.parametrize("name", SAMPLES)
def test_a_reader_of_gift_gets_the_questions_back(name: str) -> None:
    asking = quizzes(prepared_sample(name))
    assert len(asking) >= 8
    for each, (document, quiz) in asking.items():
        category, *read = read_gift(files(name)[f"ja/quizzes/{each}.gift.txt"].decode())
        assert category == {"type": "Category", "title": document.title}
        asks = zip(read, quiz.questions, strict=True)
        assert [q.question for made, q in asks if not made["stem"]["text"].startswith(q.question)] == []
        assert [[c["text"]["text"] for c in q["choices"]] for q in read] == [[*q.choices] for q in quiz.questions]
        rights = [[n for n, c in enumerate(q["choices"]) if c["isCorrect"] or (c["weight"] or 0) > 0] for q in read]
        assert rights == [[*q.rights] for q in quiz.questions]
        whys = zip(read, quiz.questions, strict=True)
        assert [q.why for made, q in whys if not made["globalFeedback"]["text"].startswith(q.why)] == []


@needs_parser
def test_several_right_answers_share_the_marks(large: Prepared) -> None:
    three = SEVERAL | {"answer": ["ア", "イ", "エ"]}
    document, frame = with_questions(large, SEVERAL, three)
    _, one, two = read_gift(gift(document, frame, Sources(edition(large))))
    assert [choice["weight"] for choice in one["choices"]] == [50, -100, 50, -100]
    assert [choice["weight"] for choice in two["choices"]] == [33.33333, 33.33333, -100, 33.33333]
    assert one["stem"]["text"].endswith("（正しいものを全て選ぶ）")
    assert "拠り所" in one["globalFeedback"]["text"]
    assert "バックアップ管理規程" in one["globalFeedback"]["text"]


@needs_parser
def test_no_text_steers_a_learning_system(large: Prepared) -> None:
    texts = [
        *VISIBLE,
        "=a ~b",
        "%50%x",
        "[html]<b>x</b>",
        "a->b",
        "// x",
        "$CATEGORY: x",
        "}\n\n::x::{T}",
        "\\n\\\\",
        "####x",
    ]
    document, frame = with_questions(large, *asked_of(texts))
    _, *read = read_gift(gift(replace(document, title="a/b\n$CATEGORY: c"), frame, Sources(edition(large))))
    assert len(read) == len(texts)
    for question, text in zip(read, texts, strict=True):
        told = question["choices"][0]["text"]
        assert told["format"] == ("html" if "->" in text else "plain")
        assert shown(told).split() == text.split()
        assert shown(question["stem"]).split() == f"問い{text}".split()
        assert question["choices"][0]["isCorrect"]


def test_texts_stand_on_paper_as_they_are(large: Prepared) -> None:
    document, frame = with_questions(large, *asked_of(VISIBLE))
    sheets = (question_sheet(document, frame), answer_sheet(document, frame, Sources(edition(large))))
    begun = WordWriter(edition(large, replace(large.sets["ja"], documents=sheets), KEPT)).begin(None)
    questions, answers = (re.sub(r"\s", "", word_text(each.result())) for each in begun.values())
    assert len(VISIBLE) > 12
    wanted = [re.sub(r"\s", "", text) for text in VISIBLE]
    assert [text for text in wanted if f"問い{text}" not in questions or f"誤り{text}" not in questions] == []
    assert [text for text in wanted if text not in answers] == []
    assert f"問{len(VISIBLE)}" in questions
    grids = docx.Document(io.BytesIO(begun[sheets[0].spec.id].result())).tables[1:]
    boxes = [cell.text for grid in grids for cell in grid.rows[0].cells]
    assert boxes == [str(number) for number in range(1, len(VISIBLE) + 1)]


def test_a_quiz_in_english_is_framed_in_english(large: Prepared) -> None:
    asked = {"question": "What first?", "choices": ["Tell", "Wait", "Run"], "answer": ["ア", "ウ"], "why": "Sooner."}
    document, frame = with_questions(large, asked, speech="en")
    sheet = question_sheet(replace(document, title="Reading"), frame)
    assert "A\u3000Tell" in sheet.body
    assert "Question 1" in sheet.body
    assert "| Name | Department | Date |" in sheet.body
    assert sheet.title == "Reading: questions"
    assert frame.rights(frame.quiz.questions[0]) == "A, C"
    assert "Choose all that are right" in gift(document, frame, Sources(edition(large)))


def test_a_document_without_questions_has_no_files(large: Prepared) -> None:
    of = edition(large)
    none = replace(of, documents=replace(of.documents, documents=(replace(of.documents.documents[0], data={}),)))
    assert QuizFormat().artifacts(none) == {}
    assert QuizFormat().links(none) == {}


def test_a_page_leads_to_the_files_of_its_quiz(large: Prepared) -> None:
    links = QuizFormat().links(edition(large))
    assert set(links) == set(quizzes(large))
    assert Path(next(iter(links["training-all"].values()))).name == "training-all-questions.docx"
    assert len(links["training-all"]) == 4
