"""Formats stage: how wide and high the cells of a sheet are and what it may be called, by the rules of spreadsheets.

Japanese characters take the room of two; lengths that a program limits are counted in its own unit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date
from itertools import repeat

from quaybook.model.document import Cell, Sheet
from quaybook.wording.plain_text import columns

NAME_LIMIT = 31
HIGHEST = 409
WIDEST, NARROWEST, PAGE = 50, 8, 190
_HEAD_AT_MOST = 12
# Room for the padding, and in the head for the filter's button.
_PADDING, _BUTTON = 2, 3
_REFUSED_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def column_widths(sheet: Sheet) -> tuple[int, ...]:
    """Widths that fit the contents; where they are too many for a page, the widest give way most."""
    wanted, least = [], []
    for column, head in enumerate(sheet.head):
        cells = [row[column] for row in sheet.rows]
        wanted.append(max(min(columns(head), _HEAD_AT_MOST) + _BUTTON, _widest(cells)))
        # What is no text is not broken into lines, but replaced by marks that say nothing.
        least.append(max(NARROWEST, _widest(cell for cell in cells if not isinstance(cell, str))))
    tries = (tuple(map(_narrowed, wanted, least, repeat(share))) for share in range(WIDEST, 0, -1))
    return next((widths for widths in tries if sum(widths) <= PAGE), tuple(least))


def _widest(cells: Iterable[Cell]) -> int:
    return max((columns(_shown(cell)) + _PADDING for cell in cells), default=0)


def _narrowed(wanted: int, least: int, share: int) -> int:
    # A text four times as long gets a column twice as wide, and so twice the lines.
    return max(least, min(wanted, WIDEST, round(share * math.sqrt(wanted / WIDEST))))


def row_heights(sheet: Sheet, widths: tuple[int, ...], line: float) -> tuple[float, ...]:
    """Heights that show whole texts, the head first: not every program fits them when it opens a file."""
    rows = (tuple(text + "  " for text in sheet.head), *sheet.rows)
    return tuple(min(HIGHEST, line * max(map(_lines, row, widths))) for row in rows)


def _lines(cell: Cell, width: int) -> int:
    # A line ends early where a word or a comma would be torn off.
    return max(1, math.ceil(columns(_shown(cell)) / (width - 1)))


def _shown(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def sheet_names(wanted: Iterable[str]) -> tuple[str, ...]:
    """A name that spreadsheets take for each one wanted; equal ones are told apart by a number."""
    names: list[str] = []
    taken: set[str] = set()
    for text in wanted:
        plain = _REFUSED_IN_NAMES.sub("-", text).strip("' ")
        name, number = cut(plain, NAME_LIMIT).strip("' "), 1
        while name.casefold() in taken:
            number += 1
            tail = f" ({number})"
            name = cut(plain, NAME_LIMIT - len(tail)).strip("' ") + tail
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def cut(text: str, limit: int, mark: str = "") -> str:
    """`text` in at most `limit` units of UTF-16, as spreadsheets count; what is cut ends in `mark`."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * limit:
        return text
    kept = 2 * (limit - len(mark.encode("utf-16-le")) // 2)
    return units[:kept].decode("utf-16-le", errors="ignore") + mark


def head_text(text: str, limit: int) -> str:
    """`text` for the header or footer of a printed page, where `&` begins an instruction."""
    return cut(text, limit).replace("&", "&&")
