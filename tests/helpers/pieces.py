"""Which pieces of the templates a rendering reaches: every branch, every body of a loop, a macro, a passage.

Each piece is marked while a template is parsed. A mark prints nothing and calls nothing, because the sandbox
refuses calls and what is printed decides conditions: it is a comparison, which notes that it was made.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from jinja2 import Environment, nodes

BODIES = ("body", "else_")
parse_anew = Environment._parse


@dataclass(frozen=True, order=True)
class Piece:
    """One branch of one template; `number` counts those of the template."""

    template: str
    line: int
    branch: str
    number: int

    @property
    def key(self) -> tuple[object, ...]:
        """The piece as plain data, which is what a compiled template can hold."""
        return (self.template, self.line, self.branch, self.number)


class _Reached:
    """Equal to any piece that it is compared with, and remembers it."""

    def __init__(self) -> None:
        self.pieces: set[tuple[object, ...]] = set()

    def __eq__(self, piece: object) -> bool:
        assert isinstance(piece, tuple)
        self.pieces.add(piece)
        return True

    __hash__ = None  # type: ignore[assignment]


REACHED = _Reached()


def _note(piece: Piece) -> nodes.Expr:
    made = nodes.Operand("eq", nodes.Const(piece.key))
    return nodes.Compare(nodes.ImportedName(f"{__name__}.REACHED"), [made])


def marked(tree: nodes.Template, template: str) -> list[Piece]:
    """Puts a mark at the head of every piece of a parsed template, and lists them."""
    found: list[Piece] = []

    def piece(node: nodes.Node, branch: str) -> nodes.Expr:
        found.append(Piece(template, node.lineno, f"{type(node).__name__}.{branch}", len(found)))
        return _note(found[-1])

    for node in list(tree.find_all(nodes.Node)):
        for branch in BODIES:
            held = getattr(node, branch, None)
            if isinstance(held, list) and held:
                held.insert(0, nodes.ExprStmt(piece(node, branch)))
        if isinstance(node, nodes.CondExpr):
            node.expr1 = nodes.And(piece(node, "then"), node.expr1)
            if node.expr2 is not None:
                node.expr2 = nodes.And(piece(node, "else"), node.expr2)
    for node in tree.find_all(nodes.Node):
        node.lineno = node.lineno or 1
    return found


def _parse_marked(self: Environment, source: str, name: str | None, filename: str | None) -> Any:
    tree = parse_anew(self, source, name, filename)
    if name is not None and name.endswith(".j2"):
        marked(tree, name)
        tree.set_environment(self)
    return tree


@contextmanager
def traced() -> Iterator[set[tuple[object, ...]]]:
    """Within it, what is compiled notes the pieces that are reached."""
    REACHED.pieces.clear()
    anew = patch("quaybook.documents.templating.reach.compiled", lambda *parts: parts[-1]())
    # What tests before this one compiled has no marks, and what has some is nothing for those behind it.
    apart = patch.dict("tests.helpers.renderings.COMPILED", clear=True)
    with patch.object(Environment, "_parse", _parse_marked), anew, apart:
        yield REACHED.pieces
