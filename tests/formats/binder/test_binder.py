"""Every edition of the printed binder opens, leads where it says, and holds what a place of work needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader
from quaybook.documents.paper.editions import plan
from quaybook.formats.binder.format import BinderFormat
from quaybook.formats.binder.fragments import pieces
from quaybook.formats.binder.plan import BinderEdition, Entry, binder_editions
from quaybook.formats.binder.wallet import FILE
from quaybook.model.document import Kind
from quaybook.resources import policy_source
from quaybook.wording.dialect.links import places

from tests.conftest import KEPT, SAMPLES, prepared_sample
from tests.helpers.editions import edition

NAMES = ("command", "duty", "gate", "yard", "vessel", "reefer", "documents", "offsite")
# Of the thousand pages those are read that people work from.
READ = {
    "aonagi": ("duty", "gate"),
    "chitoseura": ("command", "gate", "vessel"),
    "hoshimisaki": ("yard", "reefer", "documents"),
}
PHONE = re.compile(r"×{2,3}-×{4}-×{4}")
PAGE = re.compile(r"→\s*(\d+)\s*頁")
A4 = (595, 842)


@cache
def files(name: str) -> dict[str, bytes]:
    """The files of a sample by their editions."""
    made = BinderFormat().artifacts(edition(prepared_sample(name), cache=KEPT))
    return {Path(path).stem: artifact.made for path, artifact in made.items() if Path(path).parent.name == "binder"}


@cache
def binders(name: str) -> dict[str, PdfReader]:
    """Editions of a sample as another program reads them."""
    return {binder: PdfReader(BytesIO(files(name)[binder])) for binder in READ[name]}


@cache
def texts(name: str, binder: str) -> tuple[str, ...]:
    """What stands on every page."""
    document = pypdfium2.PdfDocument(files(name)[binder])
    try:
        return tuple(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def pages(name: str, binder: str) -> tuple[str, ...]:
    """The text of every page without its spaces, which a reader of PDF files puts where lines end."""
    return tuple(re.sub(r"\s", "", text) for text in texts(name, binder))


def editions_of(name: str) -> dict[str, BinderEdition]:
    prepared = prepared_sample(name)
    found = binder_editions(policy_source(), prepared.sets["ja"], prepared.judged.terminal)
    return {each.id: each for each in found}


def outline(binder: PdfReader) -> list[tuple[int, str, int]]:
    """Level, title and page of every entry of the outline, pages counted from 0."""

    def walked(entries: list[Any], level: int) -> Iterator[tuple[int, str, int]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from walked(entry, level + 1)
            else:
                number = binder.get_destination_page_number(entry)
                assert number is not None
                yield level, str(entry.title), number

    return list(walked(binder.outline, 1))


def test_the_plan_names_documents_of_the_kit_and_headings_of_theirs() -> None:
    folders = {path.parent.name for path in (policy_source() / "documents").glob("*/*/document.yml")}
    bodies = {d.spec.id: d.body for d in prepared_sample("aonagi").sets["ja"].documents}
    held = [each for edition in plan(policy_source()).editions for part in edition.parts for each in part.documents]
    assert len(held) > 80
    assert {each.document for each in held} - folders == set()
    parts = [(each.document, place) for each in held for place in each.only]
    assert len(parts) > 30
    assert [(name, place) for name, place in parts if place not in places(bodies[name])] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_every_edition_is_made_and_begins_with_its_first_hour(name: str) -> None:
    own = {"aonagi": ("center",)}.get(name, ())
    again = ("changes",) if prepared_sample(name).terminal.printed else ()
    assert tuple(files(name)) == (NAMES[0], *own, *NAMES[1:], "printed", *again, Path(FILE).stem)
    for binder, read in binders(name).items():
        planned = editions_of(name)[binder]
        first = planned.parts[0]
        assert first.key == "first"
        told = pages(name, binder)
        assert "内容の照合番号" in told[0]
        for number, entry in enumerate(first.entries, 1):
            assert re.sub(r"\s", "", entry.document.title) in told[number], (binder, entry.name)
        assert told[len(first.entries) + 1].count("目次") == 1
        assert all(f"{n}/{len(read.pages)}" in text for n, text in enumerate(told[1:], 2))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_document_of_an_edition_is_in_its_outline_and_on_that_page(name: str) -> None:
    seen = 0
    for binder, read in binders(name).items():
        planned, found = editions_of(name)[binder], outline(read)
        titles = [re.sub(r"\s|（抜粋）", "", title) for level, title, _ in found if level == 2]
        assert titles == [re.sub(r"\s", "", entry.document.title) for entry in planned.entries]
        assert len([title for level, title, _ in found if level == 1]) == len(planned.parts)
        for level, title, number in found:
            if level == 2:
                seen += 1
                assert re.sub(r"\s", "", title) in pages(name, binder)[number]
    assert seen > 20


def spans(name: str) -> Iterator[tuple[str, Entry, range]]:
    """Every document of every edition that is read, with its pages, counted from 0, and those up to the next."""
    for binder, read in binders(name).items():
        entries = editions_of(name)[binder].entries
        starts = [number for level, _, number in outline(read) if level == 2]
        for entry, start, after in zip(entries, starts, [*starts[1:], len(read.pages)], strict=True):
            yield binder, entry, range(start, after)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_card_is_one_page(name: str) -> None:
    cards = [(binder, entry, span) for binder, entry, span in spans(name) if entry.document.spec.kind == Kind.CARD]
    assert len(cards) > 4
    # What stands in front of a binder follows the cards of its first hour, at once.
    fits = [len(span) == 1 or "目次" in pages(name, binder)[span[1]] for binder, _, span in cards]
    assert [(binder, entry.name) for (binder, entry, _), fit in zip(cards, fits, strict=True) if not fit] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_a_blank_is_as_many_pages_as_it_has_sheets(name: str) -> None:
    forms = [(entry, span) for _, entry, span in spans(name) if entry.document.spec.kind == Kind.FORM]
    assert len(forms) > 8
    assert [entry.name for entry, span in forms if len(span) != len(pieces(entry))] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_handed_out_says_so_and_bears_no_mark_for_the_staff(name: str) -> None:
    seen = 0
    for binder, entry, span in spans(name):
        if entry.document.spec.handed_out:
            seen += 1
            assert "社外に渡す用紙" in pages(name, binder)[span[0]], (binder, entry.name)
            assert "社外秘" not in pages(name, binder)[span[0]], (binder, entry.name)
    assert seen > 1


@pytest.mark.parametrize("name", SAMPLES)
def test_a_reference_says_the_page_to_which_it_leads(name: str) -> None:
    said = 0
    for binder, read in binders(name).items():
        for number, page in enumerate(read.pages):
            targets = set()
            for annotation in page.get("/Annots", []):
                link = annotation.get_object()
                destination = link.get("/Dest") or link["/A"].get_object().get("/D")
                target = read.named_destinations[destination] if isinstance(destination, str) else destination
                page_of = target.page if hasattr(target, "page") else target[0]
                targets.add(read.get_page_number(page_of.get_object()) + 1)
            for told in PAGE.findall(pages(name, binder)[number]):
                said += 1
                assert int(told) in targets, (binder, number + 1, told)
    assert said > 50


def test_a_reference_to_what_another_edition_holds_names_it() -> None:
    told = "".join(pages("chitoseura", "gate"))
    assert "「インシデント対応手順（本編）」の第1節（→冊子「対策本部」）" in told
    assert "（→冊子「ゲート」）" not in told


@pytest.mark.parametrize("name", SAMPLES)
def test_paper_to_work_from_holds_no_reasons_and_no_citations(name: str) -> None:
    told = "".join("".join(pages(name, binder)) for binder in READ[name])
    assert "最初の1時間" in told
    for sign in ("〔解説〕", "〔3(", "〔4(", "COMMENTARY", "None", "TODO", "{{", "doc:"):
        assert sign not in told, sign


@pytest.mark.parametrize("name", SAMPLES)
def test_numbers_are_whole_and_letters_come_along(name: str) -> None:
    whole = seen = 0
    for binder, read in binders(name).items():
        whole += len(PHONE.findall("".join(texts(name, binder))))
        for page in read.pages:
            seen += 1
            assert page.mediabox.width in (pytest.approx(A4[0], abs=1), pytest.approx(A4[1], abs=1))
            for font in page["/Resources"].get("/Font", {}).values():
                below = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
                assert {"/FontFile2", "/FontFile3"} & set(below)
    assert whole > 20
    assert seen > 40


@pytest.mark.parametrize("name", SAMPLES)
def test_a_blank_stands_without_its_example(name: str) -> None:
    forms = [e for binder in READ[name] for e in editions_of(name)[binder].entries if e.document.spec.kind == Kind.FORM]
    assert len(forms) > 10
    told = "".join("".join(pages(name, binder)) for binder in READ[name])
    assert "記入欄" in told
    assert "次は書き方を示す架空の例である" not in told


def test_the_digest_on_the_cover_follows_the_content() -> None:
    found = {name: re.search(r"内容の照合番号([0-9a-f]{12})", pages(name, READ[name][-1])[0]) for name in SAMPLES}
    assert all(found.values())
    digests = {match[1] for match in found.values() if match}
    assert len(digests) == len(SAMPLES)
