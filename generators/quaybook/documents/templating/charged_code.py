"""Documents stage: templates → code that counts its own work and asks the environment for whatever it touches.

The template language compiles loops, slices, comparisons and joined texts to bare Python, past every check of the
environment. Here each of them goes through it. Statements that would print past the escaping are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Any, NoReturn

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef, operators

from quaybook.documents.templating.templates import ToldError, refused_sign
from quaybook.problems import Problem

# Jinja tracks each variable through each condition, and hands all of them to each file that is included.
MOST_NAMES = 400
_STATEMENTS: dict[type, str] = {
    nodes.Block: "block",
    nodes.Extends: "extends",
    nodes.FilterBlock: "filter",
    nodes.ScopedEvalContextModifier: "autoescape",
}
# Whose body is counted each time that it runs.
_COUNTED = (nodes.For, nodes.Macro, nodes.CallBlock)


def _cost(body: Iterable[nodes.Node]) -> tuple[int, int]:
    """How many parts the statements have and how much text, without what is counted for itself when it runs."""
    steps = characters = 0
    for node in body:
        steps += 1
        if isinstance(node, nodes.TemplateData):
            characters += len(node.data)
        more = _cost(node.iter_child_nodes(exclude=("body",) if isinstance(node, _COUNTED) else None))
        steps, characters = steps + more[0], characters + more[1]
    return steps, characters


def _refused(statement: nodes.Node) -> str:
    """How a statement is written that no template may hold; empty for all others."""
    match statement:
        case nodes.For(recursive=True):
            return "for … recursive"
        case nodes.AssignBlock() if statement.filter is not None:
            # What the filter gives would count as escaped already.
            return "set … |"
        case nodes.Assign() | nodes.For() if not isinstance(statement.target, nodes.NSRef) and any(
            True for _ in statement.target.find_all(nodes.NSRef)
        ):
            # The name before the dot is bound anew, after jinja has looked what it stands for.
            return "set …, ….…"
        case nodes.AssignBlock(target=nodes.NSRef()):
            # Jinja would put the text into whatever stands before the dot: the findings, the data of other documents.
            return "set ….…"
        case nodes.Include(with_context=False):
            # Its text would be kept and printed again and again without being counted.
            return "include … without context"
    return _STATEMENTS.get(type(statement), "")


def _asked(name: str, *arguments: nodes.Node) -> nodes.Call:
    """A call of the environment itself, which no template can write."""
    return nodes.Call(nodes.EnvironmentAttribute(name), list(arguments), [], None, None)


class ChargedCode(CodeGenerator):
    """The generator of the code of a template or of an expression."""

    def _refuse(self, code: str, line: int, **values: str) -> NoReturn:
        raise ToldError(Problem.at(code, self.filename or "", line, "", **values))

    def _charge(self, body: list[nodes.Node], line: int) -> None:
        """Puts in front of what may run many times what one run of it takes."""
        steps, characters = _cost(body)
        charge = _asked("spend", nodes.Const(1 + steps), nodes.Const(characters))
        body.insert(0, nodes.ExprStmt(charge, lineno=line))

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  # jinja's names
        names, loads = set(), 0
        for each in node.find_all((nodes.Stmt, nodes.Name)):
            if isinstance(each, nodes.Name):
                names.add(each.name)
            elif refused := _refused(each):
                self._refuse("template_statement_refused", each.lineno, came=refused)
            loads += isinstance(each, nodes.Include | nodes.Import | nodes.FromImport)
        if len(names) > MOST_NAMES or loads > MOST_NAMES:
            self._refuse("template_too_many_names", node.lineno, limit=str(MOST_NAMES))
        self._charge(node.body, node.lineno)
        super().visit_Template(node, frame)

    def macro_body(self, node: nodes.Macro | nodes.CallBlock, frame: Frame) -> tuple[Frame, MacroRef]:
        self._charge(node.body, node.lineno)
        return super().macro_body(node, frame)

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802
        self._charge(node.body, node.lineno)
        each = nodes.Const(1 + _cost([node.test])[0] if node.test else 1)
        node.iter = _asked("counted", node.iter, each)
        super().visit_For(node, frame)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        self.writeline("pass")
        for statement in nodes:
            # Jinja notes the lines of some statements only; mistakes in others would be told at those before.
            self.newline(statement)
            self.visit(statement, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        if not isinstance(node.node, nodes.EnvironmentAttribute):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self._listed("(", node.args, frame)
        self.write(")")

    def _listed(self, opening: str, expressions: Sequence[nodes.Node], frame: Frame) -> None:
        self.write(opening)
        for expression in expressions:
            self.visit(expression, frame)
            self.write(", ")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.joined(")
        self._listed("(", node.nodes, frame)
        self.write("))")

    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:  # noqa: N802
        self.write("(")
        self._compared("weighed", node.expr, frame)
        for operand in node.ops:
            self.write(f" {operators[operand.op]} ")
            self._compared("container" if operand.op in ("in", "notin") else "weighed", operand.expr, frame)
        self.write(")")

    def _compared(self, ask: str, expression: nodes.Expr, frame: Frame) -> None:
        if ask == "weighed" and isinstance(expression, nodes.Const):
            self.visit(expression, frame)
        else:
            self.visit(_asked(ask, expression), frame)

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        if not isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        ends = [each or nodes.Const(None) for each in (node.arg.start, node.arg.stop, node.arg.step)]
        self.write("environment.sliced(")
        self.visit(node.node, frame)
        self._listed(", slice(", ends, frame)
        self.write("))")

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802
        self.write("{")
        for pair in node.items:
            self.visit(_asked("key", pair.key), frame)
            self.write(": ")
            self.visit(pair.value, frame)
            self.write(", ")
        self.write("}")

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:  # noqa: N802
        if isinstance(node.value, str) and (sign := refused_sign(node.value)):
            self._refuse("template_sign_refused", node.lineno, sign=sign)
        if isinstance(node.value, float) and not isfinite(node.value):
            self._refuse("template_number_too_long", node.lineno)
        super().visit_Const(node, frame)

    def visit_TemplateData(self, node: nodes.TemplateData, frame: Frame) -> None:  # noqa: N802
        for number, line in enumerate(node.data.split("\n")):
            if sign := refused_sign(line):
                self._refuse("template_sign_refused", node.lineno + number, sign=sign)
        super().visit_TemplateData(node, frame)

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        # Whatever is worked out while compiling is counted by nobody.
        if not isinstance(node, nodes.TemplateData) or refused_sign(node.data):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)
