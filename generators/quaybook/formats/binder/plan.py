"""Formats stage, binder: the planned editions → those for which a terminal's set has documents, with these."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from quaybook.documents.document_set import DocumentSet
from quaybook.documents.paper.editions import PlannedEdition, parts_of, planned
from quaybook.model.document import Document
from quaybook.model.terminal import Terminal


@dataclass(frozen=True)
class Entry:
    """One document as an edition holds it; `parted_at` are headings at which it is parted into pieces."""

    document: Document
    only: tuple[str, ...] = ()
    parted_at: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """A name of its own for what is held, on which its file is called."""
        return "--".join((self.document.spec.id, *self.only, *self.parted_at))


@dataclass(frozen=True)
class Part:
    """What stands behind one tab: its key among the words, and the documents in order."""

    key: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class BinderEdition:
    """One edition with the documents that this terminal's set has."""

    planned: PlannedEdition
    parts: tuple[Part, ...]

    @property
    def id(self) -> str:
        return self.planned.id

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for part in self.parts for entry in part.entries)


def binder_editions(source: Path, documents: DocumentSet, terminal: Terminal) -> tuple[BinderEdition, ...]:
    """The editions for which this set has documents."""
    held = {document.spec.id: document for document in documents.documents}
    kinds = {name: document.spec.kind for name, document in held.items()}
    made = []
    for each in planned(source, terminal):
        parts = tuple(
            Part(key, tuple(Entry(held[name], only) for name, only in named.items()))
            for key, named in parts_of(each, kinds, terminal)
        )
        made.append(BinderEdition(each, parts))
    return tuple(edition for edition in made if edition.parts)
