"""Documents stage: what a template may call. The environment calls helpers and macros, and nothing else.

A function handed to a template bare would bring its attributes along; a helper has none but the helpers named in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


class Helper:
    """A function of the kit in the hands of a template; `members` are further helpers behind a dot."""

    __slots__ = ("members", "run", "takes_body")

    def __init__(self, run: Callable[..., Any], takes_body: bool = False, **members: Helper) -> None:
        self.run, self.takes_body, self.members = run, takes_body, members


def helpers(functions: Mapping[str, Callable[..., Any]]) -> dict[str, Helper]:
    """Each function as a helper by its name."""
    return {name: Helper(function) for name, function in functions.items()}
