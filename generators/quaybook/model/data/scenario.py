"""Model stage: `scenario.yml`, what is put to those who take part in a drill, and what is expected of them.

The page prints it for whoever leads the drill; hand-outs of one inject each are made from here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, model_validator

from quaybook.model.base import Clock, Facts, PlainText, Switch
from quaybook.model.data.drill import (
    Call,
    Channel,
    DrillContainer,
    EvaluationPoint,
    FormNeed,
    Objective,
    Prop,
    Team,
    Variation,
)
from quaybook.model.data.texts import Alike, SaidText
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


class Paper(Facts):
    """A hand-out: how it came (`label` says so in other words than those of the channel), from whom, what it says.

    `subject` stands above `handout` (of a mail, an article), `lines` below it, each in a line of its own (a list, a
    signature).
    """

    channel: Channel = Channel.TALK
    label: SaidText | None = None
    sender: SaidText | None = None
    subject: SaidText | None = None
    handout: SaidText | None = None
    lines: tuple[SaidText, ...] = ()


class TeamPaper(Paper):
    """What one team gets instead of the hand-out of the others: all of it, nothing is taken from theirs."""

    team: PlainText


class TeamAsk(Facts):
    """What one team is asked besides what all are."""

    team: PlainText
    ask: SaidText


class Inject(Paper):
    """One event of a drill: when it comes, what is read out, what is asked, what is expected.

    `minute` is the time in the room. `documents` are the ids in which the answer stands (`backup#generations`),
    `nagoya` is read out afterwards, `when` names the condition under which the event is used. `needs` are the ids of
    events without which it makes no sense. `teams` get the hand-out, or one of `papers`; without `handout` it says what
    is read out; without teams all of them get it. It belongs to drills of the `lengths`, in minutes; without them to
    all. Whoever plays sees title, hand-out, question and what of `asks` is for their team, and nothing else. `replies`
    are what whoever leads answers in the role of others, `bridge` what they say before the hand-out where those who
    play may have decided otherwise than it takes for granted, `skipped` what they say instead of an event that they
    leave out, so that the next ones make sense.
    """

    id: PlainText | None = None

    offset: Annotated[PlainText, Alike(_count)]
    minute: Annotated[int, Field(ge=0, le=1440)] | None = None
    title: SaidText
    when: PlainText | None = None
    answered_by: SaidText | None = None
    inject: SaidText
    teams: tuple[PlainText, ...] = ()
    papers: tuple[TeamPaper, ...] = ()
    question: SaidText
    asks: tuple[TeamAsk, ...] = ()
    needs: tuple[PlainText, ...] = ()
    lengths: tuple[Annotated[int, Field(ge=5, le=480)], ...] = ()
    expected: tuple[ExpectedAction, ...] = Field(min_length=1)
    documents: tuple[PlainText, ...] = Field(min_length=1)
    requirements: tuple[PlainText, ...] = Field(min_length=1)
    nagoya: SaidText | None = None
    replies: tuple[SaidText, ...] = ()
    bridge: SaidText | None = None
    skipped: SaidText | None = None

    def paper(self, team: str) -> Paper:
        """What the team gets, by its id."""
        return next((each for each in self.papers if each.team == team), self)

    def asked(self, team: str) -> str:
        """What the team is asked besides the question; nothing if that is all."""
        return next((str(each.ask) for each in self.asks if each.team == team), "")


class ScenarioData(Facts):
    """The injects in the order in which they come; `symptom` is what those who are called are told.

    `areas` are those without which the drill cannot be held, `lengths` the minutes that it can take, the usual first.
    `opening` is what whoever leads the drill says word for word before the first event, `hot_wash` what they ask after
    the last one, in the last `hot_wash_minutes` of the longest drill. What happens is read out unless `is_read_out` is
    no: then teams work at their places and get their papers without a word. Minutes of `calls` and injects go together.
    `story_begins` is the hour at which what is played begins: offsets count from it. `for_evaluators` are headings of
    the kit's own text (`#conditions`) that stand at the end of the sheets of those who judge.
    """

    symptom: SaidText | None = None
    areas: tuple[Area, ...] = ()
    lengths: tuple[Annotated[int, Field(ge=5, le=480)], ...] = ()
    objectives: tuple[Objective, ...] = ()
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
    story_begins: Clock | None = None
    for_evaluators: tuple[PlainText, ...] = ()
