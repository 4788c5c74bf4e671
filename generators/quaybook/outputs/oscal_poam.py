"""Outputs stage: what falls short and what is done about it → an OSCAL plan of action and milestones.

Gaps come from the facts, open findings from audits. Both carry who does what until when, what holds meanwhile,
and what is wrong with the way in which they are followed up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from quaybook.documents.findings import FindingView
from quaybook.model.followup import Acceptance, PlanItem
from quaybook.model.plans import PlanState
from quaybook.model.programme import AuditFinding
from quaybook.outputs.oscal_base import JsonObject, filled, known_prop, markup, prop, stamp
from quaybook.outputs.oscal_plan import assets
from quaybook.outputs.oscal_results import audit_observation, audit_title, observation, state_prop
from quaybook.outputs.oscal_scope import Scope
from quaybook.outputs.oscal_states import OPEN, plan_status, risk_status


def poam(scope: Scope) -> JsonObject | None:
    """The plan; None where nothing is to be done, for OSCAL knows no plan without an item."""
    views = [scope.documents.findings[gap.finding.requirement.id] for gap in scope.judged.assessed.gaps]
    found = [finding for finding in scope.terminal.audit.findings if finding.state in OPEN]
    if not views and not found:
        return None
    made: JsonObject = {
        "uuid": scope.uuid("poam"),
        "metadata": scope.metadata("poam", scope.today, roles=scope.roles(_people(views, found))),
        "import-ssp": {"href": "ssp.json"},
        "system-id": scope.system_id,
        "local-definitions": {"assessment-assets": assets(scope)},
        "observations": [*(observation(scope, v) for v in views), *(audit_observation(scope, f) for f in found)],
        "risks": [*(_risk(scope, v) for v in views), *(_audit_risk(scope, f) for f in found)],
        "poam-items": [*(_item(scope, v) for v in views), *(_audit_item(scope, f) for f in found)],
    }
    return {"plan-of-action-and-milestones": made}


def _people(views: list[FindingView], found: list[AuditFinding]) -> Iterator[Any]:
    for view in views:
        if view.item:
            yield view.item.owner
            if view.item.acceptance:
                yield view.item.acceptance.accepted_by
    for finding in found:
        yield finding.owner


def _item(scope: Scope, view: FindingView) -> JsonObject:
    name, item = view.requirement.id, view.item
    props = [
        prop("control-id", scope.controls[name]),
        state_prop(scope, view),
        prop("tone", view.tone.value, remarks=scope.text(view.tone)),
        *([prop("plan-state", item.state.value, remarks=scope.text(item.state))] if item else []),
        *(prop("flag", flag.value, remarks=scope.text(flag)) for flag in view.flags),
    ]
    made: JsonObject = {
        "uuid": scope.uuid("poam-item", name),
        "title": markup(f"{view.requirement.citation} {view.requirement.title[scope.language]}"),
        "description": markup(view.gap),
        "props": props,
        "related-observations": [{"observation-uuid": scope.uuid("observation", name)}],
        "related-risks": [{"risk-uuid": scope.uuid("risk", name)}],
        "remarks": markup(_not_known(scope, _due(item)) if item else ""),
    }
    return filled(made)


def _due(item: PlanItem) -> Any:
    """The day by which something has to happen: the end of the acceptance, if it is accepted."""
    accepted = item.acceptance if item.state == PlanState.ACCEPTED else None
    return accepted.expires_on if accepted else item.due_on


def _not_known(scope: Scope, day: Any) -> str:
    return "" if isinstance(day, date) else scope.words("oscal.no_day", told=scope.text(day))


def _risk(scope: Scope, view: FindingView) -> JsonObject:
    name, item = view.requirement.id, view.item
    title = view.requirement.title[scope.language]
    made: JsonObject = {
        "uuid": scope.uuid("risk", name),
        "title": markup(f"{view.requirement.citation} {title}"),
        "description": markup(view.gap),
        "statement": markup(scope.words("oscal.risk", title=title)),
        "status": risk_status(view),
        "related-observations": [{"observation-uuid": scope.uuid("observation", name)}],
    }
    return filled({**made, **_follow_up(scope, name, item)}) if item else made


def _follow_up(scope: Scope, name: str, item: PlanItem) -> JsonObject:
    due = _due(item)
    interim: JsonObject = {"uuid": scope.uuid("interim", name), "description": markup(scope.text(item.interim))}
    milestones = [
        _milestone(scope, "start", name, item.start_on, item.owner),
        _milestone(scope, "due", name, item.due_on, item.owner),
    ]
    action: JsonObject = {
        "uuid": scope.uuid("response", name),
        "lifecycle": plan_status(item.state),
        "title": scope.words("oscal.action"),
        "description": markup(scope.text(item.action)),
        "tasks": [task for task in milestones if task],
    }
    accepted = [_acceptance(scope, name, item.acceptance)] if item.acceptance else []
    return {
        "mitigating-factors": [interim],
        "deadline": stamp(due) if isinstance(due, date) else None,
        "remediations": [action, *accepted],
    }


def _acceptance(scope: Scope, name: str, acceptance: Acceptance) -> JsonObject:
    who = acceptance.accepted_by
    milestones = [
        _milestone(scope, "accepted", name, acceptance.accepted_on, who),
        _milestone(scope, "expires", name, acceptance.expires_on, who),
    ]
    return {
        "uuid": scope.uuid("acceptance", name),
        "lifecycle": "planned",
        "title": scope.words("oscal.acceptance"),
        "description": markup(scope.text(acceptance.reason)),
        "props": [known_prop("type", "accept")],
        "tasks": [task for task in milestones if task],
    }


def _milestone(scope: Scope, kind: str, name: str, day: Any, who: Any) -> JsonObject:
    """A day of the plan with who answers for it; nothing where the plan names no such day."""
    if day is None:
        return {}
    made: JsonObject = {
        "uuid": scope.uuid("milestone", name, kind),
        "type": "milestone",
        "title": scope.words(f"oscal.milestone.{kind}"),
        "timing": {"on-date": {"date": stamp(day)}} if isinstance(day, date) else None,
        "responsible-roles": scope.responsible(who),
        "remarks": markup(_not_known(scope, day)),
    }
    return filled(made)


def _audit_item(scope: Scope, found: AuditFinding) -> JsonObject:
    made: JsonObject = {
        "uuid": scope.uuid("poam-item", "audit", found.id),
        "title": markup(audit_title(scope, found)),
        "description": markup(scope.text(found.finding)),
        "props": [
            prop("plan-state", found.state.value, remarks=scope.text(found.state)),
            *(prop("flag", flag, remarks=scope.words(f"label.Flag.{flag}")) for flag in _flags(scope, found)),
        ],
        "related-observations": [{"observation-uuid": scope.uuid("observation", "audit", found.id)}],
        "related-risks": [{"risk-uuid": scope.uuid("risk", "audit", found.id)}],
        "remarks": markup(_not_known(scope, found.due_on)),
    }
    return filled(made)
