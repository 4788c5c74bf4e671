"""Documents stage: what facts are called, from `policy_src/words/facts.yml`, and where they stand.

A finding names the facts on which it rests; a reader needs their meaning, their value, and the file
and line in which to correct them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from quaybook.facts.positions import KeyPath
from quaybook.model.fields import group_at

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_SENTENCE_ENDS = {"ja": "。", "en": "; "}


Descriptions: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Any]]]


@lru_cache(maxsize=4)
def load_descriptions(source: Path) -> Descriptions:
    """Group → field → description in ja and en, example, unit, and whom to ask."""
    text = (source / "words" / "facts.yml").read_text(encoding="utf-8")
    loaded: Descriptions = yaml.load(text, Loader=_LOADER)
    return loaded


class FactWords:
    """Meanings of facts in one language."""

    def __init__(self, source: Path, language: str) -> None:
        self.told, self.language = load_descriptions(source), language

    def meaning(self, path: KeyPath) -> str:
        """What the fact at `path` is, in the first sentence of its description."""
        text = str(self._entry(path)[self.language])
        return text.split(_SENTENCE_ENDS[self.language])[0].rstrip(".")

    def unit(self, path: KeyPath) -> str:
        """The unit in which the fact at `path` is given; empty without one."""
        return str(self._entry(path).get("unit", {}).get(self.language, ""))

    def _entry(self, path: KeyPath) -> Mapping[str, Any]:
        *way, key = (part for part in path if isinstance(part, str))
        group = group_at(tuple(way))
        assert group is not None, path
        return self.told[group.__name__][key]
