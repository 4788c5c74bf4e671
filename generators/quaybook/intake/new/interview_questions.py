"""Intake stage: the questions for a new terminal, from `policy_src/intake/questions.yml`, and what an answer means.

Whether a question takes a number, yes or no, or free text follows from the fact that it sets.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from quaybook.facts.no_answers import note_of
from quaybook.facts.positions import KeyPath, read_yaml
from quaybook.facts.text import refused_character
from quaybook.intake.agreement import YES_OR_NO
from quaybook.intake.answers.days import written_day
from quaybook.intake.answers.forms import Form, form_of, taken
from quaybook.intake.complete import Tree
from quaybook.intake.shapes import shape
from quaybook.intake.skeleton import Assumed, at, listed, load_skeleton, merged, normal
from quaybook.model.base import COUNT_AT_MOST
from quaybook.model.fields import may_be_open
from quaybook.model.notation import TODO_MARK, is_countable
from quaybook.problems import Problem


@dataclass(frozen=True)
class Choice:
    """One answer to choose, and the facts that follow from it."""

    value: str
    labels: Mapping[str, str]
    facts: Mapping[str, object]


@dataclass(frozen=True)
class InterviewQuestion:
    """`texts`: language → text, why and help; `to_confirm`: whether its default is only assumed."""

    sets: tuple[str, ...]
    texts: Mapping[str, Mapping[str, str]]
    choices: tuple[Choice, ...]
    when: Mapping[str, str]
    default: str
    default_from: str
    default_below: Mapping[str, str]
    to_confirm: bool = False

    @property
    def types(self) -> frozenset[type]:
        """The types that an answer may have."""
        field = shape(_schema_path(self.sets[0])) if self.sets else None
        return field.types if field else frozenset()

    def is_due(self, answers: Mapping[str, object]) -> bool:
        """Whether it still has to be asked."""
        known = any(at(answers, way) is not None for way in self.sets)
        return not known and all(normal(at(answers, key)) == normal(wanted) for key, wanted in self.when.items())

    def usual(self, answers: Mapping[str, object]) -> str:
        """What an empty answer stands for, as assumed where nobody has said so; empty if it stands for TODO."""
        if self.default_below:
            size = str(at(answers, self.default_below["fact"]) or "")
            if is_countable(size) and int(size) < int(self.default_below["below"]):
                return self.default_below["value"]
        made = str(at(answers, self.default_from) or "") if self.default_from else self.default
        return Assumed(made) if self.to_confirm else made

    def reading(self, text: str) -> str | Problem:
        """The value that `text` means, or what is wrong with it."""
        if refused := refused_character(text):
            return Problem.at("answer_character", "", char=refused[0])
        plain = unicodedata.normalize("NFKC", text).strip().lower()
        if self.choices:
            return self._chosen(plain, text)
        if self.types == {bool}:
            flag = YES_OR_NO.get(plain)
            return Problem.at("answer_not_yes_or_no", "", came=text) if flag is None else "yes" if flag else "no"
        keys = _keys_of(self.sets[0])
        if may_be_open(keys) and (note := note_of(text, str(keys[-1]))) is not None:
            # It tells that somebody is still asking: the fact stays open, as with an empty answer.
            return f"{TODO_MARK}: {note}" if note else ""
        form = form_of(keys)
        told = taken(form, text)
        if isinstance(told, Problem):
            return told
        if form is Form.TEXT and len(plain) == 1 and plain.isascii() and plain.isalpha():
            # It was typed for a yes, and would stand on every page.
            return Problem.at("answer_one_letter", "", came=text)
        if form is Form.TEXT and plain in YES_OR_NO:
            return Problem.at("answer_yes_for_text", "", came=text)
        if int in self.types:
            is_number = told.isascii() and is_countable(told) and int(told) <= COUNT_AT_MOST
            return told if is_number else Problem.at("answer_not_a_number", "", came=text)
        if date in self.types and written_day(told) is None:
            return Problem.at("not_a_date", "", came=text)
        return told

    def _chosen(self, plain: str, text: str) -> str | Problem:
        values = [choice.value for choice in self.choices]
        if is_countable(plain) and 1 <= int(plain) <= len(values):
            return values[int(plain) - 1]
        called = {
            unicodedata.normalize("NFKC", label).lower(): choice.value
            for choice in self.choices
            for label in choice.labels.values()
        }
        if plain in called:
            return called[plain]
        return plain if plain in values else Problem.at("answer_not_a_choice", "", came=text, last=len(values))

    def facts(self, value: str) -> Tree:
        """The facts that the answer `value` states."""
        made: Tree = {}
        for way in self.sets:
            made = merged(made, _nested(way.split("."), value))
        chosen = next((choice for choice in self.choices if choice.value == value), None)
        return merged(made, chosen.facts) if chosen else made


def _nested(way: list[str], value: str) -> Tree:
    first, *rest = way
    return {first: _nested(rest, value) if rest else value}


def _keys_of(way: str) -> KeyPath:
    """The path in the schema of `way` without the numbers of entries."""
    return tuple(part for part in _schema_path(way) if isinstance(part, str))


def _schema_path(way: str) -> KeyPath:
    """The path in the schema of `way`, which names an entry of a list by its id."""
    path: KeyPath = ()
    for part in way.split("."):
        above = shape(path) if path else None
        path = (*path, 0) if above and above.many and not isinstance(path[-1], int) else (*path, part)
    return path


@dataclass(frozen=True)
class InterviewScript:
    """The questions in their order, and the phrases around them by language."""

    questions: tuple[InterviewQuestion, ...]
    phrases: Mapping[str, Mapping[str, str]]


def load_script(source: Path) -> InterviewScript:
    """The questions that came with the kit. A mistake in them is a bug."""
    read = read_yaml(source / "intake" / "questions.yml", "questions.yml")
    assert not read.problems, read.problems
    data: dict[str, Any] = dict(read.data)
    languages = tuple(data["words"])
    to_confirm = load_skeleton(source).to_confirm
    questions = tuple(_question(entry, languages, to_confirm) for entry in data["questions"])
    return InterviewScript(questions, data["words"])


def _question(entry: Mapping[str, Any], languages: tuple[str, ...], to_confirm: Collection[str]) -> InterviewQuestion:
    choices = tuple(
        Choice(each["value"], {name: each[name] for name in languages}, each.get("facts", {}))
        for each in entry.get("choices", ())
    )
    sets = tuple(str(way) for way in listed(entry.get("sets", [])))
    return InterviewQuestion(
        sets,
        {name: entry[name] for name in languages},
        choices,
        entry.get("when", {}),
        entry.get("default", ""),
        entry.get("default_from", ""),
        entry.get("default_below", {}),
        any(way in to_confirm for way in sets),
    )
