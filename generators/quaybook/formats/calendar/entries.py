"""Formats stage: what is due, as the readers of one edition may know it → entries of a calendar, in words.

An entry keeps its name as long as the fact keeps its id, so a program that reads the file again moves what it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from quaybook.assessment.calendar import Due, DueKind, due_dates
from quaybook.assessment.recurring import CheckKind, NextCheck, next_checks
from quaybook.facts.positions import KeyPath
from quaybook.formats.contract import Edition
from quaybook.model.audience import AudienceLevel, Readers, Withheld
from quaybook.model.base import Todo
from quaybook.model.editions import as_read_by
from quaybook.model.groups.programme import Course
from quaybook.model.terminal import Terminal
from quaybook.wording.filters import Filters

# Where a reader finds more, in the order in which it is looked for; a small profile may lack the first.
_DOCUMENTS: dict[DueKind | CheckKind, tuple[str, ...]] = {
    DueKind.PLAN: ("gap-list", "register-exceptions"),
    DueKind.AUDIT_FINDING: ("register-audits",),
    DueKind.VULNERABILITY: ("register-software",),
    DueKind.EXCEPTION: ("register-exceptions",),
    DueKind.ACCEPTANCE: ("gap-list", "register-exceptions"),
    DueKind.DRILL: ("register-drills", "training-plan"),
    DueKind.DRILL_FINDING: ("register-drills",),
    DueKind.COURSE: ("training-plan", "register-training"),
    DueKind.AUDIT: ("audit-checklist", "register-audits"),
    DueKind.REVIEW: ("document-revision", "register-documents"),
    DueKind.CONTRACT: ("register-suppliers",),
    CheckKind.CONTACTS: ("register-contacts",),
    CheckKind.PEOPLE: ("register-contacts",),
    CheckKind.RESTORE_TEST: ("restore-test", "register-backups"),
    CheckKind.SELF_CHECK: ("self-check",),
    CheckKind.LISTS: ("register-assets",),
    CheckKind.SUPPLIERS: ("register-suppliers",),
}


@dataclass(frozen=True)
class CalendarEntry:
    """One day on which something is due. `identity` is what it is called whatever the day and the wording are."""

    identity: str
    kind: str
    on: date
    summary: str
    description: str
    confidential: bool


def calendar_entries(edition: Edition) -> tuple[CalendarEntry, ...]:
    """Every entry that the readers of the edition may see, the earliest first."""
    return tuple(sorted(_Calendar(edition).entries(), key=lambda each: (each.on, each.identity)))


class _Calendar:
    def __init__(self, edition: Edition) -> None:
        self.edition, self.words, self.whole = edition, edition.words, edition.judged.terminal
        self.shown = as_read_by(Readers(edition.reader), self.whole)
        self.staff = as_read_by(Readers(AudienceLevel.STAFF), self.whole)
        self.filters = Filters(self.shown, self.words)
        self.requirements = edition.judged.catalogue.by_id()
        self.titles = {document.spec.id: document for document in edition.documents.documents}

    def entries(self) -> Iterator[CalendarEntry]:
        for due in due_dates(self.whole):
            if _seen(self.shown, due.path) is not None:
                yield self._due(due)
        for check in next_checks(self.whole):
            if _seen(self.shown, check.path) is not None:
                yield self._check(check)

    def _due(self, due: Due) -> CalendarEntry:
        kind, told = due.kind.value, []
        if due.owner is not None:
            told.append(self.words("calendar.owner", owner=self._said(self.filters.table["title"](due.owner))))
        else:
            told.append(self.words("calendar.owner", owner=self.words(f"due_owner.{kind}")))
        if (cited := self.requirements.get(due.requirement)) is not None:
            told.append(self.words("calendar.requirement", requirement=cited.citation))
        told += self._lesson(due)
        summary = self.words(f"calendar.due.{kind}", name=self._name(due))
        return self._entry(due.kind, due.on, due.path, summary, told)

    def _lesson(self, due: Due) -> list[str]:
        """What a course is about and how long it takes, as far as that is known."""
        if not isinstance(course := _seen(self.shown, due.path[:-1]), Course):
            return []
        known = {"contents": course.contents, "minutes": course.minutes}
        return [
            self.words(f"calendar.course.{key}", said=self._said(value))
            for key, value in known.items()
            if not isinstance(value, Todo)
        ]

    def _check(self, check: NextCheck) -> CalendarEntry:
        told = [self.words("calendar.count", count=check.count)] if check.count > 1 else []
        summary = self.words(f"calendar.check.{check.kind.value}")
        return self._entry(check.kind, check.on, check.path, summary, told)

    def _entry(
        self, kind: DueKind | CheckKind, on: date, path: KeyPath, summary: str, told: list[str]
    ) -> CalendarEntry:
        # What runs out first of many changes from time to time; the entry is one and the same.
        identity = kind.value if isinstance(kind, CheckKind) else f"{kind.value}:{identity_of(self.whole, path)}"
        where = next((self.titles[each] for each in _DOCUMENTS.get(kind, ()) if each in self.titles), None)
        if where is not None:
            told = [*told, self.words("calendar.document", title=where.title, number=where.number)]
        is_confidential = _seen(self.staff, path) is None
        key = f"label.DueKind.{kind.value}" if isinstance(kind, DueKind) else "calendar.checked"
        return CalendarEntry(
            identity, self.words(key), on, _line(summary), "\n".join(map(_line, told)), is_confidential
        )

    def _name(self, due: Due) -> str:
        """What is due, as these readers may know it: the terminal's own text, or what kind of thing it is."""
        if due.name is None:
            return self.words(f"due.{due.kind.value}")
        holder = _seen(self.shown, due.path[:-1])
        known = isinstance(holder, object) and any(due.name is each for each in vars(holder).values())
        return self._said(due.name) if known else self.words(f"label.DueKind.{due.kind.value}")

    def _said(self, value: object) -> str:
        return self.filters.plain(value)


def identity_of(terminal: Terminal, path: KeyPath) -> str:
    """The path of a fact with the names of entries in the place of their numbers."""
    told: list[str] = []
    value: object = terminal
    for part in path:
        value = value[part] if isinstance(value, tuple) and isinstance(part, int) else getattr(value, str(part))
        named = getattr(value, "id", None) or getattr(value, "requirement", None)
        told.append(str(named) if isinstance(part, int) and named else str(part))
    return "/".join(told)


def _seen(terminal: Terminal, path: KeyPath) -> object:
    """What stands at `path`, None where these readers may not see it."""
    value: object = terminal
    for part in path:
        if isinstance(value, Withheld):
            return None
        value = value[part] if isinstance(value, tuple) and isinstance(part, int) else getattr(value, str(part))
    return None if isinstance(value, Withheld) else value


def _line(text: str) -> str:
    return " ".join(text.split())
