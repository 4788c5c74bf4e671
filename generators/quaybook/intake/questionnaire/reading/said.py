"""Intake stage: one cell → the fact that it tells, with what was changed on the way and what cannot be taken.

A cell that shows what the fact already says tells nothing new, whatever a spreadsheet made of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from quaybook.facts.positions import KeyPath
from quaybook.intake.answers.days import written_day
from quaybook.intake.answers.forms import Form, form_of, is_means
from quaybook.intake.questionnaire.asking import Asking
from quaybook.intake.questionnaire.questions import keys_of
from quaybook.intake.questionnaire.reading.file import CellText
from quaybook.intake.questionnaire.reading.typed import exact, mistyped
from quaybook.intake.questionnaire.values import Values
from quaybook.intake.shapes import Shape, shape
from quaybook.model.done_on import may_lie_ahead
from quaybook.model.notation import assumed
from quaybook.problems import Problem

# Of a number only its commas go.
_QUIET = frozenset((Form.NUMBER,))


@dataclass
class Heard:
    """What cells tell so far: mistakes, changes of signs, and the days of what is said to be done, by their cell."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    done: list[tuple[str, date]] = field(default_factory=list)


class Said:
    """Reads one cell after the other; `cells` are all of them by the path of their fact."""

    def __init__(self, asking: Asking, values: Values, cells: Mapping[KeyPath, CellText]) -> None:
        self.asking, self.values, self.cells = asking, values, cells
        self.found = Heard()

    def fact(self, path: KeyPath, found: Shape, cell: CellText, before: Any, entry: Mapping[str, Any]) -> Any:
        """What the cell tells, or what stands there if that says the same; `entry` is the group as it was."""
        form = form_of(keys_of(path), self._means(path, entry))
        not_applicable = self.asking.question(path).not_applicable
        flags = self.asking.flags(path) if bool in found.types else {}
        told = self._mistyped(cell, form, before, path) or self.values.fact(
            found, not_applicable, cell.text, form, flags
        )
        if isinstance(before, str):
            shown = self.values.shown(found, not_applicable, before)
            if shown == cell.text or self.values.fact(found, not_applicable, shown, form) == told:
                return before
        if isinstance(told, Problem):
            self.found.problems.append(_at(told, cell))
            return before if before is not None else cell.text
        day = written_day(told) if form is Form.DAY and not may_lie_ahead(path) else None
        self.found.done += [(cell.address, day)] if day else []
        return self._noted(told, form, cell, found)

    def _means(self, path: KeyPath, entry: Mapping[str, Any]) -> str:
        """The kind of the number or address at `path`, as it is told or stood before."""
        if not is_means(keys_of(path)):
            return ""
        kind = (*path[:-1], "kind")
        found, cell = shape(keys_of(kind)), self.cells.get(kind)
        if cell is None or found is None:
            told = str(entry.get("kind", ""))
        else:
            told = str(self.values.fact(found, False, cell.text))
        return told if (rest := assumed(told)) is None else rest

    def _mistyped(self, cell: CellText, form: Form, before: Any, path: KeyPath) -> str | Problem | None:
        """An answer of which a spreadsheet made something else; None for a cell that may be taken as it is."""
        if form is Form.NUMBER and "%" in cell.shape and isinstance(cell.value, int | float):
            return Problem.at("cell_percent", "", came=f"{cell.value * 100:.15G}%", kept=cell.text)
        if cell.value is None or form in (Form.CHOICE, Form.NUMBER, Form.DAY):
            return None
        if form is Form.CLOCK and isinstance(cell.value, time):
            return cell.value.isoformat("minutes")
        if form is Form.TEXT and (text := exact(cell.value, cell.shape)):
            return text
        like = (before,) if isinstance(before, str) else ()
        return mistyped(cell.value, cell.shape, form, (*like, self.asking.question(path).example))

    def _noted(self, told: str, form: Form, cell: CellText, found: Shape) -> str:
        """`told`, and a remark where it is not what stands in the cell."""
        if form is Form.CHOICE:
            shown = self.values.shown(found, False, told)
            is_read = told != cell.text.strip() and not self.values.is_mark(cell.text)
            if is_read and shown != cell.text.strip() and not self.values.is_called_so(found, cell.text):
                self.found.notes.append(_at(Problem.at("cell_read_as", "", came=cell.text.strip(), taken=shown), cell))
            return told
        changed = told != cell.text and told.strip() != cell.text.strip()
        if changed and form not in _QUIET and not self.values.is_mark(cell.text):
            note = Problem.at("cell_read_as", "", came=cell.text.strip(), taken=told)
            self.found.notes += [_at(note, cell)] if cell.value is None or form is not Form.DAY else []
        return told


def _at(problem: Problem, cell: CellText) -> Problem:
    return Problem(problem.file, problem.line, problem.code, cell.address, problem.column, problem.values)
