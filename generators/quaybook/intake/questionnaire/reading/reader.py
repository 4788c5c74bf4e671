"""Intake stage: the cells of a filled-in questionnaire → what is told about which fact, and in which cell.

Facts are found by the hidden marks alone: sheets may be renamed, rows sorted, columns moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from quaybook.facts.positions import KeyPath
from quaybook.intake.questionnaire.marks import KEY, OWNER, REMOVE, SINGLE, SKIP, VALUE, undotted
from quaybook.intake.questionnaire.reading.file import CellText, Sheet
from quaybook.problems import Problem

# The version of the facts in a questionnaire that does not tell it.
_UNTOLD = "1"
# The first character that no fact may hold, and where it stands.
Refused = Callable[[str], tuple[str, int] | None]


@dataclass(frozen=True)
class ToldRow:
    """One row of a table: the name of the entry that stood there, and its cells by the path below the entry."""

    name: str
    address: str
    removed: bool
    owner: CellText | None
    cells: dict[KeyPath, CellText]

    @property
    def blank(self) -> bool:
        return not any(cell.text.strip() for cell in self.cells.values())


@dataclass
class Questionnaire:
    """All that a workbook tells; a cell that was there but is empty has an empty text."""

    terminal_id: str | None = None
    digest: str = ""
    version: str = ""
    single: dict[KeyPath, CellText] = field(default_factory=dict)
    tables: dict[KeyPath, list[ToldRow]] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Area:
    """A sheet from its mark on: the keys above its columns, and its rows with their own keys."""

    sheet: Sheet
    kind: str
    what: str
    top: int
    left: int

    def keys(self) -> dict[int, CellText]:
        cells = self.sheet.cells.items()
        return {column: cell for (row, column), cell in cells if row == self.top and column > self.left}

    def rows(self) -> Iterator[tuple[int, str, dict[int, CellText]]]:
        """Number, key and cells of each row below the mark that holds anything."""
        rows: dict[int, dict[int, CellText]] = {}
        for (row, column), cell in self.sheet.cells.items():
            if row > self.top and column >= self.left:
                rows.setdefault(row, {})[column] = cell
        for row, cells in sorted(rows.items()):
            key = cells.pop(self.left, None)
            yield row, key.text.strip() if key else "", cells


class Reader:
    """Reads the sheets of one file; what is wrong is collected with sheet and cell."""

    def __init__(self, file: str, removes: Callable[[str], bool], refused: Refused) -> None:
        self.file, self.removes, self.refused = file, removes, refused
        self.found = Questionnaire()

    def read(self, sheets: tuple[Sheet, ...], hidden: frozenset[str]) -> Questionnaire:
        """`hidden` names sheets of the kit that hold no answers."""
        for sheet in sheets:
            area = _area(sheet)
            if area is None:
                if sheet.name not in hidden and sheet.cells:
                    self.found.unknown.append(sheet.name)
            elif area.kind == "guide":
                told = [key.text for _, key in sorted(area.keys().items())]
                self.found.terminal_id = area.what
                self.found.digest = told[0] if told else ""
                self.found.version = told[1] if len(told) > 1 else _UNTOLD
            elif self._new(area):
                self._merged(area)
                {SINGLE: self._single_facts, "table": self._table}[area.kind](area)
        if self.found.terminal_id is None and not self.found.sheets:
            self._problem("not_a_questionnaire", "")
        return self.found

    def _new(self, area: _Area) -> bool:
        name = f"{area.kind}:{area.what}"
        if name in self.found.sheets:
            self._problem("sheet_twice", area.sheet.name, other=self.found.sheets[name])
            return False
        self.found.sheets[name] = area.sheet.name
        return True

    def _merged(self, area: _Area) -> None:
        """What stood in merged cells but the first is lost, and nobody can tell to which rows the first belongs."""
        told = {row for (row, column), cell in area.sheet.cells.items() if column == area.left and cell.text == SKIP}
        for merged in area.sheet.merged:
            if any(row >= area.top and row not in told for row in merged.rows):
                self._problem("cells_merged", merged.address)

    def _single_facts(self, area: _Area) -> None:
        columns = [column for column, key in area.keys().items() if key.text == VALUE]
        if len(columns) != 1:
            return self._problem("sheet_keys_missing", area.sheet.name)
        for row, key, cells in area.rows():
            cell = cells.get(columns[0]) or CellText(f"{area.sheet.name}!{_letters(columns[0])}{row}", "")
            path = undotted(key)
            if key == SKIP or (not key and not cell.text.strip()):
                continue
            if path is None:
                self._problem("row_key_missing", cell.address)
            elif path in self.found.single:
                self._problem("told_twice", cell.address, other=self.found.single[path].address)
            elif self._sound(cell):
                self.found.single[path] = cell
        return None

    def _table(self, area: _Area) -> None:
        keys = {column: key.text for column, key in area.keys().items()}
        if not set(keys.values()) - {REMOVE, OWNER}:
            return self._problem("sheet_keys_missing", area.sheet.name)
        rows = self.found.tables.setdefault(tuple(area.what.split(".")), [])
        seen: dict[str, str] = {}
        for number, name, cells in area.rows():
            address = f"{area.sheet.name}!{_letters(area.left + 1)}{number}"
            if name == SKIP:
                continue
            if name and name in seen:
                self._problem("told_twice", address, other=seen[name])
            elif row := self._row(area, number, (name, address), keys, cells):
                rows.append(row)
                seen[name] = address
        return None

    def _row(
        self, area: _Area, number: int, named: tuple[str, str], keys: Mapping[int, str], cells: Mapping[int, CellText]
    ) -> ToldRow | None:
        """One row; none where nothing stands in it and nothing stood."""
        for column, cell in cells.items():
            if column not in keys and cell.text.strip():
                self._problem("column_key_missing", cell.address)
        told = {key: self._cell(area, number, column, cells) for column, key in keys.items()}
        if not named[0] and not any(cell.text.strip() for cell in told.values()):
            return None
        mark, owner = told.pop(REMOVE, None), told.pop(OWNER, None)
        facts = {path: cell for key, cell in told.items() if (path := undotted(key)) and self._sound(cell)}
        return ToldRow(*named, bool(mark and self.removes(mark.text)), owner, facts)

    def _cell(self, area: _Area, row: int, column: int, cells: Mapping[int, CellText]) -> CellText:
        return cells.get(column) or CellText(f"{area.sheet.name}!{_letters(column)}{row}", "")

    def _sound(self, cell: CellText) -> bool:
        character = self.refused(cell.text)
        if cell.code:
            self._problem(cell.code, cell.address, came=cell.text)
        elif character:
            self._problem("character_refused", cell.address, char=character[0])
        return not (cell.code or character)

    def _problem(self, code: str, address: str, **values: object) -> None:
        self.found.problems.append(Problem.at(code, self.file, 0, address, **values))


def _area(sheet: Sheet) -> _Area | None:
    """Where the marks of the sheet begin; None for a sheet that the questionnaire did not bring."""
    for (row, column), cell in sheet.cells.items():
        parts = cell.text.split(":")
        if len(parts) == 3 and parts[0] == KEY and parts[1] in ("guide", SINGLE, "table"):
            return _Area(sheet, parts[1], parts[2], row, column)
    return None


@lru_cache(maxsize=1024)
def _letters(column: int) -> str:
    """The letters of a column, counted from 1."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
