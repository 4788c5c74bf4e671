"""Formats stage, binder: which documents stand in which edition, from `policy_src/binder/editions.yml`.

An edition is for a place: what its people need first stands first. Which forms it holds follows from what the
terminal's areas of work use.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from quaybook.documents.document_set import DocumentSet
from quaybook.facts.positions import read_yaml
from quaybook.model.base import Facts, PlainText, Todo
from quaybook.model.document import Document
from quaybook.model.groups.kinds import Area, CardLanguage
from quaybook.model.terminal import Terminal

FORMS = "forms"


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
    """An edition for a place of work, and the areas of work whose forms it holds."""

    id: PlainText
    areas: tuple[Area, ...] = ()
    parts: tuple[PlannedPart, ...] = Field(min_length=1)


class Plan(Facts):
    """All editions of the kit, in the order in which they are made."""

    editions: tuple[PlannedEdition, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Entry:
    """One document as an edition holds it; `parted_at` are headings at which it is parted into pieces."""

    document: Document
    only: tuple[str, ...] = ()
    parted_at: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """A name of its own for what is held, on which its file is called."""
        return "--".join((self.document.spec.id, *self.only, *self.parted_at))


@dataclass(frozen=True)
class Part:
    """What stands behind one tab: its key among the words, and the documents in order."""

    key: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class BinderEdition:
    """One edition with the documents that this terminal's set has."""

    id: str
    parts: tuple[Part, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for part in self.parts for entry in part.entries)


@cache
def plan(source: Path) -> Plan:
    """The kit's own plan."""
    file = source / "binder" / "editions.yml"
    read = read_yaml(file, file.name)
    assert not read.problems, read.problems
    return Plan.model_validate(read.data)


def binder_editions(source: Path, documents: DocumentSet, terminal: Terminal) -> tuple[BinderEdition, ...]:
    """The editions for which this set has documents."""
    held = {document.spec.id: document for document in documents.documents}
    made = (_edition(planned, held, terminal) for planned in plan(source).editions)
    return tuple(edition for edition in made if edition.parts)


def _edition(planned: PlannedEdition, held: dict[str, Document], terminal: Terminal) -> BinderEdition:
    parts = []
    for part in planned.parts:
        wanted = (each for each in part.documents if each.for_staff is None or is_read(each.for_staff, terminal))
        named = {each.document: each.only for each in wanted if each.document in held}
        if part.part == FORMS:
            used = _forms_of(planned.areas, terminal)
            named = {name: named.get(name, ()) for name in held if name in named or name in used}
        entries = tuple(Entry(held[name], only) for name, only in named.items())
        if entries:
            parts.append(Part(part.part, entries))
    return BinderEdition(planned.id, tuple(parts))


def is_read(language: CardLanguage, terminal: Terminal) -> bool:
    """Whether some of the staff read cards in that, or may: nobody says what those read who have a language alone."""
    staff = terminal.terminal.staff_languages
    return any(
        not group.cards or any(isinstance(each, Todo) for each in group.cards) or language in group.cards
        for group in staff
    )


def _forms_of(areas: tuple[Area, ...], terminal: Terminal) -> set[str]:
    """The forms that the areas of work use, as far as anybody knows them."""
    used = {
        form
        for area in terminal.manual.areas
        if not isinstance(area.area, Todo) and area.area in areas
        for form in area.forms
        if not isinstance(form, Todo)
    }
    return {str(form) for form in used}
