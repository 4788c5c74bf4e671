"""Documents stage: facts become text that no later stage can mistake for markup.

Every ASCII punctuation mark of a fact is written as a numeric character reference: Python-Markdown
and pandoc both print it literally, so a fact cannot become a table break, HTML or a template.
"""

from __future__ import annotations

import html
import re
import string

from markupsafe import Markup

_ACTING = {ord(c): f"&#{ord(c)};" for c in string.punctuation}
_SPACES = re.compile(r"\s+")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_TAGS = re.compile(r"\{[#.:][^}]*\}")
_LINKS = re.compile(r"!?\[((?:[^\[\]]|\[[^\]]*\])*)\]\([^)]*\)")
_MARKS = re.compile(r"^\s*(?:>\s*)?(?:#+|[-*]|\d+\.)?\s+|^>\s*|\*\*|\[!\w+\]|^\|?[-|: ]+\|$", re.MULTILINE)


def literal(text: str) -> Markup:
    """`text` of a fact so that every format prints it as it stands; white space becomes one space."""
    one_line = _SPACES.sub(" ", text).strip()
    # The private-use block carries the renderer's own marks, so a fact may not hold it raw.
    return Markup(_PRIVATE.sub(lambda m: f"&#{ord(m[0])};", one_line.translate(_ACTING)))


def reader_text(markdown: str) -> str:
    """What a reader sees of dialect Markdown: no marks, no link targets, one line."""
    text = _LINKS.sub(r"\1", markdown)
    text = _TAGS.sub("", text)
    text = _MARKS.sub(" ", text).replace("|", " ")
    return _SPACES.sub(" ", html.unescape(text)).strip()
