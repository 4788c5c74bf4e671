"""Formats stage, the door to the binder: one PDF for each edition of the terminal's paper."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

from quaybook.formats import pandoc
from quaybook.formats.binder.book import Book
from quaybook.formats.binder.fragments import make_fragments, pieces
from quaybook.formats.binder.plan import BinderEdition, Entry, binder_editions
from quaybook.formats.binder.typesetting import tools, typeset
from quaybook.formats.binder.wallet import DATA, FILE, LAYOUT, wallet_data, wallet_entries
from quaybook.formats.contract import Artifact, Edition, Links
from quaybook.model.audience import AudienceLevel
from quaybook.resources import policy_source

_LAYOUT = ("binder.typ", "book.typ", LAYOUT)


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
        held = {binder.id: tuple(entry.document.spec.id for entry in binder.entries) for binder in binders}
        if cards := wallet_entries(edition):
            held[FILE] = tuple(entry.document.spec.id for entry in cards)
        return {_path(edition, name): Artifact(_one(made, name), documents) for name, documents in held.items()}

    def links(self, edition: Edition) -> Links:
        """Each document leads to the editions that hold it."""
        found: dict[str, dict[str, str]] = {}
        for binder in _binders(edition):
            label = edition.words("binder.open", edition=edition.words(f"binder.editions.{binder.id}"))
            for entry in binder.entries:
                found.setdefault(entry.document.spec.id, {})[label] = _path(edition, binder.id)
        for entry in wallet_entries(edition):
            found.setdefault(entry.document.spec.id, {})[edition.words("binder.wallet.open")] = _path(edition, FILE)
        return found


def _binders(edition: Edition) -> tuple[BinderEdition, ...]:
    return binder_editions(policy_source(), edition.documents, edition.judged.terminal)


def _path(edition: Edition, name: str) -> str:
    return f"{edition.language}/binder/{name}.pdf"


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
        for name in _LAYOUT:
            (folder / name).write_bytes((policy_source() / "style" / name).read_bytes())
        cards = wallet_entries(edition)
        make_fragments(edition, (*(entry for binder in binders for entry in binder.entries), *cards), folder)
        made = {binder.id: _binder(edition, binder, folder) for binder in binders}
        return made | ({FILE: _wallet(edition, cards, folder)} if cards else {})


def _binder(edition: Edition, binder: BinderEdition, folder: Path) -> bytes:
    (folder / "book.json").write_text(Book(edition, binder).data(folder), encoding="utf-8")
    return _typeset(edition, folder, "book", binder.entries)


def _wallet(edition: Edition, cards: tuple[Entry, ...], folder: Path) -> bytes:
    (folder / DATA).write_text(wallet_data(edition, cards), encoding="utf-8")
    return _typeset(edition, folder, "wallet", cards)


def _typeset(edition: Edition, folder: Path, name: str, entries: tuple[Entry, ...]) -> bytes:
    """The file whose layout and data are called by `name`."""
    key = _key(entries, folder, name)
    if (kept := edition.cache.get(key)) is not None:
        return kept
    made = typeset(folder / f"{name}.typ")
    edition.cache.put(key, made)
    return made


def _key(entries: tuple[Entry, ...], folder: Path, name: str) -> str:
    """The digest of all that shapes a file: data, pieces, figures, layout and tools."""
    digest = hashlib.sha256(repr((name, pandoc.version(), tools())).encode())
    figures = (f"{figure.id}.svg" for entry in entries for figure in entry.document.figures)
    texts = (f"{piece.name}.typ" for entry in entries for piece in pieces(entry))
    for file in (f"{name}.json", *_LAYOUT, *texts, *figures):
        digest.update((folder / file).read_bytes())
    return digest.hexdigest()
