"""One folder per mistake: what is reported, where, and that nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from quaybook.cli import main
from quaybook.pipeline import Workspace, prepare
from quaybook.problems import describe
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.conftest import REPOSITORY, TODAY
from tests.helpers.workspaces import broken_workspace, write_config

EXAMPLES = sorted(p for p in (REPOSITORY / "tests" / "broken_terminals").iterdir() if p.is_dir())


def test_every_kind_of_mistake_has_an_example() -> None:
    named = {e.name for e in EXAMPLES}
    assert named >= {
        "syntax_error", "duplicate_key", "unknown_key", "wrong_type", "missing_fact", "unknown_system",
        "unknown_contact", "unknown_supplier", "unknown_requirement", "dangling_reference", "missing_word",
        "unknown_variable",
    }  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_the_mistake_is_reported_with_file_line_and_remedy(example: Path, tmp_path: Path) -> None:
    workspace = Workspace(broken_workspace(example, tmp_path))
    _, problems = prepare(workspace, "broken", TODAY)
    messages = load_messages(policy_source(), "en")
    reported = [describe(problem, messages) for problem in problems]
    expected = (example / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert expected
    assert [line for line in expected if line not in reported] == [], reported[:5]
    in_facts = [line for line in reported if line.startswith("terminals/broken/") and "/overrides/" not in line]
    assert [line for line in in_facts if line not in expected] == []


def test_all_mistakes_are_reported_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    example = REPOSITORY / "tests" / "broken_terminals" / "many_at_once"
    monkeypatch.chdir(broken_workspace(example, tmp_path))
    monkeypatch.setattr("sys.argv", ["quaybook", "check", "--ui-lang", "en"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 1
    lines = (example / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) >= 4
    printed = capsys.readouterr().err.splitlines()
    assert printed == lines


def test_a_broken_terminal_leaves_the_last_good_site(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    root = broken_workspace(REPOSITORY / "tests" / "broken_terminals" / "wrong_type", tmp_path)
    (root / "site").mkdir()
    (root / "site" / "index.html").write_text("the last good one", encoding="utf-8")
    with pytest.raises(Abort):
        build(load_config(str(write_config(root, "broken"))))
    assert "is not a whole number" in caplog.text
    assert sorted(p.name for p in root.iterdir()) == ["docs", "mkdocs.yml", "site", "terminals"]
    assert (root / "site" / "index.html").read_text(encoding="utf-8") == "the last good one"
