"""A mistake in what findings say or in what facts are called is a problem of that file, not the end of a run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from quaybook.cli import main
from quaybook.pipeline import Workspace, prepare
from quaybook.problems import describe
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.conftest import REPOSITORY, TODAY

FINDINGS = "policy_src/words/findings.ja.yml"
FACTS = "policy_src/words/facts.yml"
MISTAKES = [
    (
        FINDINGS,
        "      fails: 原因の見立て",
        "      failz: 原因の見立て",
        "finding.check.second_opinion.fails: The wording is missing",
    ),
    (FINDINGS, "{fact}（確認：{ask}）", "{fakt}（確認：{ask}）", "finding.unknown: The wording uses a blank"),
    (FINDINGS, "{fact}（確認：{ask}）", "{fact}（確認：{ask）", "finding.unknown: The wording uses a blank"),
    (FINDINGS, '  end: "こと。"', "  end: [こと", "is not readable as YAML"),
    (FINDINGS, '  end: "こと。"', "  end: ''", "finding.end: The wording is missing"),
    (FACTS, "\nSite:\n", "\nSyte:\n", "Site: The group of facts"),
    (FACTS, "\nSite:\n", "\nSite: [x\n", "is not readable as YAML"),
]


def damaged(root: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str) -> None:
    """The kit's own sources, copied, with one place in one file changed."""
    copy = root / "policy_src"
    shutil.copytree(policy_source(), copy)
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr("quaybook.pipeline.policy_source", lambda: copy)


@pytest.mark.parametrize(("file", "old", "new", "told"), MISTAKES)
def test_a_mistake_of_the_wording_is_told_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str, told: str
) -> None:
    damaged(tmp_path, monkeypatch, file, old, new)
    _, problems = prepare(Workspace(REPOSITORY), "chitoseura", TODAY)
    messages = load_messages(policy_source(), "en")
    lines = [describe(problem, messages) for problem in problems]
    assert [line for line in lines if line.startswith(file) and told in line], lines[:3]
    assert {problem.file for problem in problems} == {file}


@pytest.mark.parametrize(("file", "old", "new", "told"), MISTAKES)
def test_the_list_of_gaps_tells_it_too(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    file: str,
    old: str,
    new: str,
    told: str,
) -> None:
    damaged(tmp_path, monkeypatch, file, old, new)
    monkeypatch.chdir(REPOSITORY)
    arguments = ["quaybook", "gaps", "chitoseura", "--today", "2026-11-01", "--lang", "ja", "--ui-lang", "en"]
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 1
    assert told in capsys.readouterr().err
