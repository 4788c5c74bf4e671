"""Assessment stage: the terminal on one page: counts by section, what is due, what has gone stale."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from quaybook.assessment.calendar import Due, DueKind, due_dates
from quaybook.assessment.calendar_days import days_later, months_later
from quaybook.assessment.finding import Finding, State
from quaybook.assessment.recurring import Lapsed, lapsed
from quaybook.model.base import Todo, is_one_of
from quaybook.model.groups.organisation import Contact, Person
from quaybook.model.groups.plans import DrillKind
from quaybook.model.requirement import Catalogue
from quaybook.model.terminal import Terminal

# The report's own sections with their parts; any other number, such as 1.2, is a section of its own.
_PARTS = re.compile(r"(\d+(?:\(\d+\))?)[\u30a2-\u30f3\u2460-\u2473]?")


@dataclass(frozen=True)
class SectionCount:
    """How many requirements of a section stand in each state; `set_id` names the set of the section."""

    set_id: str
    section: str
    counts: Mapping[State, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, eq=False)
class Stale:
    """A contact or a person whose numbers nobody has tried for too long, or ever; `days` is None then,
    `title` for a contact outside."""

    name: Any
    title: Any
    on: Any
    days: int | None


@dataclass(frozen=True)
class Load:
    """How much of the open plan one person carries, by person's id; of it what is late and what is near."""

    owner: str
    overdue: int
    soon: int
    later: int
    total: int


@dataclass(frozen=True, eq=False)
class Last:
    """The last time something was done, and the next; None where it never was or is not planned."""

    kind: str
    on: Any
    next_on: Any


@dataclass(frozen=True, eq=False)
class Status:
    """What the dashboard shows. Dates passed come first in `overdue`, then those within the two windows."""

    today: date
    sections: tuple[SectionCount, ...]
    overall: Mapping[State, int]
    due: tuple[Due, ...]
    overdue: tuple[Due, ...]
    due_soon: tuple[Due, ...]
    due_later: tuple[Due, ...]
    lapsed: tuple[Lapsed, ...]
    loads: tuple[Load, ...]
    stale_contacts: tuple[Stale, ...]
    contacts: int
    last: tuple[Last, ...]


def section_of(finding: Finding) -> str:
    """The section without its parts: `3(2)` for `3(2)ア`, `5` for `5①`; what has no number stays whole."""
    section = finding.requirement.section
    parts = _PARTS.fullmatch(section)
    return parts[1] if parts else section


def status(terminal: Terminal, findings: Iterable[Finding], catalogue: Catalogue, today: date) -> Status:
    """The status of one terminal as of `today`."""
    sections = _sections(findings, catalogue)
    due, limits = due_dates(terminal), terminal.thresholds
    soon, later = _day_after(today, limits.due_soon_days), _day_after(today, limits.due_later_days)
    return Status(
        today=today,
        sections=sections,
        overall=_sum(sections),
        due=due,
        overdue=tuple(d for d in due if d.on < today),
        due_soon=tuple(d for d in due if today <= d.on <= soon),
        due_later=tuple(d for d in due if soon < d.on <= later),
        lapsed=lapsed(terminal, today),
        loads=_loads(due, today, soon, later),
        stale_contacts=_stale(terminal, today),
        contacts=len(terminal.contacts) + len(terminal.people),
        last=_last(terminal),
    )


def _sections(findings: Iterable[Finding], catalogue: Catalogue) -> tuple[SectionCount, ...]:
    set_of = {r.id: each.id for each in catalogue.sets for r in each.requirements}
    counted: dict[tuple[str, str], Counter[State]] = {}
    for finding in findings:
        counted.setdefault((set_of[finding.requirement.id], section_of(finding)), Counter())[finding.state] += 1
    return tuple(SectionCount(set_id, section, _whole(counts)) for (set_id, section), counts in counted.items())


def _sum(sections: Iterable[SectionCount]) -> Mapping[State, int]:
    total: Counter[State] = Counter()
    for section in sections:
        total.update(section.counts)
    return _whole(total)


def _whole(counts: Mapping[State, int]) -> Mapping[State, int]:
    return {state: counts.get(state, 0) for state in State}


def _loads(due: Iterable[Due], today: date, soon: date, later: date) -> tuple[Load, ...]:
    """Those who carry most first."""
    carried: dict[str, list[date]] = {}
    for each in due:
        if each.kind == DueKind.PLAN and isinstance(each.owner, str):
            carried.setdefault(each.owner, []).append(each.on)
    made = [
        Load(
            owner,
            sum(on < today for on in dates),
            sum(today <= on <= soon for on in dates),
            sum(soon < on <= later for on in dates),
            len(dates),
        )
        for owner, dates in carried.items()
    ]
    return tuple(sorted(made, key=lambda load: -load.total))


def _day_after(today: date, days: int | Todo) -> date:
    return today if isinstance(days, Todo) else days_later(today, days)


def has_gone_stale(on: date | Todo, limit: int | Todo, today: date) -> bool:
    """Whether it is more than `limit` days since `on`; never, while either is not known."""
    return isinstance(on, date) and not isinstance(limit, Todo) and (today - on).days > limit


def _stale(t: Terminal, today: date) -> tuple[Stale, ...]:
    found = []
    everybody: tuple[Contact | Person, ...] = (*t.contacts, *t.people)
    for who in everybody:
        on = who.verified_on
        age = (today - on).days if isinstance(on, date) else None
        if age is None or has_gone_stale(on, t.thresholds.contact_check_days, today):
            found.append(Stale(who.name, who.title if isinstance(who, Person) else None, on, age))
    return tuple(sorted(found, key=lambda stale: -(stale.days or 10**6)))


def _last(t: Terminal) -> tuple[Last, ...]:
    found = []
    for kind in DrillKind:
        drills = [d for d in t.drills if is_one_of(d.kind, kind)]
        found.append(
            Last(f"drill_{kind.value}", _latest(d.held_on for d in drills), _earliest(d.next_on for d in drills))
        )
    restored = _latest(test.held_on for test in t.restore_tests)
    found.append(Last("restore_test", restored, _months_after(restored, t.backup_plan.restore_test_months)))
    found.append(Last("self_check", t.audit.self_checked_on, _self_check_due(t)))
    found.append(Last("audit", t.audit.audited_on, t.audit.next_on))
    found.append(Last("document_review", t.document_control.revised_on, t.document_control.next_review_on))
    return tuple(found)


def _months_after(day: date | None, months: int | Todo) -> date | None:
    return None if day is None or isinstance(months, Todo) else months_later(day, months)


def _self_check_due(t: Terminal) -> Any:
    on, days = t.audit.self_checked_on, t.audit.self_check_interval_days
    return days_later(on, days) if isinstance(on, date) and not isinstance(days, Todo) else None


def _latest(dates: Iterable[Any]) -> date | None:
    return max((day for day in dates if isinstance(day, date)), default=None)


def _earliest(dates: Iterable[Any]) -> date | None:
    return min((day for day in dates if isinstance(day, date)), default=None)
