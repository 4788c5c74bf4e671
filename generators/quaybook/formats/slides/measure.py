"""Formats stage, slides: how many lines a text takes, whatever font a reader's program has in place of ours.

Every sign counts at least as wide as the fonts that systems bring for Japanese have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from unicodedata import east_asian_width

from quaybook.formats.slides.look import SlideLook

# What programs keep together at the end of a line: a run of a Latin script.
_PIECE = re.compile(r"[!-~\u00a1-\u024f]+|.", re.DOTALL)
_CAPITAL = re.compile("[A-Z0-9mwMW@%&#]")


@cache
def _kind(sign: str) -> str:
    # Marks that stand above another sign count too: not every font puts them there.
    if east_asian_width(sign) in "WFA":
        return "wide"
    return "capital" if _CAPITAL.match(sign) else "latin"


class Measure:
    """Lines of texts by the widths of signs that the look tells."""

    def __init__(self, look: SlideLook) -> None:
        self._letters: Mapping[str, float] = look["letters"]
        self._line: float = look["line"]
        self._counted: dict[tuple[str, float], int] = {}

    def width(self, text: str) -> float:
        """How wide a text is, in times its size."""
        total, before = 0.0, ""
        for sign in text:
            kind = _kind(sign)
            total += self._letters[kind] + self._joint(before, kind)
            before = kind
        return total

    def lines(self, text: str, width: float, size: float) -> int:
        """How many lines a text takes in a place that is `width` points wide."""
        key = text, width / size
        if key not in self._counted:
            self._counted[key] = sum(1 for _ in self._wrapped(text, width / size))
        return self._counted[key]

    def cut(self, text: str, width: float, size: float, lines: int) -> list[str]:
        """The text in pieces of at most so many lines."""
        wrapped = list(self._wrapped(text, width / size))
        return ["".join(wrapped[i : i + lines]).strip() for i in range(0, len(wrapped), max(lines, 1))]

    def height(self, texts: Sequence[str], width: float, size: float, after: float = 0) -> float:
        """How high paragraphs are, one below the other; `after` each of them stands so much room, in times the size."""
        return sum(self.lines(text, width, size) * self._line * size + after * size for text in texts)

    def clipped(self, text: str, width: float, size: float, mark: str) -> str:
        """The beginning of a text that fits on one line, with a mark if that is not all."""
        if self.width(text) * size <= width:
            return text
        # No line has room for more.
        kept = text[: int(width / size / min(self._letters.values())) + 1]
        while kept and self.width(kept + mark) * size > width:
            kept = kept[:-1]
        return kept + mark

    def _joint(self, before: str, kind: str) -> float:
        """What programs put between a sign of a Latin script and another one."""
        return self._letters["between"] if before and (before == "wide") != (kind == "wide") else 0.0

    def _wrapped(self, text: str, width: float) -> Iterator[str]:
        # A sign that may not begin a line takes the one before it along.
        room = max(width - self._letters["spare"], 1.0)
        line, used = "", 0.0
        for piece in self._pieces(text, room):
            joint = self._joint(_kind(line[-1]), _kind(piece[0])) if line else 0.0
            wide = self.width(piece)
            if line and used + joint + wide > room and piece.strip():
                yield line
                line, used, joint = "", 0.0, 0.0
            line += piece
            used += joint + wide
        yield line

    def _pieces(self, text: str, room: float) -> Iterator[str]:
        for piece in _PIECE.findall(text):
            # Longer than a line, it is parted wherever that ends.
            yield from (piece if len(piece) > 1 and self.width(piece) > room else (piece,))
