"""Formats stage: how the terminal is checked → an OSCAL assessment plan.

There are three ways: the kit's own look at the facts, the self-check, and the audit by somebody independent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from quaybook.assessment.status import Last
from quaybook.formats.oscal.base import INCLUDE_ALL, JsonObject, filled, known_prop, markup, prop, stamp
from quaybook.formats.oscal.scope import Scope

# Each way of checking with the method that comes next to it.
METHODS = {"check": "EXAMINE", "self_check": "INTERVIEW", "audit": "EXAMINE"}
_ALL_CONTROLS: JsonObject = {"control-selections": [INCLUDE_ALL], "control-objective-selections": [INCLUDE_ALL]}
_ALL_COMPONENTS: list[JsonObject] = [{"type": "component", **INCLUDE_ALL}]


def assessment_plan(scope: Scope) -> JsonObject:
    """The plan by which the results came about."""
    auditor: JsonObject = {
        "id": "auditor",
        "title": scope.words("oscal.auditor"),
        "description": markup(scope.text(scope.terminal.audit.auditor)),
    }
    made: JsonObject = {
        "uuid": scope.uuid("assessment-plan"),
        "metadata": scope.metadata("assessment-plan", scope.today, roles=[auditor]),
        "import-ssp": {"href": "ssp.json"},
        "local-definitions": {"activities": [_activity(scope, way, method) for way, method in METHODS.items()]},
        "reviewed-controls": _ALL_CONTROLS,
        "assessment-subjects": _ALL_COMPONENTS,
        "assessment-assets": assets(scope),
        "tasks": [_check(scope), *_recurring(scope)],
    }
    return {"assessment-plan": made}


def assets(scope: Scope) -> JsonObject:
    """The kit as the tool of the assessment."""
    kit = scope.uuid("component", "kit")
    component: JsonObject = {
        "uuid": kit,
        "type": "software",
        "title": scope.words("oscal.kit.title"),
        "description": scope.words("oscal.kit.description"),
        "status": {"state": "operational"},
    }
    platform: JsonObject = {"uuid": scope.uuid("platform"), "uses-components": [{"component-uuid": kit}]}
    return {"components": [component], "assessment-platforms": [platform]}


def _activity(scope: Scope, way: str, method: str) -> JsonObject:
    return {
        "uuid": scope.uuid("activity", way),
        "title": scope.words(f"oscal.way.{way}.title"),
        "description": scope.words(f"oscal.way.{way}.description"),
        "props": [known_prop("method", method)],
        "related-controls": _ALL_CONTROLS,
    }


def _check(scope: Scope) -> JsonObject:
    return _task(scope, "check", {"timing": {"on-date": {"date": stamp(scope.today)}}})


def _recurring(scope: Scope) -> Iterator[JsonObject]:
    """The ways that come again, with the day of the next time and of the last."""
    last = {each.kind: each for each in scope.judged.assessed.status.last}
    yield _task(scope, "self_check", _days(scope, last["self_check"]))
    roles = {"responsible-roles": [{"role-id": "auditor"}]}
    yield _task(scope, "audit", {**_days(scope, last["audit"]), **roles})


def _days(scope: Scope, last: Last) -> JsonObject:
    held = [prop("last-held", last.on.isoformat())] if isinstance(last.on, date) else []
    if isinstance(last.next_on, date):
        return {"props": held, "timing": {"on-date": {"date": stamp(last.next_on)}}}
    told = scope.words("finding.not_stated") if last.next_on is None else scope.text(last.next_on)
    return {"props": held, "remarks": markup(scope.words("oscal.no_day", told=told))}


def _task(scope: Scope, way: str, more: JsonObject) -> JsonObject:
    activity: JsonObject = {"activity-uuid": scope.uuid("activity", way), "subjects": _ALL_COMPONENTS}
    made: JsonObject = {
        "uuid": scope.uuid("task", way),
        "type": "action",
        "title": scope.words(f"oscal.way.{way}.title"),
        "associated-activities": [activity],
    }
    return filled({**made, **more})
