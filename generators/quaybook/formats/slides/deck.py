"""Formats stage, slides: what a deck says before anybody knows how much of it fits on one slide."""

from __future__ import annotations

from dataclasses import dataclass, field

from quaybook.model.document import Document, Figure


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
    talks: tuple[Talk, ...] = field(default=())
