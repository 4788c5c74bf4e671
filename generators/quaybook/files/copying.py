"""Files stage: what a person keeps in a folder is copied into the one that takes its place.

Unlike `shutil.copytree` it stops at the first error and passes it on as it is, so that it can be told with its place.
"""

from __future__ import annotations

import shutil
import stat
from pathlib import Path


def copy_entry(source: Path, target: Path) -> None:
    """Copies a file, a link as a link, or a folder with all that is in it. Pipes and the like hold nothing to copy."""
    mode = source.lstat().st_mode
    if stat.S_ISDIR(mode):
        target.mkdir()
        for each in sorted(source.iterdir()):
            copy_entry(each, target / each.name)
        shutil.copystat(source, target)
    elif stat.S_ISREG(mode) or stat.S_ISLNK(mode):
        shutil.copy2(source, target, follow_symlinks=False)


def copy_mode(source: Path, target: Path) -> None:
    """Whoever could not open `source` cannot open `target`; some file systems refuse even a change to what is so."""
    if stat.S_IMODE(source.stat().st_mode) != stat.S_IMODE(target.stat().st_mode):
        shutil.copymode(source, target)
