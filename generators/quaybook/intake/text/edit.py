"""Intake stage: facts as they were and as they shall be → the text of their file with only the differences changed.

Every value is replaced where it stands, by its position in the text; comments, order, quotes and blank lines
of all the rest stay as they are, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from quaybook.facts.positions import KeyPath
from quaybook.intake.text.lists import item_changes
from quaybook.intake.text.render import flow_value, item_lines, key_lines, leaf

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOM = "\ufeff"


class Entries(list[Any]):
    """The entries of a list as they shall be: those that stood before under the numbers `kept`, then new ones."""

    def __init__(self, entries: Iterable[Any], kept: tuple[int, ...]) -> None:
        super().__init__(entries)
        self.kept = kept


@dataclass(frozen=True)
class Splice:
    """`text` in the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


def edited(text: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """`text`, which says `before`, changed so that it says `after`"""
    if before == after:
        return text
    bom, body = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    newline = "\r\n" if "\r\n" in body else "\n"
    node = yaml.compose(body, Loader=_LOADER)
    if not isinstance(node, yaml.MappingNode):
        lines = [line for key, value in after.items() for line in key_lines((key,), value, 0)]
        return bom + body + newline.join([*lines, ""])
    editor = _Editor(body, newline)
    editor.mapping(node, (), before, after)
    return bom + editor.result()


class _Editor:
    def __init__(self, text: str, newline: str) -> None:
        self.text, self.newline = text, newline
        self.splices: list[Splice] = []

    def result(self) -> str:
        """The text with every splice in it; those at one place stand in the order in which they came."""
        made, at = [], 0
        for splice in sorted(self.splices, key=lambda each: each.start):
            made += [self.text[at : splice.start], splice.text]
            at = max(at, splice.end)
        return "".join([*made, self.text[at:]])

    def mapping(
        self, node: yaml.MappingNode, path: KeyPath, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        if node.flow_style:
            return self._replace(node, flow_value(after))
        pairs = {str(key.value): (key, value) for key, value in node.value}
        indent = node.value[0][0].start_mark.column
        for number, (key, (key_node, value_node)) in enumerate(pairs.items()):
            if key not in after:
                self._drop_key(node, number)
            elif after[key] != before.get(key):
                self._value(key_node, value_node, (*path, key), before.get(key), after[key], indent)
        self._add({key: value for key, value in after.items() if key not in pairs}, node, path, indent)
        return None

    def _add(self, added: Mapping[str, Any], node: yaml.MappingNode, path: KeyPath, indent: int) -> None:
        """New keys: in the place of the example that stands there for them in a comment, else behind all others."""
        last = []
        for key, value in added.items():
            lines = key_lines((*path, key), value, indent)
            if found := self._example(key, value, node, indent):
                self._splice(*found, self.newline.join([*lines, ""]))
            else:
                last += lines
        if last:
            self._insert(self._behind(node, indent + 1), last)

    def _example(self, key: str, value: Any, node: yaml.MappingNode, indent: int) -> tuple[int, int] | None:
        """The line that shows in a comment how a list or a group is written, as new files of facts have it."""
        start, end = node.start_mark.index, self._behind(node, indent) if indent else len(self.text)
        line = re.compile(rf"^ {{{indent}}}# ({re.escape(key)}: *[\[{{].*)$", re.MULTILINE)
        found = line.search(self.text, start, end) if isinstance(value, list | Mapping) else None
        return (found.start(), self._line_end(found.end())) if found else None

    def _behind(self, node: yaml.Node, least: int) -> int:
        """The line after the value and the comments below it that stand as far in as `least`, or further."""
        at = self._line_end(self._end(node))
        while found := re.compile(rf" {{{least},}}#.*\n?").match(self.text, at):
            at = found.end()
        return at

    def _value(self, key: yaml.Node, node: yaml.Node, path: KeyPath, before: Any, after: Any, indent: int) -> None:
        if isinstance(node, yaml.MappingNode) and isinstance(after, Mapping) and node.value:
            self.mapping(node, path, before, after)
        elif (
            isinstance(node, yaml.SequenceNode)
            and isinstance(after, list)
            and after
            and self._list(node, path, before, after)
        ):
            return
        elif isinstance(node, yaml.ScalarNode) and isinstance(after, str):
            self._replace(node, leaf(path, after))
        else:
            lines = key_lines(path, after, indent)
            self._splice(key.start_mark.index, self._end(node), self.newline.join(lines).lstrip())

    def _list(self, node: yaml.SequenceNode, path: KeyPath, before: list[Any], after: list[Any]) -> bool:
        """Whether the list could be changed item by item."""
        if not node.value:
            return False
        if node.flow_style:
            self._replace(node, flow_value(after))
            return True
        column = node.start_mark.column
        if isinstance(after, Entries):
            return self._entries(node, path, before, after)
        for change in item_changes(before, after):
            items = node.value[change.start : change.end]
            for item, text in zip(items, change.replaced, strict=False):
                self._replace(item, leaf(path, text))
            for number in range(change.start + len(change.replaced), change.start + len(items)):
                self._drop_item(node, number)
            if change.added:
                lines = [line for text in change.added for line in item_lines(path, text, column)]
                self._insert(self._before_or_after(node, change.end), lines)
        return True

    def _entries(self, node: yaml.SequenceNode, path: KeyPath, before: list[Any], after: Entries) -> bool:
        if not after.kept:
            return False
        for number in sorted({*range(len(node.value))} - {*after.kept}):
            self._drop_item(node, number)
        for place, number in enumerate(after.kept):
            item = node.value[number]
            assert isinstance(item, yaml.MappingNode), path
            if after[place] != before[number]:
                self.mapping(item, (*path, number), before[number], after[place])
        fresh, column = after[len(after.kept) :], node.start_mark.column
        lines = [line for entry in fresh for line in item_lines((*path, 0), entry, column)]
        if lines:
            self._insert(self._behind(node, column + 1), lines)
        return True

    def _replace(self, node: yaml.Node, text: str) -> None:
        start, end = node.start_mark.index, self._end(node)
        # A key without a value has nothing between its colon and the end of the line.
        space = " " if start == end and self.text[start - 1 : start] == ":" else ""
        self._splice(start, self._end(node), space + text)

    def _drop_key(self, node: yaml.MappingNode, number: int) -> None:
        key, value = node.value[number]
        start = self._line_start(key.start_mark.index)
        if self.text[start : key.start_mark.index].strip():
            # It stands behind the dash of an entry; what follows takes its place.
            follows = node.value[number + 1 : number + 2]
            end = follows[0][0].start_mark.index if follows else self._end(value)
            self._splice(key.start_mark.index, end, "")
        else:
            self._splice(start, self._line_end(self._end(value)), "")

    def _drop_item(self, node: yaml.SequenceNode, number: int) -> None:
        self._splice(self._dash(node, number), self._line_end(self._end(node.value[number])), "")

    def _dash(self, node: yaml.SequenceNode, number: int) -> int:
        """The beginning of the line on which the dash of an item stands."""
        return self._line_start(self.text.rfind("-", 0, node.value[number].start_mark.index))

    def _before_or_after(self, node: yaml.SequenceNode, number: int) -> int:
        if number == 0:
            return self._dash(node, 0)
        return self._line_end(self._end(node.value[number - 1]))

    def _end(self, node: yaml.Node) -> int:
        """Where the value ends, without the blank lines and comments that follow it."""
        if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
            return self._end(node.value[-1][1])
        if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
            return self._end(node.value[-1])
        start, end = node.start_mark.index, node.end_mark.index
        return start + len(self.text[start:end].rstrip()) if isinstance(node, yaml.ScalarNode) else int(end)

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        """The beginning of the next line."""
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1

    def _insert(self, at: int, lines: list[str]) -> None:
        opened = self.newline if at and self.text[at - 1] != "\n" else ""
        self._splice(at, at, opened + self.newline.join([*lines, ""]))

    def _splice(self, start: int, end: int, text: str) -> None:
        self.splices.append(Splice(start, end, text))
