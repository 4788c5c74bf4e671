"""Every Word file opens in the programs people use, and holds what the design asks of it."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader
from quaybook.model.document import Document, FormSheetName, Kind
from quaybook.resources import policy_source
from quaybook.wording.words import load_words

from tests.conftest import REPOSITORY, SAMPLES, prepared_sample
from tests.helpers.editions import edition, word_files


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, Path]]:
    """The Word files of a sample by document id, made anew."""

    @cache
    def made(name: str) -> dict[str, Path]:
        sample, folder = prepared_sample(name), tmp_path_factory.mktemp(name)
        return word_files(edition(sample, cache=folder / "cache"), folder / "made")

    return made


SIDES = ("After", "Before")
WORDS, _ = load_words(policy_source(), "ja")


def documents(name: str) -> list[Document]:
    return [d for d in prepared_sample(name).sets["ja"].documents if not d.spec.kind.is_page]


def field_codes(part: Any) -> list[str]:
    return [e.text.strip().split(" ")[0] for e in part._element.iter(qn("w:instrText"))]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_document_is_a_word_file_with_its_head(files: Callable[[str], dict[str, Path]], name: str) -> None:
    made = files(name)
    assert len(made) > 125
    assert set(made) == {d.spec.id for d in documents(name)}
    for document in documents(name):
        opened = docx.Document(str(made[document.spec.id]))
        assert opened.paragraphs[0].text == document.title
        section = opened.sections[0]
        a4 = (297, 210) if document.spec.landscape else (210, 297)
        assert (section.page_width.mm, section.page_height.mm) == tuple(pytest.approx(side, 0.01) for side in a4)
        header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
        control, is_form = document.control, document.spec.kind == Kind.FORM
        marking = WORDS("form.handed_out") if document.spec.handed_out else control.classification
        assert header.text.split("\t") == [f"{control.terminal}　{document.title}", marking]
        assert document.number in footer.text
        # A form of one section counts its pages as any document does.
        parted = is_form and len(opened.sections) > 1
        assert field_codes(footer) == ["PAGE", "SECTIONPAGES" if parted else "NUMPAGES"]
        assert opened.core_properties.title == document.title


def test_what_is_handed_out_bears_no_mark_for_the_own_staff(files: Callable[[str], dict[str, Path]]) -> None:
    """The sheet itself, that is: what tells the staff how to fill it in stays theirs."""
    made, handed, kept = files("aonagi"), [], []
    for document in (d for d in documents("aonagi") if d.spec.kind == Kind.FORM and not d.spec.one_sheet):
        *sheets, behind = docx.Document(str(made[document.spec.id])).sections
        marks = [section.header.paragraphs[0].text.split("\t")[1] for section in sheets]
        own = document.control.classification
        assert behind.header.paragraphs[0].text.split("\t")[1] == own
        assert WORDS("form.behind") in behind.footer.paragraphs[0].text
        names = list(FormSheetName)[: len(sheets)]
        assert marks == [WORDS("form.handed_out") if n in document.spec.handed_out else own for n in names]
        handed += [f"{document.spec.id} {n}" for n in names if n in document.spec.handed_out]
        kept += [f"{document.spec.id} {n}" for n in names if n not in document.spec.handed_out]
    assert {"F01 sheet-a", "F05 sheet-a", "F18 sheet-a", "F18 sheet-b", "F19 sheet-a"} <= {*handed}
    assert {"F12 sheet-a", "F19 sheet-b"} <= {*kept}


def test_formal_documents_have_approvals_revisions_and_contents(files: Callable[[str], dict[str, Path]]) -> None:
    made, seen = files("aonagi"), 0
    for document in documents("aonagi"):
        if document.spec.kind in (Kind.POLICY, Kind.BCP, Kind.INCIDENT):
            seen += 1
            opened = docx.Document(str(made[document.spec.id]))
            heads = [[cell.text for cell in table.rows[0].cells] for table in opened.tables]
            assert [label for label, _ in document.control.approvals] in heads
            boxes = next(t for t in opened.tables if t.rows[0].cells[0].text == document.control.approvals[0][0])
            assert [cell.text for cell in boxes.rows[3].cells] == [WORDS("control.approval_day")] * 3
            assert list(document.control.revision_head) in heads
            contents = [
                p for p in opened.paragraphs if p.style.name.startswith("TOC ") and p.style.name != "TOC Heading"
            ]
            if contents:
                counted = [e.text.split()[:2] for e in opened.element.iter(qn("w:instrText"))]
                assert counted == [["PAGEREF", p.hyperlinks[0].fragment] for p in contents]
                bookmarks = {e.get(qn("w:name")) for e in opened.element.iter(qn("w:bookmarkStart"))}
                targets = {e.get(qn("w:anchor")) for e in opened.element.iter(qn("w:hyperlink"))} - {None}
                assert targets
                assert targets <= bookmarks
    assert seen > 30


@pytest.mark.parametrize("name", SAMPLES)
def test_links_inside_a_file_lead_to_bookmarks(files: Callable[[str], dict[str, Path]], name: str) -> None:
    contents = in_text = 0
    for path in files(name).values():
        opened = docx.Document(str(path))
        bookmarks = {e.get(qn("w:name")) for e in opened.element.iter(qn("w:bookmarkStart"))}
        for link in opened.element.iter(qn("w:hyperlink")):
            style = link.getparent().find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            if style is not None and style.get(qn("w:val"), "").startswith("TOC"):
                contents += 1
            else:
                in_text += 1
            assert link.get(qn("w:anchor")) in bookmarks, path.name
    assert contents > 500
    assert in_text > 300


def test_styles_carry_east_asian_fonts_and_language(files: Callable[[str], dict[str, Path]]) -> None:
    opened = docx.Document(str(files("aonagi")["backup"]))
    checked = 0
    for style in opened.styles:
        if style.type in (1, 2):
            checked += 1
            properties = style.element.find(qn("w:rPr"))
            assert properties.find(qn("w:rFonts")).get(qn("w:eastAsia")), style.name
            assert properties.find(qn("w:lang")).get(qn("w:eastAsia")) == "ja-JP", style.name
    assert checked > 30


@pytest.mark.parametrize("name", SAMPLES)
def test_every_style_that_a_text_names_is_there(files: Callable[[str], dict[str, Path]], name: str) -> None:
    """pandoc is told the styles' names only; what they look like comes to the file afterwards."""
    used = set()
    for path in files(name).values():
        opened = docx.Document(str(path))
        there = {style.style_id: style.element for style in opened.styles}
        section = opened.sections[0]
        parts = (opened.element, section.header._element, section.footer._element)
        kinds = [qn(kind) for kind in ("w:pStyle", "w:rStyle", "w:tblStyle")]
        named = {e.get(qn("w:val")) for part in parts for e in part.iter(*kinds)}
        assert named <= there.keys(), path.name
        assert all(len(there[style]) > 1 for style in named), path.name
        used |= named
    assert {"Title", "TableText", "TableHead", "Callout", "Citation", "Heading1", "TOC1", "header", "footer"} <= used


