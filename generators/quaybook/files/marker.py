"""Files stage: a folder that was made here lists what was made in it, so that nothing else is ever replaced.

What the list does not name, or names with other contents, is somebody's: a note laid down there, a form filled in.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from collections.abc import Container, Iterator, Mapping
from pathlib import Path, PurePosixPath

from quaybook import __version__

MARKER = ".quaybook.json"
# What publishes a site: git's own folder, and what servers look for. Anything else under a hidden name may be of
# another edition, whose readers may see more.
PUBLISHING = (".git", ".nojekyll", ".htaccess", ".well-known", ".domains")
# The system lays them down where somebody looks into a folder; they hold how it was shown.
_OF_THE_SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini"}
_FOLDER, _ATTEMPTS = "folder", 10


def mark(folder: Path, terminal: str, audience: str) -> None:
    """Writes down what `folder` holds now, by contents. Raises OSError."""
    made = {"quaybook": __version__, "terminal": terminal, "audience": str(audience), "files": dict(_states(folder))}
    (folder / MARKER).write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8", newline="\n")


def is_marked(folder: Path) -> bool:
    """Whether an output was made there."""
    return _listed(folder) is not None


def strangers(folder: Path, spared: Container[str] = ()) -> tuple[str, ...]:
    """What stands in `folder` and was not made there, or was changed since; of an unmarked folder all that it holds.

    `spared` are names of its entries that are left out, as they are taken over. Raises OSError.
    """
    for _ in range(_ATTEMPTS):
        before = _listed(folder)
        try:
            found = _strangers(folder, before, spared)
        except FileNotFoundError:
            continue
        # Else another build has brought its own there in the meantime.
        if _listed(folder) == before:
            return found
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(folder))


def _strangers(folder: Path, listed: Mapping[str, str] | None, spared: Container[str]) -> tuple[str, ...]:
    if not os.path.lexists(folder):
        return ()
    if folder.is_symlink() or not folder.is_dir():
        return (folder.name,)
    if listed is None:
        return tuple(sorted(os.listdir(folder)))
    emptied = {str(parent) for path in listed for parent in PurePosixPath(path).parents}
    return tuple(
        path
        for path, state in _states(folder)
        if listed.get(path) != state
        and path != MARKER
        and path.split("/")[0] not in spared
        and path.split("/")[-1] not in _OF_THE_SYSTEM
        and not (state == _FOLDER and path in emptied)
    )


def _listed(folder: Path) -> Mapping[str, str] | None:
    """What the marker lists; None if there is none, or what goes by its name is not ours."""
    marker = folder / MARKER
    if folder.is_symlink() or marker.is_symlink() or not marker.is_file():
        return None
    try:
        read = json.loads(marker.read_bytes())
    except (ValueError, RecursionError, FileNotFoundError):
        return None
    files = read.get("files") if isinstance(read, dict) and "quaybook" in read else None
    return files if isinstance(files, dict) else None


def _states(folder: Path) -> Iterator[tuple[str, str]]:
    """Each file below `folder` with the digest of its contents, each link and each empty folder."""
    # Not by recursion: how deep somebody's folders go is not for us to say.
    to_see = [""]
    while to_see:
        called = to_see.pop()
        path = folder / called
        mode = path.lstat().st_mode
        within = sorted(os.listdir(path), reverse=True) if stat.S_ISDIR(mode) else []
        to_see += [f"{called}/{name}" if called else name for name in within]
        if called and not within:
            yield called, _state(path, mode)


def _state(path: Path, mode: int) -> str:
    if stat.S_ISREG(mode):
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    if stat.S_ISLNK(mode):
        return f"link to {path.readlink()}"
    return _FOLDER if stat.S_ISDIR(mode) else "neither file nor folder"
