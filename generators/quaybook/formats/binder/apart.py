"""Formats stage, binder: Typst in a process of its own.

It remembers all that it has ever laid out: nine binders one after the other fill five gigabytes of whoever builds.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from quaybook.formats.binder.typesetting import Typesetter, asked


def lay_out(folder: Path, main: str, data: Sequence[str]) -> list[bytes]:
    """One PDF of `main` for each of these files of data, which lie in `folder` as all else that it reads.

    Raises RuntimeError with Typst's own words.
    """
    _run("lay_out", str(folder), main, *data)
    return [_made(folder, name).read_bytes() for name in data]


def ask(folder: Path, main: str, data: str, label: str) -> bytes:
    """What the layout of `main` with this file of data tells under a label, as JSON: the values in their order.

    Raises RuntimeError with Typst's own words.
    """
    return _run("ask", str(folder), main, data, label)


def _run(*order: str) -> bytes:
    done = subprocess.run([sys.executable, "-m", __name__, *order], capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return done.stdout


def _made(folder: Path, data: str) -> Path:
    return (folder / data).with_suffix(".pdf")


def _main(order: str, folder: Path, main: str, *rest: str) -> None:
    if order == "ask":
        data, label = rest
        sys.stdout.write(asked(folder / main, label, data=data))
        return
    typesetter = Typesetter(folder)
    for name in rest:
        _made(folder, name).write_bytes(typesetter.typeset(main, data=name))


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
