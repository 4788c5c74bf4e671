"""Upgrade stage, ground floor: the text of one YAML file with the places of its values, and changes of that text.

Nothing is written anew: what an upgrade does not concern keeps its comments, quotes and order, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Pair = tuple[yaml.Node, yaml.Node]


@dataclass(frozen=True, order=True)
class Change:
    """`text` in the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass
class Tree:
    """One file: `text` as it stands, and what shall change in it. `undecided` are codes and paths to be looked at."""

    text: str
    changes: set[Change] = field(default_factory=set)
    undecided: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.newline = "\r\n" if "\r\n" in self.text else "\n"
        self.root = yaml.compose(self.text, Loader=_LOADER)

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
        self.changes.add(Change(start, end, text.replace("\n", self.newline)))

    def end_of(self, node: yaml.Node) -> int:
        """Where a value ends, without the blank lines and comments behind it."""
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
        """The text with every change in it."""
        made, at = [], 0
        for change in sorted(self.changes):
            made += [self.text[at : change.start], change.text]
            at = max(at, change.end)
        return "".join([*made, self.text[at:]])
