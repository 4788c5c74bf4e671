"""A form is filled in on the screen: every empty place of its blank sheets is a control, and prints as it did."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from pypdf import PdfReader
from quaybook.formats.word import layout
from quaybook.formats.word.places import Place, Signs
from quaybook.model.document import Document, Kind

from tests.conftest import prepared_sample
from tests.formats.word.test_word import to_pdf
from tests.helpers.editions import edition, word_files

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
# The order in which the schema wants the properties of a control.
ORDER = ["rPr", "alias", "tag", "id", "lock", "placeholder", "temporary", "showingPlcHdr", "text", "checkbox"]
LOOK = edition(prepared_sample("chitoseura")).look


def some(folder: Path, wanted: Callable[[Document], bool]) -> dict[str, Path]:
    sample = prepared_sample("chitoseura")
    held = sample.sets["ja"]
    few = replace(held, documents=tuple(document for document in held.documents if wanted(document)))
    return word_files(edition(sample, few, folder / "cache"), folder)


def forms(folder: Path) -> dict[str, Path]:
    return some(folder, lambda document: document.spec.kind == Kind.FORM)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return forms(tmp_path_factory.mktemp("forms"))


def controls(path: Path) -> Iterator[Any]:
    return docx.Document(str(path)).element.iter(qn("w:sdt"))


def title(control: Any) -> str:
    return str(control.find(f"{qn('w:sdtPr')}/{qn('w:alias')}").get(qn("w:val")))


def test_a_control_is_built_as_the_schema_has_it(made: dict[str, Path]) -> None:
    seen = 0
    for name, path in made.items():
        root = docx.Document(str(path)).element
        marked = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
        assert root.get(marked) == "w14"
        numbers = []
        for control in root.iter(qn("w:sdt")):
            seen += 1
            properties, content = control
            assert control.getparent().tag == qn("w:p")
            assert (properties.tag, content.tag) == (qn("w:sdtPr"), qn("w:sdtContent"))
            told = [etree.QName(child).localname for child in properties]
            assert told == sorted(told, key=ORDER.index), name
            assert ("checkbox" in told) != ("text" in told)
            assert ("text" in told) == ("showingPlcHdr" in told)
            assert [child.tag for child in content] == [qn("w:r")]
            assert 0 < len(title(control)) <= 64
            numbers.append(properties.find(qn("w:id")).get(qn("w:val")))
        assert len(numbers) == len({*numbers})
    assert seen > 5000


def test_every_blank_and_box_of_a_sheet_is_in_a_control_and_none_behind_it(made: dict[str, Path]) -> None:
    inside = 0
    for name, path in made.items():
        is_sheet = True
        for child in docx.Document(str(path)).element.body:
            if child.tag == qn("w:bookmarkStart") and child.get(qn("w:name")) in ("example", "rules"):
                is_sheet = False
            if not is_sheet:
                assert next(child.iter(qn("w:sdt")), None) is None, name
                continue
            for text in child.iter(qn("w:t")):
                # One blank alone parts words.
                if re.search("□|\u3000\u3000", text.text or ""):
                    inside += 1
                    assert next(text.iterancestors(qn("w:sdtContent")), None) is not None, f"{name} {text.text}"
        # What is only looked up has nothing behind it.
        assert not is_sheet or name in ("F43", "F48"), name
    assert inside > 2000


def test_titles_are_the_labels_of_the_sheet(made: dict[str, Path]) -> None:
    titles = {name: [title(control) for control in controls(path)] for name, path in made.items()}
    assert {"本船名・航海番号", "サイズ 40", "番号 英 4", "危険品 UN", "通風孔 開", "係員の署名"} <= {*titles["F01"]}
    assert {"輸入の許可 結果 なし", "荷渡しの指図 確かめたもの D/O現物"} <= {*titles["F03"]}
    assert {"前面 良", "屋根 C 4", "4 写真の番号"} <= {*titles["F05"]}
    assert {"1 コンテナ番号", "20 警報"} & {*titles["F12"]}


def lines(pdf: Path) -> list[list[str]]:
    """The lines of each page; how far apart its words are is a guess of who reads it."""
    pages = (page.extract_text(extraction_mode="layout") for page in PdfReader(pdf).pages)
    return [["".join(line.split()) for line in page.splitlines() if line.strip()] for page in pages]


def test_a_blank_prints_as_it_would_without_controls(
    made: dict[str, Path], program: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "make_fillable", lambda *_: None)
    plain = forms(tmp_path / "plain")
    assert next(controls(plain["F01"]), None) is None
    chosen = ("F01", "F05", "F12", "F18", "F46")
    for folder, files in (("with", made), ("without", plain)):
        (tmp_path / folder).mkdir()
        to_pdf(program("soffice"), [files[name] for name in chosen], tmp_path / folder)
    for name in chosen:
        told, plain_told = (lines(tmp_path / folder / f"{name}.pdf") for folder in ("with", "without"))
        assert told == plain_told, name
        assert len(told) > 1


def test_no_file_outside_of_forms_names_what_came_later(tmp_path: Path) -> None:
    files = some(tmp_path, lambda document: document.spec.id in ("backup", "card-duty"))
    assert len(files) == 2
    for path in files.values():
        text = ZipFile(path).read("word/document.xml")
        assert b"w14" not in text


@cache
def signs() -> Signs:
    return Signs(LOOK["by_hand"])


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("\u3000", ["欄"]),
        ("\u3000\u3000月\u3000\u3000日\u3000\u3000\u3000：", ["欄 月", "欄 日", "欄 ：", "欄 ： 2"]),
        ("□普通\u3000□冷凍", ["欄 普通", "欄 冷凍"]),
        ("□開（\u3000\u3000\u3000）", ["欄 開", "欄 開 2"]),
        ("UN\u3000\u3000\u3000分類", ["欄 UN", "欄 分類"]),
        ("□あり F05 No.", ["欄 あり F05 No.", "欄 あり F05 No. 2"]),
        ("\u3000：〜\u3000：", ["欄 ：〜", "欄 ：〜 2", "欄 ："]),
        ("書いてある文", []),
    ],
)
def test_places_are_found_by_the_signs_of_the_sheet(text: str, titles: list[str]) -> None:
    assert [place.title for place in signs().places(text, "欄")] == titles


def test_only_an_entry_is_written_behind_where_it_shows_no_blank() -> None:
    assert signs().places("F35 No.", "欄", is_entry=True) == [Place(7, 7, "欄 F35 No.")]
    assert signs().places("最後のNo.", "欄") == []
