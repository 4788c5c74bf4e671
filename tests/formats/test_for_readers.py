"""What each reader of Markdown is told of the dialect in its own way, and what it makes of that."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import markdown
import pypandoc
import pytest
from quaybook.formats.for_pandoc import READER, bookmark, boxed_callouts
from quaybook.formats.for_python_markdown import sized_tables, titled_callouts
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.tables import table
from quaybook.wording.words import MissingWordError, Words

from tests.wording.dialect.test_escaping import EXTENSIONS, HOSTILE, html_text

WORDS = Words({"callout": {"warning": "注意", "caution": "警告"}}, "words.yml")
CALLOUT = f"甲\n\n> [!CAUTION]\n> {literal(HOSTILE)}\n>\n> - 乙\n\n丙\n"


def page(text: str) -> str:
    settings = {"pymdownx.quotes": {"callouts": True}}
    return markdown.markdown(text, extensions=EXTENSIONS, extension_configs=settings)


def blocks(text: str) -> list[dict[str, Any]]:
    """What pandoc reads, as its own tree."""
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), f"--from={READER}", "--to=json"],
        input=text.encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)["blocks"]
    assert found
    return found


def test_a_callout_of_a_page_has_its_title_and_the_themes_kind() -> None:
    made = page(titled_callouts(CALLOUT, WORDS))
    assert 'class="admonition danger"' in made
    assert '<p class="admonition-title">警告</p>' in made
    assert HOSTILE in html_text(made)
    assert "<li>乙</li>" in made


def test_a_callout_on_paper_is_two_divisions_of_the_styles_named() -> None:
    read = blocks(boxed_callouts(CALLOUT, WORDS, "Callout", "Callout Title"))
    assert [each["t"] for each in read] == ["Para", "Div", "Div", "Para"]
    assert [each["c"][0][2] for each in read[1:3]] == [
        [["custom-style", "Callout Title"]],
        [["custom-style", "Callout"]],
    ]
    assert [each["t"] for each in read[2]["c"][1]] == ["Para", "BulletList"]


@pytest.mark.parametrize("made", [lambda body: titled_callouts(body, WORDS), lambda body: boxed_callouts(body, WORDS, "a", "b")])  # fmt: skip  # noqa: E501
def test_a_kind_without_a_word_is_told(made: Any) -> None:
    with pytest.raises(MissingWordError):
        made("> [!TIP]\n> 甲\n")


def test_a_table_of_a_page_tells_the_shares_of_its_columns() -> None:
    narrow = sized_tables(f"甲\n\n{table('ab', (3, 9), ['cd'])}\n\n乙\n")
    assert 'class="qb-table" style="--c1:25%;--c2:75%"' in narrow
    assert "<td>c</td>" in page(narrow)
    assert "<p>乙</p>" in page(narrow)


def test_a_bookmark_is_a_place_for_pandoc() -> None:
    (read,) = blocks(f"{bookmark('甲', 'c-1', 'Citation')}{bookmark('乙', 'r-1')}{bookmark('', 'c-2')}")
    assert [each["c"][0] for each in read["c"]] == [
        ["c-1", [], [["custom-style", "Citation"]]],
        ["r-1", [], []],
        ["c-2", [], []],
    ]
