"""Intake stage: facts → the sheets of the questionnaire: every line and every row with what is known of it.

Nothing here knows a spreadsheet. A list among single facts takes numbered lines or numbered blocks, a list of
leaves inside of a row numbered columns, and each always has a few empty ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from quaybook.facts.positions import KeyPath, Source
from quaybook.intake.questionnaire.asking import Asking
from quaybook.intake.questionnaire.questions import Need, Question, SheetSpec, keys_of, sheet_specs, tables
from quaybook.intake.questionnaire.values import Values
from quaybook.intake.shapes import Shape, fields_of, shape

# Whoever has all the roles that there are must find a line for each.
ALL_CHOICES_AT_MOST = 12
SPARE_LINES, SPARE_BLOCKS, SPARE_ROWS, LEAST_ITEMS = 2, 2, 10, 3


@dataclass(frozen=True)
class Told:
    """What a cell shows, and whether the terminal has it from a shared folder."""

    text: str = ""
    inherited: bool = False


@dataclass(frozen=True)
class Line:
    """A line of single facts: a question, or the heading of a group or of one entry."""

    path: KeyPath
    title: str
    depth: int
    question: Question | None = None
    told: Told = Told()
    remark: str = ""
    entry: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table; `key` is the path of the fact below the entry."""

    key: KeyPath
    title: str
    question: Question


@dataclass(frozen=True)
class Row:
    """One entry as it is now: the name by which it is found again, whose it is, and its cells."""

    path: KeyPath
    name: str
    owner: Told
    cells: tuple[Told, ...]


