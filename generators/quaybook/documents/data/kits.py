"""Documents stage: mistakes of a `scenario.yml` that show when a drill is held by it: names that lead nowhere.

Events, teams and variations are called by ids; an event that comes before the one it needs, or that is left without it
in a shorter drill, makes no sense to those who play.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from quaybook.documents.data.mistakes import Mistake
from quaybook.facts.positions import KeyPath
from quaybook.model.data.drill import Call, FormNeed, Prop, Sight
from quaybook.model.data.scenario import Inject, ScenarioData, TeamAsk, TeamPaper
from quaybook.model.load import near

_OfTeam = TeamAsk | TeamPaper | Prop | FormNeed | Sight
# Files are called by them.
_ID = re.compile("[a-z0-9][a-z0-9-]{0,39}")


def kit_mistakes(scenario: ScenarioData) -> Iterator[Mistake]:
    """Everything that is wrong with how the parts of a drill name each other."""
    for name in ("injects", "teams", "variations", "props"):
        yield from _ids(name, [each.id for each in getattr(scenario, name)])
    events = {inject.id: number for number, inject in enumerate(scenario.injects) if inject.id}
    teams = {team.id for team in scenario.teams}
    for number, inject in enumerate(scenario.injects):
        here: KeyPath = ("injects", number)
        yield from _unknown(inject.teams, (*here, "teams"), teams)
        got_by = {*inject.teams} or teams
        for name in ("asks", "papers"):
            yield from _teams(getattr(inject, name), (*here, name), got_by)
        yield from _needs(inject, number, scenario, events)
        yield from _lengths(inject, here, scenario)
    for number, point in enumerate(scenario.evaluation):
        yield from _unknown(point.injects, ("evaluation", number, "injects"), events)
    for number, objective in enumerate(scenario.objectives):
        yield from _unknown(objective.injects, ("objectives", number, "injects"), events)
    for name in ("props", "forms"):
        yield from _teams(getattr(scenario, name), (name,), teams)
    yield from _calls(scenario, teams)
    yield from _left_out(scenario)


def _ids(name: str, ids: Iterable[str | None]) -> Iterator[Mistake]:
    taken: set[str] = set()
    for number, came in enumerate(ids):
        path: KeyPath = (name, number, "id")
        if came is not None and not _ID.fullmatch(came):
            yield "scenario_id", path, {"came": came}
        if came in taken:
            yield "scenario_id_twice", path, {"came": came}
        taken |= {came} if came else set()


def _unknown(names: Iterable[str], path: KeyPath, known: Collection[str]) -> Iterator[Mistake]:
    for number, came in enumerate(names):
        if came not in known:
            yield "scenario_unknown_id", (*path, number), {"came": came, "near": near(came, known) or "—"}


def _needs(inject: Inject, number: int, scenario: ScenarioData, events: dict[str, int]) -> Iterator[Mistake]:
    """What an event needs that is nowhere, comes later, or is left out of a drill of one of its lengths."""
    path: KeyPath = ("injects", number, "needs")
    yield from _unknown(inject.needs, path, events)
    for index, came in enumerate(inject.needs):
        at = events.get(came)
        if at is None:
            continue
        if at >= number:
            yield "scenario_needs_later", (*path, index), {"came": came}
        needed = scenario.injects[at].lengths or scenario.lengths
        lacking = [minutes for minutes in inject.lengths or scenario.lengths if needed and minutes not in needed]
        if lacking:
            yield "scenario_needs_left_out", (*path, index), {"came": came, "minutes": _listed(lacking)}


def _teams(entries: Iterable[_OfTeam], path: KeyPath, known: Collection[str]) -> Iterator[Mistake]:
    """What is for a team that is nowhere, or that does not get the event."""
    for number, each in enumerate(entries):
        if each.team is not None and each.team not in known:
            yield (
                "scenario_unknown_id",
                (*path, number, "team"),
                {"came": each.team, "near": near(each.team, known) or "—"},
            )


def _calls(scenario: ScenarioData, teams: Collection[str]) -> Iterator[Mistake]:
    days = {variation.id for variation in scenario.variations}
    for number, call in enumerate(scenario.calls):
        here: KeyPath = ("calls", number)
        yield from _unknown(call.variations, (*here, "variations"), days)
        yield from _unknown(call.teams, (*here, "teams"), teams)
        yield from _teams(call.looked_for, (*here, "looked_for"), teams)
        yield from _lengths(call, here, scenario)


def _lengths(timed: Inject | Call, here: KeyPath, scenario: ScenarioData) -> Iterator[Mistake]:
    for index, came in enumerate(timed.lengths):
        if came not in scenario.lengths:
            known = _listed(scenario.lengths) or "—"
            yield "scenario_length", (*here, "lengths", index), {"came": came, "known": known}
    if scenario.lengths and timed.minute is not None and timed.minute >= (longest := max(scenario.lengths)):
        yield "scenario_after_end", (*here, "minute"), {"came": timed.minute, "longest": longest}


def _left_out(scenario: ScenarioData) -> Iterator[Mistake]:
    """A team that gets nothing, and a length in which nothing happens."""
    for number, team in enumerate(scenario.teams):
        if all(inject.teams and team.id not in inject.teams for inject in scenario.injects):
            yield "scenario_team_without", ("teams", number, "id"), {"came": team.id}
    for number, minutes in enumerate(scenario.lengths):
        if all(inject.lengths and minutes not in inject.lengths for inject in scenario.injects):
            yield "scenario_length_empty", ("lengths", number), {"came": minutes}


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))
