"""Formats stage, binder: documents → pieces of Typst, one for each that an edition holds, through one pandoc.

What only an auditor reads is left out on paper that people work from: citations and reasons.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from quaybook.formats import pandoc
from quaybook.formats.binder.plan import Entry
from quaybook.formats.contract import Edition
from quaybook.formats.drawing import draw, width_within
from quaybook.formats.for_pandoc import READER, boxed_callouts
from quaybook.model.document import Document, Kind
from quaybook.wording.dialect.blocks import Callout, before, each_callout, excerpt
from quaybook.wording.dialect.links import Link, Picture, each_link, each_picture

BATCH = Path(__file__).with_name("fragments.lua")
# The heading of a form behind which the sheet to fill in ends.
_EXAMPLE = "example"
_REASONS = "commentary"


def make_fragments(edition: Edition, entries: Iterable[Entry], folder: Path) -> None:
    """Writes a piece `<name>.typ` and the figures of every entry into `folder`.

    Raises RuntimeError with pandoc's own words if it fails or warns, OSError if it cannot write.
    """
    by_name = {entry.name: entry for entry in entries}
    orders = ""
    for name, entry in by_name.items():
        (folder / f"{name}.md").write_text(_markdown(edition, entry), encoding="utf-8")
        orders += f"{name}.md\t{name}.typ\t{entry.document.spec.id}\n"
        for figure in entry.document.figures:
            (folder / f"{figure.id}.svg").write_bytes(figure.svg.encode() or draw(figure, "svg"))
    pandoc.convert(BATCH, READER, folder=folder, orders=orders)


def _markdown(edition: Edition, entry: Entry) -> str:
    document = entry.document
    figures = {figure.id: figure for figure in document.figures}

    def link(found: Link) -> str:
        return "" if found.is_citation else str(replace(found, place=""))

    def picture(found: Picture) -> str:
        figure = figures[found.figure]
        size = "" if figure.svg else f"{{width={width_within(figure, edition.look['figure']):.0f}mm}}"
        return found.to(f"{figure.id}.svg") + size

    body = each_picture(each_link(_held(document, entry.only), link), picture)
    return boxed_callouts(each_callout(body, _without_reasons), edition.words, "callout", "callout-title")


def _held(document: Document, only: tuple[str, ...]) -> str:
    if document.spec.kind == Kind.FORM:
        return before(document.body, _EXAMPLE)
    return excerpt(document.body, set(only)) if only else document.body


def _without_reasons(callout: Callout) -> str:
    return "" if callout.kind == _REASONS else str(callout)
