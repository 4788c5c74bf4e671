"""Assessment stage, remarks: work by hand that its people, rates, papers or other areas do not allow."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from quaybook.assessment.finding import Who
from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remarker, Remarks, at, denied, number
from quaybook.assessment.remarks.tables.rows import signs
from quaybook.assessment.remarks.tables.sameness import first_word_in
from quaybook.facts.positions import KeyPath
from quaybook.model.base import Todo, has_one, is_one_of
from quaybook.model.groups.kinds import Area
from quaybook.model.groups.plans import Mode

_FORM = re.compile(r"(?<![A-Za-z0-9])F\d{2}(?!\d)")
# Whose work waits for whose.
_WAITS_FOR = ((Area.GATE, Area.CUSTOMS), (Area.GATE, Area.YARD), (Area.VESSEL, Area.YARD))


def _going_on(t: Reading) -> dict[Area, Reading]:
    return {
        area.part.area: area
        for area in t.entries("manual.areas")
        if is_one_of(area.part.mode, Mode.MANUAL, Mode.DEGRADED)
    }


def _two_at_once(t: Reading) -> Remarks:
    """Whoever leads one area, or is the only one able to do its work, and is needed in another at the same time."""
    needed: dict[str, dict[Area, KeyPath]] = defaultdict(dict)
    for area, part in _going_on(t).items():
        for person, path in _indispensable(t, part):
            needed[person].setdefault(area, path)
    for person, areas in needed.items():
        if len(areas) > 1:
            yield denied("needed_in_two_areas", *areas.values(), person=Who((person,)), areas=tuple(areas))


def _indispensable(t: Reading, area: Reading) -> Iterator[tuple[str, KeyPath]]:
    if isinstance(area.part.responsible, str):
        yield area.part.responsible, at(area, "responsible")
    named = area.part.experienced
    also = [p.id for p in t.part.people if has_one(p.manual_experience, area.part.area)]
    able = {*also, *(person for person in named if isinstance(person, str))}
    if len(able) == 1 and not any(isinstance(person, Todo) for person in named):
        yield able.pop(), at(area, "experienced")


def _rates(t: Reading) -> Remarks:
    """A yard that moves less in an hour, at most, than gate and quay bring to it, at least."""
    areas = _going_on(t)
    found = [areas.get(area) for area in (Area.YARD, Area.GATE, Area.VESSEL)]
    parts = [part for part in found if part is not None]
    rates = [number(part.part.capacity_per_hour) for part in parts]
    known = [rate for rate in rates if rate is not None]
    if len(known) < len(found):
        return
    yard, gate, crane = known
    load = t.part.manual.load
    teams, cranes, share = (
        (None, None, None) if load is None else map(number, (load.yard_teams, load.cranes, load.rehandling_percent))
    )
    most, vessel = yard * (teams or _berths(t, parts[0])), crane * (cranes or 1)
    if most < (gate + vessel) * (1 + (share or 0) / 100):
        facts = [at(part, "capacity_per_hour") for part in parts]
        yield denied("yard_below_gate_and_quay", *facts, yard=most, gate=gate, vessel=vessel)


def _berths(t: Reading, area: Reading) -> float:
    unit = area.part.capacity_unit
    per_berth = isinstance(unit, str) and first_word_in(unit, signs().per_berth)
    return (number(t.part.terminal.berths) or 1) if per_berth else 1


def _forms(t: Reading) -> Remarks:
    """Forms that the steps of an area use and that are not among its papers."""
    for area in t.entries("manual.areas"):
        listed = area.part.forms
        if any(isinstance(form, Todo) for form in listed):
            continue
        found = [(form, (*at(area, "steps"), index)) for index, form in _used(area) if form not in listed]
        if found:
            forms = tuple(dict.fromkeys(form for form, _ in found))
            yield denied("form_not_listed", at(area, "forms"), *dict.fromkeys(path for _, path in found), forms=forms)


def _used(area: Reading) -> Iterator[tuple[int, str]]:
    for index, step in enumerate(area.part.steps):
        text = unicodedata.normalize("NFKC", step) if isinstance(step, str) else ""
        yield from ((index, form) for form in _FORM.findall(text))


def _both_down(t: Reading) -> Remarks:
    """Work that goes on when both systems are down, though it stops when one is."""
    for area in t.entries("manual.areas"):
        for key in ("tos_down", "naccs_down"):
            if _stops(area.value(key)) and _goes_on(area.part.both_down):
                yield denied("goes_on_when_both_are_down", at(area, "both_down"), at(area, key))


def _areas_disagree(t: Reading) -> Remarks:
    """Work that goes on when both are down and waits for other work that stops."""
    areas = {area.part.area: area for area in t.entries("manual.areas")}
    for waiting, other in _WAITS_FOR:
        if waiting in areas and other in areas:
            first, second = areas[waiting], areas[other]
            if _goes_on(first.part.both_down) and _stops(second.part.both_down):
                facts = at(first, "both_down"), at(second, "both_down")
                yield denied("waits_for_what_stops", *facts, other=other)


def _stops(text: object) -> bool:
    """Whether a text says of the whole work that it stops."""
    words = signs()
    partly = isinstance(text, str) and first_word_in(text, (*words.in_part, *words.goes_on))
    return isinstance(text, str) and not partly and first_word_in(text, words.stops) is not None


def _goes_on(text: object) -> bool:
    words = signs()
    return isinstance(text, str) and not _stops(text) and first_word_in(text, words.goes_on) is not None


def _need(t: Reading) -> Remarks:
    """Work by hand that is judged needed and done nowhere, or not needed and done all the same."""
    going_on = _going_on(t)
    if t.yes("manual.needed") and not going_on:
        yield denied("hand_needed_and_nowhere_done", at(t, "manual.needed"), at(t, "manual.areas"))
    if t.no("manual.needed") and going_on:
        facts = [at(area, "mode") for area in going_on.values()]
        yield denied("hand_not_needed_and_done", at(t, "manual.needed"), *facts, areas=tuple(going_on))


def _all_by_hand(t: Reading) -> Remarks:
    stopped = [area for area in t.entries("manual.areas") if is_one_of(area.part.mode, Mode.STOP)]
    if t.yes("manual.assumes_all_manual") and stopped:
        facts = [at(area, "mode") for area in stopped]
        areas = tuple(area.part.area for area in stopped)
        yield denied("all_by_hand_and_some_stop", at(t, "manual.assumes_all_manual"), *facts, areas=areas)


def _experience_differs(t: Reading) -> Remarks:
    """Who has done the work of an area: told of the area and of the person, and not alike."""
    for area in t.entries("manual.areas"):
        named = area.part.experienced
        if any(isinstance(person, Todo) for person in named):
            continue
        for person in t.entries("people"):
            told = area.part.area in person.part.manual_experience
            if person.part.manual_experience and told is not (person.part.id in named):
                facts = at(person, "manual_experience"), at(area, "experienced")
                yield denied("experience_differs", *facts, area=area.part.area)


def _copies(t: Reading) -> Remarks:
    snapshot = t.part.manual.snapshot
    copies, places = number(snapshot.copies), len(snapshot.places)
    if copies is not None and copies < places:
        facts = at(t, "manual.snapshot.copies"), at(t, "manual.snapshot.places")
        yield denied("fewer_copies_than_places", *facts, copies=copies, places=places)


HANDS: tuple[Remarker, ...] = (
    _two_at_once,
    _rates,
    _forms,
    _both_down,
    _areas_disagree,
    _need,
    _all_by_hand,
    _experience_differs,
    _copies,
)
