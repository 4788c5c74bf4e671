"""Formats stage: what Python-Markdown, which makes the pages, has to be told of the dialect in its own way."""

from __future__ import annotations

from quaybook.wording.dialect.blocks import Callout, each_callout
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.tables import Table, each_table
from quaybook.wording.words import Words

# The theme knows other names for these kinds; the sign behind the kind folds the callout.
_THEME_KINDS = {"caution": "danger", "important": "info", "commentary": "abstract"}
_FOLDED = ("commentary",)


def titled_table(title: str, text: str) -> str:
    """A table with the words of its caption, where no heading tells them."""
    return f'<div class="qb-table" data-caption="{literal(title)}" markdown>\n\n{text}\n\n</div>'


def titled_callouts(body: str, words: Words) -> str:
    """Callouts with a title in the document's language, as Python-Markdown's quotes extension reads them."""

    def titled(callout: Callout) -> str:
        kind = _THEME_KINDS.get(callout.kind, callout.kind)
        return callout.titled(kind, words(f"callout.{callout.kind}"), is_folded=callout.kind in _FOLDED)

    return each_callout(body, titled)


def sized_tables(body: str) -> str:
    """Tables in a division that tells the style sheet each column's share of the width."""

    def sized(table: Table) -> str:
        whole = sum(table.shares)
        widths = ";".join(f"--c{n}:{100 * share // whole}%" for n, share in enumerate(table.shares, 1))
        return f'<div class="qb-table" style="{widths}" markdown>\n\n{table.text.rstrip()}\n\n</div>\n'

    return each_table(body, sized)
