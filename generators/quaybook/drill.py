"""The plan of a pack for a drill: a terminal's folder and an order → files, in a workshop, then at their place.

It shares with `build` how a folder comes there: whole or not at all, and never over what is not ours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from pathlib import Path

from quaybook.build import editions, not_made
from quaybook.files.cache import Cache
from quaybook.files.marker import mark
from quaybook.files.permitted import place_problem
from quaybook.files.replacing import put_in_place
from quaybook.files.workshop import Workshop
from quaybook.formats.contract import Edition
from quaybook.formats.drills.kits import kits, order_problems, usual_day
from quaybook.formats.drills.pack import pack
from quaybook.formats.drills.play import Order, Play, play
from quaybook.model.audience import AudienceLevel
from quaybook.model.language_text import SOURCE
from quaybook.pipeline import Workspace, prepare
from quaybook.problems import Problem


@dataclass(frozen=True)
class PackRequest:
    """One pack: the kit of a terminal, and what of the drill is asked for; what is None is chosen, but for the kit.

    Without a `place` it comes to `build/<terminal>/drills/<kit>-<day>` of the current folder.
    """

    root: Path
    terminal: str
    kit: str
    held_on: date | None = None
    begins: time | None = None
    minutes: int | None = None
    seed: str | None = None
    variation: str | None = None
    place: Path | None = None
    language: str = SOURCE
    today: date | None = None


@dataclass(frozen=True)
class Packed:
    """What became of a request: the play, its `place` and how many `files` lie there, or `problems` and nothing."""

    problems: tuple[Problem, ...] = ()
    play: Play | None = None
    place: Path | None = None
    files: int = 0


def make_pack(request: PackRequest) -> Packed:
    """Makes one pack and brings it to its place, or tells what keeps it from that."""
    where = request.place or Path("build") / request.terminal
    with not_made(where.parent) as problems:
        return _made(request)
    return Packed(tuple(problems))


def _made(request: PackRequest) -> Packed:
    """Everything is looked at before anything is written."""
    workspace = Workspace(request.root)
    if request.terminal not in workspace.ids() and request.kit in workspace.ids():
        return Packed((Problem.at("drill_swapped", request.terminal, id=request.kit, kit=request.terminal),))
    prepared, problems = prepare(workspace, request.terminal, request.today, (request.language,))
    if prepared is None or problems or request.language not in prepared.sets:
        return Packed(tuple(problems))
    edition = editions(prepared, Cache(request.root / ".cache" / "quaybook"))[0]
    order = _order(request, edition)
    if found := tuple(order_problems(edition, order)):
        return Packed(found)
    # What somebody typed as a kit is the id of a document by now.
    place = request.place or Path("build") / request.terminal / "drills" / f"{order.kit}-{order.held_on}"
    if problem := place_problem(place, request.root):
        return Packed((problem,))
    document, scenario = kits(edition.documents)[order.kit]
    made = play(document, scenario, order)
    if not made.events:
        return Packed((Problem.at("drill_without_events", request.kit, came=request.kit),))
    return _written(prepared.id, edition, made, place)


def _order(request: PackRequest, edition: Edition) -> Order:
    day = request.held_on or usual_day(edition, request.kit)
    return Order(request.kit, day, request.begins, request.minutes, request.seed, request.variation)


def _written(terminal: str, edition: Edition, made: Play, place: Path) -> Packed:
    workshop = Workshop(place)
    try:
        files = pack(replace(edition, scrap=workshop.folder), made)
        for path, content in files.items():
            target = workshop.making / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        mark(workshop.making, terminal, AudienceLevel.CONTROLLED)
        problem = put_in_place(workshop)
    finally:
        workshop.close()
    return Packed((problem,) if problem else (), made, place, len(files))
