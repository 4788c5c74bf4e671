"""Intake stage: a file that somebody sent → a workbook that may be read, or the reason why not.

The archive was measured before; here its sheets are read, each cell with what a spreadsheet keeps in it.
"""

from __future__ import annotations

import re
import stat
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from quaybook.intake.questionnaire.reading.archive import LARGEST, STAND_IN, TAKEN_OUT, unpacked
from quaybook.intake.questionnaire.reading.typed import as_typed
from quaybook.problems import Problem

_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
# What zipfile, the XML parser and openpyxl raise for archives that are no sound workbook.
_UNSOUND = (
    zipfile.BadZipFile,
    InvalidFileException,
    zlib.error,
    OSError,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    RuntimeError,
    AssertionError,
)


@dataclass(frozen=True)
class CellText:
    """What a cell says, and where: `code` names what is wrong with it, if anything is.

    `value` is what a spreadsheet keeps instead of a text, `shape` the format in which it shows it.
    """

    address: str
    text: str
    code: str = ""
    value: object = None
    shape: str = ""


@dataclass(frozen=True)
class Merged:
    """Cells that were made one: only the first of them says anything."""

    address: str
    rows: range


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet that hold something, by row and column, and those that were merged."""

    name: str
    cells: dict[tuple[int, int], CellText]
    merged: tuple[Merged, ...] = ()


def read_sheets(path: Path) -> tuple[Sheet, ...] | Problem:
    """Every sheet of the workbook. Links to other files, macros and styles are left aside."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            # Opening a pipe would wait for somebody who writes into it.
            return Problem.at("not_a_workbook", path.name)
        if found.st_size > LARGEST:
            return Problem.at("workbook_too_large", path.name)
        raw = path.read_bytes()
    except OSError as error:
        return Problem.at("workbook_not_found", path.name, detail=error.strerror or "")
    if raw.startswith(_OLD_OR_ENCRYPTED):
        return Problem.at("workbook_locked", path.name)
    try:
        archive = unpacked(raw, path.name)
        if isinstance(archive, Problem):
            return archive
        with warnings.catch_warnings():
            # It tells which parts it leaves aside; none of them holds an answer.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(archive, keep_links=False)
            return tuple(Sheet(page.title, dict(_cells(page)), tuple(_merged(page))) for page in book.worksheets)
    except _UNSOUND:
        return Problem.at("not_a_workbook", path.name)


def _cells(page: Any) -> Iterator[tuple[tuple[int, int], CellText]]:
    # Walking through rows would visit every empty cell up to the last one that somebody once formatted.
    for where, cell in sorted(page._cells.items()):
        if cell.value is not None:
            address = f"{page.title}!{cell.coordinate}"
            code = {"f": "cell_formula", "e": "cell_error"}.get(cell.data_type, "")
            text = _unescaped(cell.value) if isinstance(cell.value, str) else as_typed(cell.value)
            kept = {} if isinstance(cell.value, str) else {"value": cell.value, "shape": cell.number_format}
            yield where, CellText(address, text, code, **kept)


def _merged(page: Any) -> Iterator[Merged]:
    for area in page.merged_cells.ranges:
        yield Merged(f"{page.title}!{area.coord}", range(area.min_row, area.max_row + 1))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text.replace(STAND_IN, TAKEN_OUT))
