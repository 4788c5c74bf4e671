"""Documents stage: does each requirement have marked passages that use its terms, per kind and element?

The check works on what a reader sees (`Passage.text`), both ways: requirements without passages,
and passages without the terms. Terms are compared, not understood, so a passage may still deny what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from quaybook.catalogue.conditions import applies
from quaybook.model.document import Passage
from quaybook.model.language_text import said_in
from quaybook.model.requirement import Catalogue, Element, Relation, Requirement, Strength
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem
from quaybook.wording.plain_text import normalised

_BINDING = (Strength.MUST, Strength.NEEDED)
# Matches nowhere.
_NEVER = r"(?!)"


class State(StrEnum):
    COVERED = "covered"
    NOT_COVERED = "not_covered"
    NOT_APPLICABLE = "not_applicable"
    NOT_CHECKED = "not_checked"
    INFORMATION = "information"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Row:
    """One requirement in one language. `missing` holds (kind, element) pairs; element "" = no passage."""

    requirement: Requirement
    language: str
    state: State
    passages: tuple[Passage, ...]
    missing: tuple[tuple[str, str], ...]


def says(element: Element, texts: Iterable[str], language: str, denied: str = "") -> bool:
    """Whether one of the element's terms in the language occurs in one of the texts.

    `denied` is the form of what takes a term back when it stands right behind it: 禁止しない forbids nothing.
    """
    takes_back, whole = re.compile(denied or _NEVER), [normalised(text) for text in texts]
    terms = [normalised(term) for term in element.says.get(language, ())]
    return any(_affirmed(term, text, takes_back) for term in terms for text in whole)


def _affirmed(term: str, text: str, takes_back: re.Pattern[str]) -> bool:
    start = text.find(term)
    while start >= 0:
        if not takes_back.match(text, start + len(term)):
            return True
        start = text.find(term, start + 1)
    return False


def elements_found(requirement: Requirement, passage: Passage) -> tuple[str, ...]:
    """Ids of the elements of which the passage holds a term."""
    return tuple(e.id for e in requirement.elements if says(e, [passage.text], passage.language))


def _row(
    requirement: Requirement,
    terminal: Terminal,
    passages: tuple[Passage, ...],
    language: str,
    denied: Mapping[str, str],
) -> Row:
    if not requirement.required:
        return Row(requirement, language, State.INFORMATION, passages, ())
    missing: list[tuple[str, str]] = []
    applicable = applies(requirement, terminal)
    for kind in (*requirement.documents, *requirement.also):
        answering = [p for p in passages if p.kind == kind]
        if not any(p.text for p in answering):
            missing.append((kind, ""))
        elif applicable and kind in requirement.documents:
            # A passage may be borrowed from a document that stands in another language only.
            said = (
                e.id
                for e in requirement.elements
                if any(says(e, [p.text], p.language, denied.get(p.language, "")) for p in answering)
            )
            missing += [(kind, name) for name in _others(requirement, said)]
    state = State.NOT_COVERED if missing else State.COVERED if applicable else State.NOT_APPLICABLE
    return Row(requirement, language, state, passages, tuple(missing))


def _others(requirement: Requirement, said: Iterable[str]) -> Iterable[str]:
    known = set(said)
    return (element.id for element in requirement.elements if element.id not in known)


def coverage(
    catalogue: Catalogue,
    terminal: Terminal,
    answers: Iterable[Passage],
    language: str,
    denied: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Row, ...]:
    """One row per requirement of the catalogue, in its order. `denied`: language → what takes a term back."""
    found: dict[str, list[Passage]] = {}
    for passage in answers:
        found.setdefault(passage.requirement, []).append(passage)
    rows = []
    for requirement in catalogue.requirements:
        # What answers a requirement answers whatever another set maps to it as the same.
        answering = (requirement.id, *catalogue.mapped(requirement.id, Relation.SAME))
        passages = tuple(p for name in answering for p in found.get(name, ()))
        rows.append(_row(requirement, terminal, passages, language, denied))
    return tuple(rows)


def unchecked(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows of a language that is not declared complete: what would have to be answered is not looked into."""
    return tuple(
        row if row.state == State.INFORMATION else replace(row, state=State.NOT_CHECKED, missing=()) for row in rows
    )


def within(rows: Iterable[Row], held: Iterable[Row]) -> tuple[Row, ...]:
    """The rows `held` of a smaller set of documents; what only the whole set covers is called left out."""
    return tuple(
        replace(small, state=State.LEFT_OUT)
        if small.state == State.NOT_COVERED and whole.state != State.NOT_COVERED
        else small
        for whole, small in zip(rows, held, strict=True)
    )


def weak_passages(rows: Iterable[Row], weak: Collection[str]) -> tuple[tuple[Passage, str], ...]:
    """The passages that answer what is to be done with one of the `weak` words, which leave it open, each with it."""
    asked = (passage for row in rows if row.requirement.strength in _BINDING for passage in row.passages)
    found = ((passage, next((word for word in weak if word in passage.text), "")) for passage in asked)
    return tuple(dict.fromkeys((passage, word) for passage, word in found if word))


def term_problems(catalogue: Catalogue, language: str) -> tuple[Problem, ...]:
    """A problem for every set that does not say by which terms its requirements are known in the language."""
    lacking = {
        each.id: [r.id for r in each.requirements if r.required and any(language not in e.says for e in r.elements)]
        for each in catalogue.sets
    }
    return tuple(
        Problem.at(
            "terms_not_in_language",
            "policy_src/requirements",
            set=name,
            language=language,
            first=ids[0],
            count=len(ids),
        )
        for name, ids in lacking.items()
        if ids
    )


def coverage_problems(rows: Iterable[Row]) -> tuple[Problem, ...]:
    """A problem for every kind without passage and every element without a term, with the terms to use."""
    problems = []
    for row in rows:
        for kind, element_id in row.missing:
            there = next((p for p in row.passages if p.kind == kind), None)
            file = there.source if there else f"policy_src/documents/{kind}"
            title = said_in(row.requirement.title, row.language)
            values = {"id": row.requirement.id, "kind": kind, "title": title}
            if not element_id:
                code = "not_covered"
            else:
                element = next(e for e in row.requirement.elements if e.id == element_id)
                code = "element_missing"
                if row.language not in element.says:
                    # What is missing are the terms themselves, which is told once for each set.
                    continue
                terms = " / ".join(element.says[row.language])
                values |= {"element": said_in(element.text, row.language), "terms": terms}
            problems.append(Problem.at(code, file, there.line if there else 0, **values))
    return tuple(problems)
