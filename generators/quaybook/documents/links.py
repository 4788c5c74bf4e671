"""Documents stage: links with a label of their own, for documents that report on passages and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from markupsafe import Markup

from quaybook.documents.resolve import document_label
from quaybook.documents.status_view import SectionView
from quaybook.documents.templating.helper import Helper, helpers
from quaybook.documents.templating.marks import FINDINGS, MATRIX
from quaybook.model.document import DocumentSpec, Kind, Passage
from quaybook.model.requirement import Requirement
from quaybook.wording.dialect.escape import in_label, literal
from quaybook.wording.dialect.links import Link
from quaybook.wording.findings import FindingView
from quaybook.wording.words import Words


class Links:
    """The links by which a reader goes from a requirement to its passage and to its finding, and back."""

    def __init__(self, specs: Iterable[DocumentSpec], words: Words, language: str) -> None:
        self.specs, self.words, self.language = {spec.id: spec for spec in specs}, words, language

    def globals(self) -> dict[str, Helper]:
        """The links by the names that templates use."""
        functions: dict[str, Callable[..., Markup]] = {
            "passage_link": self.passage_link,
            "requirement_anchor": self.requirement_anchor,
            "requirement_link": self.requirement_link,
            "finding_link": self.finding_link,
            "state_link": self.state_link,
            "section_link": self.section_link,
        }
        return helpers(functions)

    def passage_link(self, passage: Passage) -> Markup:
        """A passage by its document and heading."""
        spec = self.specs[passage.document]
        # On paper a link is only its text, so the number by which a file is found stands in it.
        number = "" if spec.kind == Kind.FORM else f"{spec.number} "
        label = number + document_label(spec, self.language, self.words, in_label(passage.heading))
        return Markup(Link(label, passage.document, passage.anchor))

    def requirement_anchor(self, requirement: Requirement) -> Markup:
        """A requirement's place in the matrix."""
        return Markup(replace(_in_matrix(requirement), place=f"r-{requirement.id}"))

    def requirement_link(self, requirement: Requirement) -> Markup:
        """A requirement's citation, linked to the matrix."""
        return Markup(_in_matrix(requirement))

    def finding_link(self, view: FindingView) -> Markup:
        """A requirement's citation, linked to its finding."""
        return Markup(Link(literal(view.requirement.citation), FINDINGS, f"f-{view.requirement.id}"))

    def state_link(self, view: FindingView) -> Markup:
        """A finding's state, linked to the finding."""
        label = self.words(f"label.State.{view.state.value}")
        return Markup(Link(label, FINDINGS, f"f-{view.requirement.id}"))

    def section_link(self, section: SectionView) -> Markup:
        """A section's number and title, linked to its findings."""
        label = literal(f"{section.section} {section.title}".strip())
        return Markup(Link(label, FINDINGS, section.anchor))


def _in_matrix(requirement: Requirement) -> Link:
    return Link(literal(requirement.citation), MATRIX, f"r-{requirement.id}")
