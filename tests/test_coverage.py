"""Coverage is complete for the samples, and the check can fail: for every requirement."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from conftest import REPOSITORY, SAMPLES, prepared_sample
from quaybook.cli import main
from quaybook.documents.coverage import State, coverage, coverage_problems, elements_found
from quaybook.model.document import Passage
from quaybook.model.requirement import CONDITIONS, Relation, applies
from quaybook.pipeline import Prepared


def passages(sample: Prepared) -> list[Passage]:
    return [p for d in sample.sets["ja"].documents for p in d.passages]


def answers(sample: Prepared, name: str, removed: set[str]) -> bool:
    """Whether a requirement takes its answer from one of those removed."""
    return bool(set(sample.catalogue.mapped(name, Relation.SAME)) & removed)


def test_the_catalogue_is_whole(large: Prepared) -> None:
    requirements = large.catalogue.sets[0].requirements
    assert len(requirements) == 128
    assert sum(r.required for r in requirements) == 123
    assert {r.applies_when for r in requirements} - {None} == set(CONDITIONS)


def test_every_required_requirement_is_covered(sample: Prepared) -> None:
    rows = sample.sets["ja"].rows
    assert len(rows) == len(sample.catalogue.requirements) >= 128
    assert [r.requirement.id for r in rows if r.state == State.NOT_COVERED] == []
    for row in rows:
        if row.requirement.required:
            expected = State.COVERED if applies(row.requirement, sample.terminal) else State.NOT_APPLICABLE
            assert row.state == expected, row.requirement.id


def test_conditions_are_honoured() -> None:
    states = {name: {r.requirement.id: r.state for r in prepared_sample(name).sets["ja"].rows} for name in SAMPLES}
    assert states["aonagi"]["3-2-a-1"] == State.COVERED
    assert states["hoshimisaki"]["3-2-a-1"] == State.NOT_APPLICABLE
    assert states["hoshimisaki"]["3-5-1"] == State.COVERED
    assert states["chitoseura"]["3-5-1"] == State.NOT_APPLICABLE


@pytest.mark.parametrize("name", SAMPLES)
def test_removing_the_passages_of_any_requirement_is_noticed(name: str) -> None:
    sample = prepared_sample(name)
    everything = passages(sample)
    tried = 0
    for requirement in sample.catalogue.requirements:
        if requirement.required:
            tried += 1
            answering = {requirement.id, *sample.catalogue.mapped(requirement.id, Relation.SAME)}
            rest = [p for p in everything if p.requirement not in answering]
            assert len(rest) < len(everything), requirement.id
            rows = coverage(sample.catalogue, sample.terminal, rest, "ja")
            broken = {p.values[0][1] for p in coverage_problems(rows)}
            assert requirement.id in broken
            assert broken <= answering | {
                r.id for r in sample.catalogue.requirements if answers(sample, r.id, answering)
            }
    assert tried == sum(r.required for r in sample.catalogue.requirements) >= 123


def test_removing_any_kind_of_any_requirement_is_noticed(large: Prepared) -> None:
    everything, tried = passages(large), 0
    for requirement in large.catalogue.requirements:
        for kind in (*requirement.documents, *requirement.also):
            tried += 1
            answering = {requirement.id, *large.catalogue.mapped(requirement.id, Relation.SAME)}
            rest = [p for p in everything if p.requirement not in answering or p.kind != kind]
            rows = {r.requirement.id: r for r in coverage(large.catalogue, large.terminal, rest, "ja")}
            assert (kind, "") in rows[requirement.id].missing
    assert tried > 250


def test_an_element_that_is_not_said_is_noticed(large: Prepared) -> None:
    everything = passages(large)
    evasive = [replace(p, text="別に定める") if p.requirement == "3-4-3" else p for p in everything]
    rows = {r.requirement.id: r for r in coverage(large.catalogue, large.terminal, evasive, "ja")}
    missing = {element for kind, element in rows["3-4-3"].missing if kind == "policy"}
    assert missing == {"latent-period", "not-only-latest", "weeks-back", "generations"}


def test_the_command_prints_states_and_passages_as_json(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.setattr("sys.argv", ["quaybook", "coverage", "aonagi", "--format", "json"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)["aonagi"]}
    assert rows["3-4-3"]["state"] == "covered"
    passage = next(p for p in rows["3-4-3"]["passages"] if p["document"] == "backup")
    assert passage["language"] == "ja"
    assert passage["anchor"] == "c-3-4-3"
    assert "潜伏" in passage["text"]
    assert passage["elements"]


def test_elements_found_are_those_said(large: Prepared) -> None:
    requirement = large.catalogue.by_id()["3-4-4"]
    passage = next(p for p in passages(large) if p.requirement == "3-4-4" and p.kind == "policy")
    assert set(elements_found(requirement, passage)) <= {e.id for e in requirement.elements}
    assert elements_found(requirement, replace(passage, text="")) == ()
