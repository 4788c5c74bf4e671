"""Documents stage, paper: which documents stand in which edition of the binder.

An edition is for a place: what its people need first stands first. The kit's are in `policy_src/binder/editions.yml`;
a terminal changes and adds some in its facts. Which forms one holds follows from what the areas of work use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from quaybook.facts.positions import read_yaml
from quaybook.model.base import Facts, PlainText, Switch, Todo
from quaybook.model.document import Kind
from quaybook.model.groups.kinds import Area, CardLanguage
from quaybook.model.groups.paper import BinderPlan
from quaybook.model.terminal import Terminal
from quaybook.wording.words import Words

FORMS = "forms"
# What a terminal adds stands behind a tab of its own, before the forms.
ADDED = "added"
# The page that says what is printed for whom; files of paper are offered there.
PRINT_CENTRE = "print-centre"


class Held(Facts):
    """A document of an edition; with `only`, no more of it than these headings and what stands below them.

    One `for_staff` who read that is there where the terminal has such staff.
    """

    document: PlainText
    only: tuple[PlainText, ...] = ()
    for_staff: CardLanguage | None = None


def _held(value: object) -> object:
    return {"document": value} if isinstance(value, str) else value


class PlannedPart(Facts):
    """What stands behind one tab."""

    part: PlainText
    documents: tuple[Annotated[Held, BeforeValidator(_held)], ...] = Field(min_length=1)


class PlannedEdition(Facts):
    """An edition for a place of work, and the areas of work whose forms it holds; `name` is that of an added one.

    Where nobody works by hand, as in a store, blanks are not `counted` by the work of the areas: a few lie there.
    """

    id: PlainText
    name: PlainText | None = None
    like: PlainText | None = None
    added: tuple[PlainText, ...] = ()
    left_out: tuple[PlainText, ...] = ()
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


def planned(source: Path, terminal: Terminal) -> tuple[PlannedEdition, ...]:
    """The editions of one terminal: the kit's as it has changed them, each followed by those that are made like it."""
    own = {each.id: each for each in terminal.paper.editions}
    made = []
    for edition in plan(source).editions:
        changes = own.get(edition.id)
        made.append(_changed(edition, changes) if changes else edition)
        made += [_changed(edition, each) for each in own.values() if each.like == edition.id]
    return tuple(made)


def _changed(edition: PlannedEdition, changes: BinderPlan) -> PlannedEdition:
    areas = tuple(area for area in changes.areas if not isinstance(area, Todo)) or edition.areas
    own = {
        "id": changes.id,
        "name": changes.name or "",
        "like": edition.id,
        "added": changes.add,
        "left_out": changes.leave_out,
    }
    return edition.model_copy(update={**own, "areas": areas})


def parts_of(
    edition: PlannedEdition, held: Mapping[str, Kind], terminal: Terminal
) -> Iterator[tuple[str, dict[str, tuple[str, ...]]]]:
    """Tab by tab, those of the documents `held` that stand there, each with the headings to which it is cut down."""
    added = [name for name in edition.added if name in held]
    behind = tuple(Held(document=name) for name in added if held[name] != Kind.FORM)
    used = {*forms_of(edition.areas, terminal), *(name for name in added if held[name] == Kind.FORM)}
    before = [(part.part, part.documents) for part in edition.parts if part.part != FORMS]
    for key, documents in (*before, (ADDED, behind), (FORMS, _forms(edition))):
        wanted = (each for each in documents if each.for_staff is None or is_read(each.for_staff, terminal))
        found = {each.document: each.only for each in wanted if each.document in held}
        if key == FORMS:
            found = {name: found.get(name, ()) for name in held if name in found or name in used}
        kept = {name: only for name, only in found.items() if name not in edition.left_out}
        if kept:
            yield key, kept


def _forms(edition: PlannedEdition) -> tuple[Held, ...]:
    return next((part.documents for part in edition.parts if part.part == FORMS), ())


def edition_name(edition: PlannedEdition, words: Words) -> str:
    """As covers tell it: the terminal's own name of one that it has added."""
    return edition.name or words(f"binder.editions.{edition.id}")


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


def is_read(language: CardLanguage, terminal: Terminal) -> bool:
    """Whether some of the staff read cards in that, or may: nobody says what those read who have a language alone."""
    staff = terminal.terminal.staff_languages
    return any(
        not group.cards or any(isinstance(each, Todo) for each in group.cards) or language in group.cards
        for group in staff
    )
