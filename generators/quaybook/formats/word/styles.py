"""Formats stage: the styles of a Word file: those of the reference document, closer together on what is one sheet."""

from __future__ import annotations

from typing import Any

from docx.shared import Pt
from docx.styles.styles import Styles

from quaybook.files.archive import read_entries, with_entries
from quaybook.formats.look import Look
from quaybook.formats.word.elements import parsed, serialized, tag
from quaybook.formats.word.parts import STYLES
from quaybook.formats.word.reference import TABLE_CELL
from quaybook.model.document import DocumentSpec, Kind

SHORT_KINDS = (Kind.CARD, Kind.FORM)
# The titles of the parts of a form, which take no more room than a line of its text.
PART = "Heading 4"
BODY = ("Body Text", "First Paragraph")
_STYLE, _NAME = tag("w:style"), tag("w:name")


def names_only(reference: bytes) -> bytes:
    """The reference document as pandoc needs it: it reads it for every document, and knows styles by their names."""
    root = parsed(read_entries(reference, STYLES)[STYLES])
    for style in root.iterchildren(_STYLE):
        for child in style:
            if child.tag != _NAME:
                style.remove(child)
    return with_entries(reference, {STYLES: serialized(root)})


class StyleSheets:
    """The styles part of each document, made once for all that have it alike."""

    def __init__(self, reference: bytes, look: Look) -> None:
        self._look = look
        self._usual = read_entries(reference, STYLES)[STYLES]
        self._made: dict[tuple[Kind | None, bool], bytes] = {}

    def of(self, spec: DocumentSpec) -> bytes:
        """The part as a file holds it."""
        key = (spec.kind if spec.kind in SHORT_KINDS else None, spec.one_sheet)
        if key not in self._made:
            self._made[key] = self._closer(*key) if any(key) else self._usual
        return self._made[key]

    def _closer(self, kind: Kind | None, one_sheet: bool) -> bytes:
        root = parsed(self._usual)
        styles, sizes, sheet = Styles(root), self._look["sizes"], self._look["sheet"]
        is_card, is_form = kind == Kind.CARD, kind == Kind.FORM
        _spaced(styles["Title"], 0, 4)
        if is_card:
            self._as_card(styles)
        if is_form and one_sheet:
            _lines(styles, sheet["one_sheet_line"])
        if is_form:
            # Lines as high in every program, whatever font it has in place of ours: a blank fits its page or does not.
            if not one_sheet:
                styles[TABLE_CELL].paragraph_format.line_spacing = Pt(sheet["form_cell"])
            for name in (*BODY, PART):
                _spaced(styles[name], 2, 2)
                styles[name].paragraph_format.line_spacing = Pt(sheet["form_line"])
        heading = styles["Heading 1"]
        if is_card or one_sheet:
            heading.font.size = Pt(sizes["card_heading"])
            _spaced(heading, 2 if is_card else 4, 1)
        if one_sheet:
            heading.font.size = Pt(sheet["heading"])
            _spaced(heading, 3, 1)
            for name in (*BODY, PART):
                styles[name].paragraph_format.line_spacing = Pt(sheet["line"])
                styles[name].paragraph_format.space_before = Pt(0)
                styles[name].paragraph_format.space_after = Pt(1)
        return serialized(root)

    def _as_card(self, styles: Styles) -> None:
        """Letters that can be read at arm's length leave little room between lines and around the text of a cell."""
        sizes = self._look["sizes"]
        styles["Title"].font.size = Pt(sizes["card_title"])
        styles[TABLE_CELL].font.size = Pt(sizes["card"])
        _spaced(styles[TABLE_CELL], 0, 0)
        for name in BODY:
            styles[name].font.size = Pt(sizes["card"])
            _spaced(styles[name], 1, 1)
        _lines(styles, sizes["card_line"])


def _lines(styles: Styles, high: float) -> None:
    for name in (TABLE_CELL, "Compact", *BODY):
        styles[name].paragraph_format.line_spacing = Pt(high)


def _spaced(style: Any, before: int, after: int) -> None:
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
