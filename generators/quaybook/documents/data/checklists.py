"""Documents stage: results of checks that no question of their checklist can have had.

A result is found again by the number of its question, which stands in `items.yml` beside the checklist;
a number that is misspelt would be lost without a word, and the sheet would say that nothing is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from quaybook.documents.library.load import Library
from quaybook.documents.library.selection import is_of
from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.build import near
from quaybook.model.document import Kind
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem

# The documents with numbered questions, and the facts that hold their last results.
CHECKLISTS = {"self-check": "self_check_results", "audit-checklist": "audit_results"}
_Mistake = tuple[str, dict[str, str]]


def questions(library: Library, document: str) -> tuple[str, ...]:
    """The numbers of a checklist's questions; none where there is no such checklist."""
    spec = next((s for s in library.specs if s.id == document), None)
    written = library.data(spec).get("items") if spec else None
    asks = written.data.get("asks") if written else None
    return tuple(asks) if isinstance(asks, dict) else ()


def checklist_problems(terminal: Terminal, source: Source, library: Library) -> list[Problem]:
    """Results for a question that is not asked, or given twice."""
    found: list[Problem] = []
    for document, results in CHECKLISTS.items():
        known, seen = questions(library, document), set[str]()
        for index, result in enumerate(getattr(terminal.audit, results)):
            for code, values in _mistakes(result.item, document, known, seen):
                path: KeyPath = ("audit", results, index, "item")
                place = source.place(path)
                found.append(Problem.at(code, place.file, place.line, dotted(path), **values))
            seen.add(result.item)
    return found


def form_problems(terminal: Terminal, source: Source, library: Library) -> list[Problem]:
    """Forms of the manual work that no document of the terminal is."""
    known = [s.id for s in library.specs if s.kind == Kind.FORM and is_of(s, terminal.requirement_sets)]
    found = []
    for index, area in enumerate(terminal.manual.areas):
        for number, form in enumerate(area.forms):
            if isinstance(form, str) and form not in known:
                path: KeyPath = ("manual", "areas", index, "forms", number)
                place, values = source.place(path), {"came": form, "to": "form", "near": near(form, known)}
                found.append(Problem.at("unknown_reference", place.file, place.line, dotted(path), **values))
    return found


def _mistakes(item: str, document: str, known: Collection[str], seen: Collection[str]) -> Iterator[_Mistake]:
    if known and item not in known:
        yield "unknown_check_item", {"came": item, "to": document, "near": near(item, known)}
    if item in seen:
        yield "check_item_twice", {"came": item}
