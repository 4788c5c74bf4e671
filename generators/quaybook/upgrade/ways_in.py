"""Upgrade stage, facts of version 1: one VPN for the whole terminal → one of several ways in.

What is said of the VPN is said of the first way in; further ones are written by whoever knows them.
"""

from __future__ import annotations

import yaml

from quaybook.intake.text.scalar import scalar
from quaybook.model.notation import TODO_MARK, yes_or_no
from quaybook.upgrade.tree import Tree
from quaybook.wording.fact_words import Descriptions

_OLD, _NEW = "vpn", "remote_access"
_DEEPER = " " * 4


def list_the_vpn(tree: Tree, told: Descriptions) -> None:
    """`vpn` becomes the first of `remote_access.ways`."""
    found = tree.at(_OLD)
    if found is None or tree.at(_NEW) is not None:
        return
    key, value = found
    tree.put(key.start_mark.index, key.end_mark.index, _NEW)
    pairs = tree.pairs(value)
    reason = pairs.pop("absence_reason", None)
    present = pairs.pop("present", None)
    start, end = tree.line_end(key.end_mark.index), tree.line_end(tree.end_of(value))
    if isinstance(value, yaml.MappingNode) and value.flow_style:
        start = key.end_mark.index + 1
    lines = [f"  absence_reason: {_said(tree, reason[1])}"] if reason else []
    used = present is None or is_used(str(present[1].value))
    lines += ["  ways:", *_first(tree, told)] if used else ["  ways: []"]
    tree.put(start, start, ("\n" if start == key.end_mark.index + 1 else "") + "\n".join([*lines, ""]))
    if isinstance(value, yaml.MappingNode) and value.flow_style:
        remark = tree.text[tree.end_of(value) : tree.line_end(tree.end_of(value))].strip()
        rest = [f"{_DEEPER}  {name}: {_said(tree, node)}" for name, (_, node) in pairs.items()]
        rest += [f"{_DEEPER}  {remark}"] if remark else []
        tree.put(start, end, "\n".join([*(rest if used else _kept_apart(rest)), ""]))
        return
    dropped = [tree.line_start(each[0].start_mark.index) for each in (reason, present) if each]
    ends = [tree.line_end(tree.end_of(each[1])) for each in (reason, present) if each]
    _deepen(tree, start, end, dict(zip(dropped, ends, strict=True)), used)


def is_used(present: str) -> bool:
    """Whether there is a VPN; one of which nobody knows is kept."""
    return yes_or_no(present) is not False


def _said(tree: Tree, node: yaml.Node) -> str:
    text = tree.text[node.start_mark.index : tree.end_of(node)]
    return scalar(str(node.value)) if "\n" in text and isinstance(node, yaml.ScalarNode) else text


def _first(tree: Tree, told: Descriptions) -> list[str]:
    """The keys that the way in did not have; its name and its line are those of the only VPN in the list of lines."""
    lines = [tree.pairs(entry) for entry in tree.entries("external_connections")]
    vpns = [line for line in lines if "kind" in line and line["kind"][1].value == _OLD]
    name, through = "VPN", []
    if len(vpns) == 1 and {"id", "name"} <= vpns[0].keys():
        name = _said(tree, vpns[0]["name"][1])
        through = [f"{_DEEPER}  connection: {vpns[0]['id'][1].value}"]
    ask = told["AccessWay"]["logs_kept"]["ask"]
    tree.undecided.append(("upgrade_undecided", f"{_NEW}.ways[].logs_kept"))
    head = [f"{_DEEPER}- id: vpn", f"{_DEEPER}  name: {name}", f"{_DEEPER}  kind: vpn", *through]
    return [*head, f'{_DEEPER}  logs_kept: "{TODO_MARK}: {ask}"']


def _deepen(tree: Tree, start: int, end: int, dropped: dict[int, int], used: bool) -> None:
    """Every line of the group four columns further in; where there is no VPN, as a comment."""
    at = start
    while at < end:
        after = tree.line_end(at)
        if at in dropped:
            after = dropped[at]
            tree.put(at, after, "")
        elif tree.text[at:after].strip():
            tree.put(at, at, _DEEPER if used or tree.text[at:after].lstrip().startswith("#") else "# ")
        at = after


def _kept_apart(lines: list[str]) -> list[str]:
    return [f"# {line.strip()}" for line in lines]