def test_a_sheet_has_headings_smaller_than_a_document(files: Callable[[str], dict[str, Path]]) -> None:
    by_kind = {d.spec.kind: d.spec.id for d in documents("aonagi") if d.spec.kind == Kind.CARD or not d.spec.one_sheet}
    sizes = {}
    for kind in (Kind.CARD, Kind.FORM, Kind.POLICY):
        styles = docx.Document(str(files("aonagi")[by_kind[kind]])).styles
        sizes[kind] = (styles["Heading 1"].font.size.pt, styles["Table Text"].font.size.pt)
    assert sizes[Kind.CARD] == (10.5, 10.5)
    assert sizes[Kind.FORM] == sizes[Kind.POLICY] == (14, 9)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_line_ends_within_a_telephone_number(files: Callable[[str], dict[str, Path]], name: str) -> None:
    whole = 0
    for path in files(name).values():
        opened = docx.Document(str(path))
        said = [text.text or "" for text in opened.element.body.iter(qn("w:t"))]
        # A number of a vulnerability is none to dial.
        assert [each for each in said if re.search(r"(?<![A-Z]-)(?<![0-9])[0-9×]{2,}-[0-9×]{4}", each)] == [], path.name
        # A reader of the file still reads a hyphen.
        for table in opened.tables:
            whole += sum(len(re.findall(r"×{2,3}-×{4}-×{4}", cell.text)) for row in table.rows for cell in row.cells)
    assert whole > 200


def test_tables_repeat_their_heads_and_keep_rows_whole(files: Callable[[str], dict[str, Path]]) -> None:
    seen = 0
    for path in files("aonagi").values():
        for table in docx.Document(str(path)).tables:
            if len(table.rows) > 8:
                seen += 1
                assert table._tbl.tr_lst[1].trPr.find(qn("w:cantSplit")) is not None
    assert seen > 20


def test_every_part_is_well_formed_and_free_of_clocks(files: Callable[[str], dict[str, Path]]) -> None:
    for path in files("hoshimisaki").values():
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            assert {entry.date_time[0] for entry in archive.infolist()} == {2020}
            core = archive.read("docProps/core.xml").decode()
            assert re.findall(r">(\d{4}-\d\d-\d\d)T", core) == [str(prepared_revision("hoshimisaki"))] * 2


def prepared_revision(name: str) -> date:
    return max(r.revised_on for r in prepared_sample(name).terminal.document_control.revisions)


