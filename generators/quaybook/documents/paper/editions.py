"""Documents stage, paper: which documents stand in which edition of the binder, from `policy_src/binder/editions.yml`.

An edition is for a place: what its people need first stands first. Which forms it holds follows from what the
terminal's areas of work use.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from quaybook.facts.positions import read_yaml
from quaybook.model.base import Facts, PlainText, Todo
from quaybook.model.groups.kinds import Area
from quaybook.model.terminal import Terminal

FORMS = "forms"


class Held(Facts):
    """A document of an edition; with `only`, no more of it than these headings and what stands below them."""

    document: PlainText
    only: tuple[PlainText, ...] = ()


def _held(value: object) -> object:
    return {"document": value} if isinstance(value, str) else value


class PlannedPart(Facts):
    """What stands behind one tab."""

    part: PlainText
    documents: tuple[Annotated[Held, BeforeValidator(_held)], ...] = Field(min_length=1)


class PlannedEdition(Facts):
    """An edition for a place of work, and the areas of work whose forms it holds."""

    id: PlainText
    areas: tuple[Area, ...] = ()
    parts: tuple[PlannedPart, ...] = Field(min_length=1)


class Plan(Facts):
    """All editions of the kit, in the order in which they are made."""

    editions: tuple[PlannedEdition, ...] = Field(min_length=1)


@cache
def plan(source: Path) -> Plan:
    """The kit's own plan."""
    file = source / "binder" / "editions.yml"
    read = read_yaml(file, file.name)
    assert not read.problems, read.problems
    return Plan.model_validate(read.data)


def forms_of(areas: tuple[Area, ...], terminal: Terminal) -> set[str]:
    """The forms that the areas of work use, as far as anybody knows them."""
    used = {
        form
        for area in terminal.manual.areas
        if not isinstance(area.area, Todo) and area.area in areas
        for form in area.forms
        if not isinstance(form, Todo)
    }
    return {str(form) for form in used}
