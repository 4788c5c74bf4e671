"""Wording stage: what facts are called, from `policy_src/words/facts.yml`, and where they stand.

A finding names the facts on which it rests; a reader needs their meaning, their value, and the file
and line in which to correct them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from quaybook.facts.positions import KeyPath, read_yaml
from quaybook.model.fields import generic, group_at
from quaybook.model.language_text import looked_up
from quaybook.problems import Problem
from quaybook.wording.words import MissingWordError

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_FILE = Path("words/facts.yml")
_NAME = "policy_src/words/facts.yml"
_SENTENCE_ENDS = re.compile("。|; ")


Descriptions: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Any]]]


@lru_cache(maxsize=4)
def load_descriptions(source: Path) -> Descriptions:
    """Group → field → description in ja and en, example, unit, and whom to ask."""
    try:
        loaded = yaml.load((source / _FILE).read_text(encoding="utf-8"), Loader=_LOADER)
    except (yaml.YAMLError, UnicodeDecodeError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def description_problems(source: Path) -> tuple[Problem, ...]:
    """Why there are no descriptions, if they could not be read."""
    return () if load_descriptions(source) else tuple(read_yaml(source / _FILE, _NAME).problems)


LATER = 3


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
