"""Assessment stage, remarks: a free text that denies what is said of it, and a contact whose name is of another kind.

Words are looked for, not understood: a remark asks somebody to read the text again, and refuses nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from unicodedata import category

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remark, Remarker, Remarks, at, denied
from quaybook.assessment.remarks.tables.reach import holds, named, reach
from quaybook.assessment.remarks.tables.rows import Denial, denials
from quaybook.assessment.remarks.tables.sameness import first_word_in, plain
from quaybook.facts.positions import KeyPath
from quaybook.model.fields import generic, leaves

_ENDS = "。.、"
# Signs that count as letters and say nothing alone, such as the stroke for a long vowel.
_NO_LETTER = "Lm"


def denied_texts(t: Reading) -> Remarks:
    """Texts with a word in them by which they deny the answer beside them."""
    for row in denials().denials:
        for path, text in reach(t, row.text):
            if not isinstance(text, str) or not holds(t, row.when, path):
                continue
            if word := first_word_in(text, row.words, row.spared):
                yield _remark(t, row, path, word)


def _remark(t: Reading, row: Denial, path: KeyPath, word: str) -> Remark:
    told = {"fact": named(path), "word": word}
    if not row.when:
        return denied("text_is_hollow", path, **told)
    flag, value = next(reach(t, row.when[0].fact, path))
    return denied("text_denies", path, flag, **told, flag=named(flag), value=value)


def _hollow(t: Reading) -> Remarks:
    """Texts in which nothing stands, whatever they are about."""
    table = denials()
    words = {plain(word) for word in table.hollow}
    for path, text in leaves(t.part):
        # The words of a vocabulary are texts too.
        if type(text) is not str or not _is_hollow(text, words):
            continue
        if generic(path) not in table.may_be_hollow:
            yield denied("text_is_hollow", path, fact=named(path), word=text)


def _is_hollow(text: str, words: Collection[str]) -> bool:
    return plain(text).rstrip(_ENDS) in words or not any(
        sign.isalnum() and category(sign) != _NO_LETTER for sign in text
    )


def _offices(t: Reading) -> Remarks:
    words = {office.kind: office.words for office in denials().offices}
    for contact in t.entries("contacts"):
        name, kind = contact.part.name, contact.part.kind
        if isinstance(name, str) and kind in words and first_word_in(name, words[kind]) is None:
            yield denied("office_of_other_name", at(contact, "name"), at(contact, "kind"), kind=kind)


DENIALS: tuple[Remarker, ...] = (denied_texts, _hollow, _offices)
