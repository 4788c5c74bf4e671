"""Catalogue stage, ground floor: logic with three values, so that a TODO never counts as yes or as no.

`None` stands for "nobody knows yet". What can be decided in spite of it is decided: a condition with
one part that fails has failed, whatever the unknown part will turn out to be.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

Truth: TypeAlias = bool | None


def every(truths: Iterable[Truth]) -> Truth:
    """True if all are true, False if one is false, None if it hangs on an unknown."""
    found = tuple(truths)
    return False if False in found else None if None in found else True


def implies(condition: Truth, truth: Truth) -> Truth:
    """Whether `truth` holds where the condition does; both ways are looked at where nobody knows the condition."""
    return some((None if condition is None else not condition, truth))


def some(truths: Iterable[Truth]) -> Truth:
    """True if one is true, False if all are false, None if it hangs on an unknown."""
    found = tuple(truths)
    return True if True in found else None if None in found else False
