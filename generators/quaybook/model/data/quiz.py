"""Model stage: `quiz.yml`, the questions at the end of a training text, each with its choices and the right one.

The page prints them, and every output that asks them in another way takes them from here.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from quaybook.model.base import Facts, PlainText
from quaybook.model.data.texts import Alike, SaidText
from quaybook.model.language_text import SOURCE

# By which letters choices are called: in the source language, and in every other.
_LETTERS = ("アイウエオカ", "ABCDEF")


def letters(language: str) -> str:
    """The letters of the choices in a language, in their order."""
    return _LETTERS[language != SOURCE]


def _number(letter: str) -> int | None:
    found = (row.index(letter) for row in _LETTERS if len(letter) == 1 and letter in row)
    return next(found, None)


class Question(Facts):
    """A question. `answer` is the letter of the right choice; `when` names the condition under which it is asked.

    `documents` are the ids in which the answer stands (`backup#generations`), `requirements` those that it is about.
    """

    question: SaidText
    when: PlainText | None = None
    choices: tuple[SaidText, ...] = Field(min_length=2, max_length=len(_LETTERS[0]))
    answer: Annotated[PlainText, Alike(_number)]
    why: SaidText
    documents: tuple[PlainText, ...] = ()
    requirements: tuple[PlainText, ...] = ()

    @property
    def right(self) -> int | None:
        """The place of the right choice, counted from 0; None if the answer is no letter."""
        return _number(self.answer)


class QuizData(Facts):
    """The questions in their order."""

    questions: tuple[Question, ...] = Field(min_length=1)
