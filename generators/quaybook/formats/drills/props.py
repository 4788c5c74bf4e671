"""Formats stage, drills: the papers with which teams work, as the data of their layout: lists, tables, drivers' cards.

They are read by those who play, so nothing of what is wrong with the plates comes here.
"""

from __future__ import annotations

from quaybook.formats.drills.told import Told

LAYOUT = "drill-props.typ"


def props_data(told: Told) -> dict[str, object]:
    """The data of all papers of the kit, each for one team."""
    words, kit = told.words, told.play.kit
    names = {team.id: team.name for team in told.teams}
    return {
        "layout": LAYOUT,
        "title": words("drill.handed", day=told.held_on(), number=kit.number),
        "stamp": words("drill.stamp"),
        "cut": words("drill.handout.cut"),
        "props": [
            {
                "title": each.title,
                "team": each.holder or names[each.team],
                "head": list(each.head),
                "rows": [list(row) for row in each.rows],
                "note": each.note or "",
            }
            for each in told.play.scenario.props
        ],
    }
