"""Documents stage, the heart: templates and facts → drafts, still holding the marks of `marks`.

Every template is rendered even if another fails, so that all mistakes are reported at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from quaybook.documents.conditions import TESTS
from quaybook.documents.context import Helpers, variables
from quaybook.documents.filters import Filters, TemplateMistakeError
from quaybook.documents.library import Library
from quaybook.documents.marks import Covers
from quaybook.documents.words import MissingWordError, Words
from quaybook.model.base import TodoMetError
from quaybook.model.document import DocumentSpec, Figure, Heading
from quaybook.model.requirement import Requirement
from quaybook.model.terminal import Terminal
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


class Renderer:
    """Renders the documents of one terminal in one language."""

    def __init__(
        self, terminal: Terminal, words: Words, library: Library, requirements: Mapping[str, Requirement]
    ) -> None:
        self.terminal, self.words, self.library = terminal, words, library
        self.requirements = requirements
        self.filters = Filters(terminal, words)
        self.specs: Mapping[str, DocumentSpec] = {s.id: s for s in library.specs}
        self.environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader([str(root.path) for root in library.roots]),
            undefined=StrictUndefined,
            autoescape=True,
            finalize=self.filters.finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            optimized=False,
            extensions=[Covers],
        )
        self.environment.filters.update(self.filters.table())
        self.environment.tests.update(TESTS)

    def render(self, spec: DocumentSpec, language: str, extra: Mapping[str, Any]) -> Draft | Problem:
        """The draft of one document, or the mistake that stopped it."""
        template = f"{spec.folder}/{language}.md.j2"
        source, template_text = self.library.source(template)
        helpers = Helpers(self.terminal, self.words, self.filters, self.requirements)
        data, problems = self.library.data(spec)
        if problems:
            return problems[0]
        context = variables(self.terminal, spec, self.specs) | helpers.globals() | data | dict(extra)
        try:
            text = self.environment.get_template(template).render(context)
        except (TemplateError, TemplateMistakeError, MissingWordError, TodoMetError) as error:
            return _problem(error, source, template)
        headings, figures = tuple(helpers.numbering.headings), tuple(helpers.figures.values())
        return Draft(spec, text, headings, figures, source, template_text)


def _line(traceback: TracebackType | None, template: str) -> int:
    """The template's own line in a traceback; jinja puts the template's frames into it."""
    line = 0
    while traceback:
        if Path(traceback.tb_frame.f_code.co_filename).as_posix().endswith(template):
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _problem(error: Exception, source: str, template: str) -> Problem:
    line = _line(error.__traceback__, template)
    match error:
        case TemplateNotFound():
            return Problem.at("template_missing", source)
        case TemplateSyntaxError():
            return Problem.at("template_syntax", source, error.lineno, detail=error.message)
        case TemplateMistakeError():
            return Problem.at(error.code, source, line, "", **error.values)
        case MissingWordError():
            return Problem.at("missing_word", error.file, 0, error.key, source=f"{source}:{line}")
        case TodoMetError():
            return Problem.at("todo_compared", source, line, ask=error.ask)
        case _:
            return Problem.at("template_variable", source, line, detail=error)
