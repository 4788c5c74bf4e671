"""Intake stage: a file that somebody sent → a workbook that may be read, or the reason why not.

A workbook is a zip archive: its size is bounded and entities are refused before anything is unpacked for good.
Only this module knows openpyxl.
"""

from __future__ import annotations

import html
import io
import re
import stat
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from quaybook.problems import Problem

LARGEST, MOST_MEMBERS = 60_000_000, 2_000
_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCTYPE = b"<!DOCTYPE"
# What spreadsheets write; in any other encoding a document type could hide from whoever looks for it.
_UTF8 = {b"utf-8", b"us-ascii", b"ascii"}
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
# openpyxl makes a cell for each one that is merged or linked with others.
MOST_SPANNED = 500_000
_SPANNING = re.compile(rb"""<(?:[\w.-]+:)?(?:mergeCell|hyperlink)\s(?:[^>"']|"[^"]*"|'[^']*')*>""")
_SPAN = re.compile(r"""\sref\s*=\s*["']\s*([^"':]+:[^"']+)["']""")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
# The second is a character that no fact may hold.
_TAKEN_OUT, _STAND_IN = "x005F_", "\ufdd0"
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
    """What a cell says, and where: `code` names what is wrong with it, if anything is."""

    address: str
    text: str
    code: str = ""


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
        archive = _unpacked(raw, path.name)
        if isinstance(archive, Problem):
            return archive
        with warnings.catch_warnings():
            # It tells which parts it leaves aside; none of them holds an answer.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(archive, keep_links=False)
            return tuple(Sheet(page.title, dict(_cells(page)), tuple(_merged(page))) for page in book.worksheets)
    except _UNSOUND:
        return Problem.at("not_a_workbook", path.name)


def _unpacked(raw: bytes, name: str) -> io.BytesIO | Problem:
    """The archive without its compression, never larger than is allowed; or why it may not be unpacked."""
    left, out = LARGEST, io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive, zipfile.ZipFile(out, "w") as copy:
        if len(archive.infolist()) > MOST_MEMBERS:
            return Problem.at("workbook_too_large", name)
        for member in archive.infolist():
            with archive.open(member) as content:
                read = content.read(left + 1)
            left -= len(read)
            if left < 0:
                return Problem.at("workbook_too_large", name)
            if _spanned(read) > MOST_SPANNED:
                return Problem.at("workbook_too_large", name)
            if _may_declare_entities(read):
                return Problem.at("not_a_workbook", name)
            copy.writestr(member.filename, _kept(member.filename, read))
    out.seek(0)
    return out


def _may_declare_entities(content: bytes) -> bool:
    # Characters of two and four bytes have zeros in all that XML itself is written with.
    narrow = content.replace(b"\0", b"")
    wide = len(narrow) < len(content) and narrow.lstrip(b"\xff\xfe\xef\xbb\xbf \t\r\n").startswith(b"<")
    declared = _DECLARED.match(narrow[narrow.find(b"<") :][:1000])
    return wide or _DOCTYPE in narrow or (declared is not None and declared[1].lower() not in _UTF8)


def _spanned(content: bytes) -> int:
    """How many cells of a sheet stand in areas that are merged or linked as one."""
    found = 0
    for tag in _SPANNING.finditer(content):
        for span in _SPAN.findall(html.unescape(tag[0].decode(errors="replace"))):
            left, top, right, bottom = range_boundaries(span)
            found += (right - left + 1) * (bottom - top + 1)
    return found


def _kept(name: str, content: bytes) -> bytes:
    """openpyxl takes this part of an escape out of texts before anybody can read it, so something else stands there."""
    texts = name.lower().endswith("sharedstrings.xml")
    return content.replace(_TAKEN_OUT.encode(), _STAND_IN.encode()) if texts else content


def _cells(page: Any) -> Iterator[tuple[tuple[int, int], CellText]]:
    # Walking through rows would visit every empty cell up to the last one that somebody once formatted.
    for where, cell in sorted(page._cells.items()):
        if cell.value is not None:
            address = f"{page.title}!{cell.coordinate}"
            code = {"f": "cell_formula", "e": "cell_error"}.get(cell.data_type, "")
            yield where, CellText(address, _text(cell.value), code)


def _merged(page: Any) -> Iterator[Merged]:
    for area in page.merged_cells.ranges:
        yield Merged(f"{page.title}!{area.coord}", range(area.min_row, area.max_row + 1))


def _text(value: object) -> str:
    """The value as a person would have typed it."""
    match value:
        case str():
            return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value.replace(_STAND_IN, _TAKEN_OUT))
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("minutes")
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)
