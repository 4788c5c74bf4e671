"""Intake stage: what a questionnaire tells, on top of the facts as they are → the facts as they shall be.

A cell that shows what the fact already says changes nothing, and what has no cell stays as it is. A needed
fact that was left empty becomes a TODO with whom to ask.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from typing import Any

from quaybook.facts.positions import KeyPath, dotted
from quaybook.intake.questionnaire.asking import Asking
from quaybook.intake.questionnaire.questions import keys_of
from quaybook.intake.questionnaire.reading.answers import Sorted
from quaybook.intake.questionnaire.reading.file import CellText
from quaybook.intake.questionnaire.reading.said import Said
from quaybook.intake.questionnaire.values import Values
from quaybook.intake.shapes import Shape, fields_of, shape
from quaybook.intake.text.edit import Entries
from quaybook.model.fields import group_at
from quaybook.model.notation import TODO_MARK


class Merger:
    """Puts the sorted cells over the facts, and notes which cell stands for which fact of the result.

    For a `new` terminal there is nothing below: a list without entries is told to be empty, and None stands
    for what was asked and left out, so that nothing that terminals begin with comes in its place.
    """

    def __init__(self, told: Sorted, asking: Asking, values: Values, new: bool = False) -> None:
        self.told, self.asking, self.new = told, asking, new
        self.said = Said(asking, values, told.cells)
        self.addresses: dict[str, str] = {}
        self.again: set[KeyPath] = set()
        # By list, the numbers of entries that no cell speaks of, by what they hold.
        self._unspoken: dict[KeyPath, dict[str, deque[int]]] = {}
        self._below: dict[KeyPath, list[tuple[KeyPath, CellText]]] = {}
        for path, cell in told.cells.items():
            for size in range(len(path)):
                self._below.setdefault(path[:size], []).append((path, cell))
        whole = (*told.entries, *told.removed)
        self._touched = set(self._below) | {path[:size] for path in whole for size in range(len(path) + 1)}

    def group(self, path: KeyPath, to: KeyPath, before: Mapping[str, Any], fresh: bool = False) -> dict[str, Any]:
        """The group at `path`, which stands at `to` in the result; `fresh` if it did not stand before."""
        known = [key for key in fields_of(keys_of(path)) if key not in before]
        made = {}
        for key in (*before, *known):
            value = self._field((*path, key), (*to, key), before, fresh)
            if value is not None or (self.new and self._asked((*path, key))):
                made[key] = value
        return made

    def _asked(self, path: KeyPath) -> bool:
        return path in self.told.cells or path in self._below

    def _field(self, path: KeyPath, to: KeyPath, entry: Mapping[str, Any], fresh: bool) -> Any:
        found, before = shape(keys_of(path)), entry.get(str(path[-1]))
        if found is None:
            return before
        if found.group is None:
            return self._items(path, to, found, before) if found.many else self._leaf(path, to, found, entry, fresh)
        if path not in self._touched and not (fresh and found.required and not found.many):
            return before
        if found.many:
            return self._entries(path, to, before)
        self._mark(path, to)
        if not found.required and not self._begun(path):
            return None
        return self.group(path, to, before or {}, fresh or not before)

    def _begun(self, path: KeyPath) -> bool:
        """Whether any cell below `path` says something."""
        return any(cell.text.strip() for _, cell in self._below.get(path, ()))

    def _mark(self, path: KeyPath, to: KeyPath) -> None:
        """The first cell of a group, a list or an entry stands for the whole."""
        if below := self._below.get(path):
            self.addresses[dotted(to)] = below[0][1].address

    def _entries(self, path: KeyPath, to: KeyPath, before: Any) -> Any:
        present = before or []
        self._mark(path, to)
        made: list[Any] = []
        kept: list[int] = []
        for number in sorted({*range(len(present)), *self.told.entries.get(path, ())}):
            here, old = (*path, number), number < len(present)
            if here in self.told.removed or not (old or self._begun(here)):
                continue
            self._mark(here, (*to, len(made)))
            entry = self.group(here, (*to, len(made)), present[number] if old else {}, not old)
            if old or not self._stands(path, entry, present):
                made.append(entry)
                kept += [number] if old else []
        return Entries(made, tuple(kept)) if made or before is not None or self.new else None

    def _stands(self, path: KeyPath, entry: Any, present: list[Any]) -> bool:
        """Whether an entry that is told anew is there already, since the sheet was imported before."""
        if path not in self._unspoken:
            self._unspoken[path] = {}
            for number, each in enumerate(present):
                if number not in self.told.entries.get(path, ()) and (*path, number) not in self.told.removed:
                    self._unspoken[path].setdefault(_all_of(each), deque()).append(number)
        alike = self._unspoken[path].get(_all_of(entry))
        if not alike:
            return False
        self.again.add((*path, alike.popleft()))
        return True

    def _leaf(self, path: KeyPath, to: KeyPath, found: Shape, entry: Mapping[str, Any], fresh: bool) -> Any:
        cell, before = self.told.cells.get(path), entry.get(str(path[-1]))
        if cell is None and not fresh:
            return before
        if cell is not None:
            self.addresses[dotted(to)] = cell.address
            if cell.text.strip():
                return self.said.fact(path, found, cell, before, entry)
            if isinstance(before, str) and not before.strip():
                return before
        if found.required and found.may_be_open:
            return f"{TODO_MARK}: {self.asking.question(path).ask}"
        return None

    def _items(self, path: KeyPath, to: KeyPath, found: Shape, before: Any) -> Any:
        """A list of leaves; an item whose place was taken out of the sheet stays."""
        cells = {here[-1]: cell for here, cell in self._below.get(path, ())}
        if not cells:
            return before
        self._mark(path, to)
        present = before or []
        made: list[Any] = []
        for number in sorted({*range(len(present)), *(n for n in cells if isinstance(n, int))}):
            old = present[number] if number < len(present) else None
            cell = cells.get(number)
            if cell is None or cell.text.strip():
                if cell:
                    self.addresses[dotted((*to, len(made)))] = cell.address
                made.append(self.said.fact(path, found, cell, old, {}) if cell else old)
        return made or self._none_of(path, before)

    def _none_of(self, path: KeyPath, before: Any) -> list[Any] | None:
        """A list of leaves that is told to be empty; left out where the kit has a default of its own."""
        owner = group_at(path[:-1])
        assert owner is not None, path
        default = owner.model_fields[str(path[-1])].default
        return [] if (before is not None or self.new) and not (default and isinstance(default, tuple)) else None


def _all_of(entry: Any) -> str:
    """The same text for equal entries."""
    return json.dumps(entry, sort_keys=True)
