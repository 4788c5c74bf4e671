"""Model stage: the schema as data: which group holds a fact, and how its field is marked.

Whoever has only the path of a fact (a problem, a finding, a rule stated as data) finds its field here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from quaybook.facts.positions import KeyPath
from quaybook.model.audience import Audience, AudienceLevel, Personal
from quaybook.model.base import Facts, Ref
from quaybook.model.terminal import Terminal
from quaybook.model.written import A_CLOCK, Open

_LEAVES = {bool, int, float, str, date}


def group_at(path: KeyPath, within: type[BaseModel] = Terminal) -> type[BaseModel] | None:
    """The group of facts at `path` below `within`; None where there is a single value, or nothing."""
    return _group_named(tuple(part for part in path if isinstance(part, str)), within)


@cache
def _group_named(names: tuple[str, ...], within: type[BaseModel]) -> type[BaseModel] | None:
    current: type[BaseModel] | None = within
    for name in names:
        field = current.model_fields.get(name) if current else None
        current = _first_group(field.annotation) if field else None
    return current


@cache
def marks_of(group: type[BaseModel], name: str) -> tuple[object, ...]:
    """What the field of a group is marked with; nothing where there is no field."""
    field = group.model_fields.get(name)
    return tuple(marks(field.annotation, field.metadata)) if field else ()


def _marks_at(path: KeyPath) -> tuple[object, ...]:
    """What the field at `path` is marked with; nothing where there is no field."""
    group = group_at(path[:-1])
    return marks_of(group, str(path[-1])) if group else ()


def _first_group(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for a in get_args(annotation) if (m := _first_group(a))), None)


def models_within(annotation: Any) -> Iterator[type[BaseModel]]:
    """The groups of facts that a field holds, however deep in tuples and options."""
    yield from (each for each in _types(annotation) if issubclass(each, BaseModel))


@cache
def fact_groups() -> tuple[type[BaseModel], ...]:
    """Every group of facts, the whole terminal first, each once, in the order of the schema."""
    found: dict[type[BaseModel], None] = {Terminal: None}
    queue: list[type[BaseModel]] = [Terminal]
    for group in queue:
        for field in group.model_fields.values():
            for inner in models_within(field.annotation):
                if inner not in found:
                    found[inner] = None
                    queue.append(inner)
    return tuple(found)


@cache
def vocabularies() -> tuple[type[StrEnum], ...]:
    """Every list of choices that a fact can have, each once, in the order of the schema."""
    fields = (field for group in fact_groups() for field in group.model_fields.values())
    found = (each for field in fields for each in _types(field.annotation) if issubclass(each, StrEnum))
    return tuple(dict.fromkeys(found))


def _types(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        yield annotation
    for argument in get_args(annotation):
        yield from _types(argument)


def marks(annotation: Any, metadata: list[Any]) -> list[object]:
    """What a field is marked with, wherever in its annotation the mark stands."""
    found: list[object] = list(metadata)
    found += getattr(annotation, "__metadata__", ())
    for argument in get_args(annotation):
        found += marks(argument, [])
    return found


def leaves(value: object, path: KeyPath = ()) -> list[tuple[KeyPath, object]]:
    """Every single value below `value`, with its path."""
    found: list[tuple[KeyPath, object]] = []
    _gather(value, path, found)
    return found


def _gather(value: object, path: KeyPath, found: list[tuple[KeyPath, object]]) -> None:
    if isinstance(value, Facts):
        for name, below in value.__dict__.items():
            _gather(below, (*path, name), found)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            _gather(item, (*path, index), found)
    else:
        found.append((path, value))


def reader_of(field: FieldInfo) -> AudienceLevel:
    """The lowest readers who may see a field: as marked, else the few for a yes or no, staff for all the rest."""
    return marked_for(field) or (AudienceLevel.CONTROLLED if _is_answer(field) else AudienceLevel.STAFF)


def marked_for(field: FieldInfo) -> AudienceLevel | None:
    """The readers for whom a field is marked; None for one that is not."""
    found = (mark.least for mark in marks(field.annotation, field.metadata) if isinstance(mark, Audience))
    return next(found, None)


def _is_answer(field: FieldInfo) -> bool:
    """Whether a field tells how far a rule is kept. On one that cannot be open the shape of texts depends."""
    open_to = any(isinstance(mark, Open) for mark in marks(field.annotation, field.metadata))
    return open_to and bool in _plain_types(field.annotation)


def is_personal(field: FieldInfo) -> bool:
    """Whether a field holds the ways to reach a person."""
    return any(isinstance(mark, Personal) for mark in marks(field.annotation, field.metadata))


def group_of(field: FieldInfo) -> type[BaseModel] | None:
    """The group of facts that a field holds, one or a list of them; None for single values."""
    return _first_group(field.annotation)


@cache
def has_public(group: type[BaseModel]) -> bool:
    """Whether anything in a group of facts is marked for everybody."""
    fields = group.model_fields.values()
    return any(marked_for(f) == AudienceLevel.PUBLIC or ((g := group_of(f)) and has_public(g)) for f in fields)


def is_restricted(path: KeyPath) -> bool:
    """Whether the fact at `path` is a text, or a list of texts, that no finding tells."""
    group = group_at(path[:-1])
    field = group.model_fields[str(path[-1])] if group else None
    if field is None or not _holds_text(field.annotation):
        return False
    found = (mark for mark in _marks_at(path) if isinstance(mark, Audience))
    return any(mark.least != AudienceLevel.PUBLIC and not mark.in_findings for mark in found)


def _holds_text(annotation: Any) -> bool:
    return annotation is str or any(map(_holds_text, get_args(annotation)))


def may_be_open(path: KeyPath) -> bool:
    """Whether the fact at `path` may be TODO."""
    return any(isinstance(mark, Open) for mark in _marks_at(path))


def is_clock(path: KeyPath) -> bool:
    """Whether the fact at `path` is a time of a day."""
    return A_CLOCK in _marks_at(path)


def target_of(path: KeyPath) -> str | None:
    """The collection to which the fact at `path` refers by an id, if it does."""
    return next((mark.to for mark in _marks_at(path) if isinstance(mark, Ref)), None)


def lists_on(path: KeyPath) -> tuple[KeyPath, ...]:
    """The lists on the way to the fact at `path`, the outermost first, and the fact itself if it is one."""
    found = []
    for size, key in enumerate(path):
        group = group_at(path[:size])
        if group and key in group.model_fields and get_origin(group.model_fields[str(key)].annotation) is tuple:
            found.append(path[: size + 1])
    return tuple(found)


def leaf_types(path: KeyPath) -> frozenset[type]:
    """The plain types that the fact at `path` may have; none for a list or a group."""
    group = group_at(path[:-1])
    field = group.model_fields.get(str(path[-1])) if group else None
    return frozenset(_plain_types(field.annotation)) if field else frozenset()


def _plain_types(annotation: Any) -> Iterator[type]:
    if get_origin(annotation) is tuple:
        return
    if isinstance(annotation, type) and annotation in _LEAVES:
        yield annotation
    for argument in get_args(annotation):
        yield from _plain_types(argument)


def generic(path: KeyPath) -> str:
    """`servers[].av.installed`: the path without the numbers of the entries."""
    text = ""
    for part in path:
        text += "[]" if isinstance(part, int) else f".{part}" if text else part
    return text
