"""Model stage: mistakes in the results of drills and courses that no single value shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.groups.programme import Course, Drill
from quaybook.model.groups.results import CourseResult, DrillResult
from quaybook.model.load import near
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem

_Mistake = tuple[KeyPath, str, Mapping[str, object]]


def results_problems(terminal: Terminal, source: Source, requirements: Collection[str]) -> list[Problem]:
    """Results newer than the lists of drills and courses say, and findings that share a name or ask for nothing."""
    mistakes = (
        *_newer("drill_results", _named(terminal.drill_results), terminal.drills),
        *_newer("course_results", _named(terminal.course_results), terminal.courses),
        *_findings(terminal.drill_results, requirements),
    )
    found = []
    for path, code, values in mistakes:
        position = source.position(path)
        found.append(Problem.at(code, position.file, position.line, dotted(path), **values))
    return found


def _named(results: Iterable[DrillResult | CourseResult]) -> list[tuple[str, date]]:
    return [(r.drill if isinstance(r, DrillResult) else r.course, r.held_on) for r in results]


def _newer(group: str, results: list[tuple[str, date]], planned: Iterable[Drill | Course]) -> Iterator[_Mistake]:
    """Whoever reads the register would be told an older day than the result's own."""
    last = {each.id: each.held_on for each in planned}
    for number, (name, held_on) in enumerate(results):
        told = last[name]
        if told is None or (isinstance(told, date) and told < held_on):
            values = {"came": held_on.isoformat(), "held": told.isoformat() if told else "-", "name": name}
            yield (group, number, "held_on"), "result_after_register", values


def _findings(results: tuple[DrillResult, ...], requirements: Collection[str]) -> Iterator[_Mistake]:
    for number, result in enumerate(results):
        seen: set[str] = set()
        for place, finding in enumerate(result.findings):
            path: KeyPath = ("drill_results", number, "findings", place)
            if finding.id in seen:
                yield (*path, "id"), "id_twice", {"came": finding.id}
            seen.add(finding.id)
            if finding.requirement is not None and finding.requirement not in requirements:
                yield (*path, "requirement"), "unknown_reference", _unknown(finding.requirement, requirements)


def _unknown(came: str, requirements: Collection[str]) -> dict[str, object]:
    return {"came": came, "to": "requirements", "near": near(came, requirements)}
