"""Sheets for results and attendance: what they ask, offer and know already; a fact in them is a text and never acts."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from quaybook.formats.calendar.format import CalendarFormat
from quaybook.formats.workbook.practice import DrillSheet, attendance_sheet, drill_result_sheet
from quaybook.model.data.drill import Objective
from quaybook.model.data.record_mark import Mark, RecordKind, read_mark
from quaybook.model.data.scenario import ScenarioData
from quaybook.model.document import Document
from quaybook.pipeline import Prepared

from tests.conftest import TODAY
from tests.formats.calendar.test_calendar import plain
from tests.helpers.editions import edition
from tests.helpers.renderings import judged_with, words

FIRST_ROW = 5


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def result_sheet(**known: object) -> Any:
    judged = plain("aonagi")
    drill = next(each for each in judged.terminal.drills if each.id == "relay-day")
    requirements = judged.catalogue.requirements
    sheet = DrillSheet(drill, ("目標の一", "目標の二"), **known)  # type: ignore[arg-type]
    return opened(drill_result_sheet(sheet, judged.terminal, "aonagi", requirements, words()))


def answers(page: Any) -> dict[str, Any]:
    """The cells to be filled in of a sheet with a question in each row."""
    return {page.cell(row, 1).value: page.cell(row, 3) for row in range(FIRST_ROW, page.max_row + 1)}


def test_each_sheet_says_of_which_drill_it_is() -> None:
    book = result_sheet()
    marks = [read_mark(page["A1"].value) for page in book.worksheets[:3]]
    assert marks == [
        Mark(RecordKind.DRILL, "aonagi", "relay-day", part) for part in ("single", "objectives", "findings")
    ]
    assert book.worksheets[3].sheet_state == "hidden"


def test_what_is_known_stands_in_the_sheet_and_the_rest_is_left_open() -> None:
    first = answers(result_sheet(held_on=TODAY, minutes=60, variation="夜間", seed="7").worksheets[0])
    assert first["held_on"].value.date() == TODAY
    assert first["held_on"].number_format == 'yyyy"年"m"月"d"日"'
    assert (first["minutes"].value, first["variation"].value, first["seed"].value) == (60, "夜間", "7")
    assert {key for key, cell in first.items() if cell.value is None} == {
        "participants",
        "evaluator",
        "next_on",
        "result",
    }
    objectives = result_sheet().worksheets[1]
    assert [objectives.cell(row, 2).value for row in (5, 6, 7)] == ["目標の一", "目標の二", None]


def test_labels_are_locked_and_answers_are_not() -> None:
    page = result_sheet().worksheets[0]
    assert page.protection.sheet
    cells = answers(page)
    assert len(cells) == 8
    assert {cell.protection.locked for cell in cells.values()} == {False}
    assert {page.cell(row, 2).protection.locked for row in range(FIRST_ROW, page.max_row + 1)} == {True}


def test_people_outcomes_and_requirements_are_offered() -> None:
    book = result_sheet()
    choices = book.worksheets[3]
    columns = [[cell.value for cell in column if cell.value] for column in choices.iter_cols()]
    terminal = plain("aonagi").terminal
    assert [person.id for person in terminal.people] in [
        [str(each).split()[0] for each in column] for column in columns
    ]
    assert ["達成", "一部", "未達"] in columns
    assert any("4-1-c-1\u30004(1)ウ①" in column for column in columns)
    findings = book.worksheets[2]
    offered = {str(rule.sqref).split(":")[0][0] for rule in findings.data_validations.dataValidation}
    assert offered == {"D", "F"}


def test_an_attendance_sheet_has_a_row_for_each_person_and_a_place_to_sign() -> None:
    course = plain("aonagi").terminal.courses[0]
    book = opened(attendance_sheet(course, "aonagi", words()))
    first, people = book.worksheets[:2]
    assert answers(first)["contents"].value == course.contents
    assert answers(first)["planned_on"].value == "2027年4月19日"
    # What is signed is the form; it says so, and with whom and by which material the course was held.
    assert "署名の原本は様式F30" in first["B3"].value
    assert [answers(first)[key].value for key in ("teacher", "material", "pass_mark")] == [None] * 3
    keys = [people.cell(1, column).value for column in range(2, 10)]
    assert keys == ["name", "affiliation", "language", "attended", "right", "of", "passed", "signature"]
    assert people.max_row - FIRST_ROW + 1 == 40


@pytest.mark.parametrize("hostile", ["=cmd|' /C calc'!A0", "+1+1", "http://example.jp", "_x0041_", "a\r\nb"])
def test_a_fact_in_a_sheet_never_acts(hostile: str) -> None:
    judged = judged_with("aonagi", {"courses[0].contents": hostile, "people[*].title": hostile})
    book = opened(attendance_sheet(judged.terminal.courses[0], "aonagi", words()))
    cell = answers(book.worksheets[0])["contents"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    drill = DrillSheet(judged.terminal.drills[0])
    choices = opened(drill_result_sheet(drill, judged.terminal, "aonagi", [], words())).worksheets[3]
    kinds = {cell.data_type for row in choices.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}


def with_objectives(document: Document) -> Document:
    """A kit with objectives of our own."""
    data = {
        name: each.model_copy(update={"objectives": (Objective(goal=f"{document.spec.id}の目標"),)})
        for name, each in document.data.items()
        if isinstance(each, ScenarioData)
    }
    return replace(document, data={**document.data, **data})


def test_the_objectives_of_the_kit_stand_in_the_sheet_of_its_drill(large: Prepared) -> None:
    documents = tuple(map(with_objectives, large.sets["ja"].documents))
    made = CalendarFormat().artifacts(edition(large, replace(large.sets["ja"], documents=documents)))
    sheets = {d.id: opened(made[f"ja/calendar/results/{d.id}.xlsx"].made) for d in large.terminal.drills}
    assert sheets["relay-day"].worksheets[1].cell(FIRST_ROW, 2).value == "drill-relayの目標"
    assert sheets["restore-chain"].worksheets[1].cell(FIRST_ROW, 2).value == "drill-restoreの目標"
