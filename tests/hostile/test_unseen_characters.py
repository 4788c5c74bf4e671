"""Characters that nobody sees reach no document: neither from facts nor from texts; those that names need stay."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

import pytest
from quaybook.facts.positions import read_yaml
from quaybook.facts.text import REFUSED, REFUSED_SIGNS, refused_character
from quaybook.pipeline import Workspace, prepare

from tests.conftest import TODAY
from tests.helpers.workspaces import facts_of, write_facts
from tests.model.test_editions import own_document

TURNS_ROUND = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Joiners, which emoji and some scripts need, and format characters that are seen: signs around Arabic, Syriac and
# Kaithi numbers, and the joiners of hieroglyphs.
KEPT = "\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
# In a file, in an expression, and in what comes of both.
TOLD = {"character_refused", "template_sign_refused", "character_in_text"}


def test_what_turns_text_round_or_is_not_seen_is_refused_and_nothing_else() -> None:
    formats = [chr(n) for n in range(sys.maxunicode + 1) if unicodedata.category(chr(n)) == "Cf"]
    seen = {each for each in formats if each in KEPT or 0x13430 <= ord(each) <= 0x1345F}
    assert set(TURNS_ROUND) < set(formats)
    assert {each for each in formats if not refused_character(each)} == seen
    for text in ("葛\U000e0100城", "神\ufe00", "👨\u200d👩", "✊🏽\ufe0f", "髙﨑", "مرحبا", "か\u3099", "　", "\u2028"):
        assert refused_character(text) is None, ascii(text)


def test_every_sign_is_refused_or_allowed_as_it_is_listed() -> None:
    listed = re.compile(f"[{REFUSED_SIGNS}]")
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    found = listed.findall(every)
    assert REFUSED.findall(every) == found
    assert len(found) > 6000


@pytest.mark.parametrize("written", ["raw", "escape"])
@pytest.mark.parametrize("character", [*TURNS_ROUND, "\u200b", "\u2060", "\U000e0041", "\u3164"])
def test_a_fact_with_one_is_told_with_its_line(tmp_path: Path, character: str, written: str) -> None:
    text = character if written == "raw" else f"\\U{ord(character):08X}"
    (tmp_path / "a.yml").write_text(f'a: 1\nb: "x{text}y"\n', encoding="utf-8")
    (problem,) = read_yaml(tmp_path / "a.yml", "a.yml").problems
    assert (problem.line, problem.code, dict(problem.values)) == (
        2,
        "character_refused",
        {"char": f"U+{ord(character):04X}"},
    )


def test_every_line_with_one_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("a: x\u202ey\u202e\r\nb: 1\r\n# \u200b\rc: z\u2066\n", encoding="utf-8")
    problems = read_yaml(tmp_path / "a.yml", "a.yml").problems
    found = [(problem.line, dict(problem.values)["char"]) for problem in problems]
    assert found == [(1, "U+202E"), (3, "U+200B"), (4, "U+2066")]


@pytest.mark.parametrize(
    "text",
    ["甲\u202e乙", '{{ "\\u202e" }}', "甲&#x202e;乙", "甲&#8238;乙", '{{ "a" ~ "\\u2066" }}', "甲\u200b乙"],
    ids=["raw", "jinja", "hex", "decimal", "joined", "zero width"],
)
def test_a_text_of_ones_own_with_one_is_told(tmp_path: Path, text: str) -> None:
    write_facts(tmp_path / "terminals" / "own", facts_of("chitoseura"))
    own_document(tmp_path / "terminals" / "own", "plain", "staff", text)
    _, problems = prepare(Workspace(tmp_path), "own", TODAY)
    # What stands in the file is told with its line before the file is read as a text.
    assert TOLD & {problem.code for problem in problems}
    assert all(problem.file.endswith("overrides/documents/procedure/plain/ja.md.j2") for problem in problems)


def test_a_partial_a_title_and_a_sheet_of_ones_own_with_one_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "terminals" / "own"
    write_facts(folder, facts_of("chitoseura"))
    own_document(folder, "plain", "staff", '{% include "partials/mine.j2" %}')
    (folder / "overrides" / "partials").mkdir()
    (folder / "overrides" / "partials" / "mine.j2").write_text("甲\u202e乙", encoding="utf-8")
    place = folder / "overrides" / "documents" / "procedure" / "plain"
    columns = "columns: [{head: 甲, value: \"'x\\\\u202e'\"}]"
    sheet = f"language: ja\nsheets:\n  - {{title: 表, as: s, rows: servers, if_empty: なし, {columns}}}\n"
    (place / "sheet.yml").write_text(sheet, encoding="utf-8")
    _, problems = prepare(Workspace(tmp_path), "own", TODAY)
    assert {Path(problem.file).name for problem in problems if problem.code in TOLD} >= {"mine.j2"}
    (folder / "overrides" / "partials" / "mine.j2").unlink()
    own = (place / "ja.md.j2").read_text(encoding="utf-8")
    (place / "ja.md.j2").write_text(own.replace('{% include "partials/mine.j2" %}', "甲"), encoding="utf-8")
    _, problems = prepare(Workspace(tmp_path), "own", TODAY)
    assert [Path(problem.file).name for problem in problems if problem.code in TOLD] == ["sheet.yml"]
    (place / "sheet.yml").unlink()
    spec = (place / "document.yml").read_text(encoding="utf-8")
    (place / "document.yml").write_text(spec.replace("title:", 'x: "\\u202e"\ntitle:'), encoding="utf-8")
    _, problems = prepare(Workspace(tmp_path), "own", TODAY)
    assert [(Path(problem.file).name, problem.code) for problem in problems] == [("document.yml", "character_refused")]
