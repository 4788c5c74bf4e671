"""Formats stage, slides: a text with its slides and its quiz → the deck for whoever teaches it to a group.

Questions of the quiz and what to read on come of themselves, so no deck falls behind its text.
"""

from __future__ import annotations

from collections.abc import Iterator

from quaybook.documents.document_set import DocumentSet
from quaybook.formats.slides.deck import Deck, Frame, Talk
from quaybook.model.data.quiz import QuizData
from quaybook.model.data.slides import BULLETS_AT_MOST, Slide, SlidesData
from quaybook.model.document import Document
from quaybook.wording.words import Words


def foot_of(document: Document, words: Words) -> str:
    """What stands at the foot of each slide: number, edition, classification."""
    control = document.control
    return words("slides.foot_separator").join((document.number, control.edition, control.classification))


def reading_deck(document: Document, slides: SlidesData, among: DocumentSet, words: Words) -> Deck:
    """The deck of a document that has slides; `among` are the documents to which a reader can turn."""
    frame, foot = Frame(words, slides.speech), foot_of(document, words)
    told = [talk for slide in slides.slides for talk in _talks(document, slide, frame)]
    questions = _questions(document, slides.questions, frame)
    talks = (*told[:-1], *questions, *told[-1:], *_read_on(document, among, frame))
    lines = (frame("cover_line"), among.terminal, foot)
    return Deck(document, document.title, lines, foot, frame("cover_notes", title=document.title), talks, frame)


def _talks(document: Document, slide: Slide, frame: Frame) -> Iterator[Talk]:
    """The slide, unless no condition of what it shows holds."""
    figure = next((figure for figure in document.figures if figure.id == slide.figure), None)
    phrases = enumerate((str(bullet.text) for bullet in slide.bullets), 1)
    bullets = tuple(frame("numbered", number=n, text=text) if slide.numbered else text for n, text in phrases)
    head = tuple(map(str, slide.table.head)) if slide.table else ()
    rows = tuple(tuple(map(str, row.cells)) for row in slide.table.rows) if slide.table else ()
    if bullets or rows or figure:
        title, notes = str(slide.title), str(slide.notes)
        yield Talk(title, notes, bullets, not slide.numbered, head if rows else (), rows, figure)


def _questions(document: Document, count: int, frame: Frame) -> Iterator[Talk]:
    """Questions of the quiz to talk over; what is right, only the speaker sees."""
    quiz = document.data.get("quiz")
    if isinstance(quiz, QuizData):
        letters = frame.words(f"quiz.{quiz.speech}.letters")
        for number, question in enumerate(quiz.questions[:count], 1):
            choices = zip(letters, question.choices, strict=False)
            listed = tuple(frame("choice", letter=letter, text=text) for letter, text in choices)
            right = frame("join").join(letters[place] for place in question.rights)
            notes = frame("question_notes", answer=right, why=question.why)
            yield Talk(frame("question", number=number), notes, (str(question.question), *listed), is_marked=False)


def _read_on(document: Document, among: DocumentSet, frame: Frame) -> Iterator[Talk]:
    """Where to read on: the document itself, and those beside it that this edition has."""
    held = {each.spec.id: each for each in among.documents}
    beside = [held[name] for name in document.spec.related if name in held and name != document.spec.id]
    rows = tuple((each.title, each.number) for each in (document, *beside)[:BULLETS_AT_MOST])
    yield Talk(frame("read_on.title"), frame("read_on.notes"), head=frame.many("read_on.head"), rows=rows)
