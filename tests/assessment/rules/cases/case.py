"""What one case of the table says: where a rule is met, what breaks it, and what nobody may leave open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quaybook.assessment.finding import State

from tests.assessment.rules.cases.changes import Changes


@dataclass(frozen=True)
class Break:
    """A change after which the requirement is no longer met, and the state that it has then."""

    changes: Changes
    state: State


@dataclass(frozen=True)
class Case:
    """One requirement: in `sample` with `given` it is met.

    `todo` names facts each of which alone makes it unknown, by one entry of each list.
    `still` are changes that leave it met; after `nothing` there is nothing to which it applies.
    `unbreakable` says of which fact, which the finding rests on, the model takes no breaking value.
    """

    breaks: tuple[Break, ...]
    todo: tuple[str, ...]
    sample: str = "aonagi"
    given: Changes = field(default_factory=dict)
    still: tuple[Changes, ...] = ()
    nothing: Changes | None = None
    unbreakable: Mapping[str, str] = field(default_factory=dict)


def partly(changes: Changes) -> Break:
    """A change after which some conditions still hold."""
    return Break(changes, State.PARTLY)


def not_met(changes: Changes) -> Break:
    """A change after which no condition holds."""
    return Break(changes, State.NOT_MET)


def unknown(changes: Changes) -> Break:
    """A change after which nobody can tell."""
    return Break(changes, State.UNKNOWN)


def without(values: tuple[str, ...], *left_out: str) -> list[str]:
    """A list of choices but for some."""
    return [value for value in values if value not in left_out]
