"""Formats stage: what a company's paper looks like: its own Word file with its styles, and its logo, from the facts.

Both are files in the folder of the facts that name them. They come from outside, so they are looked at before any
format uses them: a path leads nowhere else, a Word file brings no program and reaches nothing, a picture is one.
"""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from quaybook.facts.listing import is_outside
from quaybook.facts.positions import Source, dotted
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem

MAX_MB = 5
_MAX_OPENED, _MAX_ENTRIES, _MAX_SIDE = 60_000_000, 2_000, 10_000
_PARTS = ("[Content_Types].xml", "word/document.xml", "word/styles.xml")
# A file that was saved as "strict" has other names for everything.
_STYLES = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ACTS = re.compile(r"vbaProject|vbaData|/activeX/|/embeddings/|customUI", re.IGNORECASE)
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# What of a drawing runs, or is fetched from elsewhere.
_LIVELY = re.compile(rb"<(?:\w+:)?(?:script|foreignObject|style|image|use)\b|\son\w+\s*=|href\s*=|url\(", re.IGNORECASE)


@dataclass(frozen=True)
class Logo:
    """A picture: its bytes, whether they are `png`, `jpeg` or `svg`, and how wide it is for its height."""

    content: bytes
    kind: str
    ratio: float


@dataclass(frozen=True)
class Letterhead:
    """What a terminal has of its own; `reference` are the bytes of its Word file."""

    reference: bytes | None = None
    logo: Logo | None = None


class _RefusedError(Exception):
    """A file that is not what it should be: the code of the problem and what came."""

    def __init__(self, code: str, came: object = "") -> None:
        super().__init__(code)
        self.code, self.came = code, came


def load_letterhead(terminal: Terminal, source: Source, terminals: Path) -> tuple[Letterhead, tuple[Problem, ...]]:
    """What the facts name, and what is wrong with it."""
    control, problems = terminal.document_control, list[Problem]()

    def read(key: str, named: str | None, look: Callable[[bytes], bytes | Logo]) -> bytes | Logo | None:
        if named is None:
            return None
        path = ("document_control", key)
        position = source.position(path)
        try:
            return look(_content(terminals, position.file, named))
        except _RefusedError as refused:
            values = {"came": named, "detail": refused.came, "limit": MAX_MB}
            problems.append(Problem.at(refused.code, position.file, position.line, dotted(path), **values))
        return None

    reference, logo = read("reference_docx", control.reference_docx, _word_file), read("logo", control.logo, _picture)
    assert not isinstance(reference, Logo)
    assert not isinstance(logo, bytes)
    return Letterhead(reference, logo), tuple(problems)


def _content(terminals: Path, facts: str, named: str) -> bytes:
    """The bytes of a file that lies in the folder of the facts that name it."""
    folder, way = terminals.parent / Path(facts).parent, PurePosixPath(named)
    path = folder / way
    steps = [path, *list(path.parents)[: len(way.parts) - 1]]
    if way.is_absolute() or ".." in way.parts or "\\" in named or ":" in named or is_outside(path, terminals):
        raise _RefusedError("own_file_outside")
    if any(step.is_symlink() for step in steps):
        raise _RefusedError("own_file_link")
    try:
        if not path.is_file():
            raise _RefusedError("own_file_missing")
        if os.stat(path).st_size > MAX_MB * 1_000_000:
            raise _RefusedError("own_file_too_large")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise _RefusedError("own_file_missing") from error


def _word_file(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            entries = opened.infolist()
            if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_OPENED:
                raise _RefusedError("own_file_too_large")
            if missing := [name for name in _PARTS if name not in opened.namelist()]:
                raise _RefusedError("own_file_not_docx", missing[0])
            read = {name: opened.read(name) for name in opened.namelist() if name.endswith((".xml", ".rels"))}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise _RefusedError("own_file_not_docx") from error
    if acting := [entry.filename for entry in entries if _ACTS.search(entry.filename)]:
        raise _RefusedError("own_file_acts", acting[0])
    if b"macroEnabled" in read[_PARTS[0]]:
        raise _RefusedError("own_file_acts", _PARTS[0])
    for name, part in read.items():
        _inert(name, part)
    if _STYLES not in read[_PARTS[2]]:
        raise _RefusedError("own_file_not_docx", _PARTS[2])
    return content


def _inert(name: str, part: bytes) -> None:
    """Refuses a part that cannot be read, declares something of its own, or leads out of the file."""
    if _DECLARES.search(part) or b"\x00" in part:
        raise _RefusedError("own_file_not_docx", name)
    try:
        root = ElementTree.fromstring(part)
    except ElementTree.ParseError as error:
        raise _RefusedError("own_file_not_docx", name) from error
    for each in root if name.endswith(".rels") else ():
        # A link that a person clicks is text; everything else is fetched by the program.
        if each.get("TargetMode") == "External" and not each.get("Type", "").endswith("/hyperlink"):
            raise _RefusedError("own_file_acts", each.get("Target", ""))


def _picture(content: bytes) -> Logo:
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and len(content) > 24:
        return _sized(content, "png", *struct.unpack(">II", content[16:24]))
    if content.startswith(b"\xff\xd8\xff"):
        return _sized(content, "jpeg", *_jpeg_sides(content))
    if b"<svg" in content[:2_000]:
        return _drawing(content)
    raise _RefusedError("own_file_not_picture")


def _sized(content: bytes, kind: str, width: float, height: float) -> Logo:
    if not (0 < width <= _MAX_SIDE and 0 < height <= _MAX_SIDE):
        raise _RefusedError("own_file_not_picture")
    return Logo(content, kind, width / height)


def _jpeg_sides(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        mark, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        # The frame's head, of whatever kind, but for three marks that tell something else.
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7])
        at += 2 + length
    raise _RefusedError("own_file_not_picture")


def _drawing(content: bytes) -> Logo:
    if _DECLARES.search(content) or _LIVELY.search(content):
        raise _RefusedError("own_file_acts", "SVG")
    try:
        root = ElementTree.fromstring(content)
        sides = [float(side) for side in root.get("viewBox", "").replace(",", " ").split()][2:]
        sides = sides or [float(re.sub(r"[a-z%]+$", "", root.get(side, ""))) for side in ("width", "height")]
    except (ElementTree.ParseError, ValueError) as error:
        raise _RefusedError("own_file_not_picture") from error
    if len(sides) != 2 or not root.tag.endswith("svg"):
        raise _RefusedError("own_file_not_picture")
    return _sized(content, "svg", *sides)
