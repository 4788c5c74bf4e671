"""Documents stage, paper: the arithmetic of work by hand in words, each number of the terminal in its place."""

from __future__ import annotations

from dataclasses import dataclass

from quaybook.documents.paper.capacity import Number, Reckoning, Verdict, capacity
from quaybook.model.groups.kinds import Area
from quaybook.model.terminal import Terminal
from quaybook.wording.words import Words

# Of a factor a hundredth counts.
_FINE = ("factor", "teu")


@dataclass(frozen=True)
class CapacityLine:
    """A line of the table: what it is of, the sum, what it is held against, and what is to be done."""

    key: str
    verdict: str
    what: str
    sum: str
    need: str
    says: str


@dataclass(frozen=True)
class CapacityTable:
    """All lines, the areas that stop until somebody with experience comes, and whether the yard can be drawn."""

    lines: tuple[CapacityLine, ...]
    waiting: tuple[Area, ...]
    can_be_drawn: bool


def capacity_table(terminal: Terminal, words: Words) -> CapacityTable:
    """The arithmetic of one terminal; what nobody knows is a blank to be written into."""
    blank, separator = words("capacity.blank"), words("list_separator")
    lines, rows = [], capacity(terminal)
    waiting = next((row.areas["stopped"] for row in rows if row.key == "people" and row.verdict == Verdict.SHORT), ())
    for row in rows:
        shown = {name: shown_number(number, name in _FINE) or blank for name, number in row.numbers.items()}
        shown |= {
            name: separator.join(words(f"label.Area.{a.value}") for a in on) or blank for name, on in row.areas.items()
        }
        what, reckoned, need = (words(f"capacity.{row.key}.{part}", **shown) for part in ("what", "sum", "need"))
        key = "capacity.open" if row.verdict == "open" else f"capacity.{row.key}.{row.verdict.value}"
        lines.append(CapacityLine(row.key, row.verdict.value, what, reckoned, need, words(key, **shown)))
    return CapacityTable(tuple(lines), waiting, can_be_drawn(Reckoning(terminal)))


def can_be_drawn(r: Reckoning) -> bool:
    """Whether the yard is known to fill, and from where to where."""
    numbers = (r.load("yard_slots_teu"), r.load("yard_stock_teu"), r.stop_teu, r.quay, r.teu, r.ship_teu)
    return all(number is not None for number in numbers) and all((r.load("yard_slots_teu"), r.quay))


def shown_number(number: Number, fine: bool = False) -> str:
    """A number with at most one decimal, or two, thousands separated; nothing if it is not known."""
    if number is None:
        return ""
    rounded = round(number, 2 if fine else 1)
    return f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,}"
