"""Upgrade stage, facts of version 1: values that a comment called provisional → values that are held as such.

A comment decides nothing: such a value was printed and judged like an answer.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from quaybook.model.notation import PROVISIONAL_MARK
from quaybook.upgrade.tree import Tree

# What stands behind such a value, however it goes on.
_COMMENT = "# 仮の値"
_COLON = "："
# What is no fact about the terminal, but a choice of what is made.
_CHOSEN = {"profile"}


def mark_assumed(tree: Tree, *_: object) -> None:
    """The mark of a provisional value before each value that has the comment behind it, and no comment any more."""
    for path, node in _leaves(tree, tree.root, ()):
        end = tree.end_of(node)
        rest = tree.text[end : tree.line_end(end)].rstrip("\r\n")
        if not rest.strip().startswith(_COMMENT):
            continue
        tree.put(end, end + len(rest), "")
        if isinstance(node, yaml.ScalarNode) and path[-1] not in _CHOSEN:
            _mark(tree, node)
        elif isinstance(node, yaml.SequenceNode):
            for each in node.value:
                _mark(tree, each)
            if not node.value:
                tree.undecided.append(("upgrade_empty", ".".join(path)))


def _mark(tree: Tree, node: yaml.Node) -> None:
    start = node.start_mark.index
    inside = start + (tree.text[start : start + 1] in "'\"")
    tree.put(inside, inside, f"{PROVISIONAL_MARK}{_COLON}")


def _leaves(tree: Tree, node: yaml.Node | None, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], yaml.Node]]:
    """Every single value, and every list that stands on one line."""
    if isinstance(node, yaml.MappingNode):
        for name, (_, value) in tree.pairs(node).items():
            yield from _leaves(tree, value, (*path, name))
    elif isinstance(node, yaml.SequenceNode) and not node.flow_style:
        for each in node.value:
            yield from _leaves(tree, each, path)
    elif node is not None and path:
        yield path, node
