"""Documents stage: lists of a register → sheets, by the expressions of the `sheet.yml` beside its text.

A table of a page is cut to the width of paper. A sheet has every column of a list, and its days and
numbers stay days and numbers, so that people can sort and filter them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence, ValuesView
from datetime import date
from typing import Any

from jinja2 import Environment, Undefined
from pydantic import ValidationError

from quaybook.documents.filters import Filters, TemplateMistakeError
from quaybook.documents.marks import LEFT_OVER
from quaybook.documents.mistakes import MISTAKES, allowed, mistake_problem
from quaybook.facts.positions import Place, Source
from quaybook.model.build import validation_problems
from quaybook.model.document import Cell, Sheet
from quaybook.model.sheet import Column, SheetFile, SheetSpec
from quaybook.problems import Problem

_LINK = re.compile(r"\]\((?:doc|figure):")


def make_sheets(
    environment: Environment,
    filters: Filters,
    data: Mapping[str, Any],
    variables: Mapping[str, Any],
    source: str,
    language: str,
) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """The sheets of one `sheet.yml`, none if it is for another language, and every mistake in them."""
    try:
        file = SheetFile.model_validate(data)
    except ValidationError as error:
        return (), tuple(validation_problems(error, Source(dict(data), {(): Place(source, 0, 0)})))
    if file.language != language:
        return (), ()
    maker = _Maker(environment, filters, dict(variables), source)
    if file.macros:
        maker.take_macros(file.macros)
    sheets = tuple(maker.sheet(spec, f"sheets[{number}]") for number, spec in enumerate(file.sheets))
    return sheets, tuple(maker.problems)


class _Maker:
    def __init__(self, environment: Environment, filters: Filters, variables: dict[str, Any], source: str) -> None:
        self.environment, self.filters = environment, filters
        self.variables, self.source = variables, source
        self.problems: list[Problem] = []

    def take_macros(self, template: str) -> None:
        """The template's macros become variables, as `import … with context` makes them."""
        try:
            module = self.environment.get_template(template).make_module(self.variables)
        except MISTAKES as error:
            self._mistake(error, "macros")
            return
        self.variables |= {name: macro for name, macro in vars(module).items() if not name.startswith("_")}

    def sheet(self, spec: SheetSpec, key: str) -> Sheet:
        """One sheet; its rows are complete only if no problem was found."""
        entries = self._entries(spec, key)
        columns = [self._column(c, entries, f"{key}.columns[{n}]") for n, c in enumerate(spec.columns)]
        head = tuple(column.head for column in spec.columns)
        return Sheet(spec.title, head, tuple(zip(*columns, strict=False)), spec.if_empty)

    def _entries(self, spec: SheetSpec, key: str) -> list[dict[str, Any]]:
        """The variables of each row."""
        found: list[dict[str, Any]] = [{}]
        for name, expression in {spec.entry: spec.rows, **spec.each}.items():
            try:
                evaluate = self.environment.compile_expression(expression, undefined_to_none=False)
                found = [{**outer, name: item} for outer in found for item in _listed(evaluate(self.variables | outer))]
            except MISTAKES as error:
                self._mistake(error, f"{key}.rows" if name == spec.entry else f"{key}.each.{name}")
                return []
        return found

    def _column(self, column: Column, entries: list[dict[str, Any]], key: str) -> list[Cell]:
        try:
            evaluate = self.environment.compile_expression(column.value, undefined_to_none=False)
            return [self._cell(evaluate(self.variables | entry)) for entry in entries]
        except MISTAKES as error:
            self._mistake(error, key)
            return []

    def _cell(self, value: Any) -> Cell:
        if value is None:
            return self.filters.words("workbook.none")
        if isinstance(value, date) or (isinstance(value, int | float) and not isinstance(value, bool)):
            return value
        shown = str(self.filters.finalize(value))
        if LEFT_OVER.search(shown) or _LINK.search(shown):
            raise TemplateMistakeError("template_prints_object", came="ref, cite, figure")
        return html.unescape(allowed(shown))

    def _mistake(self, error: Exception, key: str) -> None:
        self.problems.append(mistake_problem(error, self.source, 0, key))


def _listed(value: Any) -> list[Any]:
    # The filters of jinja give iterators; an undefined value raises its mistake when it is listed.
    if isinstance(value, Sequence | Iterator | ValuesView | Undefined) and not isinstance(value, str):
        return list(value)
    raise TemplateMistakeError("not_a_list", came=type(value).__name__)
