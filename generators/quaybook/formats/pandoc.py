"""Formats stage: pandoc, the program: which one it is, and how it is run, whatever is set for others of its kind."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import pypandoc

from quaybook.formats.contract import NotMadeError
from quaybook.problems import Problem

_OPTIONS = "GHCRTS"
_ERRNO = re.compile(rb"errno (\d+):")
# Steps of the system's scale; enough for a third of the time of whoever does not stand back.
_LATER = 5
# What it may fill before it looks for memory that is no longer needed: 270 MB instead of 180, and a tenth of its time
# less. A pandoc may be built so that it refuses to be told, or grumbles.
_TOLD: tuple[dict[str, str], ...] = ({_OPTIONS: "-A128m"}, {})


def run(*arguments: str, folder: Path | None = None, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """What became of one run of pandoc in `folder`."""
    return _run(arguments, _probed()[1], folder, given)


def convert(script: Path, *arguments: str, folder: Path, orders: str) -> None:
    """Has a script work off its `orders`, a source and a target a line, in `folder`.

    Raises RuntimeError with pandoc's own words if it fails or warns, OSError if it cannot write.
    """
    done = run("lua", str(script), *arguments, folder=folder, given=orders.encode())
    if number := _ERRNO.match(done.stderr):
        raise OSError(int(number[1]), os.strerror(int(number[1])), str(folder))
    if done.returncode or done.stderr:
        raise RuntimeError(f"pandoc {done.returncode}: {done.stderr.decode(errors='replace')}")


def version() -> str:
    """As pandoc tells it."""
    return _probed()[0]


@cache
def _probed() -> tuple[str, dict[str, str]]:
    for told in _TOLD:
        done = _run(("--version",), told)
        if done.returncode == 0 and not done.stderr:
            break
    return done.stdout.decode(errors="replace").partition("\n")[0], told


def _run(
    arguments: tuple[str, ...], told: dict[str, str], folder: Path | None = None, given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name != _OPTIONS}
    # pandoc would not look for another folder where the one that is named is not there.
    environment |= {"SOURCE_DATE_EPOCH": "1577836800", "TMPDIR": tempfile.gettempdir()}
    command, pipe = [_program(), *arguments], subprocess.PIPE
    with subprocess.Popen(command, cwd=folder, env=environment | told, stdin=pipe, stdout=pipe, stderr=pipe) as begun:
        _let_others_first(begun.pid)
        try:
            said, complained = begun.communicate(given, timeout=600)
        finally:
            # If it is waited for no longer, nobody stays at work.
            begun.kill()
    return subprocess.CompletedProcess(command, begun.returncode, said, complained)


def _program() -> str:
    """Where it lies. Raises NotMadeError where it is not, or cannot be started."""
    try:
        path = Path(pypandoc.get_pandoc_path())
    except OSError as error:
        raise NotMadeError(Problem.at("tool_missing", "pandoc", came="pandoc", detail=error)) from error
    if not os.access(path, os.X_OK):
        raise NotMadeError(Problem.at("tool_missing", "pandoc", came="pandoc", detail=path))
    return str(path)


def _let_others_first(process: int) -> None:
    """MkDocs beside it is one thread and ends last, so it gets a processor of its own."""
    if hasattr(os, "setpriority"):
        with suppress(OSError):
            usual = os.getpriority(os.PRIO_PROCESS, process)
            os.setpriority(os.PRIO_PROCESS, process, usual + _LATER)
