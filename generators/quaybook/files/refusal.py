"""Files stage: what the operating system refuses while something is written → a problem that a person can mend."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path
from typing import TypeGuard

from quaybook.files.workshop import meant
from quaybook.problems import Problem

_CODES = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EFBIG: "over_size_limit",
    errno.ENOTDIR: "file_in_the_way",
    errno.EISDIR: "not_written",
    errno.EIO: "not_written",
    errno.EBUSY: "not_written",
    errno.EXDEV: "not_written",
    errno.ELOOP: "not_written",
    errno.ENAMETOOLONG: "not_written",
}


def refused(error: BaseException) -> TypeGuard[OSError]:
    """Whether the cause lies in the machine or in permissions; anything else is a bug and keeps its traceback."""
    return isinstance(error, OSError) and (error.errno in _CODES or _no_temporary_folder(error))


def refusal(error: OSError, *folders: Path) -> Problem:
    """The problem to an error; `folders` are those into which was written, for the system may not say where."""
    detail = error.strerror or str(error)
    if _no_temporary_folder(error):
        return Problem.at("no_temporary_folder", str(folders[0]), detail=detail)
    # Where two files are named, the second is the one to be written.
    named = error.filename2 or error.filename
    where = Path(os.fsdecode(named)) if isinstance(named, str | bytes | os.PathLike) else _fullest(folders)
    return Problem.at(_CODES.get(error.errno or 0, "not_written"), str(meant(where)), detail=detail)


def _no_temporary_folder(error: OSError) -> bool:
    return error.errno == errno.ENOENT and error.filename is None


def _fullest(folders: tuple[Path, ...]) -> Path:
    beside = (Path(tempfile.tempdir),) if tempfile.tempdir else ()
    there = [folder for folder in (*folders, *beside) if folder.is_dir()]
    # A disk on which others write has less room at each look; folders on it have the same.
    room: dict[int, int] = {}
    return min(there, key=lambda at: room.setdefault(at.stat().st_dev, shutil.disk_usage(at).free), default=folders[0])
