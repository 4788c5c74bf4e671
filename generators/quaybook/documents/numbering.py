"""Documents stage: numbers of chapters, articles, sections and annexes, counted while rendering.

Authors write a heading's anchor and title; the number and the printed form come from here and from
`policy_src/words`, so that an article can be inserted without touching any reference to another.
"""

from __future__ import annotations

import html

from markupsafe import Markup

from quaybook.documents.templating.marks import LEFT_OVER
from quaybook.model.document import Heading
from quaybook.wording.dialect.blocks import heading, part_heading
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.links import is_name
from quaybook.wording.values import TemplateMistakeError
from quaybook.wording.words import Words


class Numbering:
    """The counters of one document; every method returns the heading's Markdown."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.headings: list[Heading] = []
        self.anchors: set[str] = set()
        self.chapters = self.articles = self.sections = self.subsections = self.annexes = self.parts = 0

    def _add(self, anchor: str, level: int, form: str, title: str, **numbers: object) -> Markup:
        if not is_name(anchor):
            raise TemplateMistakeError("template_anchor", came=anchor)
        if anchor in self.anchors:
            raise TemplateMistakeError("anchor_twice", came=anchor)
        self.anchors.add(anchor)
        title = _said(title)
        text = self.words(f"numbering.{form}", title=title, **numbers)
        printed = self.words(f"numbering.{form}", title=literal(title), **numbers)
        label = self.words(f"reference.{form}", title=title, **numbers)
        self.headings.append(Heading(anchor, level, text, label))
        return Markup(heading(level, printed, anchor))

    def chapter(self, anchor: str, title: str) -> Markup:
        """A chapter; its sections are counted anew."""
        self.chapters += 1
        self.sections = self.subsections = 0
        return self._add(anchor, 2, "chapter", title, n=self.chapters)

    def article(self, anchor: str, title: str) -> Markup:
        """An article, counted through the whole document."""
        self.articles += 1
        return self._add(anchor, 3 if self.chapters else 2, "article", title, n=self.articles)

    def section(self, anchor: str, title: str) -> Markup:
        """A numbered section; inside a chapter it carries the chapter's number."""
        self.sections += 1
        self.subsections = 0
        if not self.chapters:
            return self._add(anchor, 2, "section", title, n=self.sections)
        return self._add(anchor, 3, "chapter_section", title, c=self.chapters, n=self.sections)

    def subsection(self, anchor: str, title: str) -> Markup:
        """A numbered part of a section."""
        self.subsections += 1
        section = f"{self.chapters}.{self.sections}" if self.chapters else f"{self.sections}"
        return self._add(anchor, 4 if self.chapters else 3, "subsection", title, n=self.subsections, section=section)

    def heading(self, anchor: str, title: str) -> Markup:
        """A heading without a number, for cards, forms and registers."""
        return self._add(anchor, 2, "heading", title)

    def subheading(self, anchor: str, title: str) -> Markup:
        """A heading without a number below another."""
        return self._add(anchor, 3, "heading", title)

    def part_heading(self, title: str) -> Markup:
        """The title of a part below whatever heading stands before it; nothing refers to it and no contents list it."""
        self.parts += 1
        level = self.headings[-1].level if self.headings else 1
        return Markup(part_heading(level + 1, literal(_said(title)), f"part-{self.parts}"))

    def annex(self, anchor: str, title: str) -> Markup:
        """An annexed table after the supplementary provisions."""
        self.annexes += 1
        return self._add(anchor, 2, "annex", title, n=self.annexes)

    def supplement_heading(self) -> Markup:
        """The heading of the supplementary provisions."""
        return self._add("supplement", 2, "supplement", self.words("supplement.title"))


def _said(title: str) -> str:
    """A title as it is printed."""
    # What a macro says is escaped already.
    title = html.unescape(title) if isinstance(title, Markup) else title
    # A fact in a title may hold the signs with which places are marked; a label is printed as it is.
    return LEFT_OVER.sub("\ufffd", title)
