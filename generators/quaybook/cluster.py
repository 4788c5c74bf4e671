"""Work of one kind for many, handed to the machines of a Dask cluster that is there already. The only one to know Dask.

The machines see the workspace under the same path and have the same version of the kit. A machine that dies in the
middle of a piece leaves nothing half at its place, so another does that piece anew.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from quaybook import __version__
from quaybook.jobs import Asked, Outcome, Result, Step
from quaybook.problems import Problem

_SECONDS_TO_ANSWER = 15


def connected(address: str) -> tuple[Any, Problem | None]:
    """The client of the cluster whose scheduler has this address, or why no work can be handed to it."""
    try:
        from distributed import Client
    except ImportError:
        return None, Problem.at("no_dask", "--scheduler")
    try:
        client = Client(address, timeout=_SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError) as error:
        return None, Problem.at("no_scheduler", "--scheduler", came=address, detail=error)
    try:
        versions = client.run(_version)
    except ImportError as error:
        client.close()
        return None, Problem.at("cluster_without_kit", "--scheduler", came=address, detail=error)
    others = sorted({version for version in versions.values() if version != __version__})
    if others or not versions:
        client.close()
        return None, Problem.at("cluster_of_another_kit", "--scheduler", own=__version__, came=", ".join(others) or "—")
    return client, None


def each_done_there(
    client: Any, work: Callable[[Asked, Step], Result], pieces: Iterable[Asked], told: Callable[[int, int, int], None]
) -> Iterator[Outcome[Asked, Result]]:
    """The outcome of each piece as it comes. A fault is an outcome; of a piece that is done `told` hears so."""
    from distributed import as_completed

    listed = list(pieces)
    begun = {client.submit(_work, work, asked, pure=False): number for number, asked in enumerate(listed)}
    for future in as_completed(list(begun), loop=client.loop):
        number = begun[future]
        told(number, 1, 1)
        if (error := future.exception()) is None:
            yield Outcome(listed[number], future.result())
        else:
            crash = "".join(traceback.format_exception(type(error), error, future.traceback()))
            yield Outcome(listed[number], crash=crash)


def _version() -> str:
    return __version__


def _work(work: Callable[[Asked, Step], Result], asked: Asked) -> Result:
    return work(asked, lambda *_: None)
