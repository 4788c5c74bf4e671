"""Whatever stands in a fact appears verbatim in every format and never acts."""

from __future__ import annotations

import html
import io
import re
import subprocess
from pathlib import Path

import docx
import markdown
import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from mkdocs.commands.build import build
from mkdocs.config import load_config
from quaybook.formats.for_pandoc import READER
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.readers_text import reader_text

from tests.helpers.workspaces import FILES, facts_of, write_config, write_facts

HOSTILE = 'Nagoya | "A" <Co> & *x* {{ 7*7 }} 名古屋'
NASTY = (
    HOSTILE,
    "{% raw %}{{ config }}",
    "<script>alert(1)</script>",
    "[a](javascript:x) ![b](c)",
    "# heading",
    "- item",
    "1. one",
    "> quote",
    "| a | b |",
    "``` code ```",
    "$x^2$ \\alpha @cite [^1] [@x]",
    "^up^ ~down~ ==mark== ++key++",
    "&#60;b&#62; &amp; &lt;",
    "{: .a #b }",
    "{#id .cls}",
    ":smile: http://example.jp <http://example.jp>",
    "a\\|b \\n \\",
    "doc:backup](doc:backup#x)",
    "\ue000backup\ue001 \ue0021;3-4-3\ue003x\ue004",
    "見本　一郎",
    "***",
    "---",
    "=cmd|' /C calc'!A0",
    "[!WARNING]",
    "::: div",
    "TOC \\o",
    "%s %d {0} {name}",
)
EXTENSIONS = ["attr_list", "footnotes", "md_in_html", "tables", "sane_lists", "pymdownx.quotes", "toc"]
# What the loader lets through: no controls, no surrogates, no non-characters.
TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=60
).filter(lambda text: text.strip(" \t\r\n\x85\u2028\u2029"))


def expected(text: str) -> str:
    return re.sub("[ \t\r\n\x85\u2028\u2029]+", " ", text).strip(" ")


def page_with(texts: list[str]) -> str:
    """Every place in which templates print facts: a paragraph, a list, a cell, bold, a quotation."""
    blocks = []
    for text in texts:
        fact = literal(text)
        blocks.append(
            f"甲{fact}乙\n\n- 甲{fact}乙\n\n| h | i |\n|---|---|\n| 甲{fact}乙 | 甲{fact}乙 |\n\n> 甲{fact}乙"
        )
    return "\n\n".join(blocks)


def html_text(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def assert_verbatim(text: str, found: str, times: int) -> None:
    assert found.count(f"甲{expected(text)}乙") >= times, (text, found[:400])


@pytest.mark.parametrize("text", NASTY)
def test_python_markdown_prints_nasty_facts_literally(text: str) -> None:
    page = markdown.markdown(page_with([text]), extensions=EXTENSIONS)
    assert_verbatim(text, html_text(page), 5)
    assert set(re.findall(r"<(\w+)", page)) <= {
        "p",
        "ul",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "blockquote",
    }


@pytest.mark.parametrize("times", [1, 31, 32, 33, 5000])
def test_a_fact_of_any_length_is_spelt_out_each_time(times: int) -> None:
    for text in ("甲|" * times, Markup("甲|" * times), "乙|" * times):
        assert literal(text) == literal(str(text)) == f"{text[0]}&#124;" * times
        assert isinstance(literal(text), Markup)


@given(st.lists(TEXT, min_size=1, max_size=5))
@settings(max_examples=200, deadline=None)
def test_python_markdown_prints_any_fact_literally(texts: list[str]) -> None:
    page = html_text(markdown.markdown(page_with(texts), extensions=EXTENSIONS))
    for text in texts:
        assert_verbatim(text, page, 5)


# Word has elements of its own for these two; python-docx reads them as nothing and as a hyphen.
WORD_HYPHENS = str.maketrans({"\xad": None, "\u2011": "-"})


def docx_texts(markdown_text: str) -> str:
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), f"--from={READER}", "--to=docx", "--output=-"],
        input=markdown_text.encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert not done.stderr
    document = docx.Document(io.BytesIO(done.stdout))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def test_word_prints_nasty_facts_literally() -> None:
    found = docx_texts(page_with(list(NASTY)))
    for text in NASTY:
        assert_verbatim(text, found, 5)


@given(st.lists(TEXT, min_size=10, max_size=30))
@settings(max_examples=25, deadline=None)
def test_word_prints_any_fact_literally(texts: list[str]) -> None:
    found = docx_texts(page_with(texts)).translate(WORD_HYPHENS)
    for text in texts:
        assert_verbatim(text.translate(WORD_HYPHENS), found, 5)


@given(TEXT)
@settings(max_examples=300, deadline=None)
def test_coverage_reads_what_a_reader_reads(text: str) -> None:
    assert "".join(expected(text).split()) in "".join(reader_text(f"| 甲{literal(text)}乙 |").split())


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sample B with the hostile text in names of every kind, built as a site with its Word files."""
    root = tmp_path_factory.mktemp("hostile")
    facts = facts_of("chitoseura")
    facts["terminal"]["operator"] = facts["terminal"]["name"] = HOSTILE
    for group in ("systems", "people", "contacts", "suppliers", "backups", "external_connections"):
        for entry in facts[group]:
            entry["name"] = HOSTILE
    facts["people"][0]["title"] = HOSTILE
    facts["people"][0]["means"][0]["value"] = HOSTILE
    write_facts(root / "terminals" / "hostile", facts)
    build(load_config(str(write_config(root, "hostile", FILES)), strict=True))
    return root / "site"


def test_the_hostile_name_stands_verbatim_on_pages(hostile_site: Path) -> None:
    pages = {p: html_text(p.read_text(encoding="utf-8")) for p in hostile_site.rglob("*.html")}
    having = [path for path, text in pages.items() if HOSTILE in text]
    assert len(pages) >= len(having) > 60
    for path in pages:
        source = path.read_text(encoding="utf-8")
        assert "<Co>" not in source
        assert "49" not in re.findall(r"\*x\* (\S+) 名古屋", html_text(source))


def test_the_hostile_name_stands_verbatim_in_word(hostile_site: Path) -> None:
    having = 0
    files = list(hostile_site.rglob("*.docx"))
    assert len(files) > 120
    for path in files:
        document = docx.Document(str(path))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        having += any(HOSTILE in text for text in (*(p.text for p in document.paragraphs), *cells))
    assert having > 40


def test_the_hostile_name_stands_verbatim_in_figures(hostile_site: Path) -> None:
    drawn = list(hostile_site.rglob("figures/*.svg"))
    assert len(drawn) >= 4
    for path in drawn:
        assert "<Co>" not in path.read_text(encoding="utf-8")
