"""Formats stage: the page of a Word file: which way it lies, how wide its margins and its text are."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT
from docx.shared import Emu, Mm


def turn(section: Any) -> None:
    """A page for wide tables: landscape, the binding edge on top."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.top_margin, section.left_margin = section.left_margin, section.bottom_margin


def narrow(section: Any, sheet: Any, landscape: bool = False) -> None:
    """What is one sheet has small margins; the widest is the binding edge."""
    sides = [Mm(sheet[side]) for side in ("left", "top", "right", "bottom")]
    if landscape:
        turn(section)
        sides.insert(0, sides.pop())
    section.left_margin, section.top_margin, section.right_margin, section.bottom_margin = sides
    section.header = section.footer = Mm(sheet["edge"])


def text_width(section: Any) -> int:
    """The width between the margins, in twentieths of a point."""
    return int(Emu(section.page_width - section.left_margin - section.right_margin).twips)
