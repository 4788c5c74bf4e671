"""Assessment stage, remarks: posts, numbers and users that do not go together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from quaybook.assessment.finding import Who
from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remarker, Remarks, at, denied
from quaybook.assessment.remarks.tables.rows import signs
from quaybook.assessment.remarks.tables.sameness import first_word_in, plain
from quaybook.facts.positions import KeyPath
from quaybook.model.base import Todo, is_one_of
from quaybook.model.groups.kinds import ConnectionKind, ContactKind, Means, Role, UserClass

_NUMBERED = re.compile(r"(\D*\d+)")
_OWN = (Means.MOBILE,)
_FIRST_OPINION = (ContactKind.TOS_MAINTENANCE, ContactKind.TOS_DEVELOPER)


def _nat_users(t: Reading) -> Remarks:
    """A company that is a user of the TOS by its line, where owner and users are said to be the same."""
    for line in t.entries("external_connections") if not t.part.liability.owner_user_differ else ():
        if is_one_of(line.part.kind, ConnectionKind.NAT) and is_one_of(line.part.user_class, UserClass.USER):
            facts = at(line, "user_class"), at(t, "liability.owner_user_differ")
            yield denied("nat_user_but_same", *facts)


def _auditor(t: Reading) -> Remarks:
    """Independent auditors who are among those they audit."""
    auditor = t.part.audit.auditor
    if not t.yes("audit.auditor_independent") or not isinstance(auditor, str):
        return
    titles = {p.id: p.title for p in t.part.people if isinstance(p.title, str)}
    for path, person in _audited(t):
        if (title := titles.get(person)) and plain(title) in plain(auditor):
            facts = at(t, "audit.auditor"), at(t, "audit.auditor_independent"), path
            yield denied("auditor_is_audited", *facts, person=Who((person,)))


def _audited(t: Reading) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(t.part.org.ciso.person, str):
        yield at(t, "org.ciso.person"), t.part.org.ciso.person
    for officer in t.entries("org.officers"):
        if isinstance(officer.part.person, str) and set(officer.part.roles) != {Role.INTERNAL_AUDIT}:
            yield at(officer, "person"), officer.part.person


def _internal_auditor(t: Reading) -> Remarks:
    """Whoever audits within and holds other roles, and so audits himself."""
    for officer in t.entries("org.officers"):
        others = [role for role in officer.part.roles if role != Role.INTERNAL_AUDIT]
        if len(others) < len(officer.part.roles) and (others or officer.part.leads):
            more = (*others, *officer.part.leads)
            yield denied("internal_auditor_has_other_roles", at(officer, "roles"), at(officer, "leads"), roles=more)


def _convener(t: Reading) -> Remarks:
    body, ciso = t.part.org.decision_body, t.part.org.ciso.person
    if any(isinstance(member, Todo) for member in body.members):
        return
    for key, person in (("decision_body.convener", body.convener), ("ciso.person", ciso)):
        if isinstance(person, str) and person not in body.members:
            facts = at(t, "org.decision_body.members"), at(t, f"org.{key}")
            yield denied("leader_not_in_body", *facts, person=Who((person,)))


def _numbers(t: Reading) -> Remarks:
    """One number of their own that two people are said to have."""
    found: dict[str, list[tuple[KeyPath, str]]] = defaultdict(list)
    for person in t.entries("people"):
        for means in person.entries("means"):
            value, note = means.part.value, means.part.note
            shared = isinstance(note, str) and first_word_in(note, signs().handed_on)
            # What ends in a digit is a number; a sample hides its own.
            if is_one_of(means.part.kind, *_OWN) and not shared and isinstance(value, str) and value[-1].isdigit():
                found[plain(value).replace("-", "")].append((at(means, "value"), person.part.id))
    for listed in found.values():
        people = tuple(dict.fromkeys(person for _, person in listed))
        if len(people) > 1:
            yield denied("one_number_of_two", *(path for path, _ in listed), people=Who(people))


def _second_opinion(t: Reading) -> Remarks:
    """A second opinion of those whose opinion is the first."""
    kinds = {contact.id: contact.kind for contact in t.part.contacts}
    for expert in t.entries("experts"):
        kind = kinds.get(expert.part.contact) if isinstance(expert.part.contact, str) else None
        if expert.part.second_opinion is True and kind in _FIRST_OPINION:
            yield denied("second_opinion_of_the_first", at(expert, "second_opinion"), at(expert, "contact"), kind=kind)


def _channels(t: Reading) -> Remarks:
    """People on a radio channel that is not among those on which the shift talks."""
    listed = [each.part.channel for each in t.entries("duty.channels")]
    known = {_channel(each) if isinstance(each, str) else None for each in listed}
    if not known or None in known:
        # A channel that nobody knows, or that has no number, may be any.
        return
    for person in t.entries("people"):
        for means in person.entries("means"):
            value = means.part.value
            if not is_one_of(means.part.kind, Means.RADIO) or not isinstance(value, str):
                continue
            if (called := _channel(value)) and called not in known:
                facts = at(means, "value"), at(t, "duty.channels")
                yield denied("channel_not_listed", *facts, person=Who((person.part.id,)), channel=value)


def _channel(text: str) -> str | None:
    """The number of a channel with what stands before it; None where no channel is named by a number."""
    found = _NUMBERED.match(plain(text))
    words = [plain(word) for word in signs().channel]
    return found[1] if found and plain(text)[found.end() :].startswith(tuple(words)) else None


POSTS: tuple[Remarker, ...] = (_nat_users, _auditor, _internal_auditor, _convener, _numbers, _second_opinion, _channels)
