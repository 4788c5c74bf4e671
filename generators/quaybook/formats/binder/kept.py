"""Formats stage, binder: what Typst makes is made anew only if something has changed that shapes it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from quaybook.formats import pandoc
from quaybook.formats.binder.fragments import pieces
from quaybook.formats.binder.plan import Entry
from quaybook.formats.binder.typesetting import tools
from quaybook.formats.contract import Edition

Made: TypeAlias = Callable[[list[str]], Iterable[bytes]]


def kept(edition: Edition, folder: Path, main: str, shaping: Mapping[str, Iterable[str]], make: Made) -> list[bytes]:
    """The PDF files of `main` by their files of data, each with the other files of `folder` that shape it.

    What was kept stays while these and the tools are the same; `make` gives the rest. Raises what it raises.
    """
    keys = {data: _key(folder, (data, *files), main) for data, files in shaping.items()}
    found = {data: edition.cache.get(key) for data, key in keys.items()}
    missing = [data for data, content in found.items() if content is None]
    for data, content in zip(missing, make(missing) if missing else (), strict=True):
        edition.cache.put(keys[data], content)
        found[data] = content
    return [content for content in found.values() if content is not None]


def _key(folder: Path, files: Iterable[str], main: str) -> str:
    digest = hashlib.sha256(repr((main, pandoc.version(), tools())).encode())
    for name in files:
        digest.update(hashlib.sha256((folder / name).read_bytes()).digest())
    return digest.hexdigest()


def files_of(entries: Iterable[Entry]) -> Iterator[str]:
    """The names of the pieces and figures of which documents are laid out."""
    for entry in entries:
        yield from (f"{piece.name}.typ" for piece in pieces(entry))
        yield from (f"{figure.id}.svg" for figure in entry.document.figures)
