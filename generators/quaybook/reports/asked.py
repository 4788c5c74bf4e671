"""Reports stage: the part of what `quaybook check` found that is for one person, and who else might have been meant.

A misspelt name that answered “nothing to ask” would be taken for an answer.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import replace

from quaybook.assessment.remarks.kinds import ASKED
from quaybook.model.groups.organisation import Person
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem
from quaybook.reports.check import CheckReport
from quaybook.reports.remarks import RemarkView
from quaybook.wording.plain_text import normalised

CANDIDATES_AT_MOST = 20


def only_for(report: CheckReport, terminal: Terminal, name: str) -> CheckReport:
    """What is to be asked of whoever has that title, department or name, all of it, to be handed out.

    Only where nobody has just this one, those are meant in whose titles, departments or names it stands.
    """
    wanted, asking = normalised(name), _asking(report)
    called = {*(normalised(view.ask) for view in asking), *(c for person in terminal.people for c in _called(person))}
    is_exact = wanted in called
    titles = {
        normalised(person.title)
        for person in terminal.people
        if isinstance(person.title, str) and any(_fits(wanted, each, is_exact) for each in _called(person))
    }
    asked = (view for view in asking if _fits(wanted, normalised(view.ask), is_exact) or normalised(view.ask) in titles)
    return replace(report, remarks=tuple(asked), whole=True, asked_of=name)


def _called(person: Person) -> tuple[str, ...]:
    named = (person.title, person.department, person.name)
    return tuple(normalised(each) for each in named if isinstance(each, str))


def _fits(wanted: str, called: str, is_exact: bool) -> bool:
    return wanted == called if is_exact else wanted in called


def _asking(report: CheckReport) -> tuple[RemarkView, ...]:
    """What somebody has to be asked."""
    return tuple(view for kind in ASKED for view in report.of_kind(kind))


def is_known(terminal: Terminal, name: str) -> bool:
    """Whether somebody of the terminal is called so, be it that nothing is to be asked of him."""
    return any(normalised(name) in called for person in terminal.people for called in _called(person))


def asked_people(report: CheckReport) -> tuple[str, ...]:
    """Everybody who is asked something, each once."""
    return tuple(dict.fromkeys(view.ask for view in _asking(report) if view.ask))


def unknown_person(name: str, asked: Iterable[str]) -> Problem:
    """The problem with a name that nobody bears; those who are asked something, nearest first."""
    names = sorted(dict.fromkeys(asked), key=lambda each: -_likeness(name, each))[:CANDIDATES_AT_MOST]
    code = "asked_of_unknown" if names else "asked_of_nobody"
    return Problem.at(code, "--for", came=name, near=", ".join(names))


def _likeness(name: str, other: str) -> float:
    return difflib.SequenceMatcher(None, normalised(name), normalised(other), autojunk=False).ratio()
