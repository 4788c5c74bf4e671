"""Intake stage: what the hidden first row and column of a sheet say, known to who writes and who reads them."""

from __future__ import annotations

import re
from functools import lru_cache

from quaybook.facts.positions import KeyPath

KEY = "quaybook"
VALUE, REMOVE, OWNER, SKIP = "value", "!", "@", "-"
# By this word, questionnaires that are out with people mark their sheets of single facts.
SINGLE = "form"
# Rows before: keys, title, explanation, heads; in a table also the need and the explanation of each column.
FIRST_SINGLE_ROW, FIRST_ROW = 4, 6
_PART = re.compile(r"([a-z_][a-z0-9_]*)|\[(\d+)\]")


def single_facts_marker(key: str) -> str:
    """The first cell of a sheet of single facts."""
    return f"{KEY}:{SINGLE}:{key}"


def table_marker(path: KeyPath) -> str:
    """The first cell of a table."""
    return f"{KEY}:table:{'.'.join(str(part) for part in path)}"


def guide_marker(terminal_id: str) -> str:
    """The first cell of the guide, which names the terminal."""
    return f"{KEY}:guide:{terminal_id}"


@lru_cache(maxsize=4096)
def undotted(text: str) -> KeyPath | None:
    """The path that `dotted` wrote; None for what is no path."""
    found = list(_PART.finditer(text))
    if not found or _PART.sub("", text).strip("."):
        return None
    return tuple(match[1] if match[1] else int(match[2]) for match in found)


def quoted_name(sheet: str) -> str:
    """The name of a sheet as a reference has it."""
    escaped = sheet.replace("'", "''")
    return f"'{escaped}'"
