"""Formats stage: the page with which each kind of documents opens: what there is, for what, and when it was changed.

Whoever does not know a title finds the document by the line that says what it is for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from quaybook.documents.document_set import DocumentSet
from quaybook.formats.for_python_markdown import sized_tables
from quaybook.model.document import Document, Kind
from quaybook.model.language_text import said_in
from quaybook.wording.dialect.blocks import bullets
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.links import link
from quaybook.wording.dialect.tables import table
from quaybook.wording.words import Words

_REVISED = ("control.revised", "control.of_rules.revised")
_SHARES = (3, 7, 10, 4)


class Indexes:
    """The pages of the sections of one language, by kind; `path_of` tells where a document's page is."""

    def __init__(self, documents: DocumentSet, words: Words, path_of: Callable[[Document], str]) -> None:
        self.set, self.words, self.path_of = documents, words, path_of
        listed = ((kind, [d for d in documents.documents if d.spec.kind == kind]) for kind in Kind if kind != Kind.PAGE)
        self.members: Mapping[Kind, Sequence[Document]] = {kind: members for kind, members in listed if members}

    def path(self, kind: Kind) -> str:
        """Where the page of a kind is."""
        return f"{self.set.language}/{kind}/index.md"

    def pages(self, notice: str) -> dict[str, tuple[tuple[str, ...], str]]:
        """The text of each page by its path, with the ids of the documents in it; `notice` stands below each title."""
        return {
            self.path(kind): (tuple(d.spec.id for d in members), self._text(kind, members, notice))
            for kind, members in self.members.items()
        }

    def sections(self, target: Callable[[str], str]) -> str:
        """The kinds as links, each with how many documents it holds; `target` makes a way of a path."""
        kinds = [(kind, len(members)) for kind, members in self.members.items() if not kind.is_page]
        labels = ((self.words("site.section", kind=self._title(kind), count=count), kind) for kind, count in kinds)
        return bullets(link(literal(label), target(self.path(kind))) for label, kind in labels)

    def _text(self, kind: Kind, members: Sequence[Document], notice: str) -> str:
        listed = bullets(map(self._line, members)) if kind.is_page else sized_tables(self._table(members))
        return f'# {literal(self._title(kind))}\n\n{notice}<div class="qb-index" markdown>\n\n{listed}\n\n</div>\n'

    def _table(self, members: Sequence[Document]) -> str:
        head = [literal(text) for text in self.words.many("site.index_head")]
        return table(head, _SHARES, [self._row(document) for document in members])

    def _row(self, document: Document) -> tuple[str, ...]:
        return literal(document.number), self._link(document), self._purpose(document), literal(self._revised(document))

    def _line(self, document: Document) -> str:
        return self.words("site.index_line", title=self._link(document), purpose=self._purpose(document))

    def _link(self, document: Document) -> str:
        return link(literal(document.title), self.path_of(document).rpartition("/")[2])

    def _purpose(self, document: Document) -> str:
        """What it is for; whose it is, where a terminal's own document does not say that."""
        spec, language = document.spec, self.set.language
        if spec.purpose:
            return literal(said_in(spec.purpose, language))
        return literal(self.words("site.of", owner=said_in(spec.owner, language)))

    def _revised(self, document: Document) -> str:
        rows = dict(document.control.rows)
        return next(rows[label] for label in map(self.words, _REVISED) if label in rows)

    def _title(self, kind: Kind) -> str:
        return self.words(f"kind.{kind.value}")
