"""Whatever fact is open, every document can be made, the blank stands in it, and what is asked for is said.

Each leaf of the schema that may be TODO is opened in each sample, in one entry and in all entries of its list, with
what to ask of its own. Kinds of leaves are opened a group at a time; neighbours, which may hide each other, are in
different groups. When a group fails, it is halved until the kinds are named that fail.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quaybook.assessment.assess import assessed
from quaybook.assessment.finding import Outcome, State
from quaybook.documents.document_set import DocumentSet
from quaybook.facts.positions import Source
from quaybook.model import editions
from quaybook.model.fields import generic
from quaybook.model.load import load_terminal
from quaybook.resources import policy_source
from quaybook.wording.filters import Filters
from quaybook.wording.findings import FindingView, FindingViews
from quaybook.wording.words import load_words

from tests.assessment.rules.cases.changes import changed, report, sample_facts, steps
from tests.assessment.test_truth import before, rests_on
from tests.conftest import SAMPLES, TODAY
from tests.helpers.renderings import broken_places, judged_with, open_leaves, rendered, told

LANGUAGES = ("ja", "en")
ASK = "保守会社の夜間窓口"
ASKED = re.compile(r"聞[0-9]{5}く")
GROUPS, GROUPS_OF_ONE, GROUPS_OF_FINDINGS = 5, 3, 20
# What no document of any terminal prints: kept for the questionnaire, for tools, or for the order of things.
NOWHERE = {
    "contacts[].office_hours.closes", "contacts[].office_hours.days", "contacts[].office_hours.opens",
    "contacts[].supplier", "network_devices[].still_in_use_as_attacked", "plan[].start_on", "suppliers[].contact",
    "terminal.berths", "terminal.name_en", "terminal.operator_en", "terminal.port_en",
    "terminal.port_teu_per_year", "terminal.quay_cranes", "terminal.staff", "terminal.teu_per_year",
    "terminal.unlocode",
}  # fmt: skip
# What a terminal's documents do not print because of other facts, which say that there is no such thing here.
NOT_HERE = {
    # Its yard goes on by parts, each with a way and a number of its own.
    "aonagi": {
        "manual.areas[1].capacity_per_hour", "manual.areas[1].capacity_unit", "manual.areas[1].mode",
        "network_devices[].replaced_with_new", "remote_access.absence_reason",
    },
    "chitoseura": {
        "admin_auth.account_lock.minutes", "admin_auth.account_lock.threshold",
        "liability.split_documented", "network_devices[].replaced_with_new",
        "remote_access.absence_reason", "remote_access.ways[].account_lock.minutes",
        "remote_access.ways[].account_lock.threshold", "terminal.tos.users[]",
    },
    "hoshimisaki": {"cloud.absence_reason", "network_devices[].replaced_with_new", "remote_access.absence_reason"},
}  # fmt: skip
# An example that the report gives; it is printed only where it is known not to be done.
ONLY_A_NO = {"awareness.operate_by_policy", "awareness.regulations_disseminated"}
# Sample B has no BCP, so nothing is asked of what one would hold; what its draft is known to lack is said.
ONLY_A_NO_HERE = {"aonagi": set[str](), "chitoseura": {"bcp.contents[]"}, "hoshimisaki": set[str]()}
Chosen = Callable[[Sequence[str]], Sequence[str]]


def the_first(leaves: Sequence[str]) -> Sequence[str]:
    return leaves[:1]


def the_last(leaves: Sequence[str]) -> Sequence[str]:
    return leaves[-1:]


def all_of_them(leaves: Sequence[str]) -> Sequence[str]:
    return leaves


def opened_in(sample: str, kinds: Sequence[str], chosen: Chosen) -> dict[str, str]:
    """Each leaf that is opened, with what to ask about it alone."""
    leaves = [leaf for kind in kinds for leaf in chosen(open_leaves(sample)[kind])]
    return {leaf: f"TODO: 聞{number:05}く" for number, leaf in enumerate(leaves)}


def stands_in(leaf: str, facts: AbstractSet[str]) -> bool:
    """Whether a leaf is among facts that are named for one entry or for all."""
    return not facts.isdisjoint((leaf, generic(steps(leaf))))


def text_of(made: DocumentSet) -> str:
    return "\n".join(html.unescape(document.body) for document in made.documents)


def wrong_with(sample: str, kinds: Sequence[str], chosen: Chosen) -> list[str]:
    """What is wrong with the documents in which these are open, and which blanks are printed nowhere."""
    changes = opened_in(sample, kinds, chosen)
    # Blanks say whom to ask in the highest edition alone; here the question tells which fact a blank is.
    with patch.object(editions, "replace", lambda value, **_: value):
        made, problems = rendered(judged_with(sample, changes))
    if problems:
        return told(problems)
    printed, silent = set(ASKED.findall(text_of(made))), NOWHERE | NOT_HERE[sample] | ONLY_A_NO | ONLY_A_NO_HERE[sample]
    asked = {leaf: ask.removeprefix("TODO: ") for leaf, ask in changes.items() if not stands_in(leaf, silent)}
    return [*broken_places(made), *(f"{leaf} is printed nowhere" for leaf, ask in asked.items() if ask not in printed)]


def culprits(sample: str, kinds: Sequence[str], chosen: Chosen) -> dict[str, list[str]]:
    """The fewest kinds found that are wrong together, with what is wrong; none if nothing is."""
    if not (wrong := wrong_with(sample, kinds, chosen)):
        return {}
    half = len(kinds) // 2
    for part in (kinds[:half], kinds[half:]) if half else ():
        if found := culprits(sample, part, chosen):
            return found
    return {", ".join(kinds): wrong}


def groups_of(number: int) -> list[tuple[str, int]]:
    return [(sample, group) for sample in SAMPLES for group in range(number)]


@pytest.mark.parametrize(("sample", "group"), groups_of(GROUPS))
def test_whatever_is_open_in_all_entries_stands_in_documents_as_a_blank(sample: str, group: int) -> None:
    kinds = sorted(open_leaves(sample))[group::GROUPS]
    assert len(kinds) > 80
    assert culprits(sample, kinds, all_of_them) == {}


@pytest.mark.parametrize(("sample", "group"), groups_of(GROUPS_OF_ONE))
def test_whatever_is_open_in_one_entry_stands_in_documents_as_a_blank(sample: str, group: int) -> None:
    kinds = sorted(open_leaves(sample))[group::GROUPS_OF_ONE]
    assert len(kinds) > 130
    assert culprits(sample, kinds, the_last if group % 2 else the_first) == {}


@settings(max_examples=6, deadline=None, derandomize=True)
@given(st.sampled_from(SAMPLES), st.integers(0, 10**6))
def test_with_any_half_of_all_leaves_open_every_document_can_be_made(sample: str, seed: int) -> None:
    random = Random(seed)
    leaves = [leaf for listed in open_leaves(sample).values() for leaf in listed if random.random() < 0.5]
    assert len(leaves) > 500
    made, problems = rendered(judged_with(sample, dict.fromkeys(leaves, f"TODO: {ASK}")))
    assert told(problems) == []
    assert [*broken_places(made)] == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_fact_whose_blank_is_not_printed_is_not_printed_either(sample: str) -> None:
    silent = NOWHERE | NOT_HERE[sample]
    leaves = [leaf for each in open_leaves(sample).values() for leaf in each if stands_in(leaf, silent)]
    assert len(leaves) > 10
    known, problems = rendered(judged_with(sample, {}))
    unknown, more = rendered(judged_with(sample, dict.fromkeys(leaves, f"TODO: {ASK}")))
    assert problems == more == []
    assert len(known.documents) > 125
    bodies = {document.spec.id: document.body for document in known.documents}
    changed_in = [document.spec.id for document in unknown.documents if document.body != bodies[document.spec.id]]
    # The list of what is still open names them all.
    assert changed_in == ["gap-list"]


@pytest.mark.parametrize("chosen", [all_of_them, the_first])
@pytest.mark.parametrize("sample", SAMPLES)
def test_no_requirement_becomes_met_by_what_is_open_and_what_decides_is_unknown(sample: str, chosen: Chosen) -> None:
    kinds, unknown = sorted(open_leaves(sample)), 0
    for group in range(GROUPS_OF_FINDINGS):
        changes = opened_in(sample, kinds[group::GROUPS_OF_FINDINGS], chosen)
        for finding in assessed(judged_with(sample, changes).terminal, report(), TODAY).findings:
            old = before(sample)[finding.requirement.id]
            name = (finding.requirement.id, group)
            # What a self-check found wanting may be explained by another requirement, so rests on that one's facts.
            elsewhere = any(check.key == "self_check_results_elsewhere" for check in old.checks)
            if not elsewhere and not any(rests_on(old, steps(leaf)) for leaf in changes):
                # A condition that nobody knows counts as one that holds.
                assert finding.state == old.state or old.state == State.NOT_APPLICABLE, name
            assert finding.state != State.MET or old.state in (State.MET, State.NOT_APPLICABLE), name
            outcomes = {check.outcome for check in finding.checks}
            if Outcome.UNKNOWN in outcomes:
                unknown += 1
                assert finding.state in (State.UNKNOWN, State.PARTLY, State.NOT_MET), name
    assert unknown > 100


def views(leaf: str, language: str) -> Mapping[str, FindingView]:
    """The findings of sample A with one fact open."""
    return views_with({leaf: f"TODO: {ASK}"}, language)


def views_with(changes: Mapping[str, str], language: str) -> Mapping[str, FindingView]:
    source = Source(data=changed(sample_facts("aonagi"), changes))
    terminal, problems = load_terminal(source)
    assert terminal is not None, problems
    words, problems = load_words(policy_source(), language)
    assert problems == ()
    made = FindingViews(Filters(terminal, words), policy_source(), language, source)
    return made.views(assessed(terminal, report(), TODAY))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_open_is_said_in_what_falls_short(language: str) -> None:
    kinds, said = sorted(open_leaves("aonagi")), set()
    for group in range(GROUPS_OF_FINDINGS):
        for view in views_with(opened_in("aonagi", kinds[group::GROUPS_OF_FINDINGS], the_first), language).values():
            asked = {
                fact.value.ask for c in view.finding.checks if c.outcome == Outcome.UNKNOWN for fact in c.open_facts
            }
            said |= {(group, ask) for ask in asked}
            assert {ask for ask in asked if ask not in view.gap} == set(), view.requirement.id
    assert len(said) > 100


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
