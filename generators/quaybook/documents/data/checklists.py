"""Documents stage: numbered questions, and results of checks that none of them can have had.

A result is found again by the number of its question, which stands in `items.yml` beside the checklist;
a number that is misspelt would be lost without a word, and the sheet would say that nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from quaybook.catalogue.questions import CHECKLISTS
from quaybook.documents.data.mistakes import Known, Mistake, unknown_requirements
from quaybook.documents.library.load import Library
from quaybook.documents.library.selection import is_of
from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.data.lists import ChecklistData
from quaybook.model.document import Kind
from quaybook.model.load import near
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem
from quaybook.wording.plain_text import normalised

_Mistake = tuple[str, dict[str, str]]
# The letter of a section, and the place in it, by which the parts of the checklist are counted.
_NUMBER = re.compile(r"[^-\s]+-[1-9][0-9]{0,2}")


def checklist_mistakes(items: ChecklistData, known: Known) -> Iterator[Mistake]:
    """Questions that stand twice, numbers that are none, and requirements that there are not."""
    first: dict[str, str] = {}
    for number, asked in items.asks.items():
        path: KeyPath = ("asks", number)
        if not _NUMBER.fullmatch(number):
            yield "item_number", path, {"came": number}
        elif (other := first.setdefault(normalised(number), number)) != number:
            yield "item_twice", path, {"came": number, "other": other}
        yield from unknown_requirements(asked, path, known)
    yield from unknown_requirements(items.left_out, ("left_out",), known)


def check_items(library: Library, document: str) -> tuple[str, ...]:
    """The numbers of a checklist's items; none where there is no such checklist."""
    spec = next((s for s in library.specs if s.id == document), None)
    written = library.data(spec).get("items.yml") if spec else None
    asks = written.data.get("asks") if written else None
    return tuple(asks) if isinstance(asks, dict) else ()


def checklist_problems(terminal: Terminal, source: Source, library: Library) -> list[Problem]:
    """Results for a question that is not asked, or given twice."""
    found: list[Problem] = []
    for document, results in CHECKLISTS.items():
        known, seen = check_items(library, document), set[str]()
        for index, result in enumerate(getattr(terminal.audit, results)):
            for code, values in _mistakes(result.item, document, known, seen):
                path: KeyPath = ("audit", results, index, "item")
                position = source.position(path)
                found.append(Problem.at(code, position.file, position.line, dotted(path), **values))
            seen.add(result.item)
    return found


def form_problems(terminal: Terminal, source: Source, library: Library) -> list[Problem]:
    """Forms of the manual work that no document of the terminal is."""
    known = [s.id for s in library.specs if s.kind == Kind.FORM and is_of(s, terminal.requirement_sets)]
    found = []
    for path, form in _forms(terminal):
        if isinstance(form, str) and form not in known:
            position, values = source.position(path), {"came": form, "to": "form", "near": near(form, known)}
            found.append(Problem.at("unknown_reference", position.file, position.line, dotted(path), **values))
    return found


def _forms(terminal: Terminal) -> Iterator[tuple[KeyPath, object]]:
    for index, area in enumerate(terminal.manual.areas):
        yield from ((("manual", "areas", index, "forms", number), form) for number, form in enumerate(area.forms))
    for index, stock in enumerate(terminal.manual.form_stock):
        yield ("manual", "form_stock", index, "form"), stock.form


def _mistakes(item: str, document: str, known: Collection[str], seen: Collection[str]) -> Iterator[_Mistake]:
    if known and item not in known:
        yield "unknown_check_item", {"came": item, "to": document, "near": near(item, known)}
    if item in seen:
        yield "check_item_twice", {"came": item}
