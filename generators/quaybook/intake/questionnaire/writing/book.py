"""Intake stage: the plan of the questionnaire → the bytes of one .xlsx workbook.

The hidden first row and column of each sheet say which fact a cell holds, so that sheets may be sorted,
renamed and widened.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

from quaybook.files.archive import FIXED_TIME
from quaybook.formats.workbook.text import finished
from quaybook.intake.questionnaire.plan import SingleFacts, Table
from quaybook.intake.questionnaire.writing.guide import write_guide
from quaybook.intake.questionnaire.writing.page import Book
from quaybook.intake.questionnaire.writing.single_facts import write_single_facts
from quaybook.intake.questionnaire.writing.table import write_table
from quaybook.wording.words import Words

_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def questionnaire(sheets: Sequence[SingleFacts | Table], words: Words, named: tuple[str, str, str]) -> bytes:
    """The guide, every sheet, and the choices on a hidden one; `named`: title, terminal, digest of its facts."""
    title, terminal_id, digest = named
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, _PLAIN)
    created = datetime(*FIXED_TIME)
    workbook.set_properties({"title": title, "subject": words("book.subject"), "author": "", "created": created})
    book = Book(workbook, words, title, sheets)
    guide = workbook.add_worksheet(words("sheet.guide"))
    pages = [(sheet, workbook.add_worksheet(book.name(sheet))) for sheet in sheets]
    book.listed = workbook.add_worksheet(words("sheet.choices"))
    book.listed.hide()
    for sheet, page in pages:
        if isinstance(sheet, SingleFacts):
            write_single_facts(page, sheet, book)
        else:
            write_table(page, sheet, book)
    write_guide(guide, sheets, book, terminal_id, digest)
    workbook.close()
    return finished(file.getvalue())
