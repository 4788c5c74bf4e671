"""Intake stage: the rows of a sheet of attendance → how many attended and passed, or which row contradicts itself."""

from __future__ import annotations

from collections.abc import Sequence

from quaybook.intake.records.answers import Answers
from quaybook.intake.records.sheet import Row


def counted(read: Answers, rows: Sequence[Row]) -> dict[str, int]:
    """How many attended, passed, and have a name; what no row says anything about is not counted."""
    told = {key: [read.mark(row, key) for row in rows] for key in ("attended", "passed")}
    for row, attended, passed in zip(rows, told["attended"], told["passed"], strict=True):
        _check(read, row, bool(attended), bool(passed))
    found = {key: sum(map(bool, marks)) for key, marks in told.items() if {*marks} - {None}}
    names = sum(1 for row in rows if row.text("name"))
    return found | ({"of": names} if names else {})


def _check(read: Answers, row: Row, attended: bool, passed: bool) -> None:
    right, of = read.count(row, "right"), read.count(row, "of")
    if right is not None and of is not None and right > of:
        read.refuse("record_more_than", row, "right", came=right, most=of)
    if passed and not attended:
        read.refuse("record_passed_absent", row, "passed")
