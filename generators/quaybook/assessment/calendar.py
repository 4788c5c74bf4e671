"""Assessment stage: what is due and when, from every group of facts that carries a date to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from quaybook.facts.positions import KeyPath
from quaybook.model.groups.followup import OPEN_STATES
from quaybook.model.groups.plans import PlanState
from quaybook.model.terminal import Terminal


class DueKind(StrEnum):
    """What has to be done by the date."""

    PLAN = "plan"
    AUDIT_FINDING = "audit_finding"
    VULNERABILITY = "vulnerability"
    EXCEPTION = "exception"
    ACCEPTANCE = "acceptance"
    DRILL = "drill"
    DRILL_FINDING = "drill_finding"
    COURSE = "course"
    AUDIT = "audit"
    REVIEW = "review"
    INSURANCE = "insurance"
    CONTRACT = "contract"


@dataclass(frozen=True, eq=False)
class Due:
    """One thing with a date. `owner` is a person's id, `name` the terminal's own text, None
    where the kind says enough; `path` is the fact that states the date."""

    kind: DueKind
    name: Any | None
    on: Any
    owner: Any = None
    requirement: str = ""
    path: KeyPath = ()


def due_dates(terminal: Terminal) -> tuple[Due, ...]:
    """Everything with a known date to come or already passed, the earliest first."""
    found = [due for due in (*_followed_up(terminal), *_recurring(terminal)) if isinstance(due.on, date)]
    return tuple(sorted(found, key=lambda due: due.on))


def _followed_up(t: Terminal) -> Iterator[Due]:
    for n, item in enumerate(t.plan):
        if item.state in OPEN_STATES:
            path: KeyPath = ("plan", n, "due_on")
            yield Due(DueKind.PLAN, item.action, item.due_on, item.owner, item.requirement, path)
        elif item.state == PlanState.ACCEPTED and item.acceptance:
            name, expires = item.acceptance.reason, item.acceptance.expires_on
            path = ("plan", n, "acceptance", "expires_on")
            yield Due(DueKind.ACCEPTANCE, name, expires, item.acceptance.accepted_by, item.requirement, path)
    for n, finding in enumerate(t.audit.findings):
        if finding.state in OPEN_STATES:
            path = ("audit", "findings", n, "due_on")
            yield Due(DueKind.AUDIT_FINDING, finding.finding, finding.due_on, finding.owner, path=path)
    yield from _improvements(t)
    for n, vulnerability in enumerate(t.vuln.open):
        yield Due(DueKind.VULNERABILITY, vulnerability.target, vulnerability.due_on, path=("vuln", "open", n, "due_on"))
    for n, exception in enumerate(t.exceptions):
        path = ("exceptions", n, "expires_on")
        yield Due(DueKind.EXCEPTION, exception.rule, exception.expires_on, exception.approver, path=path)


def _improvements(t: Terminal) -> Iterator[Due]:
    """What drills showed to be wanting; what the plan has taken over is due there."""
    planned = {item.requirement for item in t.plan}
    for n, result in enumerate(t.drill_results):
        for m, finding in enumerate(result.findings):
            if finding.state in OPEN_STATES and finding.requirement not in planned:
                path: KeyPath = ("drill_results", n, "findings", m, "due_on")
                yield Due(DueKind.DRILL_FINDING, finding.action, finding.due_on, finding.owner, path=path)


def _recurring(t: Terminal) -> Iterator[Due]:
    for n, drill in enumerate(t.drills):
        yield Due(DueKind.DRILL, drill.name, drill.next_on, drill.lead, path=("drills", n, "next_on"))
    for n, course in enumerate(t.courses):
        yield Due(DueKind.COURSE, course.audience, course.next_on, path=("courses", n, "next_on"))
    yield Due(DueKind.AUDIT, None, t.audit.next_on, path=("audit", "next_on"))
    control, review = t.document_control, ("document_control", "next_review_on")
    yield Due(DueKind.REVIEW, None, control.next_review_on, control.drafter, path=review)
    yield Due(DueKind.INSURANCE, None, t.insurance.review_on, path=("insurance", "review_on"))
    for n, supplier in enumerate(t.suppliers):
        yield Due(DueKind.CONTRACT, supplier.name, supplier.contract_until, path=("suppliers", n, "contract_until"))
