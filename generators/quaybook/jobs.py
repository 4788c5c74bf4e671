"""Work of one kind for many, shared out to processes of their own; a process that dies takes only its piece along.

Each piece is a function of what is asked. One piece alone is done in this process, and so are few small ones.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing.context import SpawnContext
from queue import SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeAlias, TypeVar

Asked = TypeVar("Asked")
Result = TypeVar("Result")
Step: TypeAlias = Callable[[int, int], None]
Told: TypeAlias = Callable[[int, int, int], None]
# What a library keeps for itself does not add up over hundreds of pieces.
_PIECES_PER_PROCESS = 25
_SECONDS_TO_CLEAR_UP = 0.5


@dataclass(frozen=True)
class Outcome(Generic[Asked, Result]):
    """What became of one piece: its result, or `crash`, the traceback of a fault."""

    asked: Asked
    result: Result | None = None
    crash: str = ""


def each_done(
    work: Callable[[Asked, Step], Result], pieces: Iterable[Asked], jobs: int, told: Told
) -> Iterator[Outcome[Asked, Result]]:
    """The outcome of each piece as it comes, up to `jobs` at once. `told` hears how far the piece of a number has come.

    `work` is a function of a module. With no jobs, or for one piece, it is called here and raises what it raises;
    otherwise a fault is an outcome.
    """
    listed = list(pieces)
    if len(listed) <= 1 or not jobs:
        yield from (Outcome(asked, work(asked, partial(told, number))) for number, asked in enumerate(listed))
        return
    context = multiprocessing.get_context("spawn")
    steps = context.SimpleQueue()
    listener = Thread(target=_listen, args=(steps, told), daemon=True)
    listener.start()
    free: SimpleQueue[_Process] = SimpleQueue()
    processes = [_Process(context, steps) for _ in range(min(jobs, len(listed)))]
    for process in processes:
        free.put(process)
    threads = ThreadPoolExecutor(len(processes))
    begun = [threads.submit(_one, free, work, asked, number) for number, asked in enumerate(listed)]
    try:
        for done in as_completed(begun):
            yield done.result()
    finally:
        _end(begun, processes)
        threads.shutdown()
        steps.put(None)
        listener.join()


def _end(begun: list[Future[Any]], processes: Iterable[_Process]) -> None:
    """Lets the processes go; of what is not done by then, nothing is waited for."""
    for each in begun:
        each.cancel()
    while not all(each.done() for each in begun):
        for child in multiprocessing.active_children():
            child.terminate()
        wait(begun, timeout=_SECONDS_TO_CLEAR_UP)
    for process in processes:
        process.end()


class _Process:
    """One process for pieces, one after the other; a new one takes the place of one that died."""

    def __init__(self, context: SpawnContext, steps: Any) -> None:
        self.context, self.steps = context, steps
        self.pool = self._pool()

    def _pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, self.context, _begin, (self.steps,), max_tasks_per_child=_PIECES_PER_PROCESS)

    def run(self, work: Callable[[Asked, Step], Result], asked: Asked, number: int) -> Outcome[Asked, Result]:
        done = self.pool.submit(_work, work, asked, number)
        if (error := done.exception()) is None:
            return Outcome(asked, done.result())
        if isinstance(error, BrokenProcessPool):
            self.pool = self._pool()
        return Outcome(asked, crash="".join(traceback.format_exception(error)))

    def end(self) -> None:
        self.pool.shutdown(cancel_futures=True)


def _one(
    free: SimpleQueue[_Process], work: Callable[[Asked, Step], Result], asked: Asked, number: int
) -> Outcome[Asked, Result]:
    process = free.get()
    try:
        return process.run(work, asked, number)
    finally:
        free.put(process)


_steps: Any = None


def _begin(steps: Any) -> None:
    """In the new process. Whoever shares out is interrupted, and then ends this one by a signal that clears up."""
    global _steps
    _steps = steps
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def _work(work: Callable[[Asked, Step], Result], asked: Asked, number: int) -> Result:
    return work(asked, lambda done, of: _steps.put((number, done, of)))


def _listen(steps: Any, told: Told) -> None:
    while (heard := steps.get()) is not None:
        told(*heard)
