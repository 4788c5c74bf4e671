"""`quaybook build` ends with documents or says what keeps it from making them, in the words of the kit."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from quaybook.build import BuildRequest, build_edition
from quaybook.cli import main
from quaybook.resources import policy_source
from quaybook.wording.words import MissingWordError, load_messages

from tests.conftest import prepared_sample
from tests.helpers.killed import few_documents
from tests.helpers.workspaces import facts_of, write_facts

SETTINGS = """\
site_name: mine
use_directory_urls: false
theme:
  name: mkdocs
plugins: {plugins}
hooks: [hook.py]
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose terminal is prepared already, with few documents."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("quaybook.build.prepare", lambda *_, **__: (few_documents(prepared_sample("chitoseura")), ()))
    (tmp_path / "mkdocs.yml").write_text(SETTINGS.format(plugins="[quaybook]"), encoding="utf-8")
    (tmp_path / "hook.py").touch()
    (tmp_path / "docs").mkdir()
    return tmp_path


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
    (workspace / "mkdocs.yml").write_text(SETTINGS.format(plugins="[]"), encoding="utf-8")
    code = build(monkeypatch, "--ui-lang", language)
    out, err = capsys.readouterr()
    assert not (workspace / "build").exists(), "MkDocs alone makes nothing"
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
    monkeypatch.setattr("quaybook.build.prepare", unwanted)
    assert build(monkeypatch, "--ui-lang", "en", "--root", ".") == 1
    assert load_messages(policy_source(), "en")["no_site_config"]["what"] in capsys.readouterr().err
    assert not (workspace / "build").exists()


@pytest.mark.parametrize("event", ["on_config(config)", "on_files(files, config)", "on_post_build(config)"])
def test_any_failure_of_mkdocs_is_a_1(
    workspace: Path, event: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hook = f"def {event}:\n    print('said by the hook')\n    raise SystemExit(7)\n"
    (workspace / "hook.py").write_text(hook, encoding="utf-8")
    assert build(monkeypatch, "--only", "site,word") == 1
    assert "said by the hook" in capsys.readouterr().err
    assert not (workspace / "build" / "mine" / "controlled").exists()
    assert list((workspace / "build" / "mine").iterdir()) == []


def test_what_went_well_is_no_news(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / "hook.py").write_text("def on_config(config): print('said by the hook')\n", encoding="utf-8")
    assert build(monkeypatch, "--only", "site", "--ui-lang", "en") == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines()[0].endswith("index.html")
    assert "hook" not in out


def test_a_warning_of_mkdocs_keeps_the_site_from_its_place(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = "import logging\ndef on_files(files, config): logging.getLogger('mkdocs.mine').warning('something')\n"
    (workspace / "hook.py").write_text(hook, encoding="utf-8")
    assert build(monkeypatch, "--only", "site") == 1
    assert list((workspace / "build" / "mine").iterdir()) == []


def test_a_build_that_is_interrupted_ends_with_130(tmp_path: Path, workspace: Path) -> None:
    write_facts(tmp_path / "terminals" / "mine", facts_of("chitoseura"))
    interrupting = "import os, signal\ndef on_files(files, config): os.kill(os.getpid(), signal.SIGINT)\n"
    (workspace / "hook.py").write_text(interrupting, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("quaybook")), "build", "mine"]
    done = subprocess.run(command, cwd=workspace, capture_output=True, timeout=120, check=False)
    assert done.returncode == 130
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""
    assert list((workspace / "build" / "mine").iterdir()) == []


WITHOUT_MKDOCS = """\
import sys
sys.modules["mkdocs"] = sys.modules["material"] = sys.modules["mkdocs.config"] = None
from quaybook.build import BuildRequest, build_edition
from quaybook.cli import main
main()
"""


def test_word_files_need_no_mkdocs(tmp_path: Path) -> None:
    facts = facts_of("chitoseura")
    facts["document_control"] = facts["document_control"] | {"profile": "minimum"}  # type: ignore[operator]
    write_facts(tmp_path / "terminals" / "mine", facts)
    command = [sys.executable, "-c", WITHOUT_MKDOCS, "build", "--only", "word,workbook", "--ui-lang", "en"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    place = tmp_path / "build" / "mine" / "controlled"
    assert {path.suffix for path in place.rglob("*") if path.is_file()} == {".docx", ".xlsx", ".json"}
    told = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    listed = {path: entry["sha256"] for path, entry in told["files"].items()}
    there = {p.relative_to(place).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in place.rglob("ja/*/*")}
    assert listed == there
    assert all(entry["documents"] and entry["format"] in ("word", "workbook") for entry in told["files"].values())
    assert (told["terminal"], told["audience"], told["languages"]) == ("mine", "controlled", ["ja"])
    # A site asked for there is a fault of the installation, not silently left out.
    site = [*command[:-4], "--only", "site", "--ui-lang", "en"]
    (tmp_path / "mkdocs.yml").write_text(SETTINGS.format(plugins="[quaybook]"), encoding="utf-8")
    assert subprocess.run(site, cwd=tmp_path, capture_output=True, timeout=300, check=False).returncode != 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--only", "pdf"), "unknown_format"),
        (("--only", "word", "--lang", "xx"), "unknown_language"),
        (("--only", "word", "--lang", "ja,ja"), "language_twice"),
    ],
)
def test_what_is_asked_for_and_is_not_there_is_told(
    workspace: Path,
    arguments: tuple[str, ...],
    code: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert build(monkeypatch, *arguments, "--ui-lang", "en") == 1
    assert load_messages(policy_source(), "en")[code]["what"].split("{")[0] in capsys.readouterr().err
    assert not (workspace / "build").exists()


def test_a_build_of_nothing_is_told_and_writes_nothing(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(monkeypatch, "--only", "quizzes", "--ui-lang", "en") == 1
    message = load_messages(policy_source(), "en")["format_makes_nothing"]
    values = {"came": "quizzes", "audience": "controlled", "languages": "ja"}
    assert message["what"].format(**values) in capsys.readouterr().err
    assert [path for path in (workspace / "build").rglob("*") if path.is_file()] == []


def test_two_sites_in_one_process_do_not_mix(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Machines of a cluster may work in threads, and MkDocs keeps its plugins for the whole process."""
    few = {name: few_documents(prepared_sample(name)) for name in ("chitoseura", "hoshimisaki")}
    monkeypatch.setattr("quaybook.build.prepare", lambda _, name, *__: (few[name], ()))
    requests = [BuildRequest(workspace, name, workspace / "out" / name, ("site",)) for name in few]
    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(build_edition, requests))
    assert [each.is_done for each in done] == [True, True]
    pages = {name: (workspace / "out" / name / "index.html").read_text(encoding="utf-8") for name in few}
    titles = {name: str(prepared.terminal.terminal.name) for name, prepared in few.items()}
    found = {name: [title in pages[name] for title in titles.values()] for name in few}
    assert found == {"chitoseura": [True, False], "hoshimisaki": [False, True]}


def test_a_word_that_a_format_lacks_is_told(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(*_: object) -> dict[str, dict[str, str]]:
        raise MissingWordError("site.bundle", "policy_src/words/ja.yml")

    monkeypatch.setattr("quaybook.formats.word.format.WordFormat.links", lacking)
    done = build_edition(BuildRequest(workspace, "chitoseura", workspace / "out", ("word",)))
    assert [(problem.code, problem.file) for problem in done.problems] == [
        ("word_not_there", "policy_src/words/ja.yml")
    ]
    assert list(workspace.glob("*out*")) == []
