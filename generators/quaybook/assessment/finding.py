"""Assessment stage: what a rule finds: checks with the facts they read, and the state that follows.

Findings hold keys and values, no sentences; the documents stage says them in each language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from quaybook.facts.positions import KeyPath
from quaybook.model.base import Todo
from quaybook.model.requirement import Requirement


class State(StrEnum):
    """How a requirement stands, in the order in which it is shown."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    DOCUMENT = "document"


class Outcome(StrEnum):
    """What came of one check; NOTHING = there was nothing to which it applies."""

    HOLDS = "holds"
    PARTLY = "partly"
    FAILS = "fails"
    UNKNOWN = "unknown"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Who:
    """People by their ids, to be called in a sentence by their titles."""

    ids: tuple[Any, ...]


@dataclass(frozen=True)
class FactName:
    """A fact by its path, to be called in a sentence by what `facts.yml` says of it."""

    path: str


@dataclass(frozen=True)
class Quantity:
    """A value of the fact at `path`, to be said with the unit in which that fact is given."""

    value: Any
    path: KeyPath


@dataclass(frozen=True)
class Entry:
    """An entry of a list by its path, to be called in a sentence by its name, or by its number."""

    path: KeyPath


@dataclass(frozen=True)
class Demand:
    """What a set asks of a fact of an entry, by the key of the condition; said alike whether it is so or not."""

    key: str
    fact: FactName
    wanted: FactName | Quantity


@dataclass(frozen=True, eq=False)
class FactRead:
    """A fact on which a check rests: its place in the terminal's facts, and the value found there."""

    path: KeyPath
    value: object


@dataclass(frozen=True, eq=False)
class DeniedRead(FactRead):
    """A fact whose truth another one denies: judged as unknown, told as it is `written`."""

    written: object


@dataclass(frozen=True, eq=False)
class Check:
    """One condition of a requirement. `key` and `values` make its sentence."""

    key: str
    outcome: Outcome
    values: tuple[tuple[str, object], ...] = ()
    facts: tuple[FactRead, ...] = ()

    @property
    def open_facts(self) -> tuple[FactRead, ...]:
        """The facts that are still TODO."""
        return tuple(fact for fact in self.facts if isinstance(fact.value, Todo))


@dataclass(frozen=True, eq=False)
class Finding:
    """One requirement judged by the facts. `reason` is the key of the sentence where no check decided."""

    requirement: Requirement
    state: State
    checks: tuple[Check, ...] = ()
    reason: str = ""

    @property
    def falls_short(self) -> bool:
        """Whether something is missing, or nobody knows."""
        return self.state in (State.PARTLY, State.NOT_MET, State.UNKNOWN)

    @property
    def facts(self) -> tuple[FactRead, ...]:
        """Every fact that was read, each once, as it is written."""
        read = (fact for check in self.checks for fact in check.facts)
        written = (FactRead(fact.path, fact.written) if isinstance(fact, DeniedRead) else fact for fact in read)
        return tuple({fact.path: fact for fact in written}.values())


_SHORT = {Outcome.FAILS, Outcome.PARTLY}
# The check that says that nobody knows whether the requirement applies; then nothing falls short yet.
APPLIES = "applies"


def state_of(checks: Iterable[Check]) -> State:
    """The state that follows from the checks of a requirement."""
    found = tuple(checks)
    outcomes = {check.outcome for check in found} - {Outcome.NOTHING}
    if any(check.key == APPLIES for check in found):
        return State.UNKNOWN
    if not outcomes:
        return State.NOT_APPLICABLE
    if outcomes & _SHORT:
        return State.PARTLY if outcomes & {Outcome.HOLDS, Outcome.PARTLY} else State.NOT_MET
    return State.UNKNOWN if Outcome.UNKNOWN in outcomes else State.MET
