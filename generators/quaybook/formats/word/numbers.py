"""Formats stage: telephone numbers in the text of a Word file stay whole: no line ends at a hyphen of theirs."""

from __future__ import annotations

import re
from copy import copy
from typing import Any

from quaybook.formats.word.elements import element, made, tag

_NUMBER = re.compile(r"[0-9×+][0-9×()\-]{5,}[0-9×]")
_TEXT, _SPACE = tag("w:t"), "{http://www.w3.org/XML/1998/namespace}space"


def keep_numbers_whole(body: Any) -> None:
    """Puts hyphens at which no line ends into every number below `body`."""
    (hyphen,) = made(element("noBreakHyphen"))
    for text in list(body.iter(_TEXT)):
        if "-" in (text.text or "") and _NUMBER.search(text.text):
            _part(text, hyphen)


def _part(text: Any, hyphen: Any) -> None:
    first, *rest = _pieces(text.text)
    text.text = first
    text.set(_SPACE, "preserve")
    last = text
    for piece in rest:
        following = copy(text)
        following.text = piece
        between = copy(hyphen)
        last.addnext(between)
        between.addnext(following)
        last = following


def _pieces(text: str) -> list[str]:
    """What stands between the hyphens of numbers."""
    cuts = [hit.start() + at for hit in _NUMBER.finditer(text) for at, sign in enumerate(hit[0]) if sign == "-"]
    starts, ends = [0, *(cut + 1 for cut in cuts)], [*cuts, len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]
