"""Assessment stage: when what is done again and again is to be done next, where no fact states the day itself.

The status shows what has run out; a calendar wants the day on which it would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from quaybook.assessment.calendar_days import days_later, months_later
from quaybook.facts.positions import KeyPath
from quaybook.model.terminal import Terminal

YEAR_MONTHS = 12


class CheckKind(StrEnum):
    """What is done at the terminal's own intervals."""

    CONTACTS = "contacts"
    PEOPLE = "people"
    RESTORE_TEST = "restore_test"
    SELF_CHECK = "self_check"
    RISK = "risk"
    LISTS = "lists"
    SUPPLIERS = "suppliers"


@dataclass(frozen=True)
class NextCheck:
    """The next time: on the day when the first of the entries runs out, and how many run out by then.

    `path` is the fact that says when it was last done.
    """

    kind: CheckKind
    on: date
    count: int
    path: KeyPath


@dataclass(frozen=True, eq=False)
class Lapsed:
    """A course or a drill that was last held longer ago than its interval: `due` is when it should have been again."""

    is_drill: bool
    name: Any
    on: date
    due: date


def lapsed(t: Terminal, today: date) -> tuple[Lapsed, ...]:
    """The longest ago first, whatever day is planned for the next time."""
    held: list[tuple[bool, Any, object, object]] = [
        (False, each.audience, each.held_on, each.interval_days) for each in t.courses
    ]
    held += [(True, each.name, each.held_on, each.interval_days) for each in t.drills]
    known = [
        Lapsed(is_drill, name, on, days_later(on, days))
        for is_drill, name, on, days in held
        if isinstance(on, date) and isinstance(days, int)
    ]
    return tuple(sorted((each for each in known if each.due < today), key=lambda each: each.due))


def next_checks(t: Terminal) -> tuple[NextCheck, ...]:
    """One for each kind of which the last time and the interval are known, the earliest first."""
    return tuple(sorted(_found(t), key=lambda check: (check.on, check.kind)))


def _found(t: Terminal) -> Iterator[NextCheck]:
    days, months = t.thresholds.contact_check_days, t.assets.review_months
    contacts = [(who.verified_on, ("contacts", n, "verified_on")) for n, who in enumerate(t.contacts)]
    yield from _first(CheckKind.CONTACTS, contacts, days, days_later)
    people = [(who.verified_on, ("people", n, "verified_on")) for n, who in enumerate(t.people)]
    yield from _first(CheckKind.PEOPLE, people, days, days_later)
    tests = [(test.held_on, ("restore_tests", n, "held_on")) for n, test in enumerate(t.restore_tests)]
    yield from _first(CheckKind.RESTORE_TEST, _latest(tests), t.backup_plan.restore_test_months, months_later)
    checked: KeyPath = ("audit", "self_checked_on")
    interval = t.audit.self_check_interval_days
    yield from _first(CheckKind.SELF_CHECK, [(t.audit.self_checked_on, checked)], interval, days_later)
    yield from _first(
        CheckKind.RISK, [(t.risk.assessed_on, ("risk", "assessed_on"))], t.risk.cycle_months, months_later
    )
    listed = [(getattr(t.assets, key), ("assets", key)) for key in _LISTS]
    yield from _first(CheckKind.LISTS, listed, months, months_later)
    if t.outsourcing.used:
        looked = [(each.checked_on, ("suppliers", n, "checked_on")) for n, each in enumerate(t.suppliers)]
        yield from _first(CheckKind.SUPPLIERS, looked, YEAR_MONTHS, months_later)


_LISTS = (
    "device_list_updated_on",
    "network_diagram_updated_on",
    "external_connection_list_updated_on",
    "unmanaged_devices_surveyed_on",
    "linked_devices_surveyed_on",
)


def _latest(told: Iterable[tuple[object, KeyPath]]) -> list[tuple[date, KeyPath]]:
    known = [(on, path) for on, path in told if isinstance(on, date)]
    return [max(known)] if known else []


def _first(
    kind: CheckKind, told: Iterable[tuple[object, KeyPath]], interval: object, later: Callable[[date, int], date]
) -> Iterator[NextCheck]:
    if not isinstance(interval, int):
        return
    due = [(later(on, interval), path) for on, path in told if isinstance(on, date)]
    if due:
        on, path = min(due, key=lambda each: each[0])
        yield NextCheck(kind, on, sum(each == on for each, _ in due), path)
