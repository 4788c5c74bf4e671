"""Assessment stage: what several rules ask of contacts and experts: is there one of this kind?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from quaybook.assessment.finding import Check
from quaybook.assessment.reading import Reading
from quaybook.catalogue.truth import Truth, every, some
from quaybook.model.base import Todo
from quaybook.model.groups.kinds import ContactKind

EXPERTS = (ContactKind.NONPROFIT_EXPERT, ContactKind.SECURITY_VENDOR)


def contact_of(t: Reading, kind: ContactKind) -> Check:
    """Whether the contacts hold an office of the kind whose number was tried within the terminal's own interval."""
    found = [(c, truth) for c in t.entries("contacts") if (truth := c.one_of("kind", kind)) is not False]
    known = [contact for contact, truth in found if truth]
    if not known:
        return t.check("contact_missing", some(truth for _, truth in found), kind=kind, names=())
    # Whoever stands in a list and was never called may not be there any more.
    called = some([every((truth, _was_called(contact, t))) for contact, truth in found])
    key = "contact_listed" if called is not False else "contact_never_called"
    return t.check(key, called, kind=kind, names=_names(known))


def _was_called(contact: Reading, t: Reading) -> Truth:
    return contact.within("verified_on", t.value("thresholds.contact_check_days"))


def expert_of(t: Reading, kind: ContactKind) -> Check:
    """Whether an expert of the kind is known from peacetime."""
    known = some_expert(t, lambda e: e.yes("peacetime_relation"), kind)
    contacts = _by_id(t)
    relation = next((e.value("relation") for e in t.entries("experts") if _is_of(e, contacts, (kind,))), None)
    return t.check("peacetime_relation", known, kind=kind, relation=relation)


def some_expert(t: Reading, holds: Callable[[Reading], Truth], *kinds: ContactKind) -> Truth:
    """Whether the condition is true of an expert whose contact is an office of one of the kinds."""
    contacts = _by_id(t)
    return some(every((_is_of(expert, contacts, kinds), holds(expert))) for expert in t.entries("experts"))


def second_opinion(t: Reading) -> Check:
    """Whether one of the experts whom the report names gives a second opinion."""
    return t.check("second_opinion", some_expert(t, lambda e: e.yes("second_opinion"), *EXPERTS))


def _by_id(t: Reading) -> Mapping[str, Reading]:
    return {contact.part.id: contact for contact in t.entries("contacts")}


def _is_of(expert: Reading, contacts: Mapping[str, Reading], kinds: tuple[ContactKind, ...]) -> Truth:
    contact = expert.value("contact")
    return None if isinstance(contact, Todo) else contacts[contact].one_of("kind", *kinds)


def _names(entries: list[Reading]) -> tuple[object, ...]:
    return tuple(entry.name for entry in entries)
