"""Upgrade stage, facts of version 1: lists of texts that say of each entry what it covers; one role per supplier.

What an entry covers cannot be read from its words, so it is left to be answered by whoever knows.
"""

from __future__ import annotations

import yaml

from quaybook.intake.text.scalar import scalar
from quaybook.model.notation import TODO_MARK
from quaybook.upgrade.tree import Tree
from quaybook.wording.fact_words import Descriptions

# The list, and the class whose `covers` says what its entries hold.
_COVERING: dict[tuple[str, ...], str] = {
    ("risk", "threats"): "Threat",
    ("incident", "procedure_covers"): "ProcedureContent",
    ("sharing", "content"): "SharedContent",
    ("sharing", "used_for"): "SharedUse",
    ("manual", "snapshot", "contents"): "PrintedList",
    ("public_info", "items"): "PublicItem",
    ("peer_sharing", "topics"): "PeerTopic",
    ("awareness", "required_of"): "Addressee",
    ("audit", "checks"): "AuditSubject",
    ("cloud", "measures_applied"): "AppliedMeasure",
}


def name_entries(tree: Tree, told: Descriptions) -> None:
    """Texts of lists whose entries are groups become their names."""
    for keys, group in _COVERING.items():
        plain = [node for node in tree.entries(*keys) if isinstance(node, yaml.ScalarNode)]
        for node in plain:
            _name(tree, node, f'"{TODO_MARK}: {told[group]["covers"]["ask"]}"')
        if plain:
            tree.undecided.append(("upgrade_undecided", f"{'.'.join(keys)}[].covers"))


def _name(tree: Tree, node: yaml.ScalarNode, ask: str) -> None:
    start, end = node.start_mark.index, tree.end_of(node)
    text = tree.text[start:end]
    if "\n" in text:
        # Its further lines stand where a group would have its keys.
        text = scalar(str(node.value))
    if tree.text[tree.line_start(start) : start].strip() == "-":
        tree.put(start, end, f"name: {text}")
        indent = " " * (node.start_mark.column)
        after = tree.line_end(end)
        newline = "" if tree.text[:after].endswith("\n") else "\n"
        tree.put(after, after, f"{newline}{indent}covers: [{ask}]\n")
    else:
        tree.put(start, end, f"{{name: {text}, covers: [{ask}]}}")


def list_roles(tree: Tree, _: Descriptions) -> None:
    """The one role of a supplier becomes the first of a list."""
    for entry in tree.entries("suppliers"):
        found = tree.pairs(entry).get("kind")
        if found and "kinds" not in tree.pairs(entry):
            key, value = found
            tree.put(key.start_mark.index, key.end_mark.index, "kinds")
            start, end = value.start_mark.index, tree.end_of(value)
            tree.put(start, end, f"[{tree.text[start:end]}]")
