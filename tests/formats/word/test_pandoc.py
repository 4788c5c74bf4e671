"""pandoc runs as it is built, whatever is set for programs of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypandoc
import pytest
from quaybook.formats.word import pandoc

REFUSES = 'if [ -n "${GHCRTS+set}" ]; then echo "options are disabled" >&2; exit 1; fi'
GRUMBLES = 'if [ -n "${GHCRTS+set}" ]; then echo "Warning: ignored" >&2; fi'


@pytest.fixture(autouse=True)
def probed_anew() -> Iterator[None]:
    pandoc._probed.cache_clear()
    yield
    pandoc._probed.cache_clear()


def converted() -> tuple[int, bytes, bytes]:
    done = pandoc.run("--from=markdown", "--to=plain", given="*本文*".encode())
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("of_others", ["", "-s", "-A1m", "--no-such-option"])
def test_what_is_set_for_others_is_not_for_pandoc(monkeypatch: pytest.MonkeyPatch, of_others: str) -> None:
    pypandoc.get_pandoc_path()
    monkeypatch.setenv("GHCRTS", of_others)
    assert converted() == (0, "本文\n".encode(), b"")
    assert pandoc.version().startswith("pandoc ")


def test_pandoc_is_told_how_much_memory_it_may_fill() -> None:
    told = pandoc.run("--version", "+RTS", "-s")
    assert b"total memory" in told.stderr
    assert pandoc._probed()[1] == {"GHCRTS": "-A128m"}


@pytest.mark.parametrize("complains", [REFUSES, GRUMBLES])
def test_a_pandoc_that_cannot_be_told_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, complains: str) -> None:
    other = tmp_path / "pandoc"
    other.write_text(f'#!/bin/sh\n{complains}\nexec "{pypandoc.get_pandoc_path()}" "$@"\n', encoding="utf-8")
    other.chmod(0o755)
    monkeypatch.setattr(pypandoc, "get_pandoc_path", lambda: str(other))
    monkeypatch.setenv("GHCRTS", "-s")
    assert converted() == (0, "本文\n".encode(), b"")
