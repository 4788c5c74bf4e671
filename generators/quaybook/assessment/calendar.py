"""Assessment stage: what is due and when, from every group of facts that carries a date to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from quaybook.model.plans import PlanState
from quaybook.model.terminal import Terminal


class DueKind(StrEnum):
    """What has to be done by the date."""

    PLAN = "plan"
    AUDIT_FINDING = "audit_finding"
    VULNERABILITY = "vulnerability"
    EXCEPTION = "exception"
    ACCEPTANCE = "acceptance"
    DRILL = "drill"
    COURSE = "course"
    AUDIT = "audit"
    REVIEW = "review"
    INSURANCE = "insurance"
    CONTRACT = "contract"


@dataclass(frozen=True, eq=False)
class Due:
    """One thing with a date. `owner` is a person's id, `name` the terminal's own text; None
    where the kind says enough."""

    kind: DueKind
    name: Any | None
    on: Any
    owner: Any = None
    requirement: str = ""


_LEFT = (PlanState.NOT_STARTED, PlanState.IN_PROGRESS)


def due_dates(terminal: Terminal) -> tuple[Due, ...]:
    """Everything with a known date to come or already passed, the earliest first."""
    found = [due for due in (*_followed_up(terminal), *_recurring(terminal)) if isinstance(due.on, date)]
    return tuple(sorted(found, key=lambda due: due.on))


def _followed_up(t: Terminal) -> Iterator[Due]:
    for item in t.plan:
        if item.state in _LEFT:
            yield Due(DueKind.PLAN, item.action, item.due_on, item.owner, item.requirement)
        elif item.state == PlanState.ACCEPTED and item.acceptance:
            name, expires = item.acceptance.reason, item.acceptance.expires_on
            yield Due(DueKind.ACCEPTANCE, name, expires, item.acceptance.accepted_by, item.requirement)
    for finding in t.audit.findings:
        if finding.state in _LEFT:
            yield Due(DueKind.AUDIT_FINDING, finding.finding, finding.due_on, finding.owner)
    for vulnerability in t.vuln.open:
        yield Due(DueKind.VULNERABILITY, vulnerability.target, vulnerability.due_on)
    for exception in t.exceptions:
        yield Due(DueKind.EXCEPTION, exception.rule, exception.expires_on, exception.approver)


def _recurring(t: Terminal) -> Iterator[Due]:
    for drill in t.drills:
        yield Due(DueKind.DRILL, drill.name, drill.next_on, drill.lead)
    for course in t.courses:
        yield Due(DueKind.COURSE, course.audience, course.next_on)
    yield Due(DueKind.AUDIT, None, t.audit.next_on)
    control = t.document_control
    yield Due(DueKind.REVIEW, None, control.next_review_on, control.drafter)
    yield Due(DueKind.INSURANCE, None, t.insurance.review_on)
    for supplier in t.suppliers:
        yield Due(DueKind.CONTRACT, supplier.name, supplier.contract_until)
