"""Model stage: what of the data beside a text is wording, and what has to be the same in every language.

A text is written once for each language, may be left open, and gets its blanks filled before anybody reads it. All
else (ids, numbers, references) is the same in every language, unless its type says what of it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import is_
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, ValidatorFunctionWrapHandler, WrapValidator, model_validator
from pydantic_core import PydanticCustomError, PydanticKnownError

from quaybook.facts.positions import KeyPath
from quaybook.model.base import Facts, Todo
from quaybook.model.fields import marks
from quaybook.model.notation import TODO_MARK, after_mark

_Group = TypeVar("_Group", bound=Facts)


class Said:
    """Marks a text, or the cells of a table, that a reader reads."""


@dataclass(frozen=True)
class Alike:
    """Marks a value that each language may write in its own way; `key` gives what has to be the same in all."""

    key: Callable[[Any], object]


SAID = Said()
# How a sheet of paper is divided may differ: English words are longer.
LAYOUT = Alike(lambda _: None)


def listed(written: object) -> object:
    """A list of one text may be written as the text alone."""
    return [written] if isinstance(written, str) else written


def _todo_or_text(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    # Unlike in a fact, 不明 and its like are words here: an example shows how they are written into a form.
    ask = after_mark(value, TODO_MARK) if isinstance(value, str) else None
    return handler(value) if ask is None else Todo(ask)


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticKnownError("string_too_short", {"min_length": 1})
    return text


_OPEN = WrapValidator(_todo_or_text)
SaidText = Annotated[str, AfterValidator(_not_blank), _OPEN, SAID]
# A cell of a table in which nothing need stand.
SaidCell = Annotated[str, _OPEN, SAID]


class Pair(Facts):
    """A group that is written as a list of its values in their order, as in `[head, 4]`."""

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, written: Any) -> Any:
        names = [*cls.model_fields]
        if isinstance(written, list) and len(written) == len(names):
            return dict(zip(names, written, strict=True))
        if isinstance(written, dict):
            return written
        raise PydanticCustomError("not_a_pair", "not a pair", {"names": ", ".join(names)})


@cache
def said_in(kind: type[Facts]) -> frozenset[str]:
    """The fields of a group that hold texts."""
    fields = kind.model_fields.items()
    return frozenset(n for n, f in fields if any(isinstance(m, Said) for m in marks(f.annotation, f.metadata)))


def remade(
    data: _Group,
    say: Callable[[Any, KeyPath], Any],
    holds: Callable[[Facts, KeyPath], bool] = lambda *_: True,
    path: KeyPath = (),
) -> _Group:
    """The data with what `say` makes of each text (an open one included), without the entries that do not hold.

    The whole is always another one; a group inside it in which nothing changes stays itself.
    """

    def made(value: Any, is_said: bool, here: KeyPath) -> Any:
        match value:
            case Facts():
                return remade(value, say, holds, here)
            case tuple():
                listed = [(each, (*here, number)) for number, each in enumerate(value)]
                held = tuple(made(e, is_said, p) for e, p in listed if not isinstance(e, Facts) or holds(e, p))
                return value if len(held) == len(value) and all(map(is_, held, value)) else held
            case str() if is_said:
                said_now = say(value, here)
                return value if said_now == value else said_now
            case Todo() if is_said:
                return say(value, here)
        return value

    said = said_in(type(data))
    values = {name: getattr(data, name) for name in type(data).model_fields}
    new = {name: made(value, name in said, (*path, name)) for name, value in values.items()}
    changed = {name: value for name, value in new.items() if value is not values[name]}
    return data.model_copy(update=changed) if changed or not path else data
