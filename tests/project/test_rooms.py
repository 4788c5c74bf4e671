"""The rooms of the package: few modules in each, arrows that never run back, tests that stand where the code does."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

PACKAGE, TESTS = REPOSITORY / "generators" / "quaybook", REPOSITORY / "tests"
REFUSED = 16
# Test folders that are about no single room, and data.
ABOUT_ALL = {"hostile", "helpers", "project", "prose", "bench", "golden", "broken_terminals"}


@cache
def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name != "__init__.py":
            found[".".join(path.relative_to(PACKAGE).with_suffix("").parts)] = path
    assert len(found) > 150
    return found


@cache
def arrows() -> dict[str, frozenset[str]]:
    """Module → the modules of ours that it imports."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, path in modules().items():
        # What is indented is there for the types only.
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ImportFrom):
                origin = name.split(".")[: -node.level] if node.level else []
                module = ".".join([*origin, *(node.module or "").split(".")]).removeprefix("quaybook.")
                found[name] |= {m for m in (module, *(f"{module}.{a.name}" for a in node.names)) if m in modules()}
    assert sum(map(len, found.values())) > 600
    return {name: frozenset(to) for name, to in found.items()}


def room(name: str) -> str:
    return name.rpartition(".")[0]


def test_a_room_holds_few_modules(capsys: pytest.CaptureFixture[str]) -> None:
    sizes: dict[str, int] = defaultdict(int)
    for name in modules():
        sizes[room(name) or "the top"] += 1
    with capsys.disabled():
        print("\nmodules in each room:", ", ".join(f"{name} {size}" for name, size in sorted(sizes.items())))
    assert len(sizes) > 20
    assert {name: size for name, size in sizes.items() if size >= REFUSED} == {}


def test_no_circle_of_modules() -> None:
    order = list(TopologicalSorter(arrows()).static_order())
    assert len(order) > 150


def test_rooms_beside_each_other_know_each_other_in_one_direction_only() -> None:
    between: dict[str, set[str]] = defaultdict(set)
    for name, imported in arrows().items():
        for other in imported:
            one, two = name.split("."), other.split(".")
            shared = next(i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b)
            if shared < min(len(one), len(two)) - 1:
                between[".".join(one[: shared + 1])].add(".".join(two[: shared + 1]))
    assert sum(map(len, between.values())) > 40
    list(TopologicalSorter(between).static_order())


def test_tests_stand_where_the_code_does() -> None:
    rooms = {Path(*room(name).split(".")) for name in modules() if room(name)}
    folders = {path.relative_to(TESTS).parent for path in TESTS.rglob("test_*.py")}
    about_rooms = {folder for folder in folders if folder.parts and folder.parts[0] not in ABOUT_ALL}
    looked_at = [name for name in modules() if Path(*room(name).split(".")[:2]) in about_rooms]
    assert len(looked_at) > 100
    assert about_rooms - rooms == set()
    # A room in a room is tested with the one around it or in a folder of its own.
    assert {Path(*each.parts[:2]) for each in rooms} - about_rooms - WITHOUT == set()


# Rooms whose tests stand with the one around them.
WITHOUT = {Path("intake")}
