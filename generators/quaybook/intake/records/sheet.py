"""Intake stage: a workbook that somebody sent → the cells of one sheet of results, by what they answer.

Cells are found by the hidden marks alone: sheets may be renamed, columns moved, rows sorted or added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from quaybook.facts.text import refused_character
from quaybook.intake.answers.signs import composed
from quaybook.intake.questionnaire.questions import LANGUAGES
from quaybook.intake.questionnaire.reading.file import CellText, Sheet, read_sheets
from quaybook.model.data.record_mark import Mark, RecordKind, read_mark
from quaybook.problems import Problem
from quaybook.resources import policy_source
from quaybook.wording.words import load_words

# Rows and columns as spreadsheets count them.
KEYS, LABELS, HEADS, FIRST_ROW = 1, 2, 4, 5
SINGLE = "single"
# Without one of them, what was written in it would be lost without a word.
_PARTS = {RecordKind.DRILL: (SINGLE, "objectives", "findings"), RecordKind.COURSE: (SINGLE, "attendance")}
_IN_BRACKETS = re.compile(r"\s*[(\uff08].*", re.DOTALL)


@dataclass
class Row:
    """One row of a table: its cells by their column, and where each of them stands, be it empty or not.

    `key` is what the hidden column says of the row; `offered` are the only answers that a cell may have, if it has any.
    """

    address: str
    key: str = ""
    cells: dict[str, CellText] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    offered: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self, key: str) -> str:
        found = self.cells.get(key)
        return composed(found.text).strip() if found else ""

    def at(self, key: str) -> str:
        """The address of the cell with its heading; that of the sheet where there is no such column."""
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
    if not path.is_file():
        return (Problem.at("record_no_file", path.name, came=str(path)),)
    sheets = read_sheets(path)
    if isinstance(sheets, Problem):
        # What else may be said of a workbook speaks of the questionnaire.
        return (Problem.at("record_not_a_sheet", path.name) if sheets.code == "not_a_workbook" else sheets,)
    marked = [(mark, sheet) for sheet in sheets if (mark := _mark(sheet)) is not None]
    if not marked:
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
        for part in _PARTS[first.kind]:
            if part not in seen:
                yield Problem.at("record_sheet_missing", self.file, came=_called(first.kind, part))

    def _cells(self, mark: Mark, sheet: Sheet) -> Iterator[Problem]:
        """Cells that can be no answer, and answers of which nobody knows what they answer."""
        for (row, column), cell in sheet.cells.items():
            if row < FIRST_ROW or column == KEYS:
                continue
            is_single = mark.part == SINGLE
            keys = ((KEYS, column), (row, KEYS)) if is_single else ((KEYS, column),)
            is_known = all(key in sheet.cells for key in keys)
            head = (row, LABELS) if is_single else (HEADS, column)
            place = _address(sheet, (row, column), head) if is_known else cell.address
            if cell.code:
                yield Problem.at(cell.code, self.file, 0, place, came=cell.text)
            elif refused := refused_character(cell.text):
                yield Problem.at("character_refused", self.file, 0, place, char=refused[0])
            elif cell.text.strip() and not is_known:
                yield Problem.at("record_cell_unknown", self.file, 0, place)

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
    columns = {head: column for column, head in _heads(sheet).items()}
    answered, listed = columns.get("value", KEYS), columns.get("offered", KEYS)
    for (row, column), key in sheet.cells.items():
        if row >= FIRST_ROW and column == KEYS:
            found.places[key.text] = _address(sheet, (row, answered), (row, LABELS))
            if cell := sheet.cells.get((row, answered)):
                found.cells[key.text] = cell
            if listed != KEYS and (offered := sheet.cells.get((row, listed))):
                found.offered[key.text] = tuple(offered.text.split())
    return found


def _rows(sheet: Sheet) -> list[Row]:
    rows: dict[int, Row] = {}
    heads = _heads(sheet)
    for (row, column), cell in sheet.cells.items():
        if row >= FIRST_ROW and column in heads and cell.text.strip():
            if row not in rows:
                places = {key: _address(sheet, (row, at), (HEADS, at)) for at, key in heads.items()}
                named = sheet.cells.get((row, KEYS))
                rows[row] = Row(sheet.name, named.text if named else "", places=places)
            rows[row].cells[heads[column]] = cell
    return list(rows.values())


def _heads(sheet: Sheet) -> dict[int, str]:
    return {column: cell.text for (row, column), cell in sheet.cells.items() if row == KEYS and column > KEYS}


def _address(sheet: Sheet, at: tuple[int, int], head: tuple[int, int]) -> str:
    """The cell as spreadsheets name it, with what is written over or beside it."""
    row, column = at
    letters = ""
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(ord("A") + left) + letters
    told = sheet.cells.get(head)
    heading = " ".join(_IN_BRACKETS.sub("", told.text).split()) if told else ""
    return f"{sheet.name}!{letters}{row}" + (f" ({heading})" if heading else "")


def _called(kind: RecordKind, part: str) -> str:
    """The name with which the sheet was made, in every language in which it may have been."""
    key = f"record.{kind.value if part == SINGLE else part}.sheet"
    return " / ".join(load_words(policy_source(), language)[0](key) for language in LANGUAGES)
