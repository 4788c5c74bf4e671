"""A document whose chapters have pages of their own: nothing is lost, and every link leads to the page of its place."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page
from quaybook.formats.site.chapters import Parts, parts_of
from quaybook.formats.site.pages import SiteWriter
from quaybook.model.document import Document
from quaybook.pipeline import Prepared

from tests.conftest import SAMPLES
from tests.formats.site.conftest import PHONE
from tests.helpers.editions import edition

# What a page may weigh, its pictures and scripts aside, and a site without the files of other formats.
AT_MOST, IN_ALL = 300_000, 25_000_000
FINDINGS = "ja/status/findings.md"


def document(prepared: Prepared, name: str) -> Document:
    return next(each for each in prepared.sets["ja"].documents if each.spec.id == name)


@pytest.fixture(scope="module")
def findings(large: Prepared) -> Parts:
    return parts_of(document(large, "findings"), FINDINGS)


def test_the_parts_of_a_document_are_the_whole(large: Prepared, findings: Parts) -> None:
    whole = document(large, "findings").body
    assert len(findings.chapters) > 20
    assert findings.first + "".join(chapter.body for chapter in findings.chapters) == whole
    assert len(set(findings.paths)) == len(findings.chapters) + 1


def test_what_stays_on_the_first_page_is_named(findings: Parts) -> None:
    assert re.findall(r"^## .*\{#(.*)\}$", findings.first, re.MULTILINE) == ["about", "overrides"]
    assert not {"about", "overrides"} & {chapter.head.anchor for chapter in findings.chapters}


def test_a_document_that_says_nothing_stays_whole(large: Prepared) -> None:
    matrix = document(large, "matrix")
    assert parts_of(matrix, "ja/audit/matrix.md") == Parts("ja/audit/matrix.md", matrix.body)


def test_each_place_is_on_the_page_that_is_named_for_it(large: Prepared, findings: Parts) -> None:
    pages = SiteWriter(edition(large)).pages()
    of = document(large, "findings").headings
    assert len(of) > 150
    for heading in of:
        text = pages[findings.path_to(heading.anchor)][1]
        assert re.search(rf"^#+ .*\{{#{heading.anchor}\}}$", text, re.MULTILINE), heading.anchor
    assert findings.path_to("") == findings.path_to("no-such-place") == FINDINGS


def test_an_address_of_the_whole_document_still_leads_to_each_heading(large: Prepared) -> None:
    text = SiteWriter(edition(large)).pages()[FINDINGS][1]
    headings = document(large, "findings").headings
    assert headings
    for heading in headings:
        assert text.count(f"{{#{heading.anchor}}}") == 1, heading.anchor


def test_any_document_can_be_parted(large: Prepared) -> None:
    """One whose passages others cite: whoever cites them leads to the chapters."""
    made, of = edition(large), document(large, "organisation")
    parted = replace(of, spec=of.spec.model_copy(update={"first_page": ()}))
    documents = tuple(parted if each is of else each for each in made.documents.documents)
    writer = SiteWriter(replace(made, documents=replace(made.documents, documents=documents)))
    pages, sources = writer.pages(), writer.sources()
    assert set(pages) == set(sources)
    below = [path for path in pages if path.startswith("ja/policy/organisation/")]
    assert len(below) > 3
    assert {sources[path] for path in below} == {of.source}
    assert {pages[path][0] for path in below} == {("organisation",)}
    cited = 0
    for path, (_, text) in pages.items():
        for target, anchor in re.findall(r"\]\(([^)#]+\.md)#([\w-]+)\)", text):
            to = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            if to.startswith("ja/policy/organisation"):
                cited += 1
                assert f"{{#{anchor}" in pages[to][1], (path, target, anchor)
    assert cited > 20


@pytest.mark.parametrize("name", SAMPLES)
def test_no_page_is_too_heavy_for_a_telephone(site: Callable[[str], Path], name: str) -> None:
    weights = {path.relative_to(site(name)).as_posix(): path.stat().st_size for path in site(name).rglob("*.html")}
    assert len(weights) > 150
    assert {path: weight for path, weight in weights.items() if weight > AT_MOST} == {}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_site_is_carried_on_any_stick(site: Callable[[str], Path], name: str) -> None:
    files = [path for path in site(name).rglob("*") if path.is_file()]
    assert len(files) > 200
    assert sum(path.stat().st_size for path in files) < IN_ALL


def test_a_reader_goes_from_the_first_page_to_a_chapter_and_back(
    site: Callable[[str], Path], open_page: Callable[..., Page]
) -> None:
    page = open_page(site("aonagi") / "ja/status/findings.html", PHONE)
    page.locator("#f-3-4-3").click()
    page.wait_for_url("**/findings/s-*-3-4.html#f-3-4-3")
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("link", name="全体：判定と証拠").click()
    page.wait_for_url("**/status/findings.html")


def test_chapters_stand_below_their_document(site: Callable[[str], Path]) -> None:
    text = html.unescape((site("aonagi") / "ja/status/findings.html").read_text(encoding="utf-8"))
    navigation = text.split('<div class="md-content"', 1)[0]
    assert navigation.count('href="findings/s-') > 20
