"""Documents stage: what becomes of one terminal in one language: the arrow to every format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quaybook.documents.coverage import Row
from quaybook.documents.library.selection import Elsewhere
from quaybook.model.audience import AudienceLevel
from quaybook.model.document import Document
from quaybook.wording.findings import FindingView


@dataclass(frozen=True)
class DocumentSet:
    """All documents of one terminal in one language, in reading order, what they cover, and the findings.

    `terminal` is its name in plain text. `elsewhere` are the documents of the edition that this language lacks;
    `is_complete` is whether the facts declare that it lacks none, so that coverage has been checked. `made` are the
    languages in which sets are made together.
    """

    terminal: str
    language: str
    reader: AudienceLevel
    documents: tuple[Document, ...]
    rows: tuple[Row, ...]
    findings: Mapping[str, FindingView]
    elsewhere: Mapping[str, Elsewhere] = field(default_factory=dict)
    is_complete: bool = True
    made: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many documents there are, pages of the site left out."""
        return sum(not document.spec.kind.is_page for document in self.documents)

    @property
    def count_in_all(self) -> int:
        """How many there would be if the language lacked none."""
        return self.count + sum(not other.spec.kind.is_page for other in self.elsewhere.values())
