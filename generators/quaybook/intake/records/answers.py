"""Intake stage: cells of a sheet of results → days, counts, people and outcomes as facts have them, or what is wrong.

What is wrong is gathered, so that whoever filled in the sheet is told everything at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from quaybook.intake.answers.days import read_day, written_day
from quaybook.intake.answers.signs import number
from quaybook.intake.questionnaire.questions import LANGUAGES
from quaybook.intake.records.sheet import Row
from quaybook.model.base import COUNT_AT_MOST
from quaybook.model.groups.results import ObjectiveOutcome
from quaybook.model.load import near
from quaybook.problems import Problem
from quaybook.resources import policy_source
from quaybook.wording.words import load_words


@dataclass
class Answers:
    """Reads the cells of one workbook; None stands for an empty cell and for one that cannot be taken.

    `people` are the titles by id, `today` is the last day on which anything can have been done.
    """

    file: str
    people: Mapping[str, str]
    requirements: Collection[str]
    today: date
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def refuse(self, code: str, row: Row, key: str, **values: object) -> None:
        self.problems.append(Problem.at(code, self.file, 0, row.at(key), **values))

    def note(self, code: str, row: Row, key: str, **values: object) -> None:
        self.notes.append(Problem.at(code, self.file, 0, row.at(key), **values))

    def text(self, row: Row, key: str) -> str | None:
        """The text in one line, as facts have it."""
        return " ".join(row.text(key).split()) or None

    def day(self, row: Row, key: str) -> str | None:
        text = row.text(key)
        found = read_day(text) if text else None
        if isinstance(found, Problem):
            self.refuse(found.code, row, key, **dict(found.values))
            return None
        if text and found is None:
            self.refuse("record_not_a_day", row, key, came=text)
        return found

    def past_day(self, row: Row, key: str) -> str | None:
        """A day on which something was done."""
        found = self.day(row, key)
        on = written_day(found)
        if on is not None and on > self.today:
            self.refuse("record_in_future", row, key, came=found, today=self.today.isoformat())
            return None
        return found

    def count(self, row: Row, key: str) -> int | None:
        text = number(row.text(key))
        if not text:
            return None
        if not text.isascii() or not text.isdecimal() or int(text[:12]) > COUNT_AT_MOST:
            self.refuse("record_not_a_count", row, key, came=row.text(key))
            return None
        return int(text)

    def person(self, row: Row, key: str) -> str | None:
        """An id, chosen from the list with its title behind it, or a title that one person has."""
        text = row.text(key)
        if not text:
            return None
        named = text.split()[0]
        titled = [name for name, title in self.people.items() if title == text]
        if named in self.people:
            return named
        if len(titled) == 1:
            return titled[0]
        self.refuse("cell_unknown_id", row, key, came=text, near=near(named, self.people))
        return None

    def requirement(self, row: Row, key: str) -> str | None:
        """An id, chosen from the list with its citation behind it."""
        named = next(iter(row.text(key).split()), "")
        if named and named not in self.requirements:
            self.refuse("record_unknown_requirement", row, key, came=named, near=near(named, self.requirements))
            return None
        return named or None

    def outcome(self, row: Row, key: str) -> str | None:
        """One of the three, as the kit or as facts call it, in whatever language the sheet was written."""
        text = row.text(key)
        if not text:
            return None
        for labels in _outcomes():
            for value, label in labels.items():
                if text.casefold() in (value, str(label).casefold()):
                    return str(value)
        choices = ", ".join(str(label) for label in _outcomes()[0].values())
        self.refuse("cell_not_a_choice", row, key, came=text, choices=choices)
        return None

    def needed(self, row: Row, keys: Collection[str]) -> bool:
        """Whether all of these cells hold something; those that do not are told."""
        empty = [key for key in keys if not row.text(key)]
        for key in empty:
            self.refuse("record_missing", row, key)
        return not empty


def _outcomes() -> list[dict[str, Any]]:
    found = []
    for language in LANGUAGES:
        labels = load_words(policy_source(), language)[0].find(f"label.{ObjectiveOutcome.__name__}")
        assert isinstance(labels, dict), labels
        found.append(labels)
    return found
