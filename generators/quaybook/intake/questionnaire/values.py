"""Intake stage: one fact as YAML has it ↔ as a person reads and writes it in a cell.

Labels stand for the values of vocabularies, はい for yes, 未定 for TODO. What a cell holds is read in
every language of the kit; what cannot be read stays as it is, so that the model can refuse it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from quaybook.intake.questionnaire.questions import LANGUAGES, intake_words
from quaybook.intake.shapes import Shape
from quaybook.model.base import FLAG_WORDS, NOT_APPLICABLE_MARKS, TODO_MARK, after_mark
from quaybook.wording.fact_words import labels

# Between its numbers, a date has strokes, dots or the signs for year, month and day.
_DAY = re.compile(r"(\d{4})\s*[-/.\u5e74]\s*(\d{1,2})\s*[-/.\u6708]\s*(\d{1,2})\s*\u65e5?")
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")


class Values:
    """Turns facts into texts of cells in one language, and back."""

    def __init__(self, language: str) -> None:
        self.words = intake_words(language)
        every = [intake_words(each) for each in LANGUAGES]
        self._todo = {TODO_MARK, *(words("mark.todo") for words in every)}
        self._not_applicable = {*NOT_APPLICABLE_MARKS, *(words("mark.not_applicable") for words in every)}
        self._remove = {words("mark.remove") for words in every}

    def shown(self, found: Shape, not_applicable: bool, fact: str) -> str:
        """What the cell of a fact shows."""
        if found.vocabulary is not None:
            return labels(self.words, found.vocabulary).get(fact.strip(), fact)
        if found.may_be_open and (ask := after_mark(fact, TODO_MARK)) is not None:
            return self._marked("mark.todo", ask)
        if not_applicable and (reason := _after(fact, NOT_APPLICABLE_MARKS)) is not None:
            return self._marked("mark.not_applicable", reason)
        if bool in found.types and (means := FLAG_WORDS.get(fact.strip().lower())) is not None:
            return self.words("mark.yes" if means else "mark.no")
        return fact

    def fact(self, found: Shape, not_applicable: bool, cell: str) -> str:
        """The fact that a cell tells."""
        if found.vocabulary is not None:
            return _value(found, cell.strip())
        if found.may_be_open and (ask := _after(cell, self._todo)) is not None:
            return f"{TODO_MARK}: {ask}" if ask else TODO_MARK
        if not_applicable and (reason := _after(cell, self._not_applicable)) is not None:
            # A wide colon needs no quotes in YAML.
            return f"{NOT_APPLICABLE_MARKS[0]}：{reason}"
        if bool in found.types:
            return self._flag(cell.strip())
        if date in found.types:
            return _day(cell)
        if found.types & {int, float}:
            return _number(cell)
        return cell.strip() if found.target else cell

    def removes(self, cell: str) -> bool:
        """Whether the first cell of an entry says that the entry shall go."""
        return cell.strip() in self._remove

    def _marked(self, mark: str, more: str) -> str:
        return f"{self.words(mark)}{self.words('mark.colon')}{more}" if more else self.words(mark)

    def _flag(self, cell: str) -> str:
        means = FLAG_WORDS.get(unicodedata.normalize("NFKC", cell).lower())
        return cell if means is None else "yes" if means else "no"


def _after(text: str, marks: Iterable[str]) -> str | None:
    return next((rest for mark in marks if (rest := after_mark(text, mark)) is not None), None)


def _value(found: Shape, cell: str) -> str:
    """The value of a vocabulary, by its label in any language or by itself."""
    assert found.vocabulary is not None
    for language in LANGUAGES:
        for value, label in labels(intake_words(language), found.vocabulary).items():
            if cell in (label, value):
                return value
    return cell


def _day(cell: str) -> str:
    plain = unicodedata.normalize("NFKC", cell).strip()
    match = _DAY.fullmatch(plain)
    return "{}-{:0>2}-{:0>2}".format(*match.groups()) if match else plain


def _number(cell: str) -> str:
    plain = unicodedata.normalize("NFKC", cell).strip()
    return plain.replace(",", "") if _THOUSANDS.fullmatch(plain) else plain
