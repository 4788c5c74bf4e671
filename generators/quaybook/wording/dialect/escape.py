"""Wording stage, dialect: facts become text that no later stage can mistake for markup.

Every ASCII punctuation mark of a fact is written as a numeric character reference: Python-Markdown
and pandoc both print it literally, so a fact cannot become a table break, HTML or a template.
"""

from __future__ import annotations

import html
import re
import string
from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

_ACTING = {ord(c): f"&#{ord(c)};" for c in string.punctuation}
_LINE_SPACES = re.compile("[ \t\r\n\x85\u2028\u2029]+")
_ACTING_SIGN = re.compile(r"[<>\[\]{}|*_`\\&!~^]")
# The private-use block carries the renderer's own marks; other white space would be trimmed in cells.
_SPELT_OUT = re.compile("[\ue000-\uf8ff]|[^\\S ]")


def spelt(text: str) -> Markup:
    """`text` with every sign spelt out that could act, its blanks and breaks as they are."""
    return Markup(_SPELT_OUT.sub(lambda m: f"&#{ord(m[0])};", text.translate(_ACTING)))


def alike(texts: Sequence[str]) -> list[str]:
    """Texts that are about to be joined: where one of them is markup, the others become it sign by sign."""
    if not any(isinstance(text, Markup) for text in texts):
        return list(texts)
    return [text if isinstance(text, Markup) else spelt(text) for text in texts]


def literal(text: str) -> Markup:
    """`text` of a fact so that every format prints it as it stands; line breaks become spaces."""
    return _short(text) if len(text) <= _SHORT else _literal(text)


def _literal(text: str) -> Markup:
    return spelt(_LINE_SPACES.sub(" ", text).strip(" "))


# Names and titles stand in many places of many documents. What is long does not, and would fill the memory.
_SHORT = 64
_short = lru_cache(maxsize=16_384)(_literal)


def in_label(text: str) -> str:
    """`text` as the label of a link: only what could end the label or begin something else is spelt out."""
    return _ACTING_SIGN.sub(lambda m: f"&#{ord(m[0])};", text)


def acting_sign(text: str) -> str:
    """The first sign of `text` that could end a label or begin something else; empty if there is none."""
    found = _ACTING_SIGN.search(text)
    return found[0] if found else ""


def unspelt(text: str) -> str:
    """`text` with every sign that is spelt out as a reader sees it."""
    return html.unescape(text)
