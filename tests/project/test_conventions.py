"""The conventions that CONTRIBUTING.md states, each checked on a set that is first shown not to be empty."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "generators" / "quaybook"
ORDER = (
    *(
        "problems",
        "resources",
        "environment",
        "jobs",
        "files",
        "facts",
        "model",
        "catalogue",
        "law",
        "assessment",
        "wording",
        "documents",
    ),
    *("formats", "reports", "schema", "intake", "upgrade", "pipeline", "build", "drill", "cluster", "cli"),
)
DOORS = {"cli", "mkdocs_plugin"}
ONE_ROOM = {
    "mkdocs": {"mkdocs_plugin", "formats/site", "formats/site/search"},
    "markdown": {"formats/site"},
    "distributed": {"cluster"},
    "pypandoc": {"formats"},
    "docx": {"formats/word"},
    "pptx": {"formats/slides"},
    "pygraphviz": {"formats"},
    "typst": {"formats/binder"},
    "segno": {"formats/binder"},
    "pypdfium2": {"formats/binder"},
    "fontTools": {"formats/binder"},
    "icalendar": {"formats/calendar"},
    "typer": {"cli", "cli/practice"},
    "xlsxwriter": {"formats/workbook", "intake/questionnaire/writing"},
    "openpyxl": {"intake/questionnaire/reading"},
}


def modules() -> list[Path]:
    found = sorted(PACKAGE.rglob("*.py"))
    assert len(found) > 25
    return found


def stage(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def room(path: Path) -> str:
    """The folder of a module within the package; a module that stands alone is a room of its own."""
    return path.relative_to(PACKAGE).parent.as_posix() if path.parent != PACKAGE else path.stem


def imported(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names.append("." * node.level + (node.module or ""))
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return names


def rank(name: str) -> int:
    return ORDER.index("cli" if name in DOORS else name)


def test_a_module_imports_only_from_its_left() -> None:
    seen = 0
    for path in modules():
        if stage(path) == "__init__":
            continue
        for name in imported(path):
            if name.startswith("quaybook.") and name != "quaybook.":
                seen += 1
                other = name.split(".")[1]
                assert rank(other) <= rank(stage(path)), f"{path.name} imports {name}"
                assert other == stage(path) or rank(other) < rank(stage(path)), f"{path.name} imports {name}"
    assert seen > 80


def test_each_foreign_library_is_known_to_its_own_rooms_only() -> None:
    used = {library: set() for library in ONE_ROOM}
    for path in modules():
        for name in imported(path):
            library = name.split(".")[0]
            if library in used:
                used[library].add(room(path))
    assert used == ONE_ROOM


def test_every_module_says_why_it_exists_and_stays_small() -> None:
    for path in modules():
        text = path.read_text(encoding="utf-8")
        if path.name == "__init__.py" and not text:
            continue
        assert ast.get_docstring(ast.parse(text)), path
        assert text.count("\n") <= 250, path


def test_functions_stay_short() -> None:
    seen = 0
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                seen += 1
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= 40, f"{path.name}: {node.name} has {length} lines"
    assert seen > 150


def docstrings(tree: ast.Module) -> set[int]:
    """Identities of the constants that are docstrings."""
    holders = [n for n in ast.walk(tree) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef) and n.body]
    return {id(n.body[0].value) for n in holders if isinstance(n.body[0], ast.Expr)}


def test_python_holds_no_japanese_wording() -> None:
    japanese = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
    # Notation of the facts, of those of an earlier version too, section letters of the report and the names of large
    # numbers, not wording.
    notation = {"該当なし", "はい", "いいえ", "仮", "# 仮の値", "自動更新", "アイウエオカ", "千", "万", "億"}
    found, seen = [], 0
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = docstrings(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
                seen += 1
                if japanese.search(node.value) and node.value not in notation:
                    found.append(f"{path.name}:{node.lineno} {node.value}")
    assert seen > 1000
    assert found == []


def tracked_texts() -> list[tuple[Path, str]]:
    kinds = {".py", ".md", ".yml", ".j2", ".toml", ".css", ".js", ".lock", ".txt", ""}
    skip = {
        ".git",
        ".venv",
        "node_modules",
        "site",
        ".cache",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
        "build",
    }
    found = []
    for path in sorted(REPOSITORY.rglob("*")):
        parts = path.relative_to(REPOSITORY).parts
        if path.is_file() and path.suffix in kinds and not skip & set(parts) and "__pycache__" not in parts:
            found.append((path, path.read_text(encoding="utf-8")))
    assert len(found) > 300
    return found


@pytest.mark.parametrize(
    "forbidden",
    [
        r"index-url\s*[=:]\s*\S",
        r"files\.python" + r"hosted",
        r"pypi\." + r"org",
        r"registry\.npm" + r"js",
        r"(?<![\w.])/(?:work|root)/\w",
    ],
)
def test_no_registry_and_no_path_of_a_machine(forbidden: str) -> None:
    pattern = re.compile(forbidden)
    assert [str(path) for path, text in tracked_texts() if pattern.search(text)] == []


def test_samples_hold_placeholders_only() -> None:
    facts = [text for path, text in tracked_texts() if path.is_relative_to(REPOSITORY / "terminals")]
    assert len(facts) > 20
    together = "\n".join(facts)
    assert re.findall(r"\b0\d{1,4}-\d{1,4}-\d{3,4}\b", together) == []
    hosts = set(re.findall(r"@([\w.-]+)", together))
    assert hosts
    assert {h for h in hosts if not h.endswith(("example.jp", "example.com"))} == set()
    addresses = set(re.findall(r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b", together))
    assert addresses
    assert {a for a in addresses if not a.startswith(("192.0.2.", "198.51.100.", "203.0.113."))} == set()
