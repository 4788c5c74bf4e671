"""Assessment stage, remarks: the rows of `policy_src/checks`, typed; what they mean stands at the head of each file.

They are the kit's own and measure a terminal, so no file of a terminal takes their place.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

from quaybook.facts.positions import read_yaml
from quaybook.model.base import Facts
from quaybook.model.groups.kinds import ContactKind
from quaybook.resources import policy_source

_FOLDER = "checks"


class When(Facts):
    """A row counts only where the fact has one of these values, or is known at all."""

    fact: str
    any_of: tuple[str, ...] = ()


class NumberBound(Facts):
    fact: str
    least: float
    most: float
    when: tuple[When, ...] = ()


class Unbounded(Facts):
    fact: str
    because: str


class DayBound(Facts):
    """How many days after another day, or after today, the day may lie."""

    fact: str
    after: str | None = None
    most_days: int


class Bounds(Facts):
    numbers: tuple[NumberBound, ...]
    unbounded: tuple[Unbounded, ...]
    earliest: date
    done_most_days: int
    days: tuple[DayBound, ...]


class Of(StrEnum):
    """With which of the values in a list another is compared."""

    EACH = "each"
    HIGHEST = "highest"


class Order(Facts):
    less: str
    more: str
    strict: bool = False
    more_times: float = 1
    more_is: Of = Of.EACH


class Alike(StrEnum):
    """How two facts are found to be the same."""

    PERSON = "person"
    BUILDING = "building"
    TEXT = "text"


class Apart(Facts):
    one: str
    other: str
    alike: Alike
    when: tuple[When, ...] = ()
    other_when: tuple[When, ...] = ()


class Listed(Facts):
    fact: str


class Needed(Facts):
    fact: str
    when: tuple[When, ...]


class Unfit(Facts):
    """What is described although the answer is that there is none."""

    fact: str
    when: tuple[When, ...]


class Implied(Facts):
    """A yes that makes no sense where the answer to another question is no."""

    fact: str
    needs: str


class Orders(Facts):
    orders: tuple[Order, ...]
    apart: tuple[Apart, ...]
    distinct: tuple[Listed, ...]
    ascending: tuple[Listed, ...]
    needed: tuple[Needed, ...]
    implied: tuple[Implied, ...]
    unfit: tuple[Unfit, ...]


class Denial(Facts):
    text: str
    words: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    when: tuple[When, ...] = ()


class Office(Facts):
    kind: ContactKind
    words: tuple[str, ...]


class Denials(Facts):
    denials: tuple[Denial, ...]
    hollow: tuple[str, ...]
    may_be_hollow: tuple[str, ...]
    offices: tuple[Office, ...]


class Cycle(Facts):
    """Words that tell in a text how far apart generations are."""

    hours: float
    words: tuple[str, ...]


class Signs(Facts):
    """Words by which a rule sees in a text what it is about."""

    cycles: tuple[Cycle, ...]
    per_berth: tuple[str, ...]
    handed_on: tuple[str, ...]
    stops: tuple[str, ...]
    goes_on: tuple[str, ...]
    in_part: tuple[str, ...]
    media: tuple[str, ...]
    of_tos: tuple[str, ...]
    unlinked: tuple[str, ...]
    channel: tuple[str, ...]


class Grammar(Facts):
    """In which form texts are written on which documents build sentences."""

    phrases: tuple[str, ...]
    sentences: tuple[str, ...]
    sentence_ends: tuple[str, ...]
    never_phrase_ends: tuple[str, ...]
    stop: str


_Table = TypeVar("_Table", bound=Facts)


@cache
def bounds() -> Bounds:
    """What is plausible of a number or a day."""
    return _read("bounds.yml", Bounds)


@cache
def orders() -> Orders:
    """What two facts have to be to each other."""
    return _read("orders.yml", Orders)


@cache
def denials() -> Denials:
    """Words by which a text denies what another fact says of it."""
    return _read("denials.yml", Denials)


@cache
def signs() -> Signs:
    """Words by which a rule sees what a text is about."""
    return _read("signs.yml", Signs)


@cache
def grammar() -> Grammar:
    """Which texts are phrases and which are sentences."""
    return _read("grammar.yml", Grammar)


def _read(name: str, table: type[_Table]) -> _Table:
    path: Path = policy_source() / _FOLDER / name
    read = read_yaml(path, f"policy_src/{_FOLDER}/{name}")
    assert not read.problems, read.problems
    return table.model_validate(read.data)
