"""Formats stage: the page of a Word file: which way it lies, and how wide its text is."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT


def turn(section: Any) -> None:
    """A page for wide tables: landscape, the binding edge on top."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.top_margin, section.left_margin = section.left_margin, section.bottom_margin


def text_width(docx: Any) -> int:
    """The width between the margins, in EMU."""
    section = docx.sections[0]
    return int(section.page_width - section.left_margin - section.right_margin)
