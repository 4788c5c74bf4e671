"""Formats stage: a page → the sections in which the search looks, as plain text by anchor.

What stands on every page alike (control block, buttons, what is related) would be found with every query, so it is left
out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TypeAlias

from quaybook.model.document import Document
from quaybook.wording.dialect.blocks import parted
from quaybook.wording.dialect.readers_text import reader_text

# Anchor, heading and text of a section, white space made one space.
Passage: TypeAlias = tuple[str, str, str]

_LEFT_OUT = frozenset({"qb-control", "qb-stamp", "qb-foot", "qb-actions", "qb-draft", "qb-ack", "headerlink"})
# A caption says again what the heading above its table says.
_NO_TEXT = frozenset({"script", "style", "svg", "caption"})
_HEADS = frozenset({"h1", "h2", "h3"})
# These have no end tag.
_VOID = frozenset({"br", "img", "hr", "input", "col", "wbr", "source"})
# Between all others stands a space, so that the words of two cells do not become one.
_MARKS = {"a", "abbr", "b", "code", "em", "i", "kbd", "mark", "s", "small", "span", "strong", "sub", "sup", "u"}
_INLINE = _MARKS | {"del", "ins", "rt", "ruby", "wbr"}


@dataclass
class Section:
    """What stands between two headings; what stands before the first has no anchor and no heading."""

    anchor: str = ""
    heading: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sections = [Section()]
        # The open tags within what is left out, and the heading that is being read.
        self.skipped: list[str] = []
        self.head = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self.skipped or tag in _NO_TEXT or _LEFT_OUT & set((given.get("class") or "").split()):
            if tag not in _VOID:
                self.skipped.append(tag)
            return
        if tag in _HEADS and tag != "h1":
            self.sections.append(Section(given.get("id") or ""))
        if tag in _HEADS:
            self.head = tag
        self._space(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.skipped:
            if tag in self.skipped:
                while self.skipped.pop() != tag:
                    pass
            return
        if tag == self.head:
            self.head = ""
        self._space(tag)

    def handle_data(self, data: str) -> None:
        # The title of a page is known already.
        if not self.skipped and self.head != "h1":
            (self.sections[-1].heading if self.head else self.sections[-1].text).append(data)

    def _space(self, tag: str) -> None:
        if tag not in _INLINE:
            self.sections[-1].text.append(" ")


def sections(html: str) -> Iterator[Passage]:
    """The sections of a page's HTML in which anything stands."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for section in reader.sections:
        heading, text = _plain(section.heading), _plain(section.text)
        if heading or text:
            yield section.anchor, heading, text


def sections_of(document: Document, body: str) -> Iterator[Passage]:
    """The same of `body`, all or a part of a document, that nobody has made into HTML yet."""
    heads = {each.anchor for each in document.headings if f"h{each.level}" in _HEADS}
    for anchor, part in parted(body, heads).items():
        first, _, rest = part.partition("\n") if anchor else ("", "", part)
        heading, text = reader_text(first), reader_text(rest)
        if heading or text:
            yield anchor, heading, text


def _plain(parts: Iterable[str]) -> str:
    return " ".join("".join(parts).split())
