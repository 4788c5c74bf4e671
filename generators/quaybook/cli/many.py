"""Door 1, several terminals at once: which are asked for, which share of them, in how many processes."""

from __future__ import annotations

import os
import re
from typing import Annotated

import typer

from quaybook.cli.speech import said
from quaybook.cli.usage import PROGRAM, WrongUsageError
from quaybook.pipeline import Workspace

_SHARE = re.compile(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,3})")


def _a_share(value: str | None) -> str | None:
    if value is not None and (not (found := _SHARE.fullmatch(value)) or int(found[1]) > int(found[2])):
        raise typer.BadParameter(value)
    return value


All = Annotated[bool, typer.Option("--all", help=said("option.all"))]
Jobs = Annotated[int | None, typer.Option("--jobs", min=1, max=256, metavar="N", help=said("option.jobs"))]
Shard = Annotated[
    str | None, typer.Option("--shard", metavar=said("metavar.share"), help=said("option.shard"), callback=_a_share)
]

Scheduler = Annotated[
    str | None, typer.Option("--scheduler", metavar=said("metavar.address"), help=said("option.scheduler"))
]


def asked_terminals(
    workspace: Workspace, ids: list[str] | None, everything: bool, shard: str | None
) -> tuple[str, ...]:
    """The terminals asked for; without any, all. Of `2/5` every fifth, beginning with the second.

    A workspace without terminals has one without a name, of which the build tells what is missing.
    """
    if ids and everything:
        raise WrongUsageError("ids_and_all", f"{PROGRAM} build")
    found = tuple(ids or workspace.ids() or ("",))
    if shard is None:
        return found
    share, shares = map(int, shard.split("/"))
    return found[share - 1 :: shares]


def listed(text: str | None) -> tuple[str, ...]:
    """The names of a list with commas; none where nothing was asked for."""
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


def processes(asked: int | None) -> int:
    """How many are at work at once: as asked, else as many as there are processors."""
    return asked or os.cpu_count() or 1
