"""Documents stage, paper: what texts may ask of bundles and of the stock of forms, with the facts for their readers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from quaybook.documents.data.check import DataCheck
from quaybook.documents.library.load import Library
from quaybook.documents.paper.bundles import Bundle, bundles
from quaybook.documents.paper.editions import plan
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

    def globals(self, terminal: Terminal) -> dict[str, Helper]:
        """The helpers by the names that templates use; they are worked out only where a text asks."""

        def print_bundles() -> tuple[Bundle, ...]:
            """What each bundle of printed matter holds: ids of cards, documents and forms, for which areas of work."""
            return self.bundles(terminal)

        def form_needs() -> tuple[Need, ...]:
            """How many sheets of each form the work by hand fills, as a sum, with what lies ready."""
            return needs(terminal, {name: form for name, form in self.forms.items() if form is not None})

        def form_runs() -> Mapping[str, tuple[Run, ...]]:
            """The numbered blanks that one print run makes for each bundle."""
            return print_runs(plan(self.source).run, terminal, self.bundles(terminal), self.forms)

        return helpers({"print_bundles": print_bundles, "form_needs": form_needs, "form_runs": form_runs})

    def bundles(self, terminal: Terminal) -> tuple[Bundle, ...]:
        """The bundles of these documents."""
        return bundles(plan(self.source), terminal, self.held)


def _form(spec: DocumentSpec, data: DataCheck, language: str) -> FormData | None:
    """What is filled in on a form; None where it is only looked at, and where its data are wrong, which is told."""
    files, _ = data.files_in(spec, language)
    return next((each.made for each in files if isinstance(each.made, FormData)), None)
