"""Intake stage: one fact as YAML has it ↔ as a person reads and writes it in a cell.

Labels stand for the values of vocabularies, はい for yes, 未定 for TODO. What a cell holds is read in
every language of the kit; what cannot be read stays as it is, so that the model can refuse it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from quaybook.intake.answers.forms import Form, taken
from quaybook.intake.answers.signs import composed
from quaybook.intake.questionnaire.questions import LANGUAGES, intake_words, readings
from quaybook.intake.shapes import Shape
from quaybook.model.notation import (
    NOT_APPLICABLE_MARKS,
    PROVISIONAL_MARK,
    TODO_MARK,
    after_mark,
    assumed,
    is_word_of_flag,
    yes_or_no,
)
from quaybook.problems import Problem
from quaybook.wording.fact_words import labels


class Values:
    """Turns facts into texts of cells in one language, and back."""

    def __init__(self, language: str) -> None:
        self.words = intake_words(language)
        every = [intake_words(each) for each in LANGUAGES]
        self._todo = {TODO_MARK, *(words("mark.todo") for words in every)}
        self._not_applicable = {*NOT_APPLICABLE_MARKS, *(words("mark.not_applicable") for words in every)}
        self._provisional = {PROVISIONAL_MARK, *(words("mark.provisional") for words in every)}
        self._remove = {words("mark.remove") for words in every}

    def shown(self, found: Shape, not_applicable: bool, fact: str) -> str:
        """What the cell of a fact shows."""
        if (rest := assumed(fact)) is not None:
            return self._marked("mark.provisional", self.shown(found, not_applicable, rest))
        if found.may_be_open and (ask := after_mark(fact, TODO_MARK)) is not None:
            return self._marked("mark.todo", ask)
        if found.vocabulary is not None:
            return labels(self.words, found.vocabulary).get(fact.strip(), fact)
        if not_applicable and (reason := _after(fact, NOT_APPLICABLE_MARKS)) is not None:
            return self._marked("mark.not_applicable", reason)
        if bool in found.types and (means := yes_or_no(fact)) is not None:
            return self.words("mark.yes" if means else "mark.no")
        return fact

    def fact(
        self,
        found: Shape,
        not_applicable: bool,
        cell: str,
        form: Form | None = None,
        flags: Mapping[str, bool] = MappingProxyType({}),
    ) -> str | Problem:
        """The fact that a cell tells, or why it can tell none.

        `form` is that of the fact, if more than its type; `flags` are words that answer this question of yes or no.
        """
        cell = composed(cell)
        if (rest := self._assumed(cell)) is not None:
            told = self.fact(found, not_applicable, rest, form, flags)
            return f"{PROVISIONAL_MARK}：{told}" if isinstance(told, str) else told
        # A choice may be called by a word that elsewhere says that nobody knows.
        if found.vocabulary is not None and (value := _value(found, cell.strip())) is not None:
            return value
        if found.may_be_open and (ask := _after(cell, self._todo)) is not None:
            return f"{TODO_MARK}: {ask}" if ask else TODO_MARK
        if found.vocabulary is not None:
            return cell.strip()
        if not_applicable and (reason := _after(cell, self._not_applicable)) is not None:
            # A wide colon needs no quotes in YAML.
            return f"{NOT_APPLICABLE_MARKS[0]}：{reason}"
        if bool in found.types:
            return _flag(cell.strip(), flags)
        return taken(form or _form(found), cell)

    def is_mark(self, cell: str) -> bool:
        """Whether a cell says that a fact is open or means nothing here."""
        return _after(cell, {*self._todo, *self._not_applicable}) is not None

    def is_called_so(self, found: Shape, cell: str) -> bool:
        """Whether a choice is written as the list of choices, or a fact, has it, in any language."""
        plain = composed(cell).strip() if (rest := self._assumed(composed(cell))) is None else rest
        if found.vocabulary is not None:
            return plain in _labelled(found.vocabulary)
        return is_word_of_flag(plain)

    def removes(self, cell: str) -> bool:
        """Whether the first cell of an entry says that the entry shall go."""
        return composed(cell).strip() in self._remove

    def _assumed(self, cell: str) -> str | None:
        """What stands behind the mark of an assumed value, in whichever language it is written."""
        plain = cell.strip()
        rests = (plain[len(mark) :].lstrip() for mark in self._provisional if plain.lower().startswith(mark))
        return next((rest[1:].strip() for rest in rests if rest[:1] in (":", "：")), None)

    def _marked(self, mark: str, more: str) -> str:
        return f"{self.words(mark)}{self.words('mark.colon')}{more}" if more else self.words(mark)


def _flag(cell: str, flags: Mapping[str, bool]) -> str:
    means = flags.get(cell) if (known := yes_or_no(cell)) is None else known
    return cell if means is None else "yes" if means else "no"


def _after(text: str, marks: Iterable[str]) -> str | None:
    return next((rest for mark in marks if (rest := after_mark(text, mark)) is not None), None)


def _value(found: Shape, cell: str) -> str | None:
    """The value of a vocabulary, by its label in any language or by itself."""
    assert found.vocabulary is not None
    return _called(found.vocabulary).get(cell)


@lru_cache(maxsize=256)
def _called(vocabulary: type[StrEnum]) -> dict[str, str]:
    """The values by all that they are called, and by what people write instead of it."""
    also = (readings(language)["also"].get(vocabulary.__name__, {}) for language in LANGUAGES)
    return {**{said: value for each in also for said, value in each.items()}, **_labelled(vocabulary)}


@lru_cache(maxsize=256)
def _labelled(vocabulary: type[StrEnum]) -> dict[str, str]:
    """The values by their labels and by themselves; where two are called alike, the first language counts."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for value, label in labels(intake_words(language), vocabulary).items():
            found.setdefault(label, value)
            found.setdefault(value, value)
    return found


def _form(found: Shape) -> Form:
    """What the type alone tells of the form."""
    if date in found.types:
        return Form.DAY
    return Form.NUMBER if found.types & {int, float} else Form.ID if found.target else Form.TEXT
