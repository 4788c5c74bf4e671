"""A document in the place of others: where references lead, what counts as an answer, and what is written wrongly."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
import yaml
from quaybook.catalogue.conditions import applies
from quaybook.catalogue.root import Root
from quaybook.documents.context import TRANSITIONAL
from quaybook.documents.coverage import State, coverage, coverage_problems
from quaybook.documents.library.in_place import InPlace, in_place_problems
from quaybook.documents.library.load import Library, load_library
from quaybook.documents.library.selection import Absence, load_profile
from quaybook.model.document import Kind
from quaybook.model.groups.kinds import Profile
from quaybook.pipeline import Prepared, Workspace, prepare
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source

from tests.conftest import SAMPLES, TODAY, prepared_sample
from tests.documents.test_grammar import clumsy
from tests.helpers.data_files import SPEC
from tests.helpers.renderings import judged_with, open_leaves, opened, rendered
from tests.helpers.templates import MESSAGES
from tests.helpers.workspaces import facts_of, write_facts

KIT = load_library((Root(policy_source(), "policy_src"),))
# What the representative declares to the public stays a document of its own.
PUBLISHED = "basic-policy"
RULES = next(spec for spec in KIT.specs if spec.in_place_of)


def told(problems: list[Problem]) -> list[tuple[str, str]]:
    """Codes and paths of problems, each of which can be said in both languages."""
    for problem in problems:
        assert all(len(describe(problem, messages)) > 30 for messages in MESSAGES.values())
    return [(problem.code, problem.path) for problem in problems]


def library(root: Path, **in_place_of: Any) -> Library:
    """Documents by their ids, each in the place of what stands there; their texts have the heading `all`."""
    for number, (name, entries) in enumerate(in_place_of.items(), 1):
        folder = root / "documents" / "procedure" / name
        folder.mkdir(parents=True)
        spec = {**SPEC, "number": f"X-{number}", "title": {"ja": f"試し{name}", "en": f"Trial {name}"}}
        spec |= {"in_place_of": entries} if entries else {}
        (folder / "document.yml").write_text(yaml.safe_dump(spec, allow_unicode=True), encoding="utf-8")
    return load_library((Root(root, "overrides"),))


def instead(document: str, place: str = "all", **parts: str) -> dict[str, Any]:
    return {"document": document, "place": place, "parts": parts}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ({"a": [instead("b")], "b": []}, []),
        ({"a": [instead("b"), instead("nothing")], "b": []}, [("unknown_document", "in_place_of[1].document")]),
        ({"a": [instead("a")]}, [("in_place_chain", "in_place_of[0].document")]),
        ({"a": [instead("b")], "b": [instead("c")], "c": []}, [("in_place_chain", "in_place_of[0].document")]),
        ({"a": [instead("c")], "b": [instead("c")], "c": []}, [("in_place_twice", "in_place_of[0].document")]),
        ({"a": [instead("b"), instead("b")], "b": []}, [("in_place_twice", "in_place_of[1].document")]),
    ],
)
def test_a_document_has_one_other_in_its_place(
    entries: dict[str, Any], expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    found = library(tmp_path, **entries)
    assert told(list(found.problems)) == expected


def test_a_heading_to_which_references_would_lead_has_to_be_there(tmp_path: Path) -> None:
    found = library(tmp_path, a=[instead("b", one="all", two="nowhere", three="nowhere")], b=[])
    (problem,) = in_place_problems(found, {"a": ["all"], "b": ["one"]})
    assert told([problem]) == [("in_place_heading", "in_place_of")]
    assert dict(problem.values) == {"came": "nowhere", "of": "b"}
    assert problem.file == "overrides/documents/procedure/a/document.yml"
    assert list(in_place_problems(found, {"a": ["all", "nowhere"]})) == []
    # In a language in which it has no text nothing is asked for.
    assert list(in_place_problems(found, {"b": []})) == []


def test_what_takes_the_place_of_what_follows_the_profile(tmp_path: Path) -> None:
    specs = library(tmp_path, a=[instead("b", "x", one="y"), instead("c", "z")], b=[], c=[]).specs
    whole = InPlace.of(specs, {"a": Absence.PROFILE})
    assert (whole.names, set(whole.uncounted)) == ({}, {"a"})
    small = InPlace.of(specs, {"b": Absence.PROFILE, "c": Absence.PROFILE})
    assert (small.names, set(small.uncounted)) == ({"b": "a", "c": "a"}, {"b", "c"})
    assert [small.by["b"].place(anchor) for anchor in ("one", "two", "")] == ["y", "x", "x"]
    # Where readers may not see the one, what replaces it answers all the same.
    hidden = InPlace.of(specs, {"a": Absence.AUDIENCE, "b": Absence.PROFILE, "c": Absence.AUDIENCE})
    assert (hidden.names, set(hidden.uncounted)) == ({"b": "a"}, {"b"})


def test_a_profile_holds_a_document_or_what_it_replaces(tmp_path: Path) -> None:
    held = load_profile(KIT, Profile.MINIMUM)[0].holds or ()
    assert RULES.id in held
    profiles = yaml.safe_load((policy_source() / "profiles.yml").read_text(encoding="utf-8"))
    own = {"minimum": {"holds": [*held, "backup", "cloud"]}}
    (tmp_path / "profiles.yml").write_text(yaml.safe_dump(profiles | own), encoding="utf-8")
    found = replace(KIT, roots=(Root(tmp_path, "overrides"), *KIT.roots))
    problems = list(load_profile(found, Profile.MINIMUM)[1])
    assert told(problems) == [("profile_holds_both", "minimum")]
    assert dict(problems[0].values) == {"came": RULES.id, "others": "backup, cloud"}
    assert load_profile(found, Profile.STANDARD)[1] == ()


def headings(document: str) -> set[str]:
    text = next(policy_source().glob(f"documents/*/{document}/ja.md.j2")).read_text(encoding="utf-8")
    found = set(re.findall(r'{{ (?:chapter|article|annex)\("([\w-]+)"', text))
    assert len(found) > 5
    return found


def test_the_rules_of_the_smallest_set_stand_in_the_place_of_all_others() -> None:
    others = {spec.id for spec in KIT.specs if spec.kind == Kind.POLICY} - {RULES.id, TRANSITIONAL, PUBLISHED}
    assert {each.document for each in RULES.in_place_of} == others
    for each in RULES.in_place_of:
        assert set(each.parts) <= headings(each.document), each.document
        assert {each.place, *each.parts.values()} <= headings(RULES.id), each.document


@lru_cache
def smallest(name: str) -> Prepared:
    """A sample that keeps the smallest set of documents."""
    root = Path(mkdtemp())
    facts = facts_of(name)
    facts.pop("requirement_sets", None)
    facts["plan"] = [item for item in facts.get("plan", []) if not item["requirement"].startswith("AON")]  # type: ignore[attr-defined]
    facts["document_control"] = facts["document_control"] | {"profile": "minimum"}  # type: ignore[operator]
    write_facts(root / "terminals" / "small", facts)
    prepared, problems = prepare(Workspace(root), "small", TODAY)
    assert prepared is not None, problems
    return prepared


@pytest.mark.parametrize("name", SAMPLES)
def test_the_combined_rules_answer_whatever_rules_have_to_answer(name: str) -> None:
    small = smallest(name)
    documents = small.sets["ja"].documents
    assert [d.spec.id for d in documents if d.spec.kind == Kind.POLICY] == [RULES.id, PUBLISHED, TRANSITIONAL]
    rows = [row for row in small.sets["ja"].rows if row.requirement.required]
    asked = [row for row in rows if Kind.POLICY in (*row.requirement.documents, *row.requirement.also)]
    assert len(asked) > 70
    for row in asked:
        assert any(p.document == RULES.id for p in row.passages), row.requirement.id
        assert not [element for kind, element in row.missing if kind == Kind.POLICY], row.requirement.id


def test_what_the_combined_rules_do_not_say_is_noticed_in_the_smallest_set() -> None:
    small = smallest("chitoseura")
    everything = [p for d in small.sets["ja"].documents for p in d.passages]
    tried = 0
    for requirement in small.catalogue.requirements:
        if Kind.POLICY in requirement.documents and applies(requirement, small.terminal):
            tried += 1
            rest = [p for p in everything if p.requirement != requirement.id or p.document not in (RULES.id, PUBLISHED)]
            rows = coverage(small.catalogue, small.terminal, rest, "ja")
            missing = {dict(p.values)["id"] for p in coverage_problems(rows) if ("kind", "policy") in p.values}
            assert missing == {requirement.id}
    assert tried > 50


@pytest.mark.parametrize("name", SAMPLES)
def test_references_to_the_rules_replaced_lead_to_the_combined_ones(name: str) -> None:
    documents = smallest(name).sets["ja"].documents
    replaced = {each.document for each in RULES.in_place_of}
    titles = [spec.title["ja"] for spec in KIT.specs if spec.id in replaced]
    known = {heading.anchor for d in documents if d.spec.id == RULES.id for heading in d.headings}
    led = 0
    for document in documents:
        assert replaced.isdisjoint({*document.spec.related, *re.findall(r"\]\(doc:([\w-]+)", document.body)})
        for anchor in re.findall(rf"\]\(doc:{RULES.id}#([\w-]+)\)", document.body):
            led += 1
            assert anchor in known or anchor.startswith("c-"), (document.spec.id, anchor)
        assert not [t for t in titles if f"「{t}」（この構成にはない文書）" in document.body], document.spec.id
    assert led > 50
    generation = next(d for d in documents if d.spec.id == "clean-generation")
    assert "](doc:combined#generations)" in generation.body


@pytest.mark.parametrize("name", SAMPLES)
def test_the_combined_rules_are_sentences_whatever_the_facts_are(name: str) -> None:
    for changes in ({}, opened(name, open_leaves(name))):
        made, problems = rendered(judged_with(name, {**changes, "document_control.profile": "minimum"}))
        assert problems == []
        assert RULES.id in {document.spec.id for document in made.documents}
        assert [place for place in clumsy(made) if place.startswith(f"{RULES.id}:")] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_where_the_separate_rules_stand_the_combined_ones_are_not_there(name: str) -> None:
    full = prepared_sample(name).sets["ja"]
    assert RULES.id not in {d.spec.id for d in full.documents}
    assert {each.document for each in RULES.in_place_of} <= {d.spec.id for d in full.documents}
    answering = {p.document for row in full.rows for p in row.passages}
    assert {"backup", "organisation"} <= answering
    assert RULES.id not in answering
    assert State.LEFT_OUT not in {row.state for row in full.rows}
    assert not [d.spec.id for d in full.documents if f"doc:{RULES.id}" in d.body]
