"""Wording stage: what facts and the choices for them are called, from `words/facts.yml` and the files of words.

A finding names the facts on which it rests, a schema and a questionnaire ask for them; a reader needs their meaning.
Whether every fact is described is the business of `description_check`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

from quaybook.facts.positions import KeyPath, Source, read_yaml
from quaybook.model.fields import generic, group_at
from quaybook.model.language_text import looked_up
from quaybook.wording.words import MissingWordError, Words

_NAME = "policy_src/words/facts.yml"
_SENTENCE_ENDS = re.compile("[。：]|[;:] ")
# Vocabularies whose words documents print from another place.
_LABELS_ELSEWHERE = {"SelfCheckOutcome": "checklist.self", "AuditOutcome": "checklist.audit"}
LATER = 3

Descriptions: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Any]]]


def read_descriptions(source: Path) -> Source:
    """The file of descriptions as it is, with the place of each."""
    return read_yaml(source / "words" / "facts.yml", _NAME)


def load_descriptions(source: Path) -> Descriptions:
    """Group → field → description in ja and en, example, unit, and whom to ask."""
    found: Any = read_descriptions(source).data
    return found  # type: ignore[no-any-return]


def example_as_yaml(text: str, many: bool) -> str:
    """An example as it would stand behind its key; the entries of a list are often told without its brackets."""
    return f"[{text}]" if many and not text.startswith("[") else text


def label_key(vocabulary: type[StrEnum]) -> str:
    """Where in the files of words the labels of a vocabulary stand."""
    return _LABELS_ELSEWHERE.get(vocabulary.__name__, f"label.{vocabulary.__name__}")


def labels(words: Words, vocabulary: type[StrEnum]) -> dict[str, str]:
    """Value → label, in the order of the vocabulary. Raises MissingWordError."""
    return {value.value: words(f"{label_key(vocabulary)}.{value.value}") for value in vocabulary}


class FactWords:
    """Meanings of facts in one language."""

    def __init__(self, source: Path, language: str) -> None:
        self.told, self.language = load_descriptions(source), language

    def meaning(self, path: KeyPath) -> str:
        """What the fact at `path` is, in the first sentence of its description."""
        text = self._said(self._entry(path))
        if not text:
            raise MissingWordError(f"{generic(path)}.{self.language}", _NAME)
        return _SENTENCE_ENDS.split(text)[0].rstrip(".")

    def unit(self, path: KeyPath) -> str:
        """The unit in which the fact at `path` is given; empty without one."""
        unit = self._entry(path).get("unit")
        return self._said(unit) if isinstance(unit, Mapping) else ""

    def _said(self, texts: Mapping[str, Any]) -> str:
        """What stands there in the language or instead of it; empty without any."""
        return str(next((texts[each] for each in looked_up(self.language) if texts.get(each)), ""))

    def ask(self, path: KeyPath) -> str:
        """Whom to ask for the fact at `path`, in the words of `facts.yml`."""
        return str(self._entry(path).get("ask", ""))

    def urgency(self, path: KeyPath) -> int:
        """How soon the fact at `path` is needed: 1 in the first hour of a failure, 2 on the first day, 3 later."""
        return int(self._entry(path).get("urgency", LATER))

    def _entry(self, path: KeyPath) -> Mapping[str, Any]:
        *way, key = (part for part in path if isinstance(part, str))
        group = group_at(tuple(way))
        assert group is not None, path
        told = self.told.get(group.__name__)
        entry = told.get(key) if isinstance(told, Mapping) else None
        if not isinstance(entry, Mapping):
            raise MissingWordError(f"{group.__name__}.{key}", _NAME)
        return entry
