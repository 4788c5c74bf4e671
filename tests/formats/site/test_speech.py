"""MkDocs speaks the language of whoever runs it: progress in the kit's words, warnings with their text and counted."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs.commands import build as mkdocs_build
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.utils import CountHandler
from quaybook.formats.site.speech import Speech, StoppedError, ToldError, speak, stop_after

from tests.conftest import REPOSITORY
from tests.helpers.workspaces import write_config

ENGLISH = re.compile(r"\b(?!MkDocs)[A-Za-z]{2,} [A-Za-z]{2,}")
PROGRESS = [
    "Cleaning site directory",
    "Building documentation to directory: /x/site",
    "Building documentation...",
    "Documentation built in 12.34 seconds",
    "[12:00:01] Serving on http://127.0.0.1:8000/",
    "[12:00:01] Detected file changes",
    "[12:00:01] Reloading browsers",
    "Shutting down...",
    "Your documentation should shortly be available at: https://example.jp/",
    "The following pages exist in the docs directory, but are not included in the nav",
]


def record(text: str, level: int = logging.INFO) -> logging.LogRecord:
    return logging.LogRecord("mkdocs.commands.build", level, "", 0, text, None, None)


@pytest.mark.parametrize("text", PROGRESS)
def test_progress_is_told_in_japanese_or_not_at_all(text: str) -> None:
    assert ENGLISH.search(Speech("ja").said(record(text))) is None
    assert (Speech("ja").said(record(text)) == "") == (Speech("en").said(record(text)) == "")


def test_what_mkdocs_tells_of_its_progress_is_known_by_its_own_words() -> None:
    source = Path(mkdocs_build.__file__).read_text(encoding="utf-8")
    for text in ("Building documentation to directory: ", "Documentation built in "):
        assert text in source
        assert Speech("ja").said(record(f"{text}5 seconds"))


@pytest.mark.parametrize("level", [logging.WARNING, logging.ERROR, logging.CRITICAL])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_warning_keeps_its_text(language: str, level: int) -> None:
    text = "Doc file 'a.md' contains a link 'b.md', but the target is not found."
    said = Speech(language).format(record(text, level))
    assert text in said
    assert said != text


def test_all_is_told_to_whoever_asks_for_all() -> None:
    assert Speech("ja").said(record("Reading: a.md", logging.DEBUG)) == "Reading: a.md"


def test_a_warning_is_counted_and_the_kits_own_words_stand_alone(capsys: pytest.CaptureFixture[str]) -> None:
    logger, counted, printed = logging.getLogger("mkdocs"), CountHandler(), logging.StreamHandler(sys.stderr)
    counted.setLevel(logging.WARNING)
    # Whoever ran MkDocs before, quietly or not, left his level.
    level = logger.level
    logger.setLevel(logging.WARNING)
    for handler in (counted, printed):
        logger.addHandler(handler)
    try:
        speak("ja")
        speak("en")
        speak("ja")
        logger.warning("A link leads nowhere")
        logger.info("Cleaning site directory")
        get_plugin_logger("quaybook").error("\nfile:1: 誤り")
    finally:
        for handler in (counted, printed):
            logger.removeHandler(handler)
        logger.setLevel(level)
    assert counted.get_counts() == [("ERROR", 1), ("WARNING", 1)]
    assert capsys.readouterr().err == "注意（MkDocs）：A link leads nowhere\nfile:1: 誤り\n"


def test_the_end_of_a_build_is_told_in_the_kits_words() -> None:
    with pytest.raises(StoppedError, match="注意が3件"):
        stop_after(Abort("Aborted with 1 errors, 2 warnings in strict mode!"), "ja")
    with pytest.raises(StoppedError) as own:
        stop_after(ToldError("\n誤り"), "ja")
    with pytest.raises(StoppedError) as other:
        stop_after(PluginError("no such thing"), "ja")
    for stopped in (own, other):
        assert ENGLISH.search(stopped.value.format_message()) is None
    assert stop_after(ValueError("x"), "ja") is None


def mkdocs(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # The theme prints its announcement before anything of the kit is loaded.
    environment = os.environ | {"LANGUAGE": "ja", "PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", *arguments]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=300, check=False)


def test_mkdocs_by_hand_speaks_japanese_and_still_counts_in_a_strict_build(tmp_path: Path) -> None:
    (tmp_path / "terminals").symlink_to(REPOSITORY / "terminals")
    write_config(tmp_path, "chitoseura")
    done = mkdocs(tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "サイトができた" in done.stderr
    assert [line for line in (done.stdout + done.stderr).splitlines() if ENGLISH.search(line)] == []
    (tmp_path / "docs" / "notes.md").write_text("# 記録\n\n[x](nowhere.md)\n", encoding="utf-8")
    strict = mkdocs(tmp_path, "--strict")
    assert strict.returncode == 1
    assert "注意（MkDocs）：" in strict.stderr
    assert "nowhere.md" in strict.stderr
    assert "注意が1件" in strict.stdout + strict.stderr
    assert "Aborted" not in strict.stdout + strict.stderr
