"""Formats stage, the door to OSCAL: files for tools that read NIST's exchange format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from quaybook.formats.contract import Artifact, Edition, Links
from quaybook.formats.oscal.files import oscal_files, oscal_names
from quaybook.model.audience import AudienceLevel


class OscalFormat:
    """The OSCAL files of one language. They hold every finding, so they are for the highest edition only.

    There are none of a language that is not complete, for they tell by which documents requirements are answered.
    """

    name: ClassVar[str] = "oscal"
    least: ClassVar[AudienceLevel] = AudienceLevel.CONTROLLED
    for_mkdocs: ClassVar[bool] = False

    def artifacts(self, edition: Edition) -> Mapping[str, Artifact]:
        """The files by path."""
        if not edition.documents.is_complete:
            return {}
        files = oscal_files(edition.judged, edition.documents, edition.words, edition.cache)
        documents = tuple(document.spec.id for document in edition.documents.documents)
        return {_path(edition, name): Artifact(content, documents) for name, content in files.items()}

    def links(self, edition: Edition) -> Links:
        """Documents that name this format in `downloads` lead to every file of it."""
        complete = edition.documents.is_complete
        leading = [d.spec.id for d in edition.documents.documents if complete and d.spec.downloads == self.name]
        names = oscal_names(edition.judged, edition.documents, edition.words) if leading else ()
        return {document: {name: _path(edition, name) for name in names} for document in leading}


def _path(edition: Edition, name: str) -> str:
    return f"{edition.language}/{OscalFormat.name}/{name}"
