"""Files stage: two folders change places, so that the place is never empty and never half filled.

Linux and macOS do it in one step; elsewhere, and on file systems that cannot, it takes two renamings.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable, Iterable
from functools import cache
from itertools import islice
from pathlib import Path

_ATTEMPTS = 10
# Another process put a folder there, or took it away, between our look and our step.
_OUTRUN = {errno.ENOENT, errno.EEXIST, errno.ENOTEMPTY}
_HERE = -100  # AT_FDCWD: relative to the working folder
_SWAP = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


def exchange(new: Path, place: Path, olds: Iterable[Path]) -> Path | None:
    """`new` comes to `place`; returns the one of `olds` where now lies what stood there, if anything did.

    `olds` are free paths beside `new`, one for each attempt. At every moment `place` is whole, or, where it
    takes two renamings, missing while `new` is whole. Raises OSError; then `place` is as it was.
    """
    last: OSError | None = None
    for old in islice(olds, _ATTEMPTS):
        try:
            if not place.exists():
                new.rename(place)
                return None
            _trade(new, place, old)
            return old
        except OSError as error:
            if error.errno not in _OUTRUN:
                raise
            last = error
    assert last is not None
    raise last


def _trade(new: Path, place: Path, old: Path) -> None:
    new.rename(old)
    if _swapped(old, place):
        return
    old.rename(new)
    place.rename(old)
    try:
        new.rename(place)
    except OSError:
        if not place.exists():
            old.rename(place)
        raise


def _swapped(one: Path, other: Path) -> bool:
    """Whether the system has exchanged the two; if not, nothing has happened."""
    call = _system_call()
    return call is not None and call(os.fsencode(one), os.fsencode(other)) == 0


@cache
def _system_call() -> Callable[[bytes, bytes], int] | None:
    if sys.platform not in ("linux", "darwin"):
        return None
    library = ctypes.CDLL(None)
    if hasattr(library, "renameat2"):
        return lambda one, other: int(library.renameat2(_HERE, one, _HERE, other, _SWAP))
    if hasattr(library, "renamex_np"):
        return lambda one, other: int(library.renamex_np(one, other, _SWAP))
    return None
