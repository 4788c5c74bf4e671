"""Files that would take all time or memory are refused within bounds: a process with little of both loads each."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from quaybook.facts.folder import MAX_FOLDERS
from quaybook.facts.text import MAX_BYTES

from tests.conftest import REPOSITORY

SECONDS, BYTES = 20, 600_000_000
CHILD = """
import json, sys
from pathlib import Path
from quaybook.facts.folder import load_folder
source = load_folder(Path(sys.argv[1]), "x")
print(json.dumps([[p.line, p.code] for p in source.problems[:3]]))
"""


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


def loaded(root: Path) -> list[list[object]]:
    """The first problems of the terminal `x`, loaded within the limits."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(root / "terminals")],
        preexec_fn=_limit,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY / "generators")},
        timeout=20 * SECONDS,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    found: list[list[object]] = json.loads(done.stdout)
    return found


def _laughs(width: int, levels: int) -> str:
    lines = ["a0: &a0 [" + "x, " * width + "]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels)]
    return "\n".join(lines)


def _fill(piece: str, end: str = "") -> str:
    """As much of `piece` as a file may hold."""
    return piece * ((MAX_BYTES - len(end.encode())) // len(piece.encode())) + end


BOMBS: dict[str, tuple[Callable[[], str], int | None, str | None]] = {
    "laughs": (lambda: _laughs(10, 9), None, "too_many_values"),
    "laughs of two": (lambda: _laughs(2, 60), None, "too_many_values"),
    "a list many times": (lambda: f"a: &a [{'x, ' * 50_000}]\nb: [{'*a, ' * 50_000}]", None, "too_many_values"),
    "a text many times": (lambda: f"a: &a {'x' * 1_000_000}\nb: [{'*a, ' * 150_000}]", 2, "aliases_too_long"),
    "brackets": (lambda: _fill("["), 1, "too_deep"),
    "braces": (lambda: _fill("{"), 1, "key_refused"),
    "groups in brackets": (lambda: _fill("{a: ["), 1, "too_deep"),
    "dashes": (lambda: _fill("- "), 1, "too_deep"),
    "questions": (lambda: _fill("? "), 1, "key_refused"),
    "brackets on lines": (lambda: _fill("[\n"), 51, "too_deep"),
    "steps": (lambda: "\n".join(" " * n + "a:" for n in range(3000)), 51, "too_deep"),
    "aliases on aliases": (
        lambda: "a0: &a0 [x]\n" + "\n".join(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 5000)),
        None,
        "too_deep",
    ),
    "keys": (lambda: "".join(f"k{n}: 1\n" for n in range(400_000)), 200_000, "too_many_values"),
    "keys that are as many as may be": (lambda: "".join(f"k{n}: 1\n" for n in range(199_000)), None, None),
    "the same key": (lambda: _fill("k: 1\n"), 2, "duplicate_key"),
    "tags": (lambda: _fill("- !!python/name:os.system\n"), 1, "tag_refused"),
    "tag directives": (
        lambda: "".join(f"%TAG !{n}! x\n" for n in range(300_000)) + "---\na: 1\n",
        1,
        "directive_refused",
    ),
    "documents": (lambda: _fill("---\n"), 2, "second_document"),
    "anchors": (lambda: "".join(f"- &{n} x\n" for n in range(150_000)) + "- *1", 1, "anchor_unused"),
    "aliases of nothing": (lambda: _fill("*x\n"), 1, "alias_unknown"),
    "open quote": (lambda: "a: 1\nb: '" + _fill("x ")[:-20], 2, "quote_open"),
    "one word": (lambda: _fill("x"), 1, "not_a_mapping"),
    "one long value": (lambda: "a: " + _fill("見")[:-10], None, None),
    "long key": (lambda: _fill("x", ": 1"), 1, "syntax_error"),
    "comment": (lambda: _fill("#"), None, None),
    "comments": (lambda: _fill("# %\n"), None, None),
    "empty lines": (lambda: _fill("\n"), None, None),
    "carriage returns": (lambda: _fill("\r"), None, None),
    "separators": (lambda: _fill("\u2028"), None, None),
    "tabs": (lambda: _fill("\t", "a"), None, None),
    "spaces": (lambda: _fill(" ", "a: 1"), None, None),
    "escapes": (lambda: 'a: "' + _fill("\\n", '"')[:-8] + '"', None, None),
    "colons": (lambda: _fill(": "), None, None),
    "folded lines": (lambda: "a: >\n" + _fill("  x\n\n")[:-10], None, None),
    "controls": (lambda: _fill("\x1b"), 1, "character_refused"),
    "nothing but nul": (lambda: _fill("\0"), None, None),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_read_within_bounds(kind: str, tmp_path: Path) -> None:
    make, line, code = BOMBS[kind]
    (tmp_path / "terminals" / "x").mkdir(parents=True)
    raw = make().encode()
    assert len(raw) <= MAX_BYTES
    (tmp_path / "terminals" / "x" / "facts.yml").write_bytes(raw)
    found = loaded(tmp_path)
    if code:
        assert [found[0][0], found[0][1]] == [line or found[0][0], code]


def test_a_file_of_any_size_is_refused_within_bounds(tmp_path: Path) -> None:
    (tmp_path / "terminals" / "x").mkdir(parents=True)
    with (tmp_path / "terminals" / "x" / "facts.yml").open("wb") as file:
        file.truncate(50_000_000_000)
    assert loaded(tmp_path) == [[0, "file_too_large"]]


def test_folders_that_inherit_many_times_are_read_within_bounds(tmp_path: Path) -> None:
    for n in range(3000):
        folder = tmp_path / "terminals" / (f"_{n}" if n else "x")
        folder.mkdir(parents=True)
        (folder / "a.yml").write_text(f"k{n}: 1\ninherits: [{f'_{n + 1}, ' * 10}]\n", encoding="utf-8")
    assert loaded(tmp_path)[0] == [2, "inherits_too_many"]
    assert MAX_FOLDERS == 50


def test_many_files_are_refused_within_bounds(tmp_path: Path) -> None:
    (tmp_path / "terminals" / "x").mkdir(parents=True)
    for n in range(20_000):
        (tmp_path / "terminals" / "x" / f"{n}.yml").touch()
    assert loaded(tmp_path) == [[0, "folder_too_large"]]


def test_large_shared_facts_are_completed_within_bounds(tmp_path: Path) -> None:
    for name, head in (("x", "inherits: _a\n"), ("_a", "")):
        (tmp_path / "terminals" / name).mkdir(parents=True)
        keys = "".join(f"{name}{n}: 1\n" for n in range(90_000))
        (tmp_path / "terminals" / name / "a.yml").write_text(head + keys, encoding="utf-8")
    assert loaded(tmp_path) == []
