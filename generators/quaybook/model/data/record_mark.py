"""Model stage: the mark by which a filled-in sheet says of which terminal, and of which drill or course, it is.

Whoever writes such sheets and whoever reads them back agree here, and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_FIRST, _VERSION = "quaybook-record", "1"
_PARTS = 6


class RecordKind(StrEnum):
    """What a sheet is about."""

    DRILL = "drill"
    COURSE = "course"


@dataclass(frozen=True)
class Mark:
    """The first cell of a sheet: `subject` is the id of the drill or course, `part` which sheet of the book it is."""

    kind: RecordKind
    terminal: str
    subject: str
    part: str


def mark_of(kind: RecordKind, terminal: str, subject: str) -> str:
    """What the first cell of each sheet begins with; the name of the sheet's part follows."""
    return f"{_FIRST} {_VERSION} {kind.value} {terminal} {subject}"


def read_mark(text: str) -> Mark | None:
    """What a first cell says; None for that of any other workbook, or of a version that is not known."""
    words = text.split()
    if len(words) != _PARTS or words[:2] != [_FIRST, _VERSION] or words[2] not in tuple(RecordKind):
        return None
    return Mark(RecordKind(words[2]), *words[3:])
