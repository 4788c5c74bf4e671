"""Formats stage, quizzes: the words around the questions of one document, in the speech in which they are asked."""

from __future__ import annotations

from collections.abc import Iterable

from quaybook.model.data.quiz import Question, QuizData
from quaybook.model.document import Document
from quaybook.wording.words import Words

NAME = "quiz"


def quiz_of(document: Document) -> QuizData | None:
    """The questions that the document asks; None where there is none."""
    quiz = document.data.get(NAME)
    return quiz if isinstance(quiz, QuizData) and quiz.questions else None


class Frame:
    """The words of one quiz."""

    def __init__(self, quiz: QuizData, words: Words) -> None:
        self.quiz, self.words, self._key = quiz, words, f"{NAME}.{quiz.speech}"
        self.letters = words(f"{self._key}.letters")

    def __call__(self, key: str, **values: object) -> str:
        return self.words(f"{self._key}.{key}", **values)

    def script(self) -> object:
        """What the page says while somebody answers, with its blanks."""
        return self.words.find(f"{self._key}.script")

    def head(self) -> tuple[str, ...]:
        """The heads of the table of answers: number, right answer, why, where it stands."""
        return self.words.many(f"{self._key}.head")

    def rights(self, question: Question) -> str:
        """The letters of the right choices."""
        return self.joined(self.letters[number] for number in question.rights)

    def joined(self, parts: Iterable[str]) -> str:
        """Parts that stand beside each other in a line."""
        return self("join").join(parts)
