"""Formats stage: files that are made together in the background, each handed to whoever waits for that one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeAlias

Files: TypeAlias = dict[str, bytes]


def made_later(make: Callable[[], Files], names: Collection[str]) -> dict[str, Future[bytes]]:
    """What `make` gives under each name, as soon as it is there; what goes wrong is told to all who wait."""
    pool = ThreadPoolExecutor(1)
    all_made = pool.submit(make)
    pool.shutdown(wait=False)
    return {name: _one(all_made, name) for name in names}


def _one(all_made: Future[Files], name: str) -> Future[bytes]:
    one: Future[bytes] = Future()

    def hand_out(made: Future[Files]) -> None:
        if (error := made.exception()) is not None:
            one.set_exception(error)
        else:
            one.set_result(made.result()[name])

    all_made.add_done_callback(hand_out)
    return one
