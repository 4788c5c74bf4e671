"""Assessment stage, remarks: hours that do not suffice for the ship that is to be worked by hand."""

from __future__ import annotations

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remarker, Remarks, at, denied, number
from quaybook.model.base import is_one_of
from quaybook.model.groups.kinds import Area
from quaybook.model.groups.plans import Mode


def _work(area: Reading) -> float | None:
    """How many boxes or trucks an area handles by hand before it stops; None where that is not known."""
    rate, hours = number(area.part.capacity_per_hour), number(area.part.max_hours)
    known = rate is not None and hours is not None and is_one_of(area.part.mode, Mode.MANUAL, Mode.DEGRADED)
    return rate * hours if known and rate is not None and hours is not None else None


def _cranes(t: Reading) -> float:
    """How many cranes work at the same time; the rate is that of one where nobody says otherwise."""
    load = t.part.manual.load
    return (None if load is None else number(load.cranes)) or 1


def _ship(t: Reading) -> Remarks:
    """A ship that is not finished when the work by hand has to stop."""
    boxes = number(t.part.manual.boxes_per_ship)
    for area in t.entries("manual.areas"):
        crane = _work(area) if area.part.area == Area.VESSEL else None
        done = None if crane is None else crane * _cranes(t)
        if boxes is not None and done is not None and done < boxes:
            facts = at(t, "manual.boxes_per_ship"), at(area, "max_hours")
            yield denied("ship_beyond_hours", *facts, boxes=boxes, hours=area.part.max_hours, done=done)


STOCK: tuple[Remarker, ...] = (_ship,)
