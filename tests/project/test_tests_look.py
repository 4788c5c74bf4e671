"""Tests look at something: no assert that cannot fail, no loop over nothing, no test without an assert."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.helpers.looking import asserting, each_test, faults

ALWAYS = "is true whatever happens"
NOTHING = "asserts in a loop that may run over nothing"
OF_ALL = "asserts of all where there may be none"
ONE = "def test_x(y):\n    assert y\n"


@cache
def trees() -> dict[Path, ast.Module]:
    found = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted((REPOSITORY / "tests").rglob("*.py"))}
    assert len(found) > 50
    return found


def test_every_test_looks_at_something() -> None:
    assert sum(len(each_test(tree)) for tree in trees().values()) > 500
    helpers = asserting(trees().values())
    assert len(helpers) > 100
    found = [f"{path.name}:{line} {what}" for path, tree in trees().items() for line, what in faults(tree, helpers)]
    assert found == []


def told(text: str) -> set[str]:
    tree = ast.parse(text)
    return {what for _, what in faults(tree, asserting([tree]))}


@pytest.mark.parametrize(
    "asserted",
    [
        "{y} if isinstance(y, str) else set(y) <= {1}",
        "(y == 1) if y else True",
        "y == 1, 'message'",
        "[y]",
        "{y}",
        "{'a': y}",
        "'text'",
        "f'{y}'",
        "1",
        "True",
        "lambda: y == 1",
        "(each == 1 for each in y)",
        "y == 1 or True",
        "y == 1 or 'text'",
        "not False",
        "y == y",
        "y.a <= y.a",
        "1 < y == y",
        "y and ({y} if y else y <= {1})",
    ],
)
def test_what_cannot_fail_is_refused(asserted: str) -> None:
    # In brackets, as somebody would write a tuple by mistake.
    assert told(f"def test_x(y):\n    assert ({asserted})\n") == {ALWAYS}


@pytest.mark.parametrize(
    "asserted",
    [
        "y", "y == 1", "y == [1]", "not y", "not []", "y or z", "y and 'text' in y", "(y if z else 1) == 2",
        "made(y) == made(y)", "all(y)", "any(each for each in y)", "y < z < y", "({y} if z else y) <= {1}",
    ],
)  # fmt: skip
def test_what_can_fail_is_let_through(asserted: str) -> None:
    expected = {ALWAYS} if asserted.startswith("(y if") or asserted.startswith("({y} if") else set()
    assert told(f"def test_x(y):\n    assert {asserted}\n") == expected


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("def test_x(y):\n    y.run()\n", "asserts nothing"),
        ("def test_x(y):\n    y == 1\n    assert y\n", "compares and asserts nothing"),
        ("def test_x(y):\n    with pytest.raises(Exception):\n        y()\n", "takes any mistake for the one meant"),
        (
            "def test_x(y):\n    with raises((OSError, BaseException)):\n        y()\n",
            "takes any mistake for the one meant",
        ),
        (f"try:\n    import x\nexcept ImportError:\n    pass\n{ONE}", "passes over what went wrong"),
        (f"@pytest.mark.skip\n{ONE}", "is left out without a reason"),
        (f"@pytest.mark.skip()\n{ONE}", "is left out without a reason"),
        (f"@pytest.mark.skipif(True)\n{ONE}", "is left out without a reason"),
        (f"@pytest.mark.xfail(strict=True)\n{ONE}", "is left out without a reason"),
        ("def test_x(y):\n    pytest.skip()\n    assert y\n", "is left out without a reason"),
        ("def test_x(y):\n    for each in y:\n        assert each\n", NOTHING),
        ("def test_x(y):\n    for each in y.items():\n        assert each\n    assert z\n", NOTHING),
        ("def test_x(y):\n    for one in (1, 2):\n        for each in y(one):\n            assert each\n", NOTHING),
        ("def test_x(y):\n    for each in []:\n        assert each\n", NOTHING),
        ("def test_x(y):\n    assert all(each for each in y)\n", OF_ALL),
        ("def test_x(y):\n    assert not any(each for each in y)\n", OF_ALL),
        ("def test_x(y):\n    assert all([each for each in y])\n", OF_ALL),
    ],
)
def test_what_looks_at_nothing_is_refused(text: str, what: str) -> None:
    assert what in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "def test_x(y):\n    with pytest.raises(ValueError):\n        y()\n",
        "def helper(y):\n    assert y\ndef test_x(y):\n    helper(y)\n",
        "def test_x(y):\n    for each in (1, 2):\n        assert each in y\n",
        "WORDS = ('a', 'b')\ndef test_x(y):\n    for each in sorted(WORDS):\n        assert each in y\n",
        "def test_x(y):\n    found = y()\n    assert len(found) > 3\n    for each in found:\n        assert each\n",
        "def test_x(y):\n    seen = 0\n    for each in y:\n        seen += 1\n        assert each\n    assert seen\n",
        "def test_x(y):\n    a = set()\n    for each in y:\n        a.add(each)\n        assert each\n    assert a\n",
        "from a import Kind\ndef test_x(y):\n    for kind in Kind:\n        assert kind in y\n",
        "def test_x(y):\n    assert y\n    assert all(each for each in y)\n",
        f"@pytest.mark.skipif(x, reason='no x')\n{ONE}",
        "def test_x(y):\n    pytest.skip('no x')\n    assert y\n",
    ],
)
def test_what_looks_at_something_is_let_through(text: str) -> None:
    assert told(text) == set()
