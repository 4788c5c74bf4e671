"""Intake stage: what the schema asks for at a place: one value or a list, a group or a leaf, and how many.

The model says what is right; whoever writes facts needs to know what would be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from quaybook.facts.positions import KeyPath
from quaybook.model.fields import group_at, leaf_types, may_be_open, target_of


@dataclass(frozen=True)
class Shape:
    """One field of a group: `group` is what it holds, `many` whether in a list of `at_least` entries."""

    owner: str
    group: type[BaseModel] | None
    many: bool
    at_least: int
    required: bool
    may_be_open: bool
    target: str | None
    types: frozenset[type]
    vocabulary: type[StrEnum] | None


@lru_cache(maxsize=4096)
def fields_of(path: KeyPath) -> Mapping[str, FieldInfo]:
    """The fields of the group at `path`, by key, in the order of the schema."""
    group = group_at(path)
    return group.model_fields if group else {}


@lru_cache(maxsize=4096)
def shape(path: KeyPath) -> Shape | None:
    """The shape of the field at `path`; None where the schema knows none."""
    owner, key = group_at(path[:-1]), str(path[-1])
    field = owner.model_fields.get(key) if owner else None
    if owner is None or field is None:
        return None
    many = any(get_origin(part) is tuple for part in _parts(field.annotation))
    vocabularies = (part for part in _parts(field.annotation) if isinstance(part, type) and issubclass(part, StrEnum))
    return Shape(
        owner.__name__,
        group_at(path),
        many,
        _at_least(field) if many else 0,
        field.is_required(),
        may_be_open(path),
        target_of(path),
        leaf_types(path),
        next(vocabularies, None),
    )


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for argument in get_args(annotation):
        yield from _parts(argument)


def _at_least(field: FieldInfo) -> int:
    return max((getattr(mark, "min_length", None) or 0 for mark in field.metadata), default=0)
