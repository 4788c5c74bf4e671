"""Documents stage: the tests that a template condition may use on a fact that can be TODO.

`is yes` and `is no` are both false for a TODO, so a text has to say what it prints when nobody knows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quaybook.model.base import Todo, Withheld

_NO_NUMBERS = (Todo, Withheld)


def _yes(value: Any) -> bool:
    """True only if the fact is known to be yes."""
    return value is True


def _no(value: Any) -> bool:
    """True only if the fact is known to be no."""
    return value is False


def _todo(value: Any) -> bool:
    """True if the fact is still TODO."""
    return isinstance(value, Todo)


def _at_least(value: Any, least: Any) -> bool:
    """True if the number is known and at least the one given."""
    return not isinstance(value, _NO_NUMBERS) and not isinstance(least, _NO_NUMBERS) and value >= least


def _below(value: Any, limit: Any) -> bool:
    """True if the number is known and below the one given."""
    return not isinstance(value, _NO_NUMBERS) and not isinstance(limit, _NO_NUMBERS) and value < limit


TESTS: dict[str, Callable[..., bool]] = {
    "yes": _yes,
    "no": _no,
    "todo": _todo,
    "at_least": _at_least,
    "below": _below,
}
