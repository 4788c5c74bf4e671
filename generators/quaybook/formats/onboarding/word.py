"""Formats stage, onboarding: packs → Word files: all texts of a path as chapters of one document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import replace

from quaybook.formats.binder.fragments import pieces
from quaybook.formats.binder.plan import Entry
from quaybook.formats.contract import Edition
from quaybook.formats.onboarding.on_paper import about
from quaybook.formats.onboarding.pack import EXAMPLE, LIST, SHEET, Pack
from quaybook.formats.word.convert import WordWriter
from quaybook.model.document import Document, Heading, Kind
from quaybook.wording.dialect.blocks import heading, lowered, place_name
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.links import Link, each_link, places, without_targets
from quaybook.wording.dialect.tables import table

_BLANK = "\u3000"


def written(edition: Edition, packs: tuple[Pack, ...]) -> dict[str, Future[bytes]]:
    """The Word file of each pack by its id, as it is made beside the caller's work."""
    documents = tuple(_document(edition, pack) for pack in packs)
    alone = replace(edition, documents=replace(edition.documents, documents=documents))
    return WordWriter(alone, is_paged=True).begin(edition.scrap)


def _document(edition: Edition, pack: Pack) -> Document:
    """The pack as one document, under the number of the list of all paths and its own title."""
    page = pack.page
    listed = next((d.number for d in edition.documents.documents if d.spec.id == LIST), "")
    number = f"{listed}{_BLANK}{page.title}"
    rows = tuple((label, number if value == page.number else value) for label, value in page.control.rows)
    # The steps in front lead to the chapters, so no contents stand behind them.
    changes = {"kind": Kind.TRAINING, "act_first": True, "contents_depth": 0}
    figures = {figure.id: figure for entry in pack.steps for figure in entry.document.figures}
    return replace(
        page,
        spec=page.spec.model_copy(update=changes),
        number=number,
        control=replace(page.control, rows=rows),
        body="\n\n".join(_chapters(edition, pack)),
        headings=tuple(_headings(edition, pack)),
        figures=tuple(figures.values()),
        data={},
    )


def _chapters(edition: Edition, pack: Pack) -> Iterator[str]:
    targets = _targets(pack)
    told = about(edition, pack)
    yield table([literal(label) for label, _ in told], (6, 3, 6, 3), [[literal(value) or _BLANK for _, value in told]])
    yield _own(_body(pack.front), pack, targets)
    for entry in (*pack.steps, *pack.answers):
        yield heading(2, literal(_title(edition, pack, entry)), _place(entry))
        yield _own(lowered(_body(entry), entry.name), pack, targets)
    yield _own(_body(pack.sheet), pack, targets)


def _headings(edition: Edition, pack: Pack) -> Iterator[Heading]:
    for entry in (*pack.steps, *pack.answers):
        told = _title(edition, pack, entry)
        yield Heading(_place(entry), 2, told, told)
    told = edition.words("onboarding.pack.sheet")
    yield Heading(SHEET[0], 2, told, told)


def _title(edition: Edition, pack: Pack, entry: Entry) -> str:
    title = entry.document.title
    if entry.only == (EXAMPLE,):
        return edition.words("onboarding.pack.example_of", title=title)
    return edition.words("onboarding.pack.answers_of", title=title) if entry in pack.answers else title


def _place(entry: Entry) -> str:
    """How the chapter is called; answers have a chapter of their own."""
    return f"of--{entry.name}"


def _body(entry: Entry) -> str:
    return "\n\n".join(piece.body for piece in pieces(entry))


def _targets(pack: Pack) -> Mapping[tuple[str, str], str]:
    """Of each document and heading in the pack, how it is called there."""
    found: dict[tuple[str, str], str] = {}
    for entry in (*pack.steps, *pack.answers):
        name = entry.document.spec.id
        found.setdefault((name, ""), _place(entry))
        for place in places(without_targets(_body(entry))):
            found.setdefault((name, place), place_name(entry.name, place))
    return found


def _own(body: str, pack: Pack, targets: Mapping[tuple[str, str], str]) -> str:
    """`body` with links that lead to chapters and headings of the same file, or nowhere."""

    def leading(found: Link) -> str:
        if found.is_citation:
            return ""
        anchor = targets.get((found.document, found.anchor))
        return str(Link(found.label, pack.id, anchor)) if anchor else str(found.label)

    return each_link(body, leading)
