"""The questionnaire: facts go out into cells and come back, and nothing on the way is lost, guessed or overwritten."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from quaybook.facts.folder import load_folder
from quaybook.facts.positions import Position, Source
from quaybook.facts.text import refused_character
from quaybook.facts.version import VERSION_KEY
from quaybook.files.diff import diff_lines
from quaybook.intake.agreement import agreed
from quaybook.intake.new.terminal import new_terminal
from quaybook.intake.questionnaire.asking import Asking
from quaybook.intake.questionnaire.export import exported, ids_like
from quaybook.intake.questionnaire.plan import Planner, SingleFacts
from quaybook.intake.questionnaire.proposal import Proposal, proposed
from quaybook.intake.questionnaire.questions import LANGUAGES, intake_words, sheet_specs
from quaybook.intake.questionnaire.reading.answers import sort_cells
from quaybook.intake.questionnaire.reading.changes import summary
from quaybook.intake.questionnaire.reading.file import read_sheets
from quaybook.intake.questionnaire.reading.merge import Merger
from quaybook.intake.questionnaire.reading.reader import Reader
from quaybook.intake.questionnaire.store import store_facts
from quaybook.intake.questionnaire.values import Values
from quaybook.intake.questionnaire.writing.book import questionnaire
from quaybook.intake.shapes import fields_of, shape
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem
from quaybook.wording.fact_words import labels

from tests.conftest import REPOSITORY, SAMPLES
from tests.helpers.questionnaires import Filled, changed_lines, exported_sample

TERMINALS = REPOSITORY / "terminals"


def leaves(data: object) -> list[str]:
    if isinstance(data, dict):
        return [leaf for value in data.values() for leaf in leaves(value)]
    if isinstance(data, list):
        return [leaf for value in data for leaf in leaves(value)]
    return [str(data)]


def without_empty_lists(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: without_empty_lists(value) for key, value in data.items() if value != []}
    return [without_empty_lists(each) for each in data] if isinstance(data, list) else data


def codes(problems: tuple[Problem, ...]) -> set[tuple[str, str]]:
    return {(problem.path, problem.code) for problem in problems}


# Out and back.


@pytest.mark.parametrize("name", SAMPLES)
def test_a_questionnaire_that_nobody_touched_changes_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(exported_sample(name))
    made = proposed(TERMINALS, name, path, "ja")
    assert isinstance(made, Proposal), made[:5]
    assert made.after == {}
    assert made.notes == ()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_terminal_made_of_the_questionnaire_of_another_has_all_its_facts(name: str, tmp_path: Path) -> None:
    (tmp_path / "terminals").mkdir()
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(exported_sample(name))
    made = proposed(tmp_path / "terminals", "another", path, "ja")
    assert isinstance(made, Proposal), made[:5]
    assert store_facts(tmp_path / "terminals", "another", made, "stamp") is None
    facts, copied = load_folder(TERMINALS, name), load_folder(tmp_path / "terminals", "another")
    assert len(leaves(facts.data)) > 1000
    assert copied.problems == []
    # What somebody has printed is no fact of another terminal.
    expected = {key: value for key, value in facts.data.items() if key != "printed"}
    assert without_empty_lists(copied.data) == without_empty_lists(expected)


def test_every_fact_of_the_schema_is_asked_for() -> None:
    specs = sheet_specs()
    held = [key for spec in specs for key in (*spec.holds, *(spec.path if len(spec.path) == 1 else ()))]
    # The kit writes them, and nobody else has to know.
    assert sorted(map(str, held)) == sorted({*Terminal.model_fields} - {VERSION_KEY, "printed"})
    assert len(specs) > 20
    for spec in specs:
        for path in (spec.path, *((key,) for key in spec.holds)):
            assert path == () or shape(path) is not None, path


def test_labels_and_titles_are_told_apart() -> None:
    vocabularies: set[type[StrEnum]] = set()
    todo: list[tuple[str, ...]] = [()]
    for path in todo:
        for key in fields_of(path):
            found = shape((*path, key))
            assert found is not None
            todo += [(*path, key)] if found.group else []
            vocabularies |= {found.vocabulary} if found.vocabulary else set()
    assert len(vocabularies) > 30
    assert LANGUAGES == ("ja", "en")
    for language in LANGUAGES:
        words = intake_words(language)
        titles = [words(f"sheet.{spec.key}") for spec in sheet_specs()]
        assert len(set(titles)) == len(titles) > 30
        assert max(map(len, titles)) <= 31
        for vocabulary in vocabularies:
            assert len(set(labels(words, vocabulary).values())) == len(vocabulary), vocabulary


def test_the_questionnaire_speaks_english_too(tmp_path: Path) -> None:
    made = exported(TERMINALS, "chitoseura", "en")
    assert isinstance(made, bytes)
    filled = Filled(tmp_path, "chitoseura", made)
    assert filled.book.sheetnames[0] == "How to fill in"
    assert filled.row("people", "yard-foreman")["manual_experience[0]"].value == "Gate"
    filled.cell("terminal.berths").value = "TODO: ask"
    assert changed_lines(filled.proposal()) == ["-  berths: 1", '+  berths: "TODO: ask"']


def test_the_workbook_survives_another_program(tmp_path: Path, program: Callable[[str], str]) -> None:
    filled = Filled(tmp_path, "chitoseura")
    filled.path.write_bytes(exported_sample("chitoseura"))
    command = [program("soffice"), "--headless", "--convert-to", "xlsx", "--outdir", "saved", filled.path.name]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run([*command, profile], cwd=tmp_path, check=True, capture_output=True)
    made = proposed(TERMINALS, "chitoseura", tmp_path / "saved" / filled.path.name, "ja")
    assert isinstance(made, Proposal), made[:5]
    assert made.after == {}


# Whatever a fact is.

TEXTS = st.text(
    st.characters(
        exclude_categories=("Cs", "Cn", "Co", "Cc"),
        exclude_characters="\ufeff",
    ),
    min_size=1,
    max_size=80,
).filter(lambda text: bool(text.strip()) and not refused_character(text))
HARD = st.sampled_from(
    ["=1+1", "+81", "-1", "@a", "'quoted", "＝１", '"', "_x000D_", "_x005F_", "_x005F_x0041_", "_x005F\r",
     "_x0041_x00e9_", "a\nb\n", "a\r\nb", "0120", "1/2",
     "22:00", "#N/A", "TRUE", " 前後 ", "😀👨‍👩‍👧", "長" * 10_000,
     "quaybook:form:terminal", "- x", "a: b", "# c", "{x}", "null", "~"]
)  # fmt: skip
KEYS = ("name", "name_en", "short_name", "port", "operator", "yard_equipment")


@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.lists(TEXTS | HARD, min_size=len(KEYS), max_size=len(KEYS)), st.lists(TEXTS | HARD, max_size=3))
def test_any_text_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], more: list[str]
) -> None:
    facts: dict[str, Any] = {"terminal": {**dict(zip(KEYS, texts, strict=True)), "tos": {"users": more}}}
    source, words, values = Source(facts, {(): Position("terminals/x/a.yml", 1, 1)}), intake_words("ja"), Values("ja")
    asking = Asking(words, "ja")
    sheets = [
        sheet for sheet in Planner(source, "terminals/x", asking, values).sheets() if sheet.spec.key == "terminal"
    ]
    path = tmp_path_factory.mktemp("texts") / "x.xlsx"
    path.write_bytes(questionnaire(sheets, words, ("x", "x", "")))
    read = read_sheets(path)
    assert not isinstance(read, Problem)
    told = Reader("x.xlsx", values.removes, lambda _: None).read(read, frozenset())
    assert told.problems == []
    merged = Merger(sort_cells(told, {}, values.removes), asking, values).group((), (), {})["terminal"]
    assert [merged[key] for key in KEYS] == texts
    assert merged.get("tos", {}).get("users", []) == more


def test_a_text_that_no_cell_can_hold_is_named_and_not_cut(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    file = filled.terminals / "chitoseura" / "people.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("title: 総務課長", f"title: {'長' * 32_768}"), encoding="utf-8"
    )
    made = exported(filled.terminals, "chitoseura", "ja")
    assert isinstance(made, tuple)
    assert [(problem.code, problem.path) for problem in made] == [("fact_too_long", "people[3].title")]


# What is filled in.


def test_only_what_was_changed_changes(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    filled.cell("terminal.berths").value = "２"
    filled.cell("terminal.tos.users[1]").value = "別の会社: 本社"
    filled.cell("port_manager.agreed_on").value = "2026年5月1日"
    filled.cell("org.officers[0].roles[2]").value = None
    filled.fill("people", "president", title="社長\n兼CISO")
    filled.fill("people.means", "system-chief/#1", value="0120")
    filled.fill("contacts", "tos-maintenance", supplier=None)
    proposal = filled.proposal()
    assert changed_lines(proposal) == [
        "-    supplier: portsystems",
        "+  agreed_on: 2026-05-01",
        "-    title: 代表取締役社長",
        '+    title: "社長\\n兼CISO"',
        "-        value: ×××-××××-××××",
        '+        value: "0120"',
        "-        - bcp_execution",
        "-  berths: 1",
        "+  berths: 2",
        '+      - "別の会社: 本社"',
    ]
    folder = filled.terminals / "chitoseura"
    before = {path.name: path.read_bytes() for path in folder.glob("*.yml")}
    kept = store_facts(filled.terminals, "chitoseura", proposal, "stamp")
    assert isinstance(kept, Path)
    assert {path.name: path.read_bytes() for path in kept.glob("*.yml")} == before
    written = {path.name for path in folder.glob("*.yml") if path.read_bytes() != before[path.name]}
    assert written == {"contacts.yml", "people.yml", "terminal.yml"}


def test_entries_are_added_and_go_only_when_marked(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    filled.fill("people", None, id="night-chief", name="見本 夜子", title="夜間主任")
    filled.fill("people.means", None, owner="night-chief", kind="携帯", value="×××-××××-××××")
    filled.fill("people.means", "president/#2", remove="削除")
    filled.cell("org.roles_not_applicable[0]").value = "削除"
    filled.cell("org.roles_not_applicable[1].role").value = "各資産の管理"
    filled.cell("org.roles_not_applicable[1].reason").value = "#外に頼む"
    for cell in filled.row("experts", "#1").values():
        cell.value = None
    proposal = filled.proposal()
    assert [(note.code, note.path) for note in proposal.notes] == [("row_cleared", "5 専門家!B7")]
    lines = changed_lines(proposal)
    assert lines[:4] == [
        "-      - kind: phone",
        "-        value: ××-××××-××××",
        "-        when: always",
        "-        note: 社長室直通。夜間は携帯に転送",
    ]
    assert lines[4:12] == [
        "+  - id: night-chief",
        "+    name: 見本 夜子",
        "+    title: 夜間主任",
        '+    department: "TODO: 総務"',
        "+    means:",
        "+      - kind: mobile",
        "+        value: ×××-××××-××××",
        '+    verified_on: "TODO: 情報セキュリティ担当者"',
    ]
    assert lines[-2:] == ["+    - role: asset_management", '+      reason: "#外に頼む"']


def test_unknown_not_applicable_and_empty(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    filled.cell("terminal.name").value = None
    filled.cell("terminal.staff").value = "未定：総務に聞く"
    filled.cell("terminal.port").value = "未定"
    filled.cell("manual.limits").value = "該当なし：全て自動である"
    assert changed_lines(filled.proposal()) == [
        "-  limits: " + load_folder(TERMINALS, "chitoseura").data["manual"]["limits"],  # type: ignore[index]
        "+  limits: 該当なし：全て自動である",
        "-  name: 千歳浦港 南ふ頭コンテナターミナル",
        '+  name: "TODO: 総務"',
        "-  port: 千歳浦港",
        "+  port: TODO",
        "-  staff: 38",
        '+  staff: "TODO: 総務に聞く"',
    ]


def test_dates_and_numbers_that_excel_made_of_what_was_typed(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    filled.fill("contacts", "ipa-desk", verified_on=datetime(2026, 4, 1))
    filled.fill("contacts", "police-cyber", verified_on=date(2026, 4, 2))
    filled.cell("terminal.berths").value = 4.0
    filled.cell("reporting.users_update_hours").value = 0.5
    filled.cell("terminal.teu_per_year").value = "1,234,567"
    filled.cell("terminal.control_systems_present").value = True
    lines = [line for line in changed_lines(filled.proposal()) if line.startswith("+")]
    assert lines == [
        "+    verified_on: 2026-04-02",
        "+    verified_on: 2026-04-01",
        "+  users_update_hours: 0.5",
        "+  berths: 4",
        "+  teu_per_year: 1234567",
        "+  control_systems_present: yes",
    ]


def test_the_same_said_otherwise_changes_nothing(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    file = filled.terminals / "chitoseura" / "contacts.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("police_on_cyberattack: yes", "police_on_cyberattack: true"), encoding="utf-8")
    filled.cell("reporting.police_on_cyberattack").value = True
    cell = filled.row("contacts", "ipa-desk")["verified_on"]
    assert "：" in cell.value
    cell.value = cell.value.replace("：", ": ")
    filled.cell("terminal.berths").value = 1.0
    assert filled.proposal().after == {}


def test_a_fact_cannot_act_as_a_formula(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    file = filled.terminals / "chitoseura" / "people.yml"
    acting = "=HYPERLINK(1)"
    file.write_text(file.read_text(encoding="utf-8").replace("総務課長", f"'{acting}'"), encoding="utf-8")
    made = exported(filled.terminals, "chitoseura", "ja")
    assert isinstance(made, bytes)
    cell = Filled(tmp_path, "chitoseura", made).row("people", "general-affairs")["title"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (acting, "s", True)


def test_sheets_and_rows_are_found_wherever_they_are(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    people = filled.sheet("table:people")
    people.title = "名簿"
    rows = [[cell.value for cell in row] for row in people.iter_rows(min_row=7, max_row=18)]
    for number, row in enumerate(reversed(rows), 7):
        for column, value in enumerate(row, 1):
            people.cell(number, column).value = value
    filled.sheet("form:terminal").insert_rows(1, 2)
    del filled.book[filled.sheet("form:bcp").title]
    filled.sheet("table:contacts").delete_rows(8)
    filled.sheet("table:contacts").delete_cols(5)
    filled.book.create_sheet("覚え書き")["A1"] = "忘れずに"
    proposal = filled.proposal()
    assert proposal.after == {}
    assert [(note.code, note.path) for note in proposal.notes] == [
        ("row_absent", "4 社外の連絡先"),
        ("sheet_ignored", "覚え書き"),
        ("sheet_absent", "25 システム障害BCP"),
    ]


def test_facts_that_changed_after_the_export_are_remarked(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    file = filled.terminals / "chitoseura" / "terminal.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("staff: 38", "staff: 39"), encoding="utf-8")
    proposal = filled.proposal()
    assert changed_lines(proposal) == ["-  staff: 39", "+  staff: 38"]
    assert [note.code for note in proposal.notes] == ["facts_changed_since"]
    file.write_text(file.read_text(encoding="utf-8").replace("staff: 39", "staff: 40"), encoding="utf-8")
    refused = store_facts(filled.terminals, "chitoseura", proposal, "stamp")
    assert isinstance(refused, Problem)
    assert refused.code == "changed_meanwhile"
    assert "staff: 40" in file.read_text(encoding="utf-8")


def imported(filled: Filled) -> list[str]:
    """Imports the questionnaire; what it remarks."""
    proposal = filled.proposal()
    assert proposal.after
    assert isinstance(store_facts(filled.terminals, filled.name, proposal, "stamp"), Path)
    return [note.code for note in proposal.notes]


def remarks(filled: Filled) -> list[tuple[str, str]]:
    """Imports it once more, which must not change anything; what it remarks now."""
    proposal = filled.proposal()
    assert changed_lines(proposal) == []
    return [(note.code, note.path) for note in proposal.notes]


def test_rows_that_were_added_are_found_again_when_the_sheet_is_imported_twice(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    filled.fill("people", None, id="gate-sub", name="見本 副子", title="副主任")
    first = filled.fill("people.means", None, owner="gate-sub", kind="携帯", value="×××-××××-××××")
    filled.fill("people.means", None, owner="gate-sub", kind="電話", value="××-××××-××××")
    filled.fill("people.means", None, owner="president", kind="携帯", value="×××-××××-××××", note="私用")
    filled.fill("experts", None, contact="naccs-center", relation="講評を頼む")
    assert imported(filled) == []
    assert remarks(filled) == []
    first["value"].value = "×××-××××-×××1"
    assert changed_lines(filled.proposal()) == ["-        value: ×××-××××-××××", "+        value: ×××-××××-×××1"]
    filled.fill("people", "president", title="社長")
    row = next(row for row in filled.sheet("table:people").iter_rows() if row[2].value == "gate-sub")
    row[1].value = "削除"
    lines = changed_lines(filled.proposal())
    assert "-  - id: gate-sub" in lines
    assert [line for line in lines if line.startswith("+")] == ["+    title: 社長"]


def test_a_row_that_was_marked_takes_its_inner_rows_along_however_often_it_is_imported(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    filled.fill("contacts", "naccs-center", id="naccs-desk")
    filled.fill("contacts", "truckers", remove="削除")
    filled.fill("people.means", "system-chief/#1", remove="削除")
    for sheet in filled.book:
        for row in sheet.iter_rows(min_row=5, min_col=2):
            for cell in row:
                if cell.value == "naccs-center" and not sheet.title.startswith("4-2"):
                    cell.value = "naccs-desk"
    noted = imported(filled)
    assert set(noted) == {"owner_removed"}
    again = remarks(filled)
    assert [code for code, _ in again] == noted
    assert all(place.startswith("4-2 社外の連絡手段!C") for _, place in again)


# Shared facts.


def test_inherited_facts_are_marked_and_written_only_when_they_change(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "hoshimisaki")
    own, shared = filled.cell("contact_points.name"), filled.cell("port_manager.name")
    assert own.fill.bgColor.rgb != shared.fill.bgColor.rgb or own.fill.fgColor.rgb != shared.fill.fgColor.rgb
    shared.value = "○○県 新港湾局"
    filled.fill("experts", "#2", relation="講評を頼む")
    lines = changed_lines(filled.proposal())
    assert lines[0] == "+experts:"
    assert lines[-2:] == ["+port_manager:", "+  name: ○○県 新港湾局"]
    assert sum(line.startswith("+  - contact:") for line in lines) == 4
    filled.cell("port_manager.agreed_on").value = None
    place = filled.cell("port_manager.agreed_on")
    assert codes(filled.problems()) == {(f"{place.parent.title}!{place.coordinate}", "inherited_cannot_go")}


# Mistakes.


def test_every_wrong_cell_is_named_at_once(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    wrong = {
        "cell_formula": filled.cell("terminal.berths"),
        "cell_error": filled.cell("terminal.staff"),
        "character_refused": filled.cell("terminal.port"),
    }
    values = {"cell_formula": "=1+1", "cell_error": "#REF!", "character_refused": "a\u200b\ufeff"}
    for code, cell in wrong.items():
        cell.value = values[code]
    extra = filled.sheet("form:terminal")
    extra.cell(extra.max_row + 1, 4).value = "どこにも属さない"
    lone = extra.cell(extra.max_row, 4)
    page = filled.sheet("table:people")
    page.cell(7, page.max_column + 1).value = "列の外"
    outside = page.cell(7, page.max_column)
    twice = page.cell(19, 1)
    twice.value = "president"
    copy = filled.book.copy_worksheet(filled.sheet("table:spares"))
    expected = {(f"{cell.parent.title}!{cell.coordinate}", code) for code, cell in wrong.items()}
    expected |= {
        (f"{page.title}!B19", "told_twice"),
        (f"{lone.parent.title}!{lone.coordinate}", "row_key_missing"),
        (f"{page.title}!{outside.coordinate}", "column_key_missing"),
        (copy.title, "sheet_twice"),
    }
    assert codes(filled.problems()) == expected


def test_answers_that_the_schema_refuses_are_named_by_their_cell(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    cells = {
        "cell_not_a_choice": filled.fill("people.means", "president/#1", kind="伝書鳩")["kind"],
        "cell_not_a_date": filled.fill("contacts", "ipa-desk", verified_on="令和8年")["verified_on"],
        "cell_missing": filled.cell("cloud.used"),
        "not_a_whole_number": filled.cell("terminal.berths"),
        "cell_rows_missing": filled.fill("people", None, id="lonely", name="見本")["id"],
        "owner_unknown": filled.fill("people.means", None, owner="nobody", kind="携帯", value="1")["@"],
        "not_an_id": filled.fill("systems", None, id="ＩＤ", name="x", hosting="当ターミナルの機器")["id"],
    }
    cells["not_a_whole_number"].value = "たくさん"
    cells["cell_missing"].value = None
    heading = filled.cell("org.officers[0]")
    heading.value = "残す"
    found = codes(filled.problems())
    expected = {(f"{cell.parent.title}!{cell.coordinate}", code) for code, cell in cells.items()}
    assert found >= expected | {(f"{heading.parent.title}!{heading.coordinate}", "cell_not_a_choice")}
    assert all("!" in place for place, _ in found)
    order = [problem.path.split("!")[0] for problem in filled.problems()]
    names = filled.book.sheetnames
    assert len(set(order)) > 3
    assert order == sorted(order, key=names.index)


def test_references_and_ids_are_checked_like_those_of_files(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    gone = filled.fill("people", "gate-chief", remove="削除")
    assert gone
    twice = filled.fill("contacts", "naccs-center", id="customs-office")["id"]
    problems = filled.problems()
    found = codes(problems)
    assert (f"{twice.parent.title}!{twice.coordinate}", "id_twice") in found
    assert {problem.code for problem in problems} == {"id_twice", "cell_unknown_id"}
    assert {problem.file for problem in problems} == {"chitoseura.xlsx"}


def test_a_questionnaire_of_another_terminal_is_refused(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    assert [problem.code for problem in filled.problems(to="aonagi")] == ["other_terminal"]
    assert [problem.code for problem in filled.problems(to="Not An Id")] == ["not_a_terminal_id"]


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def with_member(book: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(book)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return out.getvalue()


BROKEN = {
    "empty": (b"", "not_a_workbook"),
    "text": ("氏名,役職\n".encode("cp932"), "not_a_workbook"),
    "old or with a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "workbook_locked"),
    "cut off": (exported_sample("chitoseura")[:50_000], "not_a_workbook"),
    "another archive": (archive(readme=b"x"), "not_a_workbook"),
    "bomb": (archive(xl__workbook_xml=bytes(70_000_000)), "workbook_too_large"),
    "many members": (archive(**{f"a{n}": b"" for n in range(2_100)}), "workbook_too_large"),
    "entities": (with_member(exported_sample("chitoseura"), "xl/x.xml", b"<!DOCTYPE a>"), "not_a_workbook"),
    "no questionnaire": (b"", "not_a_questionnaire"),
} | {
    f"{text[-4:-1]} in {coding}": (
        with_member(exported_sample("chitoseura"), "xl/x.xml", text.encode(coding)),
        "not_a_workbook",
    )
    for text in ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "<!DOCTYPE a><a/>")
    for coding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
} | {
    f"all {tag} as one": (
        with_member(exported_sample("chitoseura"), "xl/x.xml", f'<x:{tag} a=">" ref="&#65;1:XFD1048576"/>'.encode()),
        "workbook_too_large",
    )
    for tag in ("mergeCell", "hyperlink")
} | {
    "no document type in UTF-16": (
        with_member(exported_sample("chitoseura"), "xl/x.xml", "<a/>".encode("utf-16")),
        "not_a_workbook",
    ),
    "entities in UTF-7": (
        with_member(
            exported_sample("chitoseura"),
            "xl/x.xml",
            b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4-<a/>',
        ),
        "not_a_workbook",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_files_that_are_no_questionnaire_are_told_apart(case: str, tmp_path: Path) -> None:
    content, code = BROKEN[case]
    path = tmp_path / "sent.xlsx"
    if case == "no questionnaire":
        openpyxl.Workbook().save(path)
    else:
        path.write_bytes(content)
    made = proposed(TERMINALS, "chitoseura", path, "ja")
    assert isinstance(made, tuple)
    assert [(problem.code, problem.file) for problem in made] == [(code, "sent.xlsx")]
    folder = proposed(TERMINALS, "chitoseura", tmp_path, "ja")
    assert isinstance(folder, tuple)
    assert [problem.code for problem in folder] == ["not_a_workbook"]
    missing = proposed(TERMINALS, "chitoseura", tmp_path / "absent.xlsx", "ja")
    assert isinstance(missing, tuple)
    assert [problem.code for problem in missing] == ["workbook_not_found"]


@pytest.mark.parametrize("merged", ["A8:A9", "C8:D8", "C5:C8", "D400:D401"])
def test_merged_cells_are_told_with_their_place(tmp_path: Path, merged: str) -> None:
    filled = Filled(tmp_path, "chitoseura")
    page = filled.sheet("table:people.means")
    page.merge_cells(merged)
    problems = filled.problems()
    assert ("cells_merged", f"{page.title}!{merged}") in {(problem.code, problem.path) for problem in problems}


def test_a_title_that_was_merged_loses_no_answer(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    filled.sheet("table:people").merge_cells("B2:D2")
    filled.book.create_sheet("x").merge_cells("A1:B9")
    assert filled.proposal().after == {}


def test_macros_and_links_to_other_files_are_left_aside(tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    book = with_member(exported_sample("chitoseura"), "xl/vbaProject.bin", b"\x00macro")
    path.write_bytes(with_member(book, "xl/externalLinks/externalLink1.xml", b"<externalLink/>"))
    made = proposed(TERMINALS, "chitoseura", path, "ja")
    assert isinstance(made, Proposal), made
    assert made.after == {}


# The workbook itself.


def test_cells_to_fill_in_are_text_with_choices_and_marks(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    assert filled.cell("terminal.berths").number_format == "@"
    page = filled.sheet("form:terminal")
    row = filled.cell("terminal.berths").row
    assert [page.cell(row, column).value for column in (2, 3, 5, 7)] == [
        "当ターミナルが使う岸壁（バース）の数",
        "必須",
        "バース",
        "オペレーション責任者",
    ]
    assert page.freeze_panes == "C5"
    assert page.column_dimensions["A"].hidden
    assert page.row_dimensions[1].hidden
    for sheet in filled.book:
        assert sheet.sheet_state == "hidden" or (sheet.page_setup.orientation, sheet.page_setup.paperSize) == (
            "landscape",
            9,
        )
        assert not sheet.protection.sheet
    means = filled.sheet("table:people.means")
    rules = {str(rule.sqref): rule for rule in means.data_validations.dataValidation}
    owners, kinds = (next(rule for area, rule in rules.items() if area.startswith(f"{column}7")) for column in "CD")
    assert owners.formula1.startswith("'2 社内の人'!$C$7")
    assert not owners.showErrorMessage
    assert kinds.formula1.startswith("選択肢!") or kinds.formula1.startswith("'選択肢'!")
    # Of a choice that may be open one writes whom to ask, or that it is only assumed.
    assert not kinds.showErrorMessage
    used = filled.cell("cloud.used")
    closed = [
        rule for rule in used.parent.data_validations.dataValidation if used.coordinate in str(rule.sqref).split()
    ]
    assert [rule.showErrorMessage for rule in closed] == [True]
    assert "【社外秘】" in means["E4"].value
    guide = filled.book.worksheets[0]
    told = [str(cell.value) for row in guide.iter_rows() for cell in row if cell.value]
    assert any("取扱注意" in text for text in told)
    assert sum(text.startswith(("=COUNTA(", "=SUMPRODUCT(")) for text in told) == len(sheet_specs())


def test_nothing_in_the_sheets_speaks_of_another_notation() -> None:
    questions = 0
    for language in LANGUAGES:
        words = intake_words(language)
        source = load_folder(TERMINALS, "chitoseura")
        for sheet in Planner(source, "x", Asking(words, language), Values(language)).sheets():
            for each in sheet.lines if isinstance(sheet, SingleFacts) else sheet.columns:
                if each.question:
                    questions += 1
                    shown = f"{each.title} {each.question.told} {each.question.example}"
                    assert not re.search("引用符|quotes|YAML|[\\[\\]{}`]", shown), shown
    assert questions > 1000
    asking = Asking(intake_words("ja"), "ja")
    assert asking.question(("requirement_sets", 0)).example == "mlit-interim-1"
    assert asking.meaning(("terminal", "tos", "form")) == "TOSの種類"


def test_the_guide_names_each_thing_once() -> None:
    guide = openpyxl.load_workbook(io.BytesIO(exported_sample("chitoseura"))).worksheets[0]
    rows = [[str(cell.value or "") for cell in row] for row in guide.iter_rows() if "COUNT" in str(row[4].value)]
    assert len(rows) == len(sheet_specs())
    for _, _, told, asked, _ in rows:
        for text in (told, asked):
            assert all(text.split("、")), text
        assert "（1）" not in told


def test_the_guide_counts_what_is_filled_in_and_not_what_is_open(tmp_path: Path, program: Callable[[str], str]) -> None:
    made = exported(TERMINALS, "minami-ct", "ja")
    assert isinstance(made, bytes)
    cached = openpyxl.load_workbook(io.BytesIO(made), data_only=True).worksheets[0]
    before = {row[1].value: row[4].value for row in cached.iter_rows() if row[4].value}
    filled = Filled(tmp_path, "minami-ct", made)
    filled.cell("terminal.berths").value = 4
    filled.cell("terminal.name").value = "南港ターミナル"
    filled.cell("terminal.port").value = "未定　誰に聞くか"
    filled.fill("people", "ciso", name="見本 一郎")
    filled.save()
    to_text = "csv:Text - txt - csv (StarCalc):44,34,76,1"
    command = [program("soffice"), "--headless", "--convert-to", to_text, "--outdir", "out", filled.path.name]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run([*command, profile], cwd=tmp_path, check=True, capture_output=True)
    [path] = (tmp_path / "out").glob("*.csv")
    after = {row[1]: row[4] for row in csv.reader(path.read_text(encoding="utf-8").splitlines()) if row[4]}
    assert len(after) == len(sheet_specs()) + 1
    changed = {name: (before[name], after[name]) for name in after if after[name] != before[name]}
    assert changed == {
        "1 ターミナルの概要": ("1 / 21", "3 / 21"),
        "2 社内の人": ("12件、未定と仮 48欄", "12件、未定と仮 47欄"),
    }


def test_the_same_facts_give_the_same_bytes() -> None:
    assert exported(TERMINALS, "chitoseura", "ja") == exported_sample("chitoseura")


def test_a_terminal_that_is_not_there_begins_with_open_questions(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    made = exported(filled.terminals, "minami-ct", "ja")
    assert isinstance(made, bytes)
    new = Filled(tmp_path, "minami-ct", made)
    new.cell("terminal.name").value = "南港ターミナル"
    assert str(new.cell("terminal.port").value).startswith("未定")
    proposal = new.proposal()
    assert proposal.answers is not None
    assert store_facts(new.terminals, "minami-ct", proposal, "stamp") is None
    facts = load_folder(new.terminals, "minami-ct")
    assert facts.problems == []
    assert facts.data["terminal"]["name"] == "南港ターミナル"  # type: ignore[index]
    again = new.proposal()
    assert again.after == {}


def test_an_answer_is_not_called_provisional_any_more(tmp_path: Path) -> None:
    Filled(tmp_path, "chitoseura")
    assert not isinstance(new_terminal(tmp_path / "terminals", "minami-ct", {}, "stamp"), Problem)
    made = exported(tmp_path / "terminals", "minami-ct", "ja")
    assert isinstance(made, bytes)
    new = Filled(tmp_path, "minami-ct", made)
    file = new.terminals / "minami-ct" / "terminal.yml"
    marked = [line for line in file.read_text(encoding="utf-8").splitlines() if "仮：" in line]
    assert "  control_systems_present: 仮：no" in marked
    assert new.cell("terminal.control_systems_present").value == "仮：いいえ"
    new.cell("terminal.control_systems_present").value = "はい"
    proposal = new.proposal()
    assert changed_lines(proposal) == ["-  control_systems_present: 仮：no", "+  control_systems_present: yes"]


# The command.


def test_the_diff_is_coloured_and_cannot_steer_the_window() -> None:
    before, after = {"a.yml": "x: 1\n"}, {"a.yml": "x: \x1b[2J\n"}
    lines = list(diff_lines(before, after, coloured=True))
    assert [line for line in lines if "x:" in line] == ["\x1b[31m-x: 1\x1b[0m", "\x1b[32m+x: <U+001B>[2J\x1b[0m"]
    plain = list(diff_lines(before, after, coloured=False))
    assert [line for line in plain if "x:" in line] == ["-x: 1", "+x: <U+001B>[2J"]
    assert "\x1b" not in "".join(plain)


@pytest.mark.parametrize(
    ("typed", "agrees"), [("はい", True), ("ｙ", True), (" Y ", True), ("yes", True), ("", False), ("ｎ", False),
    ("いいえ", False), ("No", False)]
)  # fmt: skip
def test_the_question_understands_what_people_type_and_asks_again_otherwise(typed: str, agrees: bool) -> None:
    answers, unclear = iter(["書く", "0", typed]), []
    assert agreed(lambda: next(answers), lambda: unclear.append(1)) is agrees
    assert len(unclear) == 2


def test_what_changes_is_told_in_the_words_of_the_sheets(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    filled.cell("terminal.berths").value = 2
    filled.cell("terminal.control_systems_present").value = "はい"
    filled.cell("terminal.tos.users[1]").value = "別の会社"
    filled.cell("manual.limits").value += "\n見本"
    filled.cell("org.roles_not_applicable[0]").value = "削除"
    filled.fill("people", None, id="gate-sub", name="見本 副子", title="副主任")
    filled.fill("people.means", None, owner="gate-sub", kind="携帯", value="×××-××××-××××")
    filled.fill("people.means", "president/#2", remove="削除")
    filled.fill("contacts", "tos-maintenance", supplier=None)
    filled.cell("org.officers[0].roles[2]").value = None
    lines = list(summary(filled.proposal().changes, intake_words("ja")))
    told = dict(line.split("：", 1) for line in lines[:-1])
    assert list(told) == [
        "変わる　（1 ターミナルの概要）当ターミナルが使う岸壁（バース）の数",
        "変わる　（1 ターミナルの概要）機器を自動で動かす制御システムがあるか",
        "加わる　（1 ターミナルの概要）所有者のほかにTOSを使う会社の名前",
        "加わる　（2 社内の人）gate-sub",
        "消える　（2-2 社内の人の連絡手段）president　2件目",
        "消える　（3 体制）情報セキュリティ担当者と分担　1件目　受け持つ役割",
        "消える　（3 体制）当ターミナルでは誰にも割り当てない役割と理由　1件目",
        "消える　（4 社外の連絡先）tos-maintenance　委託先でもあるときは、その委託先",
        "変わる　（26 手作業の荷役）手作業ではできないこと、しないこと",
    ]
    texts = list(told.values())
    assert texts[:3] == ["1 → 2", "いいえ → はい", "別の会社"]
    assert texts[3].startswith("見本 副子、副主任、未定")
    assert texts[4].startswith("電話、")
    assert texts[5] == "BCP等の実行"
    assert texts[8].endswith(" 見本")
    assert max(map(len, lines)) < 200
    assert lines[-1] == "変わる 3件、加わる 2件、消える 4件"


def test_an_id_that_is_not_there_yet_is_told_with_those_that_are_like_it(tmp_path: Path) -> None:
    (tmp_path / "terminals" / "minami-ct").mkdir(parents=True)
    done = run(tmp_path, "export", "minami", "sheet.xlsx")
    assert done.returncode == 0
    assert "minami is not there yet" in done.stderr
    assert "minami-ct" in done.stderr
    assert ids_like(TERMINALS, "aonagy") == ["aonagi"]
    assert ids_like(TERMINALS, "zzz") == []


def run(folder: Path, *arguments: str, told: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from quaybook.cli import main; main()", "intake", *arguments, "--ui-lang", "en"]
    return subprocess.run(command, cwd=folder, input=told, capture_output=True, encoding="utf-8", check=False)


def test_the_command_asks_before_it_writes_and_keeps_what_stood_there(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    done = run(tmp_path, "export", "chitoseura", "sheet.xlsx")
    assert (done.returncode, done.stderr) == (0, "")
    again = run(tmp_path, "export", "chitoseura", "sheet.xlsx")
    assert again.returncode == 1
    assert "There is a file of this name" in again.stderr
    filled.cell("terminal.berths").value = 3
    file, facts = filled.save().name, filled.terminals / "chitoseura" / "terminal.yml"
    before = facts.read_bytes()
    for arguments, answer in ((["--dry-run"], "y\n"), ([], ""), (["--diff"], "perhaps\nno\n")):
        kept = run(tmp_path, "import", file, "chitoseura", *arguments, told=answer)
        assert kept.returncode == 0
        assert "changes (1 Terminal) Number of berths that the terminal works: 1 → 3" in kept.stdout
        assert "Changed: 1, added: 0, removed: 0" in kept.stdout
        assert ("+  berths: 3" in kept.stdout) == ("--diff" in arguments)
        assert "Nothing was written" in kept.stdout
        assert facts.read_bytes() == before
    written = run(tmp_path, "import", file, "chitoseura", told="y\n")
    assert written.returncode == 0
    assert "quaybook check chitoseura" in written.stdout
    assert facts.read_bytes() == before.replace(b"berths: 1", b"berths: 3")
    [backup] = (filled.terminals / ".backup").glob("chitoseura-*")
    assert (backup / "terminal.yml").read_bytes() == before
    assert str(backup.relative_to(tmp_path)) in written.stdout
    filled.cell("terminal.berths").value = "many"
    wrong = run(tmp_path, "import", filled.save().name, "chitoseura", "--yes")
    assert wrong.returncode == 1
    assert "chitoseura.xlsx: 1 ターミナルの概要!D" in wrong.stderr
    assert facts.read_bytes() == before.replace(b"berths: 1", b"berths: 3")