@dataclass(frozen=True)
class SingleFacts:
    """A sheet with a line for each fact of its groups, and a few for each list that has no table of its own."""

    spec: SheetSpec
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Table:
    """`owner` is the list whose entries the rows belong to, if they belong to any."""

    spec: SheetSpec
    owner: KeyPath
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def entries_at(data: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    """Every entry of the list at `path`, and of every list of that name where it stands in another list."""
    found: list[tuple[KeyPath, Any]] = [((), data)]
    for key in path:
        inner = [((*here, key), value[key]) for here, value in found if isinstance(value, Mapping) and key in value]
        lists = [(here, value) for here, value in inner if isinstance(value, list)]
        found = [(here, value) for here, value in inner if not isinstance(value, list)]
        found += [((*here, i), each) for here, value in lists for i, each in enumerate(value)]
    yield from found


def entry_name(data: Any, path: KeyPath, entry: Any) -> str:
    """How a row is found again: the id of the entry, or its number, after the id of whose it is."""
    own = str(entry["id"]) if "id" in entry else f"#{int(path[-1]) + 1}"
    owner = owner_of(path)
    return f"{value_at(data, (*owner, 'id'))}/{own}" if owner else own


def owner_of(path: KeyPath) -> KeyPath:
    """The entry inside of which the list of the entry at `path` stands; empty for a list of its own."""
    numbered = [i for i, part in enumerate(path[:-1]) if isinstance(part, int)]
    return path[: numbered[-1] + 1] if numbered else ()


def value_at(data: Any, path: KeyPath) -> Any:
    """The value at `path`; None where there is none."""
    for part in path:
        if isinstance(data, list) and isinstance(part, int):
            data = data[part] if part < len(data) else None
        else:
            data = data.get(part) if isinstance(data, Mapping) else None
    return data


class Planner:
    """Plans the sheets for the facts in `source`, of which those not in the files of `own` are inherited."""

    def __init__(self, source: Source, own: str, asking: Asking, values: Values) -> None:
        self.source, self.own, self.asking, self.values = source, own, asking, values

    def sheets(self) -> tuple[SingleFacts | Table, ...]:
        return tuple(self._table(spec) if spec.path else self._single_facts(spec) for spec in sheet_specs())

    def _single_facts(self, spec: SheetSpec) -> SingleFacts:
        lines: list[Line] = []
        for key in spec.holds:
            lines += self._field((key,), 0, True)
        return SingleFacts(spec, tuple(lines))

    def _fields(self, path: KeyPath, depth: int, needed: bool) -> Iterator[Line]:
        for key in fields_of(keys_of(path)):
            yield from self._field((*path, key), depth, needed)

    def _field(self, path: KeyPath, depth: int, needed: bool) -> Iterator[Line]:
        found = shape(keys_of(path))
        assert found is not None, path
        title = self.asking.meaning(keys_of(path))
        if spec := tables().get(keys_of(path)):
            sheet = self.asking.words(f"sheet.{spec.key}")
            yield Line((), title, depth, remark=self.asking.words("elsewhere", sheet=sheet))
        elif found.group is None and found.many:
            yield from self._items(path, found, depth, needed)
        elif found.group is None:
            yield self._line(path, title, depth, self._need(found, needed))
        elif found.many:
            yield from self._blocks(path, found, depth)
        else:
            yield Line((), title, depth, remark=self._remark(path, title))
            yield from self._fields(path, depth + 1, needed and found.required)

    def _remark(self, path: KeyPath, title: str) -> str:
        told = self.asking.told(keys_of(path))
        return told if told != title else ""

    def _items(self, path: KeyPath, found: Shape, depth: int, needed: bool) -> Iterator[Line]:
        present = value_at(self.source.data, path) or []
        for number in range(items_for(found, len(present))):
            need = self._need(found, needed) if number < found.at_least else Need.OPTIONAL
            title = self.asking.words("numbered", meaning=self.asking.meaning(keys_of(path)), number=number + 1)
            yield self._line((*path, number), title, depth, need)

    def _blocks(self, path: KeyPath, found: Shape, depth: int) -> Iterator[Line]:
        meaning = self.asking.meaning(keys_of(path))
        yield Line((), meaning, depth, remark=self._remark(path, meaning))
        present = len(value_at(self.source.data, path) or [])
        for number in range(max(present + SPARE_BLOCKS, found.at_least)):
            here = (*path, number)
            title = self.asking.words("entry", meaning=meaning, number=number + 1)
            remark = self.asking.words("remove_told") if number < present else ""
            yield Line(here, title, depth + 1, remark=remark, entry=True)
            yield from self._fields(here, depth + 2, number < max(present, found.at_least))

    def _line(self, path: KeyPath, title: str, depth: int, need: Need) -> Line:
        question = self.asking.question(path, need)
        return Line(path, title, depth, question, self._told(path, question))

    def _need(self, found: Shape, needed: bool) -> Need:
        required = found.required or (found.many and found.at_least > 0)
        return (Need.REQUIRED if needed else Need.WITHIN) if required else Need.OPTIONAL

    def _told(self, path: KeyPath, question: Question) -> Told:
        value = value_at(self.source.data, path)
        if not isinstance(value, str):
            return Told()
        inherited = not self.source.position(path).file.startswith(f"{self.own}/")
        return Told(self.values.shown(question.shape, question.not_applicable, value), inherited)

    def _table(self, spec: SheetSpec) -> Table:
        entries = list(entries_at(self.source.data, spec.path))
        columns = tuple(self._columns(spec.path, (), [entry for _, entry in entries], True))
        rows = []
        for path, entry in entries:
            owner = owner_of(path)
            cells = tuple(self._told((*path, *column.key), column.question) for column in columns)
            told = Told(str(value_at(self.source.data, (*owner, "id")))) if owner else Told()
            rows.append(Row(path, entry_name(self.source.data, path, entry), told, cells))
        return Table(spec, owner_list(spec.path), columns, tuple(rows))

    def _columns(self, path: KeyPath, key: KeyPath, entries: list[Any], needed: bool) -> Iterator[Column]:
        for name in fields_of((*path, *key)):
            here = (*key, name)
            found = shape((*path, *here))
            assert found is not None, here
            title, need = self.asking.meaning((*path, *here)), self._need(found, needed)
            if (*path, *here) in tables():
                continue
            if found.group is not None:
                assert not found.many, here
                yield from self._columns(path, here, entries, needed and found.required)
            elif not found.many:
                yield Column(here, title, self.asking.question((*path, *here), need))
            else:
                most = max((len(value_at(entry, here) or []) for entry in entries), default=0)
                for number in range(items_for(found, most)):
                    at_least = need if number < found.at_least else Need.OPTIONAL
                    head = self.asking.words("numbered", meaning=title, number=number + 1)
                    yield Column((*here, number), head, self.asking.question((*path, *here, number), at_least))


def owner_list(path: KeyPath) -> KeyPath:
    """The list in whose entries the list at `path` stands, if in any."""
    around = [path[:size] for size in range(1, len(path)) if _is_list(path[:size])]
    return around[-1] if around else ()


def _is_list(path: KeyPath) -> bool:
    found = shape(path)
    return found is not None and found.many


def items_for(found: Shape, present: int) -> int:
    """How many lines a list of leaves gets: one for each choice if these are few, else a few more than it needs."""
    room = max(present + SPARE_LINES, found.at_least, LEAST_ITEMS)
    choices = len(found.vocabulary) if found.vocabulary is not None else room
    return max(present, choices if choices <= ALL_CHOICES_AT_MOST else room)
