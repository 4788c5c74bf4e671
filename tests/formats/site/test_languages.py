"""A site in two languages, the second just begun: made strictly, without a dead link, and of use to its readers."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser
from quaybook.build import editions
from quaybook.files.cache import Cache
from quaybook.formats.oscal.format import OscalFormat
from quaybook.formats.site.pages import SiteWriter
from quaybook.pipeline import prepare

from tests.conftest import TODAY
from tests.helpers.languages import begun
from tests.helpers.workspaces import FILES, write_config

TOLD = "2 of 101 documents exist in English so far."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with its Word files, Japanese first."""
    root = tmp_path_factory.mktemp("both")
    begun(root)
    return built(root, ("ja", "en"), FILES)


def built(root: Path, languages: tuple[str, ...], formats: str) -> Path:
    config = write_config(root, "x", formats, languages=languages)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config)]
    environment = {key: value for key, value in os.environ.items() if key != "TERMINAL" and "QUAYBOOK_" not in key}
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, env=environment)
    assert done.returncode == 0, done.stderr[-3000:]
    return root / "site"


@cache
def dead_links(folder: Path) -> tuple[int, list[str]]:
    """How many links the pages have, and those that lead to no file or to no place in one."""
    pages = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}
    anchors = {path: set(re.findall(r'\bid="([^"]+)"', text)) for path, text in pages.items()}
    links, dead = 0, []
    for page, text in pages.items():
        for target in map(html.unescape, re.findall(r'(?:href|src)="([^"]*)"', text)):
            if re.match(r"[a-z]+:", target):
                continue
            links += 1
            path, _, anchor = target.partition("#")
            file = (page.parent / path).resolve() if path else page
            if not file.is_file() or (anchor not in ("", "__skip") and anchor not in anchors.get(file, {anchor})):
                dead.append(f"{page.relative_to(folder)}: {target}")
    return links, dead


def test_no_link_is_dead(site: Path) -> None:
    links, dead = dead_links(site)
    assert links > 5000
    assert dead == []


def test_the_english_pages_lead_to_the_japanese_ones_and_say_so(site: Path) -> None:
    page = (site / "en" / "policy" / "backup.html").read_text(encoding="utf-8")
    assert TOLD in html.unescape(page)
    assert '<html lang="en"' in page
    assert page.count(' lang="ja"') == 4
    assert '<div lang="ja" class="md-sidebar md-sidebar--primary"' in page
    for target, label in (
        ("../card/card-desk.html#call", "“Action Card: Information Desk”, “Whom to call”"),
        ("../../ja/policy/organisation.html#purpose", "“Information Security Organisation Rules”, 第1条 (in Japanese)"),
        ("../../ja/form/F20.html", "Form F20 “Restart Judgement Sheet” (in Japanese)"),
        ("../../ja/audit/matrix.html#r-3-4-3", "[3(4)③]"),
        ("../../ja/register/register-backups.html", "(in Japanese)"),
    ):
        links = re.findall(rf'<a[^>]*href="{re.escape(target)}"[^>]*>(.*?)</a>', page)
        assert [link for link in links if label in html.unescape(link)], (target, links)
    assert "Backup and Restore Test Procedure” (not in this set)" in html.unescape(page)


def test_a_language_without_a_home_page_opens_with_what_there_is(site: Path) -> None:
    page = html.unescape((site / "en" / "index.html").read_text(encoding="utf-8"))
    assert "Documents in English" in page
    assert TOLD in page
    links = dict(re.findall(r'<li><a href="([^"]+)">([^<]+)</a></li>', page))
    assert links["policy/backup.html"] == "“Backup Management Rules”"
    assert links["../ja/policy/organisation.html"] == "“Information Security Organisation Rules” (in Japanese)"
    assert links["../index.html"].endswith("(in Japanese)")
    japanese = html.unescape((site / "ja" / "policy" / "backup.html").read_text(encoding="utf-8"))
    assert "要求事項に応えているかは" not in japanese


