"""The whole flow on one screen: load → judge → render → write. Nothing is written before all is checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

from quaybook.assessment.assess import Judged, assessed
from quaybook.catalogue.load import load_catalogue
from quaybook.catalogue.root import Root
from quaybook.documents.data.check import DataCheck
from quaybook.documents.data.checklists import checklist_problems, form_problems
from quaybook.documents.document_set import DocumentSet
from quaybook.documents.library.load import Library, load_library
from quaybook.documents.library.override_views import OverrideView, override_views
from quaybook.documents.library.untried import untried_problems
from quaybook.documents.overrides.load import Overrides, load_overrides
from quaybook.documents.paper.check import paper_problems
from quaybook.documents.sets import document_sets
from quaybook.documents.templating.mistakes import word_problem
from quaybook.environment import judged_on
from quaybook.facts.folder import load_folder, terminal_ids
from quaybook.facts.listing import OVERRIDES, is_outside
from quaybook.formats.letterhead import Letterhead, load_letterhead
from quaybook.law.deadlines import deadlines
from quaybook.law.load import load_law
from quaybook.model.audience import AudienceLevel
from quaybook.model.done_on import done_on_problems
from quaybook.model.language_text import SOURCE
from quaybook.model.load import load_terminal
from quaybook.model.plan_check import plan_problems
from quaybook.model.requirement import Catalogue
from quaybook.model.results_check import results_problems
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem, in_order
from quaybook.reports.deadlines import DeadlineReport
from quaybook.reports.gaps import GapReport
from quaybook.reports.release import Release
from quaybook.resources import policy_source
from quaybook.wording.checked import checked_words, words_of
from quaybook.wording.filters import Filters
from quaybook.wording.findings import FindingViews
from quaybook.wording.words import MissingWordError, Words

Roots: TypeAlias = tuple[Root, ...]


@dataclass(frozen=True)
class Workspace:
    """A folder with `terminals/`: a checkout of the kit, or a terminal's private repository."""

    root: Path

    @property
    def terminals(self) -> Path:
        return self.root / "terminals"

    def ids(self) -> tuple[str, ...]:
        return terminal_ids(self.terminals)


@dataclass(frozen=True)
class Prepared:
    """One terminal, checked and judged, with its document sets by language."""

    judged: Judged
    words: dict[str, Words]
    sets: dict[str, DocumentSet]
    letterhead: Letterhead = field(default_factory=Letterhead)

    @property
    def id(self) -> str:
        return self.judged.id

    @property
    def terminal(self) -> Terminal:
        return self.judged.terminal

    @property
    def catalogue(self) -> Catalogue:
        return self.judged.catalogue


def _roots(workspace: Workspace, terminal_id: str) -> tuple[Roots, Overrides | None]:
    """Where the terminal's texts and the kit's are read from, and what the terminal has of its own, if it may."""
    source = policy_source()
    kit = Root(source, source.name)
    folder, name = workspace.terminals / terminal_id, f"{workspace.terminals.name}/{terminal_id}"
    if terminal_id not in workspace.ids() or is_outside(folder, workspace.terminals):
        # What somebody typed as an id must not lead to any other folder.
        return (kit,), None
    own = load_overrides(folder, name, kit)
    return ((own.root, kit) if own.root.path.is_dir() else (kit,)), own


def _library(workspace: Workspace, terminal_id: str) -> tuple[Library, tuple[Problem, ...]]:
    """The kit's documents with those of the terminal, and what lies wrong among its own."""
    roots, own = _roots(workspace, terminal_id)
    return load_library(roots, own.listed if own else ()), own.problems if own else ()


def overridden(workspace: Workspace, terminal_id: str, words: Words, language: str) -> tuple[OverrideView, ...]:
    """What the terminal has of its own in the place of the kit's texts or beside them, whatever its facts are."""
    # Only a name that a folder has is one that can be looked for.
    if terminal_id not in workspace.ids() or not (workspace.terminals / terminal_id / OVERRIDES).is_dir():
        return ()
    return override_views(_library(workspace, terminal_id)[0], words, language)


def unknown_terminal(workspace: Workspace, terminal_id: str) -> Problem | None:
    """The problem with an id that names no terminal of the workspace; None if it names one."""
    if not workspace.ids():
        return Problem.at("no_terminals", str(workspace.terminals))
    if terminal_id not in workspace.ids():
        known = ", ".join(workspace.ids())
        return Problem.at("unknown_terminal", str(workspace.terminals.name), came=terminal_id, known=known)
    return None


def judge(
    workspace: Workspace, terminal_id: str, today: date | None = None
) -> tuple[Judged | None, tuple[Problem, ...]]:
    """One terminal's facts, judged by the requirements; no document is made."""
    roots, own = _roots(workspace, terminal_id)
    judged, problems = _judged(workspace, terminal_id, today, roots)
    return judged, in_order([*(own.problems if own else ()), *problems])


