"""Intake stage: two lists of texts → the fewest changes that turn the one into the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class ItemChange:
    """Of the items from `start` to `end` the first become `replaced`, the rest goes, `added` follows."""

    start: int
    end: int
    replaced: tuple[str, ...]
    added: tuple[str, ...]


def item_changes(before: Sequence[str], after: Sequence[str]) -> Iterator[ItemChange]:
    """The changes in the order of the list."""
    for tag, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            texts = tuple(after[first:last])
            size = min(end - start, len(texts))
            yield ItemChange(start, end, texts[:size], texts[size:])
