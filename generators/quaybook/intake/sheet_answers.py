"""Intake stage: which fact of which entry each cell of a questionnaire stands for.

An entry is found again by its id or its number, wherever its row stands now; a row that was added, by the id
in it, so that a sheet may be imported again. An entry goes only when its row is marked for that; a row that
was emptied or taken out is told, and leaves the entry as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from quaybook.facts.positions import KeyPath
from quaybook.intake.shapes import shape
from quaybook.intake.sheet_file import CellText
from quaybook.intake.sheet_plan import entries_at, entry_name, value_at
from quaybook.intake.sheet_questions import keys_of
from quaybook.intake.sheet_reader import Questionnaire, ToldRow


@dataclass
class Sorted:
    """Cells by the path of their fact; entries have the numbers they had before, new ones follow."""

    cells: dict[KeyPath, CellText] = field(default_factory=dict)
    removed: set[KeyPath] = field(default_factory=set)
    entries: dict[KeyPath, list[int]] = field(default_factory=dict)
    cleared: list[str] = field(default_factory=list)
    absent: list[tuple[KeyPath, str]] = field(default_factory=list)
    lost: list[CellText] = field(default_factory=list)
    orphans: list[CellText] = field(default_factory=list)
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
    rows = _Rows(told, before, found)
    for path in sorted(told.tables, key=len):
        found.entries.setdefault(path, [])
        rows.sort(path)
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
        # By list: the names and ids of marked rows; entries that rows name, that are there; those rows added.
        self._gone: set[tuple[KeyPath, str]] = set()
        self._named: set[KeyPath] = set()
        self._added: set[KeyPath] = set()
        self._called: dict[KeyPath, str] = {}

    def sort(self, path: KeyPath) -> None:
        rows = self.told.tables[path]
        present = {entry_name(self.before, here, entry): here for here, entry in entries_at(self.before, path)}
        self._named |= {present[row.name] for row in rows if row.name in present}
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
        elif home is None and row.owner and (path[:-1], row.owner.text.strip()) in self._gone:
            self.found.orphans += [] if row.blank else [row.owner]
        elif row.blank:
            self.found.cleared += [row.place] if here else []
        elif home:
            self._add(here, home, row)
        else:
            self.found.lost.append(row.owner or CellText(row.place, ""))

    def _again(self, home: KeyPath | None, row: ToldRow) -> KeyPath | None:
        """The entry that an added row made when the sheet was imported before."""
        if home is None or row.blank:
            return None
        present: list[Mapping[str, object]] = value_at(self.before, home) or []
        told = _id_in(row)
        for number, entry in enumerate(present):
            here = (*home, number)
            free = here not in self._named and number not in self.found.entries.get(home, ())
            # Without an id they are in the order of their rows, if all of them came from this sheet.
            if free and (entry.get("id") == told if told else home[:-1] in self._added and "id" not in entry):
                return here
        return None

    def _home(self, path: KeyPath, owner: CellText | None) -> KeyPath | None:
        """The list that the row belongs to."""
        if owner is None:
            return path
        wanted, owners = owner.text.strip(), path[:-1]
        for number in range(self._next(owners)):
            here = (*owners, number)
            told = self.found.cells.get((*here, "id"))
            called = (told.text.strip() if told else "", value_at(self.before, (*here, "id")), self._called.get(here))
            if wanted and wanted in called and here not in self.found.removed:
                return (*here, path[-1])
        return None

    def _next(self, path: KeyPath) -> int:
        """The number that the next new entry of the list gets."""
        present: list[object] = value_at(self.before, path) or []
        taken: list[int] = [len(present) - 1, *self.found.entries.get(path, ())]
        return max(taken) + 1

    def _add(self, here: KeyPath | None, home: KeyPath, row: ToldRow) -> None:
        if here and here[:-1] != home:
            # It belongs to another entry now.
            self.found.removed.add(here)
            here = None
        number = here[-1] if here else self._next(home)
        assert isinstance(number, int), here
        _count(self.found, home, number)
        self._called[(*home, number)] = row.name
        if here and here not in self._named:
            self._added.add(here)
        self.found.cells |= {(*home, number, *key): cell for key, cell in row.cells.items()}


def _id_in(row: ToldRow) -> str:
    cell = row.cells.get(("id",))
    return cell.text.strip() if cell else ""
