"""What makes a test look at nothing, found in its syntax: asserts that cannot fail, loops that may run over nothing.

It knows the forms that can be told without running anything; a reviewer still has to look at the rest.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TypeAlias

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
Fault: TypeAlias = tuple[int, str]
# Calls that give as many as they are given, so what is known of their argument is known of them.
AS_MANY = {"enumerate", "list", "tuple", "set", "sorted", "reversed", "zip", "product", "items", "values", "keys"}
LEFT_OUT = {"skip", "skipif", "xfail"}
WITHOUT_REASON = "is left out without a reason"
ALL_THERE_IS = {"Exception", "BaseException"}


def each_test(tree: ast.Module) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function) and node.name.startswith("test_")]


def name_of(call: ast.AST) -> str:
    """The last part of what is called, empty for what is no call."""
    function = call.func if isinstance(call, ast.Call) else None
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def names_in(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def cannot_fail(asserted: ast.expr) -> bool:
    """Whether what is asserted is true whatever the code does, or all but certainly is not what was meant."""
    match asserted:
        case ast.IfExp() | ast.Lambda() | ast.JoinedStr() | ast.GeneratorExp():
            return True
        case ast.Tuple() | ast.List() | ast.Set():
            return bool(asserted.elts)
        case ast.Dict():
            return bool(asserted.keys)
        case ast.Constant():
            return bool(asserted.value)
        case ast.BoolOp(op=ast.Or()):
            return any(map(cannot_fail, asserted.values))
        case ast.BoolOp(op=ast.And()):
            return all(map(cannot_fail, asserted.values)) or any(isinstance(v, ast.IfExp) for v in asserted.values)
        case ast.UnaryOp(op=ast.Not(), operand=ast.Constant(value=value)):
            return not value
        case ast.Compare():
            return isinstance(asserted.left, ast.IfExp) or _with_itself(asserted)
    return False


def _with_itself(compared: ast.Compare) -> bool:
    """Whether a thing is compared with itself; what is called twice may differ, and may be meant to be tried twice."""
    if any(isinstance(each, ast.Call) for each in ast.walk(compared)):
        return False
    sides = [ast.dump(side) for side in (compared.left, *compared.comparators)]
    return any(one == other for one, other in pairwise(sides))


def asserting(trees: Iterable[ast.Module]) -> set[str]:
    """Names of the helpers that assert something themselves."""
    functions = [node for tree in trees for node in ast.walk(tree) if isinstance(node, Function)]
    return {f.name for f in functions if any(isinstance(node, ast.Assert) for node in ast.walk(f))}


def faults(tree: ast.Module, helpers: set[str]) -> Iterator[Fault]:
    """Each place of a file of tests that looks at nothing, with what is wrong there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and cannot_fail(node.test):
            yield node.lineno, "is true whatever happens"
        if isinstance(node, ast.ExceptHandler) and all(isinstance(each, ast.Pass) for each in node.body):
            yield node.lineno, "passes over what went wrong"
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Compare):
            yield node.lineno, "compares and asserts nothing"
        if isinstance(node, ast.Call):
            yield from _of_pytest(node)
        # A mark without brackets has no room for a reason.
        if isinstance(node, Function) and {getattr(each, "attr", "") for each in node.decorator_list} & LEFT_OUT:
            yield node.lineno, WITHOUT_REASON
    filled = imported_choices(tree) | {name for name in constants(tree, set()) if name.isupper()}
    for function in each_test(tree):
        if not _asserts(function, helpers):
            yield function.lineno, "asserts nothing"
        yield from _over_nothing(function, helpers, filled)


def _of_pytest(call: ast.Call) -> Iterator[Fault]:
    if name_of(call) == "raises" and any(names_in(each) & ALL_THERE_IS for each in call.args):
        yield call.lineno, "takes any mistake for the one meant"
    given = any(each.arg == "reason" for each in call.keywords) or (name_of(call) == "skip" and call.args)
    if name_of(call) in LEFT_OUT and not given:
        yield call.lineno, WITHOUT_REASON


