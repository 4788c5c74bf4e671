"""Formats stage: one judged terminal → five OSCAL files, for tools that read NIST's exchange format.

The catalogue says what is asked for, the security plan what the documents say and the facts show, the
assessment plan and results what was looked at and found, the plan of action what is done about it.
"""

from __future__ import annotations

from collections.abc import Callable

from quaybook.assessment.assess import Judged
from quaybook.documents.document_set import DocumentSet
from quaybook.files.cache import Cache
from quaybook.formats.oscal.base import JsonObject, json_bytes
from quaybook.formats.oscal.catalog import catalog
from quaybook.formats.oscal.plan import assessment_plan
from quaybook.formats.oscal.poam import falls_short, poam
from quaybook.formats.oscal.results import assessment_results
from quaybook.formats.oscal.scope import Scope
from quaybook.formats.oscal.ssp import ssp
from quaybook.wording.words import Words

_FILES: dict[str, Callable[[Scope], JsonObject | None]] = {
    "catalog.json": catalog,
    "ssp.json": ssp,
    "assessment-plan.json": assessment_plan,
    "assessment-results.json": assessment_results,
    "poam.json": poam,
}


def oscal_files(judged: Judged, documents: DocumentSet, words: Words, cache: Cache | None = None) -> dict[str, bytes]:
    """The OSCAL files by name, in the language of the documents, for the readers of the highest edition.

    There is no `poam.json` where nothing falls short. Facts that are marked for some readers stand in none of the
    kit's own parts; only a passage of a document can hold one.
    """
    scope = Scope(judged, documents, words)
    made = {name: make(scope) for name, make in _FILES.items()}
    return {name: json_bytes(document, cache) for name, document in made.items() if document is not None}


def oscal_names(judged: Judged, documents: DocumentSet, words: Words) -> tuple[str, ...]:
    """The names of the files that `oscal_files` gives."""
    has_plan = falls_short(Scope(judged, documents, words))
    return tuple(name for name, make in _FILES.items() if make is not poam or has_plan)
