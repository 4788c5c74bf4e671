"""Facts stage: YAML text → plain data whose every value remembers its file and line.

All scalars stay text, because YAML's own guesses turn `22:00` into 1320 and drop the leading zero
of a telephone number; the model decides the types.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import yaml

from quaybook.facts.events import Begin, End, Events, Node, StoppedError, line_of
from quaybook.facts.slips import conflicts, cut_away, goes_on, lines_of, quoted
from quaybook.facts.text import read_text, refused_character, refused_lines
from quaybook.problems import Problem
from quaybook.resources import policy_source

KeyPath = tuple[str | int, ...]
MAX_VALUES = 200_000
MAX_DEPTH = 50
# Nobody works through more; what is left shows when these are mended.
MAX_PROBLEMS = 500
_PLAIN_TAGS = (None, "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")
_MERGE = "<<"
# What stands for no value in YAML, where it is in no quotes.
NULLS = frozenset(("~", "null", "Null", "NULL"))


@dataclass(frozen=True)
class Position:
    """Where a value stands; line and column count from 1."""

    file: str
    line: int
    column: int


@dataclass
class Source:
    """Plain data, the position of every value in it, and what was wrong with the text.

    `cuts` holds what looks like a part of a value and is a comment to YAML, `nulls` what is nothing to YAML, `joined`
    the second line, with its number, of an entry of a list that YAML has put together from several.
    """

    data: dict[str, object] = field(default_factory=dict)
    positions: dict[KeyPath, Position] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    cuts: dict[KeyPath, str] = field(default_factory=dict)
    nulls: list[KeyPath] = field(default_factory=list)
    joined: dict[KeyPath, tuple[int, str]] = field(default_factory=dict)

    def position(self, path: KeyPath) -> Position:
        """The position of `path` or of the nearest value around it."""
        for size in range(len(path), -1, -1):
            if found := self.positions.get(path[:size]):
                return found
        return Position("", 0, 0)


def dotted(path: KeyPath) -> str:
    """`backups[2].name`, as people write it."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


@dataclass
class _Group:
    """A mapping or a list that is still being read; what is not `kept` has been refused already."""

    path: KeyPath
    data: dict[str, object] | list[object]
    kept: bool
    is_key: bool = False
    # The key whose value comes next, and whether that value is wanted; None: a key comes next.
    key: str | None = None
    wanted: bool = True
    # Keys as they are written, by their composed form: the same word in both forms is the same key.
    composed: dict[str, str] = field(default_factory=dict)


