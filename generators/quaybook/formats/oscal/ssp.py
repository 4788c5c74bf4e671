"""Formats stage: what the documents say and what the facts show → an OSCAL system security plan.

Facts marked for some readers have no place in it: components carry what everybody may know of them, people
are roles, and the text of a passage is given only to those who may read its document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quaybook.formats.oscal.base import JsonObject, filled, known_prop, markup, paragraphs, prop, statement_id
from quaybook.formats.oscal.passages import DocumentComponents
from quaybook.formats.oscal.scope import Scope
from quaybook.formats.oscal.states import implementation_state
from quaybook.model.base import Todo
from quaybook.model.groups.kinds import UserClass
from quaybook.model.groups.systems import System
from quaybook.wording.findings import FindingView


def ssp(scope: Scope) -> JsonObject:
    """The security plan of the terminal's system."""
    answers, views = DocumentComponents(scope), scope.documents.findings.values()
    systems = [_system(scope, system) for system in scope.terminal.systems]
    made: JsonObject = {
        "uuid": scope.uuid("ssp"),
        "metadata": scope.metadata("ssp", scope.edition, roles=scope.roles(_people(scope))),
        "import-profile": {"href": "catalog.json"},
        "system-characteristics": _characteristics(scope),
        "system-implementation": {
            "users": _users(scope),
            "components": [_whole(scope), *systems, *answers.components()],
        },
        "control-implementation": {
            "description": markup(scope.words("oscal.implementation")),
            "implemented-requirements": [_implemented(scope, view, answers) for view in views],
        },
        "back-matter": {"resources": answers.resources()},
    }
    return {"system-security-plan": made}


def _people(scope: Scope) -> Iterator[Any]:
    """Those who answer for the system, then those who answer for what is not done yet."""
    yield scope.terminal.org.ciso.person
    for officer in scope.terminal.org.officers:
        yield officer.person
    for view in scope.documents.findings.values():
        if view.item:
            yield view.item.owner


def _characteristics(scope: Scope) -> JsonObject:
    terminal, words = scope.terminal, scope.words
    tos = terminal.terminal.tos
    names = scope.listed(system.name for system in terminal.systems)
    boundary = words("oscal.boundary", tos=scope.text(tos.name), names=names)
    information = {"title": words("oscal.information.title"), "description": words("oscal.information.description")}
    return filled(
        {
            "system-ids": [scope.system_id],
            "system-name": scope.text(tos.name),
            "description": markup(scope.text(tos.outline)),
            "props": [
                prop("terminal", scope.text(terminal.terminal.name)),
                prop("port", scope.text(terminal.terminal.port)),
                prop("system-owner", scope.text(tos.owner)),
                prop("form", scope.code(tos.form), remarks=scope.text(tos.form)),
            ],
            "security-sensitivity-level": words("oscal.not_determined"),
            "system-information": {"information-types": [{"uuid": scope.uuid("information"), **information}]},
            "status": {"state": "operational"},
            "authorization-boundary": {"description": markup(boundary)},
            "responsible-parties": scope.responsible(terminal.org.ciso.person),
        }
    )


def _users(scope: Scope) -> list[JsonObject]:
    """The kinds of people who come in from outside, after the terminal's own."""
    known = (c.user_class for c in scope.terminal.external_connections if not isinstance(c.user_class, Todo))
    classes = dict.fromkeys([UserClass.STAFF, *known])
    return [
        {
            "uuid": scope.uuid("user", each.value),
            "title": markup(scope.text(each)),
            "props": [known_prop("type", "internal" if each == UserClass.STAFF else "external")],
        }
        for each in classes
    ]


def _whole(scope: Scope) -> JsonObject:
    tos = scope.terminal.terminal.tos
    return {
        "uuid": scope.uuid("component", "this-system"),
        "type": "this-system",
        "title": markup(scope.text(tos.name)),
        "description": markup(scope.text(tos.outline)),
        "status": {"state": "operational"},
    }


def _system(scope: Scope, system: System) -> JsonObject:
    props = [
        prop("id", system.id),
        prop("environment", scope.code(system.environment), remarks=scope.text(system.environment)),
        prop("hosting", scope.code(system.hosting), remarks=scope.text(system.hosting)),
        *(prop("area", scope.code(area), remarks=scope.text(area)) for area in system.areas),
        prop("recovery-order", scope.text(system.recovery_order)),
        prop("rto-hours", scope.text(system.rto_hours)),
    ]
    return {
        "uuid": scope.uuid("component", "system", system.id),
        "type": "system",
        "title": markup(scope.text(system.name)),
        "description": markup(scope.text(system.purpose)),
        "props": props,
        "status": {"state": "operational"},
    }


def _implemented(scope: Scope, view: FindingView, answers: DocumentComponents) -> JsonObject:
    requirement = view.requirement
    control, said = scope.controls[requirement.id], answers.statements(requirement)
    statement: JsonObject = {
        "statement-id": statement_id(control),
        "uuid": scope.uuid("statement", requirement.id),
        "by-components": said,
    }
    return filled(
        {
            "uuid": scope.uuid("implemented", requirement.id),
            "control-id": control,
            "props": [prop("state", view.state.value, remarks=scope.text(view.state))],
            "responsible-roles": scope.responsible(view.item.owner) if view.item else [],
            "by-components": [_shown(scope, view)],
            "statements": [statement] if said else [],
        }
    )


def _shown(scope: Scope, view: FindingView) -> JsonObject:
    """What the facts show of a requirement, whatever the documents say."""
    status = {"state": implementation_state(view), "remarks": markup(_planned(scope, view))}
    return {
        "component-uuid": scope.uuid("component", "this-system"),
        "uuid": scope.uuid("shows", view.requirement.id),
        "description": paragraphs(view.evidence or [scope.text(view.state)]),
        "implementation-status": filled(status),
    }


def _planned(scope: Scope, view: FindingView) -> str:
    if view.item is None:
        return ""
    return scope.words("plan", day=scope.text(view.item.due_on), owner=scope.title_of(view.item.owner))
