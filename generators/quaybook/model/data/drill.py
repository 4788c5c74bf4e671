"""Model stage, `scenario.yml`: what of a drill is not an event: its goals, teams, days, papers, and what all are told.

They stand in a file of their own, as `model/data/scenario` holds what is put to those who take part.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from quaybook.model.base import Facts, PlainText
from quaybook.model.data.texts import SaidCell, SaidText, listed


class Channel(StrEnum):
    """How an event reaches those who play: what its hand-out looks like."""

    TALK = "talk"
    PHONE = "phone"
    RADIO = "radio"
    MAIL = "mail"
    PRINTOUT = "printout"
    SCREEN = "screen"
    PRESS = "press"
    SOCIAL = "social"


class Objective(Facts):
    """What is reached by a drill, written as a text alone or with more.

    `shown` is how those who play see it, where the whole would give an answer away; `injects` are the ids of the events
    by which it is judged.
    """

    goal: SaidText
    shown: SaidText | None = None
    injects: tuple[PlainText, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, written: Any) -> Any:
        return {"goal": written} if isinstance(written, str) else written


class Team(Facts):
    """Who sits together and gets the same hand-outs; `played_by` says who they are at work."""

    id: PlainText
    name: SaidText
    played_by: SaidText


class Variation(Facts):
    """The same drill on another day: which day and hour it is, who is away, and what becomes different."""

    id: PlainText
    day: SaidText
    absent: SaidText
    change: SaidText


class EvaluationPoint(Facts):
    """What is looked at, how it looks when it goes well and when it has to be mended, and in which injects."""

    point: SaidText
    good: SaidText
    mend: SaidText
    injects: tuple[PlainText, ...] = ()


class DrillContainer(Facts):
    """A plate that is stuck to something in the yard, and what is wrong with it on purpose.

    `shown` is what can be read or seen on it besides number, type and seal; `trap` is for whoever leads the drill.
    `version` is printed small on a plate that another takes the place of while the drill runs (A, then B).
    """

    number: PlainText
    type: PlainText
    cargo: SaidText
    seal: SaidText
    trap: SaidText
    shown: tuple[SaidText, ...] = ()
    version: PlainText | None = None


class Prop(Facts):
    """A paper with which a team works in the drill as with a real one: a list, a table, the card of a driver.

    Whoever plays reads all of it. `head` may be left out of a paper whose rows are names and what belongs to them.
    `holder` is who keeps it where that is not the team: whoever plays a driver, who then comes to the team.
    """

    id: PlainText
    title: SaidText
    team: PlainText
    holder: SaidText | None = None
    head: tuple[SaidText, ...] = ()
    rows: tuple[tuple[SaidCell, ...], ...] = Field(min_length=1)
    note: SaidText | None = None


class Sight(Facts):
    """What an evaluator can see or hear, written as a text alone or with the team that it is looked for in."""

    look_for: SaidText
    team: PlainText | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, written: Any) -> Any:
        return {"look_for": written} if isinstance(written, str) else written


class Call(Facts):
    """What whoever leads the drill says in a minute of the longest one, without a hand-out.

    It is said to the `teams`, without them to all, after `act`, which is done and not read out. What is `looked_for` is
    a list, or one text. It belongs to drills of the `lengths` and to days of the `variations`; without them to all.
    """

    minute: Annotated[int, Field(ge=0, le=1440)]
    title: SaidText
    say: SaidText
    act: SaidText | None = None
    teams: tuple[PlainText, ...] = ()
    looked_for: Annotated[tuple[Sight, ...], BeforeValidator(listed)] = ()
    lengths: tuple[Annotated[int, Field(ge=5, le=480)], ...] = ()
    variations: tuple[PlainText, ...] = ()


class FormNeed(Facts):
    """How many sheets of a form a team needs, under the condition `when`; without a team, each of them."""

    form: PlainText
    team: PlainText | None = None
    copies: Annotated[int, Field(ge=1, le=200)]
    when: PlainText | None = None
