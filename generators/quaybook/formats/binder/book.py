"""Formats stage, binder: one edition → the data of its book: cover, pages in front, tabs and what stands behind them.

The layout reads it as data, so no text of a fact can act in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from quaybook.documents.paper.editions import edition_name
from quaybook.formats.binder.covers import Copies, day_in_words
from quaybook.formats.binder.fragments import Piece, pieces
from quaybook.formats.binder.plan import BinderEdition, Entry, Part
from quaybook.formats.contract import Edition
from quaybook.model.document import Document
from quaybook.model.language_text import said_in

# As many signs of the digest as a person compares.
_SIGNS = 12
# What the layout is told of one sheet: points and millimetres by the words of `fit.typ`.
Fit: TypeAlias = Mapping[str, Any]


def elsewhere(edition: Edition, binder: BinderEdition, others: Iterable[BinderEdition]) -> dict[str, str]:
    """The first other edition that has the whole of each document which this one has not, or only in part."""
    own = {entry.document.spec.id for entry in binder.entries if not entry.only}
    found: dict[str, str] = {}
    for other in others:
        name = edition_name(other.planned, edition.words)
        for entry in other.entries:
            if entry.document.spec.id not in own and not entry.only:
                found.setdefault(entry.document.spec.id, edition.words("binder.elsewhere", edition=name))
    return found


class Book:
    """What one edition's book tells beside its documents; in `others` stands what a reference of it leads to."""

    def __init__(
        self, edition: Edition, binder: BinderEdition, others: Iterable[BinderEdition], fits: Mapping[str, Fit]
    ) -> None:
        self.edition, self.binder, self.words, self.fits = edition, binder, edition.words, fits
        self.control = binder.entries[0].document.control
        self.name = edition_name(binder.planned, edition.words)
        self.others = tuple(others)
        self.copies = Copies(edition, binder.id)

    def data(self, folder: Path) -> str:
        """The data as JSON; `folder` holds the pieces of the documents, on which the content's digest rests."""
        told = {
            "terminal": self.control.terminal,
            "edition": self.name,
            "title": self.words("binder.title", terminal=self.control.terminal, edition=self.name),
            "words": self.words.find("binder.pages"),
            "elsewhere": elsewhere(self.edition, self.binder, self.others),
            "binders": self._binders(),
            "stamp": self.control.draft,
            "copies": self.copies.rows(),
            "address": self.copies.paper.site_address or "",
            "parts": [self._part(part) for part in self.binder.parts],
            "revisions": {
                "title": self.control.revision_title,
                "head": self.control.revision_head,
                "rows": self.control.revisions,
            },
        }
        return json.dumps(told | {"cover": list(self._cover(told, folder))}, ensure_ascii=False, sort_keys=True)

    def _cover(self, told: dict[str, Any], folder: Path) -> Iterator[tuple[str, str]]:
        words = self.words
        digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode())
        for entry in self.binder.entries:
            for piece in pieces(entry):
                digest.update((folder / f"{piece.name}.typ").read_bytes())
        yield words("binder.cover.reader"), words(f"classification.{self.edition.reader}")
        yield words("binder.cover.version"), self.control.edition
        yield words("binder.cover.printed"), day_in_words(words, self.copies.today)
        yield words("binder.cover.content"), digest.hexdigest()[:_SIGNS]
        yield from self.copies.cover()

    def _binders(self) -> list[tuple[str, str]]:
        """The other editions, and where each lies: what a reference leads to has to be found at night."""
        return [
            (edition_name(other.planned, self.words), Copies(self.edition, other.id).places(other.planned.like))
            for other in self.others
            if other.id != self.binder.id
        ]

    def _part(self, part: Part) -> dict[str, Any]:
        return {
            "name": self.words(f"binder.parts.{part.key}"),
            "documents": [document_data(self.edition, entry, self.fits) for entry in part.entries],
        }


def document_data(edition: Edition, entry: Entry, fits: Mapping[str, Fit]) -> dict[str, Any]:
    """What the layout is told of one document and its sheets."""
    document = entry.document
    return {
        "id": document.spec.id,
        "number": document.number,
        "title": document.title,
        # A line at the edge of a page has room for a short name only.
        "head": said_in(document.spec.short, edition.language) if document.spec.short else document.title,
        "note": edition.words("binder.extract") if entry.only else "",
        "is_landscape": document.spec.landscape,
        "sheets": [_sheet(edition, document, piece, fits) for piece in pieces(entry)],
    }


def _sheet(edition: Edition, document: Document, piece: Piece, fits: Mapping[str, Fit]) -> dict[str, Any]:
    file = f"{piece.name}.typ"
    fit = {"fit": fits[file]} if file in fits else {}
    mark = edition.words("form.handed_out") if piece.is_handed_out else document.control.classification
    return {"file": file, "class": mark, **fit}
