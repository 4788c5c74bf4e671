"""Formats stage: texts that look like an escape of spreadsheets stay what they are.

A program that opens a workbook reads `_x0041_` as an A. XlsxWriter guards such a text, but not where two of them
share an underscore; so underscores before an `x` and four digits are held back, and written when the file is made.
"""

from __future__ import annotations

import re

from quaybook.files.archive import read_entries, with_entries

_BEGINS = re.compile("_(?=x[0-9A-Fa-f]{4})")
# The first is a character that no fact may hold; the second is read as an underscore.
_HELD, _WRITTEN = "\ufdd1", "_x005F_"


def held(text: str) -> str:
    """`text` for a cell of a workbook that `finished` ends."""
    return _BEGINS.sub(_HELD, text)


def finished(workbook: bytes) -> bytes:
    """The bytes of the workbook: the same for the same cells, and each text as a person will read it."""
    held_back, written = _HELD.encode(), _WRITTEN.encode()
    parts = read_entries(workbook).items()
    return with_entries(workbook, {n: part.replace(held_back, written) for n, part in parts if held_back in part})
