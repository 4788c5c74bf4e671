"""Intake stage: what the values of a vocabulary are called, wherever their words stand."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from quaybook.schema.editor import LABELS_ELSEWHERE
from quaybook.wording.words import Words


def labels(words: Words, vocabulary: type[StrEnum]) -> dict[str, str]:
    """Value → label, in the order of the vocabulary."""
    name = vocabulary.__name__
    found = words.find(LABELS_ELSEWHERE.get(name, f"label.{name}"))
    assert isinstance(found, Mapping), vocabulary
    return {value.value: str(found[value.value]) for value in vocabulary}
