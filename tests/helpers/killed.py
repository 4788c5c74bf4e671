"""Not a test: does one thing again and again, each time in a child of its own that is killed at a given point.

`python killed.py ACTION ARGUMENTS` reads points from standard input, one a line, and answers each with `killed`
or with what the action did before it was through: the names of its steps. A step is anything that changes
something on the disk; `k` on a line kills before the k-th step, `0` lets it through.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Lock

from click import ClickException
from mkdocs.__main__ import cli
from quaybook import mkdocs_plugin
from quaybook.files import exchange
from quaybook.files.facts_backup import write_facts
from quaybook.files.marker import mark
from quaybook.files.replacing import put_in_place
from quaybook.files.workshop import Workshop
from quaybook.pipeline import Prepared, Workspace, prepare

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "shutil.rmtree"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
DOCUMENTS = ("home", "backup", "register-assets")


def counted(last: int) -> list[str]:
    """The list of steps that grows from now on; before step `last` the process is killed."""
    steps: list[str] = []
    lock = Lock()

    def step(event: str, arguments: tuple[object, ...]) -> None:
        opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        if not opened and event not in CHANGES:
            return
        with lock:
            if len(steps) + 1 == last:
                os.kill(os.getpid(), signal.SIGKILL)
            steps.append(f"{event} {Path(os.fsdecode(str(arguments[0]))).name}")

    sys.addaudithook(step)
    return steps


def few_documents(prepared: Prepared) -> Prepared:
    """Three short documents of a terminal: its home page, one with a Word file, one with a workbook as well."""
    title = str(prepared.terminal.terminal.name)
    documents = tuple(
        replace(d, body=f"{title}\n", spec=d.spec.model_copy(update={"related": ()}), passages=())
        for d in prepared.sets["ja"].documents
        if d.spec.id in DOCUMENTS
    )
    assert len(documents) == len(DOCUMENTS)
    return replace(prepared, sets={"ja": replace(prepared.sets["ja"], documents=documents, rows=())})


def site(name: str, config: str) -> Callable[[], None]:
    """`mkdocs build` with the plugin, pandoc and the cache, of few documents of a sample."""
    prepared, problems = prepare(Workspace(Path(__file__).resolve().parent.parent.parent), name, date(2026, 11, 1))
    assert prepared is not None, problems
    small = few_documents(prepared)
    mkdocs_plugin.prepare = lambda *_: (small, ())

    def act() -> None:
        cli(["build", "-q", "-f", config], standalone_mode=False)

    return act


def exchanged(place: str, in_two_steps: bool) -> Callable[[], None]:
    """A folder of three files comes to its place."""
    if in_two_steps:
        exchange._system_call = lambda: None

    def act() -> None:
        workshop = Workshop(Path(place))
        workshop.making.mkdir()
        for number in range(3):
            (workshop.making / f"{number}.txt").write_text("new", encoding="utf-8")
        mark(workshop.making, "here", "public")
        assert put_in_place(workshop) is None
        workshop.close()

    return act


def facts(folder: str, in_two_steps: bool) -> Callable[[], None]:
    """Two files of a terminal are written anew."""
    if in_two_steps:
        exchange._system_call = lambda: None

    def act() -> None:
        write_facts(Path(folder), {"a.yml": "a: new\n", "b.yml": "b: new\n"}, "20261101-0900")

    return act


def main(action: str, first: str, second: str) -> None:
    if action == "site":
        act = site(first, second)
    else:
        act = {"exchange": exchanged, "facts": facts}[action](first, second == "two")
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            steps = counted(int(line))
            try:
                act()
                print("\t".join(steps), flush=True)
            except ClickException as error:
                print(f"refused {error.format_message()!r}", flush=True)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            print("killed" if os.WIFSIGNALED(status) else "failed", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
