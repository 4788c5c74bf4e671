"""Documents stage, the door: one terminal's facts → its finished documents and their coverage.

The table of requirements is itself a document, so documents are made in two rounds: those that hold
passages first, then those that report on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from quaybook.documents.control import control_block, document_number
from quaybook.documents.coverage import Row, coverage, coverage_problems
from quaybook.documents.library import Library
from quaybook.documents.marks import MATRIX
from quaybook.documents.render import Draft, Renderer
from quaybook.documents.resolve import Resolved, Resolver, Target, document_label
from quaybook.documents.words import Words
from quaybook.model.document import Document, Kind, Passage
from quaybook.model.requirement import Requirement, RequirementSet
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem


@dataclass(frozen=True)
class DocumentSet:
    """All documents of one terminal in one language, in reading order, and what they cover."""

    language: str
    documents: tuple[Document, ...]
    rows: tuple[Row, ...]


class Assembler:
    """Makes the document set of one terminal in one language; gathers every problem on the way."""

    def __init__(self, terminal: Terminal, words: Words, library: Library, catalogue: RequirementSet) -> None:
        self.terminal, self.words, self.library, self.catalogue = terminal, words, library, catalogue
        self.requirements = catalogue.by_id()
        self.renderer = Renderer(terminal, words, library, self.requirements)
        self.targets = {spec.id: Target(spec) for spec in library.specs}
        self.problems: list[Problem] = []

    def assemble(self, language: str) -> DocumentSet:
        """The set, complete only if `problems` is empty afterwards."""
        first = self._round(language, False, {})
        passages = [p for document in first for p in document.passages]
        rows = coverage(self.catalogue, self.terminal, passages, language)
        self.problems += coverage_problems(rows)
        answers = [(d.spec.id, found) for d in first if (found := answered_by(d.spec.id, rows))]
        extra = {"coverage": rows, "answers": answers, **self._matrix_helpers(language)}
        second = self._round(language, True, extra)
        made = {document.spec.id: document for document in (*first, *second)}
        ordered = tuple(made[spec.id] for spec in self.library.specs if spec.id in made)
        return DocumentSet(language, ordered, rows)

    def _round(self, language: str, after_coverage: bool, extra: dict[str, Any]) -> list[Document]:
        drafts = []
        for spec in self.library.specs:
            if spec.after_coverage == after_coverage:
                draft = self.renderer.render(spec, language, extra)
                if isinstance(draft, Problem):
                    self.problems.append(draft)
                else:
                    drafts.append(draft)
                    self.targets[spec.id] = Target(spec, draft.headings)
        resolver = Resolver(self.targets, language, self.words, self.requirements)
        return [self._document(draft, resolver, language) for draft in drafts]

    def _document(self, draft: Draft, resolver: Resolver, language: str) -> Document:
        resolved: Resolved = resolver.resolve(draft)
        self.problems += resolved.problems
        return Document(
            spec=draft.spec,
            language=language,
            title=draft.spec.title[language],
            number=document_number(self.terminal, draft.spec),
            control=control_block(self.terminal, draft.spec, self.words, self.renderer.filters),
            body=resolved.text,
            headings=draft.headings,
            passages=tuple(resolved.passages),
            figures=draft.figures,
            source=draft.source,
        )

    def _matrix_helpers(self, language: str) -> dict[str, Callable[..., Markup]]:
        specs = {spec.id: spec for spec in self.library.specs}

        def passage_link(passage: Passage) -> Markup:
            spec = specs[passage.document]
            # On paper a link is only its text, so the number by which a file is found stands in it.
            number = "" if spec.kind == Kind.FORM else f"{spec.number} "
            label = number + document_label(spec, language, self.words) + passage.heading
            return Markup(f"[{label}](doc:{passage.document}#{passage.anchor})")

        def requirement_anchor(requirement: Requirement) -> Markup:
            return Markup(f"[{requirement.citation}](doc:{MATRIX}#r-{requirement.id}){{#r-{requirement.id}}}")

        def requirement_link(requirement: Requirement) -> Markup:
            return Markup(f"[{requirement.citation}](doc:{MATRIX}#r-{requirement.id})")

        return {
            "passage_link": passage_link,
            "requirement_anchor": requirement_anchor,
            "requirement_link": requirement_link,
        }


def answered_by(document_id: str, rows: Iterable[Row]) -> tuple[Requirement, ...]:
    """The requirements for which the document holds a passage."""
    return tuple(r.requirement for r in rows if any(p.document == document_id for p in r.passages))
