"""Assessment stage, remarks: when two facts that people wrote are the same person, place or text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from quaybook.assessment.remarks.tables.rows import Alike

# The name of a building ends where a floor, a rack or a remark in brackets begins.
_BUILDING = re.compile(r"[^\s\d(、,]{2,}")


# The words of a row are looked for in many texts, and a text is searched for many words.
@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A text without what a keyboard may write in more than one way."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def key_of(value: object, alike: Alike) -> str | None:
    """By what a fact is the same as another; None for one that is open or means nothing here."""
    if not isinstance(value, str):
        return None
    if alike == Alike.PERSON:
        return value
    folded = unicodedata.normalize("NFKC", value).strip()
    building = _BUILDING.match(folded) if alike == Alike.BUILDING else None
    return plain(building.group() if building else value)


def first_word_in(text: str, words: Iterable[str], spared: Iterable[str] = ()) -> str | None:
    """The first of the words that stands in the text, once what is spared is taken out of it."""
    rest = plain(text)
    for phrase in spared:
        rest = rest.replace(plain(phrase), "\n")
    return next((word for word in words if plain(word) in rest), None)
