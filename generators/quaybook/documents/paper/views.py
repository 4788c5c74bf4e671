"""Documents stage, paper: what texts may ask of bundles and of the stock of forms, with the facts for their readers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quaybook.documents.data.check import DataCheck
from quaybook.documents.library.load import Library
from quaybook.documents.paper.bundles import Bundle, bundles
from quaybook.documents.paper.editions import plan, planned
from quaybook.documents.paper.runs import Run, print_runs
from quaybook.documents.paper.stock import Need, needs
from quaybook.documents.templating.helper import Helper, helpers
from quaybook.model.data.form import FormData
from quaybook.model.document import DocumentSpec, Kind
from quaybook.model.terminal import Terminal


@dataclass(frozen=True)
class Paper:
    """The plan of the kit, and the documents and forms of one edition in one language."""

    source: Path
    held: Mapping[str, Kind]
    forms: Mapping[str, FormData | None]

    @classmethod
    def of(cls, source: Path, library: Library, data: DataCheck, absent: Collection[str], language: str) -> Paper:
        """The paper of the documents of a library that are not `absent`."""
        specs = [spec for spec in library.specs if spec.id not in absent]
        forms = {spec.id: _form(spec, data, language) for spec in specs if spec.kind == Kind.FORM}
        return cls(source, {spec.id: spec.kind for spec in specs}, forms)


class PaperHelpers:
    """The helpers of one document; each is worked out only where a text asks."""

    def __init__(self, paper: Paper, terminal: Terminal) -> None:
        self.paper, self.terminal, self.planned = paper, terminal, plan(paper.source)

    def globals(self) -> dict[str, Helper]:
        """The helpers by the names that templates use."""
        functions: dict[str, Callable[..., Any]] = {
            "print_bundles": self.print_bundles,
            "form_needs": self.form_needs,
            "form_runs": self.form_runs,
        }
        return helpers(functions)

    def print_bundles(self) -> tuple[Bundle, ...]:
        """What each bundle of printed matter holds: ids of cards, documents and forms, for which areas of work."""
        return bundles(planned(self.paper.source, self.terminal), self.terminal, self.paper.held)

    def form_needs(self) -> tuple[Need, ...]:
        """How many sheets of each form the work by hand fills, as a sum, with what lies ready."""
        return needs(self.terminal, {name: form for name, form in self.paper.forms.items() if form is not None})

    def form_runs(self) -> Mapping[str, tuple[Run, ...]]:
        """The numbered blanks that one print run makes for each bundle."""
        return print_runs(self.planned.run, self.terminal, self.print_bundles(), self.paper.forms)


def _form(spec: DocumentSpec, data: DataCheck, language: str) -> FormData | None:
    """What is filled in on a form; None where it is only looked at, and where its data are wrong, which is told."""
    files, _ = data.files_in(spec, language)
    return next((each.made for each in files if isinstance(each.made, FormData)), None)
