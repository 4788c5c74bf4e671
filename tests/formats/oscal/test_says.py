"""What the OSCAL files say beside their structure: for whom, when, by whom, why, and whether as a draft."""

from __future__ import annotations

import pytest
from quaybook.formats.oscal.base import markup, paragraphs
from quaybook.model.groups.kinds import UserClass
from quaybook.wording.findings import FindingView

from tests.conftest import SAMPLES, prepared_sample
from tests.formats.oscal.test_oscal import bytes_of, controls, own, parsed


@pytest.fixture(params=SAMPLES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_control_says_whom_it_addresses_and_when_it_applies(name: str) -> None:
    catalogue, found = prepared_sample(name).catalogue, controls(parsed(bytes_of(name))["catalog"])
    conditional = 0
    for control, requirement in zip(found, catalogue.requirements, strict=True):
        assert requirement.addressee
        assert own(control, "addressee") == list(requirement.addressee)
        assert own(control, "applies-when") == [requirement.applies_when] * (requirement.applies_when is not None)
        assert own(control, "strength") == [requirement.strength.value]
        assert own(control, "section") == [requirement.section]
        assert own(control, "coverage") == [requirement.coverage]
        conditional += requirement.applies_when is not None
    assert 5 < conditional < len(found)


def test_only_the_terminals_own_people_are_internal(name: str) -> None:
    prepared = prepared_sample(name)
    users = parsed(bytes_of(name))["ssp"]["system-implementation"]["users"]
    words = prepared.words["ja"]
    kinds = {UserClass.STAFF, *(each.user_class for each in prepared.terminal.external_connections)}
    expected = {
        (words(f"label.UserClass.{kind.value}"), "internal" if kind == UserClass.STAFF else "external")
        for kind in kinds
    }
    assert len(expected) > 2
    assert {(user["title"], own(user, "type")[0]) for user in users} == expected
    assert len(users) == len(expected)


def reason(view: FindingView, state: str) -> str:
    """What a finding is described by: what falls short, else what the facts show, else the state."""
    return markup(view.gap) if view.gap else paragraphs(view.evidence) if view.evidence else markup(state)


def test_a_finding_is_described_by_what_falls_short_or_by_what_was_seen(name: str) -> None:
    prepared = prepared_sample(name)
    views = prepared.sets["ja"].findings.values()
    findings = parsed(bytes_of(name))["assessment-results"]["results"][0]["findings"]
    kinds = set()
    for view, finding in zip(views, findings, strict=True):
        state = prepared.words["ja"](f"label.State.{view.state.value}")
        assert finding["description"] == reason(view, state), view.requirement.id
        assert finding["description"]
        kinds.add("gap" if view.gap else "evidence" if view.evidence else "state")
    assert kinds >= {"evidence"}
    assert ("gap" in kinds) is any(view.finding.falls_short for view in views)


def test_files_of_facts_that_are_not_all_known_are_drafts(name: str) -> None:
    stamp = prepared_sample(name).words["ja"]("draft.stamp")
    expected = [stamp] if name == "chitoseura" else []
    heads = [document["metadata"] for document in parsed(bytes_of(name)).values()]
    assert len(heads) >= 4
    assert [own(head, "draft") for head in heads] == [expected] * len(heads)
