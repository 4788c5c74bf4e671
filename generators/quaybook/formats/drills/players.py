"""Formats stage, drills: what those who play get, as the data of its layout: a sheet for each team, and its hand-outs.

Of an event only these come here: who gets it, what came how and from whom, and what is asked. What is expected never
does, so no file of theirs can hold it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from quaybook.formats.drills.play import Event, is_for
from quaybook.formats.drills.told import Told
from quaybook.model.data.scenario import Team

LAYOUT, PLATES = "drill-players.typ", "drill-plates.typ"


def players_data(told: Told, teams: Iterable[Team]) -> dict[str, object]:
    """The data of a file for these teams."""
    words, kit = told.words, told.play.kit
    return {
        "layout": LAYOUT,
        "title": words("drill.handed", day=told.held_on(), number=kit.number),
        "terminal": kit.control.terminal,
        "stamp": words("drill.stamp"),
        "words": {"team": _team_words(told), "handout": words.find("drill.handout")},
        "teams": [_team(told, team) for team in teams],
    }


def _team_words(told: Told) -> dict[str, object]:
    """What stands on the sheet of each team; those who work at their places have rules of their own."""
    found = told.words.find("drill.team")
    assert isinstance(found, dict)
    return found if told.play.scenario.is_read_out else found | {"rules": found["rules_at_work"]}


def plates_data(told: Told) -> dict[str, object]:
    """The data of the plates that stand for containers: of each what can be read on a container."""
    words, kit = told.words, told.play.kit
    return {
        "layout": PLATES,
        "title": words("drill.handed", day=told.held_on(), number=kit.number),
        "stamp": words("drill.stamp"),
        "seal": words("drill.handout.seal"),
        "plates": [
            {"number": each.number, "type": each.type, "seal": each.seal, "shown": list(each.shown)}
            for each in told.play.scenario.containers
        ],
    }


def _team(told: Told, team: Team) -> dict[str, Any]:
    return {
        "name": team.name,
        "played_by": team.played_by,
        "title": told.words("drill.team.title", name=team.name),
        "handouts": [_handout(told, event) for event in told.play.events if is_for(event.inject, team)],
    }


def _handout(told: Told, event: Event) -> dict[str, Any]:
    inject = event.inject
    return {
        "number": told.number(event),
        # Where teams work at their places, no other time than that of the room is told.
        "offset": inject.offset if told.play.scenario.is_read_out else told.at(event.minute),
        "channel": inject.channel.value,
        "sender": inject.sender or "",
        "subject": inject.subject or "",
        "text": inject.handout or inject.inject,
        "lines": list(inject.lines),
        "question": inject.question,
    }
