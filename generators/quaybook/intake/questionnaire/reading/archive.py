"""Intake stage: a file that somebody sent → the parts of a workbook, measured before a library sees them.

A workbook is a zip archive: its size is bounded and entities are refused before anything is unpacked for good.
"""

from __future__ import annotations

import html
import io
import re
import zipfile

from openpyxl.utils.cell import range_boundaries

from quaybook.problems import Problem

LARGEST, MOST_MEMBERS = 60_000_000, 2_000
_DOCTYPE = b"<!DOCTYPE"
# What spreadsheets write; in any other encoding a document type could hide from whoever looks for it.
_UTF8 = {b"utf-8", b"us-ascii", b"ascii"}
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
# openpyxl makes a cell for each one that is merged or linked with others.
MOST_SPANNED = 500_000
_SPANNING = re.compile(rb"""<(?:[\w.-]+:)?(?:mergeCell|hyperlink)\s(?:[^>"']|"[^"]*"|'[^']*')*>""")
_SPAN = re.compile(r"""\sref\s*=\s*["']\s*([^"':]+:[^"']+)["']""")
# The second is a character that no fact may hold.
TAKEN_OUT, STAND_IN = "x005F_", "\ufdd0"
# Forms that spreadsheets offer beside the usual one: what each is called, by a part of it and what stands in that.
_OTHER_FORMS = (
    ("Strict Open XML", "xl/workbook.xml", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    ("Excel Binary (.xlsb)", "xl/workbook.bin", b""),
    ("OpenDocument (.ods)", "mimetype", b"opendocument"),
)
# More entries than a file of facts has room for; each row takes its time.
MOST_ROWS = 5_000
_END_OF_ROW = re.compile(rb"</(?:[\w.-]+:)?row\s*>")
_HOLDS = re.compile(rb"<(?:[\w.-]+:)?(?:v|is|f)[\s>]")
# Cells and rows that do not say themselves where they stand, and those that hold nothing.
_UNPLACED = re.compile(rb"<(?:[\w.-]+:)?(?:c|row)(?=[\s/>])(?![^<>]*\sr\s*=)")
_EMPTY_CELL = re.compile(rb"<(?:[\w.-]+:)?c\s[^<>]*/>|<((?:[\w.-]+:)?c)\s[^<>]*></\1>")
_EMPTY_ROW = re.compile(rb"<(?:[\w.-]+:)?row\s[^<>]*/>|<((?:[\w.-]+:)?row)\s[^<>]*>\s*</\1>")


def unpacked(raw: bytes, name: str) -> io.BytesIO | Problem:
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
            if problem := _refused(member.filename, read, name):
                return problem
            copy.writestr(member.filename, _kept(member.filename, read))
    out.seek(0)
    return out


def _refused(member: str, content: bytes, name: str) -> Problem | None:
    """What keeps a part of the archive from being read."""
    if _spanned(content) > MOST_SPANNED:
        return Problem.at("workbook_too_large", name)
    if _may_declare_entities(content):
        return Problem.at("not_a_workbook", name)
    for form, part, sign in _OTHER_FORMS:
        if member.lower() == part and sign in content:
            return Problem.at("workbook_of_another_form", name, form=form)
    rows = sum(1 for row in _END_OF_ROW.split(content) if _HOLDS.search(row)) if _is_sheet(member) else 0
    return Problem.at("sheet_too_long", name, count=rows, most=MOST_ROWS) if rows > MOST_ROWS else None


def _is_sheet(member: str) -> bool:
    return "/worksheets/" in member.lower()


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


def _kept(member: str, content: bytes) -> bytes:
    """The part as openpyxl shall see it."""
    if member.lower().endswith("sharedstrings.xml"):
        # openpyxl takes this part of an escape out of texts before anybody can read it.
        return content.replace(TAKEN_OUT.encode(), STAND_IN.encode())
    # openpyxl makes a cell for each one that has a colour, down to the last row that a spreadsheet knows.
    plain = _is_sheet(member) and b"<![CDATA[" not in content and not _UNPLACED.search(content)
    return _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", content)) if plain else content
