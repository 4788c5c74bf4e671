"""Documents stage: does each requirement have marked passages that use its terms, per kind and element?

The check works on what a reader sees (`Passage.text`), both ways: requirements without passages,
and passages without the terms. Terms are compared, not understood, so a passage may still deny what is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from quaybook.catalogue.conditions import applies
from quaybook.model.document import Passage
from quaybook.model.requirement import Catalogue, Element, Relation, Requirement
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem
from quaybook.wording.plain_text import normalised


class State(StrEnum):
    COVERED = "covered"
    NOT_COVERED = "not_covered"
    NOT_APPLICABLE = "not_applicable"
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


def says(element: Element, texts: Iterable[str], language: str) -> bool:
    """Whether one of the element's terms occurs in one of the texts."""
    whole = [normalised(t) for t in texts]
    return any(normalised(term) in text for term in element.says[language] for text in whole)


def elements_found(requirement: Requirement, passage: Passage) -> tuple[str, ...]:
    """Ids of the elements of which the passage holds a term."""
    return tuple(e.id for e in requirement.elements if says(e, [passage.text], passage.language))


def _row(requirement: Requirement, terminal: Terminal, passages: tuple[Passage, ...], language: str) -> Row:
    if not requirement.required:
        return Row(requirement, language, State.INFORMATION, passages, ())
    missing: list[tuple[str, str]] = []
    applicable = applies(requirement, terminal)
    for kind in (*requirement.documents, *requirement.also):
        texts = [p.text for p in passages if p.kind == kind]
        if not any(texts):
            missing.append((kind, ""))
        elif applicable and kind in requirement.documents:
            missing += [(kind, e.id) for e in requirement.elements if not says(e, texts, language)]
    state = State.NOT_COVERED if missing else State.COVERED if applicable else State.NOT_APPLICABLE
    return Row(requirement, language, state, passages, tuple(missing))


def coverage(catalogue: Catalogue, terminal: Terminal, answers: Iterable[Passage], language: str) -> tuple[Row, ...]:
    """One row per requirement of the catalogue, in its order."""
    found: dict[str, list[Passage]] = {}
    for passage in answers:
        found.setdefault(passage.requirement, []).append(passage)
    rows = []
    for requirement in catalogue.requirements:
        # What answers a requirement answers whatever another set maps to it as the same.
        answering = (requirement.id, *catalogue.mapped(requirement.id, Relation.SAME))
        passages = tuple(p for name in answering for p in found.get(name, ()))
        rows.append(_row(requirement, terminal, passages, language))
    return tuple(rows)


def within(rows: Iterable[Row], held: Iterable[Row]) -> tuple[Row, ...]:
    """The rows `held` of a smaller set of documents; what only the whole set covers is called left out."""
    return tuple(
        replace(small, state=State.LEFT_OUT)
        if small.state == State.NOT_COVERED and whole.state != State.NOT_COVERED
        else small
        for whole, small in zip(rows, held, strict=True)
    )


def coverage_problems(rows: Iterable[Row]) -> tuple[Problem, ...]:
    """A problem for every kind without passage and every element without a term, with the terms to use."""
    problems = []
    for row in rows:
        for kind, element_id in row.missing:
            there = next((p for p in row.passages if p.kind == kind), None)
            file = there.source if there else f"policy_src/documents/{kind}"
            values = {"id": row.requirement.id, "kind": kind, "title": row.requirement.title[row.language]}
            if not element_id:
                code = "not_covered"
            else:
                element = next(e for e in row.requirement.elements if e.id == element_id)
                code = "element_missing"
                values |= {"element": element.text[row.language], "terms": " / ".join(element.says[row.language])}
            problems.append(Problem.at(code, file, there.line if there else 0, **values))
    return tuple(problems)
