"""Documents stage: the tests that a template condition may use on a fact that can be TODO.

`is yes` and `is no` are both false for a TODO, so a text has to say what it prints when nobody knows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quaybook.model.base import Todo


def _yes(value: Any) -> bool:
    return value is True


def _no(value: Any) -> bool:
    return value is False


def _todo(value: Any) -> bool:
    return isinstance(value, Todo)


def _at_least(value: Any, least: float) -> bool:
    return not isinstance(value, Todo) and value >= least


def _below(value: Any, limit: float) -> bool:
    return not isinstance(value, Todo) and value < limit


TESTS: dict[str, Callable[..., bool]] = {
    "yes": _yes,
    "no": _no,
    "todo": _todo,
    "at_least": _at_least,
    "below": _below,
}
