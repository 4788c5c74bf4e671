"""Formats stage: sheets of documents → one .xlsx workbook. The only module that knows XlsxWriter.

A fact is somebody's text: no cell may become a formula or a link, neither when the file is opened nor
when the cell is edited. What Excel cannot hold as a number or a date stays text as it stands.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter

from quaybook.files.archive import FIXED_TIME
from quaybook.formats.look import Look, load_look
from quaybook.formats.workbook.layout import column_widths, cut, head_text, row_heights, sheet_names
from quaybook.formats.workbook.text import finished, held
from quaybook.model.audience import AudienceLevel
from quaybook.model.document import Cell, Document, Sheet
from quaybook.resources import policy_source
from quaybook.wording.words import Words

CELL_LIMIT = 32_767
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_MARGIN_LIMIT = 50
# The full-width ones too, for a Japanese Excel takes them for the others when they are typed in.
ACTING = tuple("=+-@\t＝＋－＠")
_A4 = 9
# A wider column holds texts, among which a number begins where they do.
_NUMBERS_WIDE = 20
# The Japanese fonts of spreadsheets have high lines.
_LEADING = 1.6
_JAPANESE_CHARSET = 128
# Excel believes that 1900 was a leap year, and counts in fifteen digits.
_FIRST_DAY = date(1900, 3, 1)
_LARGEST = 10**15


def workbook(documents: Iterable[Document], words: Words, title: str, subject: str) -> bytes:
    """The bytes of the workbook: a list of contents, then every sheet of every document."""
    look, file = load_look(policy_source()), io.BytesIO()
    font = {"font_name": look["fonts"]["heading"], "font_size": look["sizes"]["table"]}
    # A scheme would have Excel take the theme's Latin font instead of the one named.
    default = {**font, "font_charset": _JAPANESE_CHARSET, "font_scheme": "none"}
    book = xlsxwriter.Workbook(file, {**_PLAIN, "default_format_properties": default})
    created = datetime(*FIXED_TIME)
    book.set_properties({"title": title, "subject": subject, "author": "", "comments": "", "created": created})
    writer = _Writer(book, words, look)
    listed = [(document, sheet) for document in documents for sheet in document.sheets]
    wanted = [words("workbook.contents"), *(f"{d.spec.number} {sheet.title}" for d, sheet in listed)]
    contents, *names = sheet_names(wanted)
    writer.contents(contents, title, [(d, sheet, name) for (d, sheet), name in zip(listed, names, strict=True)])
    for (document, sheet), name in zip(listed, names, strict=True):
        writer.sheet(name, document, sheet)
    book.close()
    return finished(file.getvalue())


@dataclass(frozen=True)
class _Margins:
    """What stands above and below the printed page, left and right."""

    header: tuple[str, str]
    footer: str


def _highest(documents: Iterable[Document]) -> str:
    """How the file as a whole is marked: as the document in it that the fewest may read."""
    levels = tuple(AudienceLevel)
    return max(documents, key=lambda d: levels.index(d.spec.audience)).control.classification


class _Writer:
    def __init__(self, book: Any, words: Words, look: Look) -> None:
        self.book, self.words, self.look = book, words, look
        ruled = {"border": 1, "border_color": f"#{look['rule_color']}", "valign": "top", "text_wrap": True}
        self.head = book.add_format({**ruled, "bold": True, "bg_color": f"#{look['shade']}"})
        self.text = book.add_format(ruled)
        self.quoted = book.add_format({**ruled, "quote_prefix": True})
        self.number = book.add_format({**ruled, "align": "right", "indent": 1})
        self.number_in_text = book.add_format({**ruled, "align": "left"})
        self.day = book.add_format({**ruled, "num_format": "yyyy-mm-dd", "align": "left"})
        self.link = book.add_format({**ruled, "font_color": "#0000FF", "underline": 1})
        self.remark = book.add_format({"valign": "top"})

    def contents(self, name: str, title: str, listed: list[tuple[Document, Sheet, str]]) -> None:
        """The first sheet: where everything is, how much of it, and of which version."""
        words, controls = self.words, ("version", "revised", "next_review", "owner", "classification")
        labels = [words(f"control.{key}") for key in controls]
        own = (words("workbook.title"), words("workbook.sheet"), words("workbook.rows"))
        rows: list[tuple[Cell, ...]] = []
        for document, sheet, sheet_name in listed:
            control = dict(document.control.rows)
            told = (control.get(label, words("workbook.none")) for label in labels)
            rows.append((document.number, document.title, sheet_name, len(sheet.rows), *told))
        made = Sheet(name, (words("control.number"), *own, *labels), tuple(rows), words("workbook.none"))
        page = self._table(name, made, _Margins((title, _highest(d for d, _, _ in listed)), ""))
        for row, (_, _, sheet_name) in enumerate(listed, 1):
            quoted = sheet_name.replace("'", "''")
            page.write_url(row, 2, f"internal:'{quoted}'!A1", self.link, held(sheet_name))

    def sheet(self, name: str, document: Document, sheet: Sheet) -> None:
        """One list, headed and footed as its document is."""
        header = (f"{document.title}　{sheet.title}", document.control.classification)
        self._table(name, sheet, _Margins(header, f"{document.number}　{document.control.edition}"))

    def _table(self, name: str, sheet: Sheet, margins: _Margins) -> Any:
        page = self.book.add_worksheet(name)
        for column, text in enumerate(sheet.head):
            page.write_string(0, column, text, self.head)
        widths = column_widths(sheet)
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        for row, height in enumerate(row_heights(sheet, widths, self.look["sizes"]["table"] * _LEADING)):
            page.set_row(row, height)
        for row, cells in enumerate(sheet.rows, 1):
            for column, cell in enumerate(cells):
                number = self.number if widths[column] <= _NUMBERS_WIDE else self.number_in_text
                self._write(page, row, column, cell, number)
        if not sheet.rows:
            page.write_string(1, 0, sheet.if_empty, self.remark)
        last = max(1, len(sheet.rows)), len(sheet.head) - 1
        page.autofilter(0, 0, *last)
        page.freeze_panes(1, 0)
        page.print_area(0, 0, *last)
        self._set_up(page, margins)
        return page

    def _write(self, page: Any, row: int, column: int, cell: Cell, number: Any) -> None:
        match cell:
            case date() if cell >= _FIRST_DAY:
                page.write_datetime(row, column, cell, self.day)
            case int() | float() if abs(cell) < _LARGEST:
                page.write_number(row, column, cell, number)
            case _:
                text = cut(str(cell), CELL_LIMIT, self.words("workbook.cut"))
                page.write_string(row, column, held(text), self.quoted if text.startswith(ACTING) else self.text)

    def _set_up(self, page: Any, margins: _Margins) -> None:
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        edge = self.look["page"]["footer"] / 25.4
        page.set_margins(left=edge, right=edge, top=2 * edge, bottom=1.5 * edge)
        left, right = (head_text(text, _MARGIN_LIMIT) for text in margins.header)
        page.set_header(f"&L{left}&R{right}", {"margin": edge})
        page.set_footer(f"&L{head_text(margins.footer, _MARGIN_LIMIT)}&R&P/&N", {"margin": edge / 2})
