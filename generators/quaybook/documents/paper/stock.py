"""Documents stage, paper: how many sheets of each form the work by hand fills: rate × hours ÷ rows × copies.

Rates and hours are facts of the areas of work, rows and copies are those of the form itself, so a number that somebody
wrote down beside them can only be compared. What hangs on a fact that nobody knows has no number. Some forms go by
something else than what an area handles: by its hours, or by the boxes that stand in a full yard.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil

from quaybook.documents.paper.capacity import Reckoning
from quaybook.model.base import Todo, has_one, is_one_of
from quaybook.model.data.form import Counted, FormCount, FormData, FormPart
from quaybook.model.groups.kinds import Area
from quaybook.model.groups.manual import FormStock, WorkArea
from quaybook.model.groups.plans import Mode
from quaybook.model.terminal import Terminal

_WORKING = (Mode.MANUAL, Mode.DEGRADED)


@dataclass(frozen=True)
class Work:
    """What one area of work handles: units an hour, and for how many hours; None where that is not known."""

    area: Area
    per_hour: float | None
    hours: float | None

    @property
    def units(self) -> float | None:
        """All that it handles before it stops."""
        return None if self.per_hour is None or self.hours is None else self.per_hour * self.hours


@dataclass(frozen=True)
class Need:
    """The sheets of one form: `works` are counted `times` each, `rows` fit on a sheet, `copies` make a set."""

    form: str
    works: tuple[Work, ...]
    times: int
    rows: int
    copies: int
    stock: FormStock | None
    what: Counted = Counted.HANDLED

    @property
    def is_known(self) -> bool:
        """Whether every area has told how much it handles."""
        return all(work.units is not None for work in self.works)

    @property
    def lines(self) -> int:
        """How many boxes or trucks are written down. Asked only of what is known."""
        return ceil(sum(work.units or 0 for work in self.works) * self.times)

    @property
    def sets(self) -> int:
        """How many sheets that is, copies not counted."""
        return ceil(self.lines / self.rows)

    @property
    def sheets(self) -> int:
        """How many sheets have to lie ready, each copy counted."""
        return self.sets * self.copies

    @property
    def is_short(self) -> bool:
        """Whether it is known that fewer lie ready."""
        return self.is_known and 0 <= _lying(self.stock) < self.sheets


def _lying(stock: FormStock | None) -> int:
    return -1 if stock is None or not isinstance(stock.sheets, int) else stock.sheets


def rows_of(form: FormData) -> int:
    """How many boxes or trucks one sheet takes: one where it has boxes for one number, else as its longest table."""
    return _rows(form.parts, form.per_row) * max(form.repeat, 1)


def _rows(parts: Iterable[FormPart], per_row: int) -> int:
    listed = tuple(parts)
    if any(part.container is not None for part in listed):
        return 1
    return max([(len(part.given) + part.blank) * per_row for part in listed if part.columns], default=1) or 1


def needs(terminal: Terminal, forms: Mapping[str, FormData]) -> tuple[Need, ...]:
    """What lies ready of each form that the work counts, in the order of the forms."""
    found = (need_of(name, form, terminal) for name, form in forms.items())
    return tuple(need for need in found if need is not None)


def need_of(
    name: str, form: FormData, terminal: Terminal, areas: Collection[Area] = tuple(Area), hours: int | None = None
) -> Need | None:
    """The need of one form in these areas of work, for no more than so many hours; None where none of them counts.

    One box goes through several areas, so of several ways to count the largest is meant; if one is not known, none is.
    """
    ways = [way for count in form.counts if (way := _way(name, count, form, terminal, areas, hours)) is not None]
    if not ways:
        return None
    unknown = next((way for way in ways if not way.is_known), None)
    return unknown or max(ways, key=lambda way: way.lines)


def _way(
    name: str, count: FormCount, form: FormData, terminal: Terminal, areas: Collection[Area], hours: int | None
) -> Need | None:
    works = tuple(_works(name, count, terminal, areas, hours))
    copies, stock = max(len(form.copies), 1), stock_of(name, terminal)
    return Need(name, works, count.lines, rows_of(form), copies, stock, count.what) if works else None


def _works(
    name: str, count: FormCount, terminal: Terminal, areas: Collection[Area], hours: int | None
) -> Iterator[Work]:
    """The work of each area that counts. A yard that stands still has its boxes counted all the same."""
    for area in terminal.manual.areas:
        if not is_one_of(area.area, *count.areas) or area.area not in areas:
            continue
        if count.what == Counted.STANDING:
            yield Work(area.area, _standing(terminal), 1)
        elif not area.stops and (count.what == Counted.HOURS or has_one(area.forms, name)):
            work = _work(area, hours, _cranes(terminal, area))
            yield replace(work, per_hour=1) if count.what == Counted.HOURS else work


def _standing(terminal: Terminal) -> float | None:
    """How many boxes stand in the yard when it takes no more."""
    reckoned = Reckoning(terminal)
    return None if reckoned.stop_teu is None or not reckoned.teu else ceil(round(reckoned.stop_teu / reckoned.teu, 6))


def stock_of(name: str, terminal: Terminal) -> FormStock | None:
    """What is said to lie ready of a form."""
    return next((each for each in terminal.manual.form_stock if is_one_of(each.form, name)), None)


def _cranes(terminal: Terminal, area: WorkArea) -> float:
    """How many cranes work at the same time, where the rate is that of one of them."""
    load = terminal.manual.load
    is_known = load is not None and is_one_of(area.area, Area.VESSEL)
    return (_number(load.cranes) if is_known and load is not None else None) or 1


def _work(area: WorkArea, at_most: int | None, cranes: float) -> Work:
    hours = _number(area.max_hours)
    rates = list(_rates(area))
    rate = None if None in rates else sum(rate or 0 for rate in rates) * cranes
    return Work(area.area, rate, hours if hours is None or at_most is None else min(hours, at_most))


def _rates(area: WorkArea) -> Iterator[float | None]:
    """What every part that goes on handles in an hour; of an area without such numbers, what the whole of it does."""
    if any(part.capacity_per_hour is not None for part in area.parts):
        for part in area.parts:
            if isinstance(part.mode, Todo):
                yield None
            elif is_one_of(part.mode, *_WORKING) and part.capacity_per_hour is not None:
                yield _number(part.capacity_per_hour)
    else:
        yield None if isinstance(area.mode, Todo) else _number(area.capacity_per_hour)


def _number(value: object) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return int(value) if value == int(value) else value
