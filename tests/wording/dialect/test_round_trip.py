"""What the room of the dialect writes, it finds again, whatever stands in a label, a heading or a cell."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quaybook.wording.dialect.blocks import Callout, bullets, closed_by, each_callout, heading, tidied
from quaybook.wording.dialect.escape import acting_sign, in_label, literal, unspelt
from quaybook.wording.dialect.foreign import foreign_markup
from quaybook.wording.dialect.links import (
    Link,
    Picture,
    each_link,
    each_picture,
    holds_target,
    is_name,
    link,
    linked_documents,
    links_in,
    pictures_in,
    places,
    without_targets,
)
from quaybook.wording.dialect.readers_text import reader_text
from quaybook.wording.dialect.tables import Table, each_table, table

from tests.wording.dialect.test_escaping import EXTENSIONS, NASTY, TEXT, expected, html_text

NAMES = st.from_regex(r"[\w-]+", fullmatch=True)
FACTS = (st.sampled_from(NASTY) | TEXT).map(expected).filter(bool)
# A title of a document with a heading's label, one pair of brackets, and what words put around a fact.
LABELS = st.one_of(
    FACTS.map(lambda fact: str(literal(fact))),
    FACTS.map(lambda fact: f"甲{in_label(fact)}"),
    FACTS.map(lambda fact: f"甲 [{literal(fact)}] 乙"),
)


@st.composite
def links(draw: st.DrawFn) -> Link:
    place = draw(st.just("") | NAMES)
    anchor = draw(st.just("") | NAMES)
    return Link(draw(LABELS), draw(NAMES), anchor, place, is_citation=bool(place) and draw(st.booleans()))


PICTURES = st.builds(Picture, LABELS, NAMES)
BODIES = st.lists(st.tuples(LABELS, links(), FACTS.map(literal), PICTURES), min_size=1, max_size=6)


def body_of(parts: list[tuple[str, Link, str, Picture]]) -> str:
    return "".join(f"甲{before}{link}{fact}\n\n{picture}\n\n" for before, link, fact, picture in parts)


@given(BODIES)
def test_every_link_and_picture_is_found_as_it_was_written(parts: list[tuple[str, Link, str, Picture]]) -> None:
    body = body_of(parts)
    assert list(links_in(body)) == [each for _, each, _, _ in parts]
    assert list(pictures_in(body)) == [each for _, _, _, each in parts]
    assert each_link(body, str) == body == each_picture(body, str)
    assert linked_documents(body) == {each.document for _, each, _, _ in parts}
    labels = each_picture(each_link(body, lambda link: link.label), lambda picture: picture.alt)
    assert without_targets(body) == labels
    assert holds_target(body)
    assert foreign_markup(body) == ""


@given(BODIES)
def test_what_stands_around_them_stays(parts: list[tuple[str, Link, str, Picture]]) -> None:
    body = each_picture(each_link(body_of(parts), lambda _: "LINK"), lambda _: "PICTURE")
    assert body == "".join(f"甲{before}LINK{fact}\n\nPICTURE\n\n" for before, _, fact, _ in parts)
    assert not holds_target(body)


@given(links(), PICTURES)
def test_a_format_says_where_they_lead(found: Link, picture: Picture) -> None:
    tail = f"#{found.anchor}" if found.anchor else ""
    assert found.to("../a.md").startswith(f"[{found.label}](../a.md{tail})")
    assert places(found.to("../a.md")) == ([] if found.is_citation or not found.place else [found.place])
    assert picture.to("a.svg") == f"![{picture.alt}](a.svg)"


@given(FACTS, FACTS)
def test_a_reader_reads_labels_and_signs_as_they_print(one: str, other: str) -> None:
    found = Link(f"甲{in_label(one)}乙", "backup", "generations", "c-1", is_citation=True)
    text = reader_text(f"丙{found}{Picture(literal(other), 'call-tree')}丁")
    # A label keeps the white space of a title, which is one blank for a reader.
    assert "".join(text.split()) == "".join(f"丙甲{one}乙{other}丁".split())


@given(FACTS)
def test_python_markdown_reads_a_label_as_it_was_meant(fact: str) -> None:
    for label in (literal(fact), in_label(fact)):
        page = markdown.markdown(f"甲{Link(label, 'backup', place='p').to('a.html')}乙", extensions=EXTENSIONS)
        assert '<a href="a.html" id="p">' in page
        assert f"甲{fact}乙" in html_text(page)


@given(FACTS)
def test_a_sign_that_is_spelt_out_is_read_again(fact: str) -> None:
    assert unspelt(literal(fact)) == fact == unspelt(in_label(fact))
    assert (acting_sign(fact) == "") == (in_label(fact) == fact)
    assert acting_sign(fact) in fact


@given(st.lists(st.tuples(st.integers(1, 6), FACTS, NAMES), min_size=1, max_size=5))
def test_every_heading_is_a_place(headings: list[tuple[int, str, str]]) -> None:
    body = "\n\n".join(heading(level, literal(text), name) for level, text, name in headings)
    assert places(body) == [name for _, _, name in headings]
    assert all(is_name(name) for name in places(body))
    assert foreign_markup(body) == ""


@pytest.mark.parametrize("name", ["", "a b", "a#b", "a}", "a.b", "a\n"])
def test_what_no_mark_can_hold_is_no_name(name: str) -> None:
    assert not is_name(name)


ROW = st.lists(FACTS.map(literal), min_size=3, max_size=3)


@given(ROW, st.tuples(*[st.integers(1, 9)] * 3), st.lists(ROW, min_size=1, max_size=4), FACTS)
def test_every_table_is_found_whole(head: list[str], shares: tuple[int, ...], rows: list[list[str]], fact: str) -> None:
    written = table(head, shares, rows)
    found: list[Table] = []
    body = each_table(f"甲{literal(fact)}\n\n{written}\n\n- 乙\n", lambda each: found.append(each) or "TABLE\n")
    assert [(each.text.rstrip("\n"), each.shares) for each in found] == [(written, shares)]
    assert body == f"甲{literal(fact)}\n\nTABLE\n\n- 乙\n"
    assert markdown.markdown(written, extensions=EXTENSIONS).count("<td>") == 3 * len(rows)


@pytest.mark.parametrize("text", ["| a |\n| b |\n", "| a |\n|   |\n", "| a |\n||\n", "甲 | a |\n|---|\n", "|---|\n"])
def test_lines_with_bars_are_no_table_without_dashes_below_a_head(text: str) -> None:
    assert each_table(text, lambda _: "TABLE") == text


@given(st.sampled_from(["WARNING", "note", "Tip"]), st.lists(FACTS.map(literal), min_size=1, max_size=3))
def test_every_callout_is_found_with_its_kind_and_words(kind: str, lines: list[str]) -> None:
    found: list[Callout] = []
    quoted = "".join(f"> {line}\n" for line in lines)
    body = each_callout(f"甲\n\n> [!{kind}]\n{quoted}\n乙\n", lambda each: found.append(each) or "CALLOUT\n")
    assert [(each.kind, each.inner) for each in found] == [(kind.lower(), "\n".join(lines))]
    assert body == "甲\n\nCALLOUT\n\n乙\n"
    page = markdown.markdown(found[0].titled("note", "題"), extensions=EXTENSIONS, extension_configs=QUOTES)
    assert 'class="admonition note"' in page
    assert "題" in html_text(page)


QUOTES = {"pymdownx.quotes": {"callouts": True}}


@pytest.mark.parametrize(
    ("block", "closed"),
    [
        ("甲", "甲 〔1〕"),
        ("- 甲\n- 乙", "- 甲\n- 乙 〔1〕"),
        ("| 甲 |\n|---|\n| 乙 |", "| 甲 |\n|---|\n| 乙 |\n\n〔1〕\n"),
        ("> 甲", "> 甲\n\n〔1〕\n"),
        ("![甲](figure:call-tree)", "![甲](figure:call-tree)\n\n〔1〕\n"),
        ("## 甲 {#a}", "## 甲 {#a}\n\n〔1〕\n"),
        ("甲\n  ", "甲\n\n〔1〕\n"),
    ],
)
def test_a_citation_never_stands_in_a_block_that_takes_none(block: str, closed: str) -> None:
    assert closed_by(block, "〔1〕") == closed


def test_blocks_stand_apart_by_one_blank_line() -> None:
    assert tidied("\n\n甲\n\n\n\n乙\n\n") == "甲\n\n乙\n"
    assert bullets([link("甲", "a.md"), "乙"]) == "- [甲](a.md)\n- 乙"
