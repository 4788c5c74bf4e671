"""Assessment stage, ground floor of the remarks on contacts: which means are numbers, when they answer, who is next.

Mail and pages lie behind the network that is cut first, and a fax answers nobody, so only a number at which somebody
speaks is one. When nobody has said when it answers, it is not known to answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import at
from quaybook.catalogue.truth import Truth, every, some
from quaybook.facts.positions import KeyPath
from quaybook.model.base import Todo
from quaybook.model.groups.kinds import Means, Reached
from quaybook.model.groups.organisation import ContactMeans

VOICE = (Means.PHONE, Means.MOBILE, Means.EXTENSION, Means.RADIO)
BY_NIGHT = (Reached.ALWAYS, Reached.OUTSIDE_HOURS)


def is_number(means: ContactMeans) -> Truth:
    """Whether somebody speaks there; None while the kind or the number itself is open."""
    return every([_is_of(means.kind, *VOICE), None if isinstance(means.value, Todo) else True])


def answers(listed: Iterable[ContactMeans], *hours: Reached | None) -> Truth:
    """Whether one of the numbers is said to answer then; None stands for a number of which nothing is said."""
    return some(every([is_number(means), _answers(means, hours)]) for means in listed)


def _answers(means: ContactMeans, hours: Iterable[Reached | None]) -> Truth:
    # Whoever has not found the number yet cannot have left out when it answers.
    is_open = means.when is None and isinstance(means.value, Todo)
    return None if is_open else _is_of(means.when, *hours)


def has_number(listed: Iterable[ContactMeans]) -> Truth:
    """Whether there is any number."""
    return some(is_number(means) for means in listed)


def _is_of(value: object, *members: object) -> Truth:
    return None if isinstance(value, Todo) else value in members


def hours_said(entry: Reading) -> Iterator[KeyPath]:
    """Where it is said when the means of an entry answer."""
    for means in entry.entries("means"):
        if means.part.when is not None:
            yield at(means, "when")


class Calls:
    """The contacts, and who is to be called after whom."""

    def __init__(self, t: Reading) -> None:
        self.contacts = {contact.part.id: contact for contact in t.entries("contacts")}

    @cached_property
    def next(self) -> dict[str, tuple[str, ...]]:
        """For each contact the ones that are known to be next."""
        return {
            name: tuple(following for following in contact.part.call_next if isinstance(following, str))
            for name, contact in self.contacts.items()
        }

    def after(self, name: str) -> dict[str, str]:
        """All who are ever called once `name` does not answer, nearest first, each with the one before it."""
        found: dict[str, str] = {}
        waiting = [name]
        for caller in waiting:
            fresh = [each for each in self.next[caller] if each not in found]
            found.update(dict.fromkeys(fresh, caller))
            waiting += [each for each in dict.fromkeys(fresh) if each != name]
        return found

    def is_open(self, name: str) -> bool:
        """Whether it is not known yet who else is called in the end."""
        listed = (self.contacts[each].part.call_next for each in {name, *self.after(name)})
        return any(isinstance(following, Todo) for next_ones in listed for following in next_ones)

    def answered(self, name: str, *hours: Reached | None) -> Truth:
        """Whether the contact or any that is called after it answers then."""
        found = [answers(self.contacts[each].part.means, *hours) for each in (name, *self.after(name))]
        return some([*found, None] if self.is_open(name) else found)

    def loop(self, name: str) -> tuple[str, ...]:
        """The way from a contact back to itself; nothing if there is none."""
        before = self.after(name)
        if name not in before:
            return ()
        way = [name]
        while not way[1:] or way[0] != name:
            way.insert(0, before[way[0]])
        return tuple(way)
