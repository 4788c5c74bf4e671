"""Formats stage, binder: Typst in a process of its own.

It remembers all that it has ever laid out: nine binders one after the other fill five gigabytes of whoever builds.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quaybook.formats.binder.typesetting import Typesetter


@dataclass(frozen=True)
class Laid:
    """A file that is laid out, and the ids of the documents that reach over their sheets in it."""

    pdf: bytes
    overflows: tuple[str, ...]


def lay_out(folder: Path, main: str, data: Sequence[str]) -> list[Laid]:
    """One file of `main` for each of these files of data, which lie in `folder` as all else that it reads.

    Raises RuntimeError with Typst's own words.
    """
    command = [sys.executable, "-m", __name__, str(folder), main, *data]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    told: list[list[str]] = json.loads(done.stdout)
    return [Laid(_made(folder, name).read_bytes(), tuple(over)) for name, over in zip(data, told, strict=True)]


def _made(folder: Path, data: str) -> Path:
    return (folder / data).with_suffix(".pdf")


def _main(folder: Path, main: str, data: Sequence[str]) -> None:
    typesetter, told = Typesetter(folder), list[tuple[str, ...]]()
    for name in data:
        _made(folder, name).write_bytes(typesetter.typeset(main, data=name))
        told.append(typesetter.overflows())
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
