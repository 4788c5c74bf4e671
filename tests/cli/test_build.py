"""`quaybook build` ends with documents or says what keeps it from making them, in the words of the kit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from quaybook.cli import main
from quaybook.pipeline import Prepared
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.conftest import prepared_sample
from tests.helpers.workspaces import facts_of, write_facts

WITHOUT = """\
site_name: mine
theme:
  name: mkdocs
plugins: []
hooks: [hook.py]
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace without documents of the kit: its mkdocs.yml does not name the plugin."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys.modules["quaybook.cli.build"], "prepare", lambda *_, **__: prepared())
    (tmp_path / "mkdocs.yml").write_text(WITHOUT, encoding="utf-8")
    (tmp_path / "hook.py").touch()
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Ours\n", encoding="utf-8")
    return tmp_path


def prepared() -> tuple[Prepared, tuple[()]]:
    return prepared_sample("chitoseura"), ()


def build(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit code."""
    monkeypatch.setattr(sys, "argv", ["quaybook", "build", "mine", *arguments])
    with pytest.raises(SystemExit) as stop:
        main()
    return int(str(stop.value.code))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_settings_without_the_plugin_are_told(
    workspace: Path, language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = build(monkeypatch, "--ui-lang", language)
    out, err = capsys.readouterr()
    assert list((workspace / "build").rglob("*.html")) == [], "what MkDocs made alone does not stay"
    assert code == 1
    assert out == ""
    assert err.startswith("mkdocs.yml: ")
    assert load_messages(policy_source(), language)["no_documents_made"]["fix"] in err
    assert "  - quaybook" in err


def test_a_folder_without_settings_is_told_before_anything_is_done(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unwanted(*_: object, **__: object) -> None:
        raise AssertionError

    (workspace / "mkdocs.yml").unlink()
    monkeypatch.setattr(sys.modules["quaybook.cli.build"], "prepare", unwanted)
    assert build(monkeypatch, "--ui-lang", "en", "--root", ".") == 1
    assert load_messages(policy_source(), "en")["no_site_config"]["what"] in capsys.readouterr().err
    assert not (workspace / "build").exists()


def test_any_failure_of_mkdocs_is_a_1(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (workspace / "hook.py").write_text("def on_files(files, config): raise SystemExit(7)\n", encoding="utf-8")
    assert build(monkeypatch) == 1


def test_a_build_that_is_interrupted_ends_with_130(tmp_path: Path, workspace: Path) -> None:
    write_facts(tmp_path / "terminals" / "mine", facts_of("chitoseura"))
    interrupting = "import os, signal\ndef on_files(files, config): os.kill(os.getppid(), signal.SIGINT)\n"
    (workspace / "hook.py").write_text(interrupting, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("quaybook")), "build", "mine"]
    done = subprocess.run(command, cwd=workspace, capture_output=True, timeout=120, check=False)
    assert done.returncode == 130
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""
