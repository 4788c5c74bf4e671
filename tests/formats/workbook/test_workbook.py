"""The workbook of the registers opens, sorts and filters, and no fact in it can act."""

from __future__ import annotations

import html
import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
import yaml
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader
from quaybook.facts.positions import Position, Source
from quaybook.formats.workbook.layout import sheet_names
from quaybook.formats.workbook.write import CELL_LIMIT, workbook
from quaybook.model.document import Document, Kind, Sheet
from quaybook.pipeline import Prepared, Workspace, prepare
from quaybook.wording.plain_text import columns

from tests.conftest import SAMPLES, TODAY, prepared_sample
from tests.helpers.data_files import checked, kit_check, told
from tests.helpers.workspaces import facts_of, write_facts

ACTING = ('=HYPERLINK("http://x","y")', "+1", "@SUM(A1)", "-2+3", "＝1+1", "=cmd|' /C calc'!A0")
HOSTILE = (
    *ACTING,
    "<b>&amp;",
    "{{ 7*7 }}",
    "{% raw %}",
    "_x0041_",
    "http://example.jp",
    "0120",
    "1e5",
    "2026-11-01",
    "TRUE",
    "#REF!",
    "\ue000backup\ue001",
    "](doc:backup)",
    "𠮷野家　'“&quot;",
)
PREFIX = "=A&P"
RAW = re.compile(r"\bNone\b|\bTodo\b|TODO|\{[{%#]|&#|\(doc:|[\ue000-\uf8ff]")
LISTS = {
    "R-01 システム": "systems",
    "R-01 サーバ": "servers",
    "R-02 外部接続": "external_connections",
    "R-05 バックアップ": "backups",
    "R-05 復元試験": "restore_tests",
    "R-06 社外の連絡先": "contacts",
    "R-06 社内の連絡先": "people",
    "R-08 委託先": "suppliers",
    "R-09 連携外部機器": "linked_devices",
    "R-10 例外": "exceptions",
    "R-10 改善計画": "plan",
    "R-12 教育": "courses",
    "R-13 訓練": "drills",
}


def registers(sample: Prepared) -> list[Document]:
    return [d for d in sample.sets["ja"].documents if d.spec.kind == Kind.REGISTER]


def made(sample: Prepared, documents: list[Document] | None = None) -> bytes:
    return workbook(documents or registers(sample), sample.words["ja"], "台帳", str(sample.terminal.terminal.name))


@cache
def opened(name: str) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(made(prepared_sample(name))))


def lists(book: Workbook) -> list[Worksheet]:
    """The sheets behind the contents."""
    return list(book.worksheets[1:])


def cells(page: Worksheet) -> Iterator[Cell]:
    return (cell for row in page.iter_rows(min_row=2) for cell in row)


def widths(page: Worksheet) -> list[float]:
    """By column; openpyxl tells the width of equal neighbours at the first of them only."""
    told = {n: d.width for d in page.column_dimensions.values() for n in range(d.min, d.max + 1)}
    return [told[cell.column] for cell in page[1]]


def column(page: Worksheet, head: str) -> list[Cell]:
    heads = [cell.value for cell in page[1]]
    return [row[heads.index(head)] for row in page.iter_rows(min_row=2)]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sheet_is_set_up_for_screen_and_paper(name: str) -> None:
    book = opened(name)
    assert len(book.worksheets) > 25
    assert len({title.casefold() for title in book.sheetnames}) == len(book.sheetnames)
    for page in book.worksheets:
        corner = page.cell(max(2, page.max_row), page.max_column).coordinate
        assert len(page.title) <= 31
        assert page.freeze_panes == "A2", page.title
        assert page.auto_filter.ref == f"A1:{corner}", page.title
        assert page.print_area.endswith(f"$A$1:{page[corner].column_letter.join('$$')}{page[corner].row}")
        assert page.print_title_rows == "$1:$1"
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert (page.sheet_properties.pageSetUpPr.fitToPage, page.page_setup.fitToHeight) == (True, 0)
        assert all(cell.font.b and cell.fill.fill_type == "solid" for cell in page[1])


