"""Formats stage: the files beside pages and Word: workbooks and OSCAL, by path below the site or the build folder."""

from __future__ import annotations

from collections.abc import Mapping

from quaybook.assessment.assess import Judged
from quaybook.documents.assemble import DocumentSet
from quaybook.formats.oscal.files import oscal_files
from quaybook.formats.workbook.write import workbook
from quaybook.model.audience import AudienceLevel
from quaybook.model.document import Kind
from quaybook.wording.words import Words

# The sheets of one kind of documents make one workbook; these have a better name than their kind's.
OSCAL = "oscal"
_NAMES = {Kind.REGISTER: "registers", Kind.STATUS: "gaps"}


def workbook_path(language: str, kind: Kind) -> str:
    """Where the workbook of a kind lies."""
    return f"{language}/sheets/{_NAMES.get(kind, kind.value)}.xlsx"


def workbooks(documents: DocumentSet, words: Words) -> dict[str, bytes]:
    """Every workbook of one language by path."""
    made = {}
    for kind in dict.fromkeys(d.spec.kind for d in documents.documents if d.sheets):
        members = [d for d in documents.documents if d.spec.kind == kind and d.sheets]
        title = words("workbook.of", terminal=documents.terminal, kind=words(f"kind.{kind.value}"))
        made[workbook_path(documents.language, kind)] = workbook(members, words, title, documents.terminal)
    return made


def oscal(judged: Judged, documents: DocumentSet, words: Words) -> Mapping[str, bytes]:
    """The OSCAL files of one language by path.

    None below the highest edition, for they hold every finding, and none of a language that is not complete, for they
    tell by which documents the requirements are answered.
    """
    if documents.reader != AudienceLevel.CONTROLLED or not documents.is_complete:
        return {}
    files = oscal_files(judged, documents, words)
    return {f"{documents.language}/{OSCAL}/{name}": text for name, text in files.items()}
