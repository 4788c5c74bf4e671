"""Formats stage, Word: the key under which a finished file is kept, made of all that shapes the file.

Whatever is missing here would serve a file of yesterday's text, tools or code. The day and the folder of a build are no
part of it, and neither is what of a document no Word file shows.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from importlib.metadata import version
from pathlib import Path

from quaybook.formats import pandoc
from quaybook.formats.look import Look
from quaybook.model.document import Document
from quaybook.wording.words import Words

_PACKAGE = Path(__file__).resolve().parents[2]
_ROOM = "formats/word"
# Rooms whose code works on a file. Other formats do not, and what the rest makes comes here as data, itself in the key.
_ROOMS = {_ROOM, "formats", "formats/binder", "files", "wording", "wording/dialect"}
_IMPORT = re.compile(r"^\s*from quaybook\.([\w.]+) import (\([^)]*\)|.*)", re.MULTILINE)
# What lays out and packs a file, and what draws its figures and with which letters.
LIBRARIES = ("python-docx", "lxml", "pygraphviz", "noto-cjk-sans-jp-regular", "typst")
# The text that pandoc reads is made of the body; the rest is for other formats or for nobody's eyes.
NOT_SHOWN = {"body", "data", "figures", "passages", "source", "sheets"}


class Keys:
    """Keys of the files of one document set; what all of them share is hashed once."""

    def __init__(self, reader: str, reference: bytes, words: Words, look: Look, mark: object = None) -> None:
        self._shared = _digest(reader, reference, words.tree, look.values, mark, tools(), code(_PACKAGE))

    def of(self, document: Document, text: str) -> str:
        """The key of the file made of `text`, the document's body as pandoc reads it but for the sizes of figures."""
        shown = [getattr(document, field.name) for field in fields(document) if field.name not in NOT_SHOWN]
        return _digest(self._shared, text, shown, [figure.dot for figure in document.figures])


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@cache
def tools() -> tuple[str, ...]:
    """The versions of the program and the libraries that make a file."""
    return (pandoc.version(), zlib.ZLIB_RUNTIME_VERSION, *map(version, LIBRARIES))


@cache
def code(package: Path) -> str:
    """A digest of the kit's own code that makes a file: all of this room, and what that imports, however far off."""
    room = (path for path in (package / _ROOM).iterdir() if path.is_file())
    read: dict[str, bytes] = {}
    todo = sorted(room)
    for path in todo:
        if (name := path.relative_to(package).as_posix()) not in read:
            read[name] = path.read_bytes()
            todo += _imported(package, read[name].decode())
    return _digest(sorted(read.items()))


def _imported(package: Path, text: str) -> Iterator[Path]:
    for module, names in _IMPORT.findall(text):
        for way in (module, *(f"{module}.{name}" for name in re.findall(r"\w+", names))):
            path = package.joinpath(*way.split(".")).with_suffix(".py")
            if path.parent.relative_to(package).as_posix() in _ROOMS and path.is_file():
                yield path
