"""The sample terminals are rich enough that no document has a hole, and nothing raw reaches a page."""

from __future__ import annotations

import html
import re

import pytest
from quaybook.model.document import Kind
from quaybook.pipeline import Prepared

from tests.conftest import TODAY, prepared_sample

DOCUMENTS = {
    Kind.POLICY: 19,
    Kind.PROCEDURE: 12,
    Kind.BCP: 6,
    Kind.INCIDENT: 10,
    Kind.CARD: 18,
    Kind.FORM: 48,
    Kind.REGISTER: 15,
    Kind.CONTRACT: 4,
    Kind.TRAINING: 18,
    Kind.STATUS: 3,
    Kind.AUDIT: 10,
}


def test_the_set_is_complete(sample: Prepared) -> None:
    documents = sample.sets["ja"].documents
    counted = {kind: sum(d.spec.kind == kind for d in documents) for kind in DOCUMENTS}
    # Sample A has one document of its own, for the rules of its house.
    own = {Kind.POLICY: 20} if sample.id == "aonagi" else {}
    assert counted == DOCUMENTS | own


def test_every_document_has_a_number_of_its_own(sample: Prepared) -> None:
    numbers = [d.number for d in sample.sets["ja"].documents if not d.spec.kind.is_page]
    assert len(numbers) > 130
    assert sorted(set(numbers)) == sorted(numbers)


def test_sample_a_is_of_real_size(large: Prepared) -> None:
    facts = large.terminal
    assert len(facts.systems) >= 12
    assert len(facts.external_connections) >= 8
    assert len(facts.backups) >= 10
    assert len(facts.contacts) >= 15
    assert len(facts.suppliers) >= 6
    assert len(facts.manual.areas) >= 7


@pytest.mark.parametrize("name", ["aonagi", "hoshimisaki"])
def test_every_contact_and_person_has_two_means_and_a_date(name: str) -> None:
    facts = prepared_sample(name).terminal
    everybody = [*facts.contacts, *facts.people]
    assert len(everybody) > 30
    assert [who.id for who in everybody if len(who.means) < 2 or who.verified_on > TODAY] == []


def test_nothing_raw_reaches_a_document(sample: Prepared) -> None:
    raw = re.compile(r"\bNone\b|\bTODO\b|\{\{|\}\}|\{%|\bTrue\b|\bFalse\b|Undefined|<[a-z]+ object|[\ue000-\uf8ff]")
    seen = 0
    for document in sample.sets["ja"].documents:
        text = html.unescape(document.body)
        seen += len(text)
        found = raw.search(text)
        assert found is None, f"{document.spec.id}: …{text[max(0, found.start() - 40) : found.end() + 20]}"
    assert seen > 300_000


def test_a_control_block_and_revisions_stand_in_every_document(sample: Prepared) -> None:
    documents = sample.sets["ja"].documents
    assert len(documents) > 125
    for document in documents:
        assert len(document.control.rows) >= 8
        assert len(document.control.approvals) == 3
        assert document.control.revisions


def test_the_text_changes_with_the_facts() -> None:
    texts = {}
    for name in ("aonagi", "chitoseura", "hoshimisaki"):
        documents = {d.spec.id: d.body for d in prepared_sample(name).sets["ja"].documents}
        texts[name] = documents["external-connections"].split("{#vpn}")[1].split("\n## ")[0]
    assert len(set(texts.values())) == 3


def test_only_sample_b_has_blanks_to_fill() -> None:
    blanks = {
        name: sum(d.body.count("【要記入") for d in prepared_sample(name).sets["ja"].documents)
        for name in ("aonagi", "chitoseura", "hoshimisaki")
    }
    assert blanks["aonagi"] == 0
    assert blanks["hoshimisaki"] == 0
    assert blanks["chitoseura"] >= 8
