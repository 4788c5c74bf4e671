"""A company's own Word file gives the look, its logo stands at the head of every page, and both are in the key."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from pypdf import PdfReader
from quaybook.formats import pandoc
from quaybook.formats.letterhead import Letterhead, Logo
from quaybook.formats.word.convert import WordWriter
from quaybook.formats.word.reference import reference_document

from tests.conftest import prepared_sample
from tests.formats.test_letterhead import SVG, png
from tests.formats.word.test_word import to_pdf
from tests.helpers.editions import edition, word_files

IDS = ("backup", "F01", "card-duty", "gap-list")
LOOK = edition(prepared_sample("chitoseura")).look


def company() -> bytes:
    """A file as Word saves it: other fonts, a red heading with a number, other margins."""
    document = docx.Document(io.BytesIO(pandoc.run("--print-default-data-file", "reference.docx").stdout))
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "BIZ UDMincho", Pt(11)
    heading = document.styles["Heading 1"]
    heading.font.size, heading.font.color.rgb = Pt(17), RGBColor(0xC0, 0, 0)
    heading.element.get_or_add_pPr().get_or_add_numPr()
    document.sections[0].left_margin = Mm(33)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def made(folder: Path, letterhead: Letterhead) -> dict[str, Path]:
    sample = prepared_sample("chitoseura")
    held = sample.sets["ja"]
    few = replace(held, documents=tuple(document for document in held.documents if document.spec.id in IDS))
    return word_files(replace(edition(sample, few, folder / "cache"), letterhead=letterhead), folder)


def test_styles_and_margins_of_a_company_take_the_place_of_ours(tmp_path: Path) -> None:
    files = made(tmp_path, Letterhead(company()))
    opened = docx.Document(str(files["backup"]))
    heading = opened.styles["Heading 1"]
    assert (heading.font.size, heading.font.color.rgb) == (Pt(17), RGBColor(0xC0, 0, 0))
    assert heading.paragraph_format.keep_with_next
    assert heading.element.find(f".//{qn('w:numPr')}") is None
    assert opened.styles["Normal"].font.name == "BIZ UDMincho"
    assert opened.sections[0].left_margin.mm == pytest.approx(33, abs=0.1)
    named = {e.get(qn("w:val")) for e in opened.element.iter(qn("w:pStyle"))}
    assert named <= {style.style_id for style in opened.styles}
    # A sheet keeps the margins with which it fits its page.
    assert docx.Document(str(files["card-duty"])).sections[0].left_margin.mm == pytest.approx(
        LOOK["sheet"]["left"], abs=0.1
    )


def test_without_files_of_ones_own_the_look_is_the_kits() -> None:
    assert reference_document(LOOK) == reference_document(LOOK, None)
    assert reference_document(LOOK) != reference_document(LOOK, company())


@pytest.mark.parametrize("logo", [Logo(png(), "png", 2), Logo(SVG, "svg", 4)], ids=["png", "svg"])
def test_the_logo_stands_in_the_header_of_every_sheet(tmp_path: Path, logo: Logo) -> None:
    for name, path in made(tmp_path, Letterhead(logo=logo)).items():
        with ZipFile(path) as archive:
            assert archive.read("word/media/letterhead.png").startswith(b"\x89PNG")
            assert b'Extension="png"' in archive.read("[Content_Types].xml")
        sections = docx.Document(str(path)).sections
        assert len(sections) > 0
        for section in sections:
            (drawing,) = section.header._element.iter(qn("wp:inline"))
            (blip,) = drawing.iter(qn("a:blip"))
            part = section.header.part.related_parts[blip.get(qn("r:embed"))]
            assert part.blob.startswith(b"\x89PNG"), name
            extent = drawing.find(qn("wp:extent"))
            assert int(extent.get("cx")) / int(extent.get("cy")) == pytest.approx(logo.ratio, rel=0.01)


def test_the_files_of_a_company_are_in_the_key(tmp_path: Path) -> None:
    sample = prepared_sample("chitoseura")
    document = next(d for d in sample.sets["ja"].documents if d.spec.id == "backup")

    def key(letterhead: Letterhead) -> str:
        writer = WordWriter(replace(edition(sample, cache=tmp_path), letterhead=letterhead))
        return writer.keys.of(document, writer.markdown(document, sized=False))

    heads = (
        Letterhead(),
        Letterhead(company()),
        Letterhead(logo=Logo(png(), "png", 2)),
        Letterhead(logo=Logo(png(6, 3), "png", 2)),
    )
    assert len({key(each) for each in heads}) == len(heads)
    assert key(Letterhead()) == key(Letterhead())


def test_libreoffice_opens_them_and_sheets_stay_sheets(tmp_path: Path, program: Callable[[str], str]) -> None:
    files = made(tmp_path, Letterhead(company(), Logo(png(), "png", 2)))
    to_pdf(program("soffice"), list(files.values()), tmp_path)
    pages = {name: len(PdfReader(tmp_path / f"{name}.pdf").pages) for name in files}
    assert pages["card-duty"] == 1
    feet = ["".join(page.extract_text().split()) for page in PdfReader(tmp_path / "F01.pdf").pages]
    assert ["1/1" in foot for foot in feet] == [True, *[False] * (len(feet) - 1)]
    assert len(PdfReader(tmp_path / "backup.pdf").pages[0].images) == 1
