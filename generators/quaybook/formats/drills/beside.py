"""Formats stage, drills: what of a pack other rooms make: the deck of what is played, the sheet for its result."""

from __future__ import annotations

from dataclasses import replace

from quaybook.formats.drills.kits import planned
from quaybook.formats.drills.told import Told
from quaybook.formats.slides.convert import made_decks
from quaybook.formats.slides.drills import kit_deck
from quaybook.formats.workbook.practice import DrillSheet, drill_result_sheet, requirement_choices

SLIDES, RESULTS = "slides.pptx", "after/results.xlsx"


def names(told: Told) -> tuple[str, ...]:
    """The paths of these files; a drill that is in no plan has no place for its result."""
    return (SLIDES, RESULTS) if planned(told.edition, told.play.kit) else (SLIDES,)


def deck(told: Told) -> dict[str, bytes]:
    """The deck of the events that are played, with the minutes in which they come."""
    play, edition = told.play, told.edition
    injects = tuple(event.inject.model_copy(update={"minute": event.minute}) for event in play.events)
    scenario = play.scenario.model_copy(update={"injects": injects})
    numbers = [event.number for event in play.events]
    made = kit_deck(
        replace(play.kit, title=told.title),
        scenario,
        edition.documents.terminal,
        edition.words,
        _days(told),
        numbers,
        play.minutes - play.look_back,
    )
    return {SLIDES: made_decks(edition, [made])[0]}


def _days(told: Told) -> tuple[str, ...]:
    """When it is held, and which day is played."""
    variation = told.play.variation
    return told.held_on(), *([told.words("drill.played_day", day=variation.day)] if variation else [])


def results(told: Told) -> dict[str, bytes]:
    """The sheet by which what came of the drill comes back into the facts, if the drill is in the plan."""
    play, judged, drill = told.play, told.edition.judged, planned(told.edition, told.play.kit)
    if drill is None:
        return {}
    variation = play.variation.id if play.variation else None
    goals = tuple(str(each.goal) for each in play.scenario.objectives)
    sheet = DrillSheet(drill, goals, play.scenario.variations, play.held_on, play.minutes, variation, play.seed)
    requirements = requirement_choices(judged.catalogue.requirements, told.edition.language)
    return {RESULTS: drill_result_sheet(sheet, judged.terminal, judged.id, requirements, told.words)}
