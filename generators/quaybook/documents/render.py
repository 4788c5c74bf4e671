"""Documents stage, the heart: templates and facts → drafts, still holding the marks of `marks`.

Every template is rendered even if another fails, so that all mistakes are reported at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from quaybook.documents.conditions import TESTS
from quaybook.documents.context import Helpers, variables
from quaybook.documents.library import Library
from quaybook.documents.marks import Covers
from quaybook.documents.mistakes import MISTAKES, allowed, mistake_problem
from quaybook.documents.roots import TemplateLoader
from quaybook.documents.selection import readers_of
from quaybook.documents.sheets import make_sheets
from quaybook.documents.status_view import refused_below_the_highest
from quaybook.documents.views import Views
from quaybook.model.audience import AudienceLevel, Readers
from quaybook.model.document import DocumentSpec, Figure, Heading, Sheet
from quaybook.model.requirement import Requirement
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


class Renderer:
    """Renders the documents of one terminal in one language."""

    def __init__(
        self,
        views: Views,
        library: Library,
        requirements: Mapping[str, Requirement],
        charts: Mapping[str, Figure],
    ) -> None:
        self.views, self.library = views, library
        self.requirements, self.charts = requirements, charts
        self.specs: Mapping[str, DocumentSpec] = {s.id: s for s in library.specs}
        self.environments: dict[tuple[Readers, int], ImmutableSandboxedEnvironment] = {}

    def _environment(self, spec: DocumentSpec) -> ImmutableSandboxedEnvironment:
        """What renders the templates of a document with the facts for its readers."""
        roots, readers = self.library.roots_for(spec), readers_of(spec, self.views.reader)
        if (key := (readers, len(roots))) not in self.environments:
            filters = self.views.filters(readers)
            made = ImmutableSandboxedEnvironment(
                loader=TemplateLoader(roots),
                undefined=StrictUndefined,
                autoescape=True,
                finalize=filters.finalize,
                trim_blocks=True,
                lstrip_blocks=True,
                keep_trailing_newline=True,
                optimized=False,
                extensions=[Covers],
            )
            made.filters.update(filters.table())
            made.tests.update(TESTS)
            self.environments[key] = made
        return self.environments[key]

    def render(self, spec: DocumentSpec, language: str, extra: Mapping[str, Any]) -> Draft | Problem:
        """The draft of one document, or the mistake that stopped it."""
        template = f"{spec.folder}/{language}.md.j2"
        source, template_text = self.library.source(template)
        readers = readers_of(spec, self.views.reader)
        filters, environment = self.views.filters(readers), self._environment(spec)
        is_highest = readers.level == AudienceLevel.CONTROLLED
        helpers = Helpers(filters, self.requirements, self.charts if is_highest else {})
        data, problems = self.library.data(spec, with_asks=is_highest)
        if problems:
            return problems[0]
        given = variables(filters.terminal, spec) | helpers.globals() | dict(extra)
        if taken := sorted(given.keys() & data.keys()):
            # Data of that name would stand for the facts, and nobody could see that they do.
            name = f"{spec.folder}/{taken[0]}.yml"
            return Problem.at("data_name_taken", self.library.source(name)[0], came=taken[0])
        context = given | data
        context |= {} if is_highest else refused_below_the_highest()
        try:
            text = allowed(environment.get_template(template).render(context))
        except MISTAKES as error:
            return mistake_problem(error, source, _line(error.__traceback__, template))
        headings, figures = tuple(helpers.numbering.headings), tuple(helpers.figures.values())
        sheets: tuple[Sheet, ...] = ()
        found: tuple[Problem, ...] = ()
        if (written := data.get("sheet")) is not None:
            sheets, found = self._sheets(spec, language, written, context)
        return Draft(spec, text, headings, figures, source, template_text, sheets, found)

    def _sheets(
        self, spec: DocumentSpec, language: str, written: Any, context: Mapping[str, Any]
    ) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
        readers = readers_of(spec, self.views.reader)
        titles = {other.id: other.title[language] for other in self.specs.values()}
        known = {**context, "titles": titles, "requirements": self.requirements}
        source, _ = self.library.source(f"{spec.folder}/sheet.yml")
        return make_sheets(self._environment(spec), self.views.filters(readers), written, known, source, language)


def _line(traceback: TracebackType | None, template: str) -> int:
    """The template's own line in a traceback; jinja puts the template's frames into it."""
    line = 0
    while traceback:
        if Path(traceback.tb_frame.f_code.co_filename).as_posix().endswith(template):
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
