"""The check tells of each language that is not complete how much there is in it, in one line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from quaybook.cli import main

from tests.helpers.languages import begun


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[object, str]]:
    """The exit code of the command and what it prints."""

    def run(root: Path, *arguments: str) -> tuple[object, str]:
        asked = ["quaybook", "check", "x", "--root", str(root), "--today", "2026-11-01", *arguments]
        monkeypatch.setattr("sys.argv", asked)
        with pytest.raises(SystemExit) as stop:
            main()
        printed = capsys.readouterr()
        return stop.value.code, printed.out + printed.err

    return run


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "English: 2 of 101 documents exist; whether they answer the requirements is not checked"),
        ("ja", "英語：文書101件のうち2件がある。要求事項に応えているかは確かめていない"),
    ],
)
def test_what_has_begun_is_told_in_a_line(
    check: Callable[..., tuple[object, str]], tmp_path: Path, language: str, line: str
) -> None:
    begun(tmp_path)
    code, printed = check(tmp_path, "--ui-lang", language)
    assert code == 0, printed
    assert re.sub(r"\s+", "", printed).count(re.sub(r"\s+", "", line)) == 1
    assert "Japanese:" not in printed
    assert "日本語：" not in printed


def test_it_is_told_to_programs(check: Callable[..., tuple[object, str]], tmp_path: Path) -> None:
    begun(tmp_path)
    code, printed = check(tmp_path, "--format", "json")
    assert code == 0, printed
    assert json.loads(printed)["x"]["languages"] == {
        "ja": {"documents": 101, "of": 101, "complete": True},
        "en": {"documents": 2, "of": 101, "complete": False},
    }


def test_a_language_that_nobody_has_begun_is_not_told_of(
    check: Callable[..., tuple[object, str]], tmp_path: Path
) -> None:
    begun(tmp_path, {})
    code, printed = check(tmp_path, "--ui-lang", "en")
    assert code == 0, printed
    assert "English" not in printed
    assert "Files are in terminals/x/" in printed
