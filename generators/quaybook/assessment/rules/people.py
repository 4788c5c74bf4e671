"""Assessment stage: what several rules ask of contacts and experts: is there one of this kind?"""

from __future__ import annotations

from quaybook.assessment.finding import Check
from quaybook.assessment.reading import Reading
from quaybook.assessment.truth import some
from quaybook.model.base import Todo
from quaybook.model.kinds import ContactKind


def contact_of(t: Reading, kind: ContactKind) -> Check:
    """Whether the contacts hold an office of the kind."""
    found = [c for c in t.entries("contacts") if c.value("kind") == kind]
    return t.check("contact_listed" if found else "contact_missing", bool(found), kind=kind, names=_names(found))


def expert_of(t: Reading, kind: ContactKind) -> Check:
    """Whether an expert of the kind is known from peacetime."""
    found = experts_in(t, kind)
    known = some(e.yes("peacetime_relation") for e in found)
    relation = next((e.value("relation") for e in found), None)
    return t.check("peacetime_relation", known, kind=kind, relation=relation)


def experts_in(t: Reading, *kinds: ContactKind) -> list[Reading]:
    """The experts whose contact is an office of one of the kinds."""
    kind_of = {c.part.id: c for c in t.entries("contacts")}
    found = []
    for expert in t.entries("experts"):
        contact = expert.value("contact")
        if not isinstance(contact, Todo) and kind_of[contact].value("kind") in kinds:
            found.append(expert)
    return found


def _names(entries: list[Reading]) -> tuple[object, ...]:
    return tuple(entry.name for entry in entries)
