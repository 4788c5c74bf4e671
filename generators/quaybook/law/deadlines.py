"""Law stage: a moment at which somebody knew → every clock that runs from it, with the last minute of each.

A day is counted in the way that ends earlier where nobody has seen how the authority counts, and a deadline never
moves behind a holiday: who is too early is not late.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from quaybook.law.statements import Clock
from quaybook.model.base import Todo, is_one_of, meant
from quaybook.model.groups.kinds import Yes
from quaybook.model.terminal import Terminal

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}")
_LAST_MINUTE = time(23, 59)
_END = datetime.combine(date.max, _LAST_MINUTE)


@dataclass(frozen=True, eq=False)
class Deadline:
    """One clock that runs. `due` is the last minute, `aim` an earlier one where the source gives two; neither where
    nobody knows how long it runs, or where nothing but haste is asked for. `open` is the fact that is not known."""

    clock: Clock
    due: datetime | None = None
    aim: datetime | None = None
    open: Todo | None = None
    is_assumed: bool = False


def moment(written: str) -> datetime | None:
    """`2026-11-29T02:10`, or with a space; None for what is no such minute of the calendar."""
    if not _MOMENT.fullmatch(written):
        return None
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def later(known: datetime, minutes: float) -> datetime:
    """The minute that many minutes later; the last of the calendar where it would lie outside."""
    try:
        return min(known + timedelta(minutes=minutes), _END)
    except OverflowError:
        return _END


def end_of_day(known: datetime, days: int, first_day: bool) -> datetime:
    """The last minute of the day that is the last of so many."""
    ahead = days - 1 if first_day else days
    day = date.fromordinal(min(known.toordinal() + ahead, date.max.toordinal()))
    return datetime.combine(day, _LAST_MINUTE)


def deadlines(clocks: Iterable[Clock], terminal: Terminal, known: datetime) -> tuple[Deadline, ...]:
    """Every clock that runs or may run, the earliest first; those without a time where they have to be thought of."""
    running = (clock for clock in clocks if not (clock.for_designated and _is_not_designated(terminal)))
    found = [_of(clock, terminal, known) for clock in running]
    # What has no end is begun at once; of what nobody has set, nobody can say when it is late.
    return tuple(sorted(found, key=lambda each: each.aim or each.due or (known if each.open is None else _END)))


def _is_not_designated(terminal: Terminal) -> bool:
    return is_one_of(terminal.terminal.designated_operator, Yes.NO)


def _of(clock: Clock, terminal: Terminal, known: datetime) -> Deadline:
    if clock.days is not None:
        aim = None if clock.aim_days is None else end_of_day(known, clock.aim_days, clock.first_day)
        return Deadline(clock, end_of_day(known, clock.days, clock.first_day), aim)
    if (fact := clock.minutes or clock.hours) is None:
        return Deadline(clock)
    stated = _fact(terminal, fact)
    number = meant(stated)
    if isinstance(number, Todo):
        return Deadline(clock, open=number)
    due = later(known, number if clock.minutes else number * 60)
    return Deadline(clock, due, is_assumed=isinstance(stated, Todo))


def _fact(terminal: Terminal, path: str) -> object:
    found: object = terminal
    for part in path.split("."):
        found = getattr(found, part)
    return found
