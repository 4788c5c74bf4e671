"""Intake stage: what all sheets of the questionnaire share: cells for answers, choices, colours, printing.

Answers are cells of text, so nothing in them is taken for a number, a date or a formula.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from quaybook.formats.workbook.layout import HIGHEST, head_text
from quaybook.formats.workbook.text import held
from quaybook.intake.questionnaire.marks import FIRST_ROW, SKIP, quoted_name
from quaybook.intake.questionnaire.plan import SPARE_ROWS, SingleFacts, Table, Told
from quaybook.intake.questionnaire.questions import Question
from quaybook.intake.questionnaire.writing.styles import PROVISIONAL, REQUIRED, TODO, Styles
from quaybook.wording.plain_text import columns
from quaybook.wording.words import Words

Area = tuple[int, int, int, int]
# What begins with one of these would act when the cell is edited; the full-width ones do so in a Japanese Excel.
_ACTING = tuple("=+-@\t'＝＋－＠")
_A4, _MARGIN_LIMIT, _LINE, _NARROW_SCALE = 9, 60, 15.0, 85
MORE_ROWS = 200


def height(cells: Iterable[tuple[str, int]], least: float) -> float:
    """A height that shows each text in its width: not every program fits rows when it opens a file."""
    lines = (sum(math.ceil((columns(line) or 1) / (width - 1)) for line in text.split("\n")) for text, width in cells)
    return min(HIGHEST, max(least, _LINE * max(lines, default=1)))


def area_of(sheet: str, area: Area) -> str:
    """A reference from another sheet to an area: first row and column, last row and column, counted from 0."""
    first, last = (xl_rowcol_to_cell(row, column, True, True) for row, column in (area[:2], area[2:]))
    return f"{quoted_name(sheet)}!{first}:{last}"


def small(width: int) -> int:
    """How much of the normal letters' width the small ones of explanations have."""
    return round(width * 1.15)


class Book:
    """One workbook that is being written, with its sheets of questions and its hidden sheet of choices."""

    def __init__(self, book: Any, words: Words, title: str, sheets: Sequence[SingleFacts | Table]) -> None:
        self.book, self.words, self.title = book, words, title
        self.styles = Styles(book, words("book.font"))
        self.by_list = {s.spec.path[-1]: s for s in sheets if isinstance(s, Table) and not s.owner}
        self.listed: Any = None
        self.assumed = f"{words('mark.provisional')}{words('mark.colon')}"
        self._choices: dict[tuple[str, ...], str] = {}

    def name(self, sheet: SingleFacts | Table) -> str:
        return self.words(f"sheet.{sheet.spec.key}")

    def top(self, page: Any, sheet: SingleFacts | Table, marker: str, told: str) -> None:
        """The hidden marks, the title, and one line on how to fill in."""
        page.set_column(0, 0, 2, None, {"hidden": True})
        page.set_row(0, None, None, {"hidden": True})
        page.write_string(0, 0, marker)
        for row in (1, 2, 3):
            page.write_string(row, 0, SKIP)
        page.write_string(1, 1, self.name(sheet), self.styles.title)
        page.set_row(1, 26)
        page.write_string(2, 1, told, self.styles.plain)
        guide = f"internal:{quoted_name(self.words('sheet.guide'))}!A1"
        page.write_url(1, 5, guide, self.styles.link, self.words("back"))
        page.set_tab_color("#2E75B6" if isinstance(sheet, SingleFacts) else "#70AD47")

    def answer(self, page: Any, row: int, column: int, told: Told) -> None:
        """A cell to be filled in, with what is known."""
        if told.text:
            style = self.styles.answer(told.inherited, told.text.startswith(_ACTING))
            page.write_string(row, column, held(told.text), style)
            if told.text.startswith(self.assumed):
                page.write_comment(row, column, self.words("assumed_note"))
        else:
            page.write_blank(row, column, None, self.styles.answer(told.inherited))

    def choose(self, page: Any, area: Area, question: Question) -> None:
        """Offers what may be answered, where that is a list."""
        if question.shape.target:
            self.refer(page, area, question.shape.target)
        elif question.choices:
            self.validate(page, area, question.choices, not question.shape.may_be_open)

    def refer(self, page: Any, area: Area, target: str) -> None:
        """Offers the ids that stand in the sheet of the list `target`."""
        table = self.by_list[target]
        column = next(n for n, each in enumerate(table.columns, 2) if each.key == ("id",))
        first = xl_rowcol_to_cell(FIRST_ROW, column, row_abs=True, col_abs=True)
        end = FIRST_ROW + len(table.rows) + SPARE_ROWS + MORE_ROWS
        last = xl_rowcol_to_cell(end, column, row_abs=True, col_abs=True)
        source = f"={quoted_name(self.name(table))}!{first}:{last}"
        page.data_validation(*area, {"validate": "list", "source": source, "show_error": False})

    def validate(self, page: Any, area: Area, choices: tuple[str, ...], closed: bool) -> None:
        """Offers the choices; `closed` if nothing else may be written."""
        source = self._choices.get(choices) or self._list(choices)
        title, text = self.words("choice.title"), self.words("choice.text")
        rule = {"validate": "list", "source": source, "show_error": closed, "error_title": title, "error_message": text}
        page.data_validation(*area, rule)

    def _list(self, choices: tuple[str, ...]) -> str:
        """Writes the choices into a column of the hidden sheet; a list in the cell itself may not be this long."""
        column = len(self._choices)
        for row, text in enumerate(choices):
            self.listed.write_string(row, column, text)
        first = xl_rowcol_to_cell(0, column, row_abs=True, col_abs=True)
        last = xl_rowcol_to_cell(len(choices) - 1, column, row_abs=True, col_abs=True)
        self._choices[choices] = f"={quoted_name(self.words('sheet.choices'))}!{first}:{last}"
        return self._choices[choices]

    def colours(self, page: Any, area: Area, needed: str) -> None:
        """Shows what is still open, and what is `needed` by that formula and empty."""
        cell, mark = xl_rowcol_to_cell(area[0], area[1]), self.words("mark.todo")
        rules = [(f'=LEFT({cell},{len(mark)})="{mark}"', TODO)]
        rules += [(f'=LEFT({cell},{len(self.assumed)})="{self.assumed}"', PROVISIONAL)]
        rules += [(f"={needed}", REQUIRED)] if needed else []
        for criteria, color in rules:
            filled = self.book.add_format({"bg_color": color})
            page.conditional_format(*area, {"type": "formula", "criteria": criteria, "format": filled})

    def print(self, page: Any, name: str, wide: int) -> None:
        """Sets up the printed page, `wide` pages across; a narrow sheet is not blown up."""
        page.set_landscape()
        page.set_paper(_A4)
        if wide:
            page.fit_to_pages(wide, 0)
        else:
            page.set_print_scale(_NARROW_SCALE)
        page.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.6)
        left, right = (head_text(text, _MARGIN_LIMIT) for text in (f"{self.title}　{name}", self.words("book.notice")))
        page.set_header(f"&L{left}&R{right}")
        page.set_footer(f"&L{head_text(name, _MARGIN_LIMIT)}&R&P/&N")
