"""Nobody is shut out: axe-core over a page of each kind, in both colours, on a desk and on a telephone."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.formats.site.conftest import DESKTOP, PHONE

PAGES = [
    "index.html",
    "ja/role/gate.html",
    "ja/onboarding/path-gate.html",
    "ja/card/index.html",
    "ja/card/card-gate.html",
    "ja/card/card-finder-english.html",
    "ja/policy/house-rules.html",
    "ja/procedure/exception-request.html",
    "ja/bcp/bcp-summary.html",
    "ja/incident/information-leak.html",
    "ja/form/F12.html",
    "ja/register/register-linked.html",
    "ja/contract/contract-cloud.html",
    "ja/training/training-users.html",
    "ja/status/dashboard.html",
    "ja/audit/control-tests.html",
    "manual.html",
    "tutorial/first-terminal.html",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Everything is looked at in both widths; another colour changes the contrast alone.
LOOKS = [
    (DESKTOP, "default", {"type": "tag", "values": RULES}),
    (DESKTOP, "slate", {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}),
    (PHONE, "default", {"type": "tag", "values": RULES}),
    (PHONE, "slate", {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}),
]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN = """async rules => {
    const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"], preload: false});
    return [found.passes.length, found.violations.map(each =>
        [each.id, each.nodes.length, each.nodes[0].target.join(" "), each.nodes[0].failureSummary])];
}"""
# What scrolls is marked in the frame after the one that lays it out anew.
LAID_OUT = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
# The kit's files are made by other formats, which the site of the tests goes without.
OFFER = """() => {
    const line = document.createElement("div");
    line.className = "qb-actions";
    line.append(Object.assign(document.createElement("a"), {className: "md-button", href: "#", textContent: "Word"}));
    document.querySelector(".md-content h1").after(line);
    document.querySelectorAll("details").forEach(each => { each.open = true; });
}"""


def assert_nothing_found(page: Page) -> None:
    """The page, as it stands, in each look."""
    for viewport, scheme, rules in LOOKS:
        page.set_viewport_size(viewport)
        page.evaluate("scheme => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
        page.evaluate(LAID_OUT)
        passed, found = page.evaluate(RUN, rules)
        assert passed > 0, (viewport, scheme)
        assert found == [], (viewport, scheme)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(site: Callable[[str], Path], open_page: Callable[..., Page], path: str) -> None:
    page = open_page(site("aonagi") / path, reduced_motion="reduce")
    page.evaluate(AXE)
    page.evaluate(OFFER)
    assert_nothing_found(page)


def test_axe_finds_nothing_in_the_search(site: Callable[[str], Path], open_page: Callable[..., Page]) -> None:
    page = open_page(site("aonagi") / "ja/form/F12.html", reduced_motion="reduce")
    page.evaluate(AXE)
    page.locator(".qb-search-open").click()
    page.locator("#qb-search-field").fill("ゲート")
    page.locator(".qb-search-list li").first.wait_for()
    assert_nothing_found(page)


def test_axe_would_find_something(site: Callable[[str], Path], open_page: Callable[..., Page]) -> None:
    page = open_page(site("aonagi") / "ja/card/card-gate.html")
    page.evaluate(AXE)
    page.add_style_tag(
        content=".md-typeset .qb-stamp a { color: #ccc; } .md-typeset a { text-decoration: none !important; }"
    )
    page.evaluate("document.querySelector('.md-content p').append(Object.assign(document.createElement('img')))")
    ids = {each[0] for each in page.evaluate(RUN, LOOKS[0][2])[1]}
    assert {"color-contrast", "image-alt"} <= ids


def test_the_skip_link_is_first_and_leads_to_the_text(
    site: Callable[[str], Path], open_page: Callable[..., Page]
) -> None:
    page = open_page(site("aonagi") / "ja/policy/backup.html")
    page.keyboard.press("Tab")
    assert "md-skip" in page.evaluate("document.activeElement.className")
    assert page.locator(".md-skip").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('.md-content').contains(document.activeElement)")


def test_the_menu_of_a_telephone_opens_by_key_and_is_not_walked_through_while_shut(
    site: Callable[[str], Path], open_page: Callable[..., Page]
) -> None:
    page = open_page(site("aonagi") / "ja/policy/backup.html", PHONE, reduced_motion="reduce")
    opener, seen = page.locator(".md-header .qb-menu"), []
    for _ in range(8):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.className"))
        assert not page.evaluate("!!document.activeElement.closest('.md-sidebar--primary')")
    assert any("qb-menu" in each for each in seen)
    assert opener.get_attribute("aria-label")
    opener.focus()
    for key, state in (("Enter", "true"), ("Escape", "false"), ("Space", "true")):
        page.keyboard.press(key)
        assert opener.get_attribute("aria-expanded") == state
        assert page.evaluate("!!document.activeElement.closest('.md-sidebar--primary')") == (state == "true")


@pytest.mark.parametrize("name", ["index.html", "ja/card/card-gate.html"])
def test_the_menu_of_a_telephone_is_seen_when_it_opens(
    site: Callable[[str], Path], open_page: Callable[..., Page], name: str
) -> None:
    page = open_page(site("aonagi") / name, PHONE, reduced_motion="reduce")
    page.locator(".md-header .qb-menu").click()
    wrap = page.locator(".md-sidebar--primary .md-sidebar__scrollwrap")
    width = wrap.evaluate("wrap => wrap.clientWidth")
    assert 100 < width < PHONE["width"]
    focused = page.locator(":focus")
    for _ in range(3):
        box = focused.bounding_box()
        assert box is not None
        assert 0 <= box["x"] < box["x"] + box["width"] <= width
        assert focused.inner_text().strip()
        assert wrap.evaluate("wrap => wrap.scrollLeft") == 0
        page.keyboard.press("Tab")


def test_every_dialog_and_every_touched_thing_has_a_name(
    site: Callable[[str], Path], open_page: Callable[..., Page]
) -> None:
    page = open_page(site("aonagi") / "ja/audit/matrix.html")
    dialogs = page.locator("[role=dialog], dialog")
    assert dialogs.count() > 0
    for dialog in dialogs.all():
        assert (dialog.get_attribute("aria-label") or "").strip()
    touched = ".md-content button, .qb-sortable td > a, .qb-control summary"
    small = page.evaluate(
        """touched => Array.from(document.querySelectorAll(touched), each => {
            const box = each.getBoundingClientRect();
            return [each.textContent, box.width, box.height];
        })""",
        touched,
    )
    assert len(small) > 100
    assert [each for each in small if min(each[1:]) < 24] == []


def test_a_text_in_another_language_says_so(site: Callable[[str], Path]) -> None:
    english = (site("aonagi") / "ja/card/card-finder-english.html").read_text(encoding="utf-8")
    before, inside = english.split('<div lang="en">', 1)
    assert "First five acts" not in before.split("<article", 1)[1]
    assert "First five acts" in inside
    easy = (site("aonagi") / "ja/card/card-finder-plain.html").read_text(encoding="utf-8")
    assert '<html lang="ja"' in easy
    assert 'lang="en"' not in easy
