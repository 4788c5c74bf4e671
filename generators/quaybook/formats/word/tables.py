"""Formats stage: how every table of a Word file is ruled, shaded and kept together on its pages.

A set of documents has some thousand rows, so the elements are set directly: python-docx looks each
style and property up anew.
"""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

from quaybook.formats.look import Look
from quaybook.formats.word.reference import TABLE_CELL, TABLE_HEAD, element, style_id

_TABLE, _ROW, _CELL, _PARAGRAPH, _STYLE, _TEXT = (qn(f"w:{name}") for name in ("tbl", "tr", "tc", "p", "pStyle", "t"))
_ROW_PROPERTIES, _EXCEPTIONS, _CELL_PROPERTIES = (qn(f"w:{name}") for name in ("trPr", "tblPrEx", "tcPr"))
_WIDTH, _VALUE = qn("w:tcW"), qn("w:val")
_BEFORE_BORDERS = {qn(f"w:{name}") for name in ("tblStyle", "tblW", "jc", "tblCellSpacing", "tblInd")}
_TWIPS_PER_MM = 1440 / 25.4


def rule_tables(body: Any, look: Look, a_form: bool) -> None:
    """Borders, a shaded head, rows that stay whole; rows to be filled in by hand are tall enough for a pen."""
    for table in body.iter(_TABLE):
        rule(table, look)
        rows = list(table.iterchildren(_ROW))
        for row in rows:
            _keep_whole(row, look, a_form)
            for style in row.iter(_STYLE):
                style.set(_VALUE, style_id(TABLE_CELL))
        shade(rows[0].iterchildren(_CELL), look)
        _space_after(table)


def rule(table: Any, look: Look) -> None:
    """Thin lines around and between the cells of one `w:tbl`."""
    borders = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color=look["rule_color"]))
    # On the table itself, for LibreOffice passes over a style's; the schema's order is kept.
    properties = table.tblPr
    properties.insert(sum(child.tag in _BEFORE_BORDERS for child in properties), borders)


def shade(cells: Any, look: Look) -> None:
    """Cells that hold labels: shaded, and bold by their paragraphs' style."""
    for cell in cells:
        properties = cell.find(_CELL_PROPERTIES)
        if properties is None:
            properties = element("w:tcPr")
            cell.insert(0, properties)
        properties.append(element("w:shd", val="clear", color="auto", fill=look["shade"]))
        for style in cell.iter(_STYLE):
            style.set(_VALUE, style_id(TABLE_HEAD))


def set_height(row: Any, millimetres: float) -> None:
    """A row at least this high."""
    height = str(round(millimetres * _TWIPS_PER_MM))
    _row_properties(row).append(element("w:trHeight", val=height, hRule="atLeast"))


def _row_properties(row: Any) -> Any:
    properties = row.find(_ROW_PROPERTIES)
    if properties is None:
        properties = element("w:trPr")
        row.insert(sum(child.tag == _EXCEPTIONS for child in row), properties)
    return properties


def _keep_whole(row: Any, look: Look, a_form: bool) -> None:
    _row_properties(row).append(element("w:cantSplit"))
    by_hand = not any((text.text or "").strip() for text in row.iter(_TEXT))
    if a_form or by_hand:
        set_height(row, look["form_row"])


def _space_after(table: Any) -> None:
    following = table.getnext()
    if following is not None and following.tag == _PARAGRAPH:
        spacing = following.get_or_add_pPr().get_or_add_spacing()
        spacing.set(qn("w:before"), "120")
