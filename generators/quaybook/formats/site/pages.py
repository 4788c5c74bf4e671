"""Formats stage: documents → pages of the site, as Markdown texts by path. Knows nothing of MkDocs.

Pages of a language lie under `<language>/<kind>/<id>.md`; the home page is `index.md` for the first
language, so that opening the site's folder shows it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import cache
from typing import Any

from quaybook.documents.assemble import answered_by
from quaybook.documents.library.selection import HOME, in_its_language
from quaybook.formats.contract import Edition
from quaybook.formats.drawing import draw
from quaybook.formats.for_python_markdown import sized_tables, titled_callouts
from quaybook.formats.quizzes.on_page import with_quiz
from quaybook.formats.site.chapters import Chapter, parts_of
from quaybook.formats.site.control_block import control_block, control_line
from quaybook.formats.site.dial import Dial
from quaybook.formats.site.indexes import Indexes
from quaybook.formats.site.onboarding.page import path_page
from quaybook.model.document import Document, DocumentSpec, Kind
from quaybook.model.language_text import said_in
from quaybook.wording.dialect.blocks import bullets, heading, raised
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.links import Link, Picture, each_link, each_picture, link

SORTABLE = ("matrix", "register")
_FILES = (".pdf", ".docx", ".xlsx")
# On a telephone more would stand before the first action.
_AT_ONCE = 2


@cache
def _relative(target: str, path: str) -> str:
    """The way from the page at `path` to a file; the same few hundred are asked for thousands of times."""
    return posixpath.relpath(target, posixpath.dirname(path) or ".")


def _in_a_hurry(spec: DocumentSpec, target: str) -> tuple[bool, int]:
    """Which file of a document comes first: its own before a whole binder's, what is printed as it is before others."""
    name = posixpath.basename(target)
    return not name.startswith(spec.number), next((n for n, of in enumerate(_FILES) if name.endswith(of)), len(_FILES))


