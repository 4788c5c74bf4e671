"""Assessment stage, the door: one terminal's facts and the requirements → one finding for each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from quaybook.assessment.checked import Looks
from quaybook.assessment.declared import declared, ends
from quaybook.assessment.finding import APPLIES, Check, DeniedRead, Finding, Outcome, State, state_of
from quaybook.assessment.gaps import Gap, gaps
from quaybook.assessment.reading import DISPUTED, Reading, Rule
from quaybook.assessment.remarks.disputed import disputed
from quaybook.assessment.rules import (
    assets,
    backup,
    communication,
    connections,
    continuity,
    lessons,
    organisation,
    peacetime,
    servers,
    suppliers,
    ways,
)
from quaybook.assessment.status import Status, status
from quaybook.catalogue.conditions import HANGS_ON, applies
from quaybook.facts.positions import KeyPath, Source
from quaybook.model.base import Todo
from quaybook.model.requirement import Catalogue, Relation, Requirement
from quaybook.model.terminal import Terminal

_SECTIONS = (
    lessons,
    assets,
    ways,
    connections,
    servers,
    backup,
    suppliers,
    organisation,
    communication,
    continuity,
    peacetime,
)
RULES: dict[str, Rule] = {key: rule for section in _SECTIONS for key, rule in section.RULES.items()}


def assess(terminal: Terminal, catalogue: Catalogue, today: date) -> tuple[Finding, ...]:
    """A finding per requirement, in the order of the catalogue."""
    found: dict[str, Finding] = {}
    for requirement in catalogue.requirements:
        same = catalogue.mapped(requirement.id, Relation.SAME)
        found[requirement.id] = _finding(requirement, Reading(terminal, today), [found[i] for i in same])
    looked = Looks(Reading(terminal, today), {name: finding.state for name, finding in found.items()})
    looks: dict[str, tuple[Check, ...]] = {}
    for name in found:
        # What is said to be the same as another was looked at with that one.
        same = catalogue.mapped(name, Relation.SAME)
        looks[name] = (*looked.checks(name), *(check for each in same for check in looks[each]))
    denied = disputed(Reading(terminal, today))
    return tuple(_disputed(_looked_at(finding, looks[name]), denied) for name, finding in found.items())


def _looked_at(finding: Finding, looked: tuple[Check, ...]) -> Finding:
    checks = (*finding.checks, *looked)
    return replace(finding, state=state_of(checks), checks=checks) if finding.checks else finding


def _disputed(finding: Finding, denied: Collection[KeyPath]) -> Finding:
    """What rests on a fact that another one denies is not known to hold."""
    checks = tuple(_not_known(c, denied) if c.outcome == Outcome.HOLDS else c for c in finding.checks)
    return replace(finding, state=state_of(checks), checks=checks) if checks != finding.checks else finding


def _not_known(check: Check, denied: Collection[KeyPath]) -> Check:
    found = [fact.path in denied for fact in check.facts]
    facts = (
        DeniedRead(fact.path, DISPUTED, fact.value) if is_denied else fact
        for fact, is_denied in zip(check.facts, found, strict=True)
    )
    return replace(check, outcome=Outcome.UNKNOWN, facts=tuple(facts)) if any(found) else check


def _finding(requirement: Requirement, t: Reading, same: list[Finding]) -> Finding:
    applicable = applies(requirement, t.part)
    if applicable is False:
        return Finding(requirement, State.NOT_APPLICABLE, reason=f"condition.{requirement.applies_when}")
    undecided = _undecided(requirement, t) if applicable is None else ()
    checks = (*undecided, *_own_checks(requirement, t), *(check for finding in same for check in finding.checks))
    if checks:
        return Finding(requirement, state_of(checks), checks)
    if same:
        return Finding(requirement, same[0].state, reason=same[0].reason)
    return Finding(requirement, State.DOCUMENT, reason="documents_decide" if requirement.required else "state_task")


def _undecided(requirement: Requirement, t: Reading) -> tuple[Check, ...]:
    """That nobody knows yet whether the requirement applies, with the facts on which that hangs."""
    hangs = HANGS_ON[requirement.applies_when or ""]
    reached = ends(t, hangs)
    found = [group.value(key) for group, key in reached]
    t.log[:] = [fact for fact in t.log if isinstance(fact.value, Todo)]
    if not any(isinstance(value, Todo) for value in found):
        silent = [key for (group, key), value in zip(reached, found, strict=True) if group is t and value in (None, ())]
        t.unknown((silent or hangs)[-1])
    return (t.check(APPLIES, None),)


def _own_checks(requirement: Requirement, t: Reading) -> tuple[Check, ...]:
    """What the set itself states decides, be there a rule of the same id or not."""
    rule = RULES.get(requirement.id)
    return tuple(rule(t) if rule and not requirement.decided_by else declared(t, requirement.decided_by))


@dataclass(frozen=True, eq=False)
class Assessed:
    """Everything that is judged of one terminal: findings, what falls short, and the status on one page."""

    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]
    status: Status


@dataclass(frozen=True, eq=False)
class Judged:
    """One terminal with its facts' places, the catalogue it works by, and what came of judging it."""

    id: str
    terminal: Terminal
    facts: Source
    catalogue: Catalogue
    assessed: Assessed


def assessed(terminal: Terminal, catalogue: Catalogue, today: date) -> Assessed:
    """The terminal judged by the catalogue as of `today`."""
    findings = assess(terminal, catalogue, today)
    return Assessed(findings, gaps(findings, terminal, today), status(terminal, findings, catalogue, today))
