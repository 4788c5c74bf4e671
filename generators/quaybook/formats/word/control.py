"""Formats stage: the control block of a Word file: labelled values, approval boxes, revisions, each a ruled table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from quaybook.formats.look import Look
from quaybook.formats.word.elements import element, paragraph, run
from quaybook.formats.word.reference import TABLE_CELL, TABLE_HEAD
from quaybook.formats.word.tables import borders, height, shading
from quaybook.model.document import Control
from quaybook.wording.words import Words

LONG_VALUE = 40
_PAIRS_A_ROW = 2
_LABEL, _VALUE = 3, 5
# The day with its era, at its longest, stands on one line.
_REVISION = (2, 10, 8, 11)
_LOOK = {"firstColumn": "1", "firstRow": "1", "lastColumn": "0", "lastRow": "0", "noHBand": "0", "noVBand": "1"}
_WHOLE = element("trPr", element("cantSplit"))
_Pair: TypeAlias = tuple[str, str]


class ControlBlock:
    """The tables of one document's head, over `width` in twentieths of a point."""

    def __init__(self, control: Control, words: Words, look: Look, width: int) -> None:
        self.control, self.words, self.look, self.width = control, words, look, width

    def made(self) -> str:
        """The elements in their order."""
        return "".join(
            (
                self._pairs(),
                paragraph("TOC Heading", run(self.words("control.approval_title"))),
                self._approvals(),
                paragraph("TOC Heading", run(self.control.revision_title)),
                self._revisions(),
            )
        )

    def _pairs(self) -> str:
        """Labels at the left of their values; a value too long for a part of the row gets one to itself."""
        widths = self._widths((_LABEL, _VALUE) * _PAIRS_A_ROW)
        rows = []
        for line in _lines(self.control.rows):
            cells = []
            for number, (label, value) in enumerate(line):
                # The last value reaches to the end of the row.
                rest = widths[2 * number + 1 :] if number == len(line) - 1 else widths[2 * number + 1 : 2 * number + 2]
                cells += [self._label(label, widths[2 * number]), _cell(value, *rest)]
            rows.append(element("tr", _WHOLE, *cells))
        return self._table(widths, rows)

    def _approvals(self) -> str:
        approvals = self.control.approvals
        widths = self._widths((1,) * len(approvals))
        stamp = _cells([f"（{self.words('control.stamp')}）"] * len(approvals), widths)
        rows = (
            self._head([label for label, _ in approvals], widths),
            element("tr", _WHOLE, _cells([title for _, title in approvals], widths)),
            element("tr", element("trPr", element("cantSplit"), height(self.look["stamp_height"])), stamp),
            element("tr", _WHOLE, _cells([self.words("control.approval_day")] * len(approvals), widths)),
        )
        return self._table(widths, rows)

    def _revisions(self) -> str:
        widths = self._widths(_REVISION)
        head = self._head(
            self.control.revision_head, widths, element("trPr", element("cantSplit"), element("tblHeader"))
        )
        rows = (element("tr", _WHOLE, _cells(line, widths)) for line in self.control.revisions)
        return self._table(widths, (head, *rows))

    def _head(self, labels: Sequence[str], widths: list[int], properties: str = _WHOLE) -> str:
        cells = (self._label(label, width) for label, width in zip(labels, widths, strict=True))
        return element("tr", properties, *cells)

    def _label(self, text: str, width: int) -> str:
        told = element("tcPr", element("tcW", type="dxa", w=str(width)), shading(self.look))
        return element("tc", told, paragraph(TABLE_HEAD, run(text)))

    def _widths(self, shares: Sequence[int]) -> list[int]:
        """Of columns in the ratio of `shares`."""
        return [round(self.width * share / sum(shares)) for share in shares]

    def _table(self, widths: list[int], rows: Iterable[str]) -> str:
        properties = element(
            "tblPr",
            element("tblW", type="auto", w="0"),
            borders(self.look),
            element("tblLayout", type="fixed"),
            element("tblLook", **_LOOK, val="04A0"),
        )
        grid = element("tblGrid", *(element("gridCol", w=str(width)) for width in widths))
        return element("tbl", properties, grid, *rows)


def _lines(rows: Sequence[_Pair]) -> list[list[_Pair]]:
    lines: list[list[_Pair]] = [[]]
    for row in rows:
        if any(len(value) > LONG_VALUE for _, value in (row, *lines[-1])) or len(lines[-1]) == _PAIRS_A_ROW:
            lines.append([])
        lines[-1].append(row)
    return [line for line in lines if line]


def _cells(texts: Sequence[str], widths: list[int]) -> str:
    return "".join(_cell(text, width) for text, width in zip(texts, widths, strict=True))


def _cell(text: str, *widths: int) -> str:
    """A cell over the columns that are so wide."""
    span = element("gridSpan", val=str(len(widths))) if len(widths) > 1 else ""
    told = element("tcPr", element("tcW", type="dxa", w=str(sum(widths))), span)
    return element("tc", told, paragraph(TABLE_CELL, run(text)))
