"""Formats stage, drills: the texts of a pack as documents, so that what makes PDF and Word makes them too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from quaybook.formats.contract import Edition
from quaybook.formats.drills.after import After
from quaybook.formats.drills.evaluation import Evaluation
from quaybook.formats.drills.guide import Guide
from quaybook.formats.drills.told import Told
from quaybook.formats.word.convert import WordWriter
from quaybook.model.document import Document, Kind

GUIDE, EVALUATION, REVIEW = "guide", "evaluation", "aar"
LAYOUT = "drill-paper.typ"
# What is filled in has places to write in; what is read out has large letters.
_KINDS = {GUIDE: Kind.CARD, EVALUATION: Kind.FORM, REVIEW: Kind.FORM}


def papers(told: Told, files: Iterable[tuple[str, str]]) -> tuple[Document, ...]:
    """Guide, evaluation and review as documents; `files` are those of the pack."""
    evaluation, review = Evaluation(told).markdown(), After(told).review()
    bodies = {GUIDE: Guide(told, files).markdown(), EVALUATION: evaluation, REVIEW: review}
    return tuple(_document(told, name, body) for name, body in bodies.items())


def _document(told: Told, name: str, body: str) -> Document:
    kit, words = told.play.kit, told.words
    title = words("drill.of", title=told.title, short=words(f"drill.titles.{name}"))
    marking = words("drill.page", day=told.held_on(), title=words("drill.leader_only"))
    return replace(
        kit,
        spec=kit.spec.model_copy(
            update={"id": name, "kind": _KINDS[name], "landscape": name == REVIEW, "one_sheet": False}
        ),
        title=title,
        control=replace(kit.control, classification=marking),
        body=body,
        headings=(),
        passages=(),
        sheets=(),
        data={},
    )


def word_files(edition: Edition, documents: tuple[Document, ...]) -> dict[str, bytes]:
    """The Word files by the ids of the documents."""
    look = edition.look.with_own("drill")
    own = replace(edition, documents=replace(edition.documents, documents=documents), look=look)
    return {name: begun.result() for name, begun in WordWriter(own).begin(edition.scrap).items()}


def paper_data(told: Told, document: Document) -> dict[str, object]:
    """What the layout of a paper is told."""
    edition = told.edition
    return {
        "layout": LAYOUT,
        "file": f"{document.spec.id}.typ",
        "terminal": document.control.terminal,
        "title": document.title,
        "number": document.number,
        "class": edition.words("drill.leader_only"),
        "version": document.control.edition,
        "stamp": edition.words("drill.stamp"),
        "notes": edition.words("drill.evaluation.notes"),
        "day": told.held_on(),
        "is_filled_in": document.spec.kind == Kind.FORM,
        "words": {"page": edition.words("binder.pages.page")},
        "parts": [],
    }
