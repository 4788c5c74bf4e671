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
LAYOUT = ("binder.typ", "blanks.typ")


def set_blanks(edition: Edition, forms: Iterable[str], folder: Path) -> dict[tuple[str, str], int]:
    """Sets the sheets of these forms into `blanks.pdf`; gives the page of each by form and sheet, counted from 1.

    `folder` holds the layouts. Raises RuntimeError with the words of the tools, OSError if it cannot write.
    """
    held = {document.spec.id: document for document in edition.documents.documents}
    entries = [Entry(held[name]) for name in dict.fromkeys(forms)]
    make_fragments(edition, entries, folder)
    data = blanks_data(edition, entries)
    (folder / "blanks.json").write_text(json.dumps(data, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    content = typeset(edition, folder, "blanks.typ", {"blanks.json": (*LAYOUT, *files_of(entries))})
    (folder / FILE).write_bytes(content[0])
    sheets = [(entry.document.spec.id, _name(piece)) for entry in entries for piece in pieces(entry)]
    return {sheet: page for page, sheet in enumerate(sheets, 1)}


def blanks_data(edition: Edition, entries: Iterable[Entry]) -> dict[str, object]:
    """What the layout of blanks is told of the sheets of forms."""
    told = [_sheet(edition, entry.document, piece) for entry in entries for piece in pieces(entry)]
    return {"sheets": told, "words": edition.words.find("binder.pages"), "terminal": edition.documents.terminal}


def sheet_name(edition: Edition, form: str, sheet: str) -> str:
    """How a sheet is called: the form's id, with a letter where it is not its first."""
    return form if sheet == FormSheetName.A else form + edition.words(f"binder.sheets.{sheet}")


def _name(piece: Piece) -> str:
    return piece.name.partition("--")[2] or FormSheetName.A


def _sheet(edition: Edition, document: Document, piece: Piece) -> dict[str, object]:
    mark = edition.words("form.handed_out") if piece.is_handed_out else document.control.classification
    return {
        "file": f"{piece.name}.typ",
        "sheet": sheet_name(edition, document.spec.id, _name(piece)),
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
