"""Reports stage: how much there is in each language of a terminal's documents, as lines of `quaybook check`.

Whoever hands out a language that is not complete has to know that nobody has checked what it leaves out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from quaybook.documents.document_set import DocumentSet
from quaybook.reports.check import WIDTH
from quaybook.wording.plain_text import wrapped
from quaybook.wording.words import Words


@dataclass(frozen=True)
class LanguageCount:
    """How many of the documents a language has, and whether it is declared complete."""

    language: str
    count: int
    of: int
    is_complete: bool


def language_counts(sets: Iterable[DocumentSet]) -> tuple[LanguageCount, ...]:
    """The counts of each set."""
    return tuple(LanguageCount(s.language, s.count, s.count_in_all, s.is_complete) for s in sets)


def language_lines(counts: Iterable[LanguageCount], words: Words) -> Iterator[str]:
    """What is to be said of each language that is not complete, at most WIDTH columns wide."""
    for each in counts:
        if not each.is_complete:
            name = words(f"language.{each.language}")
            yield from wrapped(words("check.incomplete", language=name, count=each.count, of=each.of), WIDTH)
