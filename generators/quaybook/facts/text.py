"""Facts stage, first step: a file on disk → its text, or the reason why it is none.

People hand in what they have: other encodings, folders, pipes, files of any size. A file is measured
before it is read, and what no output format can carry is refused here, with its line.
"""

from __future__ import annotations

import re
import stat
from itertools import islice
from pathlib import Path

from quaybook.problems import Problem

MAX_BYTES = 5_000_000
_LINES_TOLD = 100
_LINE_END = re.compile("\r\n|\r|\n")
# What nobody sees: marks that turn the rest of a line round, stand-ins for nothing, tags, annotations. Joiners and
# variation selectors are not among them; names and emoji need them.
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
# Controls, surrogates, non-characters and byte order marks amid the text: no output format can carry them.
REFUSED_SIGNS = (
    f"{_UNSEEN}"
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
)


def _all_but(signs: str) -> str:
    """The set of all characters that are not in the set."""
    ends = sorted((ord(first), ord(last or first)) for first, last in re.findall("(?s)(.)(?:-(.))?", signs))
    gaps = zip([0, *(last + 1 for _, last in ends)], [*(first - 1 for first, _ in ends), 0x10FFFF], strict=True)
    return "".join(f"{re.escape(chr(start))}-{re.escape(chr(end))}" for start, end in gaps if start <= end)


# Every text is searched. Most characters are in the first table of those that are allowed; to see that one is not
# among the refused takes a look at each of their ranges, ten times as long.
REFUSED = re.compile(f"[^{_all_but(REFUSED_SIGNS)}]")
_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
# Names that both Python and iconv know; where several fit, the one that gives the most Japanese is meant.
_JAPANESE = ("EUC-JP", "CP932")
_KANA_OR_KANJI = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")


def line_at(text: str, index: int) -> int:
    """The line of a character as editors count lines."""
    return len(_LINE_END.findall(text, 0, index)) + 1


def refused_character(text: str) -> tuple[str, int] | None:
    """The first character that cannot be a part of a fact, as `U+0000`, and its index."""
    found = REFUSED.search(text)
    return (f"U+{ord(found[0]):04X}", found.start()) if found else None


def read_text(path: Path, name: str) -> str | Problem:
    """The text of the file `path`, called `name` in problems. Never raises for what lies there."""
    raw = _bytes(path, name)
    return raw if isinstance(raw, Problem) else _decoded(raw, path, name)


def refused_lines(text: str, name: str) -> list[Problem]:
    """The lines of the file called `name` that hold a character which cannot be a part of a fact, the first ones."""
    if not REFUSED.search(text):
        return []
    found = ((number, refused_character(line)) for number, line in enumerate(_LINE_END.split(text), 1))
    wrong = (Problem.at("character_refused", name, number, char=each[0]) for number, each in found if each)
    return list(islice(wrong, _LINES_TOLD))


def _bytes(path: Path, name: str) -> bytes | Problem:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            # Opening a pipe would wait for somebody who writes into it.
            return Problem.at("not_a_file", name)
        if found.st_size > MAX_BYTES:
            return Problem.at("file_too_large", name, 0, size=_megabytes(found.st_size), limit=_megabytes(MAX_BYTES))
        with path.open("rb") as file:
            return file.read(MAX_BYTES)
    except OSError as error:
        return Problem.at("file_unreadable", name, 0, detail=error.strerror or "")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}"


def _decoded(raw: bytes, path: Path, name: str) -> str | Problem:
    encoding, at = _other_encoding(raw), 0
    if encoding is None:
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            encoding, at = _japanese(raw), error.start
    line = line_at(raw[:at].decode("latin-1"), at)
    if not encoding:
        return Problem.at("not_a_text_file", name, line)
    return Problem.at("not_utf8", name, line, encoding=encoding, name=path.name)


def _other_encoding(raw: bytes) -> str | None:
    """An encoding that could pass for UTF-8, or that says of itself what it is."""
    for mark, encoding in _MARKS.items():
        if raw.startswith(mark):
            return encoding
    if b"\x1b$" in raw and raw.isascii():
        return "ISO-2022-JP"
    head = raw[:2000]
    if head.count(0) * 10 <= len(head):
        return None
    return "UTF-16LE" if head[1::2].count(0) > head[::2].count(0) else "UTF-16BE"


def _japanese(raw: bytes) -> str:
    """The Japanese encoding in which the bytes make sense; empty if there is none."""
    likely: dict[str, int] = {}
    for encoding in _JAPANESE:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not REFUSED.search(text):
            likely[encoding] = len(_KANA_OR_KANJI.findall(text))
    return max(likely, key=lambda encoding: likely[encoding], default="")
