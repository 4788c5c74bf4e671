"""Upgrade stage: what the facts of an earlier version do not say → the lines on which somebody has to decide it.

A step names a fact by its path; where that stands is known only when the last step has written its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from quaybook.facts.positions import Source
from quaybook.model.groups.kinds import ConnectionKind, TosForm
from quaybook.model.notation import TODO_MARK, after_mark
from quaybook.upgrade.provisional import lines_called_assumed
from quaybook.upgrade.tree import Tree
from quaybook.upgrade.ways_in import is_used

_ENTRY = "[]"
_STEP = re.compile(r"\w+|\[\]")
_SERVED = (TosForm.SAAS, TosForm.HOSTED)
TODO, MERGED, NO_WAY = "upgrade_undecided", "upgrade_ways_merged", "upgrade_way_absent"
CALLED_ASSUMED = "upgrade_comment_left"


@dataclass(frozen=True)
class Undecided:
    """A fact that somebody has to look at: its file and lines, why (a code), and what is told of it."""

    code: str
    file: str
    lines: tuple[int, ...]
    fact: str
    values: tuple[tuple[str, str], ...] = ()


def located(file: str, text: str, asked: Sequence[tuple[str, str]]) -> Iterator[Undecided]:
    """What the steps have named, each with the lines on which it stands in the text that they have made."""
    tree = Tree(text)
    for code, fact in dict.fromkeys(asked):
        nodes = _along(tree, tree.root, _STEP.findall(fact))
        lines = [node.start_mark.line + 1 for node in nodes if code != TODO or _is_open(node)]
        yield Undecided(code, file, tuple(lines), fact)
    for line in lines_called_assumed(tree):
        yield Undecided(CALLED_ASSUMED, file, (line,), "")


def _along(tree: Tree, node: yaml.Node | None, steps: Sequence[str]) -> Iterator[yaml.Node]:
    if not steps or node is None:
        yield from () if node is None else (node,)
        return
    step, *rest = steps
    if step == _ENTRY:
        for entry in node.value if isinstance(node, yaml.SequenceNode) else ():
            yield from _along(tree, entry, rest)
    elif found := tree.pairs(node).get(step):
        yield from _along(tree, found[1], rest)


def _is_open(node: yaml.Node) -> bool:
    """Whether a value, or one in a list, is still to be answered."""
    if isinstance(node, yaml.SequenceNode):
        return any(_is_open(each) for each in node.value)
    return isinstance(node, yaml.ScalarNode) and after_mark(str(node.value), TODO_MARK) is not None


def of_ways_in(before: Source, texts: Mapping[str, str]) -> Iterator[Undecided]:
    """What one VPN for the whole terminal could not say; `texts` are the files that were made, by their names."""
    file = before.position(("vpn",)).file.partition("/")[2]
    if not isinstance(vpn := before.data.get("vpn"), Mapping) or file not in texts:
        return
    nodes = {fact: _line(texts[file], fact) for fact in ("remote_access.ways", "remote_access.ways[].connection")}
    lines = nodes["remote_access.ways"]
    if not is_used(str(vpn.get("present", "yes"))):
        tos: Any = before.data.get("terminal")
        if isinstance(tos, Mapping) and _form(tos) in _SERVED:
            yield Undecided(NO_WAY, file, lines, "remote_access.ways")
        return
    names = [str(line.get("name", line.get("id", ""))) for line in _vpn_lines(before)]
    if names and not nodes["remote_access.ways[].connection"]:
        values = ("count", str(len(names))), ("names", "\n".join(names))
        yield Undecided(MERGED, file, lines, "remote_access.ways", values)


def _line(text: str, fact: str) -> tuple[int, ...]:
    tree = Tree(text)
    return tuple(node.start_mark.line + 1 for node in _along(tree, tree.root, _STEP.findall(fact)))


def _form(terminal: Mapping[str, Any]) -> str:
    tos = terminal.get("tos")
    return str(tos.get("form", "")) if isinstance(tos, Mapping) else ""


def _vpn_lines(before: Source) -> list[Mapping[str, Any]]:
    listed: Any = before.data.get("external_connections")
    entries = listed if isinstance(listed, list) else []
    return [each for each in entries if isinstance(each, Mapping) and each.get("kind") == ConnectionKind.VPN]