def test_a_file_tells_whose_it_is_and_since_when_it_says_this(tmp_path: Path) -> None:
    sample = prepared_sample("chitoseura")
    (document,) = (d for d in sample.sets["ja"].documents if d.spec.id == "backup")
    unknown = replace(document, control=replace(document.control, operator="", changed_on=None))
    long = replace(document, control=replace(document.control, operator="社" * 300))
    told = []
    for each in (document, unknown, long):
        few = replace(sample.sets["ja"], documents=(each,))
        path = word_files(edition(sample, few, tmp_path / "cache"), tmp_path)["backup"]
        core = docx.Document(str(path)).core_properties
        told.append((core.author, core.last_modified_by, core.created and core.created.date(), core.modified))
    operator, day = sample.terminal.terminal.operator, prepared_revision("chitoseura")
    assert told[0][:3] == (operator, operator, day)
    assert told[1] == ("", "", None, None)
    assert told[2][0] == "社" * 255


def test_what_serves_as_a_heading_is_one(files: Callable[[str], dict[str, Path]]) -> None:
    """A paragraph that is wholly bold is found by no list of headings, and may end a page alone."""
    parts, looked_at = 0, 0
    for path in files("aonagi").values():
        for each in docx.Document(str(path)).paragraphs:
            parts += each.style.name == "Heading 4"
            if each.style.name in ("Body Text", "First Paragraph", "Compact", "Normal"):
                looked_at += 1
                said = [run for run in each.runs if run.text.strip()]
                assert not said or not all(run.bold for run in said), (path.name, each.text)
    assert looked_at > 1000
    assert parts > 100


def test_no_line_ends_within_a_day(files: Callable[[str], dict[str, Path]]) -> None:
    """Word keeps signs from the ends and the beginnings of lines that a file names, in their place in the schema."""
    made = files("aonagi")
    assert len(made) > 125
    for path in made.values():
        with zipfile.ZipFile(path) as archive:
            settings = archive.read("word/settings.xml").decode()
        last, first = (re.search(f'<w:noLineBreaks{side} w:lang="ja-JP" w:val="([^"]+)"/>', settings) for side in SIDES)
        assert last, path.name
        assert first, path.name
        assert {*"年月（"} <= {*last[1]}
        assert {*"年月日）。"} <= {*first[1]}
        assert settings.index("characterSpacingControl") < last.start() < first.start() < settings.index("w:rsids")


def test_a_procedure_for_an_emergency_begins_with_what_is_done_first(
    files: Callable[[str], dict[str, Path]], program: Callable[[str], str], tmp_path: Path
) -> None:
    urgent = [d for d in documents("aonagi") if d.spec.act_first]
    assert {d.spec.id for d in urgent} >= {d.spec.id for d in documents("aonagi") if d.spec.kind == Kind.INCIDENT}
    assert len(urgent) > 10
    to_pdf(program("soffice"), [files("aonagi")[d.spec.id] for d in urgent], tmp_path)
    for document in urgent:
        read = [page.extract_text() for page in PdfReader(tmp_path / f"{document.spec.id}.pdf").pages]
        pages = ["".join(page.split()) for page in read]
        first = re.search(r"^(?:1\.|\| 1 \|) ([^\[{]{4,40})", document.body, re.MULTILINE)
        assert first, document.spec.id
        said = re.sub(r"[*|\s]", "", first[1])[:12]
        assert said in pages[0], document.spec.id
        # All that is looked up, not done, stands behind the text, each day of a revision on one line.
        assert WORDS("control.approval_title") not in "".join(pages[:-2]), document.spec.id
        behind = "".join(pages[-2:])
        titles = (WORDS("control.approval_title"), document.control.revision_title, WORDS("control.contents"))
        assert all(title in behind for title in titles), document.spec.id
        lines = ["".join(line.split()) for page in read[-2:] for line in page.splitlines()]
        assert document.control.revisions
        for _, day, *_ in document.control.revisions:
            assert any(day in line for line in lines), (document.spec.id, day)


def test_the_same_facts_give_the_same_bytes(tmp_path: Path) -> None:
    sample = prepared_sample("hoshimisaki")
    made = []
    for attempt in ("one", "two"):
        files = word_files(edition(sample, cache=tmp_path / attempt), tmp_path / f"{attempt}-files")
        made.append(files["backup"].read_bytes())
    assert made[0] == made[1]


