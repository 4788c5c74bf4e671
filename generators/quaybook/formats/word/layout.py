"""Formats stage: what stands around a Word file's text: cover, approvals, contents, header, footer."""

from __future__ import annotations

from typing import Any

from quaybook.files.archive import read_entries, with_entries
from quaybook.formats.look import Look
from quaybook.formats.word.columns import Columns, keep_numbers
from quaybook.formats.word.control import ControlBlock
from quaybook.formats.word.elements import (
    element,
    made,
    page_of,
    paragraph,
    parsed,
    run,
    serialized,
    tag,
    with_later,
)
from quaybook.formats.word.fill_in import make_fillable
from quaybook.formats.word.page import (
    keep_end,
    keep_ends,
    keep_lists,
    keep_together,
    narrow,
    text_width,
    turn,
    unmark_choices,
)
from quaybook.formats.word.parts import (
    CONTENT_TYPES,
    FOOTER,
    HEADER,
    PROPERTIES,
    SETTINGS,
    SHEET_FOOTER,
    SHEET_HEADER,
    STYLES,
    TEXT,
    Mark,
    behind,
    footer,
    header,
    own_pages,
    properties,
    settings,
    to_right_margin,
)
from quaybook.formats.word.sheets import begin_pages, one_pair, part_sheets, thin
from quaybook.formats.word.styles import SHORT_KINDS, StyleSheets
from quaybook.formats.word.tables import TableRules
from quaybook.model.document import Document, Kind
from quaybook.wording.words import Words

_SECTION = tag("w:sectPr")


class Layout:
    """Lays out one converted file; of one that is paged, each heading that its document tells begins a page."""

    def __init__(
        self,
        document: Document,
        words: Words,
        look: Look,
        styles: StyleSheets,
        mark: Mark | None = None,
        is_paged: bool = False,
    ) -> None:
        self.document, self.words, self.look, self.styles, self.mark = document, words, look, styles, mark
        self.is_paged = is_paged

    def finish(self, converted: bytes) -> bytes:
        """The .docx bytes that pandoc made, with cover, header, footer and table rules."""
        told = read_entries(converted, TEXT, PROPERTIES, SETTINGS)
        is_form = self.document.spec.kind == Kind.FORM
        root = parsed(with_later(told[TEXT]) if is_form else told[TEXT])
        body, document = root.body, self.document
        TableRules(self.look, document.spec).apply(body)
        section = body.find(_SECTION)
        self._turn(section)
        self._columns(section).fit(body)
        keep_together(body)
        if document.spec.kind in SHORT_KINDS:
            keep_lists(body)
        # A sheet of questions has boxes for its letters.
        unmark_choices(body, "" if document.spec.kind == Kind.CARD else self.words("quiz.blank"))
        self._cover(body, section)
        if is_form:
            make_fillable(body, self.look)
            part_sheets(body, section, document.spec.handed_out)
        else:
            one_pair(section)
        if self.is_paged:
            begin_pages(body, tuple(heading.anchor for heading in document.headings))
            keep_ends(body)
        keep_numbers(body)
        parts = {
            TEXT: serialized(root),
            STYLES: self.styles.of(document.spec),
            PROPERTIES: properties(told[PROPERTIES], document),
            SETTINGS: settings(told[SETTINGS], self.look["language"]["east_asian"], **self.look["never"]),
        }
        mark = self.mark.parts(read_entries(converted, CONTENT_TYPES)[CONTENT_TYPES]) if self.mark else {}
        is_parted = sum(1 for _ in body.iter(_SECTION)) > 1
        return with_entries(converted, parts | self._edges(text_width(section), is_parted), mark)

    def _edges(self, width: int, is_parted: bool) -> dict[str, bytes]:
        """What stands at the head and at the foot of the pages, and of the sheets of a form."""
        document = self.document
        if document.spec.kind != Kind.FORM:
            return {HEADER: header(document, width, self.mark), FOOTER: footer(document, width)}
        return {
            HEADER: header(document, width, self.mark),
            FOOTER: footer(document, width, behind(self.words("form.behind"))),
            SHEET_HEADER: header(document, width, self.mark, self.words("form.handed_out")),
            # A form that is one section counts its pages as any document does.
            SHEET_FOOTER: footer(document, width, own_pages() if is_parted else ""),
        }

    def _turn(self, section: Any) -> None:
        spec = self.document.spec
        # A paged file holds sheets among its texts, and each has room on its page only within small margins.
        if spec.kind in SHORT_KINDS or spec.one_sheet or self.is_paged:
            # Number and version of a sheet stand in its footer.
            narrow(section, self.look["sheet"], spec.landscape)
        elif spec.landscape:
            turn(section)

    def _columns(self, section: Any) -> Columns:
        spec, sizes = self.document.spec, self.look["sizes"]
        is_short = spec.kind in SHORT_KINDS or spec.one_sheet
        size = sizes["card"] if spec.kind == Kind.CARD else sizes["table"]
        return Columns(text_width(section) / 20, size, self.look["whole"], is_weighed=not is_short)

    def _cover(self, body: Any, section: Any) -> None:
        spec = self.document.spec
        head = paragraph("Title", run(self.document.title))
        if spec.kind not in SHORT_KINDS:
            control = ControlBlock(self.document.control, self.words, self.look, text_width(section)).made()
            contents = "" if spec.one_sheet else self._contents(text_width(section))
            if spec.one_sheet or spec.act_first:
                body[-1:-1] = made(thin(first=element("pageBreakBefore")) + control + contents)
                keep_end(body)
            else:
                head += control + contents + paragraph("Normal")
        body[:0] = made(head)

    def _contents(self, width: int) -> str:
        headings = [h for h in self.document.headings if h.level <= self.document.spec.contents_depth]
        if len(headings) < self.look["contents_from"]:
            return ""
        # The program that lays out the pages counts them; until it has, no number stands here, and never a wrong one.
        entries = (
            paragraph(
                f"TOC {h.level - 1}",
                element("hyperlink", run(f"{h.text}\t"), page_of(h.anchor), anchor=h.anchor, history="1"),
                properties=to_right_margin(width),
            )
            for h in headings
        )
        return paragraph("TOC Heading", run(self.words("control.contents"))) + "".join(entries)
