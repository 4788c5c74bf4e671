"""Formats stage, slides: how many lines a text takes, whatever font a reader's program has in place of ours.

Every sign counts at least as wide as the fonts that systems bring for Japanese have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import combining, east_asian_width

from quaybook.formats.slides.look import SlideLook

# What programs keep together at the end of a line: a run of a Latin script.
_PIECE = re.compile(r"[!-~\u00a1-\u024f]+|.", re.DOTALL)
_WIDE = "WFA"
_CAPITAL = re.compile("[A-Z0-9mwMW@%&#]")


@dataclass(frozen=True)
class Measure:
    """Lines of texts by the widths of signs that the look tells."""

    look: SlideLook

    def width(self, text: str) -> float:
        """How wide a text is, in times its size."""
        letters: Mapping[str, float] = self.look["letters"]
        total, before = 0.0, ""
        for sign in text:
            if combining(sign):
                continue
            kind = "wide" if east_asian_width(sign) in _WIDE else "capital" if _CAPITAL.match(sign) else "latin"
            total += letters[kind]
            total += letters["between"] if before and (before == "wide") != (kind == "wide") else 0
            before = kind
        return total

    def lines(self, text: str, width: float, size: float) -> int:
        """How many lines a text takes in a place that is `width` points wide."""
        return sum(1 for _ in self._wrapped(text, width, size))

    def cut(self, text: str, width: float, size: float, lines: int) -> list[str]:
        """The text in pieces of at most so many lines."""
        wrapped = list(self._wrapped(text, width, size))
        return ["".join(wrapped[i : i + lines]).strip() for i in range(0, len(wrapped), max(lines, 1))]

    def height(self, texts: Sequence[str], width: float, size: float, after: float = 0) -> float:
        """How high paragraphs are, one below the other; `after` each of them stands so much room, in times the size."""
        line: float = self.look["line"]
        return sum(self.lines(text, width, size) * line * size + after * size for text in texts)

    def clipped(self, text: str, width: float, size: float, mark: str) -> str:
        """The beginning of a text that fits on one line, with a mark if that is not all."""
        if self.width(text) * size <= width:
            return text
        # No line has room for more.
        kept = text[: int(width / size / min(self.look["letters"].values())) + 1]
        while kept and self.width(kept + mark) * size > width:
            kept = kept[:-1]
        return kept + mark

    def _wrapped(self, text: str, width: float, size: float) -> Iterator[str]:
        # A sign that may not begin a line takes the one before it along.
        room = max(width / size - self.look["letters"]["spare"], 1.0)
        line = ""
        for piece in self._pieces(text, room):
            if line and self.width(line + piece.rstrip()) > room:
                yield line
                line = ""
            line += piece
        yield line

    def _pieces(self, text: str, room: float) -> Iterator[str]:
        for piece in _PIECE.findall(text):
            yield from (piece if self.width(piece) > room else (piece,))
