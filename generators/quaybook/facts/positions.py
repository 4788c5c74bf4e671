"""Facts stage: YAML text → plain data whose every value remembers its file and line.

All scalars stay text, because YAML's own guesses turn `22:00` into 1320 and drop the leading zero
of a telephone number; the model decides the types.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from quaybook.problems import Problem

KeyPath = tuple[str | int, ...]
MAX_NODES = 200_000
# Controls, surrogates and non-characters: no output format can carry them.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
PLAIN_TAGS = ("tag:yaml.org,2002:",)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Place:
    """Where a value stands; line and column count from 1."""

    file: str
    line: int
    column: int


@dataclass
class Source:
    """Plain data, the place of every value in it, and what was wrong with the text."""

    data: dict[str, object] = field(default_factory=dict)
    places: dict[KeyPath, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: KeyPath) -> Place:
        """The place of `path` or of the nearest value around it."""
        for size in range(len(path), -1, -1):
            if found := self.places.get(path[:size]):
                return found
        return Place("", 0, 0)


def dotted(path: KeyPath) -> str:
    """`backups[2].name`, as people write it."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


class _Walk:
    def __init__(self, file: str, source: Source) -> None:
        self.file, self.source, self.nodes = file, source, 0

    def problem(self, code: str, node: yaml.Node, path: KeyPath, **values: object) -> None:
        line = node.start_mark.line + 1
        self.source.problems.append(Problem.at(code, self.file, line, dotted(path), **values))

    def value(self, node: yaml.Node, path: KeyPath) -> object:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            if self.nodes == MAX_NODES + 1:
                self.problem("too_many_values", node, path, limit=MAX_NODES)
            return ""
        mark = node.start_mark
        self.source.places[path] = Place(self.file, mark.line + 1, mark.column + 1)
        if not str(node.tag).startswith(PLAIN_TAGS) or "python" in str(node.tag):
            self.problem("tag_refused", node, path, tag=node.tag)
            return ""
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        if found := _REFUSED.search(node.value):
            self.problem("character_refused", node, path, char=f"U+{ord(found[0]):04X}")
        return str(node.value)

    def mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, object]:
        found: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
            if not key:
                self.problem("key_refused", key_node, path)
            elif key in found:
                first = self.source.places[(*path, key)].line
                self.problem("duplicate_key", key_node, (*path, key), first=first)
            else:
                found[key] = self.value(value_node, (*path, key))
        return found


def _decoded(path: Path, name: str) -> str | Problem:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
    guess = "UTF-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "CP932"
    return Problem.at("not_utf8", name, line, encoding=guess, name=path.name)


def read_yaml(path: Path, name: str) -> Source:
    """The mapping in the file `path`, called `name` in problems. Never raises for what is in it."""
    source = Source()
    text = _decoded(path, name)
    if isinstance(text, Problem):
        source.problems.append(text)
        return source
    if found := _REFUSED.search(text):
        line = text.count("\n", 0, found.start()) + 1
        source.problems.append(Problem.at("character_refused", name, line, char=f"U+{ord(found[0]):04X}"))
        return source
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        # An open quote is found missing at the end of the file; its beginning is what helps.
        scanning = (error.context or "").startswith("while scanning")
        mark = (error.context_mark if scanning else error.problem_mark) or error.problem_mark
        line = mark.line + 1 if mark else 0
        source.problems.append(Problem.at("syntax_error", name, line, detail=error.problem or ""))
        return source
    if node is None:
        return source
    walk = _Walk(name, source)
    data = walk.value(node, ())
    if isinstance(data, dict):
        source.data = data
    else:
        walk.problem("not_a_mapping", node, ())
    return source
