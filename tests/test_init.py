"""A private workspace: made whole in an empty folder, it takes nothing of the checkout, and a terminal in it builds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import REPOSITORY, TODAY
from mkdocs.config import load_config
from quaybook import __version__
from quaybook.intake import workspace_files as workspace_files_module
from quaybook.intake.new_terminal import new_terminal
from quaybook.intake.workspace_files import init_workspace, workspace_files
from quaybook.outputs.schema import facts_schema
from quaybook.pipeline import Workspace, prepare
from quaybook.problems import Problem


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "private"
    assert not isinstance(init_workspace(folder), Problem)
    return folder


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_workspace_has_all_that_its_people_need(workspace: Path) -> None:
    assert files_in(workspace) == {
        "mkdocs.yml",
        "requirements.txt",
        "README.md",
        ".gitignore",
        ".gitlab-ci.yml",
        ".github/workflows/quaybook.yml",
        "docs/our-notes.md",
        "terminals/facts.schema.json",
    }
    assert f"quaybook=={__version__}\n" in (workspace / "requirements.txt").read_text(encoding="utf-8")
    schema = json.loads((workspace / "terminals" / "facts.schema.json").read_text(encoding="utf-8"))
    assert schema == facts_schema()


def test_no_file_names_a_version_server_or_folder_that_is_not_its_own() -> None:
    texts = workspace_files()
    assert len(texts) > 5
    for path, text in texts.items():
        assert "@version@" not in text, path
        assert str(REPOSITORY) not in text, path
        assert "INHERIT" not in text, path
        assert "index-url" not in text, path
        assert "http" not in text or path.endswith("schema.json"), path


@pytest.mark.parametrize("name", ["terminals", "x.txt", ".hidden"])
def test_whatever_lies_in_the_folder_is_named_and_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    refused = init_workspace(tmp_path)
    assert isinstance(refused, Problem)
    assert (refused.code, dict(refused.values)["names"]) == ("not_empty", name)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_repository_without_files_is_empty_enough(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert not isinstance(init_workspace(tmp_path), Problem)
    assert (tmp_path / "mkdocs.yml").is_file()


def test_a_file_of_that_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "private").write_text("ours", encoding="utf-8")
    refused = init_workspace(tmp_path / "private")
    assert isinstance(refused, Problem)
    assert refused.code == "not_a_folder"
    assert (tmp_path / "private").read_text(encoding="utf-8") == "ours"


def test_if_a_file_cannot_be_written_none_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def failing(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == ".gitlab-ci.yml":
            raise PermissionError(13, "no", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", failing)
    refused = init_workspace(tmp_path / "private" / "deep")
    assert isinstance(refused, Problem)
    assert refused.code == "no_permission"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["README.md", "terminals"])
def test_what_somebody_else_writes_meanwhile_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    read, looks = workspace_files_module._occupied, []

    def meanwhile(folder: Path) -> Problem | None:
        found = read(folder)
        if not looks:
            (folder / name).write_text("theirs", encoding="utf-8")
        looks.append(folder)
        return found

    monkeypatch.setattr(workspace_files_module, "_occupied", meanwhile)
    refused = init_workspace(tmp_path)
    assert len(looks) == 2
    assert isinstance(refused, Problem)
    assert (refused.code, dict(refused.values)["names"]) == ("not_empty", name)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {name: "theirs"}


def test_a_folder_into_which_somebody_else_writes_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def failing(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "facts.schema.json":
            (path.parent / "theirs.yml").touch()
            raise PermissionError(13, "no", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", failing)
    refused = init_workspace(tmp_path / "private")
    assert isinstance(refused, Problem)
    assert refused.code == "no_permission"
    assert files_in(tmp_path) == {"private/terminals/theirs.yml"}


def test_a_place_where_no_folder_can_be_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As /proc does, or a drive that is not there.
    made = Path.mkdir

    def failing(path: Path, *arguments: Any, **options: Any) -> None:
        if path.name == "drive":
            raise FileNotFoundError(2, "no such place", str(path))
        made(path, *arguments, **options)

    monkeypatch.setattr(Path, "mkdir", failing)
    refused = init_workspace(tmp_path / "drive" / "private")
    assert isinstance(refused, Problem)
    assert (refused.code, refused.file) == ("not_written", str(tmp_path / "drive"))
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    refused = init_workspace(tmp_path / "link")
    assert isinstance(refused, Problem)
    assert refused.code == "not_a_folder"


def test_the_site_looks_as_that_of_the_kit(workspace: Path) -> None:
    ours = yaml.safe_load((workspace / "mkdocs.yml").read_text(encoding="utf-8"))
    kit = yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"))
    plugins = [name if isinstance(name, str) else next(iter(name)) for name in kit.pop("plugins")]
    mine = [name if isinstance(name, str) else next(iter(name)) for name in ours.pop("plugins")]
    assert mine == plugins
    assert "quaybook" in mine
    assert ours == kit
    assert load_config(str(workspace / "mkdocs.yml")).docs_dir == str(workspace / "docs")


def test_a_new_terminal_in_it_has_documents(workspace: Path) -> None:
    made = new_terminal(workspace / "terminals", "mine", {}, "20261101")
    assert not isinstance(made, Problem)
    prepared, problems = prepare(Workspace(workspace), "mine", TODAY)
    assert problems == ()
    assert prepared is not None
    assert prepared.sets["ja"].documents


def test_automatic_checks_install_check_and_build(workspace: Path) -> None:
    github = yaml.safe_load((workspace / ".github/workflows/quaybook.yml").read_text(encoding="utf-8"))
    (job,) = github["jobs"].values()
    steps = "\n".join(step.get("run", step.get("uses")) for step in job["steps"])
    gitlab = yaml.safe_load((workspace / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    lines = "\n".join([*gitlab["before_script"], *gitlab["check"]["script"], *gitlab["documents"]["script"]])
    for text, form in ((steps, "github"), (lines, "gitlab")):
        wanted = ("pip install -r requirements.txt", f"quaybook check --format {form}", "quaybook build")
        places = [text.index(each) for each in wanted]
        assert places == sorted(places)
    assert "actions/upload-artifact" in steps
    assert gitlab["documents"]["artifacts"]["paths"] == ["build/"]
    assert gitlab["check"]["artifacts"]["reports"]["codequality"] in lines


def test_the_command_says_what_it_made_and_what_is_in_the_way(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from quaybook.cli import main; main()", "init", "new folder", "--ui-lang", "ja"]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert made.returncode == 0, made.stderr
    assert "README.md" in made.stdout.decode()
    again = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert again.returncode == 1
    assert "mkdocs.yml" in again.stderr.decode() or "…" in again.stderr.decode()
    assert files_in(tmp_path / "new folder") == set(workspace_files())
