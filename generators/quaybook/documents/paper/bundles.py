"""Documents stage, paper: what each bundle holds: the cards, the texts and the forms of one edition of the binder.

A bundle is made of the binder's plan and of the forms that the areas of work use, so no text has to list it, and none
can miss what an area has begun to use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quaybook.documents.paper.editions import FORMS, PlannedEdition, parts_of
from quaybook.model.document import Kind
from quaybook.model.groups.kinds import Area
from quaybook.model.terminal import Terminal


@dataclass(frozen=True)
class Bundle:
    """One bundle by the id of its edition; `name` is that of one which a terminal has added, `like` the kit's after it.

    Documents are named by their ids, in the order in which they lie.

    `extracts` are those of the documents of which no more than a part lies there.
    """

    id: str
    name: str
    like: str
    areas: tuple[Area, ...]
    is_counted: bool
    cards: tuple[str, ...]
    documents: tuple[str, ...]
    extracts: tuple[str, ...]
    forms: tuple[str, ...]


def bundles(editions: Iterable[PlannedEdition], terminal: Terminal, held: Mapping[str, Kind]) -> tuple[Bundle, ...]:
    """The bundles for which there are documents; `held` are those of the terminal by their ids, in order."""
    made = (_bundle(edition, terminal, held) for edition in editions)
    return tuple(bundle for bundle in made if bundle.cards or bundle.documents or bundle.forms)


def _bundle(edition: PlannedEdition, terminal: Terminal, held: Mapping[str, Kind]) -> Bundle:
    texts: dict[str, tuple[str, ...]] = {}
    forms: tuple[str, ...] = ()
    for part, found in parts_of(edition, held, terminal):
        if part == FORMS:
            forms = tuple(found)
        else:
            texts |= found
    return Bundle(
        edition.id,
        edition.name or "",
        edition.like or edition.id,
        edition.areas,
        edition.counted,
        tuple(name for name in texts if held[name] == Kind.CARD),
        tuple(name for name in texts if held[name] != Kind.CARD),
        tuple(name for name, only in texts.items() if only),
        forms,
    )
