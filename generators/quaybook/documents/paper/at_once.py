"""Documents stage, paper: in how many areas the people with experience can stand by at the same time."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from quaybook.model.groups.kinds import Area
from quaybook.model.groups.manual import WorkArea

# Work that waits for somebody with experience; the others begin without.
_STOOD_BY = (Area.VESSEL, Area.YARD, Area.GATE, Area.EMPTY)


def at_once(areas: Mapping[Area, WorkArea], ranks: Mapping[Area, float]) -> tuple[list[Area], list[Area] | None]:
    """The areas that go on and need somebody, and those for which there is one; None if not all people are named.

    An area of a higher rank finds somebody first, and keeps them whoever comes after it.
    """
    ranked = sorted(_STOOD_BY, key=lambda kind: ranks.get(kind, inf))
    going = {kind: areas[kind] for kind in ranked if kind in areas and not areas[kind].stops}
    able = {kind: [who for who in area.experienced if isinstance(who, str)] for kind, area in going.items()}
    if any(len(able[kind]) < len(area.experienced) for kind, area in going.items()):
        return list(going), None
    taken: dict[str, Area] = {}
    return list(going), [kind for kind in going if _finds(kind, able, taken, set())]


def _finds(kind: Area, able: Mapping[Area, list[str]], taken: dict[str, Area], asked: set[str]) -> bool:
    """Whether somebody is found for an area, if need be by finding somebody else for the area where they are."""
    for who in able[kind]:
        if who not in asked:
            asked.add(who)
            if who not in taken or _finds(taken[who], able, taken, asked):
                taken[who] = kind
                return True
    return False
