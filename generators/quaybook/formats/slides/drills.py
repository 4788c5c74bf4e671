"""Formats stage, slides: a drill's scenario → the deck that is shown while it is held.

Those who play see every slide and may get the file, so neither slides nor notes hold what is expected of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from quaybook.formats.slides.deck import Deck, Frame, Talk
from quaybook.formats.slides.readings import foot_of
from quaybook.model.data.scenario import Inject, ScenarioData
from quaybook.model.document import Document
from quaybook.wording.words import Words

# So many rows of a timetable are read at a glance.
_ROWS = 6


def kit_deck(
    document: Document,
    scenario: ScenarioData,
    terminal: str,
    words: Words,
    days: Sequence[str] = (),
    numbers: Sequence[int] = (),
    look_back: int | None = None,
) -> Deck:
    """The deck of a drill: objectives, rules of play, teams, timetable, one slide for each inject, the hot wash.

    `scenario` holds the injects that are used, with their minutes, its texts plain and filled; `terminal` is its name,
    `days` are lines about when the drill is held, for the cover. Without `numbers`, injects are counted from 1.
    `look_back` is how many minutes all look back. Where teams work at their places, nobody looks at slides while it
    runs: they would tell each team what happens to others.
    """
    numbered = list(zip(scenario.injects, numbers or range(1, len(scenario.injects) + 1), strict=True))
    foot = words("slides.drill.foot", foot=foot_of(document, words))
    lines = tuple(line for line in (words("slides.drill.cover_line"), terminal, *days, foot) if line)
    talks = (
        *_objectives(scenario, words),
        *_rules(scenario, words),
        *_teams(scenario, words),
        *(_events(numbered, scenario, words) if scenario.is_read_out else ()),
        *_wash(scenario, words, look_back),
        *_lists(words, "after"),
    )
    notes = "\n".join(map(str, scenario.opening)) or words("slides.drill.cover_notes")
    return Deck(document, document.title, lines, foot, notes, talks, Frame(words))


def _objectives(scenario: ScenarioData, words: Words) -> Iterator[Talk]:
    if scenario.objectives:
        title, notes = words("slides.drill.objectives.title"), words("slides.drill.objectives.notes")
        yield Talk(title, notes, tuple(str(each.shown or each.goal) for each in scenario.objectives))


def _rules(scenario: ScenarioData, words: Words) -> Iterator[Talk]:
    """The rules as they hang on the wall, and what stops the drill."""
    place = "lines" if scenario.is_read_out else "lines_at_work"
    here = "slides.drill.rules"
    yield Talk(words(f"{here}.title"), words(f"{here}.notes"), words.many(f"drill.wall.{place}"))
    yield from _lists(words, "stop" if scenario.is_read_out else "stop_at_work")


def _events(numbered: Sequence[tuple[Inject, int]], scenario: ScenarioData, words: Words) -> Iterator[Talk]:
    yield from _timetable(numbered, words)
    yield from (_inject(inject, number, scenario, words) for inject, number in numbered)


def _lists(words: Words, *names: str) -> Iterator[Talk]:
    """Slides that are the same in every drill."""
    for name in names:
        here = f"slides.drill.{name}"
        yield Talk(words(f"{here}.title"), words(f"{here}.notes"), words.many(f"{here}.bullets"))


def _teams(scenario: ScenarioData, words: Words) -> Iterator[Talk]:
    if scenario.teams:
        rows = tuple((str(team.name), str(team.played_by)) for team in scenario.teams)
        here = "slides.drill.teams"
        yield Talk(words(f"{here}.title"), words(f"{here}.notes"), head=words.many(f"{here}.head"), rows=rows)


def _wash(scenario: ScenarioData, words: Words, minutes: int | None) -> Iterator[Talk]:
    """The questions of the drill itself, or those of any drill."""
    here = "slides.drill.wash"
    asked = tuple(map(str, scenario.hot_wash)) or words.many(f"{here}.bullets")
    title = words(f"{here}.title") if minutes is None else words(f"{here}.titled", minutes=minutes)
    yield Talk(title, words(f"{here}.notes"), asked)


def _timetable(numbered: Iterable[tuple[Inject, int]], words: Words) -> Iterator[Talk]:
    """When something happens, in minutes in the room; what happens, nobody knows beforehand."""
    timed = [(inject.minute, number) for inject, number in numbered if inject.minute is not None]
    if timed:
        here, length = "slides.drill.timetable", -(-len(timed) // _ROWS)
        spans = [timed[start : start + length] for start in range(0, len(timed), length)]
        rows = tuple(
            (words(f"{here}.minute", minute=span[0][0]), _span(span[0][1], span[-1][1], words)) for span in spans
        )
        yield Talk(words(f"{here}.title"), words(f"{here}.notes"), head=words.many(f"{here}.head"), rows=rows)


def _span(first: int, last: int, words: Words) -> str:
    key = "inject" if first == last else "timetable.span"
    return words(f"slides.drill.{key}", number=first, last=last)


def _inject(inject: Inject, number: int, scenario: ScenarioData, words: Words) -> Talk:
    """What all may see of an event: what only some teams learn, they get on paper."""
    here = "slides.drill"
    numbered = words(f"{here}.inject", number=number)
    title = words(f"{here}.titled", number=numbered, offset=inject.offset, title=inject.title)
    names = [str(team.name) for team in scenario.teams if team.id in inject.teams]
    question = words(f"{here}.question", question=inject.question)
    if inject.papers or (names and len(names) < len(scenario.teams)):
        names = names or [str(team.name) for team in scenario.teams]
        handed = words(f"{here}.handed", teams=words("list_separator").join(names))
        return Talk(
            title,
            words(f"{here}.handed_notes", number=numbered, question=inject.question),
            (handed, question),
            is_marked=False,
        )
    told = [inject.inject if inject.handout is None else inject.handout, *inject.lines]
    heads = [words(f"{here}.sender", sender=inject.sender)] if inject.sender is not None else []
    heads += [words(f"{here}.subject", subject=inject.subject)] if inject.subject is not None else []
    notes = words(f"{here}.inject_notes", number=numbered, inject=inject.inject, question=inject.question)
    return Talk(title, notes, (*heads, *map(str, told), question), is_marked=False)
