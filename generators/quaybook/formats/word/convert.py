"""Formats stage: documents → .docx files, through pandoc and what lays out its files.

Documents are shared out to as many pandocs as there are processors; a document whose text, styles and
tools did not change is taken from the cache.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from quaybook.formats import pandoc
from quaybook.formats.contract import Edition
from quaybook.formats.drawing import draw, width_within
from quaybook.formats.for_pandoc import READER, bookmark, boxed_callouts
from quaybook.formats.word.cache_key import Keys
from quaybook.formats.word.layout import Layout
from quaybook.formats.word.parts import mark_of
from quaybook.formats.word.reference import CALLOUT, CALLOUT_TITLE, CITATION, reference_document
from quaybook.formats.word.styles import StyleSheets, names_only
from quaybook.model.document import Document, Figure, Kind
from quaybook.wording.dialect.links import Link, Picture, each_link, each_picture

BATCH = Path(__file__).with_name("batch.lua")


class WordWriter:
    """Makes the Word files of one edition. Where they are paged, each heading that a document tells begins a page."""

    def __init__(self, edition: Edition, is_paged: bool = False) -> None:
        self.set, self.words, self.look = edition.documents, edition.words, edition.look
        self.cache, self.reference = edition.cache, reference_document(edition.look, edition.letterhead.reference)
        self.styles = StyleSheets(self.reference, self.look)
        self.mark = mark_of(edition.letterhead.logo, self.look)
        self.is_paged = is_paged
        self.keys = Keys(READER, self.reference, self.words, self.look, (self.mark, is_paged))

    def begin(self, scrap: Path | None) -> dict[str, Future[bytes]]:
        """Begins to make a .docx of every document that is more than a page of the site; by the documents' ids.

        The work goes on beside the caller's, its scraps in the folder `scrap`. What goes wrong in it is raised by
        the results of the documents concerned.
        """
        wanted = [d for d in self.set.documents if not d.spec.kind.is_page]
        processors = os.cpu_count() or 1
        pool = ThreadPoolExecutor(processors)
        results: dict[str, Future[bytes]] = {document.spec.id: Future() for document in wanted}
        for first in range(min(processors, len(wanted))):
            share = wanted[first::processors]
            begun = pool.submit(self._make, share, scrap)
            begun.add_done_callback(partial(_hand_out, [results[document.spec.id] for document in share]))
        pool.shutdown(wait=False)
        return results

    def _make(self, documents: list[Document], scrap: Path | None) -> list[bytes]:
        # How large a figure is follows from what is in the key anyway, so for a kept file nothing is drawn.
        keys = {d.spec.id: self.keys.of(d, self.markdown(d, sized=False)) for d in documents}
        made = {name: kept for name, key in keys.items() if (kept := self.cache.get(key)) is not None}
        missing = [document for document in documents if document.spec.id not in made]
        made |= self._made(missing, keys, scrap) if missing else {}
        return [made[document.spec.id] for document in documents]

    def _made(self, documents: list[Document], keys: Mapping[str, str], scrap: Path | None) -> dict[str, bytes]:
        made = {}
        # Not where the system keeps temporary files: if we are killed, the texts would stay there.
        with tempfile.TemporaryDirectory(prefix="word-", dir=scrap) as work:
            self._convert(documents, Path(work))
            for document in documents:
                converted = (Path(work) / f"{document.spec.id}.docx").read_bytes()
                finished = self._layout(document).finish(converted)
                self.cache.put(keys[document.spec.id], finished)
                made[document.spec.id] = finished
        return made

    def _layout(self, document: Document) -> Layout:
        return Layout(document, self.words, self.look, self.styles, self.mark, self.is_paged)

    def _convert(self, documents: list[Document], work: Path) -> None:
        (work / "reference.docx").write_bytes(names_only(self.reference))
        for document in documents:
            (work / f"{document.spec.id}.md").write_text(self.markdown(document), encoding="utf-8")
            for figure in _drawn(document):
                (work / f"{figure.id}.png").write_bytes(draw(figure, "png"))
        orders = "".join(f"{document.spec.id}.md\t{document.spec.id}.docx\n" for document in documents)
        pandoc.convert(BATCH, READER, "reference.docx", folder=work, orders=orders)

    def markdown(self, document: Document, sized: bool = True) -> str:
        """The document's body as pandoc shall read it: anchors as bookmarks, figures with their size if it is asked."""
        figures = {f.id: f for f in document.figures}
        # A contract is signed as it stands; there the place is marked, but nothing printed.
        prints_citations = document.spec.kind != Kind.CONTRACT

        def link(found: Link) -> str:
            if found.is_citation:
                return bookmark(found.label if prints_citations else "", found.place, CITATION)
            if found.place:
                return bookmark(found.label, found.place)
            # A link into another file would break as soon as one of them is moved.
            return found.to("") if found.document == document.spec.id and found.anchor else found.label

        def picture(found: Picture) -> str:
            figure = figures[found.figure]
            # Word shows no SVG that every reader can open, and the table below it says the same.
            if figure.svg:
                return ""
            size = f"{{width={width_within(figure, self.look['figure']):.0f}mm}}" if sized else ""
            return found.to(f"{figure.id}.png") + size

        body = each_picture(each_link(document.body, link), picture)
        return boxed_callouts(body, self.words, CALLOUT, CALLOUT_TITLE)


def _hand_out(results: list[Future[bytes]], made: Future[list[bytes]]) -> None:
    """What became of a share becomes the result of each of its documents."""
    if (error := made.exception()) is not None:
        for result in results:
            result.set_exception(error)
        return
    for result, content in zip(results, made.result(), strict=True):
        result.set_result(content)


def _drawn(document: Document) -> list[Figure]:
    return [figure for figure in document.figures if not figure.svg]
