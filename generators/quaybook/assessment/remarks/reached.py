"""Assessment stage, remarks: somebody who has to be called, and cannot be reached when it happens.

A system fails at night as well as by day, so whoever is called then needs a number that answers, or somebody after
them who has one. What the facts leave open is a blank and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from quaybook.assessment.finding import Who
from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.calls import BY_NIGHT, Calls, answers, has_number, hours_said
from quaybook.assessment.remarks.kinds import Remarker, Remarks, at, denied
from quaybook.catalogue.truth import some
from quaybook.facts.positions import read_yaml
from quaybook.model.base import Todo, is_one_of
from quaybook.model.groups.kinds import ContactKind, Means, Reached
from quaybook.resources import policy_source

NEEDED_AT_NIGHT = (
    ContactKind.POLICE,
    ContactKind.TRANSPORT_BUREAU,
    ContactKind.PORT_MANAGER,
    ContactKind.TOS_MAINTENANCE,
    ContactKind.TOS_DEVELOPER,
    ContactKind.CLOUD_PROVIDER,
    ContactKind.NETWORK_PROVIDER,
    ContactKind.SECURITY_VENDOR,
    ContactKind.NACCS,
    ContactKind.CUSTOMS,
    ContactKind.COAST_GUARD,
)
# A report to it is a form that it has on its pages, and may wait for the day.
_BY_FORM = (ContactKind.PRIVACY_COMMISSION,)
_NOT_BY_VOICE = (Means.MAIL, Means.FAX)


def _duty(t: Reading) -> Remarks:
    """Cards tell everybody to call whoever is on duty."""
    duty = t.part.duty
    if duty is None:
        # What is left out stands nowhere; the list of contacts is where people look for it.
        yield denied("duty_without_number", at(t, "contacts"))
    elif answers(duty.means, Reached.ALWAYS, Reached.OUTSIDE_HOURS, None) is False:
        yield denied("duty_not_at_all_hours", at(t, "duty.means"))


def _people(t: Reading) -> Remarks:
    for person in t.entries("people"):
        if has_number(person.part.means) is False:
            yield denied("person_without_number", at(person, "means"))


def _ciso(t: Reading) -> Remarks:
    """Nobody who may decide is said to be reached at night."""
    ids = (t.part.org.ciso.person, *t.part.org.ciso_deputies)
    people = {person.part.id: person for person in t.entries("people")}
    known = [people[each] for each in ids if isinstance(each, str)]
    if len(known) == len(ids) and some(answers(person.part.means, *BY_NIGHT) for person in known) is False:
        who = Who(tuple(dict.fromkeys(person.part.id for person in known)))
        facts = [path for person in known for path in hours_said(person)]
        yield denied("ciso_not_at_night", at(t, "org.ciso.person"), *facts, people=who)


def _loops(t: Reading) -> Remarks:
    """Contacts that send whoever calls round in a circle, each circle once."""
    calls, told = Calls(t), set[str]()
    for name, contact in calls.contacts.items():
        way = () if name in told else calls.loop(name)
        if way:
            told.update(way)
            facts = [at(calls.contacts[each], "call_next") for each in way[1:-1]]
            names = tuple(calls.contacts[each].part.name for each in way)
            yield denied("call_loop", at(contact, "call_next"), *facts, names=names)


def _nights(t: Reading) -> Remarks:
    """Contacts with numbers, at none of which anybody answers at night, and nobody after them either."""
    calls = Calls(t)
    for name, contact in calls.contacts.items():
        if has_number(contact.part.means) is False or calls.answered(name, *BY_NIGHT) is not False:
            continue
        facts = at(contact, "means"), *hours_said(contact)
        if is_one_of(contact.part.kind, *NEEDED_AT_NIGHT):
            yield denied("nobody_at_night", *facts, hours=contact.part.hours)
        elif _is_left_to_hours(contact) and calls.answered(name, *BY_NIGHT, None) is False:
            yield denied("nobody_after_hours", *facts, hours=contact.part.hours)


def _is_left_to_hours(contact: Reading) -> bool:
    """Whether steps of the documents name such contacts by their kind, and nobody has said what is done after hours."""
    named = is_one_of(contact.part.kind, *(set(ContactKind) - {ContactKind.OTHER, *_BY_FORM}))
    return named and contact.part.office_hours is not None and not contact.part.call_next


def _days(t: Reading) -> Remarks:
    """Contacts of which every number is for nights and holidays."""
    by_day = (Reached.ALWAYS, Reached.OFFICE_HOURS, None)
    calls = Calls(t)
    for name, contact in calls.contacts.items():
        if has_number(contact.part.means) and calls.answered(name, *by_day) is False:
            yield denied("nobody_by_day", at(contact, "means"), *hours_said(contact))


def _numbers(t: Reading) -> Remarks:
    for contact in t.entries("contacts"):
        listed = contact.part.means
        by_form = isinstance(contact.part.kind, Todo) or contact.part.kind in _BY_FORM
        if has_number(listed) is False and not by_form:
            yield denied("contact_without_number", at(contact, "means"), kinds=tuple(m.kind for m in listed))


def _next_steps(t: Reading) -> Remarks:
    """Contacts after which there is nothing but mail and pages, which go with the network."""
    calls = Calls(t)
    for name, contact in calls.contacts.items():
        if calls.is_open(name) or not is_one_of(contact.part.kind, *NEEDED_AT_NIGHT):
            continue
        following = [calls.contacts[each] for each in calls.next[name]]
        if following and some(has_number(each.part.means) for each in following) is False:
            yield denied("next_without_number", at(contact, "call_next"), names=tuple(e.part.name for e in following))
        elif not following and _has_one_number(contact) and (word := _first(contact.part.if_no_answer, "by_network")):
            yield denied("next_by_network", at(contact, "if_no_answer"), word=word)


def _has_one_number(contact: Reading) -> bool:
    return sum(has_number([means]) is not False for means in contact.part.means) < 2


def _only_in_words(t: Reading) -> Remarks:
    """Whom to call next is said in words alone, so the number does not stand beside it."""
    contacts = t.entries("contacts")
    for contact in contacts:
        text, following = contact.part.if_no_answer, contact.part.call_next
        if isinstance(text, Todo) or any(isinstance(each, Todo) for each in following):
            continue
        for other in contacts:
            name = other.part.name
            if isinstance(name, str) and name in text and other.part.id not in (contact.part.id, *following):
                facts = at(contact, "if_no_answer"), at(other, "name")
                yield denied("next_only_in_words", *facts, name=name)


def _hours(t: Reading) -> Remarks:
    """A desk said to be open at all hours, of which every number is for office hours."""
    for contact in t.entries("contacts"):
        reached = [m for m in contact.part.means if not is_one_of(m.kind, *_NOT_BY_VOICE)]
        limited = reached and all(is_one_of(means.when, Reached.OFFICE_HOURS) for means in reached)
        if limited and (word := _first(contact.part.hours, "all_hours")):
            yield denied("hours_denied", at(contact, "hours"), *hours_said(contact), word=word)


def _closing(t: Reading) -> Remarks:
    """A desk that closes before it opens; one that is open overnight is no desk with office hours."""
    for contact in t.entries("contacts"):
        hours = contact.part.office_hours
        if hours is None or isinstance(hours.opens, Todo) or isinstance(hours.closes, Todo):
            continue
        if _minutes(hours.closes) <= _minutes(hours.opens):
            facts = at(contact, "office_hours.closes"), at(contact, "office_hours.opens")
            yield denied("closes_before_opening", *facts, opens=hours.opens, closes=hours.closes)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _first(text: object, words: str) -> str | None:
    """The first of the words that a text holds; a text that is open holds none."""
    if not isinstance(text, str):
        return None
    found = _words(words).search(unicodedata.normalize("NFKC", text).lower())
    return found[0] if found else None


@lru_cache
def _words(name: str) -> re.Pattern[str]:
    read = read_yaml(policy_source() / "checks" / "reached.yml", "reached.yml")
    assert not read.problems, read.problems
    words = read.data[name]
    assert isinstance(words, list)
    return re.compile("|".join(re.escape(unicodedata.normalize("NFKC", word).lower()) for word in words))


REACHED: tuple[Remarker, ...] = (
    _duty,
    _people,
    _ciso,
    _loops,
    _nights,
    _days,
    _numbers,
    _next_steps,
    _only_in_words,
    _hours,
    _closing,
)
