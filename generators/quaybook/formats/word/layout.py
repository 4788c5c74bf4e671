"""Formats stage: what stands around a Word file's text: cover, approvals, contents, header, footer."""

from __future__ import annotations

from typing import Any

from quaybook.files.archive import read_entries, with_entries
from quaybook.formats.look import Look
from quaybook.formats.word.control import ControlBlock
from quaybook.formats.word.elements import (
    element,
    field_part,
    instruction,
    made,
    paragraph,
    parsed,
    run,
    serialized,
    tag,
)
from quaybook.formats.word.numbers import keep_numbers_whole
from quaybook.formats.word.page import narrow, text_width, turn
from quaybook.formats.word.parts import (
    FOOTER,
    HEADER,
    PROPERTIES,
    SHEET_FOOTER,
    SHEET_HEADER,
    STYLES,
    TEXT,
    behind,
    footer,
    header,
    own_pages,
    properties,
)
from quaybook.formats.word.sheets import one_pair, part_sheets
from quaybook.formats.word.styles import SHORT_KINDS, StyleSheets
from quaybook.formats.word.tables import TableRules
from quaybook.model.document import Document, Kind
from quaybook.wording.words import Words

_SECTION = tag("w:sectPr")


class Layout:
    """Lays out one converted file."""

    def __init__(self, document: Document, words: Words, look: Look, styles: StyleSheets) -> None:
        self.document, self.words, self.look, self.styles = document, words, look, styles

    def finish(self, converted: bytes) -> bytes:
        """The .docx bytes that pandoc made, with cover, header, footer and table rules."""
        told = read_entries(converted, TEXT, PROPERTIES)
        root = parsed(told[TEXT])
        body, document = root.body, self.document
        TableRules(self.look, document.spec).apply(body)
        keep_numbers_whole(body)
        section = body.find(_SECTION)
        self._cover(body, section)
        if document.spec.kind == Kind.FORM:
            part_sheets(body, section, document.spec.handed_out)
        else:
            one_pair(section)
        parts = {
            TEXT: serialized(root),
            STYLES: self.styles.of(document.spec),
            PROPERTIES: properties(told[PROPERTIES], document),
        }
        return with_entries(converted, parts | self._edges(text_width(section)))

    def _edges(self, width: int) -> dict[str, bytes]:
        """What stands at the head and at the foot of the pages, and of the sheets of a form."""
        document = self.document
        if document.spec.kind != Kind.FORM:
            return {HEADER: header(document, width), FOOTER: footer(document, width)}
        return {
            HEADER: header(document, width),
            FOOTER: footer(document, width, behind(self.words("form.behind"))),
            SHEET_HEADER: header(document, width, self.words("form.handed_out")),
            SHEET_FOOTER: footer(document, width, own_pages()),
        }

    def _cover(self, body: Any, section: Any) -> None:
        spec = self.document.spec
        head = paragraph("Title", run(self.document.title))
        if spec.kind in SHORT_KINDS or spec.one_sheet:
            # Number and version of a sheet stand in its footer.
            narrow(section, self.look["sheet"], spec.landscape)
        elif spec.landscape:
            turn(section)
        if spec.kind not in SHORT_KINDS:
            control = ControlBlock(self.document.control, self.words, self.look, text_width(section)).made()
            if spec.one_sheet:
                next_page = element("p", element("pPr", element("pageBreakBefore")))
                body[-1:-1] = made(next_page + control)
            else:
                head += control + self._contents() + paragraph("Normal")
        body[:0] = made(head)

    def _contents(self) -> str:
        headings = [h for h in self.document.headings if h.level <= self.document.spec.contents_depth]
        if len(headings) < self.look["contents_from"]:
            return ""
        links = [element("hyperlink", run(h.text), anchor=h.anchor, history="1") for h in headings]
        # The field's result is written out, so that no program has to ask for an update.
        begun = field_part("begin") + instruction('TOC \\o "1-2" \\n \\h \\z') + field_part("separate")
        links[0], links[-1] = begun + links[0], links[-1] + field_part("end")
        entries = (paragraph(f"TOC {h.level - 1}", link) for h, link in zip(headings, links, strict=True))
        return paragraph("TOC Heading", run(self.words("control.contents"))) + "".join(entries)