def test_the_reader_can_change_the_language_and_find_the_english_pages(site: Path) -> None:
    pages = {name: (site / name).read_text(encoding="utf-8") for name in ("index.html", "ja/policy/backup.html")}
    changes = {name: re.findall(r'<a href="([^"]+)" hreflang="(\w+)"', page) for name, page in pages.items()}
    assert changes == {
        "index.html": [("index.html", "ja"), ("en/index.html", "en")],
        "ja/policy/backup.html": [("../../index.html", "ja"), ("../../en/index.html", "en")],
    }
    tabs = re.findall(r'<a href="([^"]+)" class="md-tabs__link">\s*(\w+)\s*</a>', pages["index.html"])
    assert ("en/index.html", "English") in tabs


def test_the_search_finds_both_languages_that_of_the_page_first(site: Path, browser: Browser) -> None:
    firsts = {"index.html": "ja/policy/backup.html", "en/index.html": "en/policy/backup.html"}
    page = browser.new_page()
    for opened, first in firsts.items():
        # The theme asks for a list of pages that a folder does not give; the links to the languages work without.
        page.goto((site / opened).as_uri())
        page.locator(".qb-search-open").click()
        page.wait_for_function("quaybookSearch.ja.index && quaybookSearch.en.index", timeout=30_000)
        page.locator("#qb-search-field").fill("P-10")
        page.wait_for_function("document.querySelectorAll('.qb-search-list a').length > 2")
        links = [link.get_attribute("href") or "" for link in page.locator(".qb-search-list a").all()]
        assert links[0].endswith(first)
        assert [link for link in links if link.endswith(firsts["index.html"])]
        assert [link for link in links if link.endswith(firsts["en/index.html"])]
        assert page.locator(".qb-search-open").inner_text() == ("検索" if opened == "index.html" else "Search")
    page.close()


def test_word_files_of_both_languages_are_made_and_lead_nowhere_else(site: Path) -> None:
    made = {code: sorted(path.name for path in (site / code / "word").iterdir()) for code in ("ja", "en")}
    assert made["en"] == ["C-09-card-desk.docx", "P-10-backup.docx"]
    assert len(made["ja"]) == 101
    opened = docx.Document(str(site / "en" / "word" / "P-10-backup.docx"))
    text = "\n".join(paragraph.text for paragraph in opened.paragraphs)
    assert "Article 1 (Purpose)" in text
    assert "Form F20 “Restart Judgement Sheet” (in Japanese)" in text
    assert opened.core_properties.language == "en"
    assert [r.target_ref for r in opened.part.rels.values() if r.is_external] == []


def test_a_site_whose_first_language_has_no_home_page_opens_too(tmp_path: Path) -> None:
    begun(tmp_path)
    folder = built(tmp_path, ("en", "ja"), "")
    links, dead = dead_links(folder)
    assert links > 5000
    assert dead == []
    assert "Documents in English" in (folder / "index.html").read_text(encoding="utf-8")
    assert 'href="ja/index.html"' in (folder / "index.html").read_text(encoding="utf-8")


def test_only_complete_languages_have_files_that_tell_who_answers_what(tmp_path: Path) -> None:
    prepared, problems = prepare(begun(tmp_path), "x", TODAY, ("ja", "en"))
    assert prepared is not None
    assert problems == ()
    made = editions(prepared, Cache(tmp_path))
    counts = {edition.language: len(OscalFormat().artifacts(edition)) for edition in made}
    assert counts["ja"] > 3
    assert counts["en"] == 0
    pages = SiteWriter(made[1]).pages()
    sections = ["en/card/index.md", "en/policy/index.md"]
    assert list(pages) == ["en/index.md", "en/card/card-desk.md", "en/policy/backup.md", *sections]
    assert [path for path in sections if TOLD not in html.unescape(pages[path][1])] == []
