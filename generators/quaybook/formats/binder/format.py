"""Formats stage, the door to the binder: one PDF for each edition of the terminal's paper."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

from quaybook.formats import pandoc
from quaybook.formats.binder import sheets
from quaybook.formats.binder.book import Book
from quaybook.formats.binder.fragments import make_fragments, pieces
from quaybook.formats.binder.plan import BinderEdition, binder_editions
from quaybook.formats.binder.typesetting import tools, typeset
from quaybook.formats.contract import Artifact, Edition, Links
from quaybook.model.audience import AudienceLevel
from quaybook.resources import policy_source

_LAYOUT = ("binder.typ", "book.typ")


class BinderFormat:
    """PDF files, called by their editions; the documents behind them are of one state of the facts."""

    name: ClassVar[str] = "binder"
    least: ClassVar[AudienceLevel] = AudienceLevel.STAFF
    for_mkdocs: ClassVar[bool] = False

    def artifacts(self, edition: Edition) -> Mapping[str, Artifact]:
        """The files by path; they are made beside whatever the caller does next."""
        binders = _binders(edition)
        pool = ThreadPoolExecutor(1)
        made = pool.submit(_made, edition, binders)
        pool.shutdown(wait=False)
        held = {
            _path(edition, binder): Artifact(_one(made, binder.id), tuple(e.document.spec.id for e in binder.entries))
            for binder in binders
        }
        return held | {
            path: Artifact(_one(made, path), (entry.document.spec.id,))
            for entry in sheets.alone(edition)
            for path in (sheets.path(edition, entry),)
        }

    def links(self, edition: Edition) -> Links:
        """Each document leads to the editions that hold it."""
        found: dict[str, dict[str, str]] = {}
        for binder in _binders(edition):
            label = edition.words("binder.open", edition=edition.words(f"binder.editions.{binder.id}"))
            for entry in binder.entries:
                found.setdefault(entry.document.spec.id, {})[label] = _path(edition, binder)
        return {name: {**own, **found.pop(name, {})} for name, own in sheets.links(edition).items()} | found


def _binders(edition: Edition) -> tuple[BinderEdition, ...]:
    return binder_editions(policy_source(), edition.documents, edition.judged.terminal)


def _path(edition: Edition, binder: BinderEdition) -> str:
    return f"{edition.language}/binder/{binder.id}.pdf"


def _one(all_made: Future[dict[str, bytes]], name: str) -> Future[bytes]:
    """The future of one file of those that are made together."""
    one: Future[bytes] = Future()

    def hand_out(made: Future[dict[str, bytes]]) -> None:
        if (error := made.exception()) is not None:
            one.set_exception(error)
        else:
            one.set_result(made.result()[name])

    all_made.add_done_callback(hand_out)
    return one


def _made(edition: Edition, binders: tuple[BinderEdition, ...]) -> dict[str, bytes]:
    # Not where the system keeps temporary files: if we are killed, the texts would stay there.
    with tempfile.TemporaryDirectory(prefix="binder-", dir=edition.scrap) as work:
        folder = Path(work)
        for name in {*_LAYOUT, *sheets.LAYOUT}:
            (folder / name).write_bytes((policy_source() / "style" / name).read_bytes())
        alone = sheets.alone(edition)
        make_fragments(edition, [*(entry for binder in binders for entry in binder.entries), *alone], folder)
        held = {binder.id: _typeset(edition, binder, folder) for binder in binders}
        return held | sheets.made(edition, folder, alone, pandoc.version())


def _typeset(edition: Edition, binder: BinderEdition, folder: Path) -> bytes:
    (folder / "book.json").write_text(Book(edition, binder).data(folder), encoding="utf-8")
    key = _key(binder, folder)
    if (kept := edition.cache.get(key)) is not None:
        return kept
    made = typeset(folder / "book.typ")
    edition.cache.put(key, made)
    return made


def _key(binder: BinderEdition, folder: Path) -> str:
    """The digest of all that shapes a file: data, pieces, figures, layout and tools."""
    digest = hashlib.sha256(repr((pandoc.version(), tools())).encode())
    figures = (f"{figure.id}.svg" for entry in binder.entries for figure in entry.document.figures)
    texts = (f"{piece.name}.typ" for entry in binder.entries for piece in pieces(entry))
    for name in ("book.json", *_LAYOUT, *texts, *figures):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()
