"""Files stage: an output comes to its place, where it takes the place of nothing but an output.

What a build may replace was looked at before it began; here it is looked at once more, for building takes time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from quaybook.files.copying import copy_entry
from quaybook.files.marker import PUBLISHING, strangers
from quaybook.files.workshop import Workshop
from quaybook.problems import Problem

_NAMES_SHOWN = 5


def put_in_place(workshop: Workshop) -> Problem | None:
    """Brings what was made to its place; if anything there is not ours, all stays as it was. Raises OSError."""
    carried = _carry_over(workshop.place, workshop.making)
    found = strangers(workshop.place, carried)
    if not found:
        former = workshop.finish()
        # What was put there up to the last moment shows only now that nobody reaches it any more.
        found = strangers(former, carried) if former else ()
        if former and found:
            workshop.take_back(former)
        elif former:
            _follow_up(former, workshop.place, carried)
    return Problem.at("output_changed_meanwhile", str(workshop.place), names=some(found)) if found else None


def _follow_up(former: Path, place: Path, carried: Iterable[str]) -> None:
    """Takes over what somebody put into the files that publish a site between their copy and the exchange."""
    for name in carried:
        for late in [former / name, *sorted((former / name).rglob("*"))]:
            target = place / late.relative_to(former)
            if not os.path.lexists(target):
                copy_entry(late, target)
            elif late.is_file() and late.stat().st_mtime_ns > target.stat().st_mtime_ns:
                target.unlink()
                copy_entry(late, target)


def some(names: Iterable[str]) -> str:
    """The first of `names`, for a message."""
    first = list(names)
    return ", ".join((*first[:_NAMES_SHOWN], *(("…",) if len(first) > _NAMES_SHOWN else ())))


def _carry_over(place: Path, new: Path) -> tuple[str, ...]:
    """Takes over what publishes the site at `place`, unless `new` has its own; returns the names."""
    kept = [name for name in PUBLISHING if os.path.lexists(place / name) and not os.path.lexists(new / name)]
    for name in kept:
        copy_entry(place / name, new / name)
    return tuple(kept)
