"""Documents stage: what templates can print of law: statements, later documents and clocks, with source and day.

No template states law itself, or says when somebody looked: it names a statement, and prints what the data have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from quaybook.documents.templating.helper import Helper, helpers
from quaybook.law.load import Law
from quaybook.law.statements import Clock, LaterDocument, Statement, Watched
from quaybook.model.load import near
from quaybook.wording.values import TemplateMistakeError

_Entry = TypeVar("_Entry", Statement, Clock)


class LawHelpers:
    """The helpers of all documents over what the kit says of law."""

    def __init__(self, law: Law) -> None:
        self.data = law

    def globals(self) -> Mapping[str, Helper]:
        """The helpers by the names that templates use."""
        functions: dict[str, Callable[..., Any]] = {
            "law": self.law,
            "law_clock": self.law_clock,
            "law_watched": self.law_watched,
            "later_documents": self.later_documents,
        }
        return helpers(functions)

    def law(self, name: str) -> Statement:
        """A statement about law by its id in `policy_src/law`, with its source and days."""
        return _named(self.data.statements, name)

    def law_clock(self, name: str) -> Clock:
        """An official deadline by its id in `policy_src/law`."""
        return _named(self.data.clocks, name)

    def law_watched(self) -> tuple[Watched, ...]:
        """What may change a statement, or become one."""
        return self.data.watched

    def later_documents(self) -> tuple[LaterDocument, ...]:
        """Documents that were published after the report and that the kit does not cover."""
        return self.data.documents


def _named(entries: Iterable[_Entry], name: object) -> _Entry:
    found = {each.id: each for each in entries}
    if name not in found:
        raise TemplateMistakeError("template_unknown_law", came=name, near=near(str(name), found))
    return found[str(name)]
