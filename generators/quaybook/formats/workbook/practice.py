"""Formats stage: the sheets in which the result of a drill or the attendance of a course is written down.

Each is filled with what the facts say already, and read back into them: one sheet for each drill and course.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from quaybook.formats.workbook.fill_in import Answer, Blank, FormCell, FormColumn, FormPart, FormRow, fill_in_book
from quaybook.model.base import Todo
from quaybook.model.data.record_mark import RecordKind, mark_of
from quaybook.model.groups.programme import Course, Drill
from quaybook.model.groups.results import ObjectiveOutcome
from quaybook.model.requirement import Requirement
from quaybook.model.terminal import Terminal
from quaybook.wording.words import Words

_FINDINGS, _ATTENDING, _OBJECTIVES = 12, 40, 6
_LABEL, _VALUE, _TOLD = 24, 40, 60


@dataclass(frozen=True)
class DrillSheet:
    """What is known of one drill before or after it was held; `objectives` are those of its kit."""

    drill: Drill
    objectives: tuple[str, ...] = ()
    held_on: date | None = None
    minutes: int | None = None
    variation: str | None = None
    seed: str | None = None


def drill_result_sheet(
    sheet: DrillSheet, terminal: Terminal, terminal_id: str, requirements: Iterable[Requirement], words: Words
) -> bytes:
    """The workbook for the result of one drill; an improvement names one of `requirements`."""
    people = tuple(f"{each.id}\u3000{_said(each.title)}".strip() for each in terminal.people)
    known = {"held_on": sheet.held_on, "minutes": sheet.minutes, "variation": sheet.variation, "seed": sheet.seed}
    asked = {
        "held_on": Blank(Answer.DAY),
        "minutes": Blank(Answer.COUNT),
        "participants": Blank(Answer.COUNT),
        "variation": Blank(),
        "seed": Blank(),
        "evaluator": Blank(choices=people),
        "next_on": Blank(Answer.DAY),
        "result": Blank(),
    }
    told = {key: _filled(blank, known.get(key)) for key, blank in asked.items()}
    outcomes = tuple(words(f"label.ObjectiveOutcome.{each.value}") for each in ObjectiveOutcome)
    objectives = (*sheet.objectives, *("",) * max(0, _OBJECTIVES - len(sheet.objectives)))
    asked_of = tuple(f"{each.id}\u3000{each.citation}" for each in requirements)
    finding = (Blank(), Blank(), Blank(choices=asked_of), Blank(), Blank(choices=people))
    parts = (
        _single(RecordKind.DRILL, told, words),
        _table("objectives", [(Blank(value=each), Blank(choices=outcomes)) for each in objectives], words),
        _table("findings", [(*finding, Blank(Answer.DAY), Blank())] * _FINDINGS, words),
    )
    title = words("record.drill.title", name=_said(sheet.drill.name) or sheet.drill.id)
    mark = mark_of(RecordKind.DRILL, terminal_id, sheet.drill.id)
    return fill_in_book(parts, mark, title, words)


def attendance_sheet(course: Course, terminal_id: str, words: Words) -> bytes:
    """The workbook that says who attended one course; it counts, and names stay in it. What is signed is the form."""
    asked: dict[str, FormCell] = {
        "contents": _said(course.contents),
        "minutes": _said(course.minutes),
        "planned_on": _day(course.next_on, words),
        "teacher": Blank(),
        "material": Blank(),
        "pass_mark": Blank(),
        "held_on": Blank(Answer.DAY),
        "attended": Blank(Answer.COUNT),
        "of": Blank(Answer.COUNT),
        "passed": Blank(Answer.COUNT),
        "next_on": Blank(Answer.DAY),
    }
    mark = Blank(choices=(words("record.mark"),))
    person = (Blank(), Blank(), Blank(), mark, Blank(Answer.COUNT), Blank(Answer.COUNT), mark, Blank())
    parts = (_single(RecordKind.COURSE, asked, words), _table("attendance", [person] * _ATTENDING, words))
    title = words("record.course.title", name=_said(course.audience) or course.id)
    return fill_in_book(parts, mark_of(RecordKind.COURSE, terminal_id, course.id), title, words)


def _said(value: object) -> str:
    """A fact as it stands in a cell; nothing where it is not known, for a cell must not look like an answer."""
    return "" if isinstance(value, Todo) else str(value)


def _day(value: date | Todo, words: Words) -> str:
    return "" if isinstance(value, Todo) else words("day_short", year=value.year, month=value.month, day=value.day)


def _filled(blank: Blank, value: str | int | date | None) -> Blank:
    return blank if value is None else Blank(blank.answer, value, blank.choices)


def _single(kind: RecordKind, asked: dict[str, Blank] | dict[str, FormCell], words: Words) -> FormPart:
    """A question in each row, with what to write."""
    group = f"record.{kind.value}"
    columns = tuple(
        FormColumn(key, words(f"record.head.{key}"), width)
        for key, width in (("label", _LABEL), ("value", _VALUE), ("told", _TOLD))
    )
    rows = tuple(
        FormRow(key, (words(f"{group}.label.{key}"), cell, words(f"{group}.told.{key}"))) for key, cell in asked.items()
    )
    return FormPart("single", words(f"{group}.sheet"), words(f"{group}.how"), columns, rows)


def _table(key: str, rows: Iterable[tuple[FormCell, ...]], words: Words) -> FormPart:
    """A row for each thing, numbered."""
    group = f"record.{key}"
    heads = words.find(f"{group}.columns")
    assert isinstance(heads, dict), key
    columns = tuple(FormColumn(name, str(told["title"]), int(told["width"])) for name, told in heads.items())
    numbered = tuple(FormRow(str(number), cells) for number, cells in enumerate(rows, 1))
    return FormPart(key, words(f"{group}.sheet"), words(f"{group}.how"), columns, numbered)
