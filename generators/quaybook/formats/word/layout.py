"""Formats stage: what stands around a Word file's text: cover, approvals, contents, header, footer."""

from __future__ import annotations

import io
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from typing import Any

import docx as word
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from quaybook.files.archive import FIXED_TIME, with_fixed_times
from quaybook.formats.look import Look
from quaybook.formats.word.page import text_width, turn
from quaybook.formats.word.reference import TABLE_CELL, element, style_id
from quaybook.formats.word.tables import rule, rule_tables, set_height, shade
from quaybook.model.document import Document, Kind
from quaybook.wording.words import Words

SHORT_KINDS = (Kind.CARD, Kind.FORM)
LONG_VALUE = 40
# Headings of a form that begin a sheet of their own: its further sheets, and the one filled in.
SHEETS = ("sheet-b", "sheet-c", "example")


class Layout:
    """Lays out one converted file in place."""

    def __init__(self, document: Document, words: Words, look: Look, shared: dict[object, Any]) -> None:
        """`shared` keeps the tables that many documents have alike, from one layout to the next."""
        self.document, self.words, self.look, self.shared = document, words, look, shared

    def finish(self, converted: bytes) -> bytes:
        """The .docx bytes that pandoc made, with cover, header, footer and table rules."""
        docx = word.Document(io.BytesIO(converted))
        rule_tables(docx.element.body, self.look, self.document.spec.kind == Kind.FORM)
        self._cover(docx)
        self._header_and_footer(docx)
        self._properties(docx)
        out = io.BytesIO()
        docx.save(out)
        return with_fixed_times(out.getvalue())

    def _cover(self, docx: Any) -> None:
        body, spec = docx.element.body, self.document.spec
        title = [self._paragraph(docx, self.document.title, "Title")]
        if spec.kind in SHORT_KINDS:
            self._narrow_margins(docx)
            _to_front(title, body)
        elif spec.one_sheet:
            self._narrow_margins(docx)
            _to_front(title, body)
            docx.add_page_break()
            self._control(docx)
        else:
            if spec.landscape:
                turn(docx.sections[0])
            head = [*title, *self._control(docx), *self._contents(docx), self._paragraph(docx, "", "Normal")]
            _to_front(head, body)

    def _control(self, docx: Any) -> list[Any]:
        control = self.document.control
        return [
            self._pairs(docx, control.rows, 2),
            self._paragraph(docx, self.words("control.approval_title"), "TOC Heading"),
            self._shared(docx, control.approvals, self._approvals),
            self._paragraph(docx, self.words("control.revision_title"), "TOC Heading"),
            self._shared(docx, control.revisions, self._revisions),
        ]

    def _shared(self, docx: Any, rows: object, make: Callable[[Any], Any]) -> Any:
        # A sheet's margins are narrower, so its table is another one than a document's.
        key = (rows, text_width(docx))
        if key not in self.shared:
            made = make(docx)
            self.shared[key] = deepcopy(made)
            return made
        copied = deepcopy(self.shared[key])
        docx.element.body.insert(len(docx.element.body) - 1, copied)
        return copied

    def _narrow_margins(self, docx: Any) -> None:
        """What is one sheet has small margins; its number and version stand in the footer."""
        section, sheet = docx.sections[0], self.look["sheet"]
        section.top_margin, section.bottom_margin = Mm(sheet["top"]), Mm(sheet["bottom"])
        section.left_margin, section.right_margin = Mm(sheet["left"]), Mm(sheet["right"])
        section.header_distance = section.footer_distance = Mm(sheet["edge"])
        title = docx.styles["Title"].paragraph_format
        title.space_before, title.space_after = Pt(0), Pt(4)
        if self.document.spec.kind == Kind.CARD:
            docx.styles[TABLE_CELL].font.size = Pt(self.look["sizes"]["card"])
        if self.document.spec.kind == Kind.CARD or self.document.spec.one_sheet:
            heading = docx.styles["Heading 1"]
            heading.font.size = Pt(self.look["sizes"]["card_heading"])
            heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(6), Pt(2)
        if self.document.spec.one_sheet:
            heading.font.size = Pt(sheet["heading"])
            heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(3), Pt(1)
            for name in ("Body Text", "First Paragraph"):
                docx.styles[name].paragraph_format.line_spacing = Pt(sheet["line"])
                docx.styles[name].paragraph_format.space_after = Pt(2)
        for bookmark in docx.element.body.iter(qn("w:bookmarkStart")):
            following = bookmark.getnext()
            if bookmark.get(qn("w:name")) in SHEETS and following is not None:
                Paragraph(following, docx).paragraph_format.page_break_before = True

    def _paragraph(self, docx: Any, text: str, style: str) -> Any:
        return _styled(docx.add_paragraph(text), style)._p

    def _cell(self, cell: Any, text: str) -> None:
        cell.text = text
        _styled(cell.paragraphs[0], TABLE_CELL)

    def _table(self, docx: Any, rows: int, shares: tuple[int, ...]) -> Any:
        """An empty table over the text's width, its columns in the ratio of `shares`."""
        table = docx.add_table(rows, len(shares), style="Table")
        table.autofit = False
        width = text_width(docx)
        for column, share in zip(table.columns, shares, strict=True):
            for cell in (column, *column.cells):
                cell.width = int(width * share / sum(shares))
        rule(table._tbl, self.look)
        return table

    def _revisions(self, docx: Any) -> Any:
        rows = (self.document.control.revision_head, *self.document.control.revisions)
        table = self._table(docx, len(rows), (1, 3, 4, 5))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                self._cell(cell, text)
        shade(table._tbl.tr_lst[0].tc_lst, self.look)
        table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
        return table._tbl

    def _pairs(self, docx: Any, rows: tuple[tuple[str, str], ...], a_row: int) -> Any:
        """Labels at the left of their values; a value too long for a part of the row gets one to itself."""
        lines: list[list[tuple[str, str]]] = [[]]
        for row in rows:
            long = len(row[1]) > LONG_VALUE
            if long or len(lines[-1]) == a_row or (lines[-1] and len(lines[-1][0][1]) > LONG_VALUE):
                lines.append([])
            lines[-1].append(row)
        table = self._table(docx, len([line for line in lines if line]), (3, 5) * a_row)
        for made, line in zip(table.rows, [line for line in lines if line], strict=True):
            for column, (label, value) in enumerate(line):
                self._cell(made.cells[column * 2], label)
                self._cell(made.cells[column * 2 + 1], value)
                shade([made.cells[column * 2]._tc], self.look)
            if len(line) < a_row:
                made.cells[len(line) * 2 - 1].merge(made.cells[-1])
        return table._tbl

    def _approvals(self, docx: Any) -> Any:
        approvals = self.document.control.approvals
        stamp = self.words("control.stamp")
        table = self._table(docx, 3, (1,) * len(approvals))
        for column, (label, title) in enumerate(approvals):
            self._cell(table.rows[0].cells[column], label)
            self._cell(table.rows[1].cells[column], title)
            self._cell(table.rows[2].cells[column], f"（{stamp}）")
        shade(table._tbl.tr_lst[0].tc_lst, self.look)
        set_height(table._tbl.tr_lst[2], self.look["stamp_height"])
        return table._tbl

    def _contents(self, docx: Any) -> list[Any]:
        headings = [h for h in self.document.headings if h.level <= self.document.spec.contents_depth]
        if len(headings) < self.look["contents_from"]:
            return []
        made = [self._paragraph(docx, self.words("control.contents"), "TOC Heading")]
        for number, heading in enumerate(headings):
            entry = _styled(docx.add_paragraph(), f"TOC {heading.level - 1}")
            if number == 0:
                # The field's result is written out, so that no program has to ask for an update.
                _field_part(entry, "begin")
                _instruction(entry, 'TOC \\o "1-2" \\n \\h \\z')
                _field_part(entry, "separate")
            link = element("w:hyperlink", anchor=heading.anchor, history="1")
            link.append(entry.add_run(heading.text)._r)
            entry._p.append(link)
            if number == len(headings) - 1:
                _field_part(entry, "end")
            made.append(entry._p)
        return made

    def _header_and_footer(self, docx: Any) -> None:
        section = docx.sections[0]
        width = text_width(docx)
        document = self.document
        header = section.header.paragraphs[0]
        _styled(header, "Header")
        header.paragraph_format.tab_stops.add_tab_stop(width, 2)
        header.add_run(f"{document.control.terminal}　{document.title}\t{document.control.classification}")
        footer = section.footer.paragraphs[0]
        _styled(footer, "Footer")
        footer.paragraph_format.tab_stops.add_tab_stop(width, 2)
        footer.add_run(f"{document.number}　{document.control.edition}\t")
        _simple_field(footer, "PAGE")
        footer.add_run(" / ")
        _simple_field(footer, "NUMPAGES")

    def _properties(self, docx: Any) -> None:
        core = docx.core_properties
        core.title, core.subject, core.language = self.document.title, self.document.number, self.document.language
        core.author = core.last_modified_by = core.comments = ""
        core.created = core.modified = datetime(*FIXED_TIME)


def _to_front(parts: list[Any], body: Any) -> None:
    """Moves parts from the end of the body, where they are made, to its beginning."""
    for position, part in enumerate(parts):
        body.remove(part)
        body.insert(position, part)


def _styled(paragraph: Any, style: str) -> Any:
    # By id, for python-docx looks a name up in all styles each time.
    paragraph._p.style = style_id(style)
    return paragraph


def _field_part(paragraph: Any, kind: str) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType=kind))


def _instruction(paragraph: Any, text: str) -> None:
    instruction = element("w:instrText")
    instruction.text = f" {text} "
    paragraph.add_run()._r.append(instruction)


def _simple_field(paragraph: Any, name: str) -> None:
    _field_part(paragraph, "begin")
    _instruction(paragraph, name)
    _field_part(paragraph, "separate")
    paragraph.add_run("1")
    _field_part(paragraph, "end")
