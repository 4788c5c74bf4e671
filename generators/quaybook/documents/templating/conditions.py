"""Documents stage: the tests that a template condition may use on a fact that can be TODO.

`is yes` and `is no` are both false for a TODO, so a text has to say what it prints when nobody knows. A fact that is
withheld answers none of them, for what is printed or left out would give the answer away.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quaybook.model.audience import Withheld
from quaybook.model.base import Todo


def _seen(value: Any) -> Any:
    """The value itself. Raises WithheldMetError for one that is not for the readers: a text would tell it."""
    return value if not isinstance(value, Withheld) else bool(value)


def _yes(value: Any) -> bool:
    """True only if the fact is known to be yes."""
    return _seen(value) is True


def _no(value: Any) -> bool:
    """True only if the fact is known to be no."""
    return _seen(value) is False


def _none(value: Any) -> bool:
    """True if the fact is not there."""
    return _seen(value) is None


def _withheld(value: Any) -> bool:
    """True if the fact is not for the readers of the document."""
    return isinstance(value, Withheld)


def _todo(value: Any) -> bool:
    """True if the fact is still TODO."""
    return isinstance(value, Todo)


def _at_least(value: Any, least: Any) -> bool:
    """True if the number is known and at least the one given."""
    return not isinstance(_seen(value), Todo) and not isinstance(_seen(least), Todo) and bool(value >= least)


def _below(value: Any, limit: Any) -> bool:
    """True if the number is known and below the one given."""
    return not isinstance(_seen(value), Todo) and not isinstance(_seen(limit), Todo) and bool(value < limit)


TESTS: dict[str, Callable[..., bool]] = {
    "yes": _yes,
    "no": _no,
    "none": _none,
    "withheld": _withheld,
    "todo": _todo,
    "at_least": _at_least,
    "below": _below,
}
