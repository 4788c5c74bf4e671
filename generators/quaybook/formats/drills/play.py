"""Formats stage, drills: a kit and what is asked for → the play: which events come, at which minute, on which day.

The number that somebody gives, or the kit and the day, choose what is free, so the same order is the same drill.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from quaybook.model.data.drill import Call, Team, Variation
from quaybook.model.data.scenario import Inject, ScenarioData
from quaybook.model.document import Document

# Of a kit that names no lengths.
USUAL_MINUTES = 60
# One of so many events that may be left out is, so that a kit held twice is not the same drill.
_LEAVES_OUT_OF = 4
# Of the whole, the share at its end in which all look back; at least so many minutes.
_LOOK_BACK, _LOOK_BACK_AT_LEAST = 6, 5
_LAST_EVENT_TAKES = 3


@dataclass(frozen=True)
class Order:
    """What is asked for: the kit by its id, the day, and when it begins; what is None is chosen."""

    kit: str
    held_on: date
    begins: time | None = None
    minutes: int | None = None
    seed: str | None = None
    variation: str | None = None


@dataclass(frozen=True)
class Event:
    """One inject in its minute of the room, with the number that it has in the kit's document."""

    number: int
    minute: int
    inject: Inject


@dataclass(frozen=True)
class Announced:
    """What is said to all, in its minute of the room."""

    minute: int
    call: Call


@dataclass(frozen=True)
class Play:
    """One drill as it is held; `look_back` is the minute at which the look back begins."""

    kit: Document
    scenario: ScenarioData
    held_on: date
    begins: time | None
    minutes: int
    seed: str
    variation: Variation | None
    events: tuple[Event, ...]
    look_back: int
    calls: tuple[Announced, ...] = ()

    @property
    def steps(self) -> tuple[Announced | Event, ...]:
        """Calls and events as they come; what is said in the minute of an event comes before it."""
        return tuple(sorted((*self.calls, *self.events), key=lambda step: step.minute))

    def clock(self, minute: int) -> time | None:
        """What the clock shows in a minute of the drill, if it is known when it begins."""
        if self.begins is None:
            return None
        return (datetime.combine(self.held_on, self.begins) + timedelta(minutes=minute)).time()

    def getting(self, team: Team) -> tuple[Event, ...]:
        """The events of which a team gets a hand-out."""
        return tuple(event for event in self.events if is_for(event.inject, team))


def is_for(inject: Inject, team: Team) -> bool:
    """Whether the team gets a hand-out of it."""
    return not inject.teams or team.id in inject.teams


def derived_seed(kit: str, held_on: date) -> str:
    """The number of a drill for which nobody has given one."""
    return str(int(hashlib.sha256(f"{kit} {held_on}".encode()).hexdigest()[:8], 16) % 10_000)


def lengths(scenario: ScenarioData) -> tuple[int, ...]:
    """The minutes that the drill can take, the usual first."""
    return scenario.lengths or (USUAL_MINUTES,)


def play(kit: Document, scenario: ScenarioData, order: Order) -> Play:
    """The play to an order whose minutes and variation the kit has."""
    seed = order.seed or derived_seed(order.kit, order.held_on)
    # Another list of one choice leaves the others as they are.
    variation = _variation(scenario, order, random.Random(f"variation {seed}"))
    minutes = order.minutes or lengths(scenario)[0]
    chosen = _chosen(scenario, minutes, random.Random(f"left out {seed}"))
    ordered = list(_ordered(chosen, random.Random(f"order {seed}")))
    look_back = minutes - _look_back_minutes(scenario, minutes)
    at = _minutes([inject.minute for inject in ordered], minutes, max(lengths(scenario)), look_back)
    # What is left out leaves a gap, for the kit's document calls the others by these numbers too.
    numbers = {id(inject): number for number, inject in enumerate(scenario.injects, 1)}
    events = tuple(Event(numbers[id(inject)], minute, inject) for minute, inject in zip(at, ordered, strict=True))
    calls = tuple(_announced(scenario, minutes, variation))
    return Play(kit, scenario, order.held_on, order.begins, minutes, seed, variation, events, look_back, calls)


