"""Door 1, how far builds have come: a bar for each on a terminal window; in a log only what became of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Bars:
    """A bar for each name, where somebody can see them."""

    def __init__(self, names: Sequence[str]) -> None:
        # What is said meanwhile may be caught; the bars are for the window alone.
        console = Console(file=sys.stderr)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self.progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self.tasks = [self.progress.add_task(name, total=None) for name in names]

    def __enter__(self) -> Self:
        self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.progress.stop()

    def step(self, number: int, done: int, of: int) -> None:
        """The build of this number has written so many of its files."""
        self.progress.update(self.tasks[number], completed=done, total=of)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Takes the bars away while something is printed that stays."""
        live = self.progress.live.is_started
        self.progress.stop()
        yield
        if live:
            self.progress.start()
