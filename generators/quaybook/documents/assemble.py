"""Documents stage, the door: one terminal's facts → its finished documents and their coverage.

The table of requirements is itself a document, so documents are made in two rounds: those that hold
passages first, then those that report on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from quaybook.assessment.assess import Judged
from quaybook.assessment.status import has_gone_stale
from quaybook.documents.context import listed
from quaybook.documents.control import as_draft, blanks_in, control_block, document_number
from quaybook.documents.coverage import Row, coverage, coverage_problems, within
from quaybook.documents.library.load import Library
from quaybook.documents.library.override_views import override_views, replaced
from quaybook.documents.library.selection import (
    Absence,
    ProfileSpec,
    absent,
    kept,
    load_profile,
    readers_of,
    whereabouts,
    without_links,
)
from quaybook.documents.links import Links
from quaybook.documents.render import Draft, Renderer
from quaybook.documents.resolve import Resolved, Resolver, Target
from quaybook.documents.status_view import assessment_variables, charts, compared_terminals, section_views
from quaybook.documents.templating.helper import Helper
from quaybook.documents.views import Views
from quaybook.model.audience import AudienceLevel
from quaybook.model.document import Document
from quaybook.model.editions import open_paths
from quaybook.model.requirement import Requirement
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem
from quaybook.wording.filters import Filters
from quaybook.wording.findings import FindingView, FindingViews
from quaybook.wording.words import Words


@dataclass(frozen=True)
class DocumentSet:
    """All documents of one terminal in one language, in reading order, what they cover, and the findings.

    `terminal` is its name in plain text.
    """

    terminal: str
    language: str
    reader: AudienceLevel
    documents: tuple[Document, ...]
    rows: tuple[Row, ...]
    findings: Mapping[str, FindingView]


class Assembler:
    """Makes the document set of one terminal in one language; gathers every problem on the way."""

    def __init__(
        self,
        judged: Judged,
        words: Words,
        library: Library,
        source: Path,
        language: str,
        compared: tuple[Judged, ...] = (),
        reader: AudienceLevel = AudienceLevel.CONTROLLED,
    ) -> None:
        self.terminal, self.words = judged.terminal, words
        # Nobody else's state may stand in the documents of a terminal that did not ask for the comparison.
        self.library = replace(library, specs=tuple(s for s in library.specs if compared or not s.several_terminals))
        self.catalogue, self.language = judged.catalogue, language
        self.requirements = judged.catalogue.by_id()
        self.views = Views(judged.terminal, words, reader)
        profile, self.problems = _profile(library, judged.terminal)
        self.absent = absent(self.library, profile, reader, judged.terminal.requirement_sets)
        self.made = tuple(s for s in self.library.specs if self.absent.get(s.id) != Absence.SETS)
        self.filters = Filters(judged.terminal, words)
        views = FindingViews(self.filters, source, language, judged.facts).views(judged.assessed)
        sections = section_views(judged.assessed, judged.catalogue, views, language)
        self.findings, self.today = views, judged.assessed.status.today
        self.variables = assessment_variables(judged.assessed, judged.catalogue, views, sections)
        self.variables |= {"port": compared_terminals(compared, self.catalogue)}
        self.variables |= Links(self.library.specs, words, language).globals()
        self.variables |= listed(self.library.specs, self.absent)
        self.variables |= {"edition": reader, "recheck": Helper(self._recheck)}
        self.variables |= {"overrides": override_views(library, words, language)}
        self.variables |= {"replaced_documents": replaced(library, self.variables["documents"])}
        self.unchosen = judged.catalogue.unchosen
        self.renderer = Renderer(self.views, self.library, self.requirements, charts(sections, words), self.unchosen)
        self.targets = {spec.id: Target(spec, is_made=spec in self.made) for spec in self.library.specs}
        self.whereabouts = whereabouts(self.library.specs, self.absent)

    def assemble(self) -> DocumentSet:
        """The set, complete only if `problems` is empty afterwards."""
        first = self._round(False, self.variables)
        rows = self._rows(first)
        if len(first) == sum(not spec.after_coverage for spec in self.made):
            # What a document that could not be made does not say would bury why it could not.
            self.problems += coverage_problems(rows)
        rows = within(rows, self._rows(d for d in first if self.absent.get(d.spec.id) != Absence.PROFILE))
        answers = [(d.spec.id, found) for d in first if (found := answered_by(d.spec.id, rows))]
        passages_of = {row.requirement.id: row.passages for row in rows}
        extra = {"coverage": rows, "answers": answers, "passages_of": passages_of}
        second = self._round(True, self.variables | extra)
        made = {document.spec.id: document for document in (*first, *second)}
        self.problems += self.renderer.data.heading_problems({name: self.targets[name].by_anchor for name in made})
        ordered = (replace(made[s.id], spec=s) for s in kept(self.library.specs, self.absent) if s.id in made)
        name = self.filters.plain(self.terminal.terminal.name)
        return DocumentSet(name, self.language, self.views.reader, self._stamped(ordered), rows, self.findings)

    def _stamped(self, documents: Iterable[Document]) -> tuple[Document, ...]:
        """The documents, each with the stamp of a draft if anything in any of them is still to be filled in."""
        made = tuple(documents)
        if open_paths(self.terminal) or any(blanks_in(document, self.words) for document in made):
            stamp = self.words("draft.stamp")
            return tuple(replace(d, control=as_draft(d.control, stamp)) for d in made)
        return made

    def _rows(self, documents: Iterable[Document]) -> tuple[Row, ...]:
        passages = [p for document in documents for p in document.passages]
        return coverage(self.catalogue, self.terminal, passages, self.language)

    def _recheck(self, who: Any) -> str:
        """What stands behind the day on which a contact was last tried, where that is too long ago."""
        limit = self.terminal.thresholds.contact_check_days
        return self.words("recheck") if has_gone_stale(who.verified_on, limit, self.today) else ""

    def _round(self, after_coverage: bool, extra: dict[str, Any]) -> list[Document]:
        drafts = []
        for spec in self.made:
            if spec.after_coverage == after_coverage:
                draft = self.renderer.render(spec, self.language, extra)
                if isinstance(draft, Problem):
                    self.problems.append(draft)
                else:
                    drafts.append(draft)
                    self.targets[spec.id] = Target(spec, draft.headings)
        resolver = Resolver(self.targets, self.language, self.words, self.requirements, self.unchosen)
        return [self._document(draft, resolver) for draft in drafts]

    def _document(self, draft: Draft, resolver: Resolver) -> Document:
        resolved: Resolved = resolver.resolve(draft)
        self.problems += [*draft.problems, *resolved.problems]
        filters = self.views.filters(readers_of(draft.spec, self.views.reader))
        return Document(
            spec=draft.spec,
            language=self.language,
            title=draft.spec.title[self.language],
            number=document_number(self.terminal, draft.spec),
            control=control_block(draft.spec, filters, self.today),
            body=without_links(resolved.text, draft.spec.id, self.whereabouts, self.words),
            headings=draft.headings,
            passages=tuple(resolved.passages),
            figures=draft.figures,
            source=draft.source,
            sheets=draft.sheets,
            data=draft.data,
        )


def _profile(library: Library, terminal: Terminal) -> tuple[ProfileSpec, list[Problem]]:
    found, problems = load_profile(library, terminal.document_control.profile)
    return found, list(problems)


def answered_by(document_id: str, rows: Iterable[Row]) -> tuple[Requirement, ...]:
    """The requirements for which the document holds a passage."""
    return tuple(r.requirement for r in rows if any(p.document == document_id for p in r.passages))
