"""Assessment stage, remarks: people, roles and contacts of which the facts say two things at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from quaybook.assessment.finding import Who
from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remarker, Remarks, at, denied, number
from quaybook.facts.positions import KeyPath
from quaybook.model.base import Todo, has_one, is_one_of
from quaybook.model.fields import leaves, target_of
from quaybook.model.groups.kinds import ContactKind, Role
from quaybook.model.groups.plans import Mode


def _roles(t: Reading) -> Remarks:
    """Roles that nobody holds, and roles that are held although they are said not to be needed."""
    held = {role for officer in t.part.org.officers for role in officer.roles}
    is_open = _open(*held)
    left_out = {entry.part.role: entry for entry in t.entries("org.roles_not_applicable")}
    for role in Role:
        needed = role != Role.CONTROL_SYSTEMS or t.part.terminal.control_systems_present
        if needed and not is_open and role not in held and role not in left_out:
            yield denied("role_unheld", at(t, "org.officers"), role=role)
        elif role in held and role in left_out:
            yield denied("role_held_and_left_out", at(left_out[role], "role"), role=role)
    if t.part.terminal.control_systems_present and Role.CONTROL_SYSTEMS in left_out:
        fact = at(left_out[Role.CONTROL_SYSTEMS], "role")
        yield denied("control_role_left_out", fact, at(t, "terminal.control_systems_present"))


def _deputies(t: Reading) -> Remarks:
    """Whoever stands in for himself."""
    for officer in t.entries("org.officers"):
        if _same(officer.part.person, officer.part.deputy):
            yield denied("own_deputy", at(officer, "deputy"), person=Who((officer.part.person,)))
    for index, deputy in enumerate(t.part.org.ciso_deputies):
        if _same(t.part.org.ciso.person, deputy):
            yield denied("own_deputy", ("org", "ciso_deputies", index), person=Who((deputy,)))


def _same(one: object, other: object) -> bool:
    return isinstance(one, str) and isinstance(other, str) and one == other


def _approval(t: Reading) -> Remarks:
    control = t.part.document_control
    for who in ("drafter", "reviewer"):
        if _same(getattr(control, who), control.approver):
            key = f"document_control.{who}"
            yield denied(
                "approves_own", at(t, "document_control.approver"), at(t, key), person=Who((control.approver,))
            )


def _named_nowhere(t: Reading) -> Remarks:
    """People of the list to whom no other fact points; one that is still open may be any of them."""
    named: set[str] = set()
    for path, value in leaves(t.part):
        if target_of(_field(path)) == "people":
            if isinstance(value, Todo):
                return
            named.add(str(value))
    for person in t.entries("people"):
        if person.part.id not in named and not person.part.manual_experience:
            yield denied("person_named_nowhere", at(person, "id"), person=Who((person.part.id,)))


def _field(path: KeyPath) -> KeyPath:
    """The path of the field that holds the leaf: the entry of a list belongs to the list's."""
    return path[:-1] if isinstance(path[-1], int) else path


def _suppliers(t: Reading) -> Remarks:
    suppliers = {s.part.id: s for s in t.entries("suppliers")}
    contacts = {c.part.id: c for c in t.entries("contacts")}
    for contact in contacts.values():
        if isinstance(contact.part.supplier, str):
            supplier = suppliers[contact.part.supplier]
            if not _open(supplier.name, contact.name) and not _same_name(supplier.name, contact.name):
                facts = at(contact, "name"), at(supplier, "name")
                yield denied("contact_of_other_name", *facts, supplier=supplier.name)
    for supplier in suppliers.values():
        contact_id = supplier.part.contact
        named = contacts[contact_id].part.supplier if isinstance(contact_id, str) else None
        if isinstance(named, str) and named != supplier.part.id:
            facts = at(supplier, "contact"), at(contacts[contact_id], "supplier")
            yield denied("contact_of_other_supplier", *facts, other=suppliers[named].name)


def _same_name(one: str, other: str) -> bool:
    """Whether one name holds the other: of a company often a section is named too, or the company's own short name."""
    first, second = ("".join(unicodedata.normalize("NFKC", name).casefold().split()) for name in (one, other))
    return first in second or second in first


def _open(*values: object) -> bool:
    return any(isinstance(value, Todo) for value in values)


def _offices(t: Reading) -> Iterator[tuple[KeyPath, ContactKind]]:
    for key in ("sharing.recipients", "bcp.investigation.investigators", "bcp.recovery.shared_with"):
        for index, kind in enumerate(t.value(key)):
            if not isinstance(kind, Todo):
                yield (*at(t, key), index), kind


def _offices_without_contact(t: Reading) -> Remarks:
    """Whom to inform or to ask is decided, but nobody of the kind is among the contacts."""
    listed = {contact.kind for contact in t.part.contacts}
    missing: dict[ContactKind, list[KeyPath]] = {}
    for path, kind in _offices(t):
        if kind not in listed:
            missing.setdefault(kind, []).append(path)
    for kind, paths in missing.items():
        yield denied("office_without_contact", *paths, office=kind)


def _work_by_hand(t: Reading) -> Remarks:
    """Work that goes on by hand, without forms or without anybody who has done it."""
    for area in t.entries("manual.areas"):
        if not is_one_of(area.part.mode, Mode.MANUAL, Mode.DEGRADED):
            continue
        able = [p.id for p in t.part.people if has_one(p.manual_experience, area.part.area)]
        if not area.part.forms:
            yield denied("hand_without_forms", at(area, "forms"))
        if not area.part.experienced and not able:
            yield denied("hand_without_trained", at(area, "experienced"))


def _experience(t: Reading) -> Remarks:
    """More people with experience named than counted."""
    named = {p for area in t.part.manual.areas for p in area.experienced if isinstance(p, str)}
    named |= {person.id for person in t.part.people if person.manual_experience}
    stated = number(t.part.manual.experienced_staff)
    if stated is not None and len(named) > stated:
        yield denied(
            "more_experienced_than_counted", at(t, "manual.experienced_staff"), named=len(named), stated=stated
        )


PEOPLE: tuple[Remarker, ...] = (
    _roles,
    _deputies,
    _approval,
    _work_by_hand,
    _experience,
    _suppliers,
    _offices_without_contact,
    _named_nowhere,
)
