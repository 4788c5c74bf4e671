"""Whatever is typed or stands in the environment, the commands answer in words and with their exit codes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from quaybook.cli import main

from tests.conftest import REPOSITORY

ABSURD = {
    "too long": "a" * 300,
    "too long in Japanese": "長" * 300,
    "empty": "",
    "here": ".",
    "above": "..",
    "elsewhere": "../chitoseura",
    "a file": "chitoseura/people.yml",
    "shared": "_shared",
    "capitals": "CHITOSEURA",
    "two lines": "a\nb",
    "no character": "\udcff",
    "turned round": "\u202e",
    "braces": "%s{0}{x}",
}
COMMANDS = (
    ("check", "{}"),
    ("check", "chitoseura", "--explain", "{}"),
    ("check", "chitoseura", "--for", "{}"),
    ("check", "--root", "{}"),
    ("check", "--today", "{}"),
    ("coverage", "{}"),
    ("gaps", "{}"),
    ("gaps", "--lang", "{}"),
    ("build", "{}"),
    ("build", "--root", "{}"),
    ("build", "chitoseura", "--audience", "{}"),
    ("new", "{}", "--yes", "--root", "nowhere"),
    ("new", "mine", "--yes", "--root", "{}"),
    ("init", "made", "--kit", "{}"),
    ("init", "{}", "--kit", "nowhere"),
    ("intake", "export", "{}", "made.xlsx"),
    ("intake", "export", "chitoseura", "{}"),
    ("intake", "import", "nowhere.xlsx", "{}"),
    ("intake", "import", "{}", "chitoseura"),
    ("{}",),
)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(REPOSITORY / "terminals" / "chitoseura", tmp_path / "w" / "terminals" / "chitoseura")
    (tmp_path / "w" / "mkdocs.yml").write_text("site_name: x\nplugins: [quaybook]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "w")
    return tmp_path / "w"


@pytest.mark.parametrize("absurd", ABSURD)
def test_an_absurd_argument_is_answered_in_words(
    workspace: Path, absurd: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = {path: path.read_bytes() for path in (workspace / "terminals").rglob("*.yml")}
    assert facts
    codes = []
    for command in COMMANDS:
        monkeypatch.setattr(sys, "argv", ["quaybook", *(part.replace("{}", ABSURD[absurd]) for part in command)])
        with pytest.raises(SystemExit) as stop:
            main()
        codes.append(stop.value.code)
        out, err = capsys.readouterr()
        assert stop.value.code in (0, 1, 2), command
        assert out.strip() or err.strip(), command
        assert (stop.value.code == 0) or err.strip(), command
    assert set(codes) & {1, 2}
    assert {path: path.read_bytes() for path in (workspace / "terminals" / "chitoseura").rglob("*.yml")} == facts


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "a" * 300, "LC_ALL": ":::", "LANGUAGE": ""},
        {"QUAYBOOK_TODAY": "9" * 300},
        {"QUAYBOOK_TODAY": "0000-01-01"},
        {"HOME": "/nonexistent", "TMPDIR": "/nonexistent"},
        {"COLUMNS": "many", "TERM": "dumb"},
        {"PYTHONIOENCODING": "ascii"},
        {"TERMINAL": "alacritty", "PORT": "8080", "AUDIENCE": "all", "SOURCE_DATE_EPOCH": "abc"},
    ],
    ids=lambda each: ",".join(each),
)
def test_an_absurd_environment_is_answered_in_words(workspace: Path, environment: dict[str, str]) -> None:
    run = [sys.executable, "-c", "from quaybook.cli import main; main()", "gaps", "chitoseura"]
    done = subprocess.run(
        run, cwd=workspace, env=os.environ | environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == (2 if "QUAYBOOK_TODAY" in environment else 0), done.stderr
    assert done.stdout.strip() or "QUAYBOOK_TODAY" in done.stderr
