"""Formats stage, onboarding: a pack as it is worked with on paper: room for marks, no drawing of what a table says.

Whoever reads on paper has no page that counts for him, and a drawing that repeats the table above it costs a page.
"""

from __future__ import annotations

from dataclasses import replace

from quaybook.formats.binder.covers import day_in_words
from quaybook.formats.binder.plan import Entry
from quaybook.formats.contract import Edition
from quaybook.formats.onboarding.pack import Pack
from quaybook.formats.quizzes.frame import Frame, quiz_of
from quaybook.model.document import Document, Kind
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.links import each_picture
from quaybook.wording.words import Words


def on_paper(pack: Pack, words: Words) -> Pack:
    """The pack with its readings as they are printed."""
    return replace(pack, steps=tuple(_entry(entry, words) for entry in pack.steps))


def _entry(entry: Entry, words: Words) -> Entry:
    document = entry.document
    if document.spec.kind != Kind.TRAINING or entry.only:
        return entry
    body = each_picture(document.body, lambda _: "") + _marks(document, words)
    return replace(entry, document=replace(document, body=body, figures=()))


def _marks(document: Document, words: Words) -> str:
    """Below the questions, how many were answered rightly, of how many."""
    if (quiz := quiz_of(document)) is None:
        return ""
    total = Frame(quiz, words)("sheet.total", of=len(quiz.questions), least=quiz.least)
    return f"\n\n{literal(total)}\n"


def about(edition: Edition, pack: Pack) -> tuple[tuple[str, str], ...]:
    """What stands first of a pack: room for the name, its version and day, and who may read it."""
    words, control = edition.words, pack.page.control
    return (
        (words("onboarding.pack.name"), ""),
        (words("onboarding.pack.version"), control.edition),
        (words("onboarding.pack.printed"), day_in_words(words, edition.judged.assessed.status.today)),
        (words("onboarding.pack.class"), control.classification),
    )
