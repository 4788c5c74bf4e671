"""Documents stage: the data beside one text for the readers of one document: what its template gets, what formats get.

The facts that a text puts into a quiz or a scenario are filled in by one helper, so that the page and every other
output say the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from quaybook.documents.data.mistakes import DataFile
from quaybook.documents.data.references import named_documents
from quaybook.documents.library.load import with_todos
from quaybook.documents.overrides.names import SHEETS
from quaybook.documents.templating.marks import LEFT_OVER
from quaybook.documents.templating.templates import allowed
from quaybook.facts.positions import KeyPath
from quaybook.model.base import Facts, Todo
from quaybook.model.data.kinds import KINDS, DocumentData
from quaybook.model.data.quiz import QuizData
from quaybook.model.data.texts import remade
from quaybook.model.load import PROBLEMS_AT_MOST, near
from quaybook.problems import Problem
from quaybook.wording.dialect.readers_text import reader_text
from quaybook.wording.filters import Filters
from quaybook.wording.values import TemplateMistakeError

_BLANK = re.compile("〔([^〔〕]*)〕")
Spend = Callable[..., None]


def _without_ask(text: Any, _: KeyPath) -> Any:
    """Whom to ask is not for the readers of a lower edition."""
    return Todo("", is_bare=True) if isinstance(text, Todo) else text


class Beside:
    """The data beside one text. `spend` counts the work that the text asks for."""

    def __init__(self, files: Iterable[DataFile], filters: Filters, with_asks: bool, spend: Spend) -> None:
        self.filters, self.with_asks, self.spend = filters, with_asks, spend
        self.files = {each.name: each for each in files if each.name != SHEETS}
        self.models: dict[str, DocumentData] = {}
        for name, file in self.files.items():
            if name in KINDS and isinstance(file.made, KINDS[name]):
                self.models[name] = file.made if with_asks else remade(file.made, _without_ask)
        self.filled: dict[str, DocumentData] = {}
        self.problems: list[Problem] = []

    def variables(self) -> dict[str, Any]:
        """The data by the names that the template uses; those without a model as they are written."""
        free = {name: file for name, file in self.files.items() if name not in KINDS}
        return {**self.models, **{name: with_todos(file.read.data, self.with_asks) for name, file in free.items()}}

    def named_in_data(self) -> frozenset[str]:
        """The documents and headings to which the data refer; whoever checks the data tells of wrong ones."""
        return frozenset(target for model in self.models.values() for _, target in named_documents(model))

    def fill(self, data: Any, facts: Any, conditions: Any) -> DocumentData:
        """The data with the facts in their blanks, without the entries whose condition does not hold.

        Raises TemplateMistakeError for what is no data of this text, and for a fact that is no plain text.
        """
        name = next((name for name, model in self.models.items() if model is data), "")
        if not name or not isinstance(facts, dict) or not isinstance(conditions, dict):
            raise TemplateMistakeError("template_fill")
        values = {str(key): self._plain(value) for key, value in facts.items()}

        def say(text: Any, path: KeyPath) -> Any:
            return text if isinstance(text, Todo) else self._said(name, text, values, path)

        def holds(entry: Facts, path: KeyPath) -> bool:
            self.spend(1)
            when = getattr(entry, "when", None)
            if when is None or when in conditions:
                return when is None or bool(conditions[when])
            self._tell(name, "data_unknown_condition", (*path, "when"), when, map(str, conditions))
            return False

        filled = remade(self.models[name], say, holds)
        self.filled[name] = filled.as_asked() if isinstance(filled, QuizData) else filled
        return self.filled[name]

    def _tell(self, name: str, code: str, path: KeyPath, came: str, known: Iterable[str] = ()) -> None:
        # What is left shows when these are mended; to look for what was meant takes time.
        if len(self.problems) < PROBLEMS_AT_MOST:
            values = {"came": came, "data": name, "near": near(came, known)}
            self.problems.append(self.files[name].problem(code, path, **values))

    def _plain(self, value: Any) -> str:
        """What a template would print of the value, as a reader reads it."""
        shown = str(self.filters.finalize(value))
        self.spend(1, text=len(shown))
        if LEFT_OVER.search(shown):
            raise TemplateMistakeError("template_prints_object", came="ref, cite, figure")
        return reader_text(allowed(shown))

    def _said(self, name: str, text: str, values: Mapping[str, str], path: KeyPath) -> str:
        blanks = _BLANK.findall(text)
        for blank in blanks:
            if blank not in values:
                self._tell(name, "data_unknown_blank", path, blank, values)
        self.spend(1, text=len(text) + sum(len(values.get(blank, "")) for blank in blanks))
        # All at once: a fact may hold such brackets too.
        return _BLANK.sub(lambda blank: values.get(blank[1], blank[0]), text)

    def finished(self) -> Mapping[str, DocumentData]:
        """The data for formats when the text is made: every text plain and final. Tells of what was never filled."""
        for name in self.models.keys() - self.filled.keys():
            self._unfilled(name)
        together = self.models | self.filled
        return {name: remade(model, lambda text, _: self.filters.plain(text)) for name, model in together.items()}

    def _unfilled(self, name: str) -> None:
        """Tells of blanks and conditions of data that the text prints as they are written."""

        def say(text: Any, path: KeyPath) -> Any:
            if isinstance(text, str) and (found := _BLANK.search(text)):
                self._tell(name, "data_not_filled", path, found[0])
            return text

        def holds(entry: Facts, path: KeyPath) -> bool:
            if when := getattr(entry, "when", None):
                self._tell(name, "data_not_filled", (*path, "when"), when)
            return True

        remade(self.models[name], say, holds)
