"""Formats stage, slides: a deck → slides of which each holds what has room on it, in letters that a room can read.

What does not fit in the smallest letters goes on on another slide; letters never become smaller than the look allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, TypeVar

from quaybook.formats.slides.deck import Deck, Frame, Talk
from quaybook.formats.slides.figures import Strips, strips_of
from quaybook.formats.slides.look import SlideLook
from quaybook.formats.slides.measure import Measure
from quaybook.model.document import Figure

_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Page:
    """One slide as it is shown. Sizes are those of its letters in points; `widths` are those of a table's columns."""

    title: str
    notes: str
    title_size: float
    size: float = 0
    bullets: tuple[str, ...] = ()
    is_marked: bool = True
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()
    figure: Figure | None = None
    strips: Strips | None = None


class Fitting:
    """Shares the talks of a deck out to pages."""

    def __init__(self, look: SlideLook) -> None:
        self.look, self.measure = look, Measure(look)

    def cover(self, deck: Deck) -> tuple[Page, tuple[Page, ...]]:
        """The first slide, and those that hold what had no room on it."""
        box, place = self.look["cover"]["title"], self.look.box("cover", "text")
        size = self._title_size(deck.title, box)
        title = deck.title if size else deck.document.number
        lines = deck.lines if size else (deck.title, *deck.lines)
        fits = self._size(lines, place.width, place.height, self.look["cover"]["text"]["sizes"], 0)
        page = Page(title, deck.notes, size or box["sizes"][-1], fits or box["sizes"][-1], lines if fits else ())
        told = Talk(title, deck.frame("continued_notes"), lines)
        rest = () if fits else tuple(self.pages(told, deck.frame))
        return page, rest

    def all_pages(self, deck: Deck) -> tuple[Page, ...]:
        """Every slide of the deck, the cover first."""
        cover, rest = self.cover(deck)
        return (cover, *rest, *(page for talk in deck.talks for page in self.pages(talk, deck.frame)))

    def pages(self, talk: Talk, frame: Frame) -> Iterator[Page]:
        """The slides of one talk, one at least."""
        title, bullets, title_size = self._titled(talk, frame)
        parts: list[Iterable[Page]] = []
        if bullets:
            parts.append(self._bullet_pages(bullets))
        if talk.rows:
            parts.append(self._table_pages(*self._headed(talk, frame), frame("same_row")))
        if talk.figure is not None:
            strips = strips_of(talk.figure, self.look).slides()
            parts.append(Page("", "", 0, figure=talk.figure, strips=each) for each in strips)
        for number, page in enumerate(chain.from_iterable(parts)):
            shown = frame("continued", title=title) if number else title
            notes = frame("continued_notes") if number else talk.notes
            if page.strips is not None and len(page.strips.cuts) > 1:
                notes = frame("strips_notes", notes=notes)
            yield replace(page, title=shown, notes=notes, title_size=title_size, is_marked=talk.is_marked)

    def _titled(self, talk: Talk, frame: Frame) -> tuple[str, tuple[str, ...], float]:
        """A title that has room, what stands below it, and the size of the title's letters."""
        place = self.look["title"]
        if size := self._title_size(frame("continued", title=talk.title), place):
            return talk.title, talk.bullets, size
        # What is too long for a title is no less for that.
        return frame("untitled"), (talk.title, *talk.bullets), place["sizes"][0]

    def _headed(self, talk: Talk, frame: Frame) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """The head of a table and its rows; a head that would leave them no room is the first of them."""
        widths = self._widths((talk.head, *talk.rows))
        if self.row_height(talk.head, widths, self.look["table"]["sizes"][-1]) * 3 <= self.look.box("body").height:
            return talk.head, talk.rows
        return (frame("untitled"),) * len(talk.head), (talk.head, *talk.rows)

    def _title_size(self, title: str, place: Mapping[str, Any]) -> float:
        sizes, width, lines = place["sizes"], place["width"], place["lines"]
        return next((size for size in sizes if self.measure.lines(title, width, size) <= lines), 0.0)

    def _size(self, texts: Sequence[str], width: float, height: float, sizes: Sequence[float], after: float) -> float:
        return next((s for s in sizes if self.measure.height(texts, width, s, after) <= height), 0.0)

    def _bullet_pages(self, bullets: tuple[str, ...]) -> Iterator[Page]:
        place, style = self.look.box("body"), self.look["bullet"]
        width = place.width - style["indent"]
        size = self._size(bullets, width, place.height, style["sizes"], style["after"]) or style["sizes"][-1]
        lines = int((place.height / size - style["after"]) // self.look["line"])
        pieces = [piece for bullet in bullets for piece in self.measure.cut(bullet, width, size, lines)]

        def high(shown: Sequence[str]) -> float:
            return self.measure.height(shown, width, size, style["after"])

        for shown in _filled(pieces, high, place.height):
            yield Page("", "", 0, size, bullets=tuple(shown))

    def _table_pages(self, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], same: str) -> Iterator[Page]:
        place, sizes = self.look.box("body"), self.look["table"]["sizes"]
        widths = self._widths((head, *rows))

        def high(shown: Sequence[Sequence[str]], size: float) -> float:
            return sum(self.row_height(row, widths, size) for row in (head, *shown))

        size = next((s for s in sizes if high(rows, s) <= place.height), sizes[-1])
        room = place.height - self.row_height(head, widths, size)
        pieces = [piece for row in rows for piece in self._cut_row(row, widths, size, room, same)]
        for shown in _filled(pieces, lambda shown: high(shown, size), place.height):
            yield Page("", "", 0, size, head=head, rows=tuple(shown), widths=widths)

    def row_height(self, row: Sequence[str], widths: Sequence[float], size: float) -> float:
        """How high a row of a table is, in points."""
        style = self.look["table"]
        inner = [width - 2 * style["margin_x"] for width in widths]
        most = max(self.measure.lines(cell, width, size) for cell, width in zip(row, inner, strict=True))
        return float(most * self.look["line"] * size + 2 * style["margin_y"])

    def _widths(self, rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
        """Columns as wide as their longest cell asks, within bounds."""
        style = self.look["table"]
        needs = [max(map(self.measure.width, column)) for column in zip(*rows, strict=True)]
        bounded = [min(max(need, style["least"]), style["most"]) + 2 for need in needs]
        return tuple(self.look.box("body").width * need / sum(bounded) for need in bounded)

    def _cut_row(
        self, row: tuple[str, ...], widths: Sequence[float], size: float, room: float, same: str
    ) -> Iterator[tuple[str, ...]]:
        style = self.look["table"]
        lines = max(int((room - 2 * style["margin_y"]) // (self.look["line"] * size)), 1)
        inner = [width - 2 * style["margin_x"] for width in widths]
        pieces = [self.measure.cut(cell, width, size, lines) for cell, width in zip(row, inner, strict=True)]
        for number in range(max(map(len, pieces))):
            yield tuple(cut[number] if number < len(cut) else same for cut in pieces)


def _filled(items: Sequence[_Item], high: Callable[[Sequence[_Item]], float], room: float) -> Iterator[list[_Item]]:
    """The items page by page, as many on each as have room."""
    page: list[_Item] = []
    for item in items:
        if page and high([*page, item]) > room:
            yield page
            page = []
        page.append(item)
    if page:
        yield page
