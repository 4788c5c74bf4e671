"""Intake stage: what a partial tree of facts leaves out → `TODO` with whom to ask, so that it can be built at once.

A value that may not be open is taken from the skeleton's `undecided`; nothing is invented in Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quaybook.facts.positions import KeyPath
from quaybook.intake.shapes import Shape, fields_of, shape
from quaybook.model.notation import TODO_MARK
from quaybook.wording.fact_words import Descriptions

Tree = dict[str, object]


@dataclass(frozen=True)
class Completer:
    """`undecided`: group → key → the value that stands where none may be left open."""

    told: Descriptions
    undecided: Mapping[str, Mapping[str, object]]

    def group(self, path: KeyPath, tree: Mapping[str, object]) -> Tree:
        """`tree` with everything that the schema requires at `path`, in the order of the schema."""
        made: Tree = {}
        for key in fields_of(path):
            here = (*path, key)
            field = shape(here)
            assert field is not None, here
            value = self._field(field, here, tree.get(key))
            if value is not None:
                made[key] = value
        # What the schema does not know is the business of the check, which names it by its line.
        return made | {key: value for key, value in tree.items() if key not in fields_of(path)}

    def _field(self, field: Shape, path: KeyPath, value: object) -> object:
        if value is None or (value == [] and field.at_least):
            return self._missing(field, path) if field.required else None
        if field.group is None:
            return value
        if isinstance(value, list):
            entries = enumerate(value)
            return [self.group((*path, i), each) if isinstance(each, Mapping) else each for i, each in entries]
        return self.group(path, value) if isinstance(value, Mapping) else value

    def _missing(self, field: Shape, path: KeyPath) -> object:
        if field.group is not None:
            if field.many:
                return [self.group((*path, i), {}) for i in range(field.at_least)]
            return self.group(path, {})
        if not field.may_be_open:
            return self.undecided.get(field.owner, {}).get(str(path[-1]))
        todo = f"{TODO_MARK}: {self.told[field.owner][str(path[-1])]['ask']}"
        return [todo] * field.at_least if field.many else todo
