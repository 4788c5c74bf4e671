"""Formats stage, binder: each form and each card as a PDF of its own, so that one of them is printed alone.

Of a form only its blank sheets, each numbered for itself: what is handed to a driver is one of one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from quaybook.formats.binder.apart import lay_out
from quaybook.formats.binder.book import Fit
from quaybook.formats.binder.fragments import Piece, pieces
from quaybook.formats.binder.kept import files_of, kept
from quaybook.formats.binder.plan import Entry
from quaybook.formats.contract import Edition, Links
from quaybook.model.document import Document, Kind

LAYOUT = ("binder.typ", "sheets.typ")
_KINDS = (Kind.FORM, Kind.CARD)


def alone(edition: Edition) -> tuple[Entry, ...]:
    """What of an edition is printed alone."""
    return tuple(Entry(document) for document in edition.documents.documents if document.spec.kind in _KINDS)


def path(edition: Edition, entry: Entry) -> str:
    """Where its file comes to."""
    return f"{edition.language}/binder/sheets/{entry.document.spec.number}.pdf"


def links(edition: Edition) -> Links:
    """Each form and each card leads to its own file."""
    label = edition.words("binder.sheet")
    return {entry.document.spec.id: {label: path(edition, entry)} for entry in alone(edition)}


def made(edition: Edition, folder: Path, entries: Iterable[Entry], fits: Mapping[str, Fit]) -> dict[str, bytes]:
    """The files by their paths; `folder` holds the pieces of the entries and the layout.

    Raises RuntimeError with Typst's own words, OSError if it cannot write.
    """
    held, shaping = tuple(entries), dict[str, Iterable[str]]()
    for entry in held:
        told = f"{entry.name}.json"
        (folder / told).write_text(json.dumps(_data(edition, entry, fits), ensure_ascii=False, sort_keys=True), "utf-8")
        shaping[told] = (*LAYOUT, *files_of([entry]))

    def make(missing: list[str]) -> list[bytes]:
        return lay_out(folder, "sheets.typ", missing)

    contents = kept(edition, folder, "sheets.typ", shaping, make)
    return {path(edition, entry): content for entry, content in zip(held, contents, strict=True)}


def _data(edition: Edition, entry: Entry, fits: Mapping[str, Fit]) -> dict[str, Any]:
    document = entry.document
    return {
        "terminal": document.control.terminal,
        "title": document.title,
        "number": document.number,
        "version": document.control.edition,
        "is_landscape": document.spec.landscape,
        "words": {"page": edition.words("binder.pages.page")},
        # The rules of pages ask for the parts of a book.
        "parts": [],
        "sheets": [
            {"file": file, "class": _class(edition, document, piece), "fit": fits[file]}
            for piece in pieces(entry)
            for file in (f"{piece.name}.typ",)
        ],
    }


def _class(edition: Edition, document: Document, piece: Piece) -> str:
    return edition.words("form.handed_out") if piece.is_handed_out else document.control.classification
