"""Documents stage, the heart: templates and facts → drafts, still holding the marks of `marks`.

Every template is rendered even if another fails, so that all mistakes are reported at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from quaybook.documents.context import Helpers, variables
from quaybook.documents.data.beside import Beside
from quaybook.documents.data.check import DataCheck
from quaybook.documents.data.mistakes import DataFile
from quaybook.documents.data.sheets import make_sheets
from quaybook.documents.library.languages import text_of
from quaybook.documents.library.load import Library
from quaybook.documents.library.selection import readers_of
from quaybook.documents.paper.views import Paper, PaperHelpers
from quaybook.documents.status_view import refused_below_the_highest
from quaybook.documents.templating.mistakes import made
from quaybook.documents.templating.reach import Reach
from quaybook.documents.views import Views
from quaybook.model.audience import AudienceLevel, Readers
from quaybook.model.data.kinds import DocumentData
from quaybook.model.data.sheet import SheetFile
from quaybook.model.document import DocumentSpec, Figure, Heading, Sheet
from quaybook.model.language_text import said_in
from quaybook.model.requirement import Catalogue
from quaybook.problems import Problem


@dataclass(frozen=True)
class Draft:
    """One rendered text with its marks, and what was collected on the way."""

    spec: DocumentSpec
    text: str
    headings: tuple[Heading, ...]
    figures: tuple[Figure, ...]
    source: str
    template_text: str
    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()
    data: Mapping[str, DocumentData] = field(default_factory=dict)
    # References that come from the data, and are checked with them.
    named_in_data: frozenset[str] = frozenset()


class Renderer:
    """Renders the documents of one terminal in one language."""

    def __init__(
        self,
        views: Views,
        library: Library,
        data: DataCheck,
        catalogue: Catalogue,
        charts: Mapping[str, Figure],
        paper: Paper,
    ) -> None:
        self.views, self.library, self.data, self.paper = views, library, data, paper
        self.requirements, self.unchosen, self.charts = catalogue.by_id(), catalogue.unchosen, charts
        self.specs: Mapping[str, DocumentSpec] = {s.id: s for s in library.specs}
        self.environments: dict[tuple[Readers, int], Reach] = {}

    def _environment(self, spec: DocumentSpec) -> Reach:
        """What renders the templates of a document with the facts for its readers."""
        roots, readers = self.library.roots_for(spec), readers_of(spec, self.views.reader)
        if (key := (readers, len(roots))) not in self.environments:
            self.environments[key] = Reach(roots, self.views.filters(readers))
        return self.environments[key]

    def render(self, spec: DocumentSpec, language: str, extra: Mapping[str, Any]) -> Draft | Problem:
        """The draft of one document, or the mistake that stopped it."""
        name = text_of(spec, language)
        readers = readers_of(spec, self.views.reader)
        environment, filters = self._environment(spec), self.views.filters(readers)
        is_highest = readers.level == AudienceLevel.CONTROLLED
        files, wrong = self.data.files_in(spec, language)
        if wrong:
            return wrong[0]
        beside = Beside(files, filters, is_highest, environment.spend)
        helpers = Helpers(filters, self.requirements, self.charts if is_highest else {}, beside, self.unchosen)
        given = (
            variables(filters.terminal, spec)
            | helpers.globals()
            | PaperHelpers(self.paper, filters.terminal).globals()
            | dict(extra)
        )
        if taken := sorted(given.keys() & beside.files.keys()):
            # Data of that name would stand for the facts, and nobody could see that they do.
            return Problem.at("data_name_taken", beside.files[taken[0]].file, came=taken[0])
        context = given | beside.variables() | ({} if is_highest else refused_below_the_highest())
        environment.budget.reset()
        rendered = made(lambda: environment.rendered(name, context), self.library.called(name))
        if isinstance(rendered, Problem):
            return rendered
        text, source, template_text = rendered
        headings, figures = tuple(helpers.numbering.headings), tuple(helpers.figures.values())
        made_data = beside.finished()
        sheets, found = self._sheets(environment, language, files, context)
        problems = (*beside.problems, *found)
        return Draft(
            spec, text, headings, figures, source, template_text, sheets, problems, made_data, beside.named_in_data()
        )

    def _sheets(
        self, environment: Reach, language: str, files: Iterable[DataFile], context: Mapping[str, Any]
    ) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
        for file in files:
            if isinstance(file.made, SheetFile):
                titles = {other.id: said_in(other.title, language) for other in self.specs.values()}
                known = {**context, "titles": titles, "requirements": self.requirements}
                return make_sheets(environment, file.made, file.read, known)
        return (), ()
