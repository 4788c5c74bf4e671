"""Formats stage: what falls short and what is done about it → an OSCAL plan of action and milestones.

Gaps come from the facts, open findings from audits. Each is an item with its observation, and a risk that
says how it is followed up, and what is wrong with that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from quaybook.assessment.gaps import follow_up_flags
from quaybook.formats.oscal.base import JsonObject, filled, markup, prop
from quaybook.formats.oscal.follow_up import FollowUp, not_known, of_audit, of_plan, risk_parts
from quaybook.formats.oscal.plan import assets
from quaybook.formats.oscal.results import audit_observation, audit_title, finding_title, observation, own_prop
from quaybook.formats.oscal.scope import Scope
from quaybook.formats.oscal.states import risk_status
from quaybook.model.groups.followup import OPEN_STATES
from quaybook.wording.findings import FindingView


@dataclass(frozen=True, eq=False)
class _Shortfall:
    """One item of the plan: what is short, its observation, and how it is followed up."""

    key: tuple[str, ...]
    title: str
    text: str
    statement: str
    status: str
    props: tuple[JsonObject, ...]
    observation: JsonObject
    follow: FollowUp | None


def poam(scope: Scope) -> JsonObject | None:
    """The plan; None where nothing is to be done, for OSCAL knows no plan without an item."""
    short = tuple(_shortfalls(scope))
    if not short:
        return None
    people = [person for each in short if each.follow for person in _people(each.follow)]
    made: JsonObject = {
        "uuid": scope.uuid("poam"),
        "metadata": scope.metadata("poam", scope.today, roles=scope.roles(people)),
        "import-ssp": {"href": "ssp.json"},
        "system-id": scope.system_id,
        "local-definitions": {"assessment-assets": assets(scope)},
        "observations": [each.observation for each in short],
        "risks": [_risk(scope, each) for each in short],
        "poam-items": [_item(scope, each) for each in short],
    }
    return {"plan-of-action-and-milestones": made}


def falls_short(scope: Scope) -> bool:
    """Whether there is a plan at all."""
    return any(True for _ in _shortfalls(scope))


def _shortfalls(scope: Scope) -> Iterator[_Shortfall]:
    yield from _gaps(scope)
    yield from _audit_findings(scope)


def _people(follow: FollowUp) -> Iterator[Any]:
    yield follow.owner
    if follow.acceptance:
        yield follow.acceptance.accepted_by


def _gaps(scope: Scope) -> Iterator[_Shortfall]:
    for gap in scope.judged.assessed.gaps:
        view = scope.documents.findings[gap.finding.requirement.id]
        title = finding_title(scope, view)
        yield _Shortfall(
            key=(view.requirement.id,),
            title=title,
            text=view.gap,
            statement=scope.words("oscal.risk", title=title),
            status=risk_status(view.item.state if view.item else None, view.flags),
            props=tuple(_gap_props(scope, view)),
            observation=observation(scope, view),
            follow=of_plan(view.item) if view.item else None,
        )


def _gap_props(scope: Scope, view: FindingView) -> Iterator[JsonObject]:
    yield prop("control-id", scope.controls[view.requirement.id])
    yield own_prop(scope, "state", view.state)
    yield own_prop(scope, "tone", view.tone)
    if view.item:
        yield own_prop(scope, "plan-state", view.item.state)
    for flag in view.flags:
        yield own_prop(scope, "flag", flag)


def _audit_findings(scope: Scope) -> Iterator[_Shortfall]:
    for found in scope.terminal.audit.findings:
        if found.state in OPEN_STATES:
            title, text = audit_title(scope, found), scope.text(found.finding)
            wrong = follow_up_flags(found.owner, found.due_on, found.state, scope.today)
            flags = [own_prop(scope, "flag", flag) for flag in wrong]
            yield _Shortfall(
                key=("audit", found.id),
                title=title,
                text=text,
                statement=text,
                status=risk_status(found.state, ()),
                props=(own_prop(scope, "plan-state", found.state), *flags),
                observation=audit_observation(scope, found),
                follow=of_audit(found),
            )


def _risk(scope: Scope, each: _Shortfall) -> JsonObject:
    made: JsonObject = {
        "uuid": scope.uuid("risk", *each.key),
        "title": markup(each.title),
        "description": markup(each.text),
        "statement": markup(each.statement),
        "status": each.status,
        "related-observations": _related(scope, each),
    }
    return made | risk_parts(scope, each.follow) if each.follow else made


def _item(scope: Scope, each: _Shortfall) -> JsonObject:
    return filled(
        {
            "uuid": scope.uuid("poam-item", *each.key),
            "title": markup(each.title),
            "description": markup(each.text),
            "props": each.props,
            "related-observations": _related(scope, each),
            "related-risks": [{"risk-uuid": scope.uuid("risk", *each.key)}],
            "remarks": not_known(scope, each.follow.deadline) if each.follow else "",
        }
    )


def _related(scope: Scope, each: _Shortfall) -> list[JsonObject]:
    return [{"observation-uuid": scope.uuid("observation", *each.key)}]
