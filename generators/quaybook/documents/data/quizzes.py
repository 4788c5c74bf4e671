"""Documents stage: mistakes of a `quiz.yml` that no single value shows: a question that nobody can answer rightly."""

from __future__ import annotations

from collections.abc import Iterator

from quaybook.documents.data.mistakes import Mistake
from quaybook.facts.positions import KeyPath
from quaybook.model.data.quiz import Question, QuizData, letters
from quaybook.wording.plain_text import normalised


def quiz_mistakes(quiz: QuizData, language: str) -> Iterator[Mistake]:
    """Answers that are no choice, and choices that stand twice."""
    for number, question in enumerate(quiz.questions):
        yield from _question(question, letters(language)[: len(question.choices)], ("questions", number))


def _question(question: Question, called: str, here: KeyPath) -> Iterator[Mistake]:
    if question.answer not in tuple(called):
        yield "quiz_answer", (*here, "answer"), {"came": question.answer, "known": ", ".join(called)}
    first: dict[str, str] = {}
    for number, choice in enumerate(question.choices):
        if isinstance(choice, str):
            other = first.setdefault(normalised(choice), called[number])
            if other != called[number]:
                yield "quiz_choice_twice", (*here, "choices", number), {"came": choice, "other": other}
