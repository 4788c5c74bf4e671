"""A questionnaire with eight times the rows takes about eight times the work, however it is read back."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from quaybook.intake.questionnaire import proposal as sheet_import
from quaybook.intake.questionnaire.export import exported
from quaybook.intake.questionnaire.proposal import Proposal, proposed
from quaybook.intake.questionnaire.reading.file import CellText, Sheet, read_sheets
from quaybook.intake.questionnaire.store import store_facts

from tests.helpers.questionnaires import Filled

FEW, TIMES = 150, 8
Row = dict[str, str]


def sheet(sheets: tuple[Sheet, ...], marker: str) -> Sheet:
    return next(each for each in sheets if each.cells.get((1, 1), CellText("", "")).text == f"quaybook:{marker}")


def add(target: Sheet, rows: Iterator[Row]) -> None:
    """Rows below all others, as a person pastes them."""
    keys = {cell.text: column for (row, column), cell in target.cells.items() if row == 1}
    for number, values in enumerate(rows, max(row for row, _ in target.cells) + 1):
        for key, value in values.items():
            target.cells[number, keys[key]] = CellText(f"{target.name}!A{number}", value)


def change(target: Sheet) -> None:
    """Every second added entry gets another name, every fourth one goes."""
    keys = {cell.text: column for (row, column), cell in target.cells.items() if row == 1}
    ids = {row: cell.text for (row, column), cell in target.cells.items() if column == keys["id"]}
    for number, row in enumerate(row for row, name in ids.items() if name.startswith("added-")):
        if number % 2:
            target.cells[row, keys["name"]] = CellText(f"{target.name}!B{row}", "改名")
        if number % 4 == 0:
            target.cells[row, keys["!"]] = CellText(f"{target.name}!C{row}", "削除")


def work(action: Callable[[], object]) -> tuple[int, float]:
    """How many calls it takes, and how much of the processor's time without counting them."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    started = time.process_time()
    action()
    took = time.process_time() - started
    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(None)
    return calls, took


def steps(folder: Path, rows: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[int, float]]:
    """The work of a first import of added entries with rows of their own, of the same sheet again, of changes."""
    folder.mkdir()
    filled = Filled(folder, "chitoseura")
    read = read_sheets(filled.save())
    assert isinstance(read, tuple)
    add(sheet(read, "table:people"), ({"id": f"added-{n}", "name": "見本", "title": "係"} for n in range(rows)))
    means = ({"@": f"added-{n}", "kind": "phone", "value": "××"} for n in range(rows))
    add(sheet(read, "table:people.means"), means)
    found: dict[str, tuple[int, float]] = {}
    made: list[Proposal] = []

    def propose() -> None:
        proposal = proposed(filled.terminals, "chitoseura", filled.path, "ja")
        assert isinstance(proposal, Proposal), proposal[:3]
        made.append(proposal)

    monkeypatch.setattr(sheet_import, "read_sheets", lambda _: read)
    found["first"] = work(propose)
    assert len(made[-1].changes) >= rows
    store_facts(filled.terminals, "chitoseura", made[-1], "20261101-0900")
    found["again"] = work(propose)
    assert made[-1].after == {}
    content = exported(filled.terminals, "chitoseura", "ja")
    assert isinstance(content, bytes)
    filled.path.write_bytes(content)
    read = read_sheets(filled.path)
    assert isinstance(read, tuple)
    change(sheet(read, "table:people"))
    found["changed"] = work(propose)
    assert len(made[-1].changes) >= rows // 2
    return found


def test_work_grows_as_the_rows_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = steps(tmp_path / "few", FEW, monkeypatch)
    many = steps(tmp_path / "many", FEW * TIMES, monkeypatch)
    assert few.keys() == many.keys() == {"first", "again", "changed"}
    for step, (calls, took) in many.items():
        assert calls < 1.1 * TIMES * few[step][0], step
        # Twice the share, for a machine that is busy; what grows with the square would take eight times it.
        assert took < 2 * TIMES * few[step][1], step
