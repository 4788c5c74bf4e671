"""Formats stage: the page of a Word file: which way it lies, how wide margins and text are, what it keeps whole.

Which program and which font lay out a page nobody knows here, so paragraphs say what must not be parted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.shared import Emu, Mm

from quaybook.formats.word.elements import made, run, tag

_PARAGRAPH, _TABLE, _ROW, _TEXT = (tag(f"w:{name}") for name in ("p", "tbl", "tr", "t"))
_ENTRY = f"{tag('w:pPr')}/{tag('w:numPr')}"
_BEGINS = f"{tag('w:pPr')}/{tag('w:pageBreakBefore')}"
_BLANK, _INDENT = "\u3000", Mm(7)
# As many lines, of so many signs, a last page has at least, as far as what stands before them can move with them.
_LINES, _SIGNS = 4, 44
# A paragraph of more lines may be parted.
_WHOLE = 8


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


def keep_together(body: Any) -> None:
    """Keeps each table to the paragraph before it, and a few lines at the end of a text to each other."""
    for table in body.iterchildren(_TABLE):
        before = table.getprevious()
        if before is not None and before.tag == _PARAGRAPH and _lines(before):
            _keep_next(before)
    keep_end(body)


def keep_lists(body: Any) -> None:
    """Keeps the entries of each list to each other and to the paragraph that leads to them."""
    for paragraph in body.iterchildren(_PARAGRAPH):
        following = paragraph.getnext()
        if following is not None and following.tag == _PARAGRAPH and following.find(_ENTRY) is not None:
            _keep_next(paragraph)


def unmark_choices(body: Any, room: str) -> None:
    """Entries with letters of their own need no marks; they keep to what leads to them from its heading on.

    Behind the paragraph that asks for one of them stands `room`, in which its letter is written.
    """
    choices: set[Any] = set()
    for paragraph in body.iterchildren(_PARAGRAPH):
        entry = paragraph.find(_ENTRY)
        text = "".join(part.text or "" for part in paragraph.iter(_TEXT))
        if entry is None or text[1:2] != _BLANK:
            continue
        choices.add(paragraph)
        properties = paragraph.pPr
        properties.remove(entry)
        properties.ind_left, properties.first_line_indent = _INDENT, -_INDENT
        before = paragraph.getprevious()
        if before in choices:
            _keep_next(before)
            continue
        if room and before is not None and before.tag == _PARAGRAPH:
            before.extend(made(run(room)))
        while before is not None and before.tag == _PARAGRAPH and before not in choices and not _is_heading(before):
            _keep_next(before)
            before = before.getprevious()


def _is_heading(paragraph: Any) -> bool:
    return (paragraph.style or "").startswith("Heading")


def keep_ends(body: Any) -> None:
    """What stands last of each chapter that begins on a page of its own takes lines before it along."""
    chapter: list[Any] = []
    for part in [*body.iterchildren(_PARAGRAPH, _TABLE)]:
        if part.find(_BEGINS) is not None:
            _keep_last(chapter)
            chapter = []
        chapter.append(part)


def keep_end(body: Any) -> None:
    """What stands last takes lines before it along to its page, until they are enough."""
    _keep_last([*body.iterchildren(_PARAGRAPH, _TABLE)])


def _keep_last(parts: Sequence[Any]) -> None:
    units = _units(parts)
    last = next(units, None)
    if last is None:
        return
    count = _lines(last)
    _keep_lines(last)
    for unit in units:
        if count >= _LINES:
            return
        count += _lines(unit)
        _keep_lines(unit)
        for paragraph in unit.iter(_PARAGRAPH):
            _keep_next(paragraph)


def _units(parts: Sequence[Any]) -> Iterator[Any]:
    """Paragraphs and rows of tables, the last one first."""
    for part in reversed(parts):
        yield from [part] if part.tag == _PARAGRAPH else reversed(list(part.iterchildren(_ROW)))


def _lines(unit: Any) -> int:
    """About how many lines a paragraph has; a row has those of its longest cell, one at least."""
    lines = (ceil(sum(len(t.text or "") for t in p.iter(_TEXT)) / _SIGNS) for p in unit.iter(_PARAGRAPH))
    return max(int(unit.tag == _ROW), *lines)


def _keep_lines(unit: Any) -> None:
    if unit.tag == _PARAGRAPH and _lines(unit) <= _WHOLE:
        unit.get_or_add_pPr().get_or_add_keepLines()


def _keep_next(paragraph: Any) -> None:
    paragraph.get_or_add_pPr().get_or_add_keepNext()
