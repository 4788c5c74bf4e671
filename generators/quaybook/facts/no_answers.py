"""Facts stage: which texts answer nothing, by the words in `policy_src/intake/no_answers.yml`.

A form comes back with 確認中, 同上 or a stroke where an answer should stand. On a card each would pass for one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from quaybook.facts.positions import read_yaml
from quaybook.resources import policy_source

_NAME = "policy_src/intake/no_answers.yml"
# No word is longer, with all that may stand round it; a text that is has its word in the beginning, if anywhere.
_AT_MOST = 60
# A text that goes on for longer tells more than how far a question has come.
_NOTE_AT_MOST = 1000
# What parts a word from what is told beside it. A comma does not: 「調査中、復旧中の順に掲示する」 is an answer.
_BEFORE = rf".{{1,{_AT_MOST}}}?"
_COLON = re.compile(
    rf"({_BEFORE})\s*[:。]\s*(.+)|(\S{{0,{_AT_MOST}}}[^\x00-\x7f\s])\s+(.+)|({_BEFORE})\s+[-\u2013\u2014]\s+(.+)",
    re.DOTALL,
)
_IN_BRACKETS = re.compile(rf"({_BEFORE})\s*(?:\((.+)\)|\[(.+)\]|【(.+)】|〔(.+)〕)", re.DOTALL)
_WHOLE = re.compile(r"[\[(【〔「<]\s*(.+)[\])】〕」>]", re.DOTALL)
_FROM_BRACKETS = re.compile(rf"[\[【〔]\s*({_BEFORE})[\]】〕]\s*(.+)", re.DOTALL)
# A word may be written with blanks between its letters, or with dots: 「未 定」, N.A.
_SPREAD = re.compile(r"[\s.]")
_PARTS = re.compile(r"[:。(\[【〔\s]")


@dataclass(frozen=True)
class _Words:
    pending: frozenset[str]
    never: frozenset[str]
    nothing: frozenset[str]
    asks_which: frozenset[str]
    signs: frozenset[str]
    assuming: tuple[str, ...]
    endings: tuple[str, ...]
    around: re.Pattern[str]


@cache
def _words() -> _Words:
    read: Any = read_yaml(policy_source() / "intake" / "no_answers.yml", _NAME).data
    pending, empty, nothing = (frozenset(map(_plain, read[key])) for key in ("pending", "empty", "nothing"))
    before, after = ("|".join(map(re.escape, map(_plain, read[key]))) for key in ("before", "after"))
    around = re.compile(rf"(?:{before})?[、,]?(.+?)(?:{after})?")
    signs, asks_which = frozenset(_wide(read["signs"])), frozenset(read["asks_which"])
    assuming, endings = tuple(read["assuming"]), tuple(map(_plain, read["endings"]))
    # The mark of an assumed value tells nothing where no value stands beside it.
    never = pending | empty | frozenset(map(_plain, assuming))
    return _Words(pending, never, nothing, asks_which, signs, assuming, endings, around)


def assuming() -> tuple[str, ...]:
    """The words that people write for the mark of a value that nobody has confirmed."""
    return _words().assuming


def _wide(text: str) -> str:
    """The text in one width."""
    return unicodedata.normalize("NFKC", text)


def _plain(text: str) -> str:
    """The text in one width and one case, its white space as single blanks."""
    return " ".join(_wide(text).casefold().replace("\u2019", "'").split())


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PZ" or char in _words().signs


def _bare(text: str) -> str:
    """The text without punctuation and brackets at its ends; a long vowel belongs to its word."""
    start, end = 0, len(text)
    while start < end and _is_sign(text[start]) and not text[start].isalpha():
        start += 1
    while end > start and _is_sign(text[end - 1]) and not text[end - 1].isalpha():
        end -= 1
    return text[start:end]


def _is_one(text: str, words: frozenset[str]) -> bool:
    plain = _plain(text)
    bare = _bare(plain)
    found = _words().around.fullmatch(bare)
    written = (plain, bare, _SPREAD.sub("", bare), found[1] if found else bare)
    return not words.isdisjoint(written)


def note_of(text: str, asked: str | None = None, may_be_left_out: bool = False) -> str | None:
    """What a text that answers nothing tells beside that, mostly nothing; None for an answer.

    A text that says that there is nothing may be one: it hangs on the key of the fact, which is `asked`, and on
    whether 「該当なし: 理由」 would be an answer, in which case it `may_be_left_out`.
    """
    return _note_of(text.strip()[: _NOTE_AT_MOST + 1], asked, may_be_left_out)


# The same few texts stand at many facts, and are read again whenever the facts are.
@lru_cache(maxsize=8192)
def _note_of(stripped: str, asked: str | None, may_be_left_out: bool) -> str | None:
    words = _words()
    if stripped and len(stripped) <= _AT_MOST:
        given = words.never
        if asked in words.asks_which or may_be_left_out:
            given |= words.nothing
        if all(map(_is_sign, _plain(stripped))) or _is_one(stripped, given):
            return ""
        if asked in words.asks_which and _bare(_plain(stripped)).endswith(words.endings):
            return ""
    return _told_beside(stripped, words.pending)


def _told_beside(text: str, words: frozenset[str]) -> str | None:
    """What stands behind one of the words: after a colon, in brackets, or after the word in brackets."""
    whole = _wide(text[: _NOTE_AT_MOST + 1])
    if len(whole) > _NOTE_AT_MOST or not _PARTS.search(whole, 0, _AT_MOST + 2):
        return None
    inner = _WHOLE.fullmatch(whole)
    for form in (_IN_BRACKETS, _FROM_BRACKETS, _COLON):
        if found := form.fullmatch(inner[1] if inner else whole):
            word, note = (part.strip() for part in found.groups() if part is not None)
            if _is_one(word, words):
                return note
    return None


def is_note(text: str) -> bool:
    """Whether a text tells how far a question has come and not who is asked: 「ベンダーに照会中」."""
    return note_of(text) is not None or _bare(_plain(text)).endswith(tuple(_words().pending))
