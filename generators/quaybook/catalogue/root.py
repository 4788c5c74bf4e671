"""Catalogue stage: the folders from which texts are taken, each with the names that may be read in it.

What a terminal puts into its `overrides` has been looked at, name by name, before any of it is read; so every
reader asks a root for a file and never the disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

TEMPLATE = ".j2"


@dataclass(frozen=True)
class Root:
    """A folder with `documents/`, and how problems name it. `files` is what may be read; None means all."""

    path: Path
    name: str
    files: frozenset[str] | None = None

    def find(self, file: str) -> Path | None:
        """Where the file is; None if there is none that may be read."""
        found = self.path / file
        known = found.is_file() if self.files is None else file in self.files
        return found if known else None

    def matching(self, pattern: str) -> tuple[str, ...]:
        """The files whose names fit the pattern part by part, in order."""
        if self.files is None:
            return tuple(sorted(p.relative_to(self.path).as_posix() for p in self.path.glob(pattern) if p.is_file()))
        return tuple(sorted(file for file in self.files if _fits(file, pattern)))


def _fits(file: str, pattern: str) -> bool:
    names, wanted = file.split("/"), pattern.split("/")
    return len(names) == len(wanted) and all(map(fnmatchcase, names, wanted))
