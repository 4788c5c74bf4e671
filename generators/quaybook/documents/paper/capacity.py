"""Documents stage, paper: how far work by hand reaches, reckoned from the terminal's own numbers.

A number that nobody knows stays unknown, and so does every result that rests on it: whoever reads the table on paper
writes it in. What is only assumed is reckoned with, for its mark stands where the fact itself is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import floor, prod

from quaybook.documents.paper.at_once import at_once
from quaybook.model.base import is_one_of, meant
from quaybook.model.groups.kinds import Area
from quaybook.model.groups.manual import WorkArea
from quaybook.model.groups.plans import Mode
from quaybook.model.terminal import Terminal

Number = float | None
_HOURS_OF_A_DAY = 24.0


class Verdict(StrEnum):
    """What comes of a comparison of what can be done with what is needed."""

    ENOUGH = "enough"
    SHORT = "short"
    OPEN = "open"


@dataclass(frozen=True)
class Row:
    """One line of the arithmetic: its name, the numbers in it and areas of work, and what comes of them."""

    key: str
    verdict: Verdict
    numbers: Mapping[str, Number]
    areas: Mapping[str, tuple[Area, ...]] = field(default_factory=dict)


def _known(value: object) -> Number:
    value = meant(value)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _times(*numbers: Number) -> Number:
    known = [number for number in numbers if number is not None]
    return prod(known) if len(known) == len(numbers) else None


def _plus(*numbers: Number) -> Number:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _minus(one: Number, other: Number) -> Number:
    return None if one is None or other is None else one - other


def _over(one: Number, other: Number) -> Number:
    return None if one is None or not other else one / other


def _whole(number: Number) -> Number:
    # A hundred times a share is not always a whole number to the machine.
    return None if number is None else float(max(floor(round(number, 6)), 0))


class Reckoning:
    """The numbers of one terminal, each of them None where nobody knows it."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        manual = terminal.manual
        self.areas: dict[Area, WorkArea] = {}
        for area in manual.areas:
            if isinstance(area.area, Area):
                self.areas.setdefault(area.area, area)
        self.quay = _times(self.rate(Area.VESSEL), self.load("cranes"))
        self.yard = _times(self.rate(Area.YARD), self.load("yard_teams"))
        self.factor = _plus(1.0, _over(self.load("rehandling_percent"), 100))
        self.teu = _plus(1.0, _over(self.load("forty_foot_percent"), 100))
        self.full = _known(manual.yard_full_percent)
        self.stop_teu = _times(self.load("yard_slots_teu"), _over(self.full, 100))
        self.room = _minus(self.stop_teu, self.load("yard_stock_teu"))
        self.room_boxes = _whole(_over(self.room, self.teu))
        self.ship_teu = _times(self.load("discharge_per_ship"), self.teu)

    def load(self, key: str) -> Number:
        """A number of the load that the terminal has told of itself."""
        load = self.terminal.manual.load
        return None if load is None else _known(getattr(load, key))

    def rate(self, kind: Area) -> Number:
        """What an area does in an hour by hand; 0 where all of it stops."""
        area = self.areas.get(kind)
        if area is None:
            return None
        if area.parts:
            going = [part for part in area.parts if not is_one_of(part.mode, Mode.STOP)]
            return _plus(0.0, *(_known(part.capacity_per_hour) for part in going))
        return 0.0 if is_one_of(area.mode, Mode.STOP) else _known(area.capacity_per_hour)

    def hours(self, kind: Area) -> Number:
        """How long an area goes on by hand."""
        area = self.areas.get(kind)
        return None if area is None else _known(area.max_hours)

    def due(self, kind: Area) -> Number:
        """When the work of an area is due after the systems have stopped."""
        works = [work for work in self.terminal.bcp.priority_work if is_one_of(work.area, kind)]
        return _known(works[0].rto_hours) if works else None

    def ranks(self) -> dict[Area, float]:
        """The rank of each area of work among the work that goes first."""
        found: dict[Area, float] = {}
        for work in self.terminal.bcp.priority_work:
            rank = _known(work.priority)
            if isinstance(work.area, Area) and rank is not None:
                found[work.area] = min(rank, found.get(work.area, rank))
        return found


def _row(key: str, can: Number, needed: Number, /, **numbers: Number) -> Row:
    """A line that is short where `needed` is more than `can`; `left` is what lies between them."""
    left = _minus(can, needed)
    verdict = Verdict.OPEN if left is None else Verdict.ENOUGH if left >= 0 else Verdict.SHORT
    return Row(key, verdict, {**numbers, "left": None if left is None else abs(left)})


def _ships(r: Reckoning) -> Iterator[Row]:
    rate, cranes, hours = r.rate(Area.VESSEL), r.load("cranes"), r.hours(Area.VESSEL)
    done = _times(rate, cranes, hours)
    boxes, discharge = _known(r.terminal.manual.boxes_per_ship), r.load("discharge_per_ship")
    yield _row("vessel", done, boxes, rate=rate, cranes=cranes, hours=hours, done=done, boxes=boxes)
    yield _row("discharge", done, discharge, rate=rate, cranes=cranes, hours=hours, done=done, boxes=discharge)


def _gate(r: Reckoning) -> Iterator[Row]:
    rate, hours, day = r.rate(Area.GATE), r.load("gate_hours"), r.load("gate_per_day")
    done = _times(rate, hours)
    yield _row("gate", done, day, rate=rate, hours=hours, done=done, day=day)


