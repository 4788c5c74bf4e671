"""Formats stage, binder: documents → pieces of Typst, one for each that an edition holds, through one pandoc.

What only an auditor reads is left out on paper that people work from: citations and reasons.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from quaybook.formats import pandoc
from quaybook.formats.binder.plan import Entry
from quaybook.formats.contract import Edition
from quaybook.formats.drawing import draw, width_within
from quaybook.formats.for_pandoc import READER, boxed_callouts
from quaybook.model.document import Document, FormSheetName, Kind
from quaybook.wording.dialect.blocks import Callout, each_callout, excerpt, parted
from quaybook.wording.dialect.links import Link, Picture, each_link, each_picture

BATCH = Path(__file__).with_name("fragments.lua")
# Headings of a form that begin what lies behind its sheets.
_BEHIND = ("example", "rules")
_REASONS = "commentary"


@dataclass(frozen=True)
class Piece:
    """What is printed in one go: its name, its Markdown, and whether it leaves the house."""

    name: str
    body: str
    is_handed_out: bool = False


def make_fragments(edition: Edition, entries: Iterable[Entry], folder: Path) -> None:
    """Writes a piece `<name>.typ` and the figures of every entry into `folder`.

    Raises RuntimeError with pandoc's own words if it fails or warns, OSError if it cannot write.
    """
    orders = ""
    for entry in {entry.name: entry for entry in entries}.values():
        for piece in pieces(entry):
            (folder / f"{piece.name}.md").write_text(_markdown(edition, entry.document, piece.body), encoding="utf-8")
            orders += f"{piece.name}.md\t{piece.name}.typ\t{entry.document.spec.id}\n"
        for figure in entry.document.figures:
            (folder / f"{figure.id}.svg").write_bytes(figure.svg.encode() or draw(figure, "svg"))
    pandoc.convert(BATCH, READER, folder=folder, orders=orders)


def pieces(entry: Entry) -> list[Piece]:
    """What of an entry is printed: the blank sheets of a form one by one, everything else in one piece."""
    document, only = entry.document, set(entry.only)
    if entry.parted_at:
        sides = parted(document.body, set(entry.parted_at))
        return [Piece(f"{entry.name}--{place}", sides[place]) for place in entry.parted_at]
    if document.spec.kind != Kind.FORM:
        return [Piece(entry.name, excerpt(document.body, only) if only else document.body)]
    sheets = parted(document.body, {*FormSheetName, *_BEHIND})
    handed_out = document.spec.handed_out
    return [
        Piece("--".join(filter(None, (entry.name, name))), body, (name or FormSheetName.A) in handed_out)
        for name, body in sheets.items()
        if name not in _BEHIND
    ]


def _markdown(edition: Edition, document: Document, body: str) -> str:
    figures = {figure.id: figure for figure in document.figures}

    def link(found: Link) -> str:
        return "" if found.is_citation else str(replace(found, place=""))

    def picture(found: Picture) -> str:
        figure = figures[found.figure]
        size = "" if figure.svg else f"{{width={width_within(figure, edition.look['figure']):.0f}mm}}"
        return found.to(f"{figure.id}.svg") + size

    body = each_picture(each_link(body, link), picture)
    return boxed_callouts(each_callout(body, _without_reasons), edition.words, "callout", "callout-title")


def _without_reasons(callout: Callout) -> str:
    return "" if callout.kind == _REASONS else str(callout)
