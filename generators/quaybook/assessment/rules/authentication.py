"""Assessment stage: what 3(2) asks of who comes in from outside and 3(3) of administrators: factors and passwords."""

from __future__ import annotations

from quaybook.assessment.finding import Check
from quaybook.assessment.reading import Checks, Reading
from quaybook.model.base import Todo

# Both numbers are printed in the report: more than one kind of factor, twelve characters.
FACTORS, PASSWORD_LENGTH = 2, 12
PASSWORD_SIGNS = ("upper_lower", "digit", "symbol")


def factors(t: Reading, key: str, path: str, **values: object) -> Check:
    """Whether at least two different kinds of proof are asked for."""
    asked = t.value(path)
    kinds = tuple(dict.fromkeys(kind for kind in asked if not isinstance(kind, Todo)))
    is_open = len(kinds) < FACTORS and any(isinstance(kind, Todo) for kind in asked)
    return t.check(key, None if is_open else len(kinds) >= FACTORS, kinds=kinds, **values)


def password_not_weak(t: Reading, group: str) -> Check:
    """Whether guessable passwords are refused."""
    t.value(f"{group}.password.used")
    return t.check(f"{group}_password_weak", t.yes(f"{group}.password.weak_rejected"))


def password_length(t: Reading, group: str) -> Checks:
    """Length, and each of the classes of characters."""
    t.value(f"{group}.password.used")
    path = f"{group}.password.min_length"
    yield t.check(f"{group}_password_length", t.at_least(path, PASSWORD_LENGTH), length=t.value(path))
    for kind in PASSWORD_SIGNS:
        yield t.check(f"{group}_password_{kind}", t.yes(f"{group}.password.{kind}"))
