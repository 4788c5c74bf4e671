"""Assessment stage, the door to the remarks: everything about one terminal's facts that is work to do.

A remark stops nothing. Each is one small function that reads facts; a TODO is a blank and never anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.blanks import blanks
from quaybook.assessment.remarks.conflicts.hands import HANDS
from quaybook.assessment.remarks.conflicts.lists import LISTS
from quaybook.assessment.remarks.conflicts.load import LOAD
from quaybook.assessment.remarks.conflicts.parts import PARTS
from quaybook.assessment.remarks.conflicts.posts import POSTS
from quaybook.assessment.remarks.conflicts.sites import SITES
from quaybook.assessment.remarks.conflicts.stock import STOCK
from quaybook.assessment.remarks.conflicts.systems import SYSTEMS
from quaybook.assessment.remarks.dates import DATES
from quaybook.assessment.remarks.document_control import DOCUMENT_CONTROL
from quaybook.assessment.remarks.kinds import Remark, Remarker, told_by
from quaybook.assessment.remarks.people import PEOPLE
from quaybook.assessment.remarks.presence import PRESENCE
from quaybook.assessment.remarks.reached import REACHED
from quaybook.assessment.remarks.single import SINGLE
from quaybook.assessment.remarks.stale import stale
from quaybook.assessment.remarks.tables.bounds import BOUNDS
from quaybook.assessment.remarks.tables.denials import DENIALS
from quaybook.assessment.remarks.tables.grammar import GRAMMAR
from quaybook.assessment.remarks.tables.orders import ORDERS
from quaybook.assessment.remarks.times import TIMES
from quaybook.assessment.remarks.writing import cut_values, joined_entries
from quaybook.facts.positions import Position, Source
from quaybook.model.terminal import Terminal

_TABLES = (*ORDERS, *DENIALS, *BOUNDS, *GRAMMAR)
_CONFLICTS = (*POSTS, *HANDS, *PARTS, *STOCK, *LISTS, *LOAD, *SYSTEMS, *SITES)
REMARKERS: tuple[Remarker, ...] = (
    *(blanks, stale),
    *(*SINGLE, *TIMES, *PEOPLE, *REACHED, *PRESENCE, *DATES, *DOCUMENT_CONTROL),
    *(*_CONFLICTS, *_TABLES),
)


def remarks(terminal: Terminal, facts: Source, today: date) -> tuple[Remark, ...]:
    """All remarks, by kind, each with the places of the facts that it rests on."""
    made = [remark for remarker in REMARKERS for remark in told_by(remarker, Reading(terminal, today))]
    return placed([*made, *cut_values(facts), *joined_entries(facts)], facts)


def placed(found: Iterable[Remark], facts: Source) -> tuple[Remark, ...]:
    """Remarks with the places of the facts that they rest on."""
    return tuple(replace(remark, positions=tuple(_positions(remark, facts))) for remark in found)


def _positions(remark: Remark, facts: Source) -> Iterator[Position]:
    """Where to begin, and every other fact that is written somewhere."""
    for number, path in enumerate(remark.facts):
        position = facts.position(path)
        if number == 0 or path in facts.positions:
            yield position
