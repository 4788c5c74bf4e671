"""Intake stage: which fact of which entry each cell of a questionnaire stands for.

An entry is found again by its id or its number, wherever its row stands now. It goes only when its row is
marked for that; a row that was emptied or taken out is told, and leaves the entry as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from quaybook.facts.positions import KeyPath
from quaybook.intake.shapes import shape
from quaybook.intake.sheet_file import CellText
from quaybook.intake.sheet_plan import entries_at, entry_name, value_at
from quaybook.intake.sheet_questions import keys_of
from quaybook.intake.sheet_reader import Questionnaire


@dataclass
class Sorted:
    """Cells by the path of their fact; entries have the numbers they had before, new ones follow."""

    cells: dict[KeyPath, CellText] = field(default_factory=dict)
    removed: set[KeyPath] = field(default_factory=set)
    entries: dict[KeyPath, list[int]] = field(default_factory=dict)
    cleared: list[str] = field(default_factory=list)
    absent: list[tuple[KeyPath, str]] = field(default_factory=list)
    lost: list[CellText] = field(default_factory=list)
    strange: list[CellText] = field(default_factory=list)


def sort_cells(told: Questionnaire, before: Mapping[str, object], removes: Callable[[str], bool]) -> Sorted:
    """Gives each cell its path: that of the entry whose name its row has, or of a new one."""
    found = Sorted()
    for path, cell in told.forms.items():
        if is_group(path):
            _heading(found, path, cell, removes)
        else:
            found.cells[path] = cell
        for size, part in enumerate(path):
            if isinstance(part, int):
                _count(found, path[:size], part)
    for path in sorted(told.tables, key=len):
        found.entries.setdefault(path, [])
        _Rows(told, before, found).sort(path)
    return found


def is_group(path: KeyPath) -> bool:
    """Whether a group of facts, or an entry of a list of such, stands at `path`."""
    found = shape(keys_of(path))
    return found is not None and found.group is not None


def _heading(found: Sorted, path: KeyPath, cell: CellText, removes: Callable[[str], bool]) -> None:
    if removes(cell.text):
        found.removed.add(path)
    elif cell.text.strip():
        found.strange.append(cell)


def _count(found: Sorted, path: KeyPath, number: int) -> None:
    if is_group(path) and number not in found.entries.setdefault(path, []):
        found.entries[path].append(number)


class _Rows:
    """The rows of the tables; those of inner lists need the numbers of their owners, so these come first."""

    def __init__(self, told: Questionnaire, before: Mapping[str, object], found: Sorted) -> None:
        self.told, self.before, self.found = told, before, found

    def sort(self, path: KeyPath) -> None:
        present = {entry_name(self.before, here, entry): here for here, entry in entries_at(self.before, path)}
        named = {row.name for row in self.told.tables[path]}
        self.found.absent += [(path, name) for name in present if name not in named]
        for row in self.told.tables[path]:
            here = present.get(row.name)
            if row.removed:
                self.found.removed |= {here} if here else set()
            elif row.blank:
                self.found.cleared += [row.place] if here else []
            elif home := self._home(path, row.owner):
                self._add(here, home, row.cells)
            else:
                self.found.lost.append(row.owner or CellText(row.place, ""))

    def _home(self, path: KeyPath, owner: CellText | None) -> KeyPath | None:
        """The list that the row belongs to."""
        if owner is None:
            return path
        wanted, owners = owner.text.strip(), path[:-1]
        for number in range(self._next(owners)):
            here = (*owners, number, "id")
            told = self.found.cells.get(here)
            if wanted and wanted in (told.text.strip() if told else "", value_at(self.before, here)):
                return (*owners, number, path[-1])
        return None

    def _next(self, path: KeyPath) -> int:
        """The number that the next new entry of the list gets."""
        present: list[object] = value_at(self.before, path) or []
        taken: list[int] = [len(present) - 1, *self.found.entries.get(path, ())]
        return max(taken) + 1

    def _add(self, here: KeyPath | None, home: KeyPath, cells: Mapping[KeyPath, CellText]) -> None:
        if here and here[:-1] != home:
            # It belongs to another entry now.
            self.found.removed.add(here)
            here = None
        number = here[-1] if here else self._next(home)
        assert isinstance(number, int), here
        _count(self.found, home, number)
        self.found.cells |= {(*home, number, *key): cell for key, cell in cells.items()}
