"""Documents stage: what templates see of the assessment: findings, sections, gaps, status, charts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from quaybook.assessment.assess import Assessed, Judged
from quaybook.assessment.finding import Finding, State
from quaybook.assessment.gaps import Flag
from quaybook.assessment.status import section_of
from quaybook.documents.drawings.charts import status_chart
from quaybook.documents.templating.helper import Helper
from quaybook.documents.templating.refusing import ForHighest
from quaybook.model.document import Figure
from quaybook.model.language_text import said_in
from quaybook.model.requirement import Catalogue, Relation, RequirementSet
from quaybook.wording.findings import FindingView, worst
from quaybook.wording.values import TemplateMistakeError
from quaybook.wording.words import Words

_PARTS = re.compile(r"\d+|\D+")
_AS_IN_THE_REPORT = re.compile(r"(\d+)(?:\((\d+)\))?", re.ASCII)
_PLAIN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, eq=False)
class SectionView:
    """One section of one set, with its title, its anchor on the page of findings, and its findings."""

    set_id: str
    section: str
    title: str
    anchor: str
    counts: Mapping[State, int]
    findings: tuple[FindingView, ...]


def section_views(
    assessed: Assessed, catalogue: Catalogue, views: Mapping[str, FindingView], language: str
) -> tuple[SectionView, ...]:
    """The sections of all sets in their order."""
    sets = {each.id: each for each in catalogue.sets}
    made: list[SectionView] = []
    for counted in assessed.status.sections:
        each = sets[counted.set_id]
        members = tuple(views[f.requirement.id] for f in _members(assessed.findings, each, counted.section))
        title = said_in(each.sections[counted.section], language) if counted.section in each.sections else ""
        anchor = _anchor(each.id, counted.section, {view.anchor for view in made})
        made.append(SectionView(each.id, counted.section, title, anchor, counted.counts, members))
    return tuple(made)


def _anchor(set_id: str, section: str, taken: Collection[str]) -> str:
    """`s-mlit-interim-1-3-4` for 3(4). Whatever else a section is called is spelt out, so that no two are alike."""
    if found := _AS_IN_THE_REPORT.fullmatch(section):
        name = "-".join(filter(None, found.groups()))
    else:
        name = section if _PLAIN.fullmatch(section) else "-".join(["u", *(f"{ord(c):x}" for c in section)])
    anchor = f"s-{set_id}-{name}"
    while anchor in taken:
        # Only where the id of one set begins with that of another.
        anchor += "-x"
    return anchor


def _members(findings: Iterable[Finding], each: RequirementSet, section: str) -> Iterable[Finding]:
    own = {r.id for r in each.requirements}
    return (f for f in findings if f.requirement.id in own and section_of(f) == section)


def charts(sections: Iterable[SectionView], words: Words) -> Mapping[str, Figure]:
    """The charts that templates may ask for by name."""
    rows = [(f"{s.section} {s.title}".strip(), s.counts) for s in sections]
    return {"status-by-section": status_chart("status-by-section", rows, words)}


@dataclass(frozen=True, eq=False)
class ComparedTerminal:
    """One terminal of the port's page: its states by requirement, counted where all terminals share the set."""

    name: Any
    states: Mapping[str, State]
    counts: Mapping[State, int]
    overdue: int
    unowned: int


def compared_terminals(judged: Iterable[Judged], catalogue: Catalogue) -> tuple[ComparedTerminal, ...]:
    """The terminals that the port's page compares, by the sets of the `catalogue` that each of them works by."""
    listed = [(each, _states(each, catalogue)) for each in judged]
    shared = set.intersection(*(set(states) for _, states in listed)) if listed else set()
    return tuple(_compared(each, states, shared) for each, states in listed)


def _states(judged: Judged, catalogue: Catalogue) -> Mapping[str, State]:
    """Two terminals may each have a set of their own under one id; equal ids then mean different things."""
    common = {r.id for each in judged.catalogue.sets if each in catalogue.sets for r in each.requirements}
    found = ((finding.requirement.id, finding.state) for finding in judged.assessed.findings)
    return {name: state for name, state in found if name in common}


def _compared(judged: Judged, states: Mapping[str, State], shared: Collection[str]) -> ComparedTerminal:
    counted = Counter(state for name, state in states.items() if name in shared)
    flags = [flag for gap in judged.assessed.gaps if gap.finding.requirement.id in shared for flag in gap.flags]
    return ComparedTerminal(
        judged.terminal.terminal.short_name,
        states,
        {state: counted[state] for state in State},
        overdue=flags.count(Flag.OVERDUE),
        unowned=flags.count(Flag.UNOWNED) + flags.count(Flag.UNPLANNED),
    )


def _mapped(catalogue: Catalogue, views: Mapping[str, FindingView]) -> Mapping[str, list[tuple[Relation, FindingView]]]:
    """Requirement → those of other sets to which a mapping leads, from either end."""
    found: dict[str, list[tuple[Relation, FindingView]]] = {name: [] for name in views}
    for each in catalogue.sets:
        for mapping in each.mappings:
            for target in mapping.to:
                found[mapping.requirement].append((mapping.relation, views[target]))
                found[target].append((mapping.relation, views[mapping.requirement]))
    return found


def _crosswalk(views: Mapping[str, FindingView]) -> Mapping[str, list[tuple[str, list[FindingView]]]]:
    """Framework → its identifiers in their own order, each with the requirements that lead to it."""
    found: dict[str, dict[str, list[FindingView]]] = {}
    for view in views.values():
        for framework, controls in view.requirement.crosswalk.items():
            for control in controls:
                found.setdefault(framework, {}).setdefault(control, []).append(view)
    return {name: sorted(controls.items(), key=lambda pair: _in_order(pair[0])) for name, controls in found.items()}


def _in_order(identifier: str) -> list[tuple[int, str]]:
    """A key that sorts `A.5.10` behind `A.5.9`."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in _PARTS.findall(identifier)]


# What tells of findings, of gaps, of paths of files, or of passages of documents that fewer may read.
_FOR_HIGHEST = (
    "findings",
    "sections",
    "gaps",
    "open_facts",
    "status",
    "state_of",
    "crosswalk",
    "mapped",
    "port",
    "coverage",
    "answers",
    "passages_of",
    "overrides",
)


def refused_below_the_highest() -> dict[str, Any]:
    """What a document for fewer than the highest readers sees in place of the results of the assessment."""
    return {name: ForHighest(name) for name in _FOR_HIGHEST}


def assessment_variables(
    assessed: Assessed, catalogue: Catalogue, views: Mapping[str, FindingView], sections: tuple[SectionView, ...]
) -> dict[str, Any]:
    """The variables by the names that templates use."""

    def state_of(ids: Iterable[str]) -> State | None:
        asked = tuple(ids)
        for name in asked:
            if name not in views and name not in catalogue.unchosen:
                raise TemplateMistakeError("unknown_requirement", came=name)
        return worst(views, [name for name in asked if name in views])

    return {
        "findings": views,
        "sections": sections,
        "gaps": tuple(views[gap.finding.requirement.id] for gap in assessed.gaps),
        "status": assessed.status,
        "states": tuple(State),
        "today": assessed.status.today,
        "state_of": Helper(state_of),
        "crosswalk": _crosswalk(views),
        "mapped": _mapped(catalogue, views),
        "requirement_sets_used": catalogue.sets,
    }
