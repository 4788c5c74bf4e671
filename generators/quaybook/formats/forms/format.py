"""Formats stage, the door to numbered blanks: PDF files for a print run, by bundle.

Each sheet of a form is set once, into one file of blanks; the pages of a run are pictures of it with a number. So a run
of thousands of sheets takes seconds, and its file holds each blank once.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import ClassVar

from quaybook.documents.paper.editions import PRINT_CENTRE, edition_name, planned
from quaybook.documents.paper.runs import Run
from quaybook.formats.binder.apart import lay_out
from quaybook.formats.binder.fragments import Piece, make_fragments, pieces
from quaybook.formats.binder.kept import files_of, kept
from quaybook.formats.binder.letters import require_letters
from quaybook.formats.binder.plan import Entry
from quaybook.formats.contract import Artifact, Edition, Links
from quaybook.formats.forms.cover import Cover
from quaybook.formats.forms.packets import Packet, packets
from quaybook.formats.later import made_later
from quaybook.model.audience import AudienceLevel
from quaybook.model.document import Document, FormSheetName
from quaybook.resources import policy_source

_LAYOUT = ("binder.typ", "blanks.typ", "forms.typ")


class FormsFormat:
    """PDF files, called by their bundles; no two sheets of them bear the same number."""

    name: ClassVar[str] = "forms"
    least: ClassVar[AudienceLevel] = AudienceLevel.STAFF
    for_mkdocs: ClassVar[bool] = False

    def artifacts(self, edition: Edition) -> Mapping[str, Artifact]:
        """The files by path; they are made beside whatever the caller does next."""
        found = packets(edition)
        made = made_later(partial(_made, edition, found), [packet.name for packet in found])
        return {
            _path(edition, packet): Artifact(made[packet.name], tuple(dict.fromkeys(run.form for run in packet.runs)))
            for packet in found
        }

    def links(self, edition: Edition) -> Links:
        """The page of printed matter leads to all of them; a form alone has its blank, which anybody may copy."""
        return {PRINT_CENTRE: {_label(edition, packet): _path(edition, packet) for packet in packets(edition)}}


def _label(edition: Edition, packet: Packet) -> str:
    editions = {each.id: each for each in planned(policy_source(), edition.judged.terminal)}
    name = edition_name(editions[packet.bundle], edition.words)
    return edition.words(
        "binder.run.open" if packet.of == 1 else "binder.run.open_part", edition=name, number=packet.number
    )


def _path(edition: Edition, packet: Packet) -> str:
    return f"{edition.language}/forms/{packet.name}.pdf"


def _made(edition: Edition, found: tuple[Packet, ...]) -> dict[str, bytes]:
    if not found:
        return {}
    # Not where the system keeps temporary files: if we are killed, the texts would stay there.
    with tempfile.TemporaryDirectory(prefix="forms-", dir=edition.scrap) as work:
        folder = Path(work)
        for name in _LAYOUT:
            (folder / name).write_bytes((policy_source() / "style" / name).read_bytes())
        pages = _blanks(edition, (run for packet in found for run in packet.runs), folder)
        covers = {packet.name: Cover(edition, pages).data(packet) for packet in found}
        require_letters(edition, folder, covers.values())
        for name, data in covers.items():
            (folder / f"packet-{name}.json").write_text(data, encoding="utf-8")
        shaping = {f"packet-{name}.json": ("blanks.pdf", *_LAYOUT) for name in covers}
        return dict(zip(covers, _typeset(edition, folder, "forms.typ", shaping), strict=True))


def _blanks(edition: Edition, runs: Iterable[Run], folder: Path) -> dict[tuple[str, str], int]:
    """Sets every sheet of the forms once; gives the page of each in the file of blanks, counted from 1."""
    held = {document.spec.id: document for document in edition.documents.documents}
    entries = [Entry(held[name]) for name in dict.fromkeys(run.form for run in runs)]
    make_fragments(edition, entries, folder)
    told, pages = [], dict[tuple[str, str], int]()
    for entry in entries:
        for piece in pieces(entry):
            told.append(_sheet(edition, entry.document, piece))
            pages[entry.document.spec.id, piece.name.partition("--")[2] or FormSheetName.A] = len(told)
    data = {"sheets": told, "words": edition.words.find("binder.pages"), "terminal": edition.documents.terminal}
    (folder / "blanks.json").write_text(json.dumps(data, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    content = _typeset(edition, folder, "blanks.typ", {"blanks.json": (*_LAYOUT, *files_of(entries))})
    (folder / "blanks.pdf").write_bytes(content[0])
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


def _typeset(edition: Edition, folder: Path, main: str, shaping: Mapping[str, Iterable[str]]) -> list[bytes]:
    """The files of a layout by their data, and what else shapes them."""

    def make(missing: list[str]) -> list[bytes]:
        return lay_out(folder, main, missing)

    return kept(edition, folder, main, shaping, make)
