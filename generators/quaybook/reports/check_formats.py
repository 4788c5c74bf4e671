"""Reports stage: what `quaybook check` found, for programs: JSON, annotations for GitHub, code quality for GitLab.

A CI reads commands from what is printed, so no text of a fact may begin a line, end one, or part a command.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quaybook.assessment.remarks.kinds import ASKED, RemarkKind
from quaybook.documents.library.override_views import OverrideView
from quaybook.model.document import Passage
from quaybook.problems import Problem, sentence
from quaybook.reports.check import CheckReport
from quaybook.reports.languages import LanguageCount
from quaybook.reports.law import LawView
from quaybook.reports.remarks import RemarkView
from quaybook.wording.plain_text import one_line
from quaybook.wording.words import Words

Messages = Mapping[str, Mapping[str, str]]
_LEVELS = {
    RemarkKind.CONTRADICTION: "warning",
    RemarkKind.IMPLAUSIBLE: "warning",
    RemarkKind.STALE: "warning",
    RemarkKind.SINGLE_POINT: "notice",
    RemarkKind.PROVISIONAL: "warning",
    RemarkKind.BLANK: "notice",
}
_SEVERITIES = {
    RemarkKind.CONTRADICTION: "major",
    RemarkKind.IMPLAUSIBLE: "major",
    RemarkKind.STALE: "minor",
    RemarkKind.SINGLE_POINT: "info",
    RemarkKind.PROVISIONAL: "minor",
    RemarkKind.BLANK: "info",
}
_NUMBER = re.compile(r"\[\d+\]")


@dataclass(frozen=True)
class Checked:
    """What came of checking one terminal: its problems, and the report where its facts could be judged.

    Where the report is for one person whom the terminal does not know, `others` are those who are asked something.
    """

    id: str
    problems: Sequence[Problem]
    report: CheckReport | None
    overrides: Sequence[OverrideView] = ()
    languages: Sequence[LanguageCount] = ()
    others: tuple[str, ...] | None = None
    weak: Sequence[tuple[Passage, str]] = ()
    law: tuple[LawView, ...] = ()

    @property
    def remarks(self) -> tuple[RemarkView, ...]:
        return self.report.remarks if self.report else ()

    @property
    def overdue(self) -> tuple[LawView, ...]:
        """What the kit says of law and what somebody should have looked at again by the day of the check."""
        return tuple(view for view in self.law if view.is_overdue)


def data(checked: Iterable[Checked], messages: Messages) -> dict[str, Any]:
    """By terminal: the day, counts, problems and remarks, ready for JSON."""
    return {each.id: _terminal(each, messages) for each in checked}


def _terminal(checked: Checked, messages: Messages) -> dict[str, Any]:
    report = checked.report
    return {
        "today": report.about.today.isoformat() if report else None,
        "counts": {"problem": len(checked.problems), **(report.counts() if report else {})},
        "gaps": report.about.gaps if report else None,
        "problems": [_problem(problem, messages) for problem in checked.problems],
        "remarks": [_remark(view) for view in checked.remarks],
        "overrides": [_override(view) for view in checked.overrides],
        "law": [view.data() for view in checked.law],
        "languages": {
            each.language: {"documents": each.count, "of": each.of, "complete": each.is_complete}
            for each in checked.languages
        },
    }


def _problem(problem: Problem, messages: Messages) -> dict[str, Any]:
    return {
        "kind": "problem",
        "code": problem.code,
        "key": one_line(problem.path),
        "file": one_line(problem.file),
        "line": problem.line,
        "column": problem.column,
        "sentence": one_line(sentence(problem, messages)),
    }


def _remark(view: RemarkView) -> dict[str, Any]:
    return {
        "kind": view.kind.value,
        "code": view.code,
        "key": view.key,
        "file": one_line(view.position.file),
        "line": view.position.line,
        "column": view.position.column,
        "ask": one_line(view.ask),
        "entry": one_line(view.entry),
        "meaning": view.meaning,
        "words": one_line(view.words),
        "sentence": one_line(view.sentence),
        "places": [{"file": one_line(position.file), "line": position.line} for position in view.positions],
    }


def _override(view: OverrideView) -> dict[str, Any]:
    """`replaces` is the kit's file; null where the terminal adds one."""
    return {
        "file": view.path,
        "part": view.part.value,
        "replaces": view.replaces or None,
        "document": view.document or None,
        "number": view.number or None,
        "title": view.title or None,
        "sentence": one_line(view.says),
    }


