"""Files stage: `make clean` takes away outputs that are as they were made, and leaves all else where it is."""

from __future__ import annotations

import shutil
import sys
from contextlib import suppress
from pathlib import Path

from quaybook.files.marker import MARKER, is_marked, strangers


def clear(folder: Path) -> None:
    """Removes each output at or below `folder` in which nothing is of anybody else. Raises OSError."""
    if folder.is_symlink():
        return
    for output in [marker.parent for marker in sorted(folder.rglob(MARKER))]:
        if is_marked(output) and not strangers(output):
            shutil.rmtree(output)
            _remove_if_empty(output.parent, folder)


def _remove_if_empty(inner: Path, outer: Path) -> None:
    with suppress(OSError):
        while inner.is_relative_to(outer):
            inner.rmdir()
            inner = inner.parent


if __name__ == "__main__":
    for each in sys.argv[1:]:
        clear(Path(each))
