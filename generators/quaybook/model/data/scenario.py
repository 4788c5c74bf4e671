"""Model stage: `scenario.yml`, what is put to those who take part in a drill, and what is expected of them.

The page prints it for whoever leads the drill; hand-outs of one inject each are made from here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, model_validator

from quaybook.model.base import Facts, PlainText, Switch
from quaybook.model.data.texts import Alike, SaidCell, SaidText
from quaybook.model.groups.kinds import Area

_OFFSET = re.compile(r"(\D*)([0-9]{1,4})(?::([0-5][0-9]))?(\D*)")


@dataclass(frozen=True)
class Offset:
    """`T+1:45`, `12分` or `番号3`: a count, in minutes where it is a time of day's form, and the words around it."""

    before: str
    count: int
    is_time: bool
    after: str

    def goes_with(self, other: Offset) -> bool:
        """Whether both are counted in the same way, so that one of them is the earlier."""
        return (self.before, self.is_time, self.after) == (other.before, other.is_time, other.after)


def offset_of(written: str) -> Offset | None:
    """What an offset counts; None if it is none."""
    found = _OFFSET.fullmatch(written)
    if found is None:
        return None
    before, number, minutes, after = found.groups()
    count = int(number) if minutes is None else int(number) * 60 + int(minutes)
    return Offset(before, count, minutes is not None, after)


def _count(written: str) -> object:
    offset = offset_of(written)
    return (offset.count, offset.is_time) if offset else written


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


class Team(Facts):
    """Who sits together and gets the same hand-outs; `played_by` says who they are at work."""

    id: PlainText
    name: SaidText
    played_by: SaidText


class ExpectedAction(Facts):
    """What those who play should do, written as a text alone or with what shows it.

    `look_for` is what an evaluator can see or hear, `documents` are the ids in which the action stands.
    """

    action: SaidText
    look_for: SaidText | None = None
    documents: tuple[PlainText, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, written: Any) -> Any:
        return {"action": written} if isinstance(written, str) else written


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


class Inject(Facts):
    """One event of a drill: when it comes, what is read out, what is asked, what is expected.

    `minute` is the time in the room. `documents` are the ids in which the answer stands (`backup#generations`),
    `nagoya` is read out afterwards, `when` names the condition under which the event is used. `needs` are the ids of
    events without which it makes no sense. `teams` get a hand-out that came by `channel` from `sender`: `handout`, or
    what is read out; without teams all of them get it. `subject` stands above it (of a mail, an article), `lines` below
    it, each in a line of its own (a list, a signature). It belongs to drills of the `lengths`, in minutes; without
    them to all. Whoever plays sees title, sender, hand-out and question, and nothing else. `replies` are what whoever
    leads answers in the role of others, `bridge` what they say before the hand-out where those who play may have
    decided otherwise than it takes for granted.
    """

    id: PlainText | None = None

    offset: Annotated[PlainText, Alike(_count)]
    minute: Annotated[int, Field(ge=0, le=1440)] | None = None
    title: SaidText
    when: PlainText | None = None
    answered_by: SaidText | None = None
    inject: SaidText
    teams: tuple[PlainText, ...] = ()
    channel: Channel = Channel.TALK
    sender: SaidText | None = None
    subject: SaidText | None = None
    handout: SaidText | None = None
    lines: tuple[SaidText, ...] = ()
    question: SaidText
    needs: tuple[PlainText, ...] = ()
    lengths: tuple[Annotated[int, Field(ge=5, le=480)], ...] = ()
    expected: tuple[ExpectedAction, ...] = Field(min_length=1)
    documents: tuple[PlainText, ...] = Field(min_length=1)
    requirements: tuple[PlainText, ...] = Field(min_length=1)
    nagoya: SaidText | None = None
    replies: tuple[SaidText, ...] = ()
    bridge: SaidText | None = None


class DrillContainer(Facts):
    """A plate that is stuck to something in the yard, and what is wrong with it on purpose.

    `shown` is what can be read or seen on it besides number, type and seal; `trap` is for whoever leads the drill.
    """

    number: PlainText
    type: PlainText
    cargo: SaidText
    seal: SaidText
    trap: SaidText
    shown: tuple[SaidText, ...] = ()


class Prop(Facts):
    """A paper with which a team works in the drill as with a real one: a list, a table, the card of a driver.

    Whoever plays reads all of it. `head` may be left out of a paper whose rows are names and what belongs to them.
    """

    id: PlainText
    title: SaidText
    team: PlainText
    head: tuple[SaidText, ...] = ()
    rows: tuple[tuple[SaidCell, ...], ...] = Field(min_length=1)
    note: SaidText | None = None


class Call(Facts):
    """What whoever leads the drill says to all in a minute of the longest one, without a hand-out.

    It belongs to drills of the `lengths` and to days of the `variations`; without them to all.
    """

    minute: Annotated[int, Field(ge=0, le=1440)]
    title: SaidText
    say: SaidText
    looked_for: SaidText | None = None
    lengths: tuple[Annotated[int, Field(ge=5, le=480)], ...] = ()
    variations: tuple[PlainText, ...] = ()


class FormNeed(Facts):
    """How many sheets of a form a team needs, under the condition `when`; without a team, each of them."""

    form: PlainText
    team: PlainText | None = None
    copies: Annotated[int, Field(ge=1, le=200)]
    when: PlainText | None = None


class ScenarioData(Facts):
    """The injects in the order in which they come; `symptom` is what those who are called are told.

    `areas` are those without which the drill cannot be held, `lengths` the minutes that it can take, the usual first.
    `opening` is what whoever leads the drill says word for word before the first event, `hot_wash` what they ask after
    the last one, in the last `hot_wash_minutes` of the longest drill. What happens is read out unless `is_read_out` is
    no: then teams work at their places and get their papers without a word. Minutes of `calls` and injects go together.
    """

    symptom: SaidText | None = None
    areas: tuple[Area, ...] = ()
    lengths: tuple[Annotated[int, Field(ge=5, le=480)], ...] = ()
    objectives: tuple[SaidText, ...] = ()
    opening: tuple[SaidText, ...] = ()
    hot_wash: tuple[SaidText, ...] = ()
    teams: tuple[Team, ...] = ()
    variations: tuple[Variation, ...] = ()
    evaluation: tuple[EvaluationPoint, ...] = ()
    containers: tuple[DrillContainer, ...] = ()
    injects: tuple[Inject, ...] = Field(min_length=1)
    props: tuple[Prop, ...] = ()
    calls: tuple[Call, ...] = ()
    forms: tuple[FormNeed, ...] = ()
    is_read_out: Switch = True
    hot_wash_minutes: Annotated[int, Field(ge=5, le=120)] | None = None
