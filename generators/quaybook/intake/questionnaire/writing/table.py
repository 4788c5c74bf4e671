"""Intake stage: a sheet of a list: a row for each entry, a column for each fact, and rows to add entries."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from quaybook.facts.positions import dotted
from quaybook.intake.questionnaire.marks import FIRST_ROW, OWNER, REMOVE, SKIP, table_marker
from quaybook.intake.questionnaire.plan import SPARE_ROWS, Column, Row, Table, Told
from quaybook.intake.questionnaire.writing.page import MORE_ROWS, Book, height, small
from quaybook.intake.questionnaire.writing.styles import column_width

_PAGE_WIDTH, _NARROW, _LEAST, _REMOVE_WIDTH, _OWNER_WIDTH = 200, 120, 22, 8, 22
_HEADS, _NEEDS, _TOLD = FIRST_ROW - 3, FIRST_ROW - 2, FIRST_ROW - 1


def write_table(page: Any, table: Table, book: Book) -> None:
    """Fills the page."""
    book.top(page, table, table_marker(table.spec.path), book.words("table_told"))
    first = _heads(page, table, book)
    widths = [column_width(column.question) for column in table.columns]
    spare = Row((), "", Told(), (Told(),) * len(table.columns))
    rows = (*table.rows, *(spare,) * SPARE_ROWS)
    for number, row in enumerate(rows, FIRST_ROW):
        _row(page, number, row, table, book)
        page.set_row(number, height(zip((cell.text for cell in row.cells), widths, strict=True), _LEAST))
    _helped(page, table, first, FIRST_ROW + len(rows) + MORE_ROWS, book)
    page.freeze_panes(_NEEDS, first + 1)
    page.repeat_rows(_HEADS)
    page.repeat_columns(1, first)
    page.print_area(1, 1, FIRST_ROW + len(rows) - 1, first + len(table.columns) - 1)
    whole = sum(widths)
    book.print(page, book.name(table), 0 if whole < _NARROW else max(1, round(whole / _PAGE_WIDTH)))


def _row(page: Any, number: int, row: Row, table: Table, book: Book) -> None:
    if row.name:
        page.write_string(number, 0, row.name)
    page.write_blank(number, 1, None, book.styles.answer())
    cells = (row.owner, *row.cells) if table.owner else row.cells
    for column, cell in enumerate(cells, 2):
        book.answer(page, number, column, cell)


def _heads(page: Any, table: Table, book: Book) -> int:
    """Writes the heads and the explanations below them; the number of the first column of facts."""
    words = book.words
    heads = [(REMOVE, words("head.remove"), "", "", _REMOVE_WIDTH)]
    if table.owner:
        told = words("owner_told", sheet=book.name(book.by_list[table.owner[-1]]))
        heads.append((OWNER, words("head.owner"), words("need.required"), told, _OWNER_WIDTH))
    heads += [_head(column, book) for column in table.columns]
    for number, (key, title, need, told, width) in enumerate(heads, 1):
        page.set_column(number, number, width)
        page.write_string(0, number, key)
        page.write_string(_HEADS, number, title, book.styles.head)
        page.write_string(_NEEDS, number, need, book.styles.need(need == words("need.required")))
        page.write_string(_TOLD, number, told, book.styles.told)
    page.set_row(_HEADS, height([(title, width) for _, title, _, _, width in heads], _LEAST))
    page.set_row(_TOLD, height([(told, small(width)) for *_, told, width in heads], _LEAST))
    for row in (_NEEDS, _TOLD):
        page.write_string(row, 0, SKIP)
    return len(heads) - len(table.columns) + 1


def _head(column: Column, book: Book) -> tuple[str, str, str, str, int]:
    asked, words = column.question, book.words
    unit = words("unit_in_head", unit=asked.unit) if asked.unit else ""
    told = words("told_in_table", told=asked.told, example=asked.example, ask=asked.ask) if asked.told else ""
    need = words(f"need.{asked.need}")
    return dotted(column.key), f"{asked.audience}{column.title}{unit}", need, told, column_width(asked)


def _helped(page: Any, table: Table, first: int, last: int, book: Book) -> None:
    """Lists to choose from, and colours for what is missing in rows that are begun."""
    book.validate(page, (FIRST_ROW, 1, last, 1), (book.words("mark.remove"),), True)
    if table.owner:
        book.refer(page, (FIRST_ROW, 2, last, 2), str(table.owner[-1]))
    end = xl_col_to_name(first + len(table.columns) - 1)
    begun = f"COUNTA($C{FIRST_ROW + 1}:${end}{FIRST_ROW + 1})>0"
    for number, column in enumerate(table.columns, first):
        area = (FIRST_ROW, number, last, number)
        book.choose(page, area, column.question)
        needed = f"AND({begun},LEN({xl_rowcol_to_cell(FIRST_ROW, number)})=0)"
        book.colours(page, area, needed if column.question.need == "required" else "")
