"""Formats stage, binder: how large a card's letters and a form's rows are, found once for all editions that hold it.

A card that does not hold its text even in the smallest letters is told with the longest facts on it, which may be
shortened.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.formats.binder.apart import ask
from quaybook.formats.binder.book import Fit, elsewhere
from quaybook.formats.binder.fragments import pieces
from quaybook.formats.binder.kept import files_of, kept
from quaybook.formats.binder.plan import BinderEdition, Entry
from quaybook.formats.contract import Edition, NotMadeError
from quaybook.model.base import Facts
from quaybook.model.document import Document, Kind
from quaybook.model.fields import leaves
from quaybook.problems import Problem, in_order

LAYOUT = ("binder.typ", "fit.typ")
_DATA, _LABEL = "fit.json", "<fit>"
_KINDS = (Kind.FORM, Kind.CARD)
# No binder has more pages.
_PAGE = "888"
# Shorter ones are not what makes a sheet overflow.
_LONG = 15


def longest_facts(terminal: Facts, document: Document, most: int = 3) -> tuple[tuple[KeyPath, str], ...]:
    """The facts of which the most stands on the document's sheet, the longest first; each text once."""
    body = html.unescape(document.body)
    texts = ((path, value) for path, value in leaves(terminal) if isinstance(value, str) and len(value) >= _LONG)
    found = {text: (path, text) for path, text in texts if text in body}
    return tuple(sorted(found.values(), key=lambda each: -len(each[1]))[:most])


def overflow_problems(documents: Iterable[Document], terminal: Facts, facts: Source) -> Iterator[Problem]:
    """That these documents do not fit on one sheet, with the fact that takes most of it; of none, with the title."""
    for document in documents:
        longest = longest_facts(terminal, document, most=1)
        path, text = longest[0] if longest else ((), document.title)
        position = facts.position(path)
        yield Problem.at(
            "sheet_too_long", position.file, position.line, dotted(path), title=document.title, longest=text
        )


def fitted(
    edition: Edition, binders: Iterable[BinderEdition], entries: Iterable[Entry], folder: Path
) -> dict[str, Fit]:
    """How each sheet of the cards and forms among the entries is laid out, by the name of its file in `folder`.

    Raises NotMadeError where a card does not hold its text, RuntimeError with Typst's own words.
    """
    named = {entry.name: entry for entry in entries if entry.document.spec.kind in _KINDS and not entry.parted_at}
    held = list(named.values())
    (folder / _DATA).write_text(_data(edition, tuple(binders), held, folder), encoding="utf-8")

    def make(missing: list[str]) -> list[bytes]:
        return [ask(folder, LAYOUT[-1], missing[0], _LABEL)]

    told = kept(edition, folder, LAYOUT[-1], {_DATA: (*LAYOUT, *files_of(held))}, make)[0]
    return _fitting(edition, held, told)


def require_fitting(edition: Edition, entries: Iterable[Entry], folder: Path, main: str, data: str) -> None:
    """Raises NotMadeError where a card of a layout that fits its cards itself does not hold its text."""
    _fitting(edition, entries, ask(folder, main, data, _LABEL))


def _fitting(edition: Edition, entries: Iterable[Entry], told: bytes) -> dict[str, Fit]:
    fits = {each["file"]: each for each in json.loads(told)}
    over = [e.document for e in entries if any(fits.get(f"{p.name}.typ", {}).get("over") for p in pieces(e))]
    if over:
        raise NotMadeError(*in_order(overflow_problems(over, edition.judged.terminal, edition.judged.facts)))
    return fits


def _data(edition: Edition, binders: tuple[BinderEdition, ...], entries: Iterable[Entry], folder: Path) -> str:
    told = {binder.id: elsewhere(edition, binder, binders) for binder in binders}
    sheets = list[dict[str, object]]()
    for entry in entries:
        others = [told[b.id] for b in binders if entry.name in {each.name for each in b.entries}]
        sheets += _sheets(edition, entry, others, folder)
    words = edition.words.find("binder.pages")
    return json.dumps({"sheets": sheets, "words": words}, ensure_ascii=False, sort_keys=True)


def _sheets(
    edition: Edition, entry: Entry, others: Iterable[Mapping[str, str]], folder: Path
) -> Iterator[dict[str, object]]:
    spec = entry.document.spec
    for number, piece in enumerate(pieces(entry)):
        file = f"{piece.name}.typ"
        yield {
            "file": file,
            "kind": spec.kind,
            "title": "" if number else entry.document.title,
            "is_landscape": spec.landscape,
            "elsewhere": _longest(edition, (folder / file).read_text(encoding="utf-8"), others),
        }


def _longest(edition: Edition, text: str, others: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The most that stands behind a reference of a piece in any edition, by the document to which it leads."""
    page = edition.words("binder.pages.page").replace("{}", _PAGE)
    named = (d.spec.id for d in edition.documents.documents if f'"{d.spec.id}"' in text)
    return {name: max((page, *(each.get(name, "") for each in others)), key=len) for name in named}