class _Builder:
    """Makes data of events, one group inside the other, without calling itself."""

    def __init__(self, name: str, source: Source, count: int, lines: list[str]) -> None:
        self.name, self.source, self.count, self.lines = name, source, count, lines
        self.open: list[_Group] = []
        self.root: object = None

    def problem(self, code: str, event: Begin, path: KeyPath, **values: object) -> None:
        self.source.problems.append(Problem.at(code, self.name, line_of(event), dotted(path), **values))
        if len(self.source.problems) > MAX_PROBLEMS:
            raise self.stop("too_many_problems", event, (), MAX_PROBLEMS)

    def stop(self, code: str, event: Begin, path: KeyPath, limit: int) -> StoppedError:
        return StoppedError(Problem.at(code, self.name, line_of(event), dotted(path), limit=limit))

    def take(self, event: Node) -> None:
        """Raises StoppedError where the data grows beyond all bounds."""
        if isinstance(event, End):
            closed = self.open.pop()
            if self.open and not closed.is_key:
                self.open[-1].key = None
        elif not self.open:
            self.root = self.value(event, (), kept=True)
        else:
            group = self.open[-1]
            if isinstance(group.data, list):
                group.data.append(self.value(event, (*group.path, len(group.data)), group.kept))
            elif group.key is None:
                self.key(group, event)
            else:
                self.keyed(group, group.key, group.data, event)

    def keyed(self, group: _Group, key: str, data: dict[str, object], event: Begin) -> None:
        kept = group.kept and group.wanted
        if isinstance(event, yaml.ScalarEvent):
            group.key = None
        made = self.value(event, (*group.path, key), kept)
        if kept:
            data[key] = made

    def value(self, event: Begin, path: KeyPath, kept: bool) -> object:
        self.count += 1
        if self.count > MAX_VALUES:
            raise self.stop("too_many_values", event, path, MAX_VALUES)
        if kept and event.start_mark:
            self.source.positions[path] = Position(self.name, event.start_mark.line + 1, event.start_mark.column + 1)
        if event.tag not in _PLAIN_TAGS:
            self.problem("tag_refused", event, path, tag=event.tag, quoted=self.quoted(event))
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, path, kept)
        return self.begin(event, path, kept)

    def scalar(self, event: yaml.ScalarEvent, path: KeyPath, kept: bool) -> str:
        if found := refused_character(event.value):
            self.problem("character_refused", event, path, char=found[0])
        if kept and not event.style and event.value in NULLS:
            self.source.nulls.append(path)
        if kept and (cut := cut_away(self.lines, event)):
            self.source.cuts[path] = cut
        self.further_lines(event, path, kept)
        return str(event.value)

    def further_lines(self, event: yaml.ScalarEvent, path: KeyPath, kept: bool) -> None:
        """An entry of a list whose dash, blank or column is wrong is lost in the value above it."""
        further = [*goes_on(self.lines, event)]
        if slip := next((each for each in further if each[1].startswith("-")), None):
            found = Problem.at("entry_in_text", self.name, slip[0], dotted(path), first=line_of(event), came=slip[1])
            self.source.problems.append(found)
        elif kept and further and path and isinstance(path[-1], int):
            self.source.joined[path] = further[0]

    def quoted(self, event: Begin) -> str:
        mark = event.start_mark
        return quoted(self.lines[mark.line], mark.column) if mark and mark.line < len(self.lines) else ""

    def unnamed(self, event: Begin) -> None:
        """An anchor to which nothing refers is the beginning of a text, which YAML drops."""
        self.problem("anchor_unused", event, (), came=event.anchor, quoted=self.quoted(event))

    def begin(self, event: Begin, path: KeyPath, kept: bool, is_key: bool = False) -> object:
        if len(self.open) == MAX_DEPTH:
            raise self.stop("too_deep", event, (), MAX_DEPTH)
        made: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.open.append(_Group(path, made, kept, is_key))
        return made

    def key(self, group: _Group, event: Begin) -> None:
        group.key, group.wanted = "", False
        if not isinstance(event, yaml.ScalarEvent):
            self.problem("key_refused", event, group.path)
            self.begin(event, group.path, kept=False, is_key=True)
            return
        group.key = key = str(event.value)
        composed = key if key.isascii() else unicodedata.normalize("NFC", key)
        if event.tag not in _PLAIN_TAGS:
            self.problem("tag_refused", event, group.path, tag=event.tag, quoted=self.quoted(event))
        elif key == _MERGE and event.implicit[0]:
            self.problem("merge_refused", event, group.path)
        elif not key.strip():
            self.problem("key_refused", event, group.path)
        elif key.startswith("\u3000"):
            self.problem("wide_space", event, group.path)
        elif found := refused_character(key):
            self.problem("character_refused", event, group.path, char=found[0])
        elif composed in group.composed:
            first = self.source.position((*group.path, group.composed[composed])).line
            self.problem("duplicate_key", event, (*group.path, key), first=first)
        else:
            group.composed[composed], group.wanted = key, True


def read_yaml(path: Path, name: str, before: int = 0) -> Source:
    """The mapping in the file `path`, called `name` in problems. Never raises for what is in it.

    `before` counts the values of the files before it, where several may have no more than so many together.
    """
    if not path.is_relative_to(policy_source()):
        return _read(path, name, before)
    # The kit's own files are read for each terminal and each language; they are parsed once, until they change.
    try:
        state = path.stat()
    except OSError:
        return _read(path, name, before)
    kept = _kept(path, name, before, state.st_mtime_ns, state.st_size)
    return replace(kept, data=dict(kept.data), problems=list(kept.problems))


@lru_cache(maxsize=1024)
def _kept(path: Path, name: str, before: int, *_: int) -> Source:
    return _read(path, name, before)


def _read(path: Path, name: str, before: int) -> Source:
    source = Source(positions={(): Position(name, 1, 1)})
    text = read_text(path, name)
    if isinstance(text, Problem):
        source.problems.append(text)
        return source
    if wrong := [*refused_lines(text, name), *conflicts(text, name)]:
        source.problems += wrong
        return source
    events, builder = Events(text, name, MAX_VALUES), _Builder(name, source, before, lines_of(text))
    try:
        for event in events:
            builder.take(event)
        for event in events.unnamed.values():
            builder.unnamed(event)
    except StoppedError as stopped:
        source.problems.append(stopped.problem)
        return source
    if isinstance(builder.root, dict):
        source.data = builder.root
    elif builder.root not in (None, ""):
        source.problems.append(Problem.at("not_a_mapping", name, source.position(()).line))
    return source
