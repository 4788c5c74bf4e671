"""Formats stage: how every table of a Word file is ruled, shaded and kept together on its pages.

A set of documents has some thousand rows, so the elements are set directly, and copied where they are alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import Any

from quaybook.formats.look import Look
from quaybook.formats.word.elements import element, made, style_id, tag
from quaybook.formats.word.reference import TABLE_CELL, TABLE_HEAD
from quaybook.model.document import DocumentSpec, Kind

_TABLE, _ROW, _CELL, _PARAGRAPH, _STYLE, _TEXT = (tag(f"w:{name}") for name in ("tbl", "tr", "tc", "p", "pStyle", "t"))
_ROW_PROPERTIES, _EXCEPTIONS, _CELL_PROPERTIES = (tag(f"w:{name}") for name in ("trPr", "tblPrEx", "tcPr"))
_BEFORE, _VALUE = tag("w:before"), tag("w:val")
_BEFORE_BORDERS = {tag(f"w:{name}") for name in ("tblStyle", "tblW", "jc", "tblCellSpacing", "tblInd")}
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_TWIPS_PER_MM = 1440 / 25.4
# What stands between a table and the text below it, in twentieths of a point.
_BELOW, _BELOW_ON_CARD = "120", "60"


def borders(look: Look) -> str:
    """Thin lines around and between the cells of a table."""
    sides = (element(side, val="single", sz="4", space="0", color=look["rule_color"]) for side in _SIDES)
    return element("tblBorders", *sides)


def shading(look: Look) -> str:
    """The ground of cells that hold labels."""
    return element("shd", val="clear", color="auto", fill=look["shade"])


def height(millimetres: float) -> str:
    """Of a row that is at least so high."""
    return element("trHeight", val=str(round(millimetres * _TWIPS_PER_MM)), hRule="atLeast")


class TableRules:
    """Borders, a shaded head, rows that stay whole; rows to be filled in by hand are tall enough for a pen.

    On a form those are all but the heads, in which nothing but labels stands; one of a single sheet is a table to look
    things up in.
    """

    def __init__(self, look: Look, spec: DocumentSpec) -> None:
        self._filled_in = spec.kind == Kind.FORM and not spec.one_sheet
        self._below = _BELOW_ON_CARD if spec.kind == Kind.CARD else _BELOW
        high = look["form_row_landscape" if spec.landscape else "form_row"]
        self._borders, self._shading, self._whole, self._high = made(
            borders(look) + shading(look) + element("cantSplit") + height(high)
        )
        self._row_properties, self._cell_properties = made(element("trPr") + element("tcPr"))

    def apply(self, body: Any) -> None:
        """Rules every table below `body`."""
        cell = style_id(TABLE_CELL)
        for table in body.iter(_TABLE):
            self._rule(table)
            rows = list(table.iterchildren(_ROW))
            for number, row in enumerate(rows):
                self._keep_whole(row, is_head=number == 0)
            for style in table.iter(_STYLE):
                style.set(_VALUE, cell)
            self._shade(rows[0].iterchildren(_CELL))
            _space_after(table, self._below)

    def _rule(self, table: Any) -> None:
        # On the table itself, for LibreOffice passes over a style's; the schema's order is kept.
        properties = table.tblPr
        properties.insert(sum(child.tag in _BEFORE_BORDERS for child in properties), copy(self._borders))

    def _shade(self, cells: Iterable[Any]) -> None:
        """Cells that hold labels are bold by their paragraphs' style."""
        head = style_id(TABLE_HEAD)
        for cell in cells:
            properties = cell.find(_CELL_PROPERTIES)
            if properties is None:
                properties = copy(self._cell_properties)
                cell.insert(0, properties)
            properties.append(copy(self._shading))
            for style in cell.iter(_STYLE):
                style.set(_VALUE, head)

    def _keep_whole(self, row: Any, is_head: bool) -> None:
        properties = row.find(_ROW_PROPERTIES)
        if properties is None:
            properties = copy(self._row_properties)
            row.insert(sum(child.tag == _EXCEPTIONS for child in row), properties)
        properties.append(copy(self._whole))
        by_hand = not any((text.text or "").strip() for text in row.iter(_TEXT))
        if by_hand or (self._filled_in and not is_head):
            properties.append(copy(self._high))


def _space_after(table: Any, space: str) -> None:
    following = table.getnext()
    if following is not None and following.tag == _PARAGRAPH:
        following.get_or_add_pPr().get_or_add_spacing().set(_BEFORE, space)