@pytest.mark.parametrize("name", SAMPLES)
def test_every_register_has_all_entries_of_its_lists(name: str) -> None:
    book, terminal = opened(name), prepared_sample(name).terminal
    numbers = {page.title.split(" ")[0] for page in lists(book)}
    assert numbers == {d.spec.number for d in registers(prepared_sample(name))}
    assert len(numbers) == 15
    for title, group in LISTS.items():
        entries, page = getattr(terminal, group), book[title]
        filled = [row for row in page.iter_rows(min_row=2) if len([c for c in row if c.value is not None]) > 1]
        assert len(filled) == len(entries), title
        if not entries:
            assert page["A2"].value.endswith("。"), title
    places = sum(len(backup.locations) for backup in terminal.backups)
    assert book["R-05 保存場所"].max_row - 1 == places > 3


@pytest.mark.parametrize("name", SAMPLES)
def test_heads_and_footers_say_which_document_it_is(name: str) -> None:
    documents = {d.spec.number: d for d in registers(prepared_sample(name))}
    pages = lists(opened(name))
    assert len(pages) > 10
    for page in pages:
        document = documents[page.title.split(" ")[0]]
        assert page.oddHeader.left.text.startswith(f"{document.title}　")
        assert page.oddHeader.right.text == document.control.classification
        assert document.number in page.oddFooter.left.text
        assert dict(document.control.rows)["版"] in page.oddFooter.left.text
        assert page.oddFooter.right.text == "&P/&N"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_contents_lead_to_every_sheet(name: str) -> None:
    book = opened(name)
    contents = book.worksheets[0]
    assert contents.title == "目次"
    linked = [cell.hyperlink.location for cell in column(contents, "表")]
    assert linked == [f"'{page.title}'!A1" for page in lists(book)]
    counted = dict(zip([c.value for c in column(contents, "表")], column(contents, "件数"), strict=True))
    assert counted["R-06 社外の連絡先"].value == len(prepared_sample(name).terminal.contacts)
    assert {cell.value for cell in column(contents, "改訂日")} == {
        dict(d.control.rows)["改訂日"] for d in registers(prepared_sample(name))
    }


@pytest.mark.parametrize("name", SAMPLES)
def test_days_and_numbers_can_be_sorted(name: str) -> None:
    book, terminal = opened(name), prepared_sample(name).terminal
    days = column(book["R-06 社外の連絡先"], "最終確認日")
    for cell, contact in zip(days, terminal.contacts, strict=True):
        if isinstance(contact.verified_on, date):
            assert isinstance(cell.value, datetime)
            assert (cell.value.date(), cell.number_format) == (contact.verified_on, "yyyy-mm-dd")
        else:
            assert str(cell.value).startswith("【要記入")
    assert sum(isinstance(cell.value, datetime) for cell in days) > 3
    hours = [cell.value for cell in column(book["R-01 システム"], "目標復旧時間（時間）")]
    known = [system.rto_hours for system in terminal.systems if isinstance(system.rto_hours, float)]
    assert [hour for hour in hours if isinstance(hour, int | float)] == known != []


@pytest.mark.parametrize("name", SAMPLES)
def test_no_cell_is_empty_raw_or_a_formula(name: str) -> None:
    seen = 0
    for page in opened(name).worksheets:
        if page.max_row > 2:
            assert [cell.coordinate for cell in cells(page) if cell.value in (None, "")] == [], page.title
        for cell in (*page[1], *cells(page)):
            seen += 1
            assert cell.data_type in ("s", "n", "d"), (page.title, cell.coordinate)
            if isinstance(cell.value, str):
                assert not RAW.search(cell.value), cell.value
    assert seen > 1500


@pytest.mark.parametrize("name", SAMPLES)
def test_columns_are_wide_enough_for_days_and_numbers_and_fit_a_page(name: str) -> None:
    checked = 0
    for page in opened(name).worksheets:
        wide = widths(page)
        assert all(8 <= width <= 51 for width in wide), page.title
        assert sum(wide) < 210, page.title
        for cell in cells(page):
            if isinstance(cell.value, int | float | datetime):
                checked += 1
                shown = "2026-11-01" if isinstance(cell.value, datetime) else str(cell.value)
                assert wide[cell.column - 1] > columns(shown)
    assert checked > 200


def hostile_terminal(root: Path, texts: tuple[str, ...]) -> Prepared:
    """Sample B with endpoints, an address and a document prefix made of `texts`."""
    facts = facts_of("chitoseura")
    facts["endpoints"] = [{"name": t, "count": "1", "place": t, "use": t, "os": t} for t in texts]
    facts["document_control"]["number_prefix"] = PREFIX
    facts["contacts"][0]["means"] = [{"kind": "phone", "value": text} for text in texts]
    write_facts(root / "terminals" / "hostile", facts)
    prepared, problems = prepare(Workspace(root), "hostile", TODAY)
    assert prepared is not None
    assert problems == ()
    return prepared


