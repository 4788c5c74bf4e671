"""Model stage: `quiz.yml`, the questions at the end of a training text, each with its choices and the right ones.

The page prints them, and every output that asks them in another way takes them from here. Where a choice stands is
not for its author to decide: people who deal out places leave a pattern, and readers find it.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PrivateAttr

from quaybook.model.base import Facts, PlainText, Switch
from quaybook.model.data.texts import Alike, SaidText, listed
from quaybook.model.language_text import SOURCE

# By which letters choices are called: in the source language, and in every other.
_LETTERS = ("アイウエオカ", "ABCDEF")
# How many of a hundred have to be right where a quiz says nothing else; the report gives no such number.
_PASS_MARK = 80


def letters(language: str) -> str:
    """The letters of the choices in a language, in their order."""
    return _LETTERS[language != SOURCE]


def _number(letter: str) -> int | None:
    found = (row.index(letter) for row in _LETTERS if len(letter) == 1 and letter in row)
    return next(found, None)


class Speech(StrEnum):
    """In which words a quiz is framed: those of its language, easy ones of it, or English in any language."""

    STANDARD = "standard"
    PLAIN = "plain"
    ENGLISH = "en"


class Question(Facts):
    """A question. `answer` is the letter of the right choice, or a list of them where several are right.

    `when` names the condition under which it is asked. `documents` are the ids in which the answer stands
    (`backup#generations`), `requirements` those that it is about. With `keep_order` the choices are printed as they are
    written, for one of them speaks of the others.
    """

    question: SaidText
    when: PlainText | None = None
    choices: tuple[SaidText, ...] = Field(min_length=2, max_length=len(_LETTERS[0]))
    answer: Annotated[tuple[PlainText, ...], BeforeValidator(listed), Field(min_length=1), Alike(_number)]
    why: SaidText
    documents: tuple[PlainText, ...] = ()
    requirements: tuple[PlainText, ...] = ()
    keep_order: Switch = False
    # Found from the texts as they are written, so that no fact that is filled in later moves a choice.
    _order: tuple[int, ...] = PrivateAttr(default=())

    def model_post_init(self, _: Any) -> None:
        places = range(len(self.choices))
        self._order = tuple(places if self.keep_order else sorted(places, key=self._drawn))

    def _drawn(self, place: int) -> str:
        """By what a choice finds its place: anything else may be added or reworded without moving it."""
        said = (text if isinstance(text, str) else "" for text in (self.question, self.choices[place]))
        return hashlib.sha256("".join(said).encode()).hexdigest()

    def as_asked(self) -> Question:
        """The question with its choices in the order in which every output prints them."""
        made = self.model_copy(
            update={
                "choices": tuple(self.choices[place] for place in self._order),
                "answer": tuple(map(self._moved, self.answer)),
            }
        )
        made._order = tuple(range(len(self.choices)))
        return made

    def _moved(self, letter: str) -> str:
        row = next((row for row in _LETTERS if letter in row), "")
        place = _number(letter)
        return letter if place not in self._order else row[self._order.index(place)]

    @property
    def rights(self) -> tuple[int, ...]:
        """The places of the right choices, counted from 0; a letter that is none has no place."""
        return tuple(sorted(number for letter in self.answer if (number := _number(letter)) is not None))

    @property
    def is_several(self) -> bool:
        """Whether more than one choice is right."""
        return len(self.answer) > 1


class QuizData(Facts):
    """The questions in their order. `pass_mark` is how many of a hundred have to be answered rightly."""

    speech: Annotated[Speech, Alike(lambda _: None)] = Speech.STANDARD
    pass_mark: Annotated[int, Field(ge=1, le=100)] = _PASS_MARK
    questions: tuple[Question, ...] = Field(min_length=1)

    @property
    def least(self) -> int:
        """How many of the questions have to be answered rightly."""
        return -(-len(self.questions) * self.pass_mark // 100)

    def as_asked(self) -> QuizData:
        """The quiz with the choices of each question in the order in which every output prints them."""
        return self.model_copy(update={"questions": tuple(question.as_asked() for question in self.questions)})
