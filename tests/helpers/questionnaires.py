"""Questionnaires made for a test: a sample's workbook that is filled in as a person would do it."""

from __future__ import annotations

import difflib
import io
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from quaybook.intake.questionnaire.export import exported
from quaybook.intake.questionnaire.proposal import Proposal, proposed
from quaybook.problems import Problem

from tests.conftest import REPOSITORY


@cache
def exported_sample(name: str) -> bytes:
    made = exported(REPOSITORY / "terminals", name, "ja")
    assert isinstance(made, bytes), made[:5]
    return made


class Filled:
    """A workspace with a copy of the samples, and the workbook of one of them that is being filled in."""

    def __init__(self, folder: Path, name: str, content: bytes | None = None) -> None:
        self.name, self.terminals, self.path = name, folder / "terminals", folder / f"{name}.xlsx"
        if not self.terminals.exists():
            shutil.copytree(REPOSITORY / "terminals", self.terminals)
        self.book: Any = openpyxl.load_workbook(io.BytesIO(content or exported_sample(name)))

    def sheet(self, marker: str) -> Any:
        return next(page for page in self.book if page["A1"].value == f"quaybook:{marker}")

    def cell(self, path: str) -> Any:
        """The cell of a form that asks for the fact at `path`."""
        forms = [page for page in self.book if str(page["A1"].value).startswith("quaybook:form:")]
        assert forms
        cells = [
            page.cell(row, 4) for page in forms for row in range(1, page.max_row + 1) if page.cell(row, 1).value == path
        ]
        assert len(cells) == 1, path
        return cells[0]

    def row(self, table: str, name: str | None) -> dict[str, Any]:
        """Cells of a row by the key of their column; without a name, of the first empty one."""
        page = self.sheet(f"table:{table}")
        keys = {page.cell(1, column).value: column for column in range(2, page.max_column + 1)}
        for row in range(7, page.max_row + 1):
            cells = {key: page.cell(row, column) for key, column in keys.items()}
            if page.cell(row, 1).value == name and (name or not any(cell.value for cell in cells.values())):
                return cells
        raise KeyError(name)

    def fill(self, table: str, name: str | None, /, **values: object) -> dict[str, Any]:
        """Writes into a row; `owner` and `remove` stand for the columns without a fact."""
        cells = self.row(table, name)
        for key, value in values.items():
            cells[{"owner": "@", "remove": "!"}.get(key, key.replace("__", "."))].value = value
        return cells

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path

    def result(self, to: str | None = None) -> Proposal | tuple[Problem, ...]:
        return proposed(self.terminals, to or self.name, self.save(), "ja")

    def proposal(self, to: str | None = None) -> Proposal:
        made = self.result(to)
        assert isinstance(made, Proposal), made[:10]
        return made

    def problems(self, to: str | None = None) -> tuple[Problem, ...]:
        made = self.result(to)
        assert isinstance(made, tuple), made.after.keys()
        return made


def changed_lines(proposal: Proposal) -> list[str]:
    """Lines taken out and put in, file by file, as a reader sees them."""
    found = []
    for name, text in proposal.after.items():
        lines = difflib.unified_diff(proposal.before.get(name, "").splitlines(), text.splitlines(), lineterm="", n=0)
        found += [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    return found