def github(checked: Sequence[Checked], messages: Messages, words: Words, prefix: str = "") -> Iterator[str]:
    """One annotation a line, mistakes first; `prefix` leads from the repository to the workspace."""
    for problem in dict.fromkeys(p for each in checked for p in each.problems):
        title = words("check.problem_title")
        yield _annotation("error", problem.file, problem.line, title, _with_key(problem, messages), prefix)
    views = [view for each in checked for view in each.remarks]
    for view in sorted(views, key=lambda view: list(_LEVELS).index(view.kind)):
        says = view.meaning if view.kind in ASKED else view.says
        title = words("check.title", kind=words(f"check.kind_name.{view.kind.value}"), says=says)
        yield _annotation(_LEVELS[view.kind], view.position.file, view.position.line, title, view.sentence, prefix)
    for law in dict.fromkeys(view for each in checked for view in each.overdue):
        # The file is the kit's, and lies in no workspace.
        yield _annotation("warning", "", 0, words("law.remark_title"), law.told(words), prefix)


def _with_key(problem: Problem, messages: Messages) -> str:
    return ": ".join(part for part in (problem.path, sentence(problem, messages)) if part)


def _annotation(level: str, file: str, line: int, title: str, text: str, prefix: str) -> str:
    given = {"file": prefix + file if file else "", "line": str(line) if line else "", "title": title}
    properties = ",".join(f"{key}={_property(value)}" for key, value in given.items() if value)
    return f"::{level} {properties}::{_message(text)}"


def _message(text: str) -> str:
    return one_line(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def gitlab(checked: Sequence[Checked], messages: Messages, prefix: str = "") -> list[dict[str, Any]]:
    """A code quality report; what is the same tomorrow keeps its fingerprint, wherever it stands in the file."""
    seen: dict[str, int] = {}
    found = []
    for problem in dict.fromkeys(p for each in checked for p in each.problems):
        name = "|".join((problem.file, problem.code, problem.path, *(value for _, value in problem.values)))
        text = _with_key(problem, messages)
        found.append(_issue(_mark(name, seen), problem.code, "critical", text, prefix + problem.file, problem.line))
    for each in checked:
        for view in each.remarks:
            name = "|".join((each.id, view.code, _NUMBER.sub("[]", view.key), view.entry))
            text, file = view.sentence, prefix + view.position.file
            found.append(_issue(_mark(name, seen), view.code, _SEVERITIES[view.kind], text, file, view.position.line))
    for law in dict.fromkeys(view for each in checked for view in each.overdue):
        name, place = f"law|{law.id}", law.position
        found.append(_issue(_mark(name, seen), law.code, "minor", law.title, place.file, place.line))
    return found


def _mark(name: str, seen: dict[str, int]) -> str:
    """A fingerprint; things of the same name are told apart by their order."""
    seen[name] = seen.get(name, 0) + 1
    # The name of a file can hold what no text can.
    return hashlib.sha256(f"{name}|{seen[name]}".encode(errors="surrogatepass")).hexdigest()


def _issue(mark: str, code: str, severity: str, text: str, file: str, line: int) -> dict[str, Any]:
    return {
        "description": one_line(text),
        "check_name": f"quaybook/{code}",
        "fingerprint": mark,
        "severity": severity,
        "location": {"path": one_line(file), "lines": {"begin": max(line, 1)}},
    }
