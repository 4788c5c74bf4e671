"""Model stage: `slides.yml`, what is shown on a screen and said to it by whoever teaches a text to a group.

A slide says little, in large letters; its notes say all of it, in sentences to be spoken.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, model_validator

from quaybook.model.base import Facts, PlainText, Switch
from quaybook.model.data.quiz import Speech
from quaybook.model.data.texts import LAYOUT, SaidCell, SaidText

# More of them, nobody in a room reads while somebody speaks.
BULLETS_AT_MOST = 6


class FigureName(StrEnum):
    """The drawings from the facts, as templates call them."""

    CALL_TREE = "call-tree"
    INCIDENT_FLOW = "incident-flow"
    FIRST_72_HOURS = "incident-72-hours"
    SYSTEMS = "systems"
    CONNECTIONS = "connections"
    RECOVERY_ORDER = "recovery-order"
    NAGOYA_TIMELINE = "nagoya-timeline"
    YARD_FILL = "yard-fill"


class Bullet(Facts):
    """A short phrase, written as a text alone or with the name of the condition under which it is shown."""

    text: SaidText
    when: PlainText | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, written: Any) -> Any:
        return {"text": written} if isinstance(written, str) else written


class SlideRow(Facts):
    """The cells of a row, written as a list alone or with the name of a condition."""

    cells: tuple[SaidCell, ...] = Field(min_length=1)
    when: PlainText | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, written: Any) -> Any:
        return {"cells": written} if isinstance(written, list) else written


class SlideTable(Facts):
    """A few rows below a head."""

    head: tuple[SaidText, ...] = Field(min_length=2, max_length=4)
    rows: tuple[SlideRow, ...] = Field(min_length=1)


class Slide(Facts):
    """One slide: phrases, a table or one of the drawings from the facts; and what is said to it.

    Phrases are `numbered` where their order is to be learnt.
    """

    title: SaidText
    when: PlainText | None = None
    bullets: tuple[Bullet, ...] = Field(default=(), max_length=BULLETS_AT_MOST)
    numbered: Switch = False
    table: SlideTable | None = None
    figure: FigureName | None = None
    notes: SaidText


class SlidesData(Facts):
    """The slides in their order. `questions` of the quiz beside them are talked over before the last one.

    `speech` says in which words they are framed.
    """

    speech: Annotated[Speech, LAYOUT] = Speech.STANDARD
    questions: Annotated[int, Field(ge=0, le=5)] = 3
    slides: tuple[Slide, ...] = Field(min_length=1)
