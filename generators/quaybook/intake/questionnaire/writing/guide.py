"""Intake stage: the first sheet of the questionnaire: how to fill in, what the colours mean, which sheets there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from quaybook.facts.version import FACTS_VERSION
from quaybook.formats.workbook.text import held
from quaybook.intake.questionnaire.marks import FIRST_ROW, FIRST_SINGLE_ROW, guide_marker, quoted_name
from quaybook.intake.questionnaire.plan import Column, Line, SingleFacts, Table
from quaybook.intake.questionnaire.writing.page import Book, area_of, height, small
from quaybook.intake.questionnaire.writing.styles import ANSWER, INHERITED, PROVISIONAL, REQUIRED, TODO
from quaybook.model.notation import TODO_MARK
from quaybook.wording.words import Words

_COLOURS = {
    "required": REQUIRED,
    "optional": ANSWER,
    "todo": TODO,
    "provisional": PROVISIONAL,
    "inherited": INHERITED,
    "restricted": "#FFFFFF",
}
_WIDTHS = (2, 40, 76, 36, 24)
# Of the facts in a table, and as far as anybody will fill in.
_FIRST_COLUMN, _LAST_ROW = 2, 5000
_WHOLE, _LEAST = sum(_WIDTHS[1:]), 18


def write_guide(page: Any, sheets: Iterable[SingleFacts | Table], book: Book, terminal_id: str, digest: str) -> None:
    """Fills the page; the hidden row has the terminal, the digest of its facts as written out, and their version."""
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width, None, {"hidden": column == 0})
    page.set_row(0, None, None, {"hidden": True})
    page.write_string(0, 0, guide_marker(terminal_id))
    page.write_string(0, 1, digest)
    page.write_string(0, 2, str(FACTS_VERSION))
    page.set_row(1, 28)
    page.write_string(1, 1, held(book.title), book.styles.title)
    page.write_string(2, 1, book.words("book.notice"), book.styles.notice)
    row = _how(page, book, 4)
    row = _legend(page, book, row + 1)
    _contents(page, sheets, book, row + 1)
    book.print(page, book.words("guide.title"), 1)


def _how(page: Any, book: Book, row: int) -> int:
    page.merge_range(row, 1, row, 4, book.words("guide.how_title"), book.styles.head)
    told = book.words.many("guide.how")
    for number, text in enumerate(told, 1):
        page.merge_range(row + number, 1, row + number, 4, f"{number}　{text}", book.styles.item(0))
        page.set_row(row + number, height([(text, _WHOLE)], _LEAST))
    return row + len(told) + 1


def _legend(page: Any, book: Book, row: int) -> int:
    page.merge_range(row, 1, row, 4, book.words("guide.legend_title"), book.styles.head)
    for number, (key, color) in enumerate(_COLOURS.items(), 1):
        page.write_blank(row + number, 1, None, book.styles.swatch(color))
        page.merge_range(row + number, 2, row + number, 4, book.words(f"guide.legend.{key}"), book.styles.item(0))
        page.set_row(row + number, _LEAST)
    return row + len(_COLOURS) + 1


def _contents(page: Any, sheets: Iterable[SingleFacts | Table], book: Book, row: int) -> None:
    page.merge_range(row, 1, row, 4, book.words("guide.list_title"), book.styles.head)
    for column, text in enumerate(book.words.many("guide.list_head"), 1):
        page.write_string(row + 1, column, text, book.styles.group(0))
    for number, sheet in enumerate(sheets, row + 2):
        name, told, separator = book.name(sheet), _holds(sheet, book.words), book.words("separator")
        page.write_url(number, 1, f"internal:{quoted_name(name)}!A1", book.styles.link, name)
        page.write_string(number, 2, told, book.styles.told)
        page.write_string(number, 3, separator.join(_asked(sheet)), book.styles.told)
        formula, value = _progress(sheet, name, book.words)
        page.write_formula(number, 4, formula, book.styles.told, value)
        page.set_row(number, height([(told, small(_WIDTHS[2]))], _LEAST))


def _holds(sheet: SingleFacts | Table, words: Words) -> str:
    """What a sheet asks for: its groups, or the first facts of an entry."""
    if isinstance(sheet, SingleFacts):
        return words("separator").join(line.title for line in sheet.lines if line.depth == 0 and not line.question)
    asked = [column.question for column in sheet.columns if column.key[-1] != "id"]
    return words("separator").join(list(dict.fromkeys(question.meaning for question in asked))[:4])


def _asked(sheet: SingleFacts | Table) -> list[str]:
    """Whom most of the questions are for, the most often named first."""
    lines: Sequence[Line | Column] = sheet.lines if isinstance(sheet, SingleFacts) else sheet.columns
    named = [each.question.ask for each in lines if each.question and each.question.ask]
    return sorted(dict.fromkeys(named), key=lambda who: -named.count(who))[:2]


def _progress(sheet: SingleFacts | Table, name: str, words: Words) -> tuple[str, str]:
    """A formula that counts what is filled in, and its value now."""
    assumed = f"{words('mark.provisional')}{words('mark.colon')}"
    open_marks = tuple(dict.fromkeys((words("mark.todo"), TODO_MARK, assumed)))
    if isinstance(sheet, Table):
        return _rows(sheet, name, open_marks, words)
    needed = [each for each in sheet.lines if each.question and each.question.need == "required"]
    last = FIRST_SINGLE_ROW + len(sheet.lines) - 1
    need, value = (area_of(name, (FIRST_SINGLE_ROW, column, last, column)) for column in (2, 3))
    required = words("need.required")
    # Numbers that a person typed count, too; COUNTIF with a pattern would see texts alone.
    told = "".join(f'*(LEFT({value},{len(mark)})<>"{mark}")' for mark in open_marks)
    formula = f'=SUMPRODUCT(({need}="{required}")*(LEN({value})>0){told})&" / "&COUNTIF({need},"{required}")'
    texts = [each.told.text for each in needed]
    return formula, f"{sum(bool(text) and not text.startswith(open_marks) for text in texts)} / {len(needed)}"


def _rows(table: Table, name: str, open_marks: tuple[str, ...], words: Words) -> tuple[str, str]:
    """How many entries there are, and how many of their cells are still open."""
    last = _FIRST_COLUMN + bool(table.owner) + len(table.columns) - 1
    first, cells = (area_of(name, (FIRST_ROW, _FIRST_COLUMN, _LAST_ROW, end)) for end in (_FIRST_COLUMN, last))
    still = "+".join(f'COUNTIF({cells},"{mark}*")' for mark in open_marks)
    between, after = words("guide.rows"), words("guide.open")
    texts = [cell.text for row in table.rows for cell in row.cells]
    value = f"{len(table.rows)}{between}{sum(text.startswith(open_marks) for text in texts)}{after}"
    return f'=COUNTA({first})&"{between}"&({still})&"{after}"', value
