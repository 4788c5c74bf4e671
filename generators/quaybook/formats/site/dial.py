"""Formats stage: telephone numbers of the facts → links by which a telephone dials them.

Whoever stands on the quay with a telephone touches a number instead of typing it. Only digits dial: a placeholder or a
blank stays words, and so do an extension and a radio channel, which no telephone outside reaches.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from quaybook.model.audience import AudienceLevel, Readers
from quaybook.model.base import Facts, Provisional, is_one_of
from quaybook.model.editions import as_read_by
from quaybook.model.groups.kinds import Means
from quaybook.model.groups.organisation import ContactMeans
from quaybook.model.terminal import Terminal
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.links import beside_links, link
from quaybook.wording.words import Words

_DIALLED = (Means.PHONE, Means.MOBILE)
# Digits with whatever is written between them: hyphens of all kinds, blanks, brackets of both widths.
_DIGITS_APART = r"[+\uff0b(\uff08]?\d[\d \u3000()\uff08\uff09\-\u2010-\u2015\u2212\u30fc\uff0d\uff70]*\d"
_NUMBER = re.compile(rf"({_DIGITS_APART})(?:[ \u3000]?[(\uff08][^()\uff08\uff09]*[)\uff09])?")
_BETWEEN = re.compile(r"[\u3001\uff0c,/\uff0f]")
# By itself a shorter number could be any number; it is known by the word before it.
_SURELY_A_TELEPHONE = 9
_DIGITS = range(3, 16)


class Dial:
    """The numbers that readers of a level may see, and the texts in which they dial."""

    def __init__(self, terminal: Terminal, words: Words, level: AudienceLevel) -> None:
        seen = as_read_by(Readers(level, personal=True), terminal)
        self.targets = {str(literal(shown)): digits for means in _means(seen) for shown, digits in _numbers(means)}
        # Police, coast guard and fire brigade, as everybody writes them: by their words no other number is meant.
        self.emergency = {str(literal(said)): re.sub(r"\D", "", said) for said in words.many("site.emergency_numbers")}
        self.targets |= self.emergency
        self.before = [f"{words(f'label.Means.{kind}')} " for kind in _DIALLED]
        self.not_after = f"{words(f'label.Means.{Means.FAX}')} "

    def linked(self, body: str) -> str:
        """`body` with each number that stands in no link as a link."""
        found = [shown for shown in self.targets if shown in body]
        if not found:
            return body
        numbers = re.compile("|".join(map(self._pattern, sorted(found, key=len, reverse=True))))
        return beside_links(body, lambda text: numbers.sub(lambda m: link(m[0], f"tel:{self.targets[m[0]]}"), text))

    def _pattern(self, shown: str) -> str:
        # A longer number that holds these digits is another one.
        alone = rf"(?<![\d+]){re.escape(shown)}(?!\d)(?!&#45;)"
        if shown in self.emergency:
            return alone
        if len(self.targets[shown]) < _SURELY_A_TELEPHONE:
            return f"(?:{'|'.join(f'(?<={re.escape(word)})' for word in self.before)}){alone}"
        return f"(?<!&#45;)(?<!&#43;)(?<!{re.escape(self.not_after)}){alone}"


def _means(value: object) -> Iterator[ContactMeans]:
    """Every way to reach somebody, wherever it stands in the facts."""
    if isinstance(value, ContactMeans):
        yield value
    elif isinstance(value, Facts):
        for name in type(value).model_fields:
            yield from _means(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _means(each)


def _numbers(means: ContactMeans) -> Iterator[tuple[str, str]]:
    """The numbers that are written of a telephone, each with what is dialled; none if other words stand there too."""
    written = means.value.value if isinstance(means.value, Provisional) else means.value
    if not isinstance(written, str) or not is_one_of(means.kind, *_DIALLED):
        return
    for found in map(_NUMBER.fullmatch, map(str.strip, _BETWEEN.split(written))):
        digits = re.sub(r"[^\d+]", "", unicodedata.normalize("NFKC", found[1])) if found else ""
        if found and len(digits) in _DIGITS:
            yield found[1], digits
