"""Formats stage: a sheet that people fill in and that is read back → one .xlsx workbook.

The hidden first row and column say which cell is which, so columns may be widened and headings be put in other words.
What is printed cannot be changed by mistake; no password keeps anybody from changing it on purpose.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from quaybook.files.archive import FIXED_TIME
from quaybook.formats.look import load_look
from quaybook.formats.workbook.layout import HIGHEST, cut, head_text, sheet_names
from quaybook.formats.workbook.text import finished, held
from quaybook.formats.workbook.write import ACTING, CELL_LIMIT
from quaybook.resources import policy_source
from quaybook.wording.plain_text import columns
from quaybook.wording.words import Words

_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_A4, _LINE, _LEAST, _MARGIN_LIMIT = 9, 16.0, 22.0, 60
_KEYS, _TITLE, _TOLD, _HEAD, _FIRST = range(5)
_OPEN_SHADE = "#EEF5FB"
# Without a password; who needs another row takes the protection off.
_MAY = {"format_columns": True, "format_rows": True, "insert_rows": True, "select_locked_cells": True}


class Answer(StrEnum):
    """What belongs into a cell."""

    TEXT = "text"
    DAY = "day"
    COUNT = "count"


@dataclass(frozen=True)
class Blank:
    """A cell to be filled in, with what is known already; `choices` are offered, and nothing else is taken."""

    answer: Answer = Answer.TEXT
    value: str | int | date = ""
    choices: tuple[str, ...] = ()


FormCell: TypeAlias = str | Blank


@dataclass(frozen=True)
class FormColumn:
    """A column with its heading; one without any width is for the program and hidden."""

    key: str
    title: str
    width: int


@dataclass(frozen=True)
class FormRow:
    key: str
    cells: tuple[FormCell, ...]


@dataclass(frozen=True)
class FormPart:
    """One sheet: `told` is a line on how to fill it in."""

    key: str
    title: str
    told: str
    columns: tuple[FormColumn, ...]
    rows: tuple[FormRow, ...]


def fill_in_book(parts: Iterable[FormPart], mark: str, title: str, words: Words) -> bytes:
    """The bytes; `mark` is read back from the first sheet."""
    file, listed = io.BytesIO(), tuple(parts)
    book = xlsxwriter.Workbook(file, _PLAIN)
    book.set_properties({"title": title, "author": "", "comments": "", "created": datetime(*FIXED_TIME)})
    names = sheet_names([*(part.title for part in listed), words("record.choices")])
    pages = [book.add_worksheet(name) for name in names]
    pages[-1].hide()
    writer = _Writer(book, pages[-1], names[-1], words("record.day_format"))
    for part, page in zip(listed, pages, strict=False):
        page.write_string(_KEYS, 0, held(f"{mark} {part.key}"))
        writer.part(page, part, title)
    book.close()
    return finished(file.getvalue())


class _Writer:
    def __init__(self, book: Any, choices: Any, named: str, day: str) -> None:
        self.choices, self.named = choices, named.replace("'", "''")
        self._lists: dict[tuple[str, ...], str] = {}
        look = load_look(policy_source())
        font = {"font_name": look["fonts"]["heading"], "font_size": look["sizes"]["table"], "text_wrap": True}
        ruled = {**font, "border": 1, "border_color": f"#{look['rule_color']}", "valign": "vcenter"}
        blank = {**ruled, "bg_color": _OPEN_SHADE, "locked": False}
        self.title = book.add_format({**font, "bold": True, "font_size": 14, "text_wrap": False})
        self.told = book.add_format({**font, "text_wrap": False})
        self.head = book.add_format({**ruled, "bold": True, "bg_color": f"#{look['shade']}"})
        self.fixed = book.add_format(ruled)
        self.text = book.add_format({**blank, "num_format": "@"})
        self.quoted = book.add_format({**blank, "num_format": "@", "quote_prefix": True})
        self.day = book.add_format({**blank, "num_format": day, "align": "left"})
        self.count = book.add_format({**blank, "num_format": "0", "align": "left"})

    def part(self, page: Any, part: FormPart, title: str) -> None:
        page.set_column(0, 0, 2, None, {"hidden": True})
        page.set_row(_KEYS, None, None, {"hidden": True})
        page.write_string(_TITLE, 1, held(title), self.title)
        page.write_string(_TOLD, 1, part.told, self.told)
        page.set_row(_HEAD, 2 * _LINE)
        for number, column in enumerate(part.columns, 1):
            page.set_column(number, number, column.width, None, {} if column.width else {"hidden": True})
            page.write_string(_KEYS, number, column.key)
            page.write_string(_HEAD, number, column.title, self.head)
        for row, entry in enumerate(part.rows, _FIRST):
            page.write_string(row, 0, held(cut(entry.key, CELL_LIMIT)))
            page.set_row(row, _height(entry, part.columns))
            for number, cell in enumerate(entry.cells, 1):
                self._cell(page, (row, number), cell)
        self._set_up(page, part, title)

    def _cell(self, page: Any, at: tuple[int, int], cell: FormCell) -> None:
        if not isinstance(cell, Blank):
            page.write_string(*at, held(cut(cell, CELL_LIMIT)), self.fixed)
            return
        if cell.choices:
            source = self._lists.get(cell.choices) or self._list(cell.choices)
            page.data_validation(*at, *at, {"validate": "list", "source": source, "show_error": False})
        match cell.value:
            case "":
                page.write_blank(*at, None, self._style(cell))
            case date():
                page.write_datetime(*at, cell.value, self.day)
            case int():
                page.write_number(*at, cell.value, self.count)
            case text:
                style = self.quoted if text.startswith(ACTING) else self._style(cell)
                page.write_string(*at, held(cut(text, CELL_LIMIT)), style)

    def _style(self, cell: Blank) -> Any:
        return {Answer.DAY: self.day, Answer.COUNT: self.count}.get(cell.answer, self.text)

    def _list(self, choices: tuple[str, ...]) -> str:
        """Writes the choices into a column of the hidden sheet; a list in the cell itself may not be this long."""
        column = len(self._lists)
        for row, text in enumerate(choices):
            self.choices.write_string(row, column, held(cut(text, CELL_LIMIT)))
        first, last = (xl_rowcol_to_cell(row, column, True, True) for row in (0, len(choices) - 1))
        self._lists[choices] = f"='{self.named}'!{first}:{last}"
        return self._lists[choices]

    def _set_up(self, page: Any, part: FormPart, title: str) -> None:
        page.protect("", _MAY)
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(_HEAD)
        page.freeze_panes(_FIRST, 1)
        page.print_area(_TITLE, 1, _HEAD + len(part.rows), sum(1 for column in part.columns if column.width))
        page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        page.set_header(f"&L{head_text(title, _MARGIN_LIMIT)}&R{head_text(part.title, _MARGIN_LIMIT)}")
        page.set_footer("&R&P/&N")


def _height(row: FormRow, widths: tuple[FormColumn, ...]) -> float:
    shown = (str(cell.value if isinstance(cell, Blank) else cell) for cell in row.cells)
    fits = ((text, each.width - 1) for text, each in zip(shown, widths, strict=True) if each.width)
    lines = [math.ceil((columns(text) or 1) / width) for text, width in fits]
    return min(HIGHEST, max(_LEAST, _LINE * max(lines)))
