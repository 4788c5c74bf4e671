"""Assessment stage, remarks: sums and parts that do not go together with the whole of which they are told."""

from __future__ import annotations

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remarker, Remarks, at, denied, number
from quaybook.facts.positions import KeyPath
from quaybook.model.base import is_one_of
from quaybook.model.groups.plans import Mode

_GOES_ON = (Mode.MANUAL, Mode.DEGRADED)


def _areas(t: Reading) -> Remarks:
    """An area that stops and whose every part goes on, or that goes on and whose every part stops."""
    for area in t.entries("manual.areas"):
        parts = area.entries("parts")
        facts = at(area, "mode"), *(at(part, "mode") for part in parts)
        if _all(parts, *_GOES_ON) and is_one_of(area.part.mode, Mode.STOP):
            yield denied("parts_go_on_and_area_stops", *facts, parts=tuple(part.name for part in parts))
        if _all(parts, Mode.STOP) and is_one_of(area.part.mode, *_GOES_ON):
            yield denied("parts_stop_and_area_goes_on", *facts, parts=tuple(part.name for part in parts))


def _rates(t: Reading) -> Remarks:
    """An area that does more in an hour than those of its parts that go on, while others of them stop."""
    for area in t.entries("manual.areas"):
        parts, whole = area.entries("parts"), number(area.part.capacity_per_hour)
        going = [part for part in parts if is_one_of(part.part.mode, *_GOES_ON)]
        if whole is None or not going or not any(is_one_of(part.part.mode, Mode.STOP) for part in parts):
            continue
        rates = [rate for part in going if (rate := number(part.part.capacity_per_hour)) is not None]
        if len(rates) == len(going) and len(going) == _known(parts) and sum(rates) < whole:
            facts = at(area, "capacity_per_hour"), *(at(part, "capacity_per_hour") for part in going)
            yield denied("area_beyond_its_parts", *facts, sum=sum(rates), whole=whole)


def _known(parts: tuple[Reading, ...]) -> int:
    """How many parts do not stop; what nobody knows may go on."""
    return sum(not is_one_of(part.part.mode, Mode.STOP) for part in parts)


def _nobody_in_shift(t: Reading) -> Remarks:
    """A shift in which nobody has worked by hand, though work is to go on by hand whenever the systems stop."""
    areas = [area for area in t.entries("manual.areas") if is_one_of(area.part.mode, *_GOES_ON)]
    for shift in t.entries("manual.shifts") if areas else ():
        if number(shift.part.experienced) == 0:
            names = tuple(area.part.area for area in areas)
            facts = at(shift, "experienced"), *(at(area, "mode") for area in areas)
            yield denied("nobody_in_shift", *facts, shift=shift.name, areas=names)


def _all(parts: tuple[Reading, ...], *modes: Mode) -> bool:
    return bool(parts) and all(is_one_of(part.part.mode, *modes) for part in parts)


def _media(t: Reading) -> Remarks:
    """Media that are used, of which every kind is forbidden."""
    kinds = t.entries("removable_media.kinds")
    if t.part.removable_media.used is True and kinds and all(kind.no("allowed") for kind in kinds):
        facts = at(t, "removable_media.used"), *(at(kind, "allowed") for kind in kinds)
        yield denied("media_used_and_all_forbidden", *facts)


def _shifts(t: Reading) -> Remarks:
    """Shifts that together have more people with experience than there are."""
    yield from _beyond(t, "shifts_beyond_experienced", "manual.experienced_staff", "manual.shifts", "experienced")


def _languages(t: Reading) -> Remarks:
    """More people who read another language than there are people."""
    yield from _beyond(t, "languages_beyond_staff", "terminal.staff", "terminal.staff_languages", "staff")


def _beyond(t: Reading, code: str, whole: str, listed: str, key: str) -> Remarks:
    limit, entries = number(t.value(whole)), t.entries(listed)
    counts = [count for entry in entries if (count := number(entry.value(key))) is not None]
    facts: tuple[KeyPath, ...] = at(t, whole), *(at(entry, key) for entry in entries)
    if limit is not None and len(counts) == len(entries) and sum(counts) > limit:
        yield denied(code, *facts, sum=sum(counts), whole=limit)


PARTS: tuple[Remarker, ...] = (_areas, _rates, _nobody_in_shift, _media, _shifts, _languages)
