"""Formats stage: documents as components of the security plan, and passages as what they implement.

OSCAL lets a component answer a control once, so the passages of one document for one requirement stand together.
"""

from __future__ import annotations

from quaybook.documents.coverage import elements_found
from quaybook.formats.oscal.base import JsonObject, element_id, filled, markup, paragraphs, prop
from quaybook.formats.oscal.scope import Scope
from quaybook.model.document import Document, Kind, Passage
from quaybook.model.requirement import Requirement

# Types that OSCAL proposes; the other kinds of documents go by their own names.
_TYPES = {
    Kind.POLICY: "policy",
    Kind.BCP: "plan",
    Kind.INCIDENT: "process-procedure",
    Kind.PROCEDURE: "process-procedure",
    Kind.CARD: "process-procedure",
    Kind.TRAINING: "guidance",
}


class DocumentComponents:
    """The documents that answer requirements, in reading order."""

    def __init__(self, scope: Scope) -> None:
        self.scope, self.rows = scope, {row.requirement.id: row for row in scope.documents.rows}
        answering = {p.document for row in scope.documents.rows for p in row.passages}
        self.documents = [d for d in scope.documents.documents if d.spec.id in answering]

    def components(self) -> list[JsonObject]:
        """Each document as a component."""
        return [self._component(document) for document in self.documents]

    def _component(self, document: Document) -> JsonObject:
        spec, words = document.spec, self.scope.words
        owner, classification = spec.owner[document.language], words(f"classification.{spec.audience.value}")
        told = words("oscal.document", number=document.number, owner=owner, classification=classification)
        return {
            "uuid": self._uuid(document),
            "type": _TYPES.get(spec.kind, spec.kind.value),
            "title": markup(document.title),
            "description": markup(told),
            "props": [*_props(document), prop("audience", spec.audience.value)],
            "links": [{"href": self._resource(document), "rel": "reference"}],
            "status": {"state": "operational"},
        }

    def resources(self) -> list[JsonObject]:
        """Where each document lies: in the site, beside the folder of these files."""
        return [
            {
                "uuid": self._resource(document)[1:],
                "title": markup(document.title),
                "rlinks": [
                    {"href": f"../{document.spec.kind.value}/{document.spec.id}.html", "media-type": "text/html"}
                ],
            }
            for document in self.documents
        ]

    def statements(self, requirement: Requirement) -> list[JsonObject]:
        """What each document says to the requirement."""
        found: dict[str, list[Passage]] = {}
        for passage in self.rows[requirement.id].passages:
            found.setdefault(passage.document, []).append(passage)
        return [self._statement(requirement, self.scope.by_id[name], texts) for name, texts in found.items()]

    def _statement(self, requirement: Requirement, document: Document, passages: list[Passage]) -> JsonObject:
        said = dict.fromkeys(element for p in passages for element in elements_found(requirement, p))
        control = self.scope.controls[requirement.id]
        return {
            "component-uuid": self._uuid(document),
            "uuid": self.scope.uuid("says", requirement.id, document.spec.id),
            "description": paragraphs(passage.text for passage in passages),
            "props": [*_props(document), *(prop("says", element_id(control, element)) for element in said)],
            "links": [self._link(document, passage) for passage in passages],
        }

    def _link(self, document: Document, passage: Passage) -> JsonObject:
        target = {"href": self._resource(document), "rel": "reference", "resource-fragment": passage.anchor}
        return filled({**target, "text": markup(passage.heading)})

    def _uuid(self, document: Document) -> str:
        return self.scope.uuid("component", "document", document.spec.id)

    def _resource(self, document: Document) -> str:
        return "#" + self.scope.uuid("resource", document.spec.id)


def _props(document: Document) -> list[JsonObject]:
    return [prop("number", document.number), prop("kind", document.spec.kind.value)]
