"""Documents stage: which entries of a population an audit looks at: drawn by a seed that is printed, by no clock.

Whoever doubts the draw can repeat it with any tool: an entry is ranked by the SHA-256 of the seed, a slash and its
key, and the lowest are taken. An entry that is added or removed leaves the rank of all others as it was. Of a mere
number of things, numbers are drawn: the SHA-256 of the seed, a slash and 1, 2, 3, …, modulo the number, plus one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from quaybook.documents.templating.helper import Helper
from quaybook.model.terminal import Terminal

# More than anybody looks at; the last few of many numbers take long to meet.
NUMBERS_AT_MOST = 100


@dataclass(frozen=True)
class Drawn:
    """An entry that was drawn, the key by which it was, and its place in the population, from 1."""

    place: int
    key: str
    entry: Any


def seed_of(terminal_id: str, terminal: Terminal) -> str:
    """The terminal and the year of its next audit; while nobody knows that, the year of which the facts speak."""
    days = (terminal.audit.next_on, terminal.terminal.facts_as_of)
    year = next((str(day.year) for day in days if isinstance(day, date)), "")
    return "-".join(filter(None, (terminal_id, year)))


def draw(population: Sequence[Any], size: int, seed: str) -> tuple[Drawn, ...]:
    """As many entries as asked for, all of them where there are no more, in the order of the population."""
    listed = [Drawn(place, key, entry) for place, (key, entry) in enumerate(_keyed(population), 1)]
    ranked = sorted(listed, key=lambda each: sha256(f"{seed}/{each.key}".encode()).digest())
    return tuple(sorted(ranked[: max(size, 0)], key=lambda each: each.place))


def draw_numbers(count: int, size: int, seed: str) -> tuple[int, ...]:
    """As many numbers from 1 to `count` as asked for: a list of so many accounts is on paper, and in no facts."""
    found: set[int] = set()
    turn = 0
    while len(found) < min(size, count, NUMBERS_AT_MOST):
        turn += 1
        found.add(int.from_bytes(sha256(f"{seed}/{turn}".encode()).digest()) % count + 1)
    return tuple(sorted(found))


def _keyed(population: Sequence[Any]) -> list[tuple[str, Any]]:
    """Each entry with its id, or that of its requirement; what has neither goes by its place."""
    keys = [_key(entry, place) for place, entry in enumerate(population, 1)]
    # Two entries of one id would always be drawn together.
    counted: Counter[str] = Counter()
    found = []
    for key, entry in zip(keys, population, strict=True):
        counted[key] += 1
        found.append((key if counted[key] == 1 else f"{key}+{counted[key]}", entry))
    return found


def _key(entry: Any, place: int) -> str:
    known = (getattr(entry, name, None) for name in ("id", "requirement"))
    return next((key for key in known if isinstance(key, str)), str(place))


def sampling_variables(terminal_id: str, terminal: Terminal) -> dict[str, Any]:
    """What templates use: the seed, to be printed, and the draw."""
    return {"draw": Helper(draw), "draw_numbers": Helper(draw_numbers), "draw_seed": seed_of(terminal_id, terminal)}
