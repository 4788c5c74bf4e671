"""Files stage: a folder is made in a workshop beside its place and comes there whole, or not at all.

Each build has a workshop of its own and holds a lock in it as long as it lives. So two builds cannot mix,
and what a killed one has left behind is told from what a living one still needs.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import stat
import sys
import weakref
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from quaybook.files.copying import copy_mode
from quaybook.files.exchange import exchange
from quaybook.files.marker import PUBLISHING, strangers

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_NAME = re.compile(r"\.(.+)\.[0-9a-f]{16}\.partial")
_LOCK, _READY, _WASTE, _FORMER = "lock", "ready", "waste", "former-"
_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
_ATTEMPTS = 10
# Stands in each lock, so that nobody's folder of the same name is taken for a workshop.
_SIGN = b"quaybook workshop\n"


class Workshop:
    """A hidden folder beside `place` for one build. Its methods raise OSError; then `place` is as it was."""

    def __init__(self, place: Path) -> None:
        self.place = place.resolve()
        if self.place.exists() and not self.place.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(self.place))
        _make_folder(self.place.parent)
        tidy(self.place)
        self.folder, lock = _own_folder(self.place)
        self.making = self.folder / self.place.name
        # Called at the end of the process at the latest, so an interrupted build leaves nothing behind.
        self.close = weakref.finalize(self, _dismantle, self.folder, lock)

    def finish(self, olds: Iterable[Path] | None = None) -> Path | None:
        """Brings what was made in `making` to its place; what stood there goes with the workshop, or to `olds`.

        Returns where now lies what stood there, if anything did.
        """
        ready = self.folder / _READY
        if self.place.is_dir():
            copy_mode(self.place, self.making)
        self.making.rename(ready)
        return exchange(ready, self.place, olds or self._free(_FORMER))

    def take_back(self, former: Path) -> None:
        """Undoes `finish`: what stood there comes back from `former`, what was made goes with the workshop."""
        exchange(former, self.place, self._free("refused-"))

    def _free(self, begin: str) -> Iterator[Path]:
        return (self.folder / f"{begin}{n}" for n in count(1))


def tidy(place: Path) -> None:
    """Clears away what killed builds have left beside `place`; ends an exchange that one of them had begun.

    What belongs to a living build stays, and so does everything on a file system that knows no locks.
    """
    for folder in sorted(place.parent.iterdir()):
        if _place_of(folder) != place:
            continue
        try:
            lock = _locked(folder / _LOCK, os.O_RDWR)
        except FileNotFoundError:
            # Whoever made it has put nothing into it yet, and takes another if this one has gone.
            with suppress(OSError):
                folder.rmdir()
            continue
        except OSError:
            continue
        if not _is_workshop(folder, lock):
            os.close(lock)
            continue
        _end_exchange(folder / _READY, place)
        _dismantle(folder, lock)


def meant(path: Path) -> Path:
    """The place for which `path` is made, if it lies in a workshop: the path that a person knows."""
    # From above, for a command's workshop may hold that of MkDocs.
    above = (*reversed(path.parents), path)
    return next((place for each in above if (place := _place_of(each))), path)


def _place_of(workshop: Path) -> Path | None:
    match = _NAME.fullmatch(workshop.name)
    return workshop.with_name(match[1]) if match else None


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from error


def _own_folder(place: Path) -> tuple[Path, int | None]:
    last: OSError | None = None
    for _ in range(_ATTEMPTS):
        folder = place.with_name(f".{place.name}.{secrets.token_hex(8)}.partial")
        folder.mkdir(mode=0o700)
        try:
            return folder, _signed(folder, _locked(folder / _LOCK, os.O_RDWR | os.O_CREAT))
        except (FileNotFoundError, BlockingIOError, PermissionError) as error:
            # Another build, which was tidying up, has taken it for a leftover; on Windows a lock is a matter of
            # permission.
            last = error
            _dismantle(folder, None)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            return folder, None
    assert last is not None
    raise last


def _signed(folder: Path, lock: int) -> int:
    try:
        os.write(lock, _SIGN)
    except OSError:
        _dismantle(folder, lock)
        raise
    return lock


def _is_workshop(folder: Path, lock: int) -> bool:
    """Whether the folder is of this kit; one that was killed before it could sign has nothing in it."""
    if not stat.S_ISREG(os.fstat(lock).st_mode):
        return False
    begin = os.read(lock, len(_SIGN) + 1)
    return begin == _SIGN or (not begin and os.listdir(folder) == [_LOCK])


def _locked(path: Path, flags: int) -> int:
    """The opened file, locked until it is closed or the process ends. If another has it, raises BlockingIOError,

    on Windows PermissionError.
    """
    file = os.open(path, flags, 0o600)
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(file)
        raise
    return file


def _end_exchange(ready: Path, place: Path) -> None:
    """A build was killed between two renamings: what it had made whole is all that is left."""
    if ready.exists() and not place.exists():
        try:
            ready.rename(place)
        except OSError:
            if not place.exists():
                raise


def _dismantle(folder: Path, lock: int | None) -> None:
    """The lock goes last: as long as anything is left, the next build can tell that nobody needs it."""
    with suppress(OSError):
        # Half removed it must not pass for whole.
        (folder / _READY).rename(folder / _WASTE)
    with suppress(OSError):
        for each in sorted(folder.iterdir()):
            if each.name != _LOCK and not _is_of_somebody(each):
                shutil.rmtree(each, ignore_errors=True)
    if lock is not None:
        os.close(lock)
    with suppress(OSError):
        if os.listdir(folder) in ([], [_LOCK]):
            (folder / _LOCK).unlink(missing_ok=True)
            folder.rmdir()


def _is_of_somebody(former: Path) -> bool:
    """Whether it stood at the place and is not ours: a build was killed before it could take that back."""
    return former.name.startswith(_FORMER) and strangers(former, PUBLISHING) != ()
