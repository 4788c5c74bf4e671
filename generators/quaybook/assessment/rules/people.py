"""Assessment stage: what several rules ask of contacts and experts: is there one of this kind?"""

from __future__ import annotations

from collections.abc import Callable

from quaybook.assessment.finding import Check
from quaybook.assessment.reading import Reading
from quaybook.assessment.truth import Truth, every, some
from quaybook.model.base import Todo
from quaybook.model.kinds import ContactKind


def contact_of(t: Reading, kind: ContactKind) -> Check:
    """Whether the contacts hold an office of the kind."""
    found = [c for c in t.entries("contacts") if c.value("kind") == kind]
    return t.check("contact_listed" if found else "contact_missing", bool(found), kind=kind, names=_names(found))


def expert_of(t: Reading, kind: ContactKind) -> Check:
    """Whether an expert of the kind is known from peacetime."""
    known = some_expert(t, lambda e: e.yes("peacetime_relation"), kind)
    relation = next((e.value("relation") for e in t.entries("experts") if _is_of(t, e, (kind,))), None)
    return t.check("peacetime_relation", known, kind=kind, relation=relation)


def some_expert(t: Reading, holds: Callable[[Reading], Truth], *kinds: ContactKind) -> Truth:
    """Whether the condition is true of an expert whose contact is an office of one of the kinds."""
    return some(every((_is_of(t, expert, kinds), holds(expert))) for expert in t.entries("experts"))


def _is_of(t: Reading, expert: Reading, kinds: tuple[ContactKind, ...]) -> Truth:
    contact = expert.value("contact")
    if isinstance(contact, Todo):
        return None
    return next(c.value("kind") for c in t.entries("contacts") if c.part.id == contact) in kinds


def _names(entries: list[Reading]) -> tuple[object, ...]:
    return tuple(entry.name for entry in entries)
