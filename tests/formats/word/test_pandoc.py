"""pandoc runs as it is built, whatever is set for programs of its kind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pypandoc
import pytest
from quaybook.formats import pandoc

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


def stands_in(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """`script` is run in the place of pandoc."""
    other = folder / "pandoc"
    other.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    other.chmod(0o755)
    monkeypatch.setattr(pypandoc, "get_pandoc_path", lambda: str(other))


@pytest.mark.parametrize("complains", [REFUSES, GRUMBLES])
def test_a_pandoc_that_cannot_be_told_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, complains: str) -> None:
    stands_in(monkeypatch, tmp_path, f'{complains}\nexec "{pypandoc.get_pandoc_path()}" "$@"')
    monkeypatch.setenv("GHCRTS", "-s")
    assert converted() == (0, "本文\n".encode(), b"")


def test_pandoc_stands_back_for_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stands_in(monkeypatch, tmp_path, "cat > /dev/null; nice")
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    assert int(pandoc.run().stdout) == min(usual + 5, 19)
    assert os.getpriority(os.PRIO_PROCESS, 0) == usual

    def refused(*_: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", refused)
    assert int(pandoc.run().stdout) == usual
