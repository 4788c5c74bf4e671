"""Formats stage, quizzes: all questions → a workbook, a sheet for each document, to read, sort and take elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from quaybook.formats.contract import Edition
from quaybook.formats.quizzes.frame import Frame
from quaybook.formats.quizzes.sources import Sources
from quaybook.formats.workbook.write import workbook
from quaybook.model.data.quiz import Question
from quaybook.model.document import Cell, Document, Sheet


def quiz_book(quizzes: Iterable[tuple[Document, Frame]], edition: Edition, sources: Sources) -> bytes:
    """The bytes of the workbook."""
    words, terminal = edition.words, edition.documents.terminal
    listed = [replace(document, sheets=(_sheet(document, frame, sources),)) for document, frame in quizzes]
    return workbook(listed, words, words("quiz.files.workbook", terminal=terminal), terminal)


def _sheet(document: Document, frame: Frame, sources: Sources) -> Sheet:
    words, count = frame.words, max(len(question.choices) for question in frame.quiz.questions)
    choices = [words("quiz.files.columns.choice", letter=letter) for letter in frame.letters[:count]]
    first, last = ("number", "question"), ("right", "why", "source", "requirement")
    head = [words(f"quiz.files.columns.{key}") for key in first] + choices
    head += [words(f"quiz.files.columns.{key}") for key in last]

    def row(number: int, question: Question) -> tuple[Cell, ...]:
        none = words("workbook.none")
        asked = question.question + (frame("several") if question.is_several else "")
        given = (*question.choices, *[none] * (count - len(question.choices)))
        places = (sources.documents(document, question), sources.citations(question))
        said = (frame.joined(each) or none for each in places)
        return number, asked, *given, frame.rights(question), question.why, *said

    rows = tuple(row(number, question) for number, question in enumerate(frame.quiz.questions, 1))
    return Sheet(words("quiz.files.sheet"), tuple(head), rows, words("workbook.none"))
