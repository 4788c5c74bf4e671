"""Model stage: the facts of a terminal as some readers may see them, leaf by leaf.

What is for others is replaced by a value that prints where it stands. Everything made of the result, in whatever
format, cannot hold what it does not know: neither a number nor a date, neither whom a TODO says to ask nor how many
entries a list has of which nothing may be seen.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from pydantic.fields import FieldInfo

from quaybook.facts.positions import KeyPath
from quaybook.model.audience import AudienceLevel, Readers, Withheld
from quaybook.model.base import Facts, NotApplicable, Todo, is_one_of
from quaybook.model.fields import group_of, has_public, is_personal, leaves, marked_for, reader_of
from quaybook.model.groups.kinds import Means
from quaybook.model.groups.organisation import ContactMeans

_Group = TypeVar("_Group", bound=Facts)
# What of a person is reached at work only; everything else may be private.
_AT_WORK = (Means.EXTENSION, Means.RADIO)
_IN_CARDS, _INSIDE = "personal", "inside"


def as_read_by(readers: Readers, group: _Group) -> _Group:
    """`group` without the facts that are for other readers, an open or inapplicable one included."""
    if readers.see_all:
        return group
    changed: dict[str, object] = {}
    for name, says, are_means in _fields(readers.level, type(group)):
        value = getattr(group, name)
        if says:
            # The kit's own filters still have to find the entry of which a part may be seen.
            shown: object = Withheld(says, name, value if name == "id" else None)
        elif are_means and isinstance(value, tuple):
            shown = Withheld(_INSIDE, name) if readers.outside else tuple(_means(readers, each) for each in value)
        else:
            shown = _value(readers, value)
        if shown is not value:
            changed[name] = shown
    return group.model_copy(update=changed) if changed else group


@cache
def _fields(level: AudienceLevel, kind: type[Facts]) -> tuple[tuple[str, str, bool], ...]:
    """Each field of the group with what is said in its place, if it is withheld, and whether ways to reach stand there.

    It hangs on the schema alone, and is asked for each group of the facts.
    """
    return tuple((name, _says(level, field), is_personal(field)) for name, field in kind.model_fields.items())


def _says(level: AudienceLevel, field: FieldInfo) -> str:
    """For whom a field is that readers of the level may not see; empty for one in which they may see something."""
    within = group_of(field)
    if within is None or marked_for(field) is not None:
        least = reader_of(field)
        return "" if level.may_read(least) else least.value
    return AudienceLevel.STAFF.value if level == AudienceLevel.PUBLIC and not has_public(within) else ""


def _means(readers: Readers, means: ContactMeans) -> ContactMeans:
    """One way to reach a person, without its number for those who do not have to call."""
    if readers.personal or is_one_of(means.kind, *_AT_WORK):
        return as_read_by(readers, means)
    return means.model_copy(update={"value": Withheld(_IN_CARDS, "value"), "note": None})


def _value(readers: Readers, value: Any) -> Any:
    match value:
        case Facts():
            return as_read_by(readers, value)
        case tuple():
            shown = tuple(_value(readers, item) for item in value)
            return value if all(new is old for new, old in zip(shown, value, strict=True)) else shown
        case Todo() if readers.level != AudienceLevel.CONTROLLED:
            return replace(value, ask="", is_bare=True, _asked=value.ask)
        case NotApplicable() if readers.level == AudienceLevel.PUBLIC:
            return NotApplicable("")
    return value


def open_paths(terminal: Facts) -> tuple[KeyPath, ...]:
    """The paths of all facts that are still TODO."""
    return tuple(path for path, value in leaves(terminal) if isinstance(value, Todo))
