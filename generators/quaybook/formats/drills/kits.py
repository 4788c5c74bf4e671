"""Formats stage, drills: the kits of an edition, and why the terminal cannot hold one of them as it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from quaybook.assessment.assess import Judged
from quaybook.documents.document_set import DocumentSet
from quaybook.facts.positions import dotted
from quaybook.formats.contract import Edition
from quaybook.formats.drills.play import Order, lengths
from quaybook.model.base import is_one_of
from quaybook.model.data.scenario import ScenarioData
from quaybook.model.document import Document
from quaybook.model.groups.kinds import Area
from quaybook.model.groups.programme import Drill
from quaybook.problems import Problem

_KIND = "scenario"


def kits(documents: DocumentSet) -> dict[str, tuple[Document, ScenarioData]]:
    """Every document by which a drill is led, by its id."""
    found = {}
    for document in documents.documents:
        scenario = document.data.get(_KIND)
        if isinstance(scenario, ScenarioData):
            found[document.spec.id] = (document, scenario)
    return found


def order_problems(edition: Edition, order: Order) -> Iterator[Problem]:
    """Why no pack can be made to the order."""
    held = kits(edition.documents)
    if order.kit not in held:
        yield _unknown(edition, held, order.kit)
        return
    document, scenario = held[order.kit]
    yield from _area_problems(edition, document, scenario)
    if order.minutes is not None and order.minutes not in (held_in := lengths(scenario)):
        yield Problem.at("drill_minutes", "--minutes", came=order.minutes, known=", ".join(map(str, held_in)))
    variations = [each.id for each in scenario.variations]
    if order.variation is not None and order.variation not in variations:
        known_ids = ", ".join(variations) or "—"
        yield Problem.at("drill_variation", "--variation", came=order.variation, known=known_ids)


def _unknown(edition: Edition, held: Mapping[str, tuple[Document, ScenarioData]], came: str) -> Problem:
    """Which kits there are, in the place of one that is not among them; none came where nobody named one."""
    if not held:
        return Problem.at("drill_no_kit", edition.judged.id, language=edition.language)
    known = ", ".join(f"{name} ({document.title})" for name, (document, _) in held.items())
    if not came:
        return Problem.at("drill_kit_missing", edition.judged.id, known=known)
    return Problem.at("drill_unknown_kit", edition.judged.id, came=came, known=known)


def _area_problems(edition: Edition, document: Document, scenario: ScenarioData) -> Iterator[Problem]:
    """Areas without which the drill cannot be held and that the terminal does not have, or stops."""
    judged = edition.judged
    for area in scenario.areas:
        if not _works(judged, area):
            position = judged.facts.position(("manual", "areas"))
            path, said = dotted(("manual", "areas")), edition.words(f"label.Area.{area.value}")
            yield Problem.at("drill_area", position.file, position.line, path, came=said, title=document.title)


def _works(judged: Judged, area: Area) -> bool:
    return any(is_one_of(each.area, area) and not each.stops for each in judged.terminal.manual.areas)


def planned(edition: Edition, kit: Document) -> Drill | None:
    """The drill of the terminal's plan that is held by this kit; of several, the first to come."""
    kind = kit.spec.drill
    found = [each for each in edition.judged.terminal.drills if kind is not None and is_one_of(each.kind, kind)]
    return min(found, key=lambda each: (next_day(each) or date.max, each.id), default=None)


def next_day(drill: Drill) -> date | None:
    """When it is held next, if that is known."""
    return drill.next_on if isinstance(drill.next_on, date) else None


def usual_day(edition: Edition, kit: str) -> date:
    """The day for which a pack is made where nobody names one: as planned, else that of the facts."""
    found = kits(edition.documents).get(kit)
    drill = planned(edition, found[0]) if found else None
    return (next_day(drill) if drill else None) or edition.judged.assessed.status.today
