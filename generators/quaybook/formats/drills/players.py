"""Formats stage, drills: what those who play get, as the data of its layout: a sheet for each team, and its hand-outs.

Of an event only these come here: who gets it, what came how and from whom, and what is asked. What is expected never
does, so no file of theirs can hold it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from quaybook.formats.drills.play import Event
from quaybook.formats.drills.told import Told
from quaybook.model.data.drill import Team

LAYOUT, PLATES, WALL = "drill-players.typ", "drill-plates.typ", "drill-wall.typ"
_MORE_ROWS = 4


def players_data(told: Told, teams: Iterable[Team], leader: Iterable[str] = ()) -> dict[str, object]:
    """The data of a file for these teams; `leader` is what its first page says to whoever hands out the others."""
    words, kit = told.words, told.play.kit
    return {
        "layout": LAYOUT,
        "title": words("drill.handed", day=told.held_on(), number=kit.number),
        "terminal": kit.control.terminal,
        "stamp": words("drill.stamp"),
        "rules": rules(told),
        "leader": list(leader),
        "leader_title": words("drill.handout.leader_title"),
        "words": {"team": words.find("drill.team"), "handout": words.find("drill.handout")},
        "teams": [_team(told, team) for team in teams],
    }


def rules(told: Told) -> list[str]:
    """What everybody who plays has to know before it begins."""
    key = "rules" if told.play.scenario.is_read_out else "rules_at_work"
    own = ("since", "first_day") if told.counts_days else ("clock",)
    return [*told.words.many(f"drill.team.{key}"), *(told.words(f"drill.team.{each}") for each in own)]


def wall_data(told: Told) -> dict[str, object]:
    """The data of the sheet of rules that hangs where all can read it."""
    lines = "lines" if told.play.scenario.is_read_out else "lines_at_work"
    own = [told.words("drill.team.first_day")] if told.counts_days else []
    return {
        **_sheet(told),
        "heading": told.words("drill.wall.rules"),
        "lines": [*told.words.many(f"drill.wall.{lines}"), *own],
    }


def record_data(told: Told) -> dict[str, object]:
    """The data of the record of decisions, with a line for each paper that is handed out and some more."""
    words = told.words
    return {
        **_sheet(told),
        "heading": words("drill.wall.record"),
        "again": words("drill.wall.record_again"),
        "use": words("drill.wall.record_use"),
        "head": list(words.many("drill.wall.record_head")),
        "rows": sum(len(told.play.getting(team)) for team in told.teams) + _MORE_ROWS,
    }


def _sheet(told: Told) -> dict[str, object]:
    words, kit = told.words, told.play.kit
    title = words("drill.handed", day=told.held_on(), number=kit.number)
    return {"layout": WALL, "title": title, "terminal": kit.control.terminal, "stamp": words("drill.stamp")}


def plates_data(told: Told) -> dict[str, object]:
    """The data of the plates that stand for containers: of each what can be read on a container."""
    words, kit = told.words, told.play.kit
    return {
        "layout": PLATES,
        "title": words("drill.handed", day=told.held_on(), number=kit.number),
        "stamp": words("drill.stamp"),
        "seal": words("drill.handout.seal"),
        "plates": [
            {
                "number": each.number,
                "type": each.type,
                "seal": each.seal,
                "shown": list(each.shown),
                "version": each.version or "",
            }
            for each in told.play.scenario.containers
        ],
    }


def _team(told: Told, team: Team) -> dict[str, Any]:
    events = told.play.getting(team)
    return {
        "name": team.name,
        "played_by": team.played_by,
        "title": told.words("drill.team.title", name=team.name),
        "handouts": [_handout(told, event, team) for event in events],
    }


def _handout(told: Told, event: Event, team: Team) -> dict[str, Any]:
    inject = event.inject
    paper = inject.paper(team.id)
    asked = inject.asked(team.id)
    return {
        "number": told.number(event),
        "offset": told.elapsed(event),
        "channel": paper.channel.value,
        "label": paper.label or told.words(f"drill.handout.channels.{paper.channel.value}"),
        "sender": paper.sender or "",
        "subject": paper.subject or "",
        "text": paper.handout or inject.inject,
        "lines": list(paper.lines),
        "question": inject.question,
        "asked": told.words("drill.handout.asked", ask=asked) if asked else "",
    }
