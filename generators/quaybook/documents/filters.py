"""Documents stage: the filters of the template language: facts → words a reader understands.

Each filter passes a TODO through untouched, so that it ends as one marked blank on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import Any

from markupsafe import Markup

from quaybook.documents.escape import literal
from quaybook.documents.words import Words
from quaybook.model.base import NotApplicable, Todo
from quaybook.model.terminal import Terminal


class TemplateMistakeError(Exception):
    """A template used a value in a way that would print nonsense; `code` names the message."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


Filter = Callable[..., Any]


def _passing_todo(filter_: Filter) -> Filter:
    def passing(value: Any, *rest: Any) -> Any:
        return value if isinstance(value, Todo | NotApplicable) else filter_(value, *rest)

    return passing


class Filters:
    """The filters, bound to one terminal and one language."""

    def __init__(self, terminal: Terminal, words: Words) -> None:
        self.terminal, self.words = terminal, words

    def table(self) -> dict[str, Filter]:
        named: dict[str, Filter] = {
            "day": self.day,
            "day_short": self.day_short,
            "duration": self.duration,
            "number": self.number,
            "label": self.label,
            "person": self.person,
            "title": self.title,
            "department": self.department,
            "contact": self.by_id("contacts"),
            "supplier": self.by_id("suppliers"),
            "system": self.by_id("systems"),
            "connection": self.by_id("external_connections"),
            "device": self.by_id("network_devices"),
            "backup": self.by_id("backups"),
            "someone": self.by_id("people"),
        }
        return {name: _passing_todo(f) for name, f in named.items()} | {"names": self.names, "means": self.means}

    def by_id(self, collection: str) -> Filter:
        entries = {entry.id: entry for entry in getattr(self.terminal, collection)}

        def find(entry_id: str) -> Any:
            if entry_id not in entries:
                raise TemplateMistakeError("template_unknown_id", came=entry_id, to=collection)
            return entries[entry_id]

        return find

    def finalize(self, value: Any) -> Markup:
        """What a template expression prints. Raises TemplateMistakeError for what has no wording."""
        if isinstance(value, Markup):
            return value
        if isinstance(value, Todo):
            return Markup(self.words("todo", ask=literal(value.ask or self.words("todo_anyone"))))
        if isinstance(value, NotApplicable):
            return Markup(self.words("not_applicable", reason=literal(value.reason)))
        if isinstance(value, StrEnum):
            raise TemplateMistakeError("template_prints_enum", came=value.value)
        if isinstance(value, str):
            return literal(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return literal(f"{value:g}")
        if hasattr(value, "_fail_with_undefined_error"):
            return Markup(value)
        raise TemplateMistakeError("template_prints_object", came=type(value).__name__)

    def day(self, value: date) -> str:
        for era in self.words.many("eras"):
            start, name = era.split(" ")
            if value >= date.fromisoformat(start):
                years = value.year - int(start[:4]) + 1
                era_year = self.words("first_year") if years == 1 else str(years)
                return self.words(
                    "day", year=value.year, month=value.month, day=value.day, era=name, era_year=era_year
                )
        return self.day_short(value)

    def day_short(self, value: date) -> str:
        return self.words("day_short", year=value.year, month=value.month, day=value.day)

    def duration(self, hours: float) -> str:
        minutes = round(hours * 60)
        if minutes < 60:
            return self.words("duration.minutes", n=minutes)
        if minutes % (24 * 60) == 0:
            return self.words("duration.days", n=minutes // (24 * 60))
        if minutes % 60 == 0:
            return self.words("duration.hours", n=minutes // 60)
        return self.words("duration.hours_minutes", h=minutes // 60, m=minutes % 60)

    def number(self, value: float) -> str:
        return f"{value:,}"

    def label(self, value: StrEnum) -> str:
        return self.words(f"label.{type(value).__name__}.{value.value}")

    def person(self, person_id: str) -> str:
        found = self.by_id("people")(person_id)
        return self.words("person", title=found.title, name=self._shown(found.name))

    def title(self, person_id: str) -> Any:
        return self.by_id("people")(person_id).title

    def department(self, person_id: str) -> Any:
        return self.by_id("people")(person_id).department

    def _shown(self, value: Any) -> Any:
        return self.words("todo", ask=value.ask) if isinstance(value, Todo) else value

    def names(self, values: Iterable[Any]) -> Markup:
        parts = [self.finalize(getattr(v, "name", v) if not isinstance(v, str | Todo) else v) for v in values]
        return Markup(self.words("list_separator")).join(parts)

    def means(self, value: Any) -> Markup:
        """Every means of a person, a contact, or a list of means."""
        listed = getattr(value, "means", value)
        shown = []
        for means in listed:
            note = Markup(self.words("means_note", note=self.finalize(means.note))) if means.note else Markup("")
            shown.append(literal(self.label(means.kind)) + " " + self.finalize(means.value) + note)
        return Markup(self.words("list_separator")).join(shown)
