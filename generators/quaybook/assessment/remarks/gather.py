"""Assessment stage, the door to the remarks: everything about one terminal's facts that is work to do.

A remark stops nothing. Each is one small function that reads facts; a TODO is a blank and never anything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.blanks import blanks
from quaybook.assessment.remarks.dates import DATES
from quaybook.assessment.remarks.kinds import Remark, Remarker
from quaybook.assessment.remarks.people import PEOPLE
from quaybook.assessment.remarks.presence import PRESENCE
from quaybook.assessment.remarks.reached import REACHED
from quaybook.assessment.remarks.single import SINGLE
from quaybook.assessment.remarks.stale import stale
from quaybook.assessment.remarks.times import TIMES
from quaybook.facts.positions import Position, Source
from quaybook.model.terminal import Terminal

REMARKERS: tuple[Remarker, ...] = (blanks, stale, *SINGLE, *TIMES, *PEOPLE, *REACHED, *PRESENCE, *DATES)


def remarks(terminal: Terminal, facts: Source, today: date) -> tuple[Remark, ...]:
    """All remarks, by kind, each with the places of the facts that it rests on."""
    made = (remark for remarker in REMARKERS for remark in remarker(Reading(terminal, today)))
    return tuple(replace(remark, positions=tuple(_positions(remark, facts))) for remark in made)


def _positions(remark: Remark, facts: Source) -> Iterator[Position]:
    """Where to begin, and every other fact that is written somewhere."""
    for number, path in enumerate(remark.facts):
        position = facts.position(path)
        if number == 0 or path in facts.positions:
            yield position
