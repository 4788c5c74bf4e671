"""Formats stage, slides: what a deck says before anybody knows how much of it fits on one slide."""

from __future__ import annotations

from dataclasses import dataclass

from quaybook.model.data.quiz import Speech
from quaybook.model.document import Document, Figure
from quaybook.wording.words import Words


@dataclass(frozen=True)
class Frame:
    """The words around what a deck says, in the speech of those who listen."""

    words: Words
    speech: Speech = Speech.STANDARD

    def __call__(self, key: str, **values: object) -> str:
        return self.words(f"slides.{self.speech}.{key}", **values)

    def many(self, key: str) -> tuple[str, ...]:
        return self.words.many(f"slides.{self.speech}.{key}")


@dataclass(frozen=True)
class Talk:
    """What is said in one go: a title, phrases, a table or a figure, and the sentences for whoever speaks.

    Phrases that bear a number or a letter of their own have no mark before them.
    """

    title: str
    notes: str
    bullets: tuple[str, ...] = ()
    is_marked: bool = True
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    figure: Figure | None = None


@dataclass(frozen=True)
class Deck:
    """A deck about one document. `lines` stand below the title on the cover, `foot` on every slide."""

    document: Document
    title: str
    lines: tuple[str, ...]
    foot: str
    notes: str
    talks: tuple[Talk, ...]
    frame: Frame
