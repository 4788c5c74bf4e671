"""A bundle holds the forms of its areas of work, whatever anybody has written down elsewhere."""

from __future__ import annotations

import re

import pytest
from quaybook.documents.paper.bundles import Bundle, bundles
from quaybook.documents.paper.editions import plan
from quaybook.model.document import Kind
from quaybook.resources import policy_source

from tests.conftest import SAMPLES, prepared_sample
from tests.helpers.renderings import judged_with


def of(name: str, without: str = "") -> dict[str, Bundle]:
    documents = prepared_sample(name).sets["ja"].documents
    held = {each.spec.id: each.spec.kind for each in documents if each.spec.id != without}
    return {each.id: each for each in bundles(plan(policy_source()).editions, prepared_sample(name).terminal, held)}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_form_of_an_area_lies_in_its_bundle(name: str) -> None:
    made, seen = of(name), 0
    for area in prepared_sample(name).terminal.manual.areas:
        own = [each for each in made.values() if area.area in each.areas and each.is_counted]
        assert own, area.area
        for form in area.forms:
            seen += 1
            assert [each.id for each in own if form not in each.forms] == [], (area.area, form)
    assert seen > 20


@pytest.mark.parametrize("name", SAMPLES)
def test_a_field_bundle_holds_its_card_and_what_was_missing_once(name: str) -> None:
    made = of(name)
    assert {"card-gate", "card-guard"} <= set(made["gate"].cards)
    assert {"F06", "F14", "F15"} <= set(made["gate"].forms)
    assert "F24" in made["vessel"].forms
    assert {"F24", "F06"} <= set(made["reefer"].forms)
    assert "bcp-manual" in made["gate"].extracts
    assert "register-backups" in made["duty"].documents


def test_what_the_terminal_does_not_have_lies_in_no_bundle() -> None:
    assert any("F24" in each.forms for each in of("chitoseura").values())
    assert not any("F24" in each.forms for each in of("chitoseura", without="F24").values())


def test_a_form_that_an_area_begins_to_use_comes_into_its_bundle() -> None:
    judged = judged_with("chitoseura", {"manual.areas[*].forms": ["F30"]})
    held = {each.spec.id: each.spec.kind for each in prepared_sample("chitoseura").sets["ja"].documents}
    assert held["F30"] == Kind.FORM
    made = {each.id: each for each in bundles(plan(policy_source()).editions, judged.terminal, held)}
    assert "F30" in made["vessel"].forms
    assert "F30" not in of("chitoseura")["vessel"].forms


@pytest.mark.parametrize("name", SAMPLES)
def test_texts_print_the_bundles_as_they_are(name: str) -> None:
    bodies = {each.spec.id: each.body for each in prepared_sample(name).sets["ja"].documents}
    table = bodies["bcp-after"].partition("{#print-packs}")[2]
    made = of(name)
    assert len(made) > 6
    assert [each.id for each in made.values() if "、".join(each.forms) not in table] == []
    cards = {card for each in made.values() for card in each.cards}
    assert len(cards) > 10
    assert {card for card in cards if f"doc:{card})" not in table} == set()
    assert "復旧の束" not in bodies["incident-main"]
    assert re.search("対策本部、(予備センター、)?当直室、社外保管の冊子にある", bodies["incident-main"])
