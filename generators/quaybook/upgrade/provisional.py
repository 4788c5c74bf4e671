"""Upgrade stage, facts of version 1: values that a comment called provisional → values that are held as such.

A comment decides nothing: such a value was printed and judged like an answer. Where the mark cannot stand, the comment
stays, and its line is told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import yaml

from quaybook.intake.text.scalar import scalar
from quaybook.model.fields import group_at, marks
from quaybook.model.notation import PROVISIONAL_MARK, assumed
from quaybook.model.written import Open, Provisional
from quaybook.upgrade.tree import Tree

# What stands behind such a value, however it goes on.
_COMMENT = "# 仮の値"
_COLON = "："
# What is no fact about the terminal, but a choice of what is made.
_CHOSEN = {"profile"}
# Where the facts of version 1 stand now; the others stand where they stood.
_MOVED: dict[tuple[str, ...], tuple[str, ...]] = {
    ("vpn", "absence_reason"): ("remote_access", "absence_reason"),
    ("vpn", "present"): (),
    ("suppliers", "kind"): ("suppliers", "kinds"),
}
_ANCHOR = re.compile(r"&\S+[ \t]*")


def mark_assumed(tree: Tree, *_: object) -> None:
    """The mark of a provisional value before each value that has the comment behind it, and no comment any more."""
    called = [(path, node) for path, node in _leaves(tree, tree.root, ()) if _is_called(tree, node)]
    chosen = [node for path, node in called if path[-1] in _CHOSEN]
    able = [(path, node, parts) for path, node in called if (parts := _marked_parts(tree, node, path)) is not None]
    places = {each[1].start_mark.index for each in able}
    replaced: set[int] = set()
    for path, _node, parts in able:
        for part in parts:
            replaced |= _mark(tree, part, places)
        if not parts:
            tree.undecided.append(("upgrade_empty", ".".join(path)))
    for done in (*chosen, *(each[1] for each in able)):
        end = tree.end_of(done)
        tree.put(end, end + len(_behind(tree, done)), "")
    _drop_anchors(tree, replaced)


def _marked_parts(tree: Tree, node: yaml.Node, path: tuple[str, ...]) -> list[yaml.Node] | None:
    """The values to be marked; None where one of them cannot be."""
    parts = [*_parts(tree, node, path)]
    able = path[-1] not in _CHOSEN and all(_takes_mark(*part) for part in parts)
    return [each for _, each in parts] if able else None


def lines_called_assumed(tree: Tree) -> Iterator[int]:
    """The lines of the comments that call something provisional and could not become a mark."""
    for at, comment in tree.comments():
        if is_called_assumed(comment):
            yield tree.text.count("\n", 0, at) + 1


def is_called_assumed(comment: str) -> bool:
    """Whether a comment calls what stands before it provisional."""
    return comment.startswith(_COMMENT)


def assumed_as(value: str) -> str:
    """The value with the mark before it."""
    return f"{PROVISIONAL_MARK}{_COLON}{value}"


def _behind(tree: Tree, node: yaml.Node) -> str:
    end = tree.end_of(node)
    return tree.text[end : tree.line_end(end)].rstrip("\r\n")


def _is_called(tree: Tree, node: yaml.Node) -> bool:
    return is_called_assumed(_behind(tree, node).strip())


def _parts(tree: Tree, node: yaml.Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], yaml.Node]]:
    """The single values of what stands on one line; a group that is repeated is no single value."""
    if isinstance(node, yaml.ScalarNode) or tree.is_alias(node):
        yield path, node
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _parts(tree, each, path)
    else:
        for name, (_, value) in tree.pairs(node).items():
            yield from _parts(tree, value, (*path, name))


def _takes_mark(path: tuple[str, ...], node: yaml.Node) -> bool:
    """Whether there is a value to be marked, and a mark may stand there; never before an id."""
    if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
        return False
    here = _MOVED.get(path, path)
    if here[:1] == ("vpn",):
        here = ("remote_access", "ways", *here[1:])
    if group_at(here) is not None and here:
        # A text of a list whose entries are groups becomes their name.
        here = (*here, "name")
    group = group_at(here[:-1])
    field = group.model_fields.get(here[-1]) if group and here else None
    return field is not None and any(
        isinstance(mark, Open | Provisional) for mark in marks(field.annotation, field.metadata)
    )


def _mark(tree: Tree, node: yaml.Node, called: Collection[int]) -> set[int]:
    """Marks a value. Returns the place of an alias that had to give way to a value of its own."""
    start = tree.inside(node)
    if tree.is_alias(node):
        if assumed(str(node.value)) is not None or tree.aliases[start] in called:
            return set()
        tree.put(start, tree.end_of(node), scalar(assumed_as(str(node.value))))
        return {start}
    if assumed(str(node.value)) is None:
        inside = start + (tree.text[start : start + 1] in "'\"")
        tree.put(inside, inside, assumed_as(""))
    return set()


def _drop_anchors(tree: Tree, replaced: set[int]) -> None:
    """An anchor to which nothing refers any more is refused when the file is read."""
    for target in {tree.aliases[at] for at in replaced}:
        if all(at in replaced for at, of in tree.aliases.items() if of == target):
            found = _ANCHOR.match(tree.text, target)
            if found:
                tree.put(target, found.end(), "")


def _leaves(tree: Tree, node: yaml.Node | None, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], yaml.Node]]:
    """Every single value, and every list and group that stands on one line."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and not tree.is_alias(node):
        if isinstance(node, yaml.MappingNode):
            for name, (_, value) in tree.pairs(node).items():
                yield from _leaves(tree, value, (*path, name))
        else:
            for each in node.value:
                yield from _leaves(tree, each, path)
    elif node is not None and path:
        yield path, node
