"""Intake stage: a workbook that somebody sent → the cells of one sheet of results, by what they answer.

Cells are found by the hidden marks alone: sheets may be renamed, columns moved, rows sorted or added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from quaybook.facts.text import refused_character
from quaybook.intake.answers.signs import composed
from quaybook.intake.questionnaire.reading.file import CellText, Sheet, read_sheets
from quaybook.model.data.record_mark import Mark, read_mark
from quaybook.problems import Problem

# Rows and columns as spreadsheets count them.
KEYS, FIRST_ROW = 1, 5
SINGLE = "single"


@dataclass
class Row:
    """One row of a table: its cells by their column, and where each of them stands, be it empty or not."""

    address: str
    cells: dict[str, CellText] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def text(self, key: str) -> str:
        found = self.cells.get(key)
        return composed(found.text).strip() if found else ""

    def at(self, key: str) -> str:
        """The address of the cell; that of the row, or of the sheet, where there is no such column."""
        return self.places.get(key, self.address)


@dataclass
class Filled:
    """One filled-in workbook: of which drill or course it tells, the answers by key, the rows of each table."""

    file: str
    mark: Mark
    single: Row
    tables: dict[str, list[Row]]


def read_record(path: Path) -> Filled | tuple[Problem, ...]:
    """What the workbook tells, or everything that keeps it from being read."""
    sheets = read_sheets(path)
    if isinstance(sheets, Problem):
        return (sheets,)
    marked = [(mark, sheet) for sheet in sheets if (mark := _mark(sheet)) is not None]
    if not any(mark.part == SINGLE for mark, _ in marked):
        return (Problem.at("record_unmarked", path.name),)
    reader = _Reader(path.name, marked)
    problems = tuple(reader.problems())
    return problems or reader.filled()


def _mark(sheet: Sheet) -> Mark | None:
    first = sheet.cells.get((KEYS, KEYS))
    return read_mark(first.text) if first else None


class _Reader:
    def __init__(self, file: str, marked: list[tuple[Mark, Sheet]]) -> None:
        self.file, self.marked = file, marked

    def problems(self) -> Iterator[Problem]:
        seen: dict[str, str] = {}
        first = self.marked[0][0]
        for mark, sheet in self.marked:
            if (mark.kind, mark.terminal, mark.subject) != (first.kind, first.terminal, first.subject):
                yield Problem.at("record_of_another", self.file, 0, sheet.name, came=mark.subject, other=first.subject)
            elif mark.part in seen:
                yield Problem.at("record_sheet_twice", self.file, 0, sheet.name, other=seen[mark.part])
            seen[mark.part] = sheet.name
            for merged in sheet.merged:
                if merged.rows[-1] >= FIRST_ROW:
                    yield Problem.at("record_merged", self.file, 0, merged.address)
            yield from self._cells(mark, sheet)

    def _cells(self, mark: Mark, sheet: Sheet) -> Iterator[Problem]:
        """Cells that can be no answer, and answers of which nobody knows what they answer."""
        for (row, column), cell in sheet.cells.items():
            if row < FIRST_ROW or column == KEYS:
                continue
            keys = ((KEYS, column), (row, KEYS)) if mark.part == SINGLE else ((KEYS, column),)
            if cell.code:
                yield Problem.at(cell.code, self.file, 0, cell.address, came=cell.text)
            elif refused := refused_character(cell.text):
                yield Problem.at("character_refused", self.file, 0, cell.address, char=refused[0])
            elif cell.text.strip() and not all(key in sheet.cells for key in keys):
                yield Problem.at("record_cell_unknown", self.file, 0, cell.address)

    def filled(self) -> Filled:
        single = Row("")
        tables: dict[str, list[Row]] = {}
        for mark, sheet in self.marked:
            if mark.part == SINGLE:
                single = _answers(sheet)
            else:
                tables[mark.part] = _rows(sheet)
        return Filled(self.file, self.marked[0][0], single, tables)


def _answers(sheet: Sheet) -> Row:
    """The answers of a sheet with a question in each row, as one row."""
    found = Row(sheet.name)
    answered = next((column for column, head in _heads(sheet).items() if head == "value"), KEYS)
    for (row, column), key in sheet.cells.items():
        if row >= FIRST_ROW and column == KEYS:
            found.places[key.text] = _address(sheet, row, answered)
            if cell := sheet.cells.get((row, answered)):
                found.cells[key.text] = cell
    return found


def _rows(sheet: Sheet) -> list[Row]:
    rows: dict[int, Row] = {}
    heads = _heads(sheet)
    for (row, column), cell in sheet.cells.items():
        if row >= FIRST_ROW and column in heads and cell.text.strip():
            places = {key: _address(sheet, row, at) for at, key in heads.items()}
            rows.setdefault(row, Row(sheet.name, places=places)).cells[heads[column]] = cell
    return list(rows.values())


def _heads(sheet: Sheet) -> dict[int, str]:
    return {column: cell.text for (row, column), cell in sheet.cells.items() if row == KEYS and column > KEYS}


def _address(sheet: Sheet, row: int, column: int) -> str:
    letters = ""
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(ord("A") + left) + letters
    return f"{sheet.name}!{letters}{row}"