class SiteWriter:
    """Writes the pages of one edition."""

    def __init__(self, edition: Edition) -> None:
        self.set, self.words, self.first, self.links = edition.documents, edition.words, edition.first, edition.links
        elsewhere = {name: other.spec for name, other in self.set.elsewhere.items() if other.is_made}
        self.specs: Mapping[str, DocumentSpec] = {d.spec.id: d.spec for d in self.set.documents} | elsewhere
        self.indexes = Indexes(self.set, self.words, lambda document: self.page_path(document.spec))
        self.dial = Dial(edition.judged.terminal, self.words, edition.reader)
        self.terminal = edition.judged.id
        self.has_home = any(document.spec.id == HOME for document in self.set.documents)
        self.parts = {d.spec.id: parts_of(d, self.page_path(d.spec)) for d in self.set.documents}

    @property
    def home(self) -> str:
        """The page with which the site opens, or the pages of a further language."""
        return "index.md" if self.first else f"{self.set.language}/index.md"

    def page_path(self, spec: DocumentSpec) -> str:
        """Where the document is; where this language lacks it, in the one in which it stands."""
        other = self.set.elsewhere.get(spec.id)
        language = other.language if other else self.set.language
        if spec.id != HOME:
            return f"{language}/{spec.kind}/{spec.id}.md"
        return ("index.md" if language == self.set.made[0] else f"{language}/index.md") if other else self.home

    def _path_to(self, document: str, place: str) -> str:
        parts = self.parts.get(document)
        return parts.path_to(place) if parts else self.page_path(self.specs[document])

    def figure_path(self, figure: str) -> str:
        return f"{self.set.language}/figures/{figure}.svg"

    def pages(self) -> dict[str, tuple[tuple[str, ...], str]]:
        """The text of each page by its path, with the ids of the documents in it.

        A language without a home page opens with a list of what there is.
        """
        made: dict[str, tuple[tuple[str, ...], str]] = {}
        for document in self.set.documents:
            made[self.page_path(document.spec)] = ((document.spec.id,), self._text(document))
            for chapter in self.parts[document.spec.id].chapters:
                made[chapter.path] = ((document.spec.id,), self._chapter(document, chapter))
        made |= self.indexes.pages(self._incomplete())
        return made if self.has_home else {self.home: (tuple(self.specs), self._index())} | made

    def sources(self) -> dict[str, str]:
        """The template of each page, by the page's path."""
        made = dict.fromkeys(map(self.indexes.path, self.indexes.members), self.words.file)
        made |= {path: d.source for d in self.set.documents for path in self.parts[d.spec.id].paths}
        return made if self.has_home else {self.home: self.words.file} | made

    def navigation(self) -> list[dict[str, Any]]:
        """The pages as MkDocs takes its navigation: those of the site itself first, then a group for each kind."""
        listed = [(d.spec.kind, d.title, self.page_path(d.spec)) for d in self.set.documents]
        listed = listed if self.has_home else [(Kind.PAGE, self._index_title, self.home), *listed]
        parts = {each.path: each for each in self.parts.values()}
        made: list[dict[str, Any]] = []
        for kind in Kind:
            members = [(title, path) for of, title, path in listed if of == kind]
            if kind == Kind.PAGE:
                home = [{self.words("site.home"): path} for _, path in members if path == self.home]
                made += [*home, *({title: path} for title, path in members if path != self.home)]
            elif members:
                entries = [self.indexes.path(kind), *(parts[path].listed(title) for title, path in members)]
                made.append({self.words(f"tab.{kind.value}"): entries})
        return made if self.first else [{self.words("language_name"): made}]

    def figures(self) -> dict[str, tuple[Document, bytes]]:
        """SVG files by path, each with its document; a finished SVG stands in its page."""
        drawn = ((d, f) for d in self.set.documents for f in d.figures if not f.svg)
        return {self.figure_path(figure.id): (document, draw(figure, "svg")) for document, figure in drawn}

    def _text(self, document: Document) -> str:
        path, parts = self.page_path(document.spec), self.parts[document.spec.id]
        body = self._linked(document, parts.first, path)
        if parts.chapters:
            body += f"\n{heading(2, literal(self.words('site.chapters')), 'chapters')}\n\n{parts.contents()}"
        if document.spec.kind.is_page:
            body = self._way_in(document, body)
        else:
            line = control_line(document.spec, document.control, self.words)
            blocks = [self._actions(document, path), line, self._body(document, body), self._foot(document, path)]
            blocks.append(control_block(document.control, self.words))
            body = "\n\n".join(block for block in blocks if block)
        return f"# {literal(document.title)}\n\n{self._incomplete()}{self._stamp(document)}{body}\n"

    def _chapter(self, document: Document, chapter: Chapter) -> str:
        """A chapter below its own heading, with the way back to the document of which it is."""
        title, body = raised(self._linked(document, chapter.body, chapter.path)).split("\n", 1)
        label = literal(self.words("site.chapter_of", title=document.title, number=document.number))
        back = link(label, _relative(self.page_path(document.spec), chapter.path))
        return f"{title}\n\n{self._incomplete()}{self._stamp(document)}{back}\n\n{self._body(document, body)}\n"

    def _stamp(self, document: Document) -> str:
        return f'<p class="qb-draft">{literal(self.words("draft.banner"))}</p>\n\n' if document.control.draft else ""

    def _way_in(self, document: Document, body: str) -> str:
        """A page that leads to documents, in a division that names its look; the home page ends with the kinds."""
        parts = [body]
        if document.spec.id == HOME:
            kinds = self.indexes.sections(lambda path: _relative(path, self.home))
            parts.append(heading(2, literal(self.words("site.sections")), "sections") + "\n\n" + kinds)
        text = "\n\n".join(parts)
        if document.spec.kind == Kind.ONBOARDING:
            return self._path(document, text)
        return f'<div class="qb-{document.spec.kind}" markdown>\n\n{text}\n\n</div>'

    def _path(self, document: Document, body: str) -> str:
        path, held = self.page_path(document.spec), {d.spec.id: d for d in self.set.documents}
        actions = self._actions(document, path)
        page = path_page(document, body, path, held, self.terminal, self.words)
        return f"{actions}\n\n{page}" if actions else page

    def _incomplete(self) -> str:
        """How much there is in a language that is not declared complete."""
        if self.set.is_complete:
            return ""
        language, count, of = self.words(f"language.{self.set.language}"), self.set.count, self.set.count_in_all
        said = self.words("site.incomplete", language=language, count=count, of=of)
        return f'<p class="qb-draft">{literal(said)}</p>\n\n'

    def _index(self) -> str:
        """The documents by kind: those of this language, then those to which it has to lead elsewhere."""
        parts = []
        for kind in Kind:
            members = [spec for spec in self.specs.values() if spec.kind == kind]
            links = bullets(self._document_link(spec, self.home) for spec in members)
            head = heading(2, self.words(f"kind.{kind.value}"), kind.value) + "\n\n" if kind != Kind.PAGE else ""
            parts += [f"{head}{links}\n"] if members else []
        return f"# {literal(self._index_title)}\n\n{self._incomplete()}" + "\n".join(parts)

    @property
    def _index_title(self) -> str:
        return self.words("site.documents_in", language=self.words(f"language.{self.set.language}"))

    def _linked(self, document: Document, text: str, path: str) -> str:
        finished = {figure.id: figure.svg for figure in document.figures}

        def leading(found: Link) -> str:
            return found.to(_relative(self._path_to(found.document, found.anchor), path))

        def shown(found: Picture) -> str:
            if svg := finished.get(found.figure):
                # In the page itself a screen reader finds its title and description.
                return f'<div class="qb-chart">{svg}</div>'
            return found.to(_relative(self.figure_path(found.figure), path))

        body = titled_callouts(each_link(self.dial.linked(text), leading), self.words)
        return with_quiz(each_picture(sized_tables(body), shown), document, self.terminal, self.words)

    def _actions(self, document: Document, path: str) -> str:
        if not (targets := self.links.get(document.spec.id)):
            return ""
        ways = sorted(targets.items(), key=lambda each: _in_a_hurry(document.spec, each[1]))
        links = [link(label, _relative(target, path)) + "{ .md-button }" for label, target in ways]
        first, more = (" ".join(each) for each in (links[:_AT_ONCE], links[_AT_ONCE:]))
        if more:
            told = literal(self.words("site.more_files"))
            more = f"<details markdown>\n<summary>{told}</summary>\n\n{more}\n\n</details>\n\n"
        return f'<div class="qb-actions" markdown>\n\n{first}\n\n{more}</div>'

    def _body(self, document: Document, body: str) -> str:
        if document.spec.id in SORTABLE or document.spec.kind in SORTABLE:
            return f'<div class="qb-sortable" {self._told_by_script()} markdown>\n\n{body}\n</div>'
        if document.spec.kind == Kind.FORM:
            return f'<div class="qb-form" markdown>\n\n{body}\n</div>'
        if spoken := document.spec.text_in:
            return f'<div lang="{literal(spoken)}" markdown>\n\n{body}\n</div>'
        return body

    def _told_by_script(self) -> str:
        """What the script of long tables says, whose names in braces it fills in itself."""
        blanks = {name: f"{{{name}}}" for name in ("column", "count", "of")}
        keys = ("filter", "filtered", "sort", "ascending", "descending")
        return " ".join(f'data-{key}="{literal(self.words(f"site.table.{key}", **blanks))}"' for key in keys)

    def _foot(self, document: Document, path: str) -> str:
        parts = []
        if document.spec.related:
            links = bullets(self._document_link(self.specs[other], path) for other in document.spec.related)
            parts.append(heading(2, self.words("site.related"), "related-documents") + "\n\n" + links)
        answered = answered_by(document.spec.id, self.set.rows)
        if answered and "matrix" in self.specs:
            named = [(f"r-{r.id}", literal(r.citation), literal(said_in(r.title, self.set.language))) for r in answered]
            ways = {row: f"{_relative(self._path_to('matrix', row), path)}#{row}" for row, *_ in named}
            lines = bullets(f"{link(citation, ways[row])} {title}" for row, citation, title in named)
            parts.append(heading(2, self.words("site.answers"), "answers") + "\n\n" + lines)
        if not parts:
            return ""
        return '<div class="qb-foot" markdown>\n\n' + "\n\n".join(parts) + "\n\n</div>"

    def _document_link(self, spec: DocumentSpec, path: str) -> str:
        label = self.words(
            "reference.form" if spec.kind == Kind.FORM else "reference.document",
            title=said_in(spec.title, self.set.language),
            number=spec.number,
        )
        if other := self.set.elsewhere.get(spec.id):
            label = in_its_language(label, other, self.words)
        return link(label, _relative(self.page_path(spec), path))
