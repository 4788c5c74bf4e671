"""Files stage: new texts → a terminal's folder, all of them or none; what stood there is kept as a backup."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path

from quaybook.files.copying import copy_entry
from quaybook.files.refusal import refusal
from quaybook.files.workshop import Workshop
from quaybook.problems import Problem

# Hidden, for each other folder beside it is a terminal.
BACKUPS = ".backup"


def write_facts(folder: Path, texts: Mapping[str, str], stamp: str) -> Path | Problem | None:
    """Writes all `texts` (file name → content) into `folder`, or none of them; other files there stay as they are.

    Returns the backup folder that now holds what stood there before, None if there was nothing to keep, or the
    problem because of which nothing was written. `stamp` becomes part of the backup's name.
    """
    try:
        workshop = Workshop(folder)
        try:
            return _write(workshop, texts, stamp)
        finally:
            workshop.close()
    except OSError as error:
        return refusal(error, folder.parent)


def _write(workshop: Workshop, texts: Mapping[str, str], stamp: str) -> Path | None:
    place, new = workshop.place, workshop.making
    if place.exists():
        copy_entry(place, new)
        _make_backups(place.parent / BACKUPS)
    else:
        new.mkdir()
    for name, text in texts.items():
        _write_text(new / name, text)
    for each in (new, *new.rglob("*")):
        _to_disk(each)
    kept = workshop.finish(_free_names(place, stamp))
    _to_disk(place.parent)
    if kept:
        # Only an empty one goes.
        with suppress(OSError):
            kept.rmdir()
            return None
    return kept


def _free_names(place: Path, stamp: str) -> Iterator[Path]:
    first = place.parent / BACKUPS / f"{place.name}-{stamp}"
    names = (first if n == 1 else first.with_name(f"{first.name}-{n}") for n in count(1))
    return (name for name in names if not name.exists())


def _make_backups(folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    ignored = folder / ".gitignore"
    if not os.path.lexists(ignored):
        # What git keeps needs no second copy there.
        ignored.write_text("*\n", encoding="utf-8")


def _write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        # Else the text would go to wherever the link leads.
        path.unlink()
    path.write_text(text, encoding="utf-8", newline="\n")


def _to_disk(path: Path) -> None:
    """A power cut after the exchange must not leave empty files."""
    if path.is_symlink():
        return
    if path.is_dir():
        # Windows has nothing of the kind, and some file systems refuse it; each text is safe without.
        with suppress(OSError):
            _synced(path, os.O_RDONLY)
    else:
        _synced(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)


def _synced(path: Path, flags: int) -> None:
    file = os.open(path, flags)
    try:
        os.fsync(file)
    finally:
        os.close(file)
