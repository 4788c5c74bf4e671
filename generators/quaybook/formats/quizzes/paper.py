"""Formats stage, quizzes: questions → two documents for Word: a sheet to be answered, and the answers with reasons.

The first knows nothing of the second, so neither its text nor what programs tell of a file gives an answer away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quaybook.formats.quizzes.frame import Frame
from quaybook.formats.quizzes.sources import Sources
from quaybook.model.document import Document, Kind
from quaybook.wording.dialect.blocks import bullets, heading
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.tables import table

QUESTIONS, ANSWERS = "questions", "answers"
# So many boxes for answers stand beside each other.
_IN_A_ROW = 10
_BLANK = "\u3000"


def question_sheet(document: Document, frame: Frame) -> Document:
    """A sheet with room for the name, the day, the marks and each answer, then the questions."""
    blocks = [*_head(frame), *_boxes(frame), literal(frame("mixed" if _has_several(frame) else "single"))]
    return _made(document, frame, QUESTIONS, [*blocks, *_asked(frame)])


def answer_sheet(document: Document, frame: Frame, sources: Sources) -> Document:
    """The right answers, why they are, and where it stands; for whoever gives the marks."""
    rows = []
    for number, question in enumerate(frame.quiz.questions, 1):
        places = (*sources.documents(document, question), *sources.citations(question))
        cells = (str(number), frame.rights(question), question.why, frame.joined(places) or frame("no_source"))
        rows.append([literal(cell) for cell in cells])
    least = frame("sheet.least", of=len(frame.quiz.questions), least=frame.quiz.least)
    blocks = [literal(least), table(list(map(literal, frame.head())), (2, 3, 24, 11), rows)]
    return _made(document, frame, ANSWERS, blocks)


# Laid out as a card is: close together, without approvals and contents.
def _made(document: Document, frame: Frame, name: str, blocks: list[str]) -> Document:
    spec = document.spec.model_copy(
        update={"id": f"{document.spec.id}-{name}", "kind": Kind.CARD, "one_sheet": False, "landscape": False}
    )
    title = frame(f"sheet.{name}", title=document.title)
    body = "\n\n".join(blocks) + "\n"
    return replace(
        document, spec=spec, title=title, body=body, headings=(), passages=(), figures=(), sheets=(), data={}
    )


def _has_several(frame: Frame) -> bool:
    return any(question.is_several for question in frame.quiz.questions)


def _head(frame: Frame) -> Iterator[str]:
    """Who has answered, when, and how well."""
    names = [literal(frame(f"sheet.{key}")) for key in ("name", "department", "day")]
    marks = literal(frame("sheet.marks", of=len(frame.quiz.questions), least=frame.quiz.least))
    yield table([*names, marks], (5, 5, 4, 6), [[_BLANK] * 4])


def _boxes(frame: Frame) -> Iterator[str]:
    """A box for each answer, below its number."""
    count = len(frame.quiz.questions)
    yield literal(frame("sheet.boxes"))
    for first in range(1, count + 1, _IN_A_ROW):
        numbers = range(first, min(first + _IN_A_ROW, count + 1))
        yield table(list(map(str, numbers)), [1] * len(numbers), [[_BLANK] * len(numbers)])


def _asked(frame: Frame) -> Iterator[str]:
    for number, question in enumerate(frame.quiz.questions, 1):
        several = frame("several") if question.is_several else ""
        yield heading(2, literal(frame("number", number=number)), f"question-{number}")
        yield literal(question.question + several)
        choices = zip(frame.letters, question.choices, strict=False)
        yield bullets(f"{letter}{_BLANK}{literal(str(choice))}" for letter, choice in choices)
