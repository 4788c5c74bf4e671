"""Upgrade stage, ground floor: the text of one YAML file with the places of its values, and changes of that text.

Nothing is written anew: what an upgrade does not concern keeps its comments, quotes and order, byte for byte.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

# An anchor or a tag, and what parts it from the value behind it.
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\r\n]*", re.MULTILINE)
_BLOCK_STYLES = ("|", ">")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ENDS = yaml.CollectionEndEvent
Pair = tuple[yaml.Node, yaml.Node]


class ByHandError(Exception):
    """What stands `at` this place of the text is written in a way that only a person can rewrite."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


@dataclass(frozen=True)
class Change:
    """`text` in the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass
class Tree:
    """One file: `text` as it stands, and what shall change in it. `undecided` are codes and paths to be looked at.

    `aliases` are the places where an alias stands, each with the place of what it repeats. Raises yaml.YAMLError.
    """

    text: str
    changes: dict[Change, None] = field(default_factory=dict)
    undecided: list[tuple[str, str]] = field(default_factory=list)
    aliases: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.newline = "\r\n" if "\r\n" in self.text else "\n"
        self.scalars: list[yaml.ScalarEvent] = []
        events = (each for each in yaml.parse(self.text, Loader=_LOADER) if isinstance(each, yaml.NodeEvent | _ENDS))
        first = next(events, None)
        self.root = None if first is None else self._node(first, events, {})

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], anchors: dict[str, yaml.Node]) -> yaml.Node:
        """The value that begins with the event. An alias is a value of its own, at its own place."""
        # The stubs give events marks of both loaders or none, and nodes those of one.
        start: Any = event.start_mark
        end: Any = event.end_mark
        node: yaml.Node
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in anchors:
                raise yaml.composer.ComposerError(None, None, "unknown alias", start)
            node = copy.copy(anchors[event.anchor])
            self.aliases[start.index] = node.start_mark.index
            node.start_mark, node.end_mark = start, end
            return node
        if isinstance(event, yaml.ScalarEvent):
            self.scalars.append(event)
            node = yaml.ScalarNode("", event.value, start, end, event.style)
        else:
            assert isinstance(event, yaml.CollectionStartEvent)
            held: list[yaml.Node] = []
            while not isinstance(inner := next(events), _ENDS):
                held.append(self._node(inner, events, anchors))
            end = inner.end_mark
            if isinstance(event, yaml.MappingStartEvent):
                pairs = list(zip(held[::2], held[1::2], strict=True))
                node = yaml.MappingNode("", pairs, start, end, event.flow_style)
            else:
                node = yaml.SequenceNode("", held, start, end, event.flow_style)
        if event.anchor:
            anchors[event.anchor] = node
        return node

    def comments(self) -> Iterator[tuple[int, str]]:
        """Every comment with its place, in the order of the text."""
        at = 0
        for event in self.scalars:
            mark: Any = event.start_mark, event.end_mark
            start, end = (each.index for each in mark)
            # The line on which a text in a block begins may end in a comment, too.
            start = min(self.line_end(start), end) if event.style in _BLOCK_STYLES else start
            yield from self._comments(at, start)
            at = end
        yield from self._comments(at, len(self.text))

    def _comments(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        for found in _COMMENT.finditer(self.text, start, end):
            yield found.start(), found[0].rstrip()

    def is_alias(self, node: yaml.Node) -> bool:
        """Whether the value only repeats another one."""
        return node.start_mark.index in self.aliases

    def inside(self, node: yaml.Node) -> int:
        """Where a value begins behind its anchor and tag."""
        found = _PROPERTIES.match(self.text, node.start_mark.index, self.end_of(node))
        return found.end() if found else int(node.start_mark.index)

    def pairs(self, node: yaml.Node | None) -> dict[str, Pair]:
        """The keys of a group with their nodes; none for what is no group."""
        found = node.value if isinstance(node, yaml.MappingNode) else ()
        return {str(key.value): (key, value) for key, value in found}

    def at(self, *keys: str) -> Pair | None:
        """The key and the value at the path, where they stand in this file."""
        found: Pair | None = None
        node = self.root
        for key in keys:
            found = self.pairs(node).get(key)
            if found is None:
                return None
            node = found[1]
        return found

    def entries(self, *keys: str) -> Iterator[yaml.Node]:
        """The entries of the list at the path."""
        found = self.at(*keys)
        if found and isinstance(found[1], yaml.SequenceNode):
            yield from found[1].value

    def put(self, start: int, end: int, text: str) -> None:
        """`text` in the place of what stands from `start` to `end`; what an alias repeats is changed once."""
        self.changes[Change(start, end, text.replace("\r\n", "\n").replace("\n", self.newline))] = None

    def end_of(self, node: yaml.Node) -> int:
        """Where a value ends, without the blank lines and comments behind it."""
        if self.is_alias(node):
            return int(node.end_mark.index)
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end_of(last[1] if isinstance(last, tuple) else last)
        start, end = node.start_mark.index, node.end_mark.index
        return start + len(self.text[start:end].rstrip()) if isinstance(node, yaml.ScalarNode) else int(end)

    def line_start(self, at: int) -> int:
        """The beginning of the line."""
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        """The beginning of the next line."""
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1

    def result(self) -> str:
        """The text with every change in it; what is put at the same place stands in the order in which it was put."""
        made, at = [], 0
        for change in sorted(self.changes, key=lambda each: (each.start, each.end)):
            made += [self.text[at : change.start], change.text]
            at = max(at, change.end)
        return "".join([*made, self.text[at:]])
