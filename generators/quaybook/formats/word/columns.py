"""Formats stage: columns as wide as their words: no number broken, no sign alone on its line, no row a page tall.

Templates give columns shares of a page; how long a fact is, they cannot know. Lengths in points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, TypeAlias
from unicodedata import east_asian_width

from quaybook.formats.word.elements import element, made, tag

_TABLE, _ROW, _CELL, _TEXT, _GRID, _COLUMN = (
    tag(f"w:{name}") for name in ("tbl", "tr", "tc", "t", "tblGrid", "gridCol")
)
_WIDTH, _HYPHEN = tag("w:w"), "noBreakHyphen"
_NUMBER = re.compile(r"(?<![\w-])[0-9×+][0-9×()]*(?:-[0-9×]+)+(?![\w-])")
# Longer ones, such as addresses of pages, are parted wherever a line ends.
_LONGEST = 24
_LATIN, _PADDING = 0.65, 10.8
# What programs put between a sign of a Latin script and another one.
_BETWEEN, _MEET = 0.25, re.compile(r"(?<=[!-~])[^\0-\u00ff]|(?<=[^\0-\u00ff])[!-~]")
# So many signs of a text stand on each line, or, where a table has no room for that, the next number.
_FEWEST = (6, 3, 3, 3)
# Before it, there are signs of Latin scripts, but for the one that stands for a digit.
_WIDE, _DIGIT = "\u0100", "\u00d7"
# As many lines a label at the head of a column has at most.
_LABEL = 3
# Rows higher than so many lines have their columns weighed against each other, in such steps of the whole width.
_TALL, _STEP, _STEPS = 8, 0.03, 20
_Rows: TypeAlias = list[list[float]]


def keep_numbers(body: Any) -> None:
    """Numbers of telephones are not parted at their hyphens."""
    for text in list(body.iter(_TEXT)):
        said = text.text or ""
        if "-" in said and _NUMBER.search(said):
            pieces = _NUMBER.sub(lambda number: number[0].replace("-", "\0"), said).split("\0")
            text.text = pieces[0]
            for piece in reversed(pieces[1:]):
                hyphen, rest = made(element("r", element(_HYPHEN), '<w:t xml:space="preserve"></w:t>'))[0]
                rest.text = piece
                text.addnext(rest)
                text.addnext(hyphen)


class Columns:
    """Fits the columns of tables that are `width` wide, with letters of a size.

    What is whole is not parted; where a table has no room for that, what the next pattern finds.
    """

    def __init__(self, width: float, size: float, wholes: Iterable[str], is_weighed: bool) -> None:
        self._width, self._size, self._is_weighed = width, size, is_weighed
        self._needs = list(zip(map(re.compile, wholes), _FEWEST, strict=True))

    def fit(self, body: Any) -> None:
        """Gives columns that are too narrow for their words room of the others."""
        for table in body.iter(_TABLE):
            grid = table.find(_GRID)
            shares: list[int] = [int(column.get(_WIDTH)) for column in grid.iterchildren(_COLUMN)]
            total = sum(shares)
            rows = [[_said(cell) for cell in row.iterchildren(_CELL)] for row in table.iterchildren(_ROW)]
            if len(shares) > 1 and all(len(row) == len(shares) for row in rows):
                before = [self._width * share / total for share in shares]
                after = self._fitted(before, rows)
                if after != before:
                    for column, width in zip(grid, after, strict=True):
                        column.set(_WIDTH, str(round(width / self._width * total)))

    def _fitted(self, widths: list[float], rows: list[list[str]]) -> list[float]:
        fitting = [least for need in self._needs if sum(least := self._least(rows, *need)) <= self._width]
        if not fitting:
            return widths
        least = fitting[0]
        widths = _widened(widths, least)
        if self._is_weighed:
            lengths = [[self._length(text) for text in row] for row in rows]
            if max(_lines(row, widths) for row in lengths) > _TALL:
                return _weighed(widths, least, lengths, self._width * _STEP)
        return widths

    def _length(self, text: str) -> float:
        """How long a text is on one line."""
        return (sum(map(_wide, text)) + _BETWEEN * len(_MEET.findall(text))) * self._size

    def _least(self, rows: list[list[str]], whole: re.Pattern[str], fewest: int) -> list[float]:
        """How wide each column has to be for its own words."""
        labels = [self._length(label) / _LABEL for label in rows[0]]
        words = [max(self._longest(text, whole, fewest) for text in column) for column in zip(*rows, strict=True)]
        return [max(pair) + _PADDING for pair in zip(labels, words, strict=True)]

    def _longest(self, text: str, whole: re.Pattern[str], fewest: int) -> float:
        words = (self._length(word) for word in whole.findall(text) if len(word) <= _LONGEST)
        return max(self._length(text.strip()[:fewest]), *words, 0)


@cache
def _wide(sign: str) -> float:
    is_latin = (sign < _WIDE and sign != _DIGIT) or east_asian_width(sign) not in "WFA"
    return _LATIN if is_latin else 1.0


def _said(cell: Any) -> str:
    return "".join(text.text or "" for text in cell.iter(_TEXT))


def _widened(widths: list[float], least: list[float]) -> list[float]:
    """The widths, none less than its least; the others give of what they have more."""
    lack = sum(max(0, need - width) for width, need in zip(widths, least, strict=True))
    spare = [max(0, width - need) for width, need in zip(widths, least, strict=True)]
    if not lack or not sum(spare):
        return widths
    rest = 1 - lack / sum(spare)
    return [need + more * rest for need, more in zip(least, spare, strict=True)]


def _lines(lengths: Sequence[float], widths: Sequence[float]) -> float:
    """How high a row is; parts of a line count, so that each step is seen to lead somewhere."""
    return max(1, *(length / (width - _PADDING) for length, width in zip(lengths, widths, strict=True)))


def _weighed(widths: list[float], least: list[float], rows: _Rows, step: float) -> list[float]:
    """The widths with which the rows together have the fewest lines, as far as single steps lead there."""
    best, fewest = widths, sum(_lines(row, widths) for row in rows)
    for _ in range(_STEPS):
        tried = [(sum(_lines(row, other) for row in rows), other) for other in _steps(best, least, rows, step)]
        lines, other = min(tried, default=(fewest, best))
        if lines >= fewest:
            break
        best, fewest = other, lines
    return best


def _steps(widths: list[float], least: list[float], rows: _Rows, step: float) -> Iterator[list[float]]:
    """Each way to give the fullest column a step of another one's room."""
    tallest = max(rows, key=lambda row: _lines(row, widths))
    filled = [length / (width - _PADDING) for length, width in zip(tallest, widths, strict=True)]
    to = filled.index(max(filled))
    for giver, width in enumerate(widths):
        if giver != to and width - step >= least[giver]:
            yield [w + step * ((at == to) - (at == giver)) for at, w in enumerate(widths)]
