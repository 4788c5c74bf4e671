"""Documents stage, paper: what `quaybook check` says of blanks that lie ready, measured with the forms themselves.

It is a remark like those of the assessment, but how many boxes a sheet takes stands in the form, which may be a
terminal's own, and the assessment knows no documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quaybook.assessment.remarks.kinds import Remark, denied
from quaybook.documents.paper.stock import need_of, rows_of
from quaybook.facts.positions import KeyPath
from quaybook.model.base import has_one
from quaybook.model.data.form import FormData
from quaybook.model.groups.manual import FormStock
from quaybook.model.terminal import Terminal

_STOCK: KeyPath = ("manual", "form_stock")


def stock_remarks(terminal: Terminal, forms: Mapping[str, FormData]) -> Iterator[Remark]:
    """Fewer sheets than the work by hand fills, and a number of rows that is not that of the form."""
    for index, stock in enumerate(terminal.manual.form_stock):
        if isinstance(stock.form, str) and stock.form in forms:
            form = forms[stock.form]
            yield from _rows((*_STOCK, index), stock, form)
            yield from _sheets((*_STOCK, index), stock, form, terminal)


def _rows(path: KeyPath, stock: FormStock, form: FormData) -> Iterator[Remark]:
    told, counted = stock.rows, rows_of(form)
    if isinstance(told, int) and told != counted:
        yield denied("stock_rows_differ", (*path, "rows"), form=stock.form, rows=told, counted=counted)


def _sheets(path: KeyPath, stock: FormStock, form: FormData, terminal: Terminal) -> Iterator[Remark]:
    need = need_of(str(stock.form), form, terminal)
    if need is None or not need.is_short:
        return
    using = [i for i, area in enumerate(terminal.manual.areas) if has_one(area.forms, stock.form)]
    counted = {work.area for work in need.works}
    hours = [("manual", "areas", i, "max_hours") for i in using if terminal.manual.areas[i].area in counted]
    values = {"form": stock.form, "sheets": stock.sheets, "need": need.sheets}
    yield denied("stock_below_need", (*path, "sheets"), *hours, **values)
