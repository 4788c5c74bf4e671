"""Formats stage, binder: a sheet that does not hold its document → the longest facts on it, which may be shortened."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.base import Facts
from quaybook.model.document import Document
from quaybook.model.fields import leaves
from quaybook.problems import Problem

# Shorter ones are not what makes a sheet overflow.
_LONG = 15


def longest_facts(terminal: Facts, document: Document, most: int = 3) -> tuple[tuple[KeyPath, str], ...]:
    """The facts of which the most stands on the document's sheet, the longest first; each text once."""
    body = html.unescape(document.body)
    texts = ((path, value) for path, value in leaves(terminal) if isinstance(value, str) and len(value) >= _LONG)
    found = {text: (path, text) for path, text in texts if text in body}
    return tuple(sorted(found.values(), key=lambda each: -len(each[1]))[:most])


def overflow_problems(documents: Iterable[Document], terminal: Facts, facts: Source) -> Iterator[Problem]:
    """That these documents do not fit on one sheet, with the fact that takes most of it; of none, with the title."""
    for document in documents:
        longest = longest_facts(terminal, document, most=1)
        path, text = longest[0] if longest else ((), document.title)
        position = facts.position(path)
        yield Problem.at(
            "sheet_too_long", position.file, position.line, dotted(path), title=document.title, longest=text
        )
