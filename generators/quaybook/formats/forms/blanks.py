"""Formats stage, forms: every sheet of some forms set once, into one file of blanks of which pages are made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from quaybook.formats.binder.apart import lay_out
from quaybook.formats.binder.fragments import Piece, make_fragments, pieces
from quaybook.formats.binder.kept import files_of, kept
from quaybook.formats.binder.plan import Entry
from quaybook.formats.contract import Edition
from quaybook.model.document import Document, FormSheetName

FILE = "blanks.pdf"
_LAYOUT = ("binder.typ", "blanks.typ")


def set_blanks(edition: Edition, forms: Iterable[str], folder: Path) -> dict[tuple[str, str], int]:
    """Sets the sheets of these forms into `blanks.pdf`; gives the page of each by form and sheet, counted from 1.

    `folder` holds the layouts. Raises RuntimeError with the words of the tools, OSError if it cannot write.
    """
    held = {document.spec.id: document for document in edition.documents.documents}
    entries = [Entry(held[name]) for name in dict.fromkeys(forms)]
    make_fragments(edition, entries, folder)
    told, pages = [], dict[tuple[str, str], int]()
    for entry in entries:
        for piece in pieces(entry):
            told.append(_sheet(edition, entry.document, piece))
            pages[entry.document.spec.id, piece.name.partition("--")[2] or FormSheetName.A] = len(told)
    data = {"sheets": told, "words": edition.words.find("binder.pages"), "terminal": edition.documents.terminal}
    (folder / "blanks.json").write_text(json.dumps(data, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    content = typeset(edition, folder, "blanks.typ", {"blanks.json": (*_LAYOUT, *files_of(entries))})
    (folder / FILE).write_bytes(content[0])
    return pages


def _sheet(edition: Edition, document: Document, piece: Piece) -> dict[str, object]:
    mark = edition.words("form.handed_out") if piece.is_handed_out else document.control.classification
    return {
        "file": f"{piece.name}.typ",
        "title": document.title,
        "number": document.number,
        "class": mark,
        "version": document.control.edition,
        "is_first": "--" not in piece.name,
        "is_landscape": document.spec.landscape,
    }


def typeset(edition: Edition, folder: Path, main: str, shaping: Mapping[str, Iterable[str]]) -> list[bytes]:
    """The files of a layout by their data, and what else shapes them."""

    def make(missing: list[str]) -> list[bytes]:
        return lay_out(folder, main, missing)

    return kept(edition, folder, main, shaping, make)