ESCAPES = ("_x0041_", "_x005F_x0041_", "_x005F_x005F_x0041_x00e9_", "_x0041_x0042_", "_x005F_", "a_x000D_b", "_x005F")


def test_texts_that_look_like_escapes_are_read_as_they_stand(tmp_path: Path) -> None:
    content = made(hostile_terminal(tmp_path, ESCAPES))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = ElementTree.fromstring(archive.read("xl/sharedStrings.xml")).itertext()
        # As the standard has it, from left to right; the library that reads workbooks in these tests does not.
        found = {re.sub("_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), text) for text in texts}
    assert set(ESCAPES) <= found


def test_hostile_facts_stay_text_as_they_are(tmp_path: Path) -> None:
    prepared = hostile_terminal(tmp_path, HOSTILE)
    content = made(prepared)
    book = openpyxl.load_workbook(io.BytesIO(content))
    for head in ("名称", "置き場所", "用途", "OS及び更新の方法"):
        column_cells = column(book["R-01 端末"], head)
        assert [cell.value for cell in column_cells] == list(HOSTILE)
        assert {cell.data_type for cell in column_cells} == {"s"}
        quoted = [cell.value for cell in column_cells if cell.quotePrefix]
        assert quoted == list(ACTING)
    means = column(book["R-06 社外の連絡先"], "連絡の手段")[0].value
    assert means == "、".join(f"電話 {text}" for text in HOSTILE)
    first = column(book.worksheets[0], "文書番号")[0]
    assert (first.value, first.data_type, bool(first.quotePrefix)) == (f"{PREFIX}-R-01", "s", True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        footer = html.unescape(archive.read("xl/worksheets/sheet2.xml").decode().split("<oddFooter>")[1])
    assert footer.startswith("&L=A&&P-R-01　")
    assert [cell for page in book.worksheets for cell in cells(page) if cell.data_type == "f"] == []


def one_sheet(sample: Prepared, *values: Any) -> list[Cell]:
    """`values` as the cells of one column, after a workbook was made of them."""
    sheet = Sheet("見本", ("値",), tuple((value,) for value in values), "ない。")
    document = replace(registers(sample)[0], sheets=(sheet,))
    return column(openpyxl.load_workbook(io.BytesIO(made(sample, [document]))).worksheets[1], "値")


@pytest.mark.parametrize("character", ["長", "𠮷"])
def test_a_text_beyond_the_limit_of_a_cell_is_cut_and_says_so(large: Prepared, character: str) -> None:
    units = len(character.encode("utf-16-le")) // 2
    whole = character * (CELL_LIMIT // units)
    kept, cut = one_sheet(large, whole, whole + "以上")
    assert kept.value == whole
    assert CELL_LIMIT - 1 <= len(cut.value.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert cut.value.endswith(large.words["ja"]("workbook.cut"))
    assert cut.value.startswith(character * 15_000)


def test_what_excel_cannot_count_stays_text(large: Prepared) -> None:
    values = (10**15 - 1, 10**15 + 1, 0.25, float("inf"), date(1900, 3, 1), date(1899, 12, 31), "\tx")
    shown = one_sheet(large, *values)
    assert [cell.value for cell in shown] == [
        10**15 - 1,
        "1000000000000001",
        0.25,
        "inf",
        datetime(1900, 3, 1),
        "1899-12-31",
        "\tx",
    ]
    assert [bool(cell.quotePrefix) for cell in shown] == [False] * 6 + [True]


def test_names_are_such_as_excel_takes() -> None:
    wanted = ["R-01 [a]:b*c?d/e\\f", "'quoted'", "長" * 40, "長" * 50, "Same", "same", "𠮷" * 31]
    names = sheet_names(wanted)
    assert names == sheet_names(wanted)
    assert len({name.casefold() for name in names}) == len(wanted)
    assert names[:2] == ("R-01 -a--b-c-d-e-f", "quoted")
    assert all(len(name.encode("utf-16-le")) // 2 <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert names[5] == "same (2)"


def test_the_same_facts_give_the_same_bytes(sample: Prepared) -> None:
    first = made(sample)
    assert first == made(sample)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time[0] for entry in archive.infolist()} == {2020}
        core = archive.read("docProps/core.xml").decode()
        assert re.findall(r">(\d{4})-", core) == ["2020", "2020"]
        styles = archive.read("xl/styles.xml").decode()
        assert set(re.findall(r'<name val="([^"]*)"', styles)) == {"游ゴシック"}
        assert "<scheme" not in styles


MISTAKEN = {
    "s.nmae": "template_variable",
    "s.hosting": "template_prints_enum",
    "cloud.used": "template_prints_object",
    's.areas | map("label") | list': "template_prints_object",
    'ref("backup")': "template_prints_object",
    'cite("3-4-1")': "template_prints_object",
    '"nobody" | system': "template_unknown_id",
    "s.name |": "template_syntax",
    'word("no.such")': "missing_word",
    "s.__class__.__mro__": "template_variable",
}


def test_every_mistake_in_a_sheet_file_is_told_with_its_place(tmp_path: Path) -> None:
    facts = facts_of("chitoseura")
    write_facts(tmp_path / "terminals" / "mine", facts)
    folder = tmp_path / "terminals" / "mine" / "overrides" / "documents" / "register" / "register-assets"
    folder.mkdir(parents=True)
    columns = [[f"列{number}", expression] for number, expression in enumerate(MISTAKEN)]
    one = {"title": "一", "rows": "systems", "as": "s", "if_empty": "ない。", "columns": columns}
    two = {**one, "title": "二", "rows": "terminal", "columns": [["名", "s.name"]]}
    three = {**two, "title": "三", "rows": "systems", "each": {"area": "s.no_areas"}}
    text = yaml.safe_dump({"language": "ja", "sheets": [one, two, three]}, allow_unicode=True)
    (folder / "sheet.yml").write_text(text, encoding="utf-8")
    _, problems = prepare(Workspace(tmp_path), "mine", TODAY)
    name = "terminals/mine/overrides/documents/register/register-assets/sheet.yml"
    found = {problem.path: problem.code for problem in problems if problem.file == name}
    words = [p for p in problems if p.code == "missing_word"]
    assert len(words) == 1
    assert dict(words[0].values)["source"] == f"{name}:sheets[0].columns[8]"
    expected = {f"sheets[0].columns[{n}]": code for n, code in enumerate(MISTAKEN.values()) if code != "missing_word"}
    assert found == expected | {"sheets[1].rows": "template_not_a_list", "sheets[2].each.area": "template_variable"}
    lines = text.splitlines()
    for problem in (p for p in problems if p.file == name and "columns" in p.path):
        assert "列" in lines[problem.line - 1]


@pytest.mark.parametrize(
    ("written", "code", "path"),
    [
        ({"sheets": []}, "data_key_missing", "language"),
        ({"language": "ja", "sheets": []}, "too_few_entries", "sheets"),
        ({"language": "ja", "sheets": [{"columns": [["a"]]}]}, "not_a_pair", "sheets[0].columns[0]"),
        ({"language": "ja", "sheets": [{"column": []}]}, "unknown_key", "sheets[0].column"),
    ],
)
def test_a_sheet_file_of_the_wrong_form_is_refused(written: Any, code: str, path: str) -> None:
    file = checked("sheet.yml", Source(written, {(): Position("x/sheet.yml", 1, 1)}))
    assert file.made is None
    assert (code, path) in told(file.problems)
    assert {problem.file for problem in file.problems} == {"x/sheet.yml"}


def test_a_sheet_file_is_for_its_own_language() -> None:
    check = kit_check()
    held = [spec for spec in check.library.specs if "sheet.yml" in check.library.data(spec)]
    assert len(held) == 16
    for spec in held:
        files, problems = check.files_in(spec, "en")
        assert files == ()
        assert "data_language_missing" in {problem.code for problem in problems}


def test_libreoffice_prints_the_workbook(program: Callable[[str], str], tmp_path: Path) -> None:
    (tmp_path / "registers.xlsx").write_bytes(made(prepared_sample("aonagi")))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [program("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    done = subprocess.run([*command, str(tmp_path / "registers.xlsx")], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    pdf = PdfReader(tmp_path / "registers.pdf")
    pages = ["".join((page.extract_text() or "").split()) for page in pdf.pages]
    assert len(pages) > 60
    assert "情報資産台帳" in pages[0]
    together = "".join(pages)
    assert "予備の機器" in together
    assert "関係者限り" in together
    assert f"1/{len(pages)}" in pages[0]
    # What does not fit its column is printed so.
    assert "###" not in together
