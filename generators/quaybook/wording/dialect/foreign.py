"""Wording stage, dialect: markup that the dialect does not have and that would act in a page or a Word file.

A text of a terminal's own could hold HTML, links and pictures to anywhere, or raw parts of a format; the readers of
Markdown would take them over. Facts are spelt out before, so what is found here was written by a text's author.
"""

from __future__ import annotations

import re

from quaybook.wording.dialect.links import without_targets

_SHOWN = 40
_FOREIGN = re.compile(
    r"<(?=[A-Za-z/!?])"  # HTML and addresses in angle brackets
    r"|\]\("  # a link that is not one of the kit's
    r"|^[ ]{0,3}\[(?!\^)[^\]\n]+\]:"  # the address of a link, further down
    r"|\{[^{}\n]*=[^{}\n]*\}"  # attributes, and raw parts of a format
    r"|\{:"
    r"|^[ ]{0,3}(?::::|```|~~~)",
    re.MULTILINE,
)


def foreign_markup(text: str) -> str:
    """The beginning of the first such markup; empty if there is none."""
    # What is left of the kit's own links are their labels, which may hold anything else.
    rest = without_targets(text)
    found = _FOREIGN.search(rest)
    return rest[found.start() : found.start() + _SHOWN].partition("\n")[0] if found else ""
