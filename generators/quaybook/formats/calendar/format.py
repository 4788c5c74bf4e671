"""Formats stage, the door to the calendar: what is due, and the sheets that come back when it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import ClassVar, TypeAlias

from quaybook.formats.calendar.entries import calendar_entries
from quaybook.formats.calendar.ics import calendar_file
from quaybook.formats.contract import Artifact, Edition, Links
from quaybook.formats.workbook.practice import (
    DrillSheet,
    attendance_sheet,
    drill_result_sheet,
    requirement_choices,
)
from quaybook.model.audience import AudienceLevel
from quaybook.model.base import Todo, is_one_of, meant
from quaybook.model.data.scenario import ScenarioData
from quaybook.model.groups.programme import Drill
from quaybook.problems import Problem

_PLAN, _DRILLS, _COURSES = "training-plan", "register-drills", "register-training"
_DAY_BEFORE = 1


class CalendarFormat:
    """One calendar in each language, a sheet of results for each drill, a sheet of attendance for each course.

    Whoever reads the public edition has nothing to do by any day.
    """

    name: ClassVar[str] = "calendar"
    least: ClassVar[AudienceLevel] = AudienceLevel.STAFF
    for_mkdocs: ClassVar[bool] = False

    def artifacts(self, edition: Edition) -> Mapping[str, Artifact]:
        """The files by path."""
        return {path: Artifact(make(), document) for path, _, make, document in _files(edition)}

    def links(self, edition: Edition) -> Links:
        """The year plan leads to the calendar, each register to the sheets that are read back into it."""
        found: dict[str, dict[str, str]] = {}
        for path, label, _, documents in _files(edition):
            for document in documents:
                found.setdefault(document, {})[label] = path
        return found

    def remarks(self, edition: Edition) -> Iterator[Problem]:
        """That the calendar holds nothing, which is so at first: no date is known then."""
        if not calendar_entries(edition):
            terminal = edition.judged.terminal
            days = [*(each.next_on for each in terminal.courses), *(each.next_on for each in terminal.drills)]
            count = sum(isinstance(day, Todo) for day in days)
            yield Problem.at("calendar_without_days", edition.judged.id, count=count)


# Path, what a page calls it, how it is made, the documents to which it belongs.
_File: TypeAlias = tuple[str, str, Callable[[], bytes], tuple[str, ...]]


def _files(edition: Edition) -> Iterator[_File]:
    words, terminal, folder = edition.words, edition.judged.terminal, f"{edition.language}/calendar"
    held = {document.spec.id for document in edition.documents.documents}
    plan, drills, courses = ((name,) if name in held else () for name in (_PLAN, _DRILLS, _COURSES))
    yield f"{folder}/calendar.ics", words("calendar.file"), partial(_calendar, edition), plan
    for course in terminal.courses:
        label = words("record.course.title", name=_name(course.audience, course.id))
        make = partial(attendance_sheet, course, edition.judged.id, words)
        yield f"{folder}/attendance/{course.id}.xlsx", label, make, courses
    for drill in terminal.drills:
        label = words("record.drill.title", name=_name(drill.name, drill.id))
        yield f"{folder}/results/{drill.id}.xlsx", label, partial(_result_sheet, edition, drill), drills


def _name(told: str | Todo, otherwise: str) -> str:
    return otherwise if isinstance(told, Todo) else told


def _calendar(edition: Edition) -> bytes:
    soon = edition.judged.terminal.thresholds.due_soon_days
    alarms = (_DAY_BEFORE,) if isinstance(soon, Todo) else (soon, _DAY_BEFORE)
    called = meant(edition.judged.terminal.terminal.name)
    name = edition.words("calendar.name", terminal=edition.judged.id if isinstance(called, Todo) else called)
    today = edition.judged.assessed.status.today
    return calendar_file(calendar_entries(edition), edition.judged.id, name, today, alarms)


def _result_sheet(edition: Edition, drill: Drill) -> bytes:
    judged, scenarios = edition.judged, tuple(_scenarios(edition, drill))
    goals = tuple(str(each.goal) for scenario in scenarios for each in scenario.objectives)
    sheet = DrillSheet(drill, goals, tuple(each for scenario in scenarios for each in scenario.variations))
    requirements = requirement_choices(judged.catalogue.requirements, edition.language)
    return drill_result_sheet(sheet, judged.terminal, judged.id, requirements, edition.words)


def _scenarios(edition: Edition, drill: Drill) -> Iterator[ScenarioData]:
    """Those of the kits for drills of this kind, as far as the edition has one."""
    # A document that is practised by drills of this kind names it too, but tells no events.
    kits = (d for d in edition.documents.documents if d.spec.drill and is_one_of(drill.kind, d.spec.drill))
    return (each for kit in kits for each in kit.data.values() if isinstance(each, ScenarioData))
