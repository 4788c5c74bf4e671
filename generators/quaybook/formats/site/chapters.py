"""Formats stage: a document that is too long for one page → its chapters, each on a page of its own.

A telephone on a bad line waits for the whole page before it can jump to one heading. Word files and paper stay whole.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from markupsafe import escape

from quaybook.model.document import Document, Heading
from quaybook.wording.dialect.blocks import parted
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.links import link, links_in, place_mark, places

_LEVEL = 2


@dataclass(frozen=True)
class Chapter:
    """A part of a document, from one heading of its highest level to the next; `below` are the headings in it."""

    path: str
    head: Heading
    below: tuple[Heading, ...]
    body: str

    @property
    def places(self) -> tuple[str, ...]:
        """All to which links can lead, citations among them."""
        return (*places(self.body), *(found.place for found in links_in(self.body) if found.place))


@dataclass(frozen=True)
class Parts:
    """A document as the site shows it: the page at `path`, which begins it, and the chapters on pages of their own."""

    path: str
    first: str
    chapters: tuple[Chapter, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path, *(chapter.path for chapter in self.chapters))

    @cached_property
    def _chapter_of(self) -> Mapping[str, str]:
        return {place: chapter.path for chapter in self.chapters for place in chapter.places}

    def path_to(self, place: str) -> str:
        """The page on which a place of the document is."""
        return self._chapter_of.get(place, self.path)

    def listed(self, title: str) -> dict[str, str | list[dict[str, str]]]:
        """The document for a navigation: its page, with those of its chapters if it has any."""
        if not self.chapters:
            return {title: self.path}
        return {title: [{title: self.path}, *({str(escape(each.head.text)): each.path} for each in self.chapters)]}

    def contents(self) -> str:
        """A list for the first page that leads to each chapter and to each heading in it.

        Its lines bear the names of the headings, so an address from before the document was parted leads to where
        it goes on.
        """
        return "\n".join(line for chapter in self.chapters for line in self._lines(chapter))

    def _lines(self, chapter: Chapter) -> Iterator[str]:
        way = posixpath.relpath(chapter.path, posixpath.dirname(self.path))
        for head in (chapter.head, *chapter.below):
            leading = link(literal(head.text), f"{way}#{head.anchor}") + place_mark(head.anchor)
            yield f"{'    ' * (head.level - _LEVEL)}- {leading}"


def parts_of(document: Document, path: str) -> Parts:
    """The document whole, but for one whose description says which chapters stay on its first page."""
    stay = document.spec.first_page
    if stay is None:
        return Parts(path, document.body)
    heads = {head.anchor: at for at, head in enumerate(document.headings) if head.level == _LEVEL}
    pieces = parted(document.body, heads.keys())

    def chapter(name: str, at: int) -> Chapter:
        head, *others = document.headings[at:]
        return Chapter(f"{path.removesuffix('.md')}/{name}.md", head, _below(others), pieces.pop(name))

    chapters = tuple(chapter(name, at) for name, at in heads.items() if name not in stay)
    return Parts(path, "".join(pieces.values()), chapters)


def _below(headings: Iterable[Heading]) -> tuple[Heading, ...]:
    return tuple(takewhile(lambda head: head.level > _LEVEL, headings))
