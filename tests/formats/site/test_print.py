"""What comes out of the printer when a page is printed from the browser."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page
from quaybook.formats.site.pages import SiteWriter

from tests.conftest import prepared_sample
from tests.helpers.editions import edition

KINDS = [
    "policy/backup",
    "procedure/account-review",
    "bcp/bcp-response",
    "incident/incident-main",
    "register/register-contacts",
    "training/drill-manual",
    "contract/contract-cloud",
    "audit/matrix",
    "status/dashboard",
]
# The width of A4 between its margins, in pixels of the screen.
PAPER = {"width": 680, "height": 1000}


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def printed(page: Page) -> tuple[pypdf.PdfReader, list[str]]:
    """The paper, and the text of each sheet without blanks."""
    reader = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    return reader, [squeezed(each.extract_text()) for each in reader.pages]


@pytest.fixture
def opened(site: Callable[[str], Path], open_page: Callable[..., Page]) -> Callable[[str], Page]:
    return lambda name: open_page(site("aonagi") / "ja" / f"{name}.html")


@pytest.mark.parametrize("name", KINDS)
def test_the_first_sheet_begins_with_the_text_and_the_last_ends_with_the_control_block(
    opened: Callable[[str], Page], name: str
) -> None:
    page = opened(name)
    first = squeezed(page.locator(".md-content h2").first.inner_text())
    begun = squeezed(page.locator(".qb-stamp ~ * p, .qb-stamp ~ p, .qb-stamp ~ * td").first.inner_text())[:6]
    _, sheets = printed(page)
    assert first in sheets[0]
    assert begun in sheets[0]
    assert len(sheets[0]) > 300
    assert "配布先" in sheets[-1] or "配布先" in sheets[-2]
    assert "改訂箇所" not in sheets[0]


@pytest.mark.parametrize("name", KINDS)
def test_no_table_is_wider_than_the_paper(opened: Callable[[str], Page], name: str) -> None:
    page = opened(name)
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    edges = page.evaluate("Array.from(document.querySelectorAll('.qb-t'), e => e.getBoundingClientRect().right)")
    assert edges
    assert max(edges) <= PAPER["width"] + 1


def test_a_card_is_one_sheet(site: Callable[[str], Path], open_page: Callable[..., Page]) -> None:
    cards = sorted((site("aonagi") / "ja" / "card").glob("*.html"))
    assert len(cards) > 15
    page = open_page(cards[0])
    sheets = {}
    for card in cards:
        page.goto(card.as_uri(), wait_until="domcontentloaded")
        sheets[card.stem] = len(printed(page)[1])
    assert sheets == dict.fromkeys(sheets, 1)


def test_a_form_prints_its_blank_only(opened: Callable[[str], Page]) -> None:
    for name in ("F01", "F12", "F17"):
        page = opened(f"form/{name}")
        label = squeezed(page.locator(".qb-form th").last.inner_text())
        _, sheets = printed(page)
        assert len(sheets) == 1
        assert squeezed(page.locator("h1").inner_text()) in sheets[0]
        assert squeezed(page.locator(".qb-form th[scope=col]").first.inner_text()) in sheets[0]
        assert label
        assert "記入例" not in sheets[0]
        assert "関連する文書" not in sheets[0]
        assert "配布先" not in sheets[0]


def test_a_blank_for_people_outside_says_so_and_bears_no_class_of_the_document(opened: Callable[[str], Page]) -> None:
    for name, outside in (("F05", True), ("F19", True), ("F12", False)):
        _, sheets = printed(opened(f"form/{name}"))
        assert ("社外に渡す用紙" in sheets[0]) == outside, name
        assert ("機密区分" in sheets[0]) != outside, name


def test_each_sheet_of_a_form_is_printed(opened: Callable[[str], Page]) -> None:
    for name, held in (("F20", ("甲票", "専門家の所見")), ("F28", ("甲票", "丙票")), ("F43", ("和文通話表",))):
        _, sheets = printed(opened(f"form/{name}"))
        whole = "".join(sheets)
        assert [part for part in held if part not in whole] == [], name
        assert "記入例" not in whole, name


def test_the_head_of_a_sorted_table_stands_on_each_sheet(opened: Callable[[str], Page]) -> None:
    page = opened("audit/matrix")
    head = squeezed(page.locator(".qb-sorted th").nth(1).inner_text())
    page.locator(".qb-filter input").first.fill("バックアップ")
    told = squeezed(page.locator(".qb-told").first.inner_text())
    _, sheets = printed(page)
    assert told
    assert told in "".join(sheets)
    page.locator(".qb-filter input").first.fill("")
    _, sheets = printed(page)
    assert len(sheets) > 10
    assert [number for number, sheet in enumerate(sheets[1:8], 2) if head not in sheet] == []
    assert f"2/{len(sheets)}" in sheets[1]


def test_no_path_of_this_machine_is_printed_and_links_lead_on_afterwards(opened: Callable[[str], Page]) -> None:
    page = opened("policy/backup")
    before = page.locator("a[href$='.html']").count()
    reader, sheets = printed(page)
    assert before > 10
    assert len(sheets) > 1
    ways = [note.get_object() for sheet in reader.pages for note in sheet.get("/Annots") or []]
    assert [way for way in ways if "file:" in str(way.get("/A"))] == []
    assert not any("file:" in sheet or ".html" in sheet for sheet in sheets)
    assert page.locator("a[href$='.html']").count() == before


def test_paper_needs_no_colour(opened: Callable[[str], Page]) -> None:
    page = opened("incident/incident-main")
    page.emulate_media(media="print")
    boxes = page.evaluate("""() => Array.from(document.querySelectorAll(".admonition, .md-content details"), each => {
        const style = getComputedStyle(each);
        return [style.borderTopColor, parseFloat(style.borderTopWidth) >= .5, style.color];
    })""")
    assert len(boxes) > 2
    assert {tuple(each) for each in boxes} == {("rgb(0, 0, 0)", True, "rgb(0, 0, 0)")}
    assert page.locator(".md-content h2").first.evaluate("each => getComputedStyle(each).breakAfter") == "avoid"
    assert page.locator("thead").first.evaluate("each => getComputedStyle(each).display") == "table-header-group"


def test_a_page_offers_first_what_is_printed_as_it_is() -> None:
    made = edition(prepared_sample("aonagi"))
    spec = next(d.spec for d in made.documents.documents if d.spec.id == "F01")
    files = {"word": f"ja/word/{spec.number}-F01.docx", "all": "ja/binder/gate.pdf", "list": "ja/sheets/forms.xlsx"}
    files |= {"sheet": f"ja/binder/sheets/{spec.number}.pdf"}
    page = SiteWriter(replace(made, links={"F01": files})).pages()["ja/form/F01.md"][1]
    assert re.findall(r"\[(\w+)\]\([^)]*\)\{ \.md-button \}", page) == ["sheet", "word", "all", "list"]
