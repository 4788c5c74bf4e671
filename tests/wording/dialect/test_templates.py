"""Templates keep to the Markdown that Python-Markdown and pandoc read alike."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from quaybook.pipeline import Prepared

from tests.conftest import REPOSITORY

TEMPLATES = sorted((REPOSITORY / "policy_src").rglob("*.j2"))
REFUSED = {
    "a heading written by hand": re.compile(r"^#{1,6} ", re.MULTILINE),
    "HTML": re.compile(r"</?(?:div|span|br|table|td|p|b|i|a|img|details)\b"),
    "a fenced division": re.compile(r"^:::", re.MULTILINE),
    "an admonition of one tool": re.compile(r"^(?:!!!|\?\?\?)", re.MULTILINE),
    "a filter that trusts a fact": re.compile(r"\|\s*safe\b"),
    "a link or picture written by hand": re.compile(r"\]\((?!doc:|figure:)"),
}


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 130


@pytest.mark.parametrize("what", REFUSED)
def test_templates_hold_nothing_outside_the_dialect(what: str) -> None:
    found = [str(path) for path in TEMPLATES if REFUSED[what].search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_japanese_paragraphs_stand_on_one_line(sample: Prepared) -> None:
    """A line break inside a Japanese paragraph would become a space in some formats."""
    block = re.compile(r"^(?:[|>#\-*!]|\d+\.|\s|\[\^|:)")
    seen, found = 0, []
    for document in sample.sets["ja"].documents:
        lines = document.body.splitlines()
        for before, after in pairwise(lines):
            if before.strip() and after.strip():
                seen += 1
                if not block.match(before) and not block.match(after):
                    found.append(f"{document.spec.id}: {before[-30:]} / {after[:30]}")
    assert seen > 1000
    assert found == []


def test_tables_have_equal_rows_and_say_something(sample: Prepared) -> None:
    rows, found = 0, []
    for document in sample.sets["ja"].documents:
        for table in re.findall(r"(?:^\|.*\n)+", document.body, re.MULTILINE):
            lines = table.splitlines()
            rows += len(lines)
            widths = {len(re.findall(r"(?<!\\)\|", line)) for line in lines}
            if len(widths) != 1:
                found.append(f"{document.spec.id}: {lines[0]}")
            # A field to be filled in by hand holds a full-width space; a cell without anything is a hole.
            if any(re.search(r"\| *\|", line) for line in lines[2:]):
                found.append(f"{document.spec.id}: an empty cell below {lines[0]}")
    assert rows > 500
    assert found == []


def test_every_document_folder_is_complete() -> None:
    folders = [p.parent for p in Path(REPOSITORY / "policy_src" / "documents").glob("*/*/document.yml")]
    assert len(folders) > 125
    assert [f for f in folders if not (f / "ja.md.j2").is_file()] == []
