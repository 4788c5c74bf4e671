"""Documents stage: what lies in a terminal's `overrides`, looked at before any of it is read.

A link would carry facts of another terminal into a public document, a pipe would wait for ever, and a name that
cannot be printed could not be told of. What editors and operating systems leave behind is passed over.
"""

from __future__ import annotations

import difflib
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from quaybook.facts.listing import OVERRIDES, listed
from quaybook.facts.text import read_text
from quaybook.problems import Problem, visible

MAX_FILES = 2_000
MAX_DEPTH = 10
_BACKUPS = (".*", "*~", "#*#")
_LEFT_BEHIND = ("thumbs.db", "desktop.ini", "ehthumbs.db")


@dataclass(frozen=True)
class Looked:
    """The files that can be read, by their names below the folder, and what is wrong with others."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def look_at(folder: Path, name: str) -> Looked:
    """What lies in the `overrides` of the terminal in `folder`, which problems call `name`."""
    found = [*_misspelt(folder, name)]
    own, called = folder / OVERRIDES, f"{name}/{OVERRIDES}"
    if own.is_symlink():
        return Looked((), (*found, Problem.at("override_link", called)))
    if not os.path.lexists(own):
        return Looked((), tuple(found))
    files = []
    for each in _below(own, called, "", MAX_DEPTH):
        if isinstance(each, Problem):
            found.append(each)
        else:
            files.append(each)
        if len(files) + len(found) > MAX_FILES:
            return Looked((), (Problem.at("override_too_many", called, limit=MAX_FILES),))
    return Looked(tuple(files), tuple(found))


def is_left_behind(name: str) -> bool:
    """Whether no person has put the file there: hidden ones, backups of editors, lists of pictures of Windows."""
    return name.lower() in _LEFT_BEHIND or any(fnmatchcase(name, pattern) for pattern in _BACKUPS)


def _below(folder: Path, called: str, within: str, depth: int) -> Iterator[str | Problem]:
    """Names of files, and problems. `within` leads from the `overrides` to the folder and ends with a slash."""
    entries = listed(folder)
    if entries is None:
        yield Problem.at("folder_unreadable" if os.path.isdir(folder) else "override_not_a_folder", called)
        return
    seen: dict[str, str] = {}
    for entry in entries:
        here, alike = f"{called}/{entry.name}", unicodedata.normalize("NFC", entry.name).casefold()
        if _is_lock(entry):
            continue
        if code := _refused(entry):
            yield Problem.at(code, here)
            continue
        if (first := seen.setdefault(alike, entry.name)) != entry.name:
            yield Problem.at("override_name_twice", here, other=first)
        if entry.is_dir(follow_symlinks=False):
            if depth == 0:
                yield Problem.at("override_too_deep", here, limit=MAX_DEPTH)
                continue
            found = _below(Path(entry.path), here, f"{within}{entry.name}/", depth - 1)
            # A link in a hidden folder is told too, for nobody sees it there.
            yield from (e for e in found if not is_left_behind(entry.name) or _is_link_problem(e))
        elif not is_left_behind(entry.name):
            yield _readable(Path(entry.path), here) or f"{within}{entry.name}"


def _refused(entry: os.DirEntry[str]) -> str:
    """The code of why an entry is not looked at any further; empty if it is."""
    if entry.is_symlink():
        return "override_link"
    is_plain = visible(entry.name) == entry.name == unicodedata.normalize("NFC", entry.name)
    return "" if is_plain else "override_name_refused"


def _is_lock(entry: os.DirEntry[str]) -> bool:
    """Whether it is the mark of an editor that has the file beside it open: a link to no file."""
    return entry.name.startswith(".#") and entry.is_symlink() and not os.path.exists(entry.path)


def _is_link_problem(found: str | Problem) -> bool:
    return isinstance(found, Problem) and found.code == "override_link"


def _readable(path: Path, called: str) -> Problem | None:
    """What keeps the file from being read; the values in a file of data are looked at by who reads them."""
    text = read_text(path, called)
    return text if isinstance(text, Problem) else None


def _misspelt(folder: Path, name: str) -> Iterator[Problem]:
    """Folders beside it that were meant to be the `overrides`."""
    for entry in listed(folder) or ():
        plain = unicodedata.normalize("NFKC", entry.name).casefold()
        near = plain.startswith(OVERRIDES[:-1]) or difflib.SequenceMatcher(None, plain, OVERRIDES).ratio() >= 0.8
        if (
            near
            and not entry.name.startswith(("_", "."))
            and entry.name != OVERRIDES
            and not os.path.isfile(entry.path)
        ):
            yield Problem.at("override_folder_misspelt", f"{name}/{entry.name}", came=entry.name)