def _yard(r: Reckoning) -> Iterator[Row]:
    gate = r.rate(Area.GATE)
    moves = _times(_plus(gate, r.quay), r.factor)
    allowed = _whole(_minus(_over(r.yard, r.factor), r.quay))
    numbers = {"gate": gate, "quay": r.quay, "factor": r.factor, "moves": moves, "yard": r.yard, "allowed": allowed}
    yield _row("yard", r.yard, moves, **numbers)


def _room(r: Reckoning) -> Iterator[Row]:
    slots, stock, discharge = r.load("yard_slots_teu"), r.load("yard_stock_teu"), r.load("discharge_per_ship")
    room = {"slots": slots, "full": r.full, "stock": stock, "room": r.room, "teu": r.teu, "boxes": r.room_boxes}
    yield _row("room", r.room_boxes, discharge, **room, discharge=discharge)
    hours, most = _over(r.room_boxes, r.quay), r.hours(Area.VESSEL)
    # A ship brings no more ashore than it has, however long the work could go on.
    ashore = _over(discharge, r.quay)
    ends = None if ashore is None or most is None else min(ashore, most)
    fills = {"boxes": r.room_boxes, "rate": r.quay, "hours": hours, "full": r.full}
    yield _row("full", hours, ends, **fills, most=most, discharge=discharge, ends=ends)
    limit, every = _whole(_minus(r.stop_teu, r.ship_teu)), r.load("ship_every_hours")
    # The ship at the quay is put ashore first, and then the next one has to find room below the limit.
    beyond = _over(_minus(_plus(stock, r.ship_teu), limit), r.teu)
    out = None if beyond is None else float(max(0, -floor(-beyond)))
    gate = _times(r.rate(Area.GATE), r.load("gate_hours"), _over(every, _HOURS_OF_A_DAY))
    can, shown = _whole(gate), {"slots": slots, "full": r.full, "discharge": discharge, "teu": r.teu}
    yield _row("next", can, out, **shown, limit=limit, every=every, out=out, can=can)


def _reefers(r: Reckoning) -> Iterator[Row]:
    stock, rate = r.load("reefer_stock"), r.rate(Area.REEFER)
    plugs, every = r.load("reefer_plugs"), r.load("reefer_round_hours")
    hours = _over(stock, rate)
    yield _row("reefer", every, hours, stock=stock, rate=rate, hours=hours, every=every)
    free = _minus(plugs, stock)
    yield _row("plugs", _minus(free, 1.0), 0.0, plugs=plugs, stock=stock, free=free)
    reefer, dangerous = r.areas.get(Area.REEFER), r.areas.get(Area.DANGEROUS)
    heads = [area.responsible for area in (reefer, dangerous) if area is not None and isinstance(area.responsible, str)]
    if len(heads) == 2 and heads[0] == heads[1]:
        start, due = r.due(Area.REEFER), r.due(Area.DANGEROUS)
        end = _plus(start, hours)
        yield _row("rounds", due, end, start=start, hours=hours, end=end, due=due)


def _people(r: Reckoning) -> Iterator[Row]:
    going, stood = at_once(r.areas, r.ranks())
    can = None if stood is None else float(len(stood))
    people, areas = _known(r.terminal.manual.experienced_staff), float(len(going))
    yield _named(_row("people", can, areas, people=people, can=can, areas=areas), going, stood)
    numbers = [_known(shift.experienced) for shift in r.terminal.manual.shifts]
    known = [number for number in numbers if number is not None]
    if known:
        least = min(known)
        # One who is there can only stand by one area, whatever else they know.
        few = None if can is None else min(can, least)
        row = _row("shift", few, areas, people=least, can=few, areas=areas)
        yield _named(row, going, None if stood is None or few is None else stood[: int(few)])


def _named(row: Row, going: list[Area], stood: list[Area] | None) -> Row:
    """The row with the areas that somebody stands by, and those that stop, in the order of their ranks."""
    kept = tuple(stood or ())
    return replace(row, areas={"kept": kept, "stopped": tuple(kind for kind in going if kind not in kept)})


def _typing(r: Reckoning) -> Iterator[Row]:
    """What is written in a day and has to be typed: each box at the gate or the quay, and once more in the yard."""
    typing = r.terminal.manual.typing
    pairs, rate = (None, None) if typing is None else (_known(typing.pairs), _known(typing.entries_per_hour))
    hours = r.hours(Area.VESSEL)
    quay = _times(r.quay, None if hours is None else min(hours, _HOURS_OF_A_DAY))
    gate = _times(r.rate(Area.GATE), r.load("gate_hours"))
    arrived = _plus(quay, gate)
    entries = _plus(arrived, _times(arrived, r.factor))
    entries = None if entries is None else float(round(entries))
    an_hour = _times(rate, pairs)
    took, most = _over(entries, an_hour), _times(an_hour, _HOURS_OF_A_DAY)
    numbers = {"gate": gate, "quay": quay, "factor": r.factor, "entries": entries, "rate": rate, "pairs": pairs}
    yield _row("typing", _HOURS_OF_A_DAY, took, **numbers, hours=took, most=most)


def capacity(terminal: Terminal) -> tuple[Row, ...]:
    """The arithmetic of one terminal in the order in which it is read."""
    r = Reckoning(terminal)
    parts = (_ships, _gate, _yard, _room, _reefers, _people, _typing)
    return tuple(row for part in parts for row in part(r))
