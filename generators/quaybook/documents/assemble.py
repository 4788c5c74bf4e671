"""Documents stage: one terminal's facts → its finished documents in one language, and their coverage.

The table of requirements is itself a document, so documents are made in two rounds: those that hold
passages first, then those that report on them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from quaybook.assessment.assess import Judged
from quaybook.assessment.status import has_gone_stale
from quaybook.documents.context import listed
from quaybook.documents.control import as_draft, blanks_in, control_block, document_number
from quaybook.documents.coverage import Row, coverage, coverage_problems, term_problems, unchecked, within
from quaybook.documents.data.check import DataCheck
from quaybook.documents.document_set import DocumentSet
from quaybook.documents.law_view import LawHelpers
from quaybook.documents.library.in_place import InPlace, in_place_problems
from quaybook.documents.library.load import Library
from quaybook.documents.library.override_views import override_views, replaced
from quaybook.documents.library.sections import sections_for
from quaybook.documents.library.selection import (
    Absence,
    Elsewhere,
    ProfileSpec,
    absent,
    kept,
    load_profile,
    readers_of,
    whereabouts,
    without_links,
)
from quaybook.documents.links import Links
from quaybook.documents.paper.views import Paper
from quaybook.documents.render import Draft, Renderer
from quaybook.documents.resolve import Resolved, Resolver, Target
from quaybook.documents.sampling import sampling_variables
from quaybook.documents.status_view import assessment_variables, charts, compared_terminals, section_views
from quaybook.documents.templating.helper import Helper
from quaybook.documents.views import Views
from quaybook.law.load import load_law
from quaybook.model.audience import AudienceLevel
from quaybook.model.document import Document, DocumentSpec, Passage
from quaybook.model.editions import open_paths
from quaybook.model.language_text import SOURCE, said_in
from quaybook.model.requirement import Requirement
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem
from quaybook.wording.filters import Filters
from quaybook.wording.findings import FindingViews
from quaybook.wording.words import Words


class Assembler:
    """Makes the document set of one terminal in one language; gathers every problem on the way.

    `data` are looked at once for all languages. `made` are those in which documents are made, so that one may link to
    another; by default this one alone.
    """

    def __init__(
        self,
        judged: Judged,
        words: Words,
        data: DataCheck,
        source: Path,
        language: str,
        compared: tuple[Judged, ...] = (),
        reader: AudienceLevel = AudienceLevel.CONTROLLED,
        made: Collection[str] = (),
    ) -> None:
        self.terminal, self.words, library = judged.terminal, words, data.library
        # Nobody else's state may stand in the documents of a terminal that did not ask for the comparison.
        self.library = replace(library, specs=tuple(s for s in library.specs if compared or not s.several_terminals))
        self.catalogue, self.language = judged.catalogue, language
        self.requirements, self.unchosen = judged.catalogue.by_id(), judged.catalogue.unchosen
        self.views = Views(judged.terminal, words, reader)
        profile, self.problems = _profile(library, judged.terminal)
        self.made = tuple(made) or (language,)
        self.is_complete = language in judged.terminal.document_control.complete_languages
        left_out = absent(self.library, profile, reader, judged.terminal.requirement_sets)
        self.specs, self.lacking = (
            tuple(spec for spec in specs if left_out.get(spec.id) != Absence.SETS)
            for specs in self.library.parted(language)
        )
        self.absent = dict.fromkeys((spec.id for spec in self.lacking), Absence.LANGUAGE) | dict(left_out)
        self.in_place = InPlace.of(self.library.specs, self.absent)
        self._start()
        self.filters = Filters(judged.terminal, words)
        said = FindingViews(self.filters, source, language, judged.facts)
        views = said.views(judged.assessed)
        sections = section_views(judged.assessed, judged.catalogue, views, language)
        self.findings, self.today = views, judged.assessed.status.today
        self.variables = assessment_variables(judged.assessed, judged.catalogue, views, sections)
        self.variables |= {"open_facts": said.open_facts(), "port": compared_terminals(compared, self.catalogue)}
        self.variables |= self._own_variables(library, source, judged)
        paper = Paper.of(source, self.library, data, self.absent, language)
        self.renderer = Renderer(self.views, self.library, data, self.catalogue, charts(sections, words), paper)
        self.targets = self._unread()
        self.whereabouts = whereabouts(self.library.specs, self.absent)

    def _unread(self) -> dict[str, Target]:
        """Every document as a target without headings yet."""
        unmade = {name for name, why in self.absent.items() if why == Absence.SETS}
        return {spec.id: Target(spec, is_read=spec.id not in unmade) for spec in self.library.specs}

    def _start(self) -> None:
        """What is found on the way."""
        self.elsewhere: dict[str, Elsewhere] = {}
        self.begun: list[Draft] | None = None
        self.passages: tuple[Passage, ...] = ()

    def _own_variables(self, library: Library, source: Path, judged: Judged) -> dict[str, Any]:
        """What texts may ask of the set itself: its documents, its readers, its samples, what is the terminal's own."""
        made: dict[str, Any] = {**Links(self.library.specs, self.words, self.language).globals()}
        made |= listed(self.library.specs, self.absent) | sampling_variables(judged.id, judged.terminal)
        made |= {"edition": self.views.reader, "recheck": Helper(self._recheck)}
        made |= {"overrides": override_views(library, self.words, self.language)}
        made |= LawHelpers(load_law(source)[0]).globals()
        held = (spec for spec in self.library.specs if spec.id not in self.absent)
        return made | {"replaced_documents": replaced(library, held)}

    def begin(self) -> list[Draft]:
        """What holds passages, made once. Texts of other languages may refer to its headings."""
        if self.begun is None:
            self.begun = self._drafts(False, self.variables)
        return self.begun

    def assemble(self, others: Iterable[Assembler] = ()) -> DocumentSet:
        """The set, complete only if `problems` is empty afterwards. `others` make the other languages."""
        drafts, others = self.begin(), tuple(others)
        for spec in self.lacking:
            self._look_for(spec, others)
        first = self._finished(drafts)
        counted = [document for document in first if document.spec.id not in self.in_place.uncounted]
        self.passages = tuple(p for document in counted for p in document.passages)
        rows = self._rows([*self.passages, *self._borrowed(others)])
        self.problems += self._missing(first, rows)
        held = [d for d in counted if self.absent.get(d.spec.id) != Absence.PROFILE]
        rows = within(rows, self._rows(p for d in held for p in d.passages))
        answers = [(d.spec.id, found) for d in first if (found := answered_by(d.spec.id, rows))]
        passages_of = {row.requirement.id: row.passages for row in rows}
        extra = {"coverage": rows, "answers": answers, "passages_of": passages_of}
        second = self._finished(self._drafts(True, self.variables | extra, held))
        made = {document.spec.id: document for document in (*first, *second)}
        headings = {name: self.targets[name].by_anchor for name in made}
        self.problems += self.renderer.data.heading_problems(headings, self.language)
        self.problems += in_place_problems(self.library, headings)
        stay = kept(self.library.specs, self.absent, self.elsewhere, self.in_place.names)
        stamped = self._stamped(replace(made[s.id], spec=s) for s in stay if s.id in made)
        name, reader = self.filters.plain(self.terminal.terminal.name), self.views.reader
        return DocumentSet(
            name, self.language, reader, stamped, rows, self.findings, self.elsewhere, self.is_complete, self.made
        )

    def _look_for(self, spec: DocumentSpec, others: Iterable[Assembler]) -> None:
        """Finds a document that has no text in this language in another, one that is made too if there is one."""
        having = [other for other in others if spec in other.specs]
        found = next((other for other in having if other.language in self.made), next(iter(having), None))
        if self.absent[spec.id] == Absence.LANGUAGE:
            language = found.language if found else next(iter(self.library.written[spec.id]), SOURCE)
            self.elsewhere[spec.id] = Elsewhere(spec, language, language in self.made)
        # What nobody reads in this run cannot be looked into.
        self.targets[spec.id] = found.targets[spec.id] if found else Target(spec, is_read=False)

    def _borrowed(self, others: Iterable[Assembler]) -> Iterable[Passage]:
        """Passages of documents that the terminal does not keep up, and that nobody has to translate for its sake."""
        left_out = {spec.id for spec in self.lacking if self.absent[spec.id] == Absence.PROFILE}
        return (p for other in others if other.language == SOURCE for p in other.passages if p.document in left_out)

    def _missing(self, first: Collection[Document], rows: Iterable[Row]) -> Iterable[Problem]:
        """What a language that is declared complete lacks."""
        if not self.is_complete:
            return
        lacking = [spec for spec in self.lacking if self.absent[spec.id] != Absence.PROFILE]
        yield from (self.library.lacks(spec, self.language) for spec in lacking)
        # What a document that is not there does not say would bury that it is not there.
        if not lacking and len(first) == sum(not spec.after_coverage for spec in self.specs):
            yield from term_problems(self.catalogue, self.language)
            yield from coverage_problems(rows)

    def _stamped(self, documents: Iterable[Document]) -> tuple[Document, ...]:
        """The documents, each with the stamp of a draft if anything in any of them is still to be filled in."""
        made = tuple(documents)
        if open_paths(self.terminal) or any(blanks_in(document, self.words) for document in made):
            stamp = self.words("draft.stamp")
            return tuple(replace(d, control=as_draft(d.control, stamp)) for d in made)
        return made

    def _rows(self, passages: Iterable[Passage]) -> tuple[Row, ...]:
        denied = {self.language: self.words("passage.denied")}
        rows = coverage(self.catalogue, self.terminal, passages, self.language, denied)
        return rows if self.is_complete else unchecked(rows)

    def _recheck(self, who: Any) -> str:
        """What stands behind the day on which a contact was last tried, where that is too long ago."""
        limit = self.terminal.thresholds.contact_check_days
        return self.words("recheck") if has_gone_stale(who.verified_on, limit, self.today) else ""

    def _drafts(self, after_coverage: bool, extra: dict[str, Any], first: Collection[Document] = ()) -> list[Draft]:
        drafts = []
        for spec in self.specs:
            if spec.after_coverage == after_coverage:
                draft = self.renderer.render(spec, self.language, extra | sections_for(spec, first))
                if isinstance(draft, Problem):
                    self.problems.append(draft)
                    # What leads to a heading in it is no mistake of its own.
                    self.targets[spec.id] = Target(spec, is_read=False)
                else:
                    drafts.append(draft)
                    self.targets[spec.id] = Target(spec, draft.headings)
        return drafts

    def _finished(self, drafts: Iterable[Draft]) -> list[Document]:
        by = self.in_place.by
        resolver = Resolver(self.targets, self.language, self.words, self.requirements, self.unchosen, by)
        return [self._document(draft, resolver) for draft in drafts]

    def _document(self, draft: Draft, resolver: Resolver) -> Document:
        resolved: Resolved = resolver.resolve(draft)
        self.problems += [*draft.problems, *resolved.problems]
        filters = self.views.filters(readers_of(draft.spec, self.views.reader))
        return Document(
            spec=draft.spec,
            language=self.language,
            title=said_in(draft.spec.title, self.language),
            number=document_number(self.terminal, draft.spec),
            control=control_block(draft.spec, self.language, filters, self.today),
            body=without_links(resolved.text, draft.spec.id, self.whereabouts, self.elsewhere, self.words),
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
