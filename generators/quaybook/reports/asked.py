"""Reports stage: the part of what `quaybook check` found that is for one person, and who else might have been meant.

A misspelt name that answered “nothing to ask” would be taken for an answer.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from quaybook.assessment.remarks.kinds import ASKED
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem
from quaybook.reports.check import CheckReport
from quaybook.reports.remarks import RemarkView

CANDIDATES_AT_MOST = 20


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def only_for(report: CheckReport, terminal: Terminal, name: str) -> CheckReport:
    """What is to be asked of those whose title, department or name has `name` in it, all of it, to be handed out."""
    wanted = _plain(name)
    titles = {
        _plain(person.title)
        for person in terminal.people
        if isinstance(person.title, str) and isinstance(person.name, str) and wanted in _plain(person.name)
    }
    asked = tuple(view for view in _asking(report) if wanted in _plain(view.ask) or _plain(view.ask) in titles)
    return replace(report, remarks=asked, whole=True)


def _asking(report: CheckReport) -> tuple[RemarkView, ...]:
    """What somebody has to be asked."""
    return tuple(view for kind in ASKED for view in report.of_kind(kind))


def is_known(terminal: Terminal, name: str) -> bool:
    """Whether somebody of the terminal is called so, be it that nothing is to be asked of him."""
    called = (each for person in terminal.people for each in (person.title, person.name, person.department))
    return any(_plain(name) in _plain(each) for each in called if isinstance(each, str))


def asked_people(report: CheckReport) -> tuple[str, ...]:
    """Everybody who is asked something, each once."""
    return tuple(dict.fromkeys(view.ask for view in _asking(report) if view.ask))


def unknown_person(name: str, asked: Iterable[str]) -> Problem:
    """The problem with a name that nobody bears; those who are asked something, nearest first."""
    names = sorted(dict.fromkeys(asked), key=lambda each: -_likeness(name, each))[:CANDIDATES_AT_MOST]
    code = "asked_of_unknown" if names else "asked_of_nobody"
    return Problem.at(code, "--for", came=name, near=", ".join(names))


def _likeness(name: str, other: str) -> float:
    return difflib.SequenceMatcher(None, _plain(name), _plain(other), autojunk=False).ratio()
