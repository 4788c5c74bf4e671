"""Assessment stage, ground floor of the remarks: what `quaybook check` says of facts that stop no build.

A problem is a mistake: nothing is written before it is mended. A remark is work to do: a question nobody has
answered yet, a date that has run out, something of which there is only one, facts that deny each other, a value
that is hardly meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from quaybook.assessment.reading import Reading
from quaybook.facts.positions import KeyPath, Position
from quaybook.model.base import TodoMetError, is_one_of
from quaybook.model.groups.kinds import Environment, Hosting

NOWHERE = Position("", 0, 0)


class RemarkKind(StrEnum):
    """What is to be done about it, in the order in which people work through the list."""

    BLANK = "blank"
    PROVISIONAL = "provisional"
    STALE = "stale"
    SINGLE_POINT = "single_point"
    CONTRADICTION = "contradiction"
    IMPLAUSIBLE = "implausible"


# What somebody has to be asked, by person.
ASKED = (RemarkKind.BLANK, RemarkKind.PROVISIONAL)


@dataclass(frozen=True, eq=False)
class Remark:
    """One thing to do. `code` and `values` make its sentence, the first of `facts` is where to begin.

    `words` are those of a TODO, the terminal's own.
    """

    kind: RemarkKind
    code: str
    facts: tuple[KeyPath, ...]
    values: tuple[tuple[str, object], ...] = ()
    words: str = ""
    positions: tuple[Position, ...] = ()

    @property
    def path(self) -> KeyPath:
        return self.facts[0]

    @property
    def position(self) -> Position:
        return self.positions[0] if self.positions else NOWHERE


Remarks: TypeAlias = Iterator[Remark]
Remarker: TypeAlias = Callable[[Reading], Remarks]


def told_by(remarker: Remarker, t: Reading) -> Remarks:
    """What the function says, up to a comparison of a fact that nobody knows: of that it can say nothing."""
    with suppress(TodoMetError):
        yield from remarker(Reading(t.part, t.today))


def at(part: Reading, key: str) -> KeyPath:
    """The path of the fact `key` of a group."""
    return (*part.path, *key.split("."))


def single(code: str, *facts: KeyPath, **values: object) -> Remark:
    """Something of which there is only one."""
    return Remark(RemarkKind.SINGLE_POINT, code, facts, tuple(values.items()))


def denied(code: str, *facts: KeyPath, **values: object) -> Remark:
    """Facts that cannot all be true, or not all be meant."""
    return Remark(RemarkKind.CONTRADICTION, code, facts, tuple(values.items()))


def number(value: object) -> float | None:
    """The number, where one is known."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def is_own(system: Reading) -> bool:
    """Whether it is known to be a system in production that is the terminal's, wherever it runs."""
    own = is_one_of(system.part.hosting, *(set(Hosting) - {Hosting.OUTSIDE}))
    return own and is_one_of(system.part.environment, Environment.PRODUCTION)
