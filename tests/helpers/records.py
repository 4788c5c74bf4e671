"""Sheets of results for a test: made of a sample, filled in as a person would do it, and read back."""

from __future__ import annotations

import io
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from quaybook.formats.workbook.practice import DrillSheet, attendance_sheet, drill_result_sheet
from quaybook.intake.questionnaire.proposal import Proposal
from quaybook.intake.records.proposal import recorded
from quaybook.intake.records.sheet import Filled, read_record
from quaybook.pipeline import Workspace, judge
from quaybook.problems import Problem

from tests.conftest import REPOSITORY, TODAY
from tests.helpers.renderings import judged_with, words

FIRST_ROW = 5
HELD_ON = datetime(2026, 10, 30)


class Sheet:
    """A copy of the samples, and the sheet of one drill or course of the largest that is being filled in."""

    def __init__(self, folder: Path, subject: str, sample: str = "aonagi") -> None:
        self.sample, self.terminals, self.path = sample, folder / "terminals", folder / f"{subject}.xlsx"
        if not self.terminals.exists():
            shutil.copytree(REPOSITORY / "terminals", self.terminals)
        judged = judged_with(sample, {})
        drill = next((each for each in judged.terminal.drills if each.id == subject), None)
        if drill is not None:
            asked = judged.catalogue.requirements
            content = drill_result_sheet(DrillSheet(drill), judged.terminal, sample, asked, words())
        else:
            course = next(each for each in judged.terminal.courses if each.id == subject)
            content = attendance_sheet(course, sample, words())
        self.book: Any = openpyxl.load_workbook(io.BytesIO(content))

    def answer(self, **values: object) -> Sheet:
        """Fills in the first sheet; None empties a cell."""
        page = self.book.worksheets[0]
        rows = {page.cell(row, 1).value: row for row in range(FIRST_ROW, page.max_row + 1)}
        for key, value in values.items():
            page.cell(rows[key], 3).value = value
        return self

    def row(self, sheet: int, number: int, **values: object) -> Sheet:
        """Fills in a row of a table, counted from 0."""
        page = self.book.worksheets[sheet]
        columns = {page.cell(1, column).value: column for column in range(2, page.max_column + 1)}
        for key, value in values.items():
            page.cell(FIRST_ROW + number, columns[key]).value = value
        return self

    def read(self) -> Filled | tuple[Problem, ...]:
        self.book.save(self.path)
        return read_record(self.path)

    def result(self) -> Proposal | tuple[Problem, ...]:
        filled = self.read()
        if not isinstance(filled, Filled):
            return filled
        judged, problems = judge(Workspace(self.terminals.parent), self.sample, TODAY)
        assert judged is not None, problems
        return recorded(self.terminals, judged, [filled], "en")

    def proposal(self) -> Proposal:
        made = self.result()
        assert isinstance(made, Proposal), made
        return made

    def problems(self) -> dict[str, str]:
        """The code of each problem by its cell."""
        made = self.result()
        assert isinstance(made, tuple), made.after
        return {problem.path: problem.code for problem in made}

    def store(self) -> dict[str, str]:
        """Writes what is proposed, as the command does; the texts."""
        texts = self.proposal().after
        for name, text in texts.items():
            (self.terminals / self.sample / name).write_text(text, encoding="utf-8")
        return texts


def drill(folder: Path) -> Sheet:
    """The sheet of a drill with all that it needs."""
    return Sheet(folder, "relay-day").answer(
        held_on=HELD_ON,
        minutes=35,
        participants=12,
        evaluator="security-chief\u3000室長",
        next_on="令和9年1月29日",
        result="10分で伝わった",
    )
