"""Formats stage, binder: what Typst makes is made anew only if something has changed that shapes it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from quaybook.formats import pandoc
from quaybook.formats.binder.fragments import pieces
from quaybook.formats.binder.plan import Entry
from quaybook.formats.binder.typesetting import tools
from quaybook.formats.contract import Edition


def kept(edition: Edition, folder: Path, main: str, files: Iterable[str], make: Callable[[], bytes]) -> bytes:
    """The PDF of `main`: as it was kept while `files` of the folder and the tools are the same, else what `make` gives.

    Raises whatever `make` raises; nothing is kept then.
    """
    digest = hashlib.sha256(repr((main, pandoc.version(), tools())).encode())
    for name in files:
        digest.update(hashlib.sha256((folder / name).read_bytes()).digest())
    key = digest.hexdigest()
    if (found := edition.cache.get(key)) is None:
        found = make()
        edition.cache.put(key, found)
    return found


def files_of(entries: Iterable[Entry]) -> Iterator[str]:
    """The names of the pieces and figures of which documents are laid out."""
    for entry in entries:
        yield from (f"{piece.name}.typ" for piece in pieces(entry))
        yield from (f"{figure.id}.svg" for figure in entry.document.figures)
