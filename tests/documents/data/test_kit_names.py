"""Teams and events that the parts of a drill name: whoever is told, asked or given something is there to get it."""

from __future__ import annotations

from typing import Any

import pytest
from quaybook.documents.data.kits import kit_mistakes

from tests.helpers.drills import scenario

PAPER = {"handout": "文"}


def event(**changes: Any) -> list[dict[str, Any]]:
    """Two events, of which the first is for one team alone."""
    written: dict[str, Any] = {
        "offset": "T+0:00",
        "title": "題",
        "inject": "文",
        "question": "問い",
        "expected": ["動き"],
    }
    written |= {"documents": ["F17"], "requirements": ["4-2-a-1"]}
    return [
        written | {"id": "event-1", "teams": ["desk"]} | changes,
        written | {"id": "event-6", "offset": "T+1:00"},
    ]


@pytest.mark.parametrize(
    ("changes", "path", "came"),
    [
        ({"injects": event(asks=[{"team": "field", "ask": "問い"}])}, ("injects", 0, "asks", 0, "team"), "field"),
        ({"injects": event(papers=[{"team": "dsk", **PAPER}])}, ("injects", 0, "papers", 0, "team"), "dsk"),
        ({"objectives": [{"goal": "目標", "injects": ["event-7"]}]}, ("objectives", 0, "injects", 0), "event-7"),
        ({"calls": [{"minute": 1, "title": "題", "say": "文", "teams": ["gate"]}]}, ("calls", 0, "teams", 0), "gate"),
        (
            {"calls": [{"minute": 1, "title": "題", "say": "文", "looked_for": [{"look_for": "見る", "team": "x"}]}]},
            ("calls", 0, "looked_for", 0, "team"),
            "x",
        ),
    ],
)
def test_a_name_that_leads_nowhere_is_told(changes: dict[str, Any], path: tuple[object, ...], came: str) -> None:
    kit = scenario(**{"injects": event(), "objectives": [], "calls": []} | changes)
    assert [(code, at, values["came"]) for code, at, values in kit_mistakes(kit)] == [
        ("scenario_unknown_id", path, came)
    ]


def test_a_team_may_be_asked_and_get_a_paper_of_what_is_for_it() -> None:
    asked = event(asks=[{"team": "desk", "ask": "問い"}], papers=[{"team": "desk", **PAPER}])
    asked[1] |= {"asks": [{"team": "field", "ask": "問い"}]}
    kit = scenario(injects=asked, objectives=["目標"])
    assert [*kit_mistakes(kit)] == []
    assert (kit.injects[0].asked("desk"), kit.injects[0].asked("field")) == ("問い", "")
    assert kit.injects[0].paper("desk").handout == "文"
    assert kit.injects[1].paper("desk") is kit.injects[1]
