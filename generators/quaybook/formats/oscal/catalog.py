"""Formats stage: the requirement sets that a terminal works by → an OSCAL catalogue.

Its wording is the kit's paraphrase, and it says so; the source is named, never copied.
"""

from __future__ import annotations

from collections.abc import Iterator

from quaybook.assessment.status import section_of
from quaybook.formats.oscal.base import (
    JsonObject,
    element_id,
    filled,
    known_prop,
    markup,
    objective_id,
    paragraphs,
    prop,
    statement_id,
    token,
    whole_token,
)
from quaybook.formats.oscal.scope import Scope
from quaybook.model.language_text import said_in
from quaybook.model.requirement import Mapping, Relation, Requirement, RequirementSet


def catalog(scope: Scope) -> JsonObject:
    """The catalogue: a group per set, in it a group per section, in it a control per requirement."""
    sets, language = scope.judged.catalogue.sets, scope.language
    parties = [scope.party(f"publisher/{each.id}", said_in(each.publisher, language)) for each in sets]
    metadata = scope.metadata(
        "catalog",
        scope.edition,
        roles=[{"id": "publisher", "title": scope.words("oscal.publisher")}],
        parties=parties,
        responsible=[{"role-id": "publisher", "party-uuids": [party["uuid"] for party in parties]}],
        remarks=paragraphs(said_in(each.coverage_claim, language) for each in sets),
    )
    made: JsonObject = {
        "uuid": scope.uuid("catalog"),
        "metadata": metadata,
        "groups": [_set(scope, each) for each in sets],
        "back-matter": {"resources": [_source(scope, each) for each in sets]},
    }
    return {"catalog": made}


def _source(scope: Scope, each: RequirementSet) -> JsonObject:
    title, publisher = (markup(said_in(text, scope.language)) for text in (each.title, each.publisher))
    citation = markup(
        scope.words("oscal.source", publisher=said_in(each.publisher, scope.language), status=each.status)
    )
    return {
        "uuid": scope.uuid("source", each.id),
        "title": title,
        "description": publisher,
        "citation": {"text": citation},
    }


def _set(scope: Scope, each: RequirementSet) -> JsonObject:
    name = whole_token(each.id)
    members: dict[str, list[Requirement]] = {}
    own = {requirement.id for requirement in each.requirements}
    for finding in scope.judged.assessed.findings:
        if finding.requirement.id in own:
            members.setdefault(section_of(finding), []).append(finding.requirement)
    claim = markup(said_in(each.coverage_claim, scope.language))
    return {
        "id": name,
        "class": "requirement-set",
        "title": markup(said_in(each.title, scope.language)),
        "props": [prop("status", each.status)],
        "links": [{"href": f"#{scope.uuid('source', each.id)}", "rel": "reference"}],
        "parts": [{"id": f"{name}_ovw", "name": "overview", "prose": claim}],
        "groups": [_section(scope, each, section, found) for section, found in members.items()],
    }


def _section(scope: Scope, each: RequirementSet, section: str, members: list[Requirement]) -> JsonObject:
    title = said_in(each.sections[section], scope.language) if section in each.sections else section
    return {
        "id": f"{whole_token(each.id)}_section_{token(section)}",
        "class": "section",
        "title": markup(title),
        "props": [known_prop("label", section)],
        "controls": [_control(scope, each, requirement) for requirement in members],
    }


def _control(scope: Scope, each: RequirementSet, requirement: Requirement) -> JsonObject:
    name, language = scope.controls[requirement.id], scope.language
    items: list[JsonObject] = [
        {"id": element_id(name, element.id), "name": "item", "prose": markup(said_in(element.text, language))}
        for element in requirement.elements
    ]
    statement: JsonObject = {
        "id": statement_id(name),
        "name": "statement",
        "prose": markup(said_in(requirement.text, language)),
        "parts": items,
    }
    objective = {"id": objective_id(name), "name": "assessment-objective", "prose": markup(requirement.met_when)}
    return filled(
        {
            "id": name,
            "class": whole_token(each.id),
            "title": markup(said_in(requirement.title, language)),
            "props": list(_props(scope, requirement)),
            "links": list(_links(scope, requirement)),
            "parts": [filled(statement), filled(objective)],
        }
    )


def _props(scope: Scope, requirement: Requirement) -> Iterator[JsonObject]:
    yield known_prop("label", requirement.citation)
    yield prop("requirement", requirement.id)
    yield prop("section", requirement.section)
    strength = requirement.strength.value
    yield prop("strength", strength, remarks=scope.words(f"strength.{strength}"))
    for who in requirement.addressee:
        yield prop("addressee", who)
    if requirement.applies_when:
        yield prop("applies-when", requirement.applies_when)
    yield prop("coverage", requirement.coverage)
    editorial = scope.words("oscal.editorial")
    for framework, identifiers in requirement.crosswalk.items():
        for identifier in identifiers:
            yield prop("crosswalk", identifier, whole_token(framework), editorial)


def _links(scope: Scope, requirement: Requirement) -> Iterator[JsonObject]:
    """Requirements of the same set that belong together, then those of other sets."""
    for other in dict.fromkeys(requirement.related):
        if other in scope.controls:
            yield {"href": f"#{scope.controls[other]}", "rel": Relation.RELATED.value}
    for mapping in _mappings(scope, requirement):
        text = scope.text(mapping.relation)
        for other in mapping.to:
            yield {"href": f"#{scope.controls[other]}", "rel": mapping.relation.value, "text": text}


def _mappings(scope: Scope, requirement: Requirement) -> Iterator[Mapping]:
    for each in scope.judged.catalogue.sets:
        yield from (mapping for mapping in each.mappings if mapping.requirement == requirement.id)
