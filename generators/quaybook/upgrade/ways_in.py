"""Upgrade stage, facts of version 1: one VPN for the whole terminal → one of several ways in.

What is said of the VPN is said of the first way in; further ones are written by whoever knows them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from quaybook.intake.text.scalar import scalar
from quaybook.model.notation import TODO_MARK, assumed, yes_or_no
from quaybook.upgrade.provisional import assumed_as, is_called_assumed
from quaybook.upgrade.tree import ByHandError, Pair, Tree
from quaybook.wording.fact_words import Descriptions

_OLD, _NEW = "vpn", "remote_access"
_WAYS = f"{_NEW}.ways"


@dataclass(frozen=True)
class _Indents:
    """How the file is indented: the keys of a group, the entries of a list, and the keys of an entry below it."""

    keys: int
    entry: int
    within: int

    @property
    def deeper(self) -> str:
        """What the keys of a group are moved by when they become those of an entry of a list in it."""
        return " " * (self.entry + self.within)

    @property
    def way(self) -> str:
        """What stands before the keys of a way in."""
        return " " * self.keys + self.deeper


@dataclass(frozen=True)
class _Presence:
    """Whether there is a VPN, whether anybody has confirmed it, and the comments that stood there."""

    used: bool
    sure: bool
    remarks: tuple[str, ...]


def list_the_vpn(tree: Tree, told: Descriptions) -> None:
    """`vpn` becomes the first of `remote_access.ways`. Raises ByHandError where it is no group of its own."""
    found = tree.at(_OLD)
    if found is None or tree.at(_NEW) is not None:
        return
    key, value = found
    if tree.is_alias(value) or isinstance(value, yaml.SequenceNode):
        raise ByHandError(key.start_mark.index)
    tree.put(key.start_mark.index, key.end_mark.index, _NEW)
    if isinstance(value, yaml.MappingNode) and not value.flow_style:
        _from_lines(tree, told, key, value)
    else:
        _from_one_line(tree, told, key, value)


def is_used(present: str) -> bool:
    """Whether there is a VPN; one of which nobody knows is kept."""
    said = assumed(present)
    return yes_or_no(present if said is None else said) is not False


def _from_lines(tree: Tree, told: Descriptions, key: yaml.Node, value: yaml.MappingNode) -> None:
    pairs = tree.pairs(value)
    indents = _indents(tree, value.value[0][0].start_mark.column)
    # Comments above the first key go with it.
    start, end = tree.line_end(key.end_mark.index), tree.line_end(tree.end_of(value))
    reason, stated = (_lines(tree, pairs, name) for name in ("absence_reason", "present"))
    presence = _presence(tree, pairs.get("present"), stated)
    head = tree.text[slice(*reason)] if reason else ""
    head += "" if not head or head.endswith("\n") else "\n"
    lines = _head(tree, told, indents, presence)
    tree.put(start, start, head + "".join(f"{line}\n" for line in lines))
    dropped = dict(each for each in (reason, stated) if each)
    _deepen(tree, start, end, dropped, indents.deeper if presence.used else None)


def _from_one_line(tree: Tree, told: Descriptions, key: yaml.Node, value: yaml.Node) -> None:
    """A group in brackets, or a word in the place of the group, which says whether there is a VPN."""
    pairs = tree.pairs(value)
    indents = _indents(tree, 0)
    end = tree.line_end(tree.end_of(value))
    kept = [node for name, (_, node) in pairs.items() if name != "present"]
    inner = [(node.start_mark.index, tree.end_of(node)) for node in kept]
    remarks = [
        text
        for at, text in tree.comments()
        if key.end_mark.index <= at < end and not any(a <= at < b for a, b in inner)
    ]
    present = pairs.pop("present", None) if isinstance(value, yaml.MappingNode) else (key, value)
    reason = pairs.pop("absence_reason", None)
    found = _presence(tree, present, None)
    # A comment behind the brackets that calls all in them assumed speaks of the VPN itself as well.
    presence = _Presence(found.used, found.sure and not any(map(is_called_assumed, remarks)), found.remarks)
    keys = " " * indents.keys
    lines = [f"{keys}absence_reason: {_said(tree, reason[1])}"] if reason else []
    lines += _head(tree, told, indents, presence)
    rest = [f"{name}: {_said(tree, node)}" for name, (_, node) in pairs.items()] + remarks
    if presence.used:
        lines += [f"{indents.way}{line}" for line in rest]
    else:
        lines += [f"# {part.strip()}".replace("# # ", "# ") for line in rest for part in line.splitlines()]
    tree.put(key.end_mark.index, end, ":\n" + "".join(f"{line}\n" for line in lines))


def _presence(tree: Tree, present: Pair | None, lines: tuple[int, int] | None) -> _Presence:
    if present is None:
        return _Presence(used=True, sure=True, remarks=())
    said = str(present[1].value)
    remarks = [text for at, text in tree.comments() if lines and lines[0] <= at < lines[1]]
    answer = yes_or_no(said)
    if answer is None:
        # Who is to be asked stands nowhere else.
        remarks.insert(0, f"# {scalar(said)}")
    sure = answer is not None and not any(map(is_called_assumed, remarks))
    return _Presence(is_used(said), sure, tuple(remarks))


def _head(tree: Tree, told: Descriptions, indents: _Indents, presence: _Presence) -> Iterator[str]:
    keys = " " * indents.keys
    if not presence.used:
        if not presence.sure:
            tree.undecided.append(("upgrade_empty", _WAYS))
        yield from (f"{keys}{remark}" for remark in presence.remarks)
        yield f"{keys}ways: []"
        return
    if not presence.sure:
        tree.undecided.append(("upgrade_way_assumed", _WAYS))
    yield f"{keys}ways:"
    yield from (f"{keys}{' ' * indents.entry}{remark}" for remark in presence.remarks)
    dash = f"{keys}{' ' * indents.entry}-".ljust(len(indents.way))
    for number, line in enumerate(_first(tree, told, presence.sure)):
        yield f"{indents.way if number else dash}{line}"


def _first(tree: Tree, told: Descriptions, sure: bool) -> Iterator[str]:
    """The keys that the way in did not have; its name and its line are those of the only VPN in the list of lines."""
    lines = [tree.pairs(entry) for entry in tree.entries("external_connections")]
    vpns = [line for line in lines if "kind" in line and _plain(line["kind"][1]) == _OLD]
    only = vpns[0] if len(vpns) == 1 and {"id", "name"} <= vpns[0].keys() else None
    ask = told["AccessWay"]["logs_kept"]["ask"]
    tree.undecided.append(("upgrade_undecided", f"{_WAYS}[].logs_kept"))
    yield "id: vpn"
    yield f"name: {scalar(str(only['name'][1].value)) if only else 'VPN'}"
    yield f"kind: {_OLD if sure else assumed_as(_OLD)}"
    if only:
        yield f"connection: {only['id'][1].value}"
    yield f'logs_kept: "{TODO_MARK}: {ask}"'


def _plain(node: yaml.Node) -> str:
    said = assumed(str(node.value))
    return str(node.value) if said is None else said


def _said(tree: Tree, node: yaml.Node) -> str:
    text = tree.text[node.start_mark.index : tree.end_of(node)]
    return scalar(str(node.value)) if "\n" in text and isinstance(node, yaml.ScalarNode) else text


def _lines(tree: Tree, pairs: dict[str, Pair], name: str) -> tuple[int, int] | None:
    """From where to where the lines of a key reach."""
    if name not in pairs:
        return None
    key, value = pairs[name]
    last = max(key.end_mark.index, tree.end_of(value))
    return tree.line_start(key.start_mark.index), tree.line_end(last)


def _indents(tree: Tree, keys: int) -> _Indents:
    """The indentation of the file; where it has no list or group yet, that of the kit."""
    groups = [(key, value) for key, value in tree.pairs(tree.root).values() if not tree.is_alias(value)]
    for key, value in groups:
        if isinstance(value, yaml.MappingNode) and not value.flow_style and not keys:
            keys = value.value[0][0].start_mark.column - key.start_mark.column
    for key, value in groups:
        if isinstance(value, yaml.SequenceNode) and not value.flow_style:
            entry = value.value[0]
            line = tree.text[tree.line_start(entry.start_mark.index) : entry.start_mark.index]
            if not tree.is_alias(entry) and line.strip() == "-":
                dash = line.index("-")
                return _Indents(keys or 2, dash - key.start_mark.column, entry.start_mark.column - dash)
    return _Indents(keys or 2, keys or 2, 2)


def _deepen(tree: Tree, start: int, end: int, dropped: dict[int, int], by: str | None) -> None:
    """Every line of the group further in; where there is no VPN, as a comment."""
    at = start
    while at < end:
        after = tree.line_end(at)
        if at in dropped:
            after = dropped[at]
            tree.put(at, after, "")
        elif tree.text[at:after].strip():
            is_comment = tree.text[at:after].lstrip().startswith("#")
            tree.put(at, at, by if by is not None else "" if is_comment else "# ")
        at = after
