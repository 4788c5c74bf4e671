"""Formats stage: what was found on a day → OSCAL assessment results.

Each requirement has an observation with the facts that were read and where they stand, and a finding that
says what follows. What an audit found stands beside it as an observation of its own.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from quaybook.formats.oscal.base import JsonObject, filled, markup, objective_id, paragraphs, prop, stamp
from quaybook.formats.oscal.plan import METHODS, assets
from quaybook.formats.oscal.scope import Scope
from quaybook.formats.oscal.states import implementation_state, verdict
from quaybook.model.groups.programme import AuditFinding
from quaybook.model.language_text import said_in
from quaybook.wording.findings import FactView, FindingView


def assessment_results(scope: Scope) -> JsonObject:
    """One result: the state of the terminal today."""
    made: JsonObject = {
        "uuid": scope.uuid("assessment-results"),
        "metadata": scope.metadata("assessment-results", scope.today),
        "import-ap": {"href": "assessment-plan.json"},
        "results": [_result(scope)],
    }
    return {"assessment-results": made}


def _result(scope: Scope) -> JsonObject:
    views = tuple(scope.documents.findings.values())
    counts = scope.judged.assessed.status.overall
    controls = [{"control-id": scope.controls[view.requirement.id]} for view in views]
    return {
        "uuid": scope.uuid("result", scope.today.isoformat()),
        "title": scope.words("oscal.result.title", day=scope.text(scope.today)),
        "description": scope.words("oscal.result.description"),
        "start": stamp(scope.today),
        "end": stamp(scope.today),
        "props": [prop("count", str(count), state.value, scope.text(state)) for state, count in counts.items()],
        "local-definitions": {"assessment-assets": assets(scope)},
        "reviewed-controls": {"control-selections": [{"include-controls": controls}]},
        "observations": [
            *(observation(scope, view) for view in views),
            *(audit_observation(scope, found) for found in scope.terminal.audit.findings),
        ],
        "findings": [_finding(scope, view) for view in views],
    }


def observation(scope: Scope, view: FindingView) -> JsonObject:
    """What the facts show of a requirement, with each of them as evidence."""
    requirement = view.requirement
    return filled(
        {
            "uuid": scope.uuid("observation", requirement.id),
            "title": markup(finding_title(scope, view)),
            "description": paragraphs(view.evidence or [scope.text(view.state)]),
            "props": [own_prop(scope, "state", view.state)],
            "methods": [METHODS["check"]],
            "types": ["control-objective"],
            "origins": [{"actors": [{"type": "tool", "actor-uuid": scope.uuid("component", "kit")}]}],
            "subjects": [scope.this_system],
            "relevant-evidence": [_evidence(scope, fact) for fact in view.facts],
            "collected": stamp(scope.today),
        }
    )


def finding_title(scope: Scope, view: FindingView) -> str:
    """How a requirement is called where there is no catalogue at hand."""
    return f"{view.requirement.citation} {said_in(view.requirement.title, scope.language)}"


def own_prop(scope: Scope, name: str, value: StrEnum) -> JsonObject:
    """A choice in the kit's own terms, with its wording."""
    return prop(name, value.value, remarks=scope.text(value))


def _evidence(scope: Scope, fact: FactView) -> JsonObject:
    return {
        "description": markup(scope.words("oscal.fact", meaning=fact.meaning, value=fact.value)),
        "props": [prop("fact", fact.key), prop("value", fact.value), prop("place", fact.where)],
    }


def audit_observation(scope: Scope, found: AuditFinding) -> JsonObject:
    """What somebody found in a self-check or an audit."""
    day = found.found_on if isinstance(found.found_on, date) else None
    unknown = "" if day else scope.words("oscal.no_day", told=scope.text(found.found_on))
    operator = {"type": "party", "actor-uuid": scope.uuid("party", "operator")}
    return filled(
        {
            "uuid": scope.uuid("observation", "audit", found.id),
            "title": markup(audit_title(scope, found)),
            "description": markup(scope.text(found.finding)),
            "props": [own_prop(scope, "plan-state", found.state)],
            "methods": [METHODS["audit"]],
            "types": ["finding"],
            "origins": [{"actors": [operator]}],
            "subjects": [scope.this_system],
            "collected": stamp(day or scope.today),
            "remarks": markup(unknown),
        }
    )


def audit_title(scope: Scope, found: AuditFinding) -> str:
    """How the findings of checks and audits are called."""
    return scope.words("oscal.audit_finding", id=found.id)


def _finding(scope: Scope, view: FindingView) -> JsonObject:
    requirement = view.requirement
    state, reason = verdict(view)
    status: JsonObject = {"state": state, "reason": reason, "remarks": markup(scope.text(view.state))}
    target: JsonObject = {
        "type": "objective-id",
        "target-id": objective_id(scope.controls[requirement.id]),
        "status": status,
        "implementation-status": {"state": implementation_state(view)},
    }
    return {
        "uuid": scope.uuid("finding", requirement.id),
        "title": markup(finding_title(scope, view)),
        "description": markup(view.gap) or paragraphs(view.evidence or [scope.text(view.state)]),
        "props": [own_prop(scope, "state", view.state), own_prop(scope, "tone", view.tone)],
        "target": target,
        "implementation-statement-uuid": scope.uuid("shows", requirement.id),
        "related-observations": [{"observation-uuid": scope.uuid("observation", requirement.id)}],
    }
