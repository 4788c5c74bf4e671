"""Documents stage: drawings from facts, in the Graphviz language, each with a sentence that says it.

Only the description is made here; `formats.drawing` turns it into SVG or PNG.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from quaybook.model.base import is_one_of
from quaybook.model.document import Figure
from quaybook.model.groups.kinds import ContactKind, Hosting
from quaybook.model.terminal import Terminal
from quaybook.wording.filters import Filters
from quaybook.wording.words import Words

_HEAD = (
    'graph [rankdir={direction}, nodesep=0.25, ranksep=0.45, fontname="Noto Sans CJK JP", fontsize=12];'
    'node [shape=box, style=filled, fillcolor="#ffffff", color="#333333", '
    'fontname="Noto Sans CJK JP", fontsize=12, margin="0.14,0.08"];'
    'edge [color="#333333", fontname="Noto Sans CJK JP", fontsize=10, arrowsize=0.7];'
)
_LINE_LENGTH = 14


class _Drawing:
    """Collects statements of one graph; every text goes through `quoted`."""

    def __init__(self, direction: str, filters: Filters) -> None:
        self.filters = filters
        self.statements = [_HEAD.format(direction=direction)]

    def quoted(self, text: Any) -> str:
        plain = self.filters.plain(text)
        lines = [plain[i : i + _LINE_LENGTH] for i in range(0, len(plain), _LINE_LENGTH)]
        # Graphviz decodes entities and backslashes in labels, so both are spelt out.
        safe = [line.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') for line in lines]
        return '"' + "\\n".join(safe) + '"'

    def node(self, name: str, label: Any, **style: str) -> None:
        extra = "".join(f', {key}="{value}"' for key, value in style.items())
        self.statements.append(f'"{name}" [label={self.quoted(label)}{extra}];')

    def edge(self, tail: str, head: str, label: Any = "", **style: str) -> None:
        extra = "".join(f', {key}="{value}"' for key, value in style.items())
        self.statements.append(f'"{tail}" -> "{head}" [label={self.quoted(label)}{extra}];')

    def text(self) -> str:
        return "digraph {" + "\n".join(self.statements) + "}"


def _call_tree(terminal: Terminal, words: Words, filters: Filters) -> Figure:
    drawing = _Drawing("LR", filters)
    for name in ("finder", "officer", "ciso", "management", "desk"):
        drawing.node(name, words(f"figure.call-tree.{name}"), penwidth="2" if name == "ciso" else "1")
    drawing.edge("finder", "officer", words("figure.call-tree.at_once"))
    drawing.edge("officer", "ciso", words("figure.call-tree.at_once"))
    drawing.edge("ciso", "management")
    drawing.edge("ciso", "desk")
    outside = (
        ("officer", ContactKind.TOS_MAINTENANCE),
        ("officer", ContactKind.SECURITY_VENDOR),
        ("officer", ContactKind.NONPROFIT_EXPERT),
        ("officer", ContactKind.POLICE),
        ("desk", ContactKind.TRANSPORT_BUREAU),
        ("desk", ContactKind.PORT_MANAGER),
    )
    for caller, kind in outside:
        for contact in [c for c in terminal.contacts if is_one_of(c.kind, kind)][:1]:
            drawing.node(kind, contact.name)
            drawing.edge(caller, kind)
    drawing.node("bureau", terminal.port_manager.regional_bureau)
    drawing.edge(ContactKind.PORT_MANAGER, "bureau", style="dashed")
    drawing.node("users", words("figure.call-tree.users"))
    drawing.edge("desk", "users")
    return Figure("call-tree", drawing.text(), words("figure.call-tree.alt"))


def _systems(terminal: Terminal, words: Words, filters: Filters) -> Figure:
    drawing = _Drawing("LR", filters)
    for system in terminal.systems:
        style = "filled,dashed" if not is_one_of(system.hosting, Hosting.ON_PREM) else "filled"
        drawing.node(system.id, system.name, style=style)
    for link in terminal.system_links:
        if isinstance(link.source, str) and isinstance(link.target, str):
            drawing.edge(link.source, link.target, link.data)
    return Figure("systems", drawing.text(), _listing(words, "systems", (s.name for s in terminal.systems), filters))


def _connections(terminal: Terminal, words: Words, filters: Filters) -> Figure:
    drawing = _Drawing("LR", filters)
    drawing.node("tos", terminal.terminal.tos.name, penwidth="2")
    for connection in terminal.external_connections:
        outside, guard = f"out-{connection.id}", f"guard-{connection.id}"
        drawing.node(outside, connection.counterpart, style="filled,rounded")
        protected = connection.firewall is True
        key = "firewall" if protected else "other_measures" if connection.other_measures else "no_firewall"
        drawing.node(guard, words(f"figure.connections.{key}"), shape="octagon" if protected else "plaintext")
        drawing.edge(outside, guard, filters.table["label"](connection.kind))
        drawing.edge(guard, "tos")
    names = (c.name for c in terminal.external_connections)
    return Figure("connections", drawing.text(), _listing(words, "connections", names, filters))


def _recovery_order(terminal: Terminal, words: Words, filters: Filters) -> Figure:
    drawing = _Drawing("TB", filters)
    known = [s for s in terminal.systems if isinstance(s.recovery_order, int) and s.recovery_order > 0]
    steps = sorted({s.recovery_order for s in known})
    for step in steps:
        members = [s for s in known if s.recovery_order == step]
        label = words("figure.recovery-order.step", n=step) + words("list_separator").join(
            filters.plain(s.name) for s in members
        )
        drawing.node(f"step-{step}", label)
    for before, after in pairwise(steps):
        drawing.edge(f"step-{before}", f"step-{after}")
    ordered = (s.name for s in sorted(known, key=lambda s: s.recovery_order))
    return Figure("recovery-order", drawing.text(), _listing(words, "recovery-order", ordered, filters))


def _nagoya_timeline(_: Terminal, words: Words, filters: Filters) -> Figure:
    drawing = _Drawing("TB", filters)
    events = words.many("figure.nagoya-timeline.events")
    for number, event in enumerate(events):
        drawing.node(f"event-{number}", event)
        if number:
            drawing.edge(f"event-{number - 1}", f"event-{number}")
    return Figure("nagoya-timeline", drawing.text(), _listing(words, "nagoya-timeline", events, filters))


def _listing(words: Words, figure: str, names: Iterable[Any], filters: Filters) -> str:
    shown = (filters.plain(name) for name in names)
    return words(f"figure.{figure}.alt", names=words("list_separator").join(shown))


FIGURES: dict[str, Callable[[Terminal, Words, Filters], Figure]] = {
    "call-tree": _call_tree,
    "systems": _systems,
    "connections": _connections,
    "recovery-order": _recovery_order,
    "nagoya-timeline": _nagoya_timeline,
}
