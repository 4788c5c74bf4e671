"""Law stage: what one file of `policy_src/law` may hold, typed.

A statement carries its source, whether that is the authority's own text, the day on which somebody looked, and the day
by which somebody has to look again; so no template vouches for a text that nobody re-checked.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from quaybook.model.base import Facts, Id, PlainText, SureDay, Switch
from quaybook.model.groups.kinds import ContactKind
from quaybook.model.language_text import LanguageText

# Two years: no official deadline for a report is longer.
_DayCount = Annotated[int, Field(ge=1, le=731)]


class Rank(StrEnum):
    """Whether the authority's own text was read, or what others say of it."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Sourced(Facts):
    """Something that is said elsewhere: where, how near to the authority, and when somebody looked."""

    id: Id
    title: LanguageText
    source: PlainText
    address: PlainText
    rank: Rank
    checked_on: SureDay
    review_by: SureDay

    @property
    def is_primary(self) -> bool:
        return self.rank == Rank.PRIMARY


class Watched(Sourced):
    """Something that is about to change, or may; `ja` says what."""

    ja: PlainText


class Statement(Sourced):
    """One statement in one sentence or more; `watch` names what may change it, `items` what it lists."""

    ja: PlainText
    items: tuple[PlainText, ...] = ()
    watch: tuple[Id, ...] = ()


class LaterDocument(Sourced):
    """A document that was published after the report and that the kit does not cover; `published` is as exact as
    its source."""

    published: PlainText


class Clock(Facts):
    """A report that somebody has to make from a moment on.

    It runs for as many `minutes` or `hours` as the fact named says, for `days`, or has no number at all. Of days,
    `aim_days` is the earlier of two numbers, and `first_day` says whether the day of the moment itself is counted.
    `statement` names where it is said; a clock without one is the terminal's own.
    """

    id: Id
    when: LanguageText
    what: LanguageText
    to: LanguageText
    starts: LanguageText
    minutes: PlainText | None = None
    hours: PlainText | None = None
    days: _DayCount | None = None
    aim_days: _DayCount | None = None
    first_day: Switch = True
    promptly: Switch = False
    for_designated: Switch = False
    contact: ContactKind | None = None
    note: LanguageText | None = None
    statement: Id | None = None


class LawFile(Facts):
    """One file, about one subject."""

    statements: tuple[Statement, ...] = ()
    watched: tuple[Watched, ...] = ()
    clocks: tuple[Clock, ...] = ()
    documents: tuple[LaterDocument, ...] = ()
