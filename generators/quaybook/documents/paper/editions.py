"""Documents stage, paper: which documents stand in which edition of the binder, from `policy_src/binder/editions.yml`.

An edition is for a place: what its people need first stands first. Which forms it holds follows from what the
terminal's areas of work use.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from quaybook.facts.positions import read_yaml
from quaybook.model.base import Facts, PlainText, Switch, Todo
from quaybook.model.groups.kinds import Area
from quaybook.model.terminal import Terminal

FORMS = "forms"
# The page that says what is printed for whom; files of paper are offered there.
PRINT_CENTRE = "print-centre"


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
    """An edition for a place of work, and the areas of work whose forms it holds.

    Where nobody works by hand, as in a store, blanks are not `counted` by the work of the areas: a few lie there.
    """

    id: PlainText
    areas: tuple[Area, ...] = ()
    counted: Switch = True
    parts: tuple[PlannedPart, ...] = Field(min_length=1)


class PrintRun(Facts):
    """How many numbered blanks are printed at once: for so many hours of work, yet at most so many sets of a form.

    `spare` sets are printed of a form that no work counts; a file has at most so many `pages`.
    """

    hours: Annotated[int, Field(ge=1)]
    sets: Annotated[int, Field(ge=1, le=9999)]
    spare: Annotated[int, Field(ge=1, le=999)]
    pages: Annotated[int, Field(ge=20)]


class Plan(Facts):
    """All editions of the kit, in the order in which they are made."""

    run: PrintRun
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


def held_in(
    part: PlannedPart, edition: PlannedEdition, held: Iterable[str], terminal: Terminal
) -> dict[str, tuple[str, ...]]:
    """Of the documents `held`, those behind one tab in order, each with the headings to which it is cut."""
    names = tuple(held)
    planned = {each.document: each.only for each in part.documents if each.document in names}
    if part.part != FORMS:
        return planned
    used = forms_of(edition.areas, terminal)
    return {name: planned.get(name, ()) for name in names if name in planned or name in used}
