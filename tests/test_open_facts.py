"""Whatever fact is open, what is asked for is said of it, and by the name of the entry in which it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from conftest import TODAY
from hypothesis import given, settings
from hypothesis import strategies as st
from quaybook.assessment.assess import assessed
from quaybook.assessment.finding import State
from quaybook.documents.filters import Filters
from quaybook.documents.findings import FindingView, FindingViews
from quaybook.documents.words import load_words
from quaybook.facts.positions import Source
from quaybook.model.build import build_terminal
from quaybook.resources import policy_source
from rule_cases.changes import changed, report, sample_facts
from test_truth import leaves_of

LANGUAGES = ("ja", "en")
ASK = "保守会社の夜間窓口"
KINDS = sorted({re.sub(r"\[\d+\]", "", leaf): leaf for leaf in leaves_of("aonagi")}.values())


def views(leaf: str, language: str) -> Mapping[str, FindingView]:
    """The findings of sample A with one fact open; none where the fact takes no TODO."""
    source = Source(data=changed(sample_facts("aonagi"), {leaf: f"TODO: {ASK}"}))
    terminal, _ = build_terminal(source)
    if terminal is None:
        return {}
    words, problems = load_words(policy_source(), language)
    assert problems == ()
    made = FindingViews(Filters(terminal, words), policy_source(), language, source)
    return made.views(assessed(terminal, report(), TODAY))


@given(st.sampled_from(KINDS), st.sampled_from(LANGUAGES))
@settings(max_examples=60, deadline=None)
def test_an_open_fact_can_be_said(leaf: str, language: str) -> None:
    for finding in views(leaf, language).values():
        if finding.state == State.UNKNOWN:
            assert ASK in finding.gap


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_without_a_name_is_called_what_it_refers_to(language: str) -> None:
    facts = sample_facts("aonagi")
    names = {contact["id"]: contact["name"] for contact in facts["contacts"]}
    first = facts["experts"][0]["contact"]
    found = views("experts[0].peacetime_relation", language)
    assert found["2-4-1"].state == State.UNKNOWN
    assert names[first] in found["2-4-1"].gap
    assert first not in found["2-4-1"].gap


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_whose_name_is_open_is_not_called_by_it(language: str) -> None:
    for leaf, requirement in (("experts[0].contact", "2-4-1"), ("org.officers[5].person", "4-1-a-3d")):
        gap = views(leaf, language)[requirement].gap
        assert gap.count(ASK) == 1
