"""Door 1, what commands that rewrite facts share: the diff of what will change, and the question whether it may."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from quaybook.files.diff import diff_lines
from quaybook.intake.agreement import agreed


def show_diff(folder: str, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Prints what changes in the files of `folder`, by their names in it."""
    old = {f"{folder}/{name}": text for name, text in before.items()}
    new = {f"{folder}/{name}": text for name, text in after.items()}
    for line in diff_lines(old, new, sys.stdout.isatty() and "NO_COLOR" not in os.environ):
        print(line)


def agreed_to(told: Mapping[str, str]) -> bool:
    """Whether whoever is asked on the console agrees; nobody does where there is none."""
    try:
        return agreed(lambda: input(told["what"]), lambda: print(told["fix"]))
    except EOFError:
        print()
        return False
