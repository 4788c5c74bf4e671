"""Documents stage: results of checks that no question of their checklist can have had.

A result is found again by the number of its question, which stands in `items.yml` beside the checklist;
a number that is misspelt would be lost without a word, and the sheet would say that nothing is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from quaybook.documents.library import Library
from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.build import near
from quaybook.model.followup import CheckOutcome, CheckResult
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem


@dataclass(frozen=True)
class Checklist:
    """A document with numbered questions, the facts that hold their last results, and what those may be."""

    document: str
    results: str
    outcomes: tuple[CheckOutcome, ...]


CHECKLISTS = (
    Checklist(
        "self-check",
        "self_check_results",
        (CheckOutcome.CONFORMING, CheckOutcome.NONCONFORMING, CheckOutcome.NOT_APPLICABLE),
    ),
    Checklist(
        "audit-checklist",
        "audit_results",
        (
            CheckOutcome.CONFORMING,
            CheckOutcome.MINOR,
            CheckOutcome.MAJOR,
            CheckOutcome.OPPORTUNITY,
            CheckOutcome.NOT_APPLICABLE,
        ),
    ),
)
_Mistake = tuple[str, str, dict[str, str]]


def questions(library: Library, document: str) -> tuple[str, ...]:
    """The numbers of a checklist's questions; none where a terminal's own checklist numbers nothing."""
    spec = next((s for s in library.specs if s.id == document), None)
    data = library.data(spec)[0].get("items") if spec else None
    asks = data.get("asks") if isinstance(data, dict) else None
    return tuple(asks) if isinstance(asks, dict) else ()


def checklist_problems(terminal: Terminal, source: Source, library: Library) -> list[Problem]:
    """Results for a question that is not asked, or given twice, or that its checklist cannot have."""
    found: list[Problem] = []
    for checklist in CHECKLISTS:
        known = questions(library, checklist.document)
        seen: set[str] = set()
        for index, result in enumerate(getattr(terminal.audit, checklist.results)):
            for code, key, values in _mistakes(result, checklist, known, seen):
                path: KeyPath = ("audit", checklist.results, index, key)
                place = source.place(path)
                found.append(Problem.at(code, place.file, place.line, dotted(path), **values))
            seen.add(result.item)
    return found


def _mistakes(
    result: CheckResult, checklist: Checklist, known: Collection[str], seen: Collection[str]
) -> Iterator[_Mistake]:
    if known and result.item not in known:
        values = {"came": result.item, "to": checklist.document, "near": near(result.item, known)}
        yield "unknown_check_item", "item", values
    if result.item in seen:
        yield "check_item_twice", "item", {"came": result.item}
    if result.outcome not in checklist.outcomes:
        expected = ", ".join(outcome.value for outcome in checklist.outcomes)
        values = {"came": result.outcome.value, "to": checklist.results, "expected": expected}
        yield "check_outcome_wrong_list", "outcome", values
