"""Documents stage: mistakes of a `quiz.yml` that no single value shows: a question that nobody can answer rightly."""

from __future__ import annotations

from collections.abc import Iterator

from quaybook.documents.data.mistakes import Mistake
from quaybook.facts.positions import KeyPath
from quaybook.model.data.quiz import Question, QuizData, letters
from quaybook.wording.plain_text import normalised


def quiz_mistakes(quiz: QuizData, language: str) -> Iterator[Mistake]:
    """Answers that are no choice or leave no wrong one, and choices that stand twice."""
    for number, question in enumerate(quiz.questions):
        called = letters(language)[: len(question.choices)]
        yield from _answers(question, called, ("questions", number, "answer"))
        yield from _choices(question, called, ("questions", number, "choices"))


def _answers(question: Question, called: str, here: KeyPath) -> Iterator[Mistake]:
    answer = question.answer
    for number, letter in enumerate(answer):
        path = (*here, number) if question.is_several else here
        if letter not in tuple(called):
            yield "quiz_answer", path, {"came": letter, "known": ", ".join(called)}
        elif letter in answer[:number]:
            yield "quiz_answer_twice", path, {"came": letter}
    if set(answer) == set(called):
        yield "quiz_answer_all", here, {"came": ", ".join(answer)}


def _choices(question: Question, called: str, here: KeyPath) -> Iterator[Mistake]:
    first: dict[str, str] = {}
    for number, choice in enumerate(question.choices):
        if isinstance(choice, str):
            other = first.setdefault(normalised(choice), called[number])
            if other != called[number]:
                yield "quiz_choice_twice", (*here, number), {"came": choice, "other": other}
