"""Formats stage, drills: the play → what has to lie on which table: the documents and the forms in which answers stand.

It is worked out from the events that are played, so whoever leads the drill need not read the kit for it, and no team
is asked for what it does not have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from quaybook.formats.binder.fragments import pieces
from quaybook.formats.binder.plan import Entry
from quaybook.formats.drills.play import Event
from quaybook.formats.drills.told import Told
from quaybook.model.data.drill import Team
from quaybook.model.data.form import FormData
from quaybook.model.document import Document, Kind
from quaybook.wording.dialect.blocks import parted
from quaybook.wording.dialect.links import linked_documents

# The forms in which a drill is judged and reviewed; the second is the review of the pack itself.
JUDGED, REVIEWED = "F29", "F34"
# The heading of a kit's document below which it says what to prepare.
_MATERIALS = "materials"
# An answer can stand in a form that is not filled in again.
_COPIES_AT_MOST = 3


@dataclass(frozen=True)
class LaidPaper:
    """A document that lies on the tables of these teams, open at these headings; without teams, where all fetch it."""

    document: Document
    anchors: tuple[str, ...]
    teams: tuple[Team, ...]


@dataclass(frozen=True)
class LaidForm:
    """A form, on which pages of the file of forms it is, and how many each team gets; none of them: the leader.

    `is_wanted` is whether the kit asks for it in so many words.
    """

    document: Document
    pages: tuple[int, int]
    copies: tuple[tuple[Team, int], ...]
    is_wanted: bool


def laid_papers(told: Told) -> list[LaidPaper]:
    """The documents in which answers stand, in their order, and those that the kit wants besides.

    Each lies with the teams whose answers stand in it: a full set for everybody is more than a terminal prints.
    """
    anchors: dict[str, dict[str, None]] = {name: {} for name in _wanted(told)}
    teams: dict[str, list[Team]] = {name: [] for name in anchors}
    for team in told.teams:
        for target in (target for event in told.play.getting(team) for target in targets(event)):
            name, _, anchor = target.partition("#")
            anchors.setdefault(name, {})[anchor] = None
            here = teams.setdefault(name, [])
            if team not in here:
                here.append(team)
    return [
        LaidPaper(document, _in_order(document, anchors[name]), tuple(teams[name]))
        for name, document in told.documents.items()
        if name in anchors and _is_laid(told, document)
    ]


def laid_forms(told: Told) -> list[LaidForm]:
    """The forms that those who play fill in, and those of whoever leads."""
    counted = {team.id: _amounts(told, team) for team in told.teams}
    wanted, filled_in = _wanted(told), {name for each in counted.values() for name in each}
    named = {*told.play.kit.spec.related, *wanted, *filled_in} - {REVIEWED}
    found, page = [], 1
    for name, document in told.documents.items():
        if name in named and document.spec.kind == Kind.FORM:
            copies = tuple((t, counted[t.id][name]) for t in told.teams if counted[t.id][name])
            last = page + len(pieces(Entry(document))) - 1
            found.append(LaidForm(document, (page, last), copies, name in wanted))
            page = last + 1
    return found


def targets(event: Event) -> Iterator[str]:
    """The documents and places in which the answers to an event stand."""
    yield from event.inject.documents
    yield from (target for action in event.inject.expected for target in action.documents)


def _wanted(told: Told) -> set[str]:
    """What the kit's document asks for in so many words."""
    kit = told.play.kit
    return linked_documents(parted(kit.body, {each.anchor for each in kit.headings}).get(_MATERIALS, "")) - {
        kit.spec.id
    }


def _in_order(document: Document, anchors: Collection[str]) -> tuple[str, ...]:
    return tuple(each.anchor for each in document.headings if each.anchor in anchors)


def _is_laid(told: Told, document: Document) -> bool:
    return document.spec.kind != Kind.FORM and document.spec.id != told.play.kit.spec.id


def _amounts(told: Told, team: Team) -> Counter[str]:
    """How many of each form the team gets: as the kit says, if it does, else as many as its events use up."""
    said = told.play.scenario.forms
    if said:
        return Counter({each.form: each.copies for each in said if each.team in (None, team.id)})
    used = Counter(_filled_in(told, team))
    return Counter(
        {name: _copies(told.documents[name], count) for name, count in used.items() if name in told.documents}
    )


def _filled_in(told: Told, team: Team) -> Iterator[str]:
    """The forms of a team, each once for every event in which it is used."""
    for event in told.play.getting(team):
        yield from {target.partition("#")[0] for target in targets(event)} - {JUDGED, REVIEWED}


def _copies(document: Document, events: int) -> int:
    """A form whose first sheet has rows to go on with lasts for the drill; another is used up by each event."""
    data = document.data.get("form")
    rows = sum(part.blank for part in data.parts) if isinstance(data, FormData) else 0
    return 1 if rows else min(events, _COPIES_AT_MOST)
