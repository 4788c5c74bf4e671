"""Coverage is complete for the samples, and the check can fail: for every requirement."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from quaybook.catalogue.conditions import CONDITIONS, applies
from quaybook.cli import main
from quaybook.documents.coverage import (
    State,
    coverage,
    coverage_problems,
    elements_found,
    normalised,
    says,
    weak_passages,
)
from quaybook.model.document import Kind, Passage
from quaybook.model.requirement import (
    Catalogue,
    Element,
    Relation,
    Requirement,
    RequirementSet,
)
from quaybook.pipeline import Prepared
from quaybook.wording.dialect.readers_text import binding, reader_text

from tests.conftest import REPOSITORY, SAMPLES, prepared_sample

WRITTEN = {"id": "written", "text": {"ja": "写しがある。", "en": "There is a copy."}}


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
    assert states["hoshimisaki"]["3-2-a-1"] == State.COVERED
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


def asked(sample: Prepared) -> list[tuple[Requirement, Kind]]:
    """Each requirement that applies, with each kind of documents in which its elements have to be said."""
    found = [
        (requirement, kind)
        for requirement in sample.catalogue.requirements
        if requirement.required and requirement.elements and applies(requirement, sample.terminal)
        for kind in requirement.documents
    ]
    assert len({requirement.id for requirement, _ in found}) > 100
    return found


def missing_with(sample: Prepared, requirement: Requirement, kind: Kind, text: Callable[[str], str]) -> set[str]:
    """The elements that are missed of a requirement if the passages of one kind read otherwise."""
    answering = {requirement.id, *sample.catalogue.mapped(requirement.id, Relation.SAME)}
    changed = [
        replace(p, text=text(p.text)) if p.kind == kind else p for p in passages(sample) if p.requirement in answering
    ]
    alone = Catalogue(
        tuple(each.model_copy(update={"requirements": within(each, requirement)}) for each in sample.catalogue.sets)
    )
    (row,) = coverage(alone, sample.terminal, changed, "ja")
    return {element for of, element in row.missing if of == kind}


def within(each: RequirementSet, requirement: Requirement) -> tuple[Requirement, ...]:
    return tuple(r for r in each.requirements if r is requirement)


@pytest.mark.parametrize("name", SAMPLES)
def test_elements_that_are_not_said_are_noticed_for_every_requirement(name: str) -> None:
    sample = prepared_sample(name)
    for requirement, kind in asked(sample):
        evaded = missing_with(sample, requirement, kind, lambda _: "△")
        assert evaded == {element.id for element in requirement.elements}, (requirement.id, kind)


def test_each_element_whose_terms_are_struck_out_is_noticed(large: Prepared) -> None:
    tried = 0
    for requirement, kind in asked(large):
        for element in requirement.elements:
            tried += 1
            struck = partial(without, [normalised(term) for term in element.says["ja"]])
            gone = {e.id for e in requirement.elements if set(e.says["ja"]) <= set(element.says["ja"])}
            assert element.id in gone
            assert gone <= missing_with(large, requirement, kind, struck), (requirement.id, kind, element.id)
    assert tried > 300


def without(terms: list[str], text: str) -> str:
    found = normalised(text)
    while any(term in found for term in terms):
        for term in terms:
            found = found.replace(term, "△")
    return found


def test_a_problem_of_coverage_names_the_line_of_the_passage_that_falls_short(large: Prepared) -> None:
    marked = next(p for p in passages(large) if p.requirement == "3-4-3" and p.kind == "policy")
    assert marked.line > 1
    evasive = [replace(p, text="△") if p.requirement == "3-4-3" else p for p in passages(large)]
    rows = coverage(large.catalogue, large.terminal, evasive, "ja")
    problems = [p for p in coverage_problems(rows) if p.code == "element_missing" and ("kind", "policy") in p.values]
    assert len(problems) == 4
    assert {(p.file, p.line) for p in problems} == {(marked.source, marked.line)}


@pytest.mark.parametrize(
    "text",
    ["バックアップ", "ﾊﾞｯｸｱｯﾌﾟ", "バックア\nップ", "バック アップ", "バック\u3000アップ", "前のバックアップの後"],
)
def test_a_term_is_found_however_its_characters_are_written(text: str) -> None:
    assert says(Element.model_validate(WRITTEN | {"says": {"ja": ["バックアップ"], "en": ["Backup"]}}), [text], "ja")


@pytest.mark.parametrize("text", ["Off-Site Copy", "OFF-SITE COPY", "off-site\ncopy", "ｏｆｆ－ｓｉｔｅ copy"])
def test_a_term_is_found_in_capitals_and_across_lines(text: str) -> None:
    element = Element.model_validate(WRITTEN | {"says": {"ja": ["写し"], "en": ["off-site Copy"]}})
    assert says(element, [text], "en")
    assert not says(element, ["off site kopy"], "en")


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
    for element in requirement.elements:
        said = replace(passage, text=f"前の{element.says['ja'][0]}の後")
        assert element.id in elements_found(requirement, said)
        assert len(elements_found(requirement, said)) < len(requirement.elements)
    assert elements_found(requirement, replace(passage, text="△")) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("支払いに応じることを禁止する。", True),
        ("支払いに応じることを禁止しない。", False),
        ("支払いに応じることは禁止ではない。支払いを禁止する。", True),
        ("禁止されないよう、申請する。", True),
    ],
)
def test_a_term_that_is_taken_back_is_not_said(large: Prepared, text: str, said: bool) -> None:
    element = Element.model_validate(WRITTEN | {"says": {"ja": ["禁止"], "en": ["forbidden"]}})
    assert says(element, [text], "ja", large.words["ja"]("passage.denied")) == said


def test_what_explains_does_not_answer() -> None:
    table = "| 頭 | 列 |\n|--|--|\n| 行 | 値 |"
    callouts = "\n\n".join(f"> [!{kind}]\n> {kind}" for kind in ("NOTE", "COMMENTARY", "WARNING"))
    body = f"## 見出し\n\n{table}\n\n{callouts}\n\n本文。"
    assert reader_text(binding(body)) == "行 値 WARNING 本文。"


def test_no_passage_of_the_kit_leaves_open_what_has_to_be_done(sample: Prepared) -> None:
    weak = sample.words["ja"].many("passage.weak")
    rows = sample.sets["ja"].rows
    assert len(weak) > 5
    assert sum(row.requirement.strength == "must" for row in rows) > 20
    assert [(p.source, p.line, word) for p, word in weak_passages(rows, weak)] == []
    (row,) = [row for row in rows if row.requirement.id == "3-2-a-2"]
    softened = replace(row, passages=tuple(replace(p, text=f"{p.text}努める。") for p in row.passages))
    strong = softened.requirement.model_copy(update={"strength": "must"})
    assert len(weak_passages([replace(softened, requirement=strong)], weak)) == len(row.passages) > 0
