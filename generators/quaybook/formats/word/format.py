"""Formats stage, the door to Word: one .docx for every document that is more than a page of the site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from quaybook.formats.contract import Artifact, Edition, Links
from quaybook.formats.word.convert import WordWriter
from quaybook.model.audience import AudienceLevel
from quaybook.model.document import DocumentSpec


class WordFormat:
    """Word files, named by number and id so that a folder of them reads like the list of documents."""

    name: ClassVar[str] = "word"
    least: ClassVar[AudienceLevel] = AudienceLevel.PUBLIC
    for_mkdocs: ClassVar[bool] = False

    def artifacts(self, edition: Edition) -> Mapping[str, Artifact]:
        """The files by path; they are made beside whatever the caller does next."""
        begun, specs = WordWriter(edition).begin(edition.scrap), _specs(edition)
        return {_path(edition, spec): Artifact(begun[spec.id], (spec.id,)) for spec in specs}

    def links(self, edition: Edition) -> Links:
        """Each document leads to its own file."""
        label = edition.words("site.word_file")
        return {spec.id: {label: _path(edition, spec)} for spec in _specs(edition)}


def _specs(edition: Edition) -> list[DocumentSpec]:
    return [d.spec for d in edition.documents.documents if not d.spec.kind.is_page]


def _path(edition: Edition, spec: DocumentSpec) -> str:
    return f"{edition.language}/word/{spec.number}-{spec.id}.docx"
