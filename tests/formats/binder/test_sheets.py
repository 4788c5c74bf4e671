"""Each form and each card is a PDF of its own, in which every sheet counts for itself."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pypdf import PdfReader
from quaybook.formats.binder import fitting, sheets
from quaybook.formats.binder.format import BinderFormat
from quaybook.formats.binder.fragments import make_fragments, pieces
from quaybook.formats.binder.plan import binder_editions
from quaybook.model.document import Kind
from quaybook.resources import policy_source
from quaybook.wording.words import load_words

from tests.conftest import SAMPLES, prepared_sample
from tests.helpers.editions import edition

WORDS, _ = load_words(policy_source(), "ja")


def make(name: str, cache_folder: Path, scrap: Path) -> dict[str, bytes]:
    of = edition(prepared_sample(name), cache=cache_folder)
    for layout in {*sheets.LAYOUT, *fitting.LAYOUT}:
        (scrap / layout).write_bytes((policy_source() / "style" / layout).read_bytes())
    make_fragments(of, sheets.alone(of), scrap)
    binders = binder_editions(policy_source(), of.documents, of.judged.terminal)
    fits = fitting.fitted(of, binders, sheets.alone(of), scrap)
    return sheets.made(of, scrap, sheets.alone(of), fits)


@cache
def files(name: str) -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        return {Path(path).stem: made for path, made in make(name, Path(folder) / "cache", Path(folder)).items()}


def pages(name: str, number: str) -> list[str]:
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(BytesIO(files(name)[number])).pages]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_form_and_every_card_has_a_file(name: str) -> None:
    wanted = {
        d.spec.number for d in prepared_sample(name).sets["ja"].documents if d.spec.kind in (Kind.FORM, Kind.CARD)
    }
    assert len(wanted) > 55
    assert files(name).keys() == wanted


def test_each_sheet_is_one_page_with_its_own_count_and_marking() -> None:
    of = edition(prepared_sample("aonagi"))
    seen = 0
    for entry in sheets.alone(of):
        document = entry.document
        told = pages("aonagi", document.spec.number)
        parts = pieces(entry)
        assert len(told) == len(parts), document.spec.id
        assert re.sub(r"\s", "", document.title) in told[0]
        for page, piece in zip(told, parts, strict=True):
            seen += 1
            marking = WORDS("form.handed_out") if piece.is_handed_out else document.control.classification
            assert re.sub(r"\s", "", marking) in page
            assert "1/1" in page
            assert document.number in page
            assert "記入例" not in page
    assert seen > 70


def test_a_kept_file_is_not_made_again_and_another_text_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for scrap in ("one", "two", "three"):
        (tmp_path / scrap).mkdir()
    first = make("chitoseura", tmp_path / "cache", tmp_path / "one")
    with monkeypatch.context() as patch:
        patch.delattr(sheets, "lay_out")
        patch.delattr(fitting, "ask")
        assert make("chitoseura", tmp_path / "cache", tmp_path / "two") == first
    assert make("chitoseura", tmp_path / "other", tmp_path / "three") == first


def test_a_page_leads_to_the_file_of_its_own_sheet() -> None:
    of = edition(prepared_sample("chitoseura"))
    led = sheets.links(of)
    assert list(led["F01"].values()) == ["ja/binder/sheets/F01.pdf"]
    assert list(led["card-duty"].values()) == ["ja/binder/sheets/C-04.pdf"]
    assert "backup" not in led
    offered = BinderFormat().links(of)
    assert next(iter(offered["F01"].values())) == "ja/binder/sheets/F01.pdf"
    assert len(offered["F01"]) > 1
    assert offered.keys() > led.keys()
