"""Formats stage: which signs of a blank sheet are places to be filled in, and what a person would call each of them.

A form is written for paper: a place is a row of blanks, a box to tick, or the end of a line behind its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

# What parts the words of a cell: a blank or a box.
_WORDS = re.compile(r"[^\u3000\u25a1]+")
_OPENS = "（／"
_LETTER = re.compile(r"\w")


@dataclass(frozen=True)
class Place:
    """A place from one sign of a text to another, nothing long at an end of a line, and its title."""

    start: int
    end: int
    title: str
    is_box: bool = False


class Signs:
    """Finds places by the signs that forms are written in."""

    def __init__(self, signs: Any) -> None:
        self._box: str = signs["box"]
        # One blank alone parts the words of a line, but for one at the side of such a sign.
        beside, blank = re.escape(signs["beside"]), re.escape(signs["blank"])
        alone = f"(?:^|(?<=[{beside}])){blank}(?!{self._box})|{blank}(?=[{beside}])"
        self._place = re.compile(f"{re.escape(self._box)}|{blank}{{2,}}|{alone}")
        self._end, self._word = re.compile(signs["open_end"]), re.compile(signs["open_word"])

    def is_label(self, text: str) -> bool:
        """Whether a text is there to be read only."""
        return bool(_LETTER.search(text)) and not self._place.search(text)

    def boxes(self, text: str) -> list[Place]:
        """The boxes of a label that has some of its own."""
        return [place for place in self.places(text, self.asked(text)) if place.is_box]

    def asked(self, text: str) -> str:
        """What a label asks before its first box; nothing if it has none."""
        return text.partition(self._box)[0].strip() if self._box in text else ""

    def places(self, text: str, base: str, is_entry: bool = False) -> list[Place]:
        """The places of a text; `base` is what the whole of it is for, and begins each title.

        An entry is written into even where it shows no blank.
        """
        if not text.strip():
            return [Place(0, len(text), base)] if text else []
        found = [
            Place(m.start(), m.end(), _title(base, self._named(text, m)), m[0] == self._box)
            for m in self._place.finditer(text)
        ]
        if ((found or is_entry) and self._end.search(text)) or (found and self._word.search(text)):
            found.append(Place(len(text), len(text), _title(base, _last(text))))
        return list(_told_apart(found))

    def _named(self, text: str, sign: re.Match[str]) -> str:
        """The words that say what a sign is for: those behind a box, those before a blank if they say enough."""
        behind = _WORDS.match(text, sign.end())
        after = behind[0].strip() if behind else ""
        if sign[0] == self._box:
            return after
        before = _last(text[: sign.start()])
        is_option = text[: sign.start()].endswith(self._box + before)
        is_said = len(before) > 1 and not (is_option and 0 < len(after) < 3 and _LETTER.search(after))
        return before if is_said or not after or (before and not _LETTER.search(before)) else after


def _last(text: str) -> str:
    words = _WORDS.findall(text)
    return words[-1].strip() if words else ""


def _title(base: str, own: str) -> str:
    return " ".join(filter(None, (base, own.rstrip(_OPENS))))


def _told_apart(places: list[Place]) -> Iterator[Place]:
    """Gives a title that comes again a number."""
    seen: dict[str, int] = {}
    for place in places:
        seen[place.title] = number = seen.get(place.title, 0) + 1
        yield replace(place, title=f"{place.title} {number}") if number > 1 else place
