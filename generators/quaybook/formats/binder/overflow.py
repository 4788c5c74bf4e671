"""Formats stage, binder: a sheet that does not hold its document → the longest facts on it, which may be shortened."""

from __future__ import annotations

import html

from quaybook.facts.positions import KeyPath
from quaybook.model.base import Facts
from quaybook.model.document import Document
from quaybook.model.fields import leaves

# Shorter ones are not what makes a sheet overflow.
_LONG = 15


def longest_facts(terminal: Facts, document: Document, most: int = 3) -> tuple[tuple[KeyPath, str], ...]:
    """The facts of which the most stands on the document's sheet, the longest first; each text once."""
    body = html.unescape(document.body)
    texts = ((path, value) for path, value in leaves(terminal) if isinstance(value, str) and len(value) >= _LONG)
    found = {text: (path, text) for path, text in texts if text in body}
    return tuple(sorted(found.values(), key=lambda each: -len(each[1]))[:most])
