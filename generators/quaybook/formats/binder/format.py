"""Formats stage, the door to the binder: one PDF for each edition of the terminal's paper."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
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
from quaybook.formats.binder.fragments import make_fragments
from quaybook.formats.binder.kept import files_of, kept
from quaybook.formats.binder.letters import require_letters
from quaybook.formats.binder.overflow import overflow_problems
from quaybook.formats.binder.plan import BinderEdition, Entry, binder_editions
from quaybook.formats.binder.reprint import CHANGES, PRINTED, change_list, is_printed, printed_file
from quaybook.formats.binder.wallet import DATA, FILE, LAYOUT, wallet_data, wallet_entries
from quaybook.formats.contract import Artifact, Edition, Links, NotMadeError
from quaybook.formats.later import made_later
from quaybook.model.audience import AudienceLevel
from quaybook.problems import Problem, in_order
from quaybook.resources import policy_source

_LAYOUT = ("binder.typ", "book.typ", "changes.typ", "sheets.typ", LAYOUT)
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
        require_letters(edition, folder, (Book(edition, binder, binders).data(folder) for binder in binders))
        held = _books(edition, binders, folder)
        if cards:
            (folder / DATA).write_text(wallet_data(edition, cards), encoding="utf-8")
            held[FILE] = _typeset(edition, folder, LAYOUT, DATA, cards)
        held |= _reprint(edition, binders, folder, held)
        named = {_path(edition, name): content for name, content in held.items()}
        return named | sheets.made(edition, folder, alone)


def _reprint(
    edition: Edition, binders: tuple[BinderEdition, ...], folder: Path, made: Mapping[str, bytes]
) -> dict[str, bytes]:
    pages = {binder.id: page_digests(made[f"{binder.id}.pdf"]) for binder in binders}
    found = {PRINTED: printed_file(edition, binders, pages)}
    if is_printed(edition):
        (folder / "changes.json").write_text(change_list(edition, binders, pages), encoding="utf-8")
        found[CHANGES] = lay_out(folder, "changes.typ", ["changes.json"])[0].pdf
    return found


def _books(edition: Edition, binders: tuple[BinderEdition, ...], folder: Path) -> dict[str, bytes]:
    """The binders by the names of their files, two at a time. Raises NotMadeError with what is wrong in any of them."""
    problems: list[Problem] = []

    def make(binder: BinderEdition) -> bytes:
        data = f"book-{binder.id}.json"
        (folder / data).write_text(Book(edition, binder, binders).data(folder), encoding="utf-8")
        try:
            return _typeset(edition, folder, "book.typ", data, binder.entries)
        except NotMadeError as error:
            problems.extend(error.problems)
            return b""

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        made = dict(zip((f"{binder.id}.pdf" for binder in binders), pool.map(make, binders), strict=True))
    if problems:
        raise NotMadeError(*in_order(problems))
    return made


def _typeset(edition: Edition, folder: Path, main: str, data: str, entries: tuple[Entry, ...]) -> bytes:
    """The file of a layout and its data. Raises NotMadeError where a sheet does not hold its text."""

    def make(missing: list[str]) -> list[bytes]:
        (laid,) = lay_out(folder, main, missing)
        if laid.overflows:
            held = {entry.document.spec.id: entry.document for entry in entries}
            too_long = (held[each] for each in laid.overflows)
            raise NotMadeError(*overflow_problems(too_long, edition.judged.terminal, edition.judged.facts))
        return [laid.pdf]

    return kept(edition, folder, main, {data: (*_LAYOUT, *files_of(entries))}, make)[0]
