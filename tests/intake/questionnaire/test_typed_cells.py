"""What a spreadsheet made of an answer is asked about and never imported unseen; signs are put right with a remark."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from quaybook.intake.answers.forms import Form
from quaybook.intake.questionnaire.proposal import proposed
from quaybook.intake.questionnaire.reading.archive import MOST_ROWS
from quaybook.intake.questionnaire.reading.cells import SHOWN_OF_A_KIND, first_of_each
from quaybook.intake.questionnaire.reading.typed import exact, mistyped
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.conftest import REPOSITORY, TODAY
from tests.helpers.questionnaires import Filled, changed_lines, exported_sample

JAPANESE_PHONE = r"[<=99999999]####\-####;\(00\)\ ####\-####"


def put(cell: object, value: object, shape: str = "General") -> str:
    """Lets a spreadsheet keep `value` in a cell; the address of that cell."""
    cell.value, cell.number_format = value, shape  # type: ignore[attr-defined]
    return f"{cell.parent.title}!{cell.coordinate}"  # type: ignore[attr-defined]


def found(problems: tuple[Problem, ...]) -> dict[str, tuple[str, str]]:
    return {each.path: (each.code, dict(each.values).get("likely", "")) for each in problems}


def test_a_number_a_day_and_an_exponent_in_a_cell_for_text_are_told_with_what_is_likely(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    means = {name: filled.row("people.means", f"{name}/#1")["value"] for name in ("president", "system-chief")}
    expected = {
        put(means["president"], 520000000, "0000000000"): ("cell_made_number", "0520000000"),
        put(means["system-chief"], 1.23e22): ("cell_digits_lost", "1.23E+22"),
        put(filled.row("contacts", "naccs-center")["desk"], datetime(2026, 11, 2), "yyyy/m/d"): (
            "cell_made_day",
            "2026-11-02",
        ),
        put(filled.row("contacts", "police-cyber")["hours"], time(22, 0), "h:mm"): ("cell_made_day", "22:00"),
        put(filled.cell("document_control.version"), 2): ("cell_made_number", "2.0"),
        put(filled.cell("terminal.port"), True): ("cell_made_flag", "TRUE"),
    }
    problems = filled.problems()
    assert found(problems) == expected
    messages = load_messages(policy_source(), "ja")
    assert all("文字列" in describe(problem, messages) for problem in problems)


@pytest.mark.parametrize(
    ("value", "shape", "likely"),
    [
        (9012345678, "General", "09012345678"),
        (9012345678.0, "General", "09012345678"),
        (520000000, "0000000000", "0520000000"),
        (312345678, JAPANESE_PHONE, "(03) 1234-5678"),
        (312345678, '0"-"0000"-"0000', "3-1234-5678"),
        (9012345678, "000-0000-0000", "090-1234-5678"),
        (120000000, "@", "0120000000"),
        (819012345678, "0", "+819012345678"),
        (110, "General", "110"),
    ],
)
def test_a_telephone_number_gets_its_zero_back(value: float, shape: str, likely: str) -> None:
    problem = mistyped(value, shape, Form.PHONE, ())
    assert dict(problem.values)["likely"] == likely


@pytest.mark.parametrize(
    ("value", "shape", "like", "likely"),
    [
        (7, "000", (), "007"),
        (7, "General", (), "7"),
        (1, "General", ("2.1",), "1.0"),
        (1, "General", ("001",), "001"),
        (1.25, "0.0", (), "1.25"),
        (1234567, "#,##0", (), "1234567"),
        (0.1 + 0.2, "General", (), "0.3"),
        (100000, "0.00E+00", (), "1E+5"),
        (12345678901234567, "0", (), "12345678901234567"),
        (datetime(2026, 4, 1), 'm"月"d"日"', (), "4-1"),
        (datetime(2026, 4, 1), "mmm-yy", (), "2026-4"),
        (date(2026, 4, 1), "General", (), "4-1"),
        (datetime(2026, 4, 1, 3, 4), "yyyy/m/d h:mm", (), "2026-04-01 03:04"),
        (timedelta(hours=36), "[h]:mm", (), "36:00"),
    ],
)
def test_what_was_likely_typed_follows_from_format_and_fact(
    value: float, shape: str, like: tuple[str, ...], likely: str
) -> None:
    problem = mistyped(value, shape, Form.TEXT, like)
    assert dict(problem.values)["likely"] == likely
    assert exact(value, shape) is None


def test_a_version_that_is_shown_with_its_zero_keeps_it(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    place = put(filled.cell("document_control.version"), 2.0, "0.0")
    proposal = filled.proposal()
    assert changed_lines(proposal) == ['-  version: "1.0"', '+  version: "2.0"']
    assert [(note.code, note.path) for note in proposal.notes] == [("cell_read_as", place)]


def test_a_cell_that_says_what_the_fact_says_is_no_mistake(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    put(filled.cell("document_control.version"), 1, "0.0")
    put(filled.cell("terminal.berths"), 1.0)
    put(filled.row("contacts", "police-cyber")["verified_on"], datetime(2025, 9, 26), "yyyy/m/d")
    assert filled.proposal().after == {}


def test_signs_are_put_right_and_the_change_is_shown(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    means = filled.row("people.means", "system-chief/#1")
    told = {
        put(means["value"], "０９０−××××ー××××", "@"): "090-××××-××××",
        put(filled.cell("terminal.port"), "か\u3099っこう港", "@"): "がっこう港",
        put(filled.row("contacts", "police-cyber")["verified_on"], "R8.4.2", "@"): "2026-04-02",
        put(filled.row("segments", "#1")["address"], "１９２．０．２．６４／２７", "@"): "192.0.2.64/27",
    }
    put(filled.row("people", "system-chief")["id"], "ｓｙｓｔｅｍ－ｃｈｉｅｆ", "@")
    put(means["@"], "ｓｙｓｔｅｍ－ｃｈｉｅｆ", "@")
    proposal = filled.proposal()
    read = {note.path: dict(note.values)["taken"] for note in proposal.notes}
    assert {note.code for note in proposal.notes} == {"cell_read_as"}
    assert read == told
    added = [line.split(": ", 1)[1] for line in changed_lines(proposal) if line.startswith("+")]
    assert {"090-××××-××××", "がっこう港", "2026-04-02"} <= set(added)


def test_a_row_with_a_mail_address_of_a_new_person_is_read_by_its_kind(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    filled.fill("people.means", None, owner="president", kind="メール", value="ｄｅｓｋ＠ｅｘａｍｐｌｅ．ｊｐ")
    filled.fill("people.means", None, owner="president", kind="無線", value="１６ｃｈ")
    lines = changed_lines(filled.proposal())
    assert "+        value: desk@example.jp" in lines
    assert "+        value: １６ｃｈ" in lines


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2026-11-31", "no_such_day"),
        ("令和8年2月30日", "no_such_day"),
        ("2026/13/1", "no_such_month"),
        ("平成40年1月1日", "day_outside_era"),
        ("令和8年", "cell_not_a_date"),
    ],
)
def test_a_wrong_day_is_told_once_and_at_its_cell(tmp_path: Path, written: str, code: str) -> None:
    filled = Filled(tmp_path, "chitoseura")
    place = put(filled.row("contacts", "police-cyber")["verified_on"], written, "@")
    assert [(each.path, each.code) for each in filled.problems()] == [(place, code)]


@pytest.mark.parametrize("value", [datetime(2062, 4, 1), "令和44年4月1日", "2062-04-01"])
def test_what_was_done_on_a_day_to_come_is_told_by_the_import_with_all_else(tmp_path: Path, value: object) -> None:
    filled = Filled(tmp_path, "chitoseura")
    place = put(filled.row("contacts", "police-cyber")["verified_on"], value, "yyyy/m/d")
    put(filled.cell("document_control.next_review_on"), "2062-04-01", "@")
    other = put(filled.cell("terminal.berths"), "多数", "@")
    codes = [(each.path, each.code) for each in filled.problems()]
    assert codes == [(other, "not_a_whole_number"), (place, "cell_in_future")]


def test_the_day_of_the_import_may_be_asked_for(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    put(filled.row("contacts", "police-cyber")["verified_on"], TODAY.isoformat(), "@")
    filled.save()
    made = proposed(filled.terminals, "chitoseura", filled.path, "ja", TODAY - timedelta(days=1))
    assert isinstance(made, tuple)
    assert [each.code for each in made] == ["cell_in_future"]
    assert not isinstance(proposed(filled.terminals, "chitoseura", filled.path, "ja", TODAY), tuple)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("12_000", "number_with_commas"), ("１２＿０００", "number_with_commas"), ("2_4", "not_a_whole_number")],
)
def test_an_underscore_in_a_number_is_refused_at_its_cell(tmp_path: Path, typed: str, code: str) -> None:
    filled = Filled(tmp_path, "chitoseura")
    place = put(filled.cell("terminal.berths"), typed, "@")
    assert [(each.path, each.code) for each in filled.problems()] == [(place, code)]


@pytest.mark.parametrize("typed", ["1,5", "1,50", "1500,5"])
def test_a_comma_that_parts_no_thousands_is_no_number(tmp_path: Path, typed: str) -> None:
    filled = Filled(tmp_path, "chitoseura")
    place = put(filled.cell("terminal.berths"), typed, "@")
    assert [(each.path, each.code) for each in filled.problems()] == [(place, "not_a_whole_number")]


def test_a_number_that_is_shown_as_a_percentage_is_told(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    place = put(filled.cell("terminal.berths"), 0.95, "0%")
    (problem,) = filled.problems()
    assert (problem.path, problem.code, problem.values) == (place, "cell_percent", (("came", "95%"), ("kept", "0.95")))


def test_a_choice_whose_kana_came_apart_is_the_choice(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    apart = unicodedata.normalize("NFD", "ゲート")
    assert apart != "ゲート"
    cell = filled.row("people", "yard-foreman")["manual_experience[0]"]
    put(cell, apart, "@")
    assert [line for line in changed_lines(filled.proposal()) if line.startswith("+")] == []


def test_text_of_several_fonts_is_read_as_its_text(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    rich = CellRichText("南ふ頭", TextBlock(InlineFont(b=True), "ターミナル"), TextBlock(InlineFont(i=True), "（新）"))
    put(filled.cell("terminal.port"), rich, "@")
    assert changed_lines(filled.proposal()) == ["-  port: 千歳浦港", "+  port: 南ふ頭ターミナル（新）"]


def rewritten(change: Callable[[str, bytes], bytes]) -> bytes:
    """The sample's questionnaire with its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(exported_sample("chitoseura"))) as old, zipfile.ZipFile(made, "w") as new:
        for member in old.infolist():
            new.writestr(member.filename, change(member.filename, old.read(member)))
    return made.getvalue()


