"""Wording stage, dialect: what a reader reads of a text, by which coverage is judged."""

from __future__ import annotations

import re

from quaybook.wording.dialect.blocks import HEADING, Callout, each_callout
from quaybook.wording.dialect.escape import unspelt
from quaybook.wording.dialect.links import without_targets
from quaybook.wording.dialect.tables import Table, each_table

_SPACES = re.compile(r"\s+")
# None holds what opens one, so none is looked for from every opening to the end of the text.
_ATTRIBUTES = re.compile(r"\{[#.:][^{}]*\}")
_MARKS = re.compile(r"^\s*(?:>\s*)?(?:#+|[-*]|\d+\.)?\s+|^>\s*|\*\*|\[!\w+\]|^\|?[-|: ]+\|$", re.MULTILINE)

# A warning forbids, so it binds; these only explain.
_EXPLAINING = ("note", "tip", "commentary")


def binding(body: str) -> str:
    """`body` without what binds nobody: headings, heads of tables, notes and reasons."""

    def bound(callout: Callout) -> str:
        return "" if callout.kind in _EXPLAINING else callout.inner

    def rows(table: Table) -> str:
        return "\n".join(table.text.splitlines()[2:])

    lines = each_table(each_callout(body, bound), rows).splitlines()
    return "\n".join(line for line in lines if not HEADING.match(line))


def reader_text(body: str) -> str:
    """`body` in one line without marks: links as their labels, pictures as their descriptions, signs as they print."""
    text = _ATTRIBUTES.sub("", without_targets(body))
    text = _MARKS.sub(" ", text).replace("|", " ")
    # White space of a fact is spelt out, and no part of the layout.
    return unspelt(_SPACES.sub(" ", text).strip())
