"""Formats stage, forms: the runs of a bundle → packets, each one file: as many sheets as somebody carries and counts.

A gate that is to work by hand for a day at its full rate fills more than ten thousand sheets, which nobody prints in
one go. So a run is for a day's work, no form has more than so many sets in it, and the numbers go on with the next run;
the whole stock stands in the table on the cover. `run` in `binder/editions.yml` says how many. A packet ends where a
packet of paper does, which is where somebody stops to count; typesetting ends nowhere near, for each blank is set once
and stands on all of its pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from quaybook.documents.paper.bundles import bundles
from quaybook.documents.paper.editions import plan, planned
from quaybook.documents.paper.runs import Run, print_runs
from quaybook.formats.contract import Edition
from quaybook.model.data.form import FormData
from quaybook.model.document import Kind
from quaybook.resources import policy_source


@dataclass(frozen=True)
class Packet:
    """One file of a bundle: the `number`th `of` so many, with what of the runs is in it."""

    bundle: str
    number: int
    of: int
    runs: tuple[Run, ...]

    @property
    def name(self) -> str:
        """How its file is called."""
        return self.bundle if self.number == 1 else f"{self.bundle}-{self.number}"

    @property
    def pages(self) -> int:
        """How many sheets it holds, its cover not counted."""
        return sum(run.pages for run in self.runs)


def packets(edition: Edition) -> tuple[Packet, ...]:
    """Every packet of an edition of documents, bundle by bundle."""
    documents, terminal = edition.documents.documents, edition.judged.terminal
    run, editions = plan(policy_source()).run, planned(policy_source(), terminal)
    made = bundles(editions, terminal, {d.spec.id: d.spec.kind for d in documents})
    data = {d.spec.id: d.data.get("form") for d in documents if d.spec.kind == Kind.FORM}
    forms = {name: form if isinstance(form, FormData) else None for name, form in data.items()}
    runs = print_runs(run, terminal, made, forms)
    return tuple(packet for name, listed in runs.items() for packet in _packets(name, listed, run.pages))


def _packets(bundle: str, runs: Iterable[Run], at_most: int) -> list[Packet]:
    parted = list(_parted(runs, at_most))
    return [Packet(bundle, number, len(parted), listed) for number, listed in enumerate(parted, 1)]


def _parted(runs: Iterable[Run], at_most: int) -> Iterator[tuple[Run, ...]]:
    """The runs in parts of at most so many pages; a set is never torn apart."""
    here: list[Run] = []
    room = at_most
    for run in runs:
        left = run
        while left.sets:
            each = left.pages // left.sets
            if not (fitting := min(left.sets, room // each)):
                yield tuple(here)
                here, room = [], max(at_most, each)
                continue
            here.append(replace(left, sets=fitting))
            room -= fitting * each
            left = replace(left, sets=left.sets - fitting, first=left.first + fitting if left.first else 0)
    if here:
        yield tuple(here)