def test_a_workbook_in_the_strict_form_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "strict.xlsx"
    loose, strict = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    path.write_bytes(rewritten(lambda _, content: content.replace(loose, strict)))
    made = proposed(REPOSITORY / "terminals", "chitoseura", path, "ja")
    assert isinstance(made, tuple)
    assert [(each.code, dict(each.values)["form"]) for each in made] == [
        ("workbook_of_another_form", "Strict Open XML")
    ]
    assert "Excelブック（*.xlsx）" in describe(made[0], load_messages(policy_source(), "ja"))


@pytest.mark.parametrize(
    ("part", "content", "form"),
    [
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet", "OpenDocument (.ods)"),
        ("xl/workbook.bin", b"\x83\x01\x00", "Excel Binary (.xlsb)"),
    ],
)
def test_other_forms_of_workbooks_are_told_by_their_names(tmp_path: Path, part: str, content: bytes, form: str) -> None:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(part, content)
    told = proposed(REPOSITORY / "terminals", "chitoseura", path, "ja")
    assert isinstance(told, tuple)
    assert [dict(each.values).get("form") for each in told] == [form]


def test_the_row_of_keys_must_not_be_merged_either(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    page = filled.sheet("table:people")
    page.merge_cells("C1:D1")
    assert f"{page.title}!C1:D1" in {each.path for each in filled.problems() if each.code == "cells_merged"}


def test_a_sheet_of_more_rows_than_facts_can_hold_is_told_at_once(tmp_path: Path) -> None:
    def longer(name: str, content: bytes) -> bytes:
        row = b'<row r="%d"><c r="C%d" t="inlineStr"><is><t>x</t></is></c></row>'
        rows = b"".join(row % (number, number) for number in range(1000, 101_000))
        return content.replace(b"</sheetData>", rows + b"</sheetData>") if name.endswith("sheet3.xml") else content

    path = tmp_path / "long.xlsx"
    path.write_bytes(rewritten(longer))
    made = proposed(REPOSITORY / "terminals", "chitoseura", path, "ja")
    assert isinstance(made, tuple)
    assert [each.code for each in made] == ["sheet_too_long"]
    assert int(dict(made[0].values)["count"]) > 100_000 > MOST_ROWS


def test_rows_that_are_only_coloured_do_not_count(tmp_path: Path) -> None:
    def coloured(name: str, content: bytes) -> bytes:
        rows = b"".join(b'<row r="%d"><c r="C%d" s="1"/></row>' % (number, number) for number in range(1000, 101_000))
        return content.replace(b"</sheetData>", rows + b"</sheetData>") if name.endswith("sheet3.xml") else content

    path = tmp_path / "coloured.xlsx"
    path.write_bytes(rewritten(coloured))
    made = proposed(REPOSITORY / "terminals", "chitoseura", path, "ja")
    assert not isinstance(made, tuple), made
    assert made.after == {}


def test_of_each_kind_the_first_are_told_and_the_rest_is_counted(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    page = filled.sheet("table:people.means")
    first = page.max_row + 1
    for row in range(first, first + SHOWN_OF_A_KIND + 7):
        page.cell(row, 3).value, page.cell(row, 5).value = f"nobody-{row}", "×"
    put(filled.cell("terminal.berths"), "多数", "@")
    problems = filled.problems()
    kinds = [each.code for each in problems]
    assert kinds.count("owner_unknown") == SHOWN_OF_A_KIND
    assert kinds.count("not_a_whole_number") == 1
    assert kinds[-1] == "more_of_a_kind"
    assert dict(problems[-1].values)["count"] == "7"
    assert problems[-1].path == next(each.path for each in problems if each.code == "owner_unknown")
    assert "more_of_a_kind" not in [each.code for each in first_of_each(problems[:SHOWN_OF_A_KIND])]


def test_a_workbook_without_addresses_of_cells_is_read_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    openpyxl.Workbook().save(path)
    made = proposed(REPOSITORY / "terminals", "chitoseura", path, "ja")
    assert isinstance(made, tuple)
    assert [each.code for each in made] == ["not_a_questionnaire"]
