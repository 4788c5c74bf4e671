"""Editions that a terminal adds or changes: mistakes are told, and documents stand where they belong."""

from __future__ import annotations

import pytest
from quaybook.catalogue.root import Root
from quaybook.documents.library.load import load_library
from quaybook.documents.paper.check import paper_problems
from quaybook.documents.paper.editions import parts_of, planned
from quaybook.facts.positions import Source
from quaybook.model.groups.paper import Paper
from quaybook.resources import policy_source

from tests.conftest import prepared_sample

MISTAKES = [
    ({"site_address": "docs の棚"}, [("not_an_address", "paper.site_address")]),
    ({"site_address": "javascript:alert(1)"}, [("not_an_address", "paper.site_address")]),
    ({"editions": [{"id": "other", "name": "ほか"}]}, [("edition_of_nobody", "paper.editions[0].id")]),
    ({"editions": [{"id": "other", "like": "gate"}]}, [("edition_without_name", "paper.editions[0].id")]),
    (
        {"editions": [{"id": "other", "name": "ほか", "like": "gates", "add": ["F99"], "leave_out": ["F19"]}]},
        [("unknown_reference", "paper.editions[0].like"), ("unknown_reference", "paper.editions[0].add[0]")],
    ),
    ({"editions": [{"id": "gate", "leave_out": ["F19"]}], "site_address": "https://docs.example/"}, []),
]


@pytest.mark.parametrize(("paper", "told"), MISTAKES)
def test_mistakes_are_told_with_their_place(paper: dict[str, object], told: list[tuple[str, str]]) -> None:
    terminal = prepared_sample("chitoseura").terminal.model_copy(update={"paper": Paper.model_validate(paper)})
    source = policy_source()
    library = load_library((Root(source, source.name),))
    found = paper_problems(terminal, Source(data={"paper": paper}), library, source)
    assert [(problem.code, problem.path) for problem in found] == told


def test_what_is_added_stands_behind_its_own_tab_and_forms_among_forms() -> None:
    own = {"id": "gate", "add": ["contractor-check", "F20"], "leave_out": ["card-guard"], "areas": ["empty"]}
    prepared = prepared_sample("chitoseura")
    terminal = prepared.terminal.model_copy(update={"paper": Paper.model_validate({"editions": [own]})})
    specs = {document.spec.id: document.spec.kind for document in prepared.sets["ja"].documents}
    gate = next(each for each in planned(policy_source(), terminal) if each.id == "gate")
    parts = dict(parts_of(gate, specs, terminal))
    assert list(parts)[-2:] == ["added", "forms"]
    assert list(parts["added"]) == ["contractor-check"]
    assert "F20" in parts["forms"]
    assert "card-guard" not in parts["first"]
    used = {form for area in terminal.manual.areas if area.area == "empty" for form in area.forms}
    assert used
    assert used <= set(parts["forms"])
