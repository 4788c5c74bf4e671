"""Formats stage, the door to workbooks: the sheets of one kind of documents → one .xlsx."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from quaybook.formats.contract import Artifact, Edition, Links
from quaybook.formats.workbook.write import workbook
from quaybook.model.audience import AudienceLevel
from quaybook.model.document import Document, Kind

# The sheets of one kind of documents make one workbook; these have a better name than their kind's.
_NAMES = {Kind.REGISTER: "registers", Kind.STATUS: "gaps"}


class WorkbookFormat:
    """Registers and gap lists as workbooks."""

    name: ClassVar[str] = "workbook"
    least: ClassVar[AudienceLevel] = AudienceLevel.PUBLIC
    for_mkdocs: ClassVar[bool] = False

    def artifacts(self, edition: Edition) -> Mapping[str, Artifact]:
        """Every workbook of one language by path."""
        made, words, terminal = {}, edition.words, edition.documents.terminal
        for kind in dict.fromkeys(d.spec.kind for d in _with_sheets(edition)):
            members = [d for d in _with_sheets(edition) if d.spec.kind == kind]
            title = words("workbook.of", terminal=terminal, kind=words(f"kind.{kind.value}"))
            content = workbook(members, words, title, terminal)
            made[_path(edition.language, kind)] = Artifact(content, tuple(d.spec.id for d in members))
        return made

    def links(self, edition: Edition) -> Links:
        """Each document with sheets leads to the workbook in which they stand."""
        label = edition.words("site.workbook")
        return {d.spec.id: {label: _path(edition.language, d.spec.kind)} for d in _with_sheets(edition)}


def _with_sheets(edition: Edition) -> list[Document]:
    return [document for document in edition.documents.documents if document.sheets]


def _path(language: str, kind: Kind) -> str:
    return f"{language}/sheets/{_NAMES.get(kind, kind.value)}.xlsx"
