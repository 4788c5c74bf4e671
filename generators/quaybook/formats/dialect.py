"""Formats stage: the few places where the kit's Markdown has to be said differently per format."""

from __future__ import annotations

import re
from collections.abc import Callable

from quaybook.wording.words import Words

_CALLOUT = re.compile(r"^> \[!(\w+)\][ ]*\n((?:>.*\n?)*)", re.MULTILINE)


# The theme knows other names for two of the kinds.
_THEME_KINDS = {"caution": "danger", "important": "info"}


def titled_callouts(body: str, words: Words) -> str:
    """Callouts with a title in the document's language, as Python-Markdown's quotes extension reads them."""

    def titled(match: re.Match[str]) -> str:
        kind = match[1].lower()
        return f"> [!{_THEME_KINDS.get(kind, kind)}] {words(f'callout.{kind}')}\n{match[2]}"

    return _CALLOUT.sub(titled, body)


def boxed_callouts(body: str, words: Words, style: str, title_style: str) -> str:
    """Callouts as pandoc divisions of the two paragraph styles."""

    def box(match: re.Match[str]) -> str:
        lines = [line[1:].lstrip(" ") if line.startswith(">") else line for line in match[2].splitlines()]
        inner = "\n".join(lines).strip()
        title = words(f"callout.{match[1].lower()}")
        head = f'::: {{custom-style="{title_style}"}}\n{title}\n:::\n\n'
        return f'{head}::: {{custom-style="{style}"}}\n{inner}\n:::\n'

    return _CALLOUT.sub(box, body)


def sized_tables(body: str) -> str:
    """Tables in a division that tells the style sheet each column's share, from the dashes below the head."""

    def sized(match: re.Match[str]) -> str:
        shares = [len(part.strip()) for part in match[2].strip().strip("|").split("|")]
        widths = ";".join(f"--c{n}:{100 * share // sum(shares)}%" for n, share in enumerate(shares, 1))
        wide = " qb-wide" if len(shares) > 3 else ""
        return f'<div class="qb-table{wide}" style="{widths}" markdown>\n\n{match[0].rstrip()}\n\n</div>\n'

    return _TABLE.sub(sized, body)


def each_link(body: str, link: Callable[[str, str, str], str]) -> str:
    """`body` with every `[label](doc:id#anchor)` replaced by what `link(label, id, anchor)` returns."""
    return _LINK.sub(lambda m: link(m[1], m[2], m[3] or ""), body)


_TABLE = re.compile(r"^(\|.*\n)(\|[-| ]+\|\n)((?:\|.*(?:\n|\Z))*)", re.MULTILINE)
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(doc:([\w-]+)(?:#([\w-]+))?\)")
