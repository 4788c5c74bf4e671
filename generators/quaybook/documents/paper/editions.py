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
from quaybook.model.base import Facts, PlainText, Todo
from quaybook.model.document import DocumentSpec, Kind
from quaybook.model.groups.kinds import Area
from quaybook.model.groups.paper import BinderPlan
from quaybook.model.terminal import Terminal

FORMS = "forms"
# What a terminal adds stands behind a tab of its own, before the forms.
ADDED = "added"


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
    """An edition for a place of work, and the areas of work whose forms it holds; `name` is that of an added one."""

    id: PlainText
    name: PlainText = ""
    added: tuple[PlainText, ...] = ()
    left_out: tuple[PlainText, ...] = ()
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
    own = {"id": changes.id, "name": changes.name or "", "added": changes.add, "left_out": changes.leave_out}
    return edition.model_copy(update={**own, "areas": areas})


def parts_of(
    edition: PlannedEdition, specs: Mapping[str, DocumentSpec], terminal: Terminal
) -> Iterator[tuple[str, dict[str, tuple[str, ...]]]]:
    """Tab by tab, the documents that there are, each with the headings to which it is cut down, if it is."""
    added = [name for name in edition.added if name in specs]
    behind = tuple(Held(document=name) for name in added if specs[name].kind != Kind.FORM)
    used = {*forms_of(edition.areas, terminal), *(name for name in added if specs[name].kind == Kind.FORM)}
    before = [(part.part, part.documents) for part in edition.parts if part.part != FORMS]
    for key, documents in (*before, (ADDED, behind), (FORMS, _forms(edition))):
        held = {each.document: each.only for each in documents if each.document in specs}
        if key == FORMS:
            held = {name: held.get(name, ()) for name in specs if name in held or name in used}
        kept = {name: only for name, only in held.items() if name not in edition.left_out}
        if kept:
            yield key, kept


def _forms(edition: PlannedEdition) -> tuple[Held, ...]:
    return next((part.documents for part in edition.parts if part.part == FORMS), ())


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
