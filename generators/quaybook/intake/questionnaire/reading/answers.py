"""Intake stage: which fact of which entry each cell of a questionnaire stands for.

An entry is found again by its id or its number, wherever its row stands now; a row that was added, by the id
in it, so that a sheet may be imported again. An entry goes only when its row is marked for that; a row that
was emptied or taken out is told, and leaves the entry as it is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from quaybook.facts.positions import KeyPath
from quaybook.intake.answers.signs import identifier
from quaybook.intake.questionnaire.plan import entries_at, entry_name, value_at
from quaybook.intake.questionnaire.questions import keys_of
from quaybook.intake.questionnaire.reading.file import CellText
from quaybook.intake.questionnaire.reading.reader import Questionnaire, ToldRow
from quaybook.intake.shapes import shape


@dataclass
class Sorted:
    """Cells by the path of their fact; entries have the numbers they had before, new ones follow."""

    cells: dict[KeyPath, CellText] = field(default_factory=dict)
    removed: set[KeyPath] = field(default_factory=set)
    entries: dict[KeyPath, dict[int, None]] = field(default_factory=dict)
    cleared: list[str] = field(default_factory=list)
    absent: list[tuple[KeyPath, str]] = field(default_factory=list)
    lost: list[CellText] = field(default_factory=list)
    orphans: list[CellText] = field(default_factory=list)
    strange: list[CellText] = field(default_factory=list)


def sort_cells(told: Questionnaire, before: Mapping[str, object], removes: Callable[[str], bool]) -> Sorted:
    """Gives each cell its path: that of the entry whose name its row has, or of a new one."""
    found = Sorted()
    for path, cell in told.single.items():
        if is_group(path):
            _heading(found, path, cell, removes)
        else:
            found.cells[path] = cell
        for size, part in enumerate(path):
            if isinstance(part, int):
                _count(found, path[:size], part)
    rows = _Rows(told, before, found)
    for path in sorted(told.tables, key=len):
        found.entries.setdefault(path, {})
        rows.sort(path)
    return found


def is_group(path: KeyPath) -> bool:
    """Whether a group of facts, or an entry of a list of such, stands at `path`."""
    found = shape(keys_of(path))
    return found is not None and found.group is not None


def _is_many(path: KeyPath) -> bool:
    """Whether a list of groups stands at `path`."""
    found = shape(keys_of(path)) if path else None
    return found is not None and found.group is not None and found.many


def _heading(found: Sorted, path: KeyPath, cell: CellText, removes: Callable[[str], bool]) -> None:
    if removes(cell.text):
        found.removed.add(path)
    elif cell.text.strip():
        found.strange.append(cell)


def _count(found: Sorted, path: KeyPath, number: int) -> None:
    if is_group(path):
        found.entries.setdefault(path, {})[number] = None


class _Rows:
    """The rows of the tables; those of inner lists need the numbers of their owners, so these come first."""

    def __init__(self, told: Questionnaire, before: Mapping[str, object], found: Sorted) -> None:
        self.told, self.before, self.found = told, before, found
        # By list: the names and ids of marked rows; entries that rows name, that are there; those rows added.
        self._gone: set[tuple[KeyPath, str]] = set()
        self._named: set[KeyPath] = set()
        self._added: set[KeyPath] = set()
        self._called: dict[KeyPath, str] = {}
        # What would be looked for again for every row: entries by what they are called, the numbers of those that
        # an added row may have made, by their ids, and the next number of each list.
        self._owners: dict[str, KeyPath] = {}
        self._waiting: dict[KeyPath, dict[str, deque[int]]] = {}
        self._numbers: dict[KeyPath, int] = {}

    def sort(self, path: KeyPath) -> None:
        rows = self.told.tables[path]
        present = {entry_name(self.before, here, entry): here for here, entry in entries_at(self.before, path)}
        self._named |= {present[row.name] for row in rows if row.name in present}
        self._owners = self._by_name(path[:-1])
        seen: set[KeyPath] = set()
        for row in rows:
            home = self._home(path, row.owner)
            here = present.get(row.name) or self._again(home, row)
            seen |= {here} if here else set()
            self._place(path, row, here, home)
        self.found.absent += [(here, name) for name, here in present.items() if here not in seen]

    def _place(self, path: KeyPath, row: ToldRow, here: KeyPath | None, home: KeyPath | None) -> None:
        if row.removed:
            self.found.removed |= {here} if here else set()
            self._gone |= {(path, row.name), (path, _id_in(row))}
        elif home is None and row.owner and (path[:-1], identifier(row.owner.text)) in self._gone:
            self.found.orphans += [] if row.blank else [row.owner]
        elif row.blank:
            self.found.cleared += [row.address] if here else []
        elif home:
            self._add(here, home, row)
        else:
            self.found.lost.append(row.owner or CellText(row.address, ""))

    def _again(self, home: KeyPath | None, row: ToldRow) -> KeyPath | None:
        """The entry that an added row made when the sheet was imported before."""
        if home is None or row.blank:
            return None
        told = _id_in(row)
        # Without an id they are in the order of their rows, if all of them came from this sheet.
        waiting = self._waiting_at(home).get(told) if told or home[:-1] in self._added else None
        while waiting and ((*home, waiting[0]) in self._named or waiting[0] in self.found.entries.get(home, ())):
            waiting.popleft()
        return (*home, waiting[0]) if waiting else None

    def _waiting_at(self, home: KeyPath) -> dict[str, deque[int]]:
        """The numbers of the entries of a list by their ids, in order; an entry that is taken stays so."""
        if home not in self._waiting:
            self._waiting[home] = {}
            present: list[Mapping[str, Any]] = value_at(self.before, home) or []
            for number, entry in enumerate(present):
                self._waiting[home].setdefault(entry.get("id", ""), deque()).append(number)
        return self._waiting[home]

    def _home(self, path: KeyPath, owner: CellText | None) -> KeyPath | None:
        """The list that the row belongs to."""
        if owner is None:
            return path
        here = self._owners.get(identifier(owner.text))
        return (*here, path[-1]) if here else None

    def _by_name(self, owners: KeyPath) -> dict[str, KeyPath]:
        """The entries of a list whose rows have all been read, by each of their names; the first of a name counts."""
        found: dict[str, KeyPath] = {}
        for number in range(self._next(owners)) if _is_many(owners) else ():
            here = (*owners, number)
            if here not in self.found.removed:
                told = self.found.cells.get((*here, "id"))
                names = (
                    identifier(told.text) if told else "",
                    value_at(self.before, (*here, "id")),
                    self._called.get(here),
                )
                for name in filter(None, names):
                    found.setdefault(name, here)
        return found

    def _next(self, path: KeyPath) -> int:
        """The number that the next new entry of the list gets."""
        if path not in self._numbers:
            present: list[object] = value_at(self.before, path) or []
            self._numbers[path] = max((len(present) - 1, *self.found.entries.get(path, ()))) + 1
        return self._numbers[path]

    def _add(self, here: KeyPath | None, home: KeyPath, row: ToldRow) -> None:
        if here and here[:-1] != home:
            # It belongs to another entry now.
            self.found.removed.add(here)
            here = None
        number = here[-1] if here else self._next(home)
        assert isinstance(number, int), here
        self._numbers[home] = max(self._next(home), number + 1)
        _count(self.found, home, number)
        self._called[(*home, number)] = row.name
        if here and here not in self._named:
            self._added.add(here)
        self.found.cells |= {(*home, number, *key): cell for key, cell in row.cells.items()}


def _id_in(row: ToldRow) -> str:
    cell = row.cells.get(("id",))
    return identifier(cell.text) if cell else ""
