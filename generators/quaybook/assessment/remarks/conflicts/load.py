"""Assessment stage, remarks: what stands in the yard and comes to it, against the room, the hours and the people."""

from __future__ import annotations

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remarker, Remarks, at, denied, number
from quaybook.model.groups.kinds import Area


def _load(t: Reading, key: str) -> float | None:
    load = t.part.manual.load
    return None if load is None else number(getattr(load, key))


def _area(t: Reading, kind: Area) -> Reading | None:
    """The area of that kind, unless all of it stops."""
    found = [area for area in t.entries("manual.areas") if area.part.area == kind]
    return found[0] if found and not found[0].part.stops else None


def _room(t: Reading) -> float | None:
    """How many TEU may still come before the yard is as full as is allowed."""
    slots, stock, full = _load(t, "yard_slots_teu"), _load(t, "yard_stock_teu"), number(t.part.manual.yard_full_percent)
    return None if slots is None or stock is None or full is None else slots * full / 100 - stock


def _full_already(t: Reading) -> Remarks:
    """A yard that stands, on average, fuller than it may."""
    room = _room(t)
    if room is not None and room < 0:
        facts = at(t, "manual.load.yard_stock_teu"), at(t, "manual.yard_full_percent")
        full = number(t.part.manual.yard_full_percent)
        yield denied("yard_full_already", *facts, stock=_load(t, "yard_stock_teu"), full=full)


def _full_too_soon(t: Reading) -> Remarks:
    """A yard that is full while the ship is still being worked, if nothing leaves."""
    room, vessel = _room(t), _area(t, Area.VESSEL)
    cranes, share = _load(t, "cranes"), _load(t, "forty_foot_percent")
    if vessel is None or room is None or room < 0 or not cranes or share is None:
        return
    rate, hours = number(vessel.part.capacity_per_hour), number(vessel.part.max_hours)
    if not rate or hours is None:
        return
    until, ashore = round(room / (rate * cranes * (1 + share / 100)), 1), _load(t, "discharge_per_ship")
    # A ship brings no more ashore than it has, however long the work could go on.
    ends = hours if ashore is None else min(hours, ashore / (rate * cranes))
    if until < ends:
        facts = at(t, "manual.load.yard_stock_teu"), at(vessel, "max_hours")
        yield denied("yard_full_too_soon", *facts, until=until, hours=round(ends, 1))


def _rounds(t: Reading) -> Remarks:
    """Reefers that are too many for a round, or for the plugs."""
    stock, every, plugs = (_load(t, key) for key in ("reefer_stock", "reefer_round_hours", "reefer_plugs"))
    reefer = _area(t, Area.REEFER)
    rate = None if reefer is None else number(reefer.part.capacity_per_hour)
    if reefer and rate and stock is not None and every is not None and stock / rate > every:
        facts = at(t, "manual.load.reefer_round_hours"), at(reefer, "capacity_per_hour")
        yield denied("round_too_long", *facts, stock=stock, took=round(stock / rate, 1), every=every)
    if stock is not None and plugs is not None and plugs < stock:
        facts = at(t, "manual.load.reefer_plugs"), at(t, "manual.load.reefer_stock")
        yield denied("reefers_beyond_plugs", *facts, stock=stock, plugs=plugs)


def _one_for_both(t: Reading) -> Remarks:
    """Whoever goes round the reefers first has to know where the dangerous goods are before the round is done."""
    reefer, dangerous, stock = _area(t, Area.REEFER), _area(t, Area.DANGEROUS), _load(t, "reefer_stock")
    if reefer is None or dangerous is None or stock is None:
        return
    who, rate = reefer.part.responsible, number(reefer.part.capacity_per_hour)
    due = {work.part.area: work for work in t.entries("bcp.priority_work")}
    if not isinstance(who, str) or dangerous.part.responsible != who or not rate:
        return
    first, second = due.get(Area.REEFER), due.get(Area.DANGEROUS)
    start = number(first.part.rto_hours) if first else None
    limit = number(second.part.rto_hours) if second else None
    if second and start is not None and limit is not None and start + stock / rate > limit:
        facts = at(second, "rto_hours"), at(reefer, "responsible"), at(dangerous, "responsible")
        yield denied("one_for_two_rounds", *facts, end=round(start + stock / rate, 1), due=limit)


def _typing(t: Reading) -> Remarks:
    """More pairs than people to type, or the recorder, who has nothing else to do, among them."""
    typing, recorder = t.part.manual.typing, t.part.incident.recorder
    if typing is None:
        return
    pairs, members = number(typing.pairs), [who for who in typing.members if isinstance(who, str)]
    if pairs is not None and len(members) == len(typing.members) and pairs * 2 > len(members):
        facts = at(t, "manual.typing.pairs"), at(t, "manual.typing.members")
        yield denied("pairs_beyond_people", *facts, pairs=pairs, people=len(members))
    if isinstance(recorder, str) and recorder in members:
        yield denied("recorder_types", at(t, "manual.typing.members"), at(t, "incident.recorder"))


LOAD: tuple[Remarker, ...] = (_full_already, _full_too_soon, _rounds, _one_for_both, _typing)
