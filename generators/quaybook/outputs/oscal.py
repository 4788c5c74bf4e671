"""Outputs stage: one judged terminal → five OSCAL files, for tools that read NIST's exchange format.

The catalogue says what is asked for, the security plan what the documents say and the facts show, the
assessment plan and results what was looked at and found, the plan of action what is done about it.
"""

from __future__ import annotations

from quaybook.assessment.assess import Judged
from quaybook.documents.assemble import DocumentSet
from quaybook.documents.words import Words
from quaybook.outputs.oscal_base import json_bytes
from quaybook.outputs.oscal_catalog import catalog
from quaybook.outputs.oscal_plan import assessment_plan
from quaybook.outputs.oscal_poam import poam
from quaybook.outputs.oscal_results import assessment_results
from quaybook.outputs.oscal_scope import Scope
from quaybook.outputs.oscal_ssp import ssp


def oscal_files(judged: Judged, documents: DocumentSet, words: Words) -> dict[str, bytes]:
    """The OSCAL files by name, in the language of the documents, for the readers of the highest edition.

    There is no `poam.json` where nothing falls short. Facts that are marked for some readers stand in none of the
    kit's own parts; only a passage of a document can hold one.
    """
    scope = Scope(judged, documents, words)
    made = {
        "catalog.json": catalog(scope),
        "ssp.json": ssp(scope),
        "assessment-plan.json": assessment_plan(scope),
        "assessment-results.json": assessment_results(scope),
        "poam.json": poam(scope),
    }
    return {name: json_bytes(document) for name, document in made.items() if document is not None}
