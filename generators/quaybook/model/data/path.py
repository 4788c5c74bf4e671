"""Model stage: `path.yml`, what somebody who is new in a role reads, writes, signs and takes part in, in this order.

The page leads through it; packs on paper hold the same in the same order.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from quaybook.model.base import Facts, PlainText, Switch
from quaybook.model.data.texts import SaidText
from quaybook.model.groups.contents import PeopleClass

# A quiz has twelve to sixteen questions, each of which takes less than a minute.
_QUIZ_MINUTES = 10


class Act(StrEnum):
    """What is done with the document of a step."""

    READ = "read"
    CARRY = "carry"
    WRITE = "write"
    TELL = "tell"
    SIGN = "sign"
    JOIN = "join"

    @property
    def is_reading(self) -> bool:
        """Whether somebody has read the document afterwards, and says so in the acknowledgement."""
        return self in (Act.READ, Act.CARRY)


class Step(Facts):
    """One step with a document, or with no more of it than stands below a heading (`bcp-manual#gate`).

    `minutes` is how long it takes where the document itself does not say; `why` is one sentence. With `quiz` the
    questions at the end of the document are answered too; `when` names the condition under which there is the step.
    """

    document: PlainText
    when: PlainText | None = None
    act: Act = Act.READ
    quiz: Switch = False
    minutes: Annotated[int, Field(ge=1, le=480)] | None = None
    why: SaidText

    @property
    def name(self) -> str:
        """The id of the document."""
        return self.document.partition("#")[0]

    @property
    def place(self) -> str:
        """The heading to which the step keeps, or nothing."""
        return self.document.partition("#")[2]

    @property
    def quiz_minutes(self) -> int:
        """How long its quiz takes, beside the reading."""
        return _QUIZ_MINUTES if self.quiz else 0


class PathData(Facts):
    """The steps in their order, when they begin and are done, and which people of the requirements they serve.

    `whom` says who takes the path where its title does not, and what the others read.

    Drills have a day of their own, so their time is not counted.
    """

    people: tuple[PeopleClass, ...] = ()
    begin: SaidText
    finish: SaidText
    whom: SaidText | None = None
    steps: tuple[Step, ...] = Field(min_length=2)
