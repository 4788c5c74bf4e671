"""Formats stage: documents → pages of the site, as Markdown texts by path. Knows nothing of MkDocs.

Pages of a language lie under `<language>/<kind>/<id>.md`; the home page is `index.md` for the first
language, so that opening the site's folder shows it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from quaybook.documents.assemble import DocumentSet, answered_by
from quaybook.documents.library.selection import HOME, in_its_language
from quaybook.formats.dialect import each_link, sized_tables, titled_callouts
from quaybook.formats.downloads import workbook_path
from quaybook.formats.drawing import draw
from quaybook.model.document import Document, DocumentSpec, Kind
from quaybook.model.language_text import said_in
from quaybook.wording.escape import literal
from quaybook.wording.words import Words

_IMAGE = re.compile(r"\]\(figure:([\w-]+)\)")
SORTABLE = ("matrix", "register")


@dataclass(frozen=True)
class Page:
    """One page: where it lies, its Markdown, its title, and the template it came from."""

    path: str
    text: str
    title: str
    kind: str
    source: str


class SiteWriter:
    """Writes the pages of one document set."""

    def __init__(
        self,
        documents: DocumentSet,
        words: Words,
        with_word: bool,
        first_language: bool,
        downloads: Collection[str] = (),
    ) -> None:
        self.set, self.words, self.with_word, self.first = documents, words, with_word, first_language
        self.downloads = downloads
        elsewhere = {name: other.spec for name, other in documents.elsewhere.items() if other.is_made}
        self.specs: Mapping[str, DocumentSpec] = {d.spec.id: d.spec for d in documents.documents} | elsewhere

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

    def word_path(self, spec: DocumentSpec) -> str:
        return f"{self.set.language}/word/{spec.number}-{spec.id}.docx"

    def figure_path(self, figure: str) -> str:
        return f"{self.set.language}/figures/{figure}.svg"

    def pages(self) -> tuple[Page, ...]:
        """The page of each document; a language without a home page opens with a list of what there is."""
        index = () if any(d.spec.id == HOME for d in self.set.documents) else (self._index(),)
        return (*index, *(self._page(document) for document in self.set.documents))

    def navigation(self, pages: Iterable[Page]) -> list[dict[str, Any]]:
        """The pages as MkDocs takes its navigation: those of the site itself first, then a group for each kind."""
        listed = list(pages)
        made: list[dict[str, Any]] = []
        for kind in Kind:
            members = [page for page in listed if page.kind == kind]
            if kind == Kind.PAGE:
                home = [{self.words("site.home"): page.path} for page in members if page.path == self.home]
                made += [*home, *({page.title: page.path} for page in members if page.path != self.home)]
            elif members:
                made.append({self.words(f"tab.{kind.value}"): [{page.title: page.path} for page in members]})
        return made if self.first else [{self.words("language_name"): made}]

    def figures(self) -> dict[str, bytes]:
        """SVG files by path; a finished SVG stands in its page."""
        drawn = (f for d in self.set.documents for f in d.figures if not f.svg)
        return {self.figure_path(f.id): draw(f, "svg") for f in drawn}

    def _page(self, document: Document) -> Page:
        path = self.page_path(document.spec)
        body = _with_charts(self._linked(document.body, path), document)
        if document.spec.kind != Kind.PAGE:
            parts = [self._actions(document, path), self._control(document), self._body(document, body)]
            parts.append(self._foot(document, path))
            body = "\n\n".join(part for part in parts if part)
        stamp = f'<p class="qb-draft">{literal(self.words("draft.banner"))}</p>\n\n' if document.control.draft else ""
        text = f"# {literal(document.title)}\n\n{self._incomplete()}{stamp}{body}\n"
        return Page(path, text, document.title, document.spec.kind, document.source)

    def _incomplete(self) -> str:
        """How much there is in a language that is not declared complete."""
        if self.set.is_complete:
            return ""
        language, count, of = self.words(f"language.{self.set.language}"), self.set.count, self.set.count_in_all
        said = self.words("site.incomplete", language=language, count=count, of=of)
        return f'<p class="qb-draft">{literal(said)}</p>\n\n'

    def _index(self) -> Page:
        """The documents by kind: those of this language, then those to which it has to lead elsewhere."""
        parts = []
        for kind in Kind:
            members = [spec for spec in self.specs.values() if spec.kind == kind]
            links = "\n".join(f"- {self._document_link(spec, self.home)}" for spec in members)
            head = f"## {self.words(f'kind.{kind.value}')} {{#{kind.value}}}\n\n" if kind != Kind.PAGE else ""
            parts += [f"{head}{links}\n"] if members else []
        title = self.words("site.documents_in", language=self.words(f"language.{self.set.language}"))
        text = f"# {literal(title)}\n\n{self._incomplete()}" + "\n".join(parts)
        return Page(self.home, text, title, Kind.PAGE, self.words.file)

    def _relative(self, target: str, path: str) -> str:
        return posixpath.relpath(target, posixpath.dirname(path) or ".")

    def _linked(self, body: str, path: str) -> str:
        def link(label: str, document: str, anchor: str) -> str:
            tail = f"#{anchor}" if anchor else ""
            return f"[{label}]({self._relative(self.page_path(self.specs[document]), path)}{tail})"

        def image(match: re.Match[str]) -> str:
            return f"]({self._relative(self.figure_path(match[1]), path)})"

        return sized_tables(titled_callouts(_IMAGE.sub(image, each_link(body, link)), self.words))

    def _actions(self, document: Document, path: str) -> str:
        if not self.with_word:
            return ""
        targets = {self.words("site.word_file"): self.word_path(document.spec)}
        if document.sheets:
            targets[self.words("site.workbook")] = workbook_path(self.set.language, document.spec.kind)
        if document.spec.downloads:
            folder = f"{self.set.language}/{document.spec.downloads}/"
            targets |= {file.removeprefix(folder): file for file in self.downloads if file.startswith(folder)}
        links = " ".join(
            f"[{label}]({self._relative(target, path)}){{ .md-button }}" for label, target in targets.items()
        )
        return f'<div class="qb-actions" markdown>\n\n{links}\n\n</div>'

    def _control(self, document: Document) -> str:
        control = document.control
        cells = [(literal(label), literal(value)) for label, value in control.rows]
        if len(cells) % 2:
            cells.append((literal(self.words("control.stamp")), literal("—")))
        # The first two rows are the table's head, for the dialect has no table without one.
        lines = ["".join(f"| {a} | {b} " for a, b in cells[i : i + 2]) + "|" for i in range(0, len(cells), 2)]
        lines.insert(1, "|---|-----|---|-----|")
        approvals = control.approvals
        boxes = [
            "| " + " | ".join(literal(label) for label, _ in approvals) + " |",
            "|" + "---|" * len(approvals),
            "| " + " | ".join(literal(title) for _, title in approvals) + " |",
        ]
        revisions = [
            "| " + " | ".join(literal(head) for head in control.revision_head) + " |",
            "|--|---|-----|------|",
            *("| " + " | ".join(literal(cell) for cell in row) + " |" for row in control.revisions),
        ]
        summary = literal(self._summary(document))
        tables = "\n\n".join("\n".join(part) for part in (lines, boxes, revisions))
        return f'<details class="qb-control" markdown>\n<summary>{summary}</summary>\n\n{tables}\n\n</details>'

    def _summary(self, document: Document) -> str:
        rows = dict(document.control.rows)
        keys = [self.words(f"control.{key}") for key in ("number", "version", "classification", "next_review")]
        return "　".join(f"{key} {rows[key]}" for key in keys)

    def _body(self, document: Document, body: str) -> str:
        if document.spec.id in SORTABLE or document.spec.kind in SORTABLE:
            labels = f'data-filter="{self.words("site.search_table")}" data-sort="{self.words("site.sort")}"'
            return f'<div class="qb-sortable" {labels} markdown>\n\n{body}\n</div>'
        if document.spec.kind == Kind.FORM:
            return f'<div class="qb-form" markdown>\n\n{body}\n</div>'
        return body

    def _foot(self, document: Document, path: str) -> str:
        parts = []
        if document.spec.related:
            lines = [f"- {self._document_link(self.specs[other], path)}" for other in document.spec.related]
            parts.append(f"## {self.words('site.related')} {{#related-documents}}\n\n" + "\n".join(lines))
        answered = answered_by(document.spec.id, self.set.rows)
        if answered and "matrix" in self.specs:
            matrix = self._relative(self.page_path(self.specs["matrix"]), path)
            named = [(r.id, literal(r.citation), literal(said_in(r.title, self.set.language))) for r in answered]
            lines = [f"- [{citation}]({matrix}#r-{name}) {title}" for name, citation, title in named]
            parts.append(f"## {self.words('site.answers')} {{#answers}}\n\n" + "\n".join(lines))
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
        return f"[{label}]({self._relative(self.page_path(spec), path)})"


def _with_charts(body: str, document: Document) -> str:
    """Finished SVGs in the place of their pictures, so that a screen reader finds their title and description."""
    for figure in document.figures:
        if figure.svg:
            picture = re.compile(rf"^!\[[^\n]*\]\([^)\n]*figures/{re.escape(figure.id)}\.svg\)$", re.MULTILINE)
            body = f'<div class="qb-chart">{figure.svg}</div>'.join(picture.split(body))
    return body
