"""Intake stage: a new value → its lines of YAML, in the form in which the samples are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quaybook.facts.positions import KeyPath
from quaybook.intake.shapes import shape
from quaybook.intake.text.scalar import flow, quoted, scalar

_STEP, _WIDTH = 2, 96


def leaf(path: KeyPath, text: str) -> str:
    """One value as it stands behind a key or a dash."""
    keys = tuple(part for part in path if isinstance(part, str))
    found = shape(keys) if keys else None
    return scalar(text, found.types if found else (str,))


def key_lines(path: KeyPath, value: Any, indent: int) -> list[str]:
    """A key with its value."""
    start = f"{' ' * indent}{scalar(str(path[-1]))}:"
    if isinstance(value, Mapping):
        return [start, *group_lines(path, value, indent + _STEP)]
    if isinstance(value, list):
        line = flow(value, _WIDTH - len(start))
        return [f"{start} {line}"] if line else [start, *_items(path, value, indent + _STEP)]
    return [f"{start} {leaf(path, str(value))}"]


def group_lines(path: KeyPath, value: Mapping[str, Any], indent: int) -> list[str]:
    """Every key of a group."""
    return [line for key, each in value.items() for line in key_lines((*path, key), each, indent)]


def item_lines(path: KeyPath, item: Any, indent: int) -> list[str]:
    """One item of a list, behind its dash."""
    if not isinstance(item, Mapping):
        return [f"{' ' * indent}- {leaf(path, str(item))}"]
    first, *rest = group_lines(path, item, indent + _STEP)
    return [f"{' ' * indent}- {first.lstrip()}", *rest]


def _items(path: KeyPath, items: list[Any], indent: int) -> list[str]:
    return [line for number, item in enumerate(items) for line in item_lines((*path, number), item, indent)]


def flow_value(value: Any) -> str:
    """A value on one line, as it stands inside of brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow_value(each) for each in value) + "]"
    return str(value) if flow([value], _WIDTH) else quoted(str(value))
