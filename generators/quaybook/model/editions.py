"""Model stage: the facts of a terminal as some readers may see them.

What is for others is replaced by a value that prints where it stands: what the model marks so and, in what is
published, every text that it does not mark as public. Everything made of the result, in whatever format, cannot
hold what it does not know.
"""

from __future__ import annotations

from typing import TypeVar

from quaybook.facts.positions import KeyPath
from quaybook.model.base import AudienceLevel, Facts, Todo, Withheld
from quaybook.model.fields import leaves, reader_of

_Group = TypeVar("_Group", bound=Facts)


def as_read_by(reader: AudienceLevel, group: _Group) -> _Group:
    """`group` without the facts that are for higher readers, an open or inapplicable one included."""
    if reader == AudienceLevel.CONTROLLED:
        return group
    changed: dict[str, object] = {}
    for name, field in type(group).model_fields.items():
        value = getattr(group, name)
        least = reader_of(name, field)
        if value is not None and not reader.may_read(least):
            changed[name] = tuple(Withheld(least) for _ in value) if isinstance(value, tuple) else Withheld(least)
        elif (shown := _value(reader, value)) is not value:
            changed[name] = shown
    return group.model_copy(update=changed) if changed else group


def _value(reader: AudienceLevel, value: object) -> object:
    if isinstance(value, Facts):
        return as_read_by(reader, value)
    if isinstance(value, tuple):
        shown = tuple(_value(reader, item) for item in value)
        return value if all(new is old for new, old in zip(shown, value, strict=True)) else shown
    return value


def open_paths(terminal: Facts) -> tuple[KeyPath, ...]:
    """The paths of all facts that are still TODO."""
    return tuple(path for path, value in leaves(terminal) if isinstance(value, Todo))
