"""Documents stage, drawings: who comes in from outside, behind what protection, and to which systems.

Protection has three states, for nobody may read that a connection is open, or guarded, where nobody knows. Each state
has an outline and a word of its own.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

from quaybook.documents.drawings.dot import ROWS_AT_MOST, Drawing, Look
from quaybook.documents.drawings.systems import Systems
from quaybook.model.base import Todo
from quaybook.model.document import Figure
from quaybook.model.groups.connections import ExternalConnection
from quaybook.model.terminal import Terminal
from quaybook.wording.filters import Filters
from quaybook.wording.words import Words

# Each has two boxes of its own, and its lines cross those of others.
CONNECTIONS_AT_MOST = 16


class Guard(StrEnum):
    """How a connection is protected."""

    FIREWALL = "firewall"
    OTHER = "other_measures"
    NONE = "no_firewall"
    UNKNOWN = "unknown"


_LOOKS: dict[Guard, Look] = {
    Guard.FIREWALL: {"style": "filled", "penwidth": "3"},
    Guard.OTHER: {"style": "filled", "peripheries": "2"},
    Guard.NONE: {"style": "filled,dashed"},
    Guard.UNKNOWN: {"style": "filled,dotted", "penwidth": "2"},
}
_LINES: dict[Guard, str] = {
    Guard.FIREWALL: "solid",
    Guard.OTHER: "solid",
    Guard.NONE: "dashed",
    Guard.UNKNOWN: "dotted",
}
_NOBODY_KNOWS = "unknown-systems"


def guard_of(connection: ExternalConnection) -> Guard:
    """The protection of a connection; other measures guard it whatever is said of a firewall."""
    if connection.firewall is True:
        return Guard.FIREWALL
    if connection.other_measures:
        return Guard.OTHER
    return Guard.UNKNOWN if isinstance(connection.firewall, Todo) else Guard.NONE


class _Connections:
    def __init__(self, terminal: Terminal, words: Words, filters: Filters) -> None:
        self.connections = terminal.external_connections
        self.words, self.filters = words, filters
        self.systems = Systems(terminal, words, filters)
        self.drawing = Drawing("LR", filters)

    @property
    def is_summary(self) -> bool:
        reached = {system for connection in self.connections for system in connection.systems}
        return len(self.connections) > CONNECTIONS_AT_MOST or len(reached) > ROWS_AT_MOST

    def figure(self) -> Figure:
        known = {s for c in self.connections for s in c.systems if isinstance(s, str)}
        self.systems.draw(self.drawing, known)
        if any(isinstance(system, Todo) for connection in self.connections for system in connection.systems):
            self.drawing.node(_NOBODY_KNOWS, self.words("figure.connections.unknown_systems"), **_LOOKS[Guard.UNKNOWN])
        alt = self._grouped() if self.is_summary else self._each()
        looks = [(self.words(f"figure.connections.{guard}"), _LOOKS[guard]) for guard in Guard]
        self.drawing.legend(self.words("figure.legend"), looks)
        return Figure("connections", self.drawing.text(), alt)

    def _each(self) -> str:
        for connection in self.connections:
            outside, guard = f"out-{connection.id}", guard_of(connection)
            kind = self.filters.table["label"](connection.kind)
            self.drawing.node(outside, connection.counterpart, style="filled,rounded")
            self._guard(f"guard-{connection.id}", guard, kind)
            self.drawing.edge(outside, f"guard-{connection.id}", style=_LINES[guard])
            for box in self._boxes(connection):
                self.drawing.edge(f"guard-{connection.id}", box, style=_LINES[guard])
        said = [self._said(connection) for connection in self.connections]
        return self.words("figure.connections.alt", names=self.words("list_separator").join(said))

    def _said(self, connection: ExternalConnection) -> str:
        guard = self.words(f"figure.connections.{guard_of(connection)}")
        return self.words("figure.connections.one", name=self.filters.plain(connection.name), guard=guard)

    def _guard(self, name: str, guard: Guard, *more: object) -> None:
        self.drawing.node(name, *more, self.words(f"figure.connections.{guard}"), **_LOOKS[guard])

    def _boxes(self, connection: ExternalConnection) -> list[str]:
        boxes = (self.systems.box(s) if isinstance(s, str) else _NOBODY_KNOWS for s in connection.systems)
        return list(dict.fromkeys(boxes))

    def _grouped(self) -> str:
        """By kind and protection, with their numbers."""
        kinds = {c.id: self._kind(c) for c in self.connections}
        groups = Counter((kinds[c.id], guard_of(c)) for c in self.connections)
        for (kind, guard), count in groups.items():
            self._guard(f"{kind}-{guard}", guard, kind, self.words("figure.connections.count", count=count))
        reached = Counter((kinds[c.id], guard_of(c), box) for c in self.connections for box in self._boxes(c))
        for (kind, guard, box), count in reached.items():
            label = self.words("figure.connections.count", count=count)
            self.drawing.edge(f"{kind}-{guard}", box, label, style=_LINES[guard])
        states = Counter(guard_of(c) for c in self.connections)
        counted = [self._counted(guard, states[guard]) for guard in Guard if states[guard]]
        states_said = self.words("list_separator").join(counted)
        said = self.words("figure.connections.summary", count=len(self.connections), states=states_said)
        self.drawing.says(said)
        return said

    def _kind(self, connection: ExternalConnection) -> str:
        is_open = isinstance(connection.kind, Todo)
        return self.words("figure.connections.unknown_kind") if is_open else self.filters.label(connection.kind)

    def _counted(self, guard: Guard, count: int) -> str:
        label = self.words(f"figure.connections.{guard}")
        return self.words("figure.connections.state", guard=label, count=count)


def connections_figure(terminal: Terminal, words: Words, filters: Filters) -> Figure:
    """Every connection from outside to the systems that it leads to."""
    return _Connections(terminal, words, filters).figure()
