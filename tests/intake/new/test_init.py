"""A private workspace: made whole in an empty folder, it takes nothing of the checkout, and a terminal in it builds."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.config import load_config
from quaybook import __version__
from quaybook.intake.new import workspace_files as workspace_files_module
from quaybook.intake.new.terminal import new_terminal
from quaybook.intake.new.workspace_files import init_workspace, workspace_files
from quaybook.intake.new.workspace_kit import WHEEL, Kit, find_kit
from quaybook.pipeline import Workspace, prepare
from quaybook.problems import Problem
from quaybook.schema.editor import facts_schema

from tests.conftest import REPOSITORY, TODAY


def wheel_content() -> bytes:
    """What passes for a wheel of this kit, without its three megabytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("quaybook/__init__.py", "")
        archive.writestr(f"quaybook-{__version__}.dist-info/METADATA", f"Name: quaybook\nVersion: {__version__}\n")
    return made.getvalue()


KIT = Kit(wheel_content())


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "private"
    assert not isinstance(init_workspace(folder, KIT), Problem)
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
        "starters/port-guideline-2.yml",
        "terminals/facts.schema.json",
        f"kit/{WHEEL}",
    }
    assert (workspace / "kit" / WHEEL).read_bytes() == KIT.content
    schema = json.loads((workspace / "terminals" / "facts.schema.json").read_text(encoding="utf-8"))
    assert schema == facts_schema()


def test_no_file_names_a_version_server_or_folder_that_is_not_its_own() -> None:
    contents = workspace_files(KIT)
    assert len(contents) > 5
    del contents[f"kit/{WHEEL}"]
    for path, content in contents.items():
        text = content.decode()
        assert not re.search("@[a-z]+@", text), path
        assert str(REPOSITORY) not in text, path
        assert "INHERIT" not in text, path
        assert "index-url" not in text, path
        assert "http" not in text or path.endswith("schema.json"), path


@pytest.mark.parametrize("name", ["terminals", "x.txt", ".hidden"])
def test_whatever_lies_in_the_folder_is_named_and_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    refused = init_workspace(tmp_path, KIT)
    assert isinstance(refused, Problem)
    assert (refused.code, dict(refused.values)["names"]) == ("not_empty", name)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_repository_without_files_is_empty_enough(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert not isinstance(init_workspace(tmp_path, KIT), Problem)
    assert (tmp_path / "mkdocs.yml").is_file()


def test_a_file_of_that_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "private").write_text("ours", encoding="utf-8")
    refused = init_workspace(tmp_path / "private", KIT)
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
    refused = init_workspace(tmp_path / "private" / "deep", KIT)
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
    refused = init_workspace(tmp_path, KIT)
    assert len(looks) == 2
    assert isinstance(refused, Problem)
    assert (refused.code, dict(refused.values)["names"]) == ("not_empty", name)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {name: "theirs"}


def test_a_folder_into_which_somebody_else_writes_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def failing(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "facts.schema.json" and arguments == ("xb",):
            (path.parent / "theirs.yml").touch()
            raise PermissionError(13, "no", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", failing)
    refused = init_workspace(tmp_path / "private", KIT)
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
    refused = init_workspace(tmp_path / "drive" / "private", KIT)
    assert isinstance(refused, Problem)
    assert (refused.code, refused.file) == ("not_written", str(tmp_path / "drive"))
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    refused = init_workspace(tmp_path / "link", KIT)
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
        wanted = (
            "pip install --require-hashes -r requirements.txt",
            f"quaybook check --format {form}",
            "quaybook build",
        )
        places = [text.index(each) for each in wanted]
        assert places == sorted(places)
    assert "actions/upload-artifact" in steps
    assert gitlab["documents"]["artifacts"]["paths"] == ["build/"]
    assert gitlab["check"]["artifacts"]["reports"]["codequality"] in lines


def pinned(text: str) -> list[tuple[str, list[str]]]:
    """Each requirement of a file with its hashes."""
    lines = re.sub(r"\\\n", " ", text).splitlines()
    stripped = [line.partition(" #")[0] for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return [(line.split()[0], re.findall(r"--hash=sha256:([0-9a-f]{64})(?:\s|$)", line)) for line in stripped]


def test_only_the_kit_in_the_folder_and_pinned_parts_are_installed(workspace: Path) -> None:
    text = (workspace / "requirements.txt").read_text(encoding="utf-8")
    found = dict(pinned(text))
    assert len(found) > 40
    assert all(found.values())
    assert found.pop(f"./kit/{WHEEL}") == [hashlib.sha256(KIT.content).hexdigest()]
    assert all(re.fullmatch(r"[a-z0-9.-]+(\[[a-z]+\])?==\S+", name) for name in found), found
    assert not [name for name in found if name.startswith("quaybook")]
    assert not re.search(r"://|--(find-links|index|extra|trusted)", text)
    assert dict(pinned((REPOSITORY / "requirements.lock").read_text(encoding="utf-8"))) == found


def test_the_kit_is_found_by_its_file_its_folder_and_where_it_was_installed_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / WHEEL).write_bytes(KIT.content)
    assert find_kit(tmp_path / WHEEL) == find_kit(tmp_path) == KIT
    noted: dict[str, Any] = {"url": (tmp_path / WHEEL).as_uri(), "archive_info": {}}

    class Installed:
        def read_text(self, name: str) -> str | None:
            return json.dumps(noted) if name == "direct_url.json" else None

    monkeypatch.setattr(metadata, "distribution", lambda _: Installed())
    assert find_kit(None) == KIT
    for other in ({"url": tmp_path.as_uri(), "dir_info": {}}, {"url": "https://example.jp/x", "archive_info": {}}, {}):
        noted.clear()
        noted.update(other)
        refused = find_kit(None)
        assert isinstance(refused, Problem)
        assert refused.code == "kit_not_named"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        (WHEEL, b"PK", "kit_broken"),
        (WHEEL, wheel_content()[:-30], "kit_broken"),
        (WHEEL, wheel_content().replace(b"Name", b"Nome"), "kit_broken"),
        (WHEEL, wheel_content().replace(b"quaybook/__init__", b"quaybook/__onit__"), "kit_broken"),
        ("quaybook-9.9.9-py3-none-any.whl", wheel_content(), "kit_other_name"),
        ("else.whl", None, "kit_missing"),
        ("x" * 300, None, "not_written"),
    ],
)
def test_what_is_not_this_kit_is_refused(tmp_path: Path, name: str, content: bytes | None, code: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    refused = find_kit(tmp_path / name)
    assert isinstance(refused, Problem)
    assert refused.code == code


def test_the_command_says_what_it_made_and_what_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / WHEEL).write_bytes(KIT.content)
    code = "from quaybook.cli import main; main()"
    command = [sys.executable, "-c", code, "init", "new folder", "--kit", "dist", "--ui-lang", "ja"]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert made.returncode == 0, made.stderr
    assert "README.md" in made.stdout.decode()
    again = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert again.returncode == 1
    assert "mkdocs.yml" in again.stderr.decode() or "…" in again.stderr.decode()
    assert files_in(tmp_path / "new folder") == set(workspace_files(KIT))
