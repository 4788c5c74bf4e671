"""Formats stage, the door to drills: the packs of all kits that a terminal can hold, for the days of its plan."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ClassVar

from quaybook.formats.contract import Artifact, Edition, Links
from quaybook.formats.drills.kits import kits, order_problems, usual_day
from quaybook.formats.drills.pack import pack, paths
from quaybook.formats.drills.play import Order, Play, play
from quaybook.formats.later import made_later
from quaybook.model.audience import AudienceLevel

# Each fills several hundred megabytes while it is made.
_AT_ONCE = 2
_GUIDE = "facilitator/guide.pdf"


class DrillsFormat:
    """A folder for each kit, as `quaybook drill` makes it where nothing is asked for but the kit."""

    name: ClassVar[str] = "drills"
    least: ClassVar[AudienceLevel] = AudienceLevel.STAFF
    for_mkdocs: ClassVar[bool] = False

    def artifacts(self, edition: Edition) -> Mapping[str, Artifact]:
        """The files by path; they are made beside whatever the caller does next."""
        held = {_folder(edition, each): each for each in plays(edition)}
        of = {f"{folder}/{path}": each for folder, each in held.items() for path in paths(edition, each)}
        made = made_later(partial(_made, edition, held), of)
        return {path: Artifact(made[path], (each.kit.spec.id,)) for path, each in of.items()}

    def links(self, edition: Edition) -> Links:
        """Each kit leads to the guide of its pack, which says what else there is."""
        label = edition.words("drill.titles.guide")
        return {held.kit.spec.id: {label: f"{_folder(edition, held)}/{_GUIDE}"} for held in plays(edition)}


def plays(edition: Edition) -> list[Play]:
    """What is played of each kit that the terminal can hold, where nothing else is asked for."""
    orders = {name: Order(name, usual_day(edition, name)) for name in kits(edition.documents)}
    held = {name: order for name, order in orders.items() if not [*order_problems(edition, order)]}
    made = (play(*kits(edition.documents)[name], order) for name, order in held.items())
    return [each for each in made if each.events]


def _made(edition: Edition, held: Mapping[str, Play]) -> dict[str, bytes]:
    """The files of all packs by their paths."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        packs = zip(held, pool.map(partial(pack, edition), held.values()), strict=True)
        return {f"{folder}/{path}": content for folder, files in packs for path, content in files.items()}


def _folder(edition: Edition, held: Play) -> str:
    return f"{edition.language}/drills/{held.kit.spec.id}"
