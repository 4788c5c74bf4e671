"""Formats stage: the sheets of a form as sections of a Word file, so that a blank is printed alone.

Each sheet counts its own pages, for what is handed to a driver is one of one, whatever instructions lie behind it; and
each says for itself who may have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from quaybook.formats.word.elements import element, made, tag
from quaybook.model.document import FormSheetName

# Headings of a form that begin a sheet of their own, and those of what lies behind its sheets.
EXAMPLE, RULES = "example", "rules"
SHEETS = (FormSheetName.B, FormSheetName.C, EXAMPLE)
_BOOKMARK, _END, _PARAGRAPH, _TABLE = tag("w:bookmarkStart"), tag("w:bookmarkEnd"), tag("w:p"), tag("w:tbl")
_NAME, _TYPE, _ID = tag("w:name"), tag("w:type"), tag("r:id")
_HEADER, _FOOTER = tag("w:headerReference"), tag("w:footerReference")
_AFTER_NUMBERS = tuple(
    f"w:{name}"
    for name in ("cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid")
)
_USUAL, _OWN = "default", "even"
# A section ends in a paragraph, and one stands between two tables; both take little room.
LEAST, _GAP = "20", "120"


def part_sheets(body: Any, section: Any, handed_out: tuple[FormSheetName, ...]) -> None:
    """Ends a section before each further sheet and before what lies behind; `section` stays that of the last."""
    _close_gaps(body)
    begun: str = FormSheetName.A
    for bookmark in list(_bookmarks(body, SHEETS)):
        own = deepcopy(section)
        _restarted(own)
        _refer(own, header=_OWN if begun in handed_out else _USUAL, footer=_OWN)
        _end_section(bookmark, own)
        begun = bookmark.get(_NAME)
    begin_pages(body, (RULES,))
    if begun == EXAMPLE:
        _restarted(section)
        one_pair(section)
    else:
        _refer(section, header=_OWN if begun in handed_out else _USUAL, footer=_OWN)


def begin_pages(body: Any, places: tuple[str, ...]) -> None:
    """Lets each of the headings so named begin a page."""
    for bookmark in _bookmarks(body, places):
        bookmark.getnext().get_or_add_pPr().get_or_add_pageBreakBefore()


def one_pair(section: Any) -> None:
    """The section with the usual header and footer only."""
    _refer(section, header=_USUAL, footer=_USUAL)


def _bookmarks(body: Any, names: tuple[str, ...]) -> Iterator[Any]:
    return (each for each in body.iterchildren(_BOOKMARK) if each.get(_NAME) in names)


def _refer(section: Any, header: str, footer: str) -> None:
    """Lets the section have the parts of these types, and no others, on all of its pages."""
    for kind, chosen in ((_HEADER, header), (_FOOTER, footer)):
        for reference in list(section.iterchildren(kind)):
            if reference.get(_TYPE) == chosen:
                reference.set(_TYPE, _USUAL)
            else:
                section.remove(reference)


def _restarted(section: Any) -> None:
    (numbers,) = made(element("pgNumType", start="1"))
    section.insert_element_before(numbers, *_AFTER_NUMBERS)


def thin(line: str = LEAST, first: str = "") -> str:
    """An empty paragraph that is so high, in twentieths of a point, with the properties `first`."""
    spacing = element("spacing", before="0", after="0", line=line, lineRule="exact")
    return element("p", element("pPr", first, spacing, element("rPr", element("sz", val="2"))))


def _close_gaps(body: Any) -> None:
    """Puts tables that follow each other closer together than paragraphs are."""
    for table in body.iterchildren(_TABLE):
        between = table.getnext()
        after = between.getnext() if between is not None and between.tag == _PARAGRAPH else None
        if after is not None and after.tag == _TABLE and not len(between.xpath("w:r")):
            body.replace(between, *made(thin(_GAP)))


def _end_section(bookmark: Any, section: Any) -> None:
    last = bookmark.getprevious()
    while last.tag in (_BOOKMARK, _END):
        last = last.getprevious()
    if last.tag != _PARAGRAPH:
        (small,) = made(thin())
        last.addnext(small)
        last = small
    last.get_or_add_pPr().append(section)