def _judged(
    workspace: Workspace, terminal_id: str, today: date | None, roots: Roots
) -> tuple[Judged | None, Iterable[Problem]]:
    if unknown := unknown_terminal(workspace, terminal_id):
        return None, (unknown,)
    facts = load_folder(workspace.terminals, terminal_id)
    terminal, problems = load_terminal(facts)
    if terminal is None:
        return None, problems
    catalogue, wrong = load_catalogue(roots, terminal, facts)
    if wrong:
        return None, wrong
    day = judged_on(today, terminal.terminal.facts_as_of)
    asked = catalogue.by_id()
    found = [*plan_problems(terminal, facts, asked), *results_problems(terminal, facts, asked)]
    found += done_on_problems(terminal, facts, day)
    judged_by = assessed(terminal, catalogue, day)
    return Judged(terminal_id, terminal, facts, catalogue, judged_by), found


def prepare(
    workspace: Workspace,
    terminal_id: str,
    today: date | None = None,
    languages: Iterable[str] | None = (SOURCE,),
    port: Iterable[str] = (),
    reader: AudienceLevel = AudienceLevel.CONTROLLED,
) -> tuple[Prepared | None, tuple[Problem, ...]]:
    """What outputs need of one terminal, and every problem. While there is one, nothing may be written.

    `languages` are those of the documents; None asks for all that are begun, and for a look at all templates.
    `port` names the terminals that the port's page compares; without any there is no such page. `reader` is for
    whom the edition is made.
    """
    library, misplaced = _library(workspace, terminal_id)
    data = DataCheck(library)
    misplaced = (*misplaced, *data.problems())
    judged, problems = _judged(workspace, terminal_id, today, library.roots)
    found = [*library.problems, *problems]
    compared, more = _judged_all(workspace, dict.fromkeys(port), judged.assessed.status.today if judged else today)
    found += more
    if judged:
        found += form_problems(judged.terminal, judged.facts, library)
        found += paper_problems(judged.terminal, judged.facts, library, policy_source())
    if judged is None or found:
        # What documents would say of facts that are wrong would bury the mistake itself.
        return None, in_order([*misplaced, *found])
    letterhead, wrong_files = load_letterhead(judged.terminal, judged.facts, workspace.terminals)
    found += [*misplaced, *checklist_problems(judged.terminal, judged.facts, library), *wrong_files]
    complete = (each for each in judged.terminal.document_control.complete_languages if each in library.languages)
    asked = tuple(dict.fromkeys((*library.begun, *complete)) if languages is None else languages)
    words, wrong_words = words_of(policy_source(), (SOURCE, *asked))
    if wrong_words := [*wrong_words, *load_law(policy_source())[1]]:
        # What is said of the terminal would lack words, or statements, that it needs.
        return None, in_order([*found, *wrong_words])
    sets, problems = document_sets(judged, words, data, policy_source(), asked, compared, reader)
    found += problems
    if languages is None and SOURCE in words:
        found += untried_problems(library, words, Filters(judged.terminal, words[SOURCE]))
    return Prepared(judged, words, sets, letterhead), in_order(found)


def open_facts(prepared: Prepared, language: str = SOURCE) -> tuple[Problem, ...]:
    """What keeps a set from being released because nobody knows it yet, whom to ask named in the language."""
    return in_order(Release(prepared.judged, prepared.words, prepared.sets, language).open_places())


def control_problems(prepared: Prepared, language: str = SOURCE) -> tuple[Problem, ...]:
    """What keeps a set from being released because its head and its history differ."""
    return in_order(Release(prepared.judged, prepared.words, prepared.sets, language).control())


def gap_reports(judged: Iterable[Judged], language: str) -> tuple[dict[str, GapReport], tuple[Problem, ...]]:
    """What falls short of each terminal by its id, or what is wrong with the wording."""
    words, problems = checked_words(policy_source(), language)
    if problems:
        return {}, problems
    try:
        return {each.id: gap_report(each, words, language) for each in judged}, ()
    except MissingWordError as error:
        return {}, (word_problem(error),)


def gap_report(judged: Judged, words: Words, language: str) -> GapReport:
    """What falls short of one judged terminal, in words; no document is made."""
    filters = Filters(judged.terminal, words)
    views = FindingViews(filters, policy_source(), language, judged.facts).views(judged.assessed)
    return GapReport(judged.assessed, views, filters)


def deadline_report(
    workspace: Workspace, terminal_id: str, known: datetime, language: str
) -> tuple[DeadlineReport | None, tuple[Problem, ...]]:
    """Every clock that runs for a terminal from the moment `known` on; None where its facts or the law cannot be read.

    What is wrong with anything but these keeps nobody from seeing by when he has to report.
    """
    law, wrong = load_law(policy_source())
    words, problems = checked_words(policy_source(), language)
    judged, found = judge(workspace, terminal_id, known.date())
    problems = in_order((*wrong, *problems, *found))
    if judged is None or wrong:
        return None, problems
    running = deadlines(law.clocks, judged.terminal, known)
    return DeadlineReport(terminal_id, judged.terminal, known, running, law, words, language), problems


def _judged_all(
    workspace: Workspace, ids: Iterable[str], today: date | None
) -> tuple[tuple[Judged, ...], list[Problem]]:
    """Several terminals judged, and the problems of all of them."""
    made = [judge(workspace, each, today) for each in ids]
    return tuple(judged for judged, _ in made if judged), [p for _, problems in made for p in problems]
