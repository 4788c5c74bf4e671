"""The wheel carries everything: a workspace outside the checkout builds a copied terminal with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from quaybook.intake.new.workspace_files import init_workspace
from quaybook.intake.new.workspace_kit import Kit, find_kit
from quaybook.problems import Problem

from tests.conftest import REPOSITORY


def built(folder: Path, form: str, root: Path = REPOSITORY) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", form, "-d", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True, timeout=300)
    (found,) = folder.iterdir()
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("wheel"), "wheel")


def own_files(root: Path) -> set[str]:
    """All that the kit is made of, as it lies in a wheel."""
    found = {path.relative_to(root) for part in ("generators", "policy_src") for path in (root / part).rglob("*")}
    kept = {path.as_posix() for path in found if (root / path).is_file() and "__pycache__" not in path.parts}
    assert len(kept) > 500
    return {path.removeprefix("generators/") for path in kept if path.startswith("generators/")} | {
        f"quaybook/{path}" for path in kept if path.startswith("policy_src/")
    }


def carried(wheel: Path) -> set[str]:
    names = set(zipfile.ZipFile(wheel).namelist())
    return {name for name in names if not name.startswith("quaybook-")}


def test_the_wheel_carries_the_whole_kit_and_nothing_else(wheel: Path) -> None:
    assert carried(wheel) == own_files(REPOSITORY) | {"quaybook/requirements.lock"}


PLANTED = (
    ".env",
    "policy_src/.env",
    "policy_src/words/.secret.yml",
    "policy_src/words/ja.yml.bak",
    "policy_src/words/ja.yml~",
    "policy_src/private/people.yml",
    "policy_src/documents/private/mine/document.yml",
    "policy_src/documents/policy/backup/ja.md.j2.orig",
    "policy_src/documents/policy/backup/notes.txt",
    "policy_src/intake/workspace/id_rsa",
    "policy_src/terminals/mine/people.yml",
    "generators/.env",
    "generators/quaybook/.env",
    "generators/quaybook/cli/build.py.bak",
    "generators/quaybook/private/keys.py",
    "generators/quaybook/terminals/people.yml",
    "private/people.yml",
    "terminals/mine/people.yml",
)


def test_what_lies_beside_the_kit_by_chance_is_not_handed_on(tmp_path: Path) -> None:
    root = tmp_path / "copy"
    for part in ("generators", "policy_src"):
        shutil.copytree(REPOSITORY / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "requirements.lock"):
        shutil.copy(REPOSITORY / name, root / name)
    whole = own_files(root)
    for name in PLANTED:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("planted", encoding="utf-8")
    assert carried(built(tmp_path / "wheel", "wheel", root)) == whole | {"quaybook/requirements.lock"}
    with tarfile.open(built(tmp_path / "sdist", "sdist", root)) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    assert "policy_src/words/ja.yml" in names
    assert not set(PLANTED) & set(names)


def test_the_wheel_carries_the_policy_sources(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "quaybook/policy_src/requirements/mlit-interim-1.yml" in names
    assert "quaybook/policy_src/documents/policy/backup/ja.md.j2" in names
    assert "quaybook/policy_src/style/site.css" in names
    assert not [n for n in names if n.startswith(("terminals", "tests", "docs"))]


def test_a_workspace_outside_the_checkout_builds_with_the_wheel(wheel: Path, tmp_path: Path) -> None:
    venv, workspace = tmp_path / "venv", tmp_path / "workspace"
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "TERMINAL", "VIRTUAL_ENV")}
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "-q", "-p", sys.executable, str(venv)], check=True, timeout=120, env=clean)
    python = str(venv / "bin" / "python")
    kit = find_kit(wheel.parent)
    assert isinstance(kit, Kit)
    assert not isinstance(init_workspace(workspace, kit), Problem)
    install = [*uv, "pip", "install", "-q", "-p", python, "--require-hashes", "-r", "requirements.txt"]
    subprocess.run(install, cwd=workspace, check=True, timeout=600, env=clean)
    shutil.copytree(REPOSITORY / "terminals" / "chitoseura", workspace / "terminals" / "private")
    (workspace / "docs" / "our-own.md").write_text("# 当ターミナルだけのページ\n\n本文。\n", encoding="utf-8")
    done = subprocess.run(
        [python, "-m", "mkdocs", "build", "--strict"],
        cwd=workspace,
        env=clean | {"QUAYBOOK_TERMINAL": "private"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    site = workspace / "site"
    assert "千歳浦港" in (site / "index.html").read_text(encoding="utf-8")
    findings = (site / "ja/status/findings.html").read_text(encoding="utf-8")
    for name in ("catalog", "ssp", "assessment-plan", "assessment-results", "poam"):
        assert (site / f"ja/oscal/{name}.json").is_file()
        assert f'href="../oscal/{name}.json"' in findings
    for page, book in (("status/gap-list", "gaps"), ("register/register-assets", "registers")):
        assert (site / f"ja/sheets/{book}.xlsx").is_file()
        assert f'href="../sheets/{book}.xlsx"' in (site / f"ja/{page}.html").read_text(encoding="utf-8")
    assert not (site / "ja/status/port.html").exists()
    assert (site / "our-own.html").is_file()
    assert len(list(site.rglob("*.docx"))) > 125
    checked = subprocess.run(
        [str(venv / "bin" / "quaybook"), "check", "private"], cwd=workspace, env=clean, timeout=120
    )
    assert checked.returncode == 0
    begin_a_workspace(venv / "bin" / "quaybook", tmp_path / "begun", clean)


def begin_a_workspace(quaybook: Path, folder: Path, environment: dict[str, str]) -> None:
    """A workspace and a terminal of the kit's own making, without anything of the checkout."""
    steps = (("init", str(folder)), ("new", "mine", "--yes", "--root", str(folder)), ("check", "--root", str(folder)))
    for step in steps:
        made = subprocess.run([quaybook, *step], env=environment, capture_output=True, text=True, timeout=120)
        assert made.returncode == 0, made.stderr
    assert len(list((folder / "terminals" / "mine").glob("*.yml"))) == 10
