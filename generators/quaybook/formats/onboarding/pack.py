"""Formats stage, onboarding: one path → what its pack holds: texts without answers, the answers, what is signed.

A drill is not in it: whoever takes part must not have read what comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from quaybook.documents.data.steps import held_steps
from quaybook.documents.document_set import DocumentSet
from quaybook.formats.binder.plan import Entry
from quaybook.model.data.path import Act, PathData, Step
from quaybook.model.document import Document, Kind
from quaybook.wording.dialect.blocks import parted

# The list of all paths; its page offers every pack.
LIST = "onboarding"
# Headings of a page: what stands in front, and the sheet at the end.
FRONT, SHEET = ("when", "steps", "sign"), ("acknowledgement",)
# Whoever explains a text has read it in an earlier step.
_NOT_HELD = (Act.JOIN, Act.TELL)
# With which answers begin in a text, and the example in a form.
ANSWERS, EXAMPLE = "answers", "example"
# With which a page explains its words; whoever has no site has them in front, too.
WORDS = "words"


@dataclass(frozen=True)
class Pack:
    """One path: its page, and what is read, written and signed in this order. `answers` are to the quizzes in it."""

    page: Document
    steps: tuple[Entry, ...]
    answers: tuple[Entry, ...]

    @property
    def id(self) -> str:
        return self.page.spec.id

    @property
    def front(self) -> Entry:
        return Entry(self.page, (*FRONT, WORDS))

    @property
    def sheet(self) -> Entry:
        return Entry(self.page, SHEET)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return (self.front, *self.steps, *self.answers, self.sheet)

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of all of which it is made."""
        return tuple(dict.fromkeys(entry.document.spec.id for entry in self.entries))


def packs(documents: DocumentSet) -> tuple[Pack, ...]:
    """Every path of an edition that leads to a document in it."""
    held = {document.spec.id: document for document in documents.documents}
    found = (_pack(page, held) for page in documents.documents if page.spec.kind == Kind.ONBOARDING)
    return tuple(pack for pack in found if pack.steps)


def _pack(page: Document, held: dict[str, Document]) -> Pack:
    data = page.data.get("path")
    taken = list(held_steps(data, held)) if isinstance(data, PathData) else []
    steps = {step.document: (step, document) for step, document, _ in taken if step.act not in _NOT_HELD}
    answered = (document for step, document, _ in taken if step.quiz)
    # A part of what is there whole stands there.
    apart = (taken for taken in steps.values() if not taken[0].place or taken[0].name not in steps)
    entries = (entry for step, document in apart for entry in _read(step, document))
    return Pack(page, tuple(entries), tuple(_answers(answered)))


def _read(step: Step, document: Document) -> Iterator[Entry]:
    if step.place:
        yield Entry(document, (step.place,))
        return
    yield Entry(replace(document, body=parted(document.body, {ANSWERS})[""]))
    if step.act == Act.WRITE and EXAMPLE in parted(document.body, {EXAMPLE}):
        # Whoever writes a form for the first time looks at one that is filled in; of a form only blanks are printed.
        read = document.spec.model_copy(update={"kind": Kind.PROCEDURE})
        yield Entry(replace(document, spec=read), (EXAMPLE,))


def _answers(documents: Iterable[Document]) -> Iterator[Entry]:
    for document in documents:
        if ANSWERS in parted(document.body, {ANSWERS}):
            yield Entry(document, (ANSWERS,))
