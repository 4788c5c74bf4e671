"""Formats stage: the sheets in which the result of a drill or the attendance of a course is written down.

Each is filled with what the facts say already, and read back into them: one sheet for each drill and course.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from quaybook.formats.workbook.fill_in import Answer, Blank, FormCell, FormColumn, FormPart, FormRow, fill_in_book
from quaybook.model.base import Todo, meant
from quaybook.model.data.drill import Variation
from quaybook.model.data.record_mark import RecordKind, mark_of
from quaybook.model.groups.programme import Course, Drill
from quaybook.model.groups.results import ObjectiveOutcome
from quaybook.model.language_text import said_in
from quaybook.model.requirement import Requirement
from quaybook.model.terminal import Terminal
from quaybook.wording.words import Words

_FINDINGS, _ATTENDING, _OBJECTIVES = 12, 40, 6
_LABEL, _VALUE, _TOLD = 28, 40, 60


@dataclass(frozen=True)
class DrillSheet:
    """What is known of one drill before or after it was held; `objectives` and `variations` are those of its kit."""

    drill: Drill
    objectives: tuple[str, ...] = ()
    variations: tuple[Variation, ...] = ()
    held_on: date | None = None
    minutes: int | None = None
    variation: str | None = None
    seed: str | None = None


def drill_result_sheet(
    sheet: DrillSheet, terminal: Terminal, terminal_id: str, requirements: Iterable[str], words: Words
) -> bytes:
    """The workbook for the result of one drill; `requirements` are those that an improvement may name, as offered."""
    people = tuple(_choice(each.id, _said(meant(each.title))) for each in terminal.people)
    days = {each.id: _choice(each.id, str(each.day)) for each in sheet.variations}
    known = {"held_on": sheet.held_on, "minutes": sheet.minutes, "seed": sheet.seed}
    known["variation"] = days.get(sheet.variation or "", sheet.variation)
    asked = {
        "held_on": Blank(Answer.DAY),
        "minutes": Blank(Answer.COUNT),
        "participants": Blank(Answer.COUNT),
        "variation": Blank(choices=tuple(days.values())),
        "seed": Blank(),
        "evaluator": Blank(choices=people),
        "next_on": Blank(Answer.DAY),
        "result": Blank(),
    }
    told = {key: _filled(blank, known.get(key)) for key, blank in asked.items()}
    outcomes = tuple(words(f"label.ObjectiveOutcome.{each.value}") for each in ObjectiveOutcome)
    objectives = (*sheet.objectives, *("",) * max(0, _OBJECTIVES - len(sheet.objectives)))
    finding = (Blank(), Blank(), Blank(choices=tuple(requirements)), Blank(), Blank(choices=people))
    parts = (
        _single(RecordKind.DRILL, told, words, {"variation": " ".join(days)}),
        # What the kit asks for is no place to write, and stands in the hidden column, by which it is known again.
        _table("objectives", [(each or Blank(), Blank(choices=outcomes)) for each in objectives], words, objectives),
        _table("findings", [(*finding, Blank(Answer.DAY), Blank())] * _FINDINGS, words),
    )
    title = words("record.drill.title", name=_said(sheet.drill.name) or sheet.drill.id)
    mark = mark_of(RecordKind.DRILL, terminal_id, sheet.drill.id)
    return fill_in_book(parts, mark, title, words)


def requirement_choices(requirements: Iterable[Requirement], language: str) -> tuple[str, ...]:
    """The requirements as a sheet offers them: id, section of the report, title."""
    return tuple(_choice(each.id, each.citation, said_in(each.title, language)) for each in requirements)


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
    mark = Blank(choices=words.many("record.marks"))
    person = (Blank(), Blank(), Blank(), mark, Blank(Answer.COUNT), Blank(Answer.COUNT), mark, Blank())
    parts = (_single(RecordKind.COURSE, asked, words), _table("attendance", [person] * _ATTENDING, words))
    title = words("record.course.title", name=_said(course.audience) or course.id)
    return fill_in_book(parts, mark_of(RecordKind.COURSE, terminal_id, course.id), title, words)


def _choice(name: str, *told: str) -> str:
    """What is offered in a list: the first word is what is read back."""
    return "\u3000".join(filter(None, (name, *told)))


def _said(value: object) -> str:
    """A fact as it stands in a cell; nothing where it is not known, for a cell must not look like an answer."""
    return "" if isinstance(value, Todo) else str(value)


def _day(value: date | Todo, words: Words) -> str:
    return "" if isinstance(value, Todo) else words("day_short", year=value.year, month=value.month, day=value.day)


def _filled(blank: Blank, value: str | int | date | None) -> Blank:
    return blank if value is None else Blank(blank.answer, value, blank.choices)


def _single(
    kind: RecordKind,
    asked: Mapping[str, FormCell],
    words: Words,
    offered: Mapping[str, str] = MappingProxyType({}),
) -> FormPart:
    """A question in each row, with what to write; `offered` are the only answers, where there is a choice."""
    group = f"record.{kind.value}"
    columns = tuple(
        FormColumn(key, words(f"record.head.{key}"), width)
        for key, width in (("label", _LABEL), ("value", _VALUE), ("told", _TOLD))
    )
    rows = tuple(
        FormRow(
            key,
            (
                words(f"{group}.label.{key}"),
                cell,
                words(f"{group}.told.{key}"),
                *([offered.get(key, "")] * bool(offered)),
            ),
        )
        for key, cell in asked.items()
    )
    hidden = (FormColumn("offered", "", 0),) if offered else ()
    return FormPart("single", words(f"{group}.sheet"), words(f"{group}.how"), (*columns, *hidden), rows)


def _table(key: str, rows: Sequence[tuple[FormCell, ...]], words: Words, named: Sequence[str] = ()) -> FormPart:
    """A row for each thing, numbered; what is `named` stands behind the number."""
    group = f"record.{key}"
    heads = words.find(f"{group}.columns")
    assert isinstance(heads, dict), key
    columns = tuple(FormColumn(name, str(told["title"]), int(told["width"])) for name, told in heads.items())
    names = named or [""] * len(rows)
    numbered = tuple(
        FormRow(f"{number} {name}".strip(), cells)
        for number, (name, cells) in enumerate(zip(names, rows, strict=True), 1)
    )
    return FormPart(key, words(f"{group}.sheet"), words(f"{group}.how"), columns, numbered)