def to_pdf(soffice: str, files: list[Path], folder: Path) -> None:
    """LibreOffice converts `files` into PDF files in `folder`, with a profile of its own."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-2000:]


def test_tables_of_a_head_are_as_wide_as_their_page(files: Callable[[str], dict[str, Path]]) -> None:
    """Many documents share them, but a sheet with narrow margins has its own."""
    for name in ("basic-policy", "backup", "incident-main"):
        opened = docx.Document(str(files("aonagi")[name]))
        section = opened.sections[0]
        width = section.page_width - section.left_margin - section.right_margin
        heads = [t for t in opened.tables if t.rows[0].cells[0].text in ("起案", "版")]
        assert len(heads) == 2
        for table in heads:
            assert sum(cell.width for cell in table.rows[0].cells) == pytest.approx(width, rel=0.01)


def test_no_file_asks_at_opening_whether_its_fields_shall_be_counted(files: Callable[[str], dict[str, Path]]) -> None:
    made = files("aonagi")
    assert len(made) > 125
    for path in made.values():
        with zipfile.ZipFile(path) as archive:
            assert b"updateFields" not in archive.read("word/settings.xml")
            assert b"w:dirty" not in archive.read("word/document.xml")


def test_contents_name_the_page_on_which_a_heading_stands(
    files: Callable[[str], dict[str, Path]], program: Callable[[str], str], tmp_path: Path
) -> None:
    to_pdf(program("soffice"), [files("aonagi")["backup"]], tmp_path)
    pages = ["".join((page.extract_text() or "").split()) for page in PdfReader(tmp_path / "backup.pdf").pages]
    (document,) = (d for d in documents("aonagi") if d.spec.id == "backup")
    articles = ["".join(h.text.split()) for h in document.headings if h.text.startswith("第") and "条" in h.text]
    contents = pages[0] + pages[1]
    assert len(articles) > 10
    for article in articles:
        number = re.search(re.escape(article) + r"(\d{1,2}?)(?=第|附|別|CHT|A|\d+/|$)", contents)
        assert number, article
        assert article in pages[int(number[1]) - 1], article


def test_libreoffice_opens_every_file(
    files: Callable[[str], dict[str, Path]], program: Callable[[str], str], tmp_path: Path
) -> None:
    made = files("aonagi")
    to_pdf(program("soffice"), list(made.values()), tmp_path)
    assert len(made) == len(documents("aonagi")) > 100
    for document in documents("aonagi"):
        pdf = PdfReader(tmp_path / f"{document.spec.id}.pdf")
        first = "".join((pdf.pages[0].extract_text() or "").split())
        assert "".join(document.title.split())[:8] in first, document.spec.id
        if document.spec.kind != Kind.FORM:
            assert f"1/{len(pdf.pages)}" in first, document.spec.id
            continue
        # Each blank is one piece of paper, and what tells how to fill it in lies behind.
        feet = ["".join((page.extract_text() or "").split()) for page in pdf.pages]
        sheets = sum("1/1" in foot for foot in feet)
        assert sheets == max(1, len(docx.Document(str(made[document.spec.id])).sections) - 1), document.spec.id
        assert [WORDS("form.behind") in foot for foot in feet] == [False] * sheets + [True] * (len(feet) - sheets)


@pytest.mark.parametrize("name", SAMPLES)
def test_cards_and_other_single_sheets_fit_one_page(
    files: Callable[[str], dict[str, Path]], program: Callable[[str], str], tmp_path: Path, name: str
) -> None:
    made = files(name)
    sheets = [made[d.spec.id] for d in documents(name) if d.spec.kind == Kind.CARD or d.spec.one_sheet]
    to_pdf(program("soffice"), sheets, tmp_path)
    pages = {path.stem: len(PdfReader(path).pages) for path in tmp_path.glob("*.pdf")}
    assert len(pages) == 21
    # The policy's control block is a page behind its text.
    assert {sheet: count for sheet, count in pages.items() if count != 1} == {"basic-policy": 2}


def test_the_sources_are_this_repository() -> None:
    assert policy_source() == REPOSITORY / "policy_src"


def test_signs_of_a_head_are_no_markup(tmp_path: Path) -> None:
    sample = prepared_sample("chitoseura")
    (document,) = (d for d in sample.sets["ja"].documents if d.spec.id == "backup")
    told = " <w:t>&amp;\"'</w:t> \t]]>\n二行目 "
    control = replace(document.control, rows=((told, told), ("短", "値")), terminal="A&B", classification="<秘>")
    headings = tuple(replace(heading, text=told) for heading in document.headings)
    changed = replace(document, title="<題>&", control=control, headings=headings)
    few = replace(sample.sets["ja"], documents=(changed,))
    opened = docx.Document(str(word_files(edition(sample, few, tmp_path / "cache"), tmp_path)["backup"]))
    assert opened.paragraphs[0].text == opened.core_properties.title == "<題>&"
    row = opened.tables[0].rows[0]
    assert [cell.text for cell in row.cells[:2]] == [told, told]
    assert opened.sections[0].header.paragraphs[0].text == "A&B　<題>&\t<秘>"
    contents = [p for p in opened.paragraphs if p.style.name.startswith("TOC ") and p.style.name != "TOC Heading"]
    assert {p.hyperlinks[0].text for p in contents} == {f"{told}\t"}
