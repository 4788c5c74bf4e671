"""Model stage: lists that lead from a text to requirements: the numbered questions of a checklist, and weaknesses."""

from __future__ import annotations

from pydantic import Field

from quaybook.model.base import Facts, PlainText
from quaybook.model.data.texts import SaidText


class ChecklistData(Facts):
    """`items.yml`: the number of each question → the requirements that it asks for, and those that it leaves out.

    Why one is left out stands in the text.
    """

    asks: dict[str, tuple[PlainText, ...]] = Field(min_length=1)
    left_out: tuple[PlainText, ...] = ()


class Weakness(Facts):
    """What a section of the report found wanting, and the requirements that a terminal with the same misses."""

    section: SaidText
    text: SaidText
    requirements: tuple[PlainText, ...] = Field(min_length=1)


class WeaknessData(Facts):
    """`nagoya.yml`: the weaknesses of the Nagoya case in the report's order."""

    weaknesses: tuple[Weakness, ...] = Field(min_length=1)