def _look_back_minutes(scenario: ScenarioData, minutes: int) -> int:
    """How long all look back: as the kit says of its longest drill, else a share of the whole."""
    own = scenario.hot_wash_minutes
    wanted = minutes // _LOOK_BACK if own is None else round(own * minutes / max(lengths(scenario)))
    return max(_LOOK_BACK_AT_LEAST, wanted)


def _announced(scenario: ScenarioData, minutes: int, variation: Variation | None) -> Iterator[Announced]:
    day = variation.id if variation else None
    for call in scenario.calls:
        if minutes in (call.lengths or (minutes,)) and day in (call.variations or (day,)):
            yield Announced(round(call.minute * minutes / max(lengths(scenario))), call)


def may_be_skipped(held: Play) -> frozenset[int]:
    """The numbers of the events that can be left out while the drill runs, each by itself: nobody needs them."""
    injects = [event.inject for event in held.events]
    return frozenset(event.number for event in held.events[1:-1] if _can_go(event.inject, injects, held.scenario))


def _variation(scenario: ScenarioData, order: Order, chance: random.Random) -> Variation | None:
    """Who names neither a day nor a number holds a first drill, for which kits name the plainest day first."""
    if order.variation is not None:
        return next(each for each in scenario.variations if each.id == order.variation)
    if not scenario.variations:
        return None
    return scenario.variations[0] if order.seed is None else chance.choice(scenario.variations)


def _chosen(scenario: ScenarioData, minutes: int, chance: random.Random) -> list[Inject]:
    """The events of a drill so long; of those that may be left out, some are."""
    held = [inject for inject in scenario.injects if not inject.lengths or minutes in inject.lengths]
    held = _with_what_they_need(held)
    if scenario.calls:
        # Work that runs by the clock has its papers and plates laid out for all of them.
        return held
    optional = [inject for inject in held[1:-1] if inject.lengths and len(inject.lengths) < len(scenario.lengths)]
    chance.shuffle(optional)
    for _ in range(len(optional) // _LEAVES_OUT_OF):
        left = next((inject for inject in optional if _can_go(inject, held, scenario)), None)
        if left is not None:
            optional.remove(left)
            held = [inject for inject in held if inject is not left]
    return held


def _with_what_they_need(injects: Sequence[Inject]) -> list[Inject]:
    """Without those whose need a condition of the facts has taken away."""
    held: list[Inject] = []
    for inject in injects:
        if {*inject.needs} <= {each.id for each in held}:
            held.append(inject)
    return held


def _can_go(left: Inject, held: Iterable[Inject], scenario: ScenarioData) -> bool:
    """Whether nobody needs it, every team still gets something, and every point can still be looked at."""
    rest = [inject for inject in held if inject is not left]
    names = {inject.id for inject in rest}
    is_needed = left.id is not None and any(left.id in inject.needs for inject in rest)
    teams = (team for team in scenario.teams if is_for(left, team))
    points = (point for point in scenario.evaluation if left.id in point.injects)
    return (
        not is_needed
        and not [team for team in teams if not [inject for inject in rest if is_for(inject, team)]]
        and not [point for point in points if names.isdisjoint(point.injects)]
    )


def _ordered(injects: Iterable[Inject], chance: random.Random) -> Iterator[Inject]:
    """Events of the same moment come in any order in which each has before it what it needs."""
    for _, together in groupby(injects, key=lambda inject: (inject.offset, inject.minute)):
        waiting = list(together)
        own = {inject.id for inject in waiting}
        given: set[str | None] = set()
        while waiting:
            ready = [inject for inject in waiting if {*inject.needs} & own <= given]
            inject = chance.choice(ready)
            waiting.remove(inject)
            given.add(inject.id)
            yield inject


def _minutes(written: Sequence[int | None], minutes: int, longest: int, look_back: int) -> list[int]:
    """The minutes of the events in a drill so long: each after the one before it, the last before all look back.

    What the longest drill has in a minute comes in a shorter one as much sooner; without minutes, they are spread.
    """
    spread = look_back / (len(written) + 1)
    wanted = [
        spread * number if minute is None else minute * minutes / longest for number, minute in enumerate(written, 1)
    ]
    last = max(look_back - _LAST_EVENT_TAKES, 1)
    share = min(1.0, last / wanted[-1]) if wanted and wanted[-1] else 1.0
    made: list[int] = []
    for each in wanted:
        made.append(max(round(each * share), made[-1] + 1 if made else 0))
    return made
