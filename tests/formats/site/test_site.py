"""The sites of the samples: every link leads somewhere, and the site works offline in a browser."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from quaybook.assessment.finding import State

from tests.conftest import SAMPLES, prepared_sample
from tests.formats.site.conftest import DESKTOP, PHONE


@pytest.mark.parametrize("name", SAMPLES)
def test_every_link_and_anchor_leads_somewhere(site: Callable[[str], Path], name: str) -> None:
    folder = site(name)
    pages = {p: p.read_text(encoding="utf-8") for p in folder.rglob("*.html")}
    anchors = {p: set(re.findall(r'\bid="([^"]+)"', text)) for p, text in pages.items()}
    links, broken = 0, []
    for page, text in pages.items():
        for target in re.findall(r'(?:href|src)="([^"]*)"', text):
            target = html.unescape(target)
            if re.match(r"[a-z]+:", target):
                continue
            links += 1
            path, _, anchor = target.partition("#")
            file = (page.parent / path).resolve() if path else page
            if not file.exists() or (anchor and file in anchors and anchor not in anchors[file] and anchor != "__skip"):
                broken.append(f"{page.relative_to(folder)}: {target}")
    assert len(pages) > 130
    assert links > 10_000
    assert broken == []


@pytest.mark.parametrize("name", SAMPLES)
def test_no_page_asks_for_anything_outside(site: Callable[[str], Path], name: str) -> None:
    outside = re.compile(r'<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)="(?:https?:)?//[^"]*"')
    checked = 0
    for path in site(name).rglob("*.html"):
        checked += 1
        assert outside.search(path.read_text(encoding="utf-8")) is None, path
    assert checked > 130


@pytest.mark.parametrize("name", SAMPLES)
def test_pictures_have_alternative_texts(site: Callable[[str], Path], name: str) -> None:
    pictures = [
        tag for p in site(name).rglob("*.html") for tag in re.findall(r"<img\b[^>]*>", p.read_text(encoding="utf-8"))
    ]
    assert pictures
    assert [tag for tag in pictures if not re.search(r'alt="[^"]{10,}"', tag)] == []


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "ja/policy/backup.html",
        "ja/audit/matrix.html",
        "ja/card/card-gate.html",
        "ja/status/dashboard.html",
        "ja/status/findings.html",
        "ja/status/port.html",
        "ja/audit/self-check.html",
    ],
)
def test_pages_fit_a_phone(site: Callable[[str], Path], open_page: Callable[..., Page], path: str) -> None:
    page = open_page(site("aonagi") / path, PHONE)
    page.wait_for_timeout(300)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
    assert page.locator("h1").first.is_visible()


def test_the_matrix_is_filtered_sorted_and_linked_both_ways(
    site: Callable[[str], Path], open_page: Callable[..., Page]
) -> None:
    page = open_page(site("aonagi") / "ja/audit/matrix.html")
    table = page.locator(".qb-sortable table").first
    rows = table.locator("tbody tr")
    assert rows.count() == 132
    page.locator(".qb-filter input").first.fill("潜伏")
    page.locator(".qb-filter input").first.fill("複数世代")
    shown = [row for row in rows.all() if row.is_visible()]
    assert 1 <= len(shown) < 10
    page.locator(".qb-filter input").first.fill("")
    before = rows.first.inner_text()
    table.locator("th button").nth(2).click()
    assert rows.first.inner_text() != before
    link = table.locator("tr", has_text="複数世代").locator("a[href*='backup.html#c-3-4-3']").first
    link.click()
    page.wait_for_url("**/backup.html#c-3-4-3")
    page.locator("#c-3-4-3").click()
    page.wait_for_url("**/matrix.html#r-3-4-3")


def test_the_manual_is_the_last_tab(site: Callable[[str], Path], open_page: Callable[..., Page]) -> None:
    page = open_page(site("aonagi") / "index.html")
    assert page.locator(".md-tabs__link").last.inner_text() == "このキットの使い方"


def test_dark_colours_can_be_chosen(site: Callable[[str], Path], open_page: Callable[..., Page]) -> None:
    page = open_page(site("aonagi") / "index.html", DESKTOP, color_scheme="dark")
    page.wait_for_timeout(300)
    assert page.evaluate("document.body.getAttribute('data-md-color-scheme')") == "slate"


def test_print_leaves_out_what_paper_cannot_use(site: Callable[[str], Path], open_page: Callable[..., Page]) -> None:
    page = open_page(site("aonagi") / "ja/policy/backup.html")
    page.emulate_media(media="print")
    assert not page.locator(".md-header").is_visible()
    assert not page.locator(".md-sidebar--primary").is_visible()
    assert page.locator(".md-content h1").is_visible()


def part_of(page: str, anchor: str) -> str:
    """The stretch of a page from one heading to the next."""
    after = page.split(f'id="{anchor}"', 1)[1]
    return re.split(r"<h[23] ", after, maxsplit=1)[0]


def test_every_met_of_sample_a_leads_to_a_fact_and_a_passage_in_two_clicks(site: Callable[[str], Path]) -> None:
    folder = site("aonagi") / "ja"
    dashboard = (folder / "status" / "dashboard.html").read_text(encoding="utf-8")
    sections = set(re.findall(r'href="findings/(s-[^"#]+)\.html#\1"', dashboard))
    assert len(sections) > 20
    chapters = {n: (folder / "status" / "findings" / f"{n}.html").read_text(encoding="utf-8") for n in sections}
    assert [anchor for anchor, text in chapters.items() if f'id="{anchor}"' not in text] == []
    findings = "".join(chapters.values())
    met = [f for f in prepared_sample("aonagi").judged.assessed.findings if f.state == State.MET]
    assert len(met) > 100
    for finding in met:
        part = html.unescape(part_of(findings, f"f-{finding.requirement.id}"))
        assert re.search(r"<td>[\w/-]+\.yml:\d+|省略（既定値）", part), finding.requirement.id
        passages = re.findall(r'href="\.\./\.\./([^"#]+)#(c-[^"]+)"', part)
        assert passages, finding.requirement.id
        for path, anchor in passages:
            assert f'id="{anchor}"' in (folder / path).read_text(encoding="utf-8"), (path, anchor)


def test_a_reader_goes_from_the_dashboard_to_fact_and_passage(
    site: Callable[[str], Path], open_page: Callable[..., Page]
) -> None:
    page = open_page(site("aonagi") / "ja/status/dashboard.html")
    chart = page.locator(".qb-chart svg[role=img]")
    assert chart.is_visible()
    page.locator(".md-content table a", has_text="3(4) バックアップ").first.click()
    page.wait_for_url("**/findings/s-*-3-4.html#s-*-3-4")
    heading = page.locator("#f-3-4-3")
    table = heading.locator("xpath=following::table[1]")
    assert "backups.yml:" in table.inner_text()
    heading.locator("xpath=following::a[contains(@href, 'backup.html#c-3-4-3')][1]").click()
    page.wait_for_url("**/policy/backup.html#c-3-4-3")
    assert "潜伏" in page.locator(".md-content").inner_text()
