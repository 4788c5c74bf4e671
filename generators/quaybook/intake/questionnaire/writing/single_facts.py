"""Intake stage: a sheet of single facts: a line for each, with need, unit, example, whom to ask and explanation."""

from __future__ import annotations

from typing import Any

from quaybook.facts.positions import dotted
from quaybook.intake.questionnaire.marks import FIRST_SINGLE_ROW, SKIP, VALUE, single_facts_marker
from quaybook.intake.questionnaire.plan import Line, SingleFacts
from quaybook.intake.questionnaire.questions import Question
from quaybook.intake.questionnaire.writing.page import Book, height, small

_WIDTHS = {"item": 36, "need": 10, "value": 48, "unit": 8, "example": 30, "ask": 18, "told": 50}
_LEAST, _HEADING = 28, 18
_ANSWER = 3


def write_single_facts(page: Any, single: SingleFacts, book: Book) -> None:
    """Fills the page."""
    book.top(page, single, single_facts_marker(single.spec.key), book.words("single_told"))
    for column, (head, width) in enumerate(_WIDTHS.items(), 1):
        page.set_column(column, column, width)
        page.write_string(FIRST_SINGLE_ROW - 1, column, book.words(f"head.{head}"), book.styles.head)
    page.write_string(0, _ANSWER, VALUE)
    for row, line in enumerate(single.lines, FIRST_SINGLE_ROW):
        if line.question:
            _asked(page, row, line, line.question, book)
        else:
            _heading(page, row, line, book)
    last, first = FIRST_SINGLE_ROW + len(single.lines) - 1, FIRST_SINGLE_ROW + 1
    needed = f'AND($C{first}="{book.words("need.required")}",LEN($D{first})=0)'
    book.colours(page, (FIRST_SINGLE_ROW, _ANSWER, last, _ANSWER), needed)
    page.freeze_panes(FIRST_SINGLE_ROW, 2)
    page.repeat_rows(FIRST_SINGLE_ROW - 1)
    page.print_area(1, 1, last, len(_WIDTHS))
    book.print(page, book.name(single), 1)


def _heading(page: Any, row: int, line: Line, book: Book) -> None:
    style = book.styles.group(line.depth)
    page.write_string(row, 0, dotted(line.path) if line.entry else SKIP)
    page.write_string(row, 1, line.title, style)
    for column in range(2, len(_WIDTHS)):
        page.write_blank(row, column, None, style)
    if line.entry:
        page.write_blank(row, _ANSWER, None, book.styles.answer())
        book.validate(page, (row, _ANSWER, row, _ANSWER), (book.words("mark.remove"),), True)
    page.write_string(row, len(_WIDTHS), line.remark, book.styles.told)
    page.set_row(row, height([(line.title, _WIDTHS["item"]), (line.remark, small(_WIDTHS["told"]))], _HEADING))


def _asked(page: Any, row: int, line: Line, question: Question, book: Book) -> None:
    styles = book.styles
    title, told = question.audience + line.title, (question.unit, question.example, question.ask, question.told)
    page.write_string(row, 0, dotted(line.path))
    page.write_string(row, 1, title, styles.item(line.depth))
    page.write_string(row, 2, book.words(f"need.{question.need}"), styles.need(question.need == "required"))
    book.answer(page, row, _ANSWER, line.told)
    for column, text in enumerate(told, _ANSWER + 1):
        page.write_string(row, column, text, styles.told)
    book.choose(page, (row, _ANSWER, row, _ANSWER), question)
    shown = (" " * 2 * line.depth + title, "", line.told.text, *told)
    widths = (width if number < _ANSWER else small(width) for number, width in enumerate(_WIDTHS.values()))
    page.set_row(row, height(zip(shown, widths, strict=True), _LEAST))
