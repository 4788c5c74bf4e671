"""Wording stage: the filters of the template language: facts → words a reader understands.

Each filter passes a TODO through untouched, so that it ends as one marked blank on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from markupsafe import Markup

from quaybook.model.audience import Withheld, key_of, wording_of
from quaybook.model.base import NotApplicable, Provisional, Todo
from quaybook.model.groups.kinds import Means, Yes
from quaybook.model.groups.suppliers import Unending
from quaybook.model.terminal import Terminal
from quaybook.wording.dialect.escape import literal, unspelt
from quaybook.wording.values import TemplateMistakeError, Values
from quaybook.wording.words import Words

Filter = Callable[..., Any]


# Filters that look an id up, and the group of facts in which they do.
COLLECTIONS = {
    "contact": "contacts",
    "supplier": "suppliers",
    "system": "systems",
    "connection": "external_connections",
    "device": "network_devices",
    "backup": "backups",
    "someone": "people",
    "site": "sites",
}


def _once(values: Iterable[Any]) -> Iterable[Any]:
    """The values, one that is withheld for all that are."""
    seen = False
    for value in values:
        if not (seen and isinstance(value, Withheld)):
            yield value
        seen = seen or isinstance(value, Withheld)


def _passing_todo(filter_: Filter) -> Filter:
    def passing(value: Any, *rest: Any) -> Any:
        if isinstance(value, Withheld) and (key := key_of(value)) is not None:
            return filter_(key, *rest)
        if isinstance(value, Provisional) and isinstance(value.value, NotApplicable):
            return value
        if isinstance(value, Provisional):
            # What is said of an assumed value is as provisional as the value.
            return value.of(filter_(value.value, *rest))
        return value if isinstance(value, Todo | NotApplicable | Withheld) else filter_(value, *rest)

    return passing


class Filters(Values):
    """The filters, bound to one terminal and one language."""

    def __init__(self, terminal: Terminal, words: Words) -> None:
        super().__init__(words)
        self.terminal = terminal

    @cached_property
    def table(self) -> Mapping[str, Filter]:
        """The filters by the names that templates use."""
        named: dict[str, Filter] = {
            "day": self.day,
            "day_short": self.day_short,
            "held": self.held,
            "interval": self.interval,
            "duration": self.duration,
            "number": self.number,
            "label": self.label,
            "person": self.person,
            "title": self.title,
            "department": self.department,
        }
        named.update({name: self.by_id(collection) for name, collection in COLLECTIONS.items()})
        own = {"names": self.names, "means": self.means, "numbers": self.numbers, "at_hand": self.at_hand}
        return {name: _passing_todo(f) for name, f in named.items()} | own

    def by_id(self, collection: str) -> Filter:
        """An id → the entry that it names."""

        def find(entry_id: str) -> Any:
            found = getattr(self.terminal, collection)
            if isinstance(found, Withheld):
                return found
            for entry in found:
                if key_of(entry.id) == entry_id:
                    return entry
            raise TemplateMistakeError("template_unknown_id", came=entry_id, to=collection)

        return find

    def finalize(self, value: Any) -> Markup:
        """What a template expression prints. Raises TemplateMistakeError for what has no wording."""
        if isinstance(value, Markup):
            return value
        if isinstance(value, Provisional):
            return Markup(self.words("provisional", value=self.finalize(self._said(value.value))))
        if isinstance(value, Todo):
            return Markup(self._blank(value, literal))
        if isinstance(value, NotApplicable):
            return Markup(self._not_applicable(value))
        if isinstance(value, Withheld):
            return Markup(self.words(f"withheld.{wording_of(value)}"))
        if isinstance(value, StrEnum):
            raise TemplateMistakeError("template_prints_enum", came=value.value)
        if isinstance(value, str):
            return literal(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return literal(str(int(value)) if value == int(value) else str(value))
        if hasattr(value, "_fail_with_undefined_error"):
            return Markup(value)
        raise TemplateMistakeError("template_prints_object", came=type(value).__name__)

    def _not_applicable(self, value: NotApplicable) -> str:
        if isinstance(value, Unending):
            return literal(value.reason)
        key = "not_applicable" if value.reason else "not_applicable_bare"
        return self.words(key, reason=literal(value.reason))

    def _said(self, value: Any) -> Any:
        """An assumed value in words: where a text asks for the answer, it has none for one that is only assumed."""
        match value:
            case bool():
                return self.words(f"label.{Yes.__name__}.{Yes.YES if value else Yes.NO}")
            case StrEnum():
                return self.label(value)
            case date():
                return self.day_short(value)
        return getattr(value, "name", value)

    def _blank(self, value: Todo, escaped: Callable[[str], str] = str) -> str:
        if value.is_bare:
            return self.words("todo_bare")
        return self.words("todo", ask=escaped(value.ask or self.words("todo_anyone")))

    def plain(self, value: Any) -> str:
        """What a template would print of `value`, as plain text for formats that escape in their own way."""
        return unspelt(str(self.finalize(value)))

    def person(self, person_id: str) -> Any:
        """A person's id → title and name; the title alone for readers who may not see the name."""
        found = self.by_id("people")(person_id)
        if isinstance(found.name, Withheld):
            return self._shown(found.title)
        return self.words("person", title=self._shown(found.title), name=self._shown(found.name))

    def title(self, person_id: str) -> Any:
        """A person's id → title."""
        return self.by_id("people")(person_id).title

    def department(self, person_id: str) -> Any:
        """A person's id → department."""
        return self.by_id("people")(person_id).department

    def _shown(self, value: Any) -> Any:
        if isinstance(value, Provisional):
            return self.words("provisional", value=value.value)
        return self._blank(value) if isinstance(value, Todo) else value

    def names(self, values: Iterable[Any]) -> Markup:
        """A list of texts, or of things that have a name, in one line; what reads the same is said once."""
        if isinstance(values, Withheld):
            return self.finalize(values)
        plain = (str, Todo, Withheld)
        parts = [self.finalize(v if isinstance(v, plain) else getattr(v, "name", v)) for v in _once(values)]
        return Markup(self.words("list_separator")).join(dict.fromkeys(parts))

    def means(self, value: Any) -> Any:
        """Every means of a person, a contact, or a list of means, each with when it answers and its note."""
        return self._means(value, with_notes=True)

    def numbers(self, value: Any) -> Any:
        """The same without the notes, which are for the terminal's own people; when it answers stays."""
        return self._means(value, with_notes=False)

    def at_hand(self, means: Iterable[Any]) -> tuple[Any, ...]:
        """The means that work while mail and the office network are down; all of them where there is no other."""
        if isinstance(means, Withheld):
            return (means,)
        listed = tuple(means)
        return tuple(each for each in listed if isinstance(each.kind, Todo) or each.kind != Means.MAIL) or listed

    def _means(self, value: Any, with_notes: bool) -> Any:
        listed = getattr(value, "means", value)
        if isinstance(listed, Todo | Withheld):
            return listed
        shown = []
        for means in listed:
            if isinstance(means, Withheld):
                return means
            shown.append(self._one_means(means, with_notes))
        return Markup(self.words("list_separator")).join(shown)

    def _one_means(self, means: Any, with_notes: bool) -> Markup:
        text = self.finalize(self.table["label"](means.kind)) + " " + self.finalize(means.value)
        # When somebody answers is no note but a limit of the number, and a limit that nobody has named is none.
        notes = [] if means.when is None else [self.table["label"](means.when)]
        notes += [means.note] if with_notes and means.note is not None else []
        said = [self.finalize(note) for note in notes if not isinstance(note, Withheld)]
        joined = Markup(self.words("means_join")).join(said)
        return text + Markup(self.words("means_note", note=joined)) if said else text
