"""Intake stage: what the schema finds wrong with told facts → problems that name the sheet and the cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from quaybook.intake.questionnaire.asking import Asking
from quaybook.intake.questionnaire.marks import undotted
from quaybook.intake.questionnaire.questions import keys_of, tables
from quaybook.intake.shapes import shape
from quaybook.problems import Problem, in_order

# What the schema says of YAML, in the words of a cell.
_CODES = {
    "not_in_vocabulary": "cell_not_a_choice",
    "not_yes_or_no": "cell_not_a_choice",
    "missing_fact": "cell_missing",
    "missing_sure_fact": "cell_missing",
    "missing_group": "cell_missing",
    "missing_list": "cell_missing",
    "empty_fact": "cell_missing",
    "reason_missing": "cell_reason_missing",
    "unknown_reference": "cell_unknown_id",
    "not_a_date": "cell_not_a_date",
}
# More of one kind than anybody reads before he has understood it.
SHOWN_OF_A_KIND = 50
# A sheet of results names the heading of a cell too.
_CELL = re.compile(r"([A-Z]+)(\d+)(?: \(.*\))?", re.DOTALL)
_LAST = re.compile(r"(\[\d+\]|\.?[a-z_0-9]+)$")


def by_place(problems: Iterable[Problem], sheets: Sequence[str]) -> tuple[Problem, ...]:
    """Without doubles, sheet by sheet and down the rows, for a person to work through; the first of each kind."""

    def address(problem: Problem) -> tuple[int, int, int, str]:
        sheet, _, cell = problem.path.rpartition("!")
        found = _CELL.fullmatch(cell)
        at = sheets.index(sheet) if sheet in sheets else len(sheets)
        return (at, int(found[2]), len(found[1]), found[1]) if found else (at, 0, 0, problem.path)

    return first_of_each(sorted(in_order(problems), key=address))


def first_of_each(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The first ones of each kind in their order, then how many more of it there are."""
    shown: dict[str, list[Problem]] = {}
    left: Counter[str] = Counter()
    made: list[Problem] = []
    for problem in problems:
        alike = shown.setdefault(problem.code, [])
        if len(alike) < SHOWN_OF_A_KIND:
            alike.append(problem)
            made.append(problem)
        else:
            left[problem.code] += 1
    more = ((shown[code][0], count) for code, count in left.items())
    return (*made, *(Problem.at("more_of_a_kind", each.file, 0, each.path, count=count) for each, count in more))


class CellProblems:
    """`addresses` has the cell of each fact by its dotted path."""

    def __init__(self, file: str, addresses: Mapping[str, str], asking: Asking) -> None:
        self.file, self.addresses, self.asking = file, addresses, asking

    def of(self, problem: Problem) -> Problem:
        """The problem at its cell, or at the one nearest around it; as it is where the sheets say nothing of it."""
        address = self._address(problem.path)
        if address is None:
            return problem
        values = {**dict(problem.values), **self._more(problem.path)}
        code = _CODES.get(problem.code, problem.code)
        if values.get("sheet") and code == "cell_missing":
            code = "cell_rows_missing"
        return Problem.at(code, self.file, 0, address, **values)

    def _address(self, path: str) -> str | None:
        while path and path not in self.addresses:
            path = _LAST.sub("", path)
        return self.addresses.get(path)

    def _more(self, path: str) -> dict[str, object]:
        """The meaning of the fact, and what may be chosen for it."""
        keys = keys_of(undotted(path) or ())
        found = shape(keys) if keys else None
        if found is None:
            return {}
        if found.group is not None:
            spec = tables().get(keys)
            sheet = self.asking.words(f"sheet.{spec.key}") if spec else ""
            return {"meaning": self.asking.meaning(keys), "choices": "", "sheet": sheet}
        choices = self.asking.words("separator").join(self.asking.question(keys).choices)
        return {"meaning": self.asking.meaning(keys), "choices": choices}
