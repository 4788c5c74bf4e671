"""Files stage: texts before and after → a unified diff, safe to print and coloured where that can be seen."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from quaybook.problems import visible

_COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}
_PLAIN = "\x1b[0m"


def diff_lines(before: Mapping[str, str], after: Mapping[str, str], coloured: bool) -> Iterator[str]:
    """The lines of the diff of every file that changes."""
    for name, text in after.items():
        old = before.get(name, "").splitlines()
        for line in difflib.unified_diff(old, text.splitlines(), name, name, lineterm=""):
            shown = visible(line)
            color = _COLOURS.get(line[:1], "") if coloured else ""
            yield f"{color}{shown}{_PLAIN}" if color else shown
