"""Formats stage, the door to the binder: one PDF for each edition of the terminal's paper."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import ClassVar

from quaybook.documents.paper.editions import PRINT_CENTRE, edition_name
from quaybook.formats.binder import sheets
from quaybook.formats.binder.apart import lay_out
from quaybook.formats.binder.book import Book
from quaybook.formats.binder.changes import page_digests
from quaybook.formats.binder.covers import qr_code
from quaybook.formats.binder.fitting import fitted, require_fitting
from quaybook.formats.binder.fragments import make_fragments
from quaybook.formats.binder.kept import files_of, kept
from quaybook.formats.binder.letters import require_letters
from quaybook.formats.binder.plan import BinderEdition, Entry, binder_editions
from quaybook.formats.binder.reprint import CHANGES, PRINTED, change_list, is_printed, printed_file
from quaybook.formats.binder.wallet import DATA, FILE, LAYOUT, wallet_data, wallet_entries
from quaybook.formats.contract import Artifact, Edition, Links
from quaybook.formats.later import made_later
from quaybook.model.audience import AudienceLevel
from quaybook.resources import policy_source

_LAYOUT = ("binder.typ", "book.typ", "changes.typ", "sheets.typ", "fit.typ", LAYOUT)
# Each fills up to one and a half gigabytes while it is made.
_AT_ONCE = 2


class BinderFormat:
    """PDF files, called by their editions; the documents behind them are of one state of the facts."""

    name: ClassVar[str] = "binder"
    least: ClassVar[AudienceLevel] = AudienceLevel.STAFF
    for_mkdocs: ClassVar[bool] = False

    def artifacts(self, edition: Edition) -> Mapping[str, Artifact]:
        """The files by path; they are made beside whatever the caller does next."""
        binders = _binders(edition)
        files = {f"{binder.id}.pdf": tuple(e.document.spec.id for e in binder.entries) for binder in binders}
        files |= {PRINTED: ()} | ({CHANGES: ()} if is_printed(edition) else {})
        if cards := wallet_entries(edition):
            files[FILE] = tuple(entry.document.spec.id for entry in cards)
        of = {_path(edition, name): documents for name, documents in files.items()}
        of |= {sheets.path(edition, entry): (entry.document.spec.id,) for entry in sheets.alone(edition)}
        made = made_later(partial(_made, edition, binders), of)
        return {path: Artifact(made[path], documents) for path, documents in of.items()}

    def links(self, edition: Edition) -> Links:
        """Each document leads to the editions that hold it, the page of printed matter to all."""
        found: dict[str, dict[str, str]] = {}
        for binder in _binders(edition):
            label = edition.words("binder.open", edition=edition_name(binder.planned, edition.words))
            for name in (PRINT_CENTRE, *(entry.document.spec.id for entry in binder.entries)):
                found.setdefault(name, {})[label] = _path(edition, f"{binder.id}.pdf")
        for entry in wallet_entries(edition):
            found.setdefault(entry.document.spec.id, {})[edition.words("binder.wallet.open")] = _path(edition, FILE)
        return {name: {**own, **found.pop(name, {})} for name, own in sheets.links(edition).items()} | found


def _binders(edition: Edition) -> tuple[BinderEdition, ...]:
    return binder_editions(policy_source(), edition.documents, edition.judged.terminal)


def _path(edition: Edition, name: str) -> str:
    return f"{edition.language}/binder/{name}"


def _made(edition: Edition, binders: tuple[BinderEdition, ...]) -> dict[str, bytes]:
    # Not where the system keeps temporary files: if we are killed, the texts would stay there.
    with tempfile.TemporaryDirectory(prefix="binder-", dir=edition.scrap) as work:
        folder = Path(work)
        for name in {*_LAYOUT, *sheets.LAYOUT}:
            (folder / name).write_bytes((policy_source() / "style" / name).read_bytes())
        if address := edition.judged.terminal.paper.site_address:
            (folder / "address.svg").write_text(qr_code(address), encoding="utf-8")
        alone, cards = sheets.alone(edition), wallet_entries(edition)
        entries = [*(entry for binder in binders for entry in binder.entries), *alone, *cards]
        make_fragments(edition, entries, folder)
        fits = fitted(edition, binders, entries, folder)
        data = {binder.id: Book(edition, binder, binders, fits).data(folder) for binder in binders}
        require_letters(edition, folder, data.values())
        held = _books(edition, binders, data, folder)
        if cards:
            held[FILE] = _wallet(edition, cards, folder)
        held |= _reprint(edition, binders, folder, held)
        named = {_path(edition, name): content for name, content in held.items()}
        return named | sheets.made(edition, folder, alone, fits)


def _reprint(
    edition: Edition, binders: tuple[BinderEdition, ...], folder: Path, made: Mapping[str, bytes]
) -> dict[str, bytes]:
    pages = {binder.id: page_digests(made[f"{binder.id}.pdf"]) for binder in binders}
    found = {PRINTED: printed_file(edition, binders, pages)}
    if is_printed(edition):
        (folder / "changes.json").write_text(change_list(edition, binders, pages), encoding="utf-8")
        found[CHANGES] = lay_out(folder, "changes.typ", ["changes.json"])[0]
    return found


def _books(
    edition: Edition, binders: Iterable[BinderEdition], data: Mapping[str, str], folder: Path
) -> dict[str, bytes]:
    """The binders by the names of their files, two at a time."""

    def make(binder: BinderEdition) -> bytes:
        told = f"book-{binder.id}.json"
        (folder / told).write_text(data[binder.id], encoding="utf-8")
        return _typeset(edition, folder, "book.typ", told, binder.entries)

    held = tuple(binders)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return dict(zip((f"{binder.id}.pdf" for binder in held), pool.map(make, held), strict=True))


def _wallet(edition: Edition, cards: tuple[Entry, ...], folder: Path) -> bytes:
    """The sheets of wallet cards. Raises NotMadeError where a card does not hold its text."""
    (folder / DATA).write_text(wallet_data(edition, cards), encoding="utf-8")
    require_fitting(edition, cards, folder, LAYOUT, DATA)
    return _typeset(edition, folder, LAYOUT, DATA, cards)


def _typeset(edition: Edition, folder: Path, main: str, data: str, entries: tuple[Entry, ...]) -> bytes:
    """The file of a layout and its data."""
    shaping = {data: (*_LAYOUT, *files_of(entries))}
    return kept(edition, folder, main, shaping, partial(lay_out, folder, main))[0]
