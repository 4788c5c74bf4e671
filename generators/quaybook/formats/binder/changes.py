"""Formats stage, binder: what of each edition is to be printed again: its pages now against those printed last.

The facts hold a digest of each page's text. The line at the foot is left out: it counts all pages, so one page more
would ask for every other one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from threading import Lock

import pypdfium2

from quaybook.model.groups.paper import Printed

# As many signs as tell the pages of one binder apart.
_SIGNS = 8
# Of A4 in points, the height of the foot.
_FOOT = 40
# The library behind it does one thing at a time.
_ONE = Lock()


@dataclass(frozen=True)
class Change:
    """The pages to take out of one edition and to put in; pages count from 1."""

    last: Printed
    out: tuple[int, ...]
    new: tuple[int, ...]


def page_digests(pdf: bytes) -> tuple[str, ...]:
    """A digest of the text of each page."""
    with _ONE:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return tuple(_digest(page) for page in document)
        finally:
            document.close()


def _digest(page: pypdfium2.PdfPage) -> str:
    text = page.get_textpage().get_text_bounded(bottom=_FOOT)
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:_SIGNS]


def changes(printed: Iterable[Printed], now: Mapping[str, tuple[str, ...]]) -> dict[str, Change]:
    """What changed of each edition that was printed and is still made, by its name."""
    return {each.edition: _change(each, now[each.edition]) for each in printed if each.edition in now}


def _change(last: Printed, now: tuple[str, ...]) -> Change:
    pairs = list(enumerate(zip_longest(last.pages, now), 1))
    differing = [(number, before, after) for number, (before, after) in pairs if before != after]
    return Change(
        last,
        tuple(number for number, before, _ in differing if before),
        tuple(number for number, _, after in differing if after),
    )


def ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers in order, those that follow one another as the first and the last of them."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
