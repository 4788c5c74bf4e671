"""Assessment stage, remarks: a text that is not written as the documents have to build on it.

A name in the form of a sentence, or a measure in the form of a name, makes a rule that nobody can read.
"""

from __future__ import annotations

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remark, Remarker, RemarkKind, Remarks
from quaybook.assessment.remarks.tables.reach import named, reach
from quaybook.assessment.remarks.tables.rows import Grammar, grammar
from quaybook.facts.positions import KeyPath

# What is said in brackets behind a text belongs to neither form.
_BRACKETS = "\uff08("


def _written_otherwise(t: Reading) -> Remarks:
    """Phrases that are sentences, and sentences that are none."""
    table = grammar()
    for code, paths, is_wrong in (
        ("text_is_a_sentence", table.phrases, _is_sentence),
        ("text_is_no_sentence", table.sentences, _is_no_sentence),
    ):
        for generic in paths:
            for path, text in reach(t, generic):
                if type(text) is str and is_wrong(_bare(text), table):
                    yield _remark(code, path, text)


def _remark(code: str, path: KeyPath, text: str) -> Remark:
    return Remark(RemarkKind.IMPLAUSIBLE, code, (path,), (("fact", named(path)), ("text", text)))


def _bare(text: str) -> str:
    """The text without what follows in brackets at its end."""
    for bracket in _BRACKETS:
        head = text.rpartition(bracket)[0]
        if head and text[-1:] in "\uff09)":
            return head.strip()
    return text.strip()


def _is_sentence(text: str, table: Grammar) -> bool:
    return table.stop in text or text.endswith(table.never_phrase_ends)


def _is_no_sentence(text: str, table: Grammar) -> bool:
    end = text.rstrip(table.stop)[-1:]
    # A text in another language is not judged by the letters of this one.
    return not end.isascii() and end not in table.sentence_ends


GRAMMAR: tuple[Remarker, ...] = (_written_otherwise,)
