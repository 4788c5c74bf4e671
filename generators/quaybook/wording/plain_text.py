"""Wording stage: text for a terminal window: columns as a Japanese reader sees them, and nothing that acts.

A wide character takes two columns, so lines are counted in columns. What a fact may hold to steer a window
(control characters, marks that turn the direction of writing) is printed as its number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from quaybook.problems import visible

_BREAKS = re.compile("[\t\r\n\x0b\x0c\x85\u2028\u2029]+")
_WIDE = set("WFA")
# A run of spaces, of katakana, of anything that is not wide, or one wide sign with the number before it.
_PIECE = re.compile(r"\s+|[\u30a1-\u30fa\u30fc]+|\d+[\u4e00-\u9fff]{1,2}|[^\s\u2e80-\uffff]+|.", re.DOTALL)
# Signs with which no line begins, and those with which none ends.
_CLOSING = re.compile(
    r"[\u3001\u3002\u3005\u30fb\u30fc\uff0c\uff0e\uff1a\uff1b\uff1f\uff01]"
    r"|[\uff09\u300d\u300f\u3011\u3015\u3009\u300b\u201d\u2019)\]},.:;?!%]"
)
_OPENING = re.compile(r"[\uff08\u300c\u300e\u3010\u3014\u3008\u300a\u201c\u2018(\[{]")


def normalised(text: str) -> str:
    """`text` as names and terms are compared: NFKC, without white space, without case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def one_line(text: str) -> str:
    """`text` in one line, with `<U+202E>` for each character that would act."""
    return visible(_BREAKS.sub(" ", text))


def columns(text: str) -> int:
    """How many columns of a window `text` takes."""
    return sum(_columns(sign) for sign in text)


def _columns(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in _WIDE else 1


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """`text` in lines of at most `width` columns; the first begins with `first`, the others with `rest`."""
    lines, line, start = [], "", first
    for piece in _pieces(one_line(text), width - max(columns(first), columns(rest))):
        if line and columns(start) + columns(line) + columns(piece.rstrip()) > width:
            lines.append(start + line.rstrip())
            line, start = "", rest
        line += piece if line else piece.lstrip()
    return [*lines, start + line.rstrip()]


def _pieces(text: str, room: int) -> Iterator[str]:
    """What may not be parted: words, and signs with what they belong to; no piece is wider than `room`."""
    piece = ""
    for part in _PIECE.findall(text):
        joined = piece and (_CLOSING.match(part) or part.isspace() or _OPENING.match(piece[-1]))
        if piece and not joined:
            yield from _cut(piece, room)
            piece = ""
        piece += part
    if piece:
        yield from _cut(piece, room)


def _cut(piece: str, room: int) -> Iterator[str]:
    rest = piece
    while columns(rest.rstrip()) > room:
        size = next(n for n in range(len(rest), 0, -1) if columns(rest[:n]) <= room or n == 1)
        yield rest[:size]
        rest = rest[size:]
    yield rest