def _asserts(function: Function, helpers: set[str]) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Assert) or name_of(node) in ("raises", "warns", "fail"):
            return True
        if isinstance(node, ast.Expr) and name_of(node.value) in helpers:
            return True
    return False


def imported_choices(tree: ast.Module) -> set[str]:
    """Names of classes that are imported; one that is gone through is a choice, which has values."""
    imported = [alias.name for n in tree.body if isinstance(n, ast.ImportFrom) for alias in n.names]
    return {name for name in imported if name[0].isupper() and not name.isupper()}


def constants(tree: ast.Module | Function, known: set[str]) -> set[str]:
    """Names that stand for a literal that is not empty."""
    found = set(known)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value and _is_filled(node.value, found, set()):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {each.id for each in targets if isinstance(each, ast.Name)}
    return found


def _is_filled(collection: ast.expr, filled: set[str], helpers: set[str]) -> bool:
    """Whether a collection is known to hold something: a literal, a helper that shows it, what is made of such."""
    match collection:
        case ast.Tuple() | ast.List() | ast.Set():
            return bool(collection.elts)
        case ast.Dict():
            return bool(collection.keys)
        case ast.Constant():
            return bool(collection.value)
        case ast.Name():
            return collection.id in filled
        case ast.BoolOp(op=ast.Or()):
            return any(_is_filled(each, filled, helpers) for each in collection.values)
        case ast.Call() if name_of(collection) in helpers or name_of(collection) == "range":
            return True
        case ast.Call() if name_of(collection) in AS_MANY:
            owner = collection.func.value if isinstance(collection.func, ast.Attribute) else None
            inner = [*collection.args, *([owner] if owner else [])]
            return any(_is_filled(each, filled, helpers) for each in inner)
    return False


def _over_nothing(function: Function, helpers: set[str], filled: set[str]) -> Iterator[Fault]:
    """Loops in which something is asserted of each, without anything that shows that there is one."""
    filled = filled | constants(function, filled)
    for node in ast.walk(function):
        if isinstance(node, ast.For) and any(isinstance(each, ast.Assert) for each in ast.walk(node)):
            counted = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
            added = {name for n in ast.walk(node) if isinstance(n, ast.AugAssign) for name in names_in(n.target)}
            told = names_in(node.iter) | added | (counted - names_in(node.target)) | grown_in(node)
            if not _is_filled(node.iter, filled, helpers) and not told & _shown_outside(node, function):
                yield node.lineno, "asserts in a loop that may run over nothing"
        over = _each_of(node.test) if isinstance(node, ast.Assert) else None
        if over and not _is_filled(over, filled, helpers) and not names_in(over) & _shown_outside(node, function):
            yield node.lineno, "asserts of all where there may be none"


def grown_in(loop: ast.For) -> set[str]:
    """Names of the collections to which the loop adds."""
    calls = [n for n in ast.walk(loop) if name_of(n) in ("add", "append", "update")]
    return {name for call in calls for name in names_in(call.func)}  # type: ignore[attr-defined]


def _each_of(asserted: ast.expr) -> ast.expr | None:
    """What `all(…)` or `not any(…)` goes through."""
    call = asserted.operand if isinstance(asserted, ast.UnaryOp) else asserted
    wanted = "any" if isinstance(asserted, ast.UnaryOp) else "all"
    if (
        name_of(call) == wanted
        and isinstance(call, ast.Call)
        and isinstance(call.args[0], ast.GeneratorExp | ast.ListComp)
    ):
        return call.args[0].generators[0].iter
    return None


def _shown_outside(node: ast.AST, function: Function) -> set[str]:
    """Names of which an assert speaks that is neither `node` nor in it."""
    inside = {id(each) for each in ast.walk(node)}
    asserts = [n for n in ast.walk(function) if isinstance(n, ast.Assert) and id(n) not in inside]
    return {name for each in asserts for name in names_in(each.test)}
