"""The stock of a form is counted from the forms themselves, and what lies ready is compared with it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from quaybook.assessment.remarks.kinds import Remark
from quaybook.documents.paper.shortage import stock_remarks
from quaybook.documents.paper.stock import Need, needs, rows_of
from quaybook.facts.positions import Source, dotted, read_yaml
from quaybook.model.data.form import FormData
from quaybook.model.load import load_terminal
from quaybook.model.terminal import Terminal
from quaybook.reports.remarks import RemarkViews
from quaybook.resources import policy_source
from quaybook.wording.filters import Filters
from quaybook.wording.words import load_words

from tests.helpers.remarked import Changes, changed
from tests.helpers.workspaces import facts_of


@cache
def forms() -> dict[str, FormData]:
    """Every form of the kit that is filled in."""
    files = sorted((policy_source() / "documents" / "form").glob("*/form.yml"))
    assert len(files) > 40
    return {file.parent.name: FormData.model_validate(read_yaml(file, file.name).data) for file in files}


def terminal(name: str, changes: Changes) -> Terminal:
    made, problems = load_terminal(Source(data=changed(facts_of(name), changes)))
    assert made is not None, problems
    return made


def counted(name: str, changes: Changes | None = None) -> dict[str, Need]:
    return {need.form: need for need in needs(terminal(name, changes or {}), forms())}


def test_rows_are_those_of_the_sheet() -> None:
    expected = {"F01": 1, "F05": 1, "F06": 5, "F07": 18, "F08": 18, "F10": 16, "F12": 20, "F13": 1, "F15": 13, "F16": 2}
    assert {name: rows_of(forms()[name]) for name in expected} == expected


def test_what_drives_a_form_is_written_on_it() -> None:
    driven = {name for name, form in forms().items() if form.counts}
    assert {"F01", "F06", "F08", "F12", "F25"} <= driven
    assert not driven & {"F17", "F20", "F22", "F44"}


def test_the_stock_is_rate_by_hours_by_rows_by_copies() -> None:
    """As somebody adds it up from the manual of sample B."""
    found = counted("chitoseura")
    sums = {name: (need.lines, need.rows, need.sets, need.copies, need.sheets) for name, need in found.items()}
    assert sums["F01"] == (15 * 16, 1, 240, 3, 720)
    assert sums["F06"] == (18 * 48, 5, 173, 1, 173)
    assert sums["F08"] == (8 * 12 * 2, 18, 11, 2, 22)
    assert sums["F12"] == (40 * 48, 20, 96, 2, 192)


def test_a_yard_that_stands_still_leaves_the_moves_of_the_others() -> None:
    def yard_stops(facts: dict[str, Any]) -> None:
        for area in facts["manual"]["areas"]:
            if area["area"] == "yard":
                area |= {"mode": "stop", "parts": []}

    need = counted("aonagi", yard_stops)["F06"]
    assert {work.area.value for work in need.works} == {"gate", "vessel"}
    assert need.lines == 40 * 72 + 4 * 12 * 18


def test_parts_that_go_on_are_counted_and_those_that_stop_are_not() -> None:
    assert counted("aonagi")["F07"].lines == 90 * 120


@pytest.mark.parametrize("fact", ["capacity_per_hour", "max_hours", "mode"])
@pytest.mark.parametrize("value", ["TODO", "仮：12"])
def test_what_nobody_knows_makes_no_number(fact: str, value: str) -> None:
    def open_gate(facts: dict[str, Any]) -> None:
        for area in facts["manual"]["areas"]:
            if area["area"] == "gate":
                area[fact] = value.replace("12", "manual") if fact == "mode" else value

    found = counted("chitoseura", open_gate)
    assert not found["F01"].is_known
    assert not found["F01"].is_short
    assert found["F08"].is_known


def remarks(changes: Changes) -> list[Remark]:
    return list(stock_remarks(terminal("aonagi", changes), forms()))


def test_too_few_sheets_are_remarked_and_enough_are_not() -> None:
    assert remarks({}) == []
    need = counted("aonagi")["F01"].sheets
    assert remarks({"manual.form_stock[0].sheets": str(need)}) == []
    (found,) = remarks({"manual.form_stock[0].sheets": str(need - 1)})
    assert (found.code, dotted(found.path)) == ("stock_below_need", "manual.form_stock[0].sheets")
    assert dict(found.values) == {"form": "F01", "sheets": need - 1, "need": need}
    assert len(found.facts) == 2
    assert remarks({"manual.form_stock[0].sheets": "TODO"}) == []


def test_rows_that_are_not_those_of_the_form_are_remarked() -> None:
    assert remarks({"manual.form_stock[2].rows": "18"}) == []
    (found,) = remarks({"manual.form_stock[2].rows": "16"})
    assert (found.code, dotted(found.path)) == ("stock_rows_differ", "manual.form_stock[2].rows")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_both_remarks_are_said(language: str) -> None:
    changes = {"manual.form_stock[2].rows": "16", "manual.form_stock[0].sheets": "10"}
    made, (words, _) = terminal("aonagi", changes), load_words(policy_source(), language)
    views = RemarkViews(Filters(made, words), policy_source(), language).views(stock_remarks(made, forms()))
    assert len(views) == 2
    assert all("F0" in view.detail for view in views)


def test_the_count_of_the_yard_goes_by_its_boxes_and_typing_by_hours() -> None:
    # 900 TEU x 80% at 1.4 TEU a box, fourteen to a sheet; two lines for every hour of every area.
    found = counted("chitoseura")
    assert (found["F21"].lines, found["F21"].sets) == (515, 37)
    assert found["F47"].lines == 2 * (12 + 48 + 16 + 16 + 48 + 24 + 16)
    full = {"manual.load.yard_slots_teu": "TODO"}
    assert not counted("chitoseura", full)["F21"].is_known

    def yard_stops(facts: dict[str, Any]) -> None:
        for area in facts["manual"]["areas"]:
            area |= {"mode": "stop", "parts": []}

    stopped = counted("chitoseura", yard_stops)
    assert stopped["F21"].lines == 515
    assert "F47" not in stopped
