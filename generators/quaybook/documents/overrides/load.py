"""Documents stage: a terminal's `overrides`, walked once: what it replaces, what it adds, and what is wrong with it.

Nobody can tell from a printed rule whether the kit or the terminal wrote it, so each file is listed for those who
check; and what is listed here is all that is ever read from there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from quaybook.catalogue.root import Root
from quaybook.documents.overrides.files import look_at
from quaybook.documents.overrides.names import SPEC, Kit, Misplaced, Override, placed
from quaybook.documents.overrides.uses import Asked
from quaybook.facts.listing import OVERRIDES
from quaybook.problems import Problem


@dataclass(frozen=True)
class Overrides:
    """The files of a terminal's own, the folder from which they are read, and every problem of names and places."""

    root: Root
    listed: tuple[Override, ...]
    problems: tuple[Problem, ...]


def load_overrides(folder: Path, name: str, kit_root: Root) -> Overrides:
    """The `overrides` of the terminal in `folder`, which problems call `name`. Nothing in them is followed."""
    looked, called = look_at(folder, name), f"{name}/{OVERRIDES}"
    problems = list(looked.problems)
    root = Root(folder / OVERRIDES, called, frozenset(looked.files))
    listed: list[Override] = []
    if looked.files:
        kit = Kit.of(kit_root)
        own = {file.removesuffix(f"/{SPEC}") for file in looked.files if file.endswith(f"/{SPEC}")}
        found = [placed(file, kit, own) for file in looked.files]
        root = replace(root, files=frozenset(each.file for each in found if isinstance(each, Override)))
        asked = Asked(root, kit_root, kit)
        for each in found:
            wrong = each if isinstance(each, Misplaced) else asked.unused(each)
            if wrong:
                problems.append(Problem.at(wrong.code, f"{called}/{wrong.file}", 0, "", **wrong.values))
            elif isinstance(each, Override):
                listed.append(each)
    return Overrides(replace(root, files=frozenset(each.file for each in listed)), tuple(listed), tuple(problems))
