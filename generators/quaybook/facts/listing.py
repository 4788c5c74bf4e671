"""Facts stage, before all reading: which files of a folder hold facts, and which must not be read.

A file that looks like facts and would not be read is reported: what somebody has written down must not
be missing from the documents because of its name or its place.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from quaybook.facts.text import MAX_BYTES
from quaybook.problems import Problem

MAX_FILES = 200
MAX_TOGETHER = 20_000_000
_FACTS = re.compile(r"\.ya?ml$", re.IGNORECASE)
# Windows hides what its own editor appends.
_NEARLY = re.compile(r"(\.ya?ml)\.txt$", re.IGNORECASE)
OVERRIDES = "overrides"
# What Windows opens in the place of a file that is called so, whatever stands behind a dot; it also strips some ends.
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)


def is_device(name: str) -> bool:
    """Whether Windows takes a name for one of its devices, so that no file and no folder can be called by it."""
    return _DEVICES.fullmatch(name.rstrip(" .")) is not None


def listed(folder: Path) -> tuple[os.DirEntry[str], ...] | None:
    """What lies in a folder, by name; None where it cannot be looked into."""
    try:
        with os.scandir(folder) as found:
            return tuple(sorted(found, key=lambda each: each.name))
    except OSError:
        return None


def is_outside(path: Path, terminals: Path) -> bool:
    """Whether a path leads, over links or by its name, to what is not in the folder of all terminals."""
    inside = os.path.realpath(terminals)
    return not f"{os.path.realpath(path)}{os.sep}".startswith(f"{inside}{os.sep}")


def fact_files(folder: Path, name: str, terminals: Path, own: bool) -> tuple[list[Path], list[Problem]]:
    """The files to be read, and what is wrong with others. Below an inherited folder may lie further ones."""
    found = listed(folder)
    if found is None:
        return [], [Problem.at("folder_unreadable", name)]
    shown = [each for each in found if not each.name.startswith(".")]
    named = [each for each in shown if _FACTS.search(each.name)]
    problems = [*_unread(shown, name, own)]
    if not named:
        problems.append(Problem.at("no_facts", name))
    if len(named) > MAX_FILES or sum(min(_size(each), MAX_BYTES) for each in named) > MAX_TOGETHER:
        limit = {"count": MAX_FILES, "size": MAX_TOGETHER // 1_000_000}
        return [], [*problems, Problem.at("folder_too_large", name, 0, "", **limit)]
    outside = [each.name for each in named if each.is_symlink() and is_outside(Path(each.path), terminals)]
    problems += [Problem.at("leads_outside", f"{name}/{each}") for each in outside]
    return [folder / each.name for each in named if each.name not in outside], problems


def _unread(found: list[os.DirEntry[str]], name: str, own: bool) -> Iterator[Problem]:
    for each in found:
        if _NEARLY.search(each.name):
            yield Problem.at("file_not_read", f"{name}/{each.name}")
        elif own and each.is_dir(follow_symlinks=False) and not each.name.startswith((OVERRIDES, "_")):
            for inner in listed(Path(each.path)) or ():
                if _FACTS.search(inner.name):
                    yield Problem.at("file_not_read", f"{name}/{each.name}/{inner.name}")


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat().st_size
    except OSError:
        return 0
