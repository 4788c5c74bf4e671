"""Intake stage: sheets of results for one terminal → the texts of facts that may be written, or every mistake in them.

Nothing is written here, and nothing may be written while there is a problem.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from quaybook.assessment.assess import Judged
from quaybook.environment import judged_on
from quaybook.facts.positions import Source
from quaybook.intake.questionnaire.asking import Asking
from quaybook.intake.questionnaire.proposal import Proposal, Proposed
from quaybook.intake.questionnaire.questions import intake_words
from quaybook.intake.questionnaire.reading.cells import by_place
from quaybook.intake.questionnaire.reading.changes import Changes
from quaybook.intake.questionnaire.values import Values
from quaybook.intake.records.answers import Answers
from quaybook.intake.records.changes import Recording
from quaybook.intake.records.sheet import Filled
from quaybook.intake.text.files import edit_files, read_files
from quaybook.model.base import meant
from quaybook.model.load import load_terminal
from quaybook.problems import Problem, in_order


def recorded(
    terminals: Path, judged: Judged, sheets: Iterable[Filled], language: str, usual: date | None = None
) -> Proposed:
    """What the sheets would change in the facts of the terminal, one after the other.

    `usual` is the day as of which commands judge where nobody names one; by the clock or the facts without.
    """
    asking = Asking(intake_words(language), language)
    before: dict[str, Any] = dict(judged.facts.data)
    after, problems, notes = before, list[Problem](), list[Problem]()
    for filled in sheets:
        answers = _answers(judged, filled, usual)
        after = Recording(filled, answers, asking.question(("plan", 0, "interim")).ask).onto(after)
        problems += answers.problems
        notes += answers.notes
    if problems:
        return by_place(problems, list(dict.fromkeys(_sheet(problem) for problem in problems)))
    # What no cell shows, such as a text that says nothing, is seen by the schema.
    if wrong := load_terminal(Source(after, judged.facts.positions))[1]:
        return in_order(wrong)
    files = read_files(terminals, judged.id)
    edit = edit_files(files, before, after)
    if edit.problems:
        return in_order(edit.problems)
    texts = {name: file.text for name, file in files.items() if name in edit.texts}
    changes = Changes(asking, Values(language)).of(before, after) if edit.texts else ()
    return Proposal(texts, edit.texts, None, tuple(notes), changes)


def _answers(judged: Judged, filled: Filled, usual: date | None) -> Answers:
    titles = {person.id: meant(person.title) for person in judged.terminal.people}
    people = {name: title if isinstance(title, str) else "" for name, title in titles.items()}
    today, named = judged.assessed.status.today, judged.terminal.terminal.facts_as_of
    # Whoever names another day by an option has to know what the next command will say without it.
    return Answers(filled.file, people, judged.catalogue.by_id(), today, judged_on(usual, named), today == named)


def _sheet(problem: Problem) -> str:
    return problem.path.rpartition("!")[0] or problem.path
