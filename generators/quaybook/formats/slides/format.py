"""Formats stage, the door to slides: one .pptx deck for each text that is taught, and for each drill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import ClassVar

from quaybook.formats.contract import Artifact, Edition, Links
from quaybook.formats.later import made_later
from quaybook.formats.slides.convert import made_decks
from quaybook.formats.slides.deck import Deck
from quaybook.formats.slides.drills import kit_deck
from quaybook.formats.slides.readings import reading_deck
from quaybook.model.audience import AudienceLevel
from quaybook.model.data.scenario import ScenarioData
from quaybook.model.data.slides import SlidesData
from quaybook.model.document import Document


class SlidesFormat:
    """Decks, named after the documents that they teach."""

    name: ClassVar[str] = "slides"
    least: ClassVar[AudienceLevel] = AudienceLevel.PUBLIC
    for_mkdocs: ClassVar[bool] = False

    def artifacts(self, edition: Edition) -> Mapping[str, Artifact]:
        """The files by path; they are made beside whatever the caller does next."""
        names = [document.spec.id for document in _taught(edition)]
        made = made_later(partial(_made, edition), names)
        return {_path(edition, name): Artifact(made[name], (name,)) for name in names}

    def links(self, edition: Edition) -> Links:
        """Each document leads to its own deck."""
        label = edition.words("slides.open")
        return {d.spec.id: {label: _path(edition, d.spec.id)} for d in _taught(edition)}


def decks(edition: Edition) -> Iterator[Deck]:
    """The decks of an edition, as they are before they are laid out."""
    for document in _taught(edition):
        slides, scenario = document.data.get("slides"), document.data.get("scenario")
        if isinstance(slides, SlidesData):
            yield reading_deck(document, slides, edition.documents, edition.words)
        elif isinstance(scenario, ScenarioData):
            yield kit_deck(document, scenario, edition.documents.terminal, edition.words)


def _taught(edition: Edition) -> list[Document]:
    return [document for document in edition.documents.documents if {"slides", "scenario"} & document.data.keys()]


def _path(edition: Edition, name: str) -> str:
    return f"{edition.language}/slides/{name}.pptx"


def _made(edition: Edition) -> dict[str, bytes]:
    found = list(decks(edition))
    return {deck.document.spec.id: made for deck, made in zip(found, made_decks(edition, found), strict=True)}
