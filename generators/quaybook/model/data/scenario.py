"""Model stage: `scenario.yml`, what is put to those who take part in a drill, and what is expected of them.

The page prints it for whoever leads the drill; hand-outs of one inject each are made from here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from quaybook.model.base import Facts, PlainText
from quaybook.model.data.texts import Alike, SaidText

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


class Inject(Facts):
    """One event of a drill: when it comes, what is read out, what is asked, what is expected.

    `minute` is the time in the room. `documents` are the ids in which the answer stands (`backup#generations`),
    `nagoya` is read out afterwards, `when` names the condition under which the event is used.
    """

    offset: Annotated[PlainText, Alike(_count)]
    minute: Annotated[int, Field(ge=0, le=1440)] | None = None
    title: SaidText
    when: PlainText | None = None
    answered_by: SaidText | None = None
    inject: SaidText
    question: SaidText
    expected: tuple[SaidText, ...] = Field(min_length=1)
    documents: tuple[PlainText, ...] = Field(min_length=1)
    requirements: tuple[PlainText, ...] = Field(min_length=1)
    nagoya: SaidText | None = None


class DrillContainer(Facts):
    """A plate that is stuck to something in the yard, and what is wrong with it on purpose."""

    number: PlainText
    type: PlainText
    cargo: SaidText
    seal: SaidText
    trap: SaidText


class ScenarioData(Facts):
    """The injects in the order in which they come; `symptom` is what those who are called are told."""

    symptom: SaidText | None = None
    containers: tuple[DrillContainer, ...] = ()
    injects: tuple[Inject, ...] = Field(min_length=1)
