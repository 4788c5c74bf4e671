"""Documents stage: lists of a register → sheets, by the expressions of the `sheet.yml` beside its text.

A table of a page is cut to the width of paper. A sheet has every column of a list, and its days and
numbers stay days and numbers, so that people can sort and filter them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from quaybook.documents.templating.expressions import Expressions
from quaybook.documents.templating.marks import LEFT_OVER
from quaybook.documents.templating.mistakes import made
from quaybook.documents.templating.reach import Reach
from quaybook.documents.templating.templates import allowed
from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.data.sheet import Column, SheetFile, SheetSpec
from quaybook.model.document import Cell, Sheet
from quaybook.problems import Problem
from quaybook.wording.dialect.escape import unspelt
from quaybook.wording.dialect.links import holds_target
from quaybook.wording.values import TemplateMistakeError

_Worked = TypeVar("_Worked")
_Row = dict[str, Any]


def make_sheets(
    environment: Reach, file: SheetFile, written: Source, variables: Mapping[str, Any]
) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """The sheets of one `sheet.yml`, and every mistake in them."""
    environment.budget.reset()
    maker = _Maker(environment, dict(variables), written)
    if file.macros:
        maker.take_macros(file.macros)
    sheets = tuple(maker.sheet(spec, ("sheets", number)) for number, spec in enumerate(file.sheets))
    return sheets, tuple(maker.problems)


class _Maker:
    def __init__(self, environment: Reach, variables: _Row, written: Source) -> None:
        self.environment, self.variables, self.written = environment, variables, written
        self.expressions = Expressions(environment, variables)
        self.problems: list[Problem] = []

    def take_macros(self, template: str) -> None:
        """The template's macros become variables, as `import … with context` makes them."""
        none: _Row = {}
        macros = self._worked(lambda: self.environment.macros(template, self.variables), ("macros",), none)
        self.expressions = Expressions(self.environment, self.variables | macros)

    def _worked(self, work: Callable[[], _Worked], path: KeyPath, otherwise: _Worked) -> _Worked:
        """What the work gives; otherwise its mistake is kept, with the place of what was written."""
        position = self.written.position(path)
        worked = made(work, position.file, position.line, dotted(path))
        if isinstance(worked, Problem):
            self.problems.append(worked)
            return otherwise
        return worked

    def sheet(self, spec: SheetSpec, path: KeyPath) -> Sheet:
        """One sheet; its rows are complete only if no problem was found."""
        entries = self._entries(spec, path)
        columns = [self._column(c, entries, (*path, "columns", n)) for n, c in enumerate(spec.columns)]
        head = tuple(column.head for column in spec.columns)
        return Sheet(spec.title, head, tuple(zip(*columns, strict=False)), spec.if_empty)

    def _entries(self, spec: SheetSpec, path: KeyPath) -> list[_Row]:
        """The variables of each row."""
        found: list[_Row] = [{}]
        for name, expression in {spec.entry: spec.rows, **spec.each}.items():
            here = (*path, "rows") if name == spec.entry else (*path, "each", name)
            found = self._worked(lambda: self._each(name, expression, found), here, [])  # noqa: B023  # run at once
        return found

    def _each(self, name: str, expression: str, rows: list[_Row]) -> list[_Row]:
        """Every row once for each item that the expression gives for it."""
        evaluate, counted = self.expressions(expression), self.environment.counted
        return [{**outer, name: item} for outer in rows for item in counted(_listed(evaluate(outer)))]

    def _column(self, column: Column, entries: list[_Row], path: KeyPath) -> list[Cell]:
        def cells() -> list[Cell]:
            evaluate = self.expressions(column.value)
            return [self._cell(evaluate(entry)) for entry in entries]

        return self._worked(cells, path, [])

    def _cell(self, value: Any) -> Cell:
        if value is None:
            return self.environment.words("workbook.none")
        if isinstance(value, date) or (isinstance(value, int | float) and not isinstance(value, bool)):
            return value
        shown = str(self.environment.printed(value))
        if LEFT_OVER.search(shown) or holds_target(shown):
            raise TemplateMistakeError("template_prints_object", came="ref, cite, figure")
        return unspelt(allowed(shown))


def _listed(value: Any) -> Any:
    if isinstance(value, str):
        raise TemplateMistakeError("template_not_a_list", came=type(value).__name__)
    return value
