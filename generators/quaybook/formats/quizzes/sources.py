"""Formats stage, quizzes: where an answer stands, in words, for files in which no link leads anywhere.

They are those that the page prints; of what the edition lacks nothing is named.
"""

from __future__ import annotations

from quaybook.documents.resolve import document_label
from quaybook.formats.contract import Edition
from quaybook.model.data.quiz import Question
from quaybook.model.document import Document


class Sources:
    """Names documents, headings and requirements of one edition."""

    def __init__(self, edition: Edition) -> None:
        self.set, self.words = edition.documents, edition.words
        self.held = {document.spec.id: document for document in self.set.documents}
        self.elsewhere = {name: other.spec for name, other in self.set.elsewhere.items()}
        self.successors = {part.document: (d, part) for d in self.held.values() for part in d.spec.in_place_of}
        self.requirements = edition.judged.catalogue.by_id()

    def documents(self, own: Document, question: Question) -> tuple[str, ...]:
        """The places in which the answer stands, each once."""
        said = (self._label(own, target) for target in question.documents)
        return tuple(dict.fromkeys(label for label in said if label))

    def citations(self, question: Question) -> tuple[str, ...]:
        """The requirements that it is about, as they are cited; those of other sets are left out."""
        found = (self.requirements.get(each) for each in question.requirements)
        return tuple(self.words("citation", section=each.citation) for each in found if each)

    def _label(self, own: Document, target: str) -> str:
        name, _, anchor = target.partition("#")
        other = self.held.get(name or own.spec.id)
        if other is None and name in self.successors:
            other, part = self.successors[name]
            anchor = part.parts.get(anchor, part.place)
        if other is None:
            spec = self.elsewhere.get(name)
            return document_label(spec, self.set.language, self.words) if spec else ""
        # The words of a heading may hold facts that are not for the readers of the quiz.
        may_name = own.spec.audience.may_read(other.spec.audience)
        heading = next((h.label for h in other.headings if h.anchor == anchor and may_name), "")
        if other.spec.id == own.spec.id and heading:
            return heading
        return document_label(other.spec, self.set.language, self.words, heading)
