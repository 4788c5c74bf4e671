"""Requirements come in sets: editions that stand side by side, with mappings between them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from quaybook.assessment.assess import RULES
from quaybook.assessment.finding import State
from quaybook.assessment.reading import Checks, Reading
from quaybook.documents.coverage import State as Coverage
from quaybook.model.fields import generic, group_at
from quaybook.pipeline import Workspace, judge, prepare
from quaybook.problems import describe
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.assessment.rules.cases.changes import findings_of, report, terminal_of
from tests.conftest import REPOSITORY, SAMPLES, TODAY, prepared_sample
from tests.helpers.workspaces import facts_of, write_facts

HOUSE = REPOSITORY / "terminals" / "aonagi" / "overrides" / "requirements" / "aonagi-house-1.yml"


def house() -> dict[str, object]:
    """The house rules as plain data, every scalar a text or null."""
    loaded: dict[str, object] = yaml.safe_load(HOUSE.read_text(encoding="utf-8"))
    return loaded


def workspace(tmp_path: Path, rules: dict[str, object], **facts: object) -> Workspace:
    """Sample B with a set of its own in its overrides."""
    folder = tmp_path / "terminals" / "b"
    sets = {"requirement_sets": ["mlit-interim-1", "aonagi-house-1"]}
    write_facts(folder, facts_of("chitoseura") | sets | facts)
    (folder / "overrides" / "requirements").mkdir(parents=True)
    text = yaml.safe_dump(rules, allow_unicode=True, sort_keys=False)
    (folder / "overrides" / "requirements" / "house.yml").write_text(text, encoding="utf-8")
    return Workspace(tmp_path)


def states(made: Workspace) -> dict[str, State]:
    judged, problems = judge(made, "b", TODAY)
    assert problems == ()
    assert judged is not None
    return {f.requirement.id: f.state for f in judged.assessed.findings}


def test_two_sets_are_judged_and_covered_side_by_side() -> None:
    prepared = prepared_sample("aonagi")
    assert [each.id for each in prepared.catalogue.sets] == ["mlit-interim-1", "aonagi-house-1"]
    findings = {f.requirement.id: f.state for f in prepared.judged.assessed.findings}
    assert len(findings) == 128 + 4
    rows = {row.requirement.id: row for row in prepared.sets["ja"].rows}
    # Two of its four shifts have one experienced person each, as the audit found.
    expected = {"AON-1": State.MET, "AON-2": State.MET, "AON-3": State.MET, "AON-4": State.PARTLY}
    for name, state in expected.items():
        assert findings[name] == state
        assert rows[name].state == Coverage.COVERED
        assert rows[name].passages


def test_the_other_samples_do_not_work_by_the_house_rules() -> None:
    for name in ("chitoseura", "hoshimisaki"):
        assert "aonagi-house-1" not in {each.id for each in prepared_sample(name).catalogue.sets}


def test_a_condition_stated_as_data_decides(tmp_path: Path) -> None:
    found = states(workspace(tmp_path, house()))
    assert found["AON-1"] == State.NOT_MET
    assert found["AON-2"] == State.NOT_MET
    assert found["AON-4"] == State.NOT_MET


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"fact": "logs.retention_days", "at_least": 30}, State.MET),
        ({"fact": "logs.retention_days", "at_least": 31}, State.NOT_MET),
        ({"fact": "logs.retention_days", "at_most": 29}, State.NOT_MET),
        ({"fact": "manual.paper_orders", "is_yes": "yes"}, State.MET),
        ({"fact": "manual.paper_orders", "is_yes": "no"}, State.NOT_MET),
        ({"fact": "risk.assessed_on", "within_days": 60}, State.MET),
        ({"fact": "risk.assessed_on", "within_days": 10}, State.NOT_MET),
        ({"fact": "standby.needed", "is_yes": "yes"}, State.UNKNOWN),
    ],
)
def test_each_kind_of_condition(tmp_path: Path, condition: dict[str, object], expected: State) -> None:
    rules = house()
    requirements = rules["requirements"]
    assert isinstance(requirements, list)
    requirements[0]["decided_by"] = [condition]
    assert states(workspace(tmp_path, rules))["AON-1"] == expected


def test_a_rule_may_decide_a_requirement_of_another_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def keeps_logs(t: Reading) -> Checks:
        yield t.check("loss_window", t.at_least("logs.retention_days", 30))

    rules = house()
    requirements = rules["requirements"]
    assert isinstance(requirements, list)
    requirements[0].pop("decided_by")
    usual = states(workspace(tmp_path / "without", rules))
    monkeypatch.setitem(RULES, "AON-1", keeps_logs)
    # Nobody chooses a set that has this one, so the rule is never asked.
    monkeypatch.setitem(RULES, "NOBODY-1", keeps_logs)
    found = states(workspace(tmp_path / "with", rules))
    assert usual["AON-1"] == State.DOCUMENT
    assert found == usual | {"AON-1": State.MET}
    assert findings_of(terminal_of(facts_of("chitoseura"))).keys() == report().by_id().keys()


def test_what_is_mapped_as_the_same_takes_over_finding_and_passages(tmp_path: Path) -> None:
    made = workspace(tmp_path, house())
    assert states(made)["AON-3"] == states(made)["3-2-a-2"] == State.NOT_MET
    prepared = prepared_sample("aonagi")
    rows = {row.requirement.id: row for row in prepared.sets["ja"].rows}
    assert set(rows["AON-3"].passages) == set(rows["3-2-a-2"].passages)


def test_what_is_the_same_as_something_without_checks_takes_over_its_state(tmp_path: Path) -> None:
    rules = house() | {"mappings": [{"requirement": "AON-3", "to": ["5-1"], "relation": "same"}]}
    judged, problems = judge(workspace(tmp_path, rules), "b", TODAY)
    assert judged is not None, problems
    found = {f.requirement.id: (f.state, f.reason) for f in judged.assessed.findings}
    assert found["AON-3"] == found["5-1"] == (State.DOCUMENT, "state_task")


def test_a_related_requirement_decides_nothing() -> None:
    rows = {row.requirement.id: row for row in prepared_sample("aonagi").sets["ja"].rows}
    assert not set(rows["AON-1"].passages) & set(rows["3-2-a-7"].passages)


def test_a_rule_of_the_house_without_a_passage_is_a_problem(tmp_path: Path) -> None:
    _, problems = prepare(workspace(tmp_path, house()), "b", TODAY)
    missing = {dict(p.values)["id"] for p in problems if p.code == "not_covered"}
    assert missing == {"AON-1", "AON-2", "AON-4"}


def mistakes(tmp_path: Path, change: dict[str, object], **facts: object) -> list[str]:
    _, problems = judge(workspace(tmp_path, house() | change, **facts), "b", TODAY)
    messages = load_messages(policy_source(), "en")
    return [describe(problem, messages) for problem in problems]


def test_a_mapping_that_leads_nowhere_is_a_problem(tmp_path: Path) -> None:
    wrong = [
        {"requirement": "AON-3", "to": ["3-2-a-22"], "relation": "same"},
        {"requirement": "AON-33", "to": ["3-2-a-2"], "relation": "same"},
    ]
    found = mistakes(tmp_path, {"mappings": wrong})
    assert any('"3-2-a-22", which no set before "aonagi-house-1" has' in line for line in found)
    assert any('"AON-33" is not in aonagi-house-1' in line for line in found)
    assert all(line.startswith("terminals/b/overrides/requirements/house.yml") for line in found)
    assert len(found) == 2


def test_the_set_that_is_mapped_to_has_to_come_first(tmp_path: Path) -> None:
    found = mistakes(tmp_path, {}, requirement_sets=["aonagi-house-1", "mlit-interim-1"])
    assert found
    assert all("name it first" in line for line in found)


def test_conditions_are_checked_against_the_facts(tmp_path: Path) -> None:
    requirements = house()["requirements"]
    assert isinstance(requirements, list)
    requirements[0]["decided_by"] = [{"fact": "logs.retention", "at_least": 1}]
    requirements[1]["decided_by"] = [{"fact": "logs.retention_days", "at_least": 1, "at_most": 2}]
    found = mistakes(tmp_path, {"requirements": requirements})
    assert any('There is no fact "logs.retention". Did you mean: retention_days' in line for line in found)
    assert any("does not say exactly one thing" in line for line in found)


@pytest.mark.parametrize(
    "condition",
    [
        {"fact": "suppliers", "at_least": 1},
        {"fact": "suppliers.name", "is_yes": "yes"},
        {"fact": "admin_auth.factors", "is_yes": "yes"},
        {"fact": "logs.store", "at_least": 1},
        {"fact": "logs.retention_days", "is_yes": "yes"},
        {"fact": "logs.retention_days", "within_days": 30},
        {"fact": "risk", "is_yes": "yes"},
    ],
)
def test_a_condition_that_the_fact_cannot_have_is_a_problem(tmp_path: Path, condition: dict[str, object]) -> None:
    requirements = house()["requirements"]
    assert isinstance(requirements, list)
    requirements[0]["decided_by"] = [condition]
    found = mistakes(tmp_path, {"requirements": requirements})
    assert len(found) == 1
    assert "cannot be put to the fact" in found[0]


def test_two_sets_cannot_share_an_id(tmp_path: Path) -> None:
    requirements = house()["requirements"]
    assert isinstance(requirements, list)
    requirements[0]["id"] = "3-4-3"
    found = mistakes(tmp_path, {"requirements": requirements, "mappings": []})
    assert any("The requirement 3-4-3 stands in another set too (mlit-interim-1)" in line for line in found)


def test_the_catalogue_names_the_facts_that_rules_read() -> None:
    seen = 0
    for name in SAMPLES:
        judged = prepared_sample(name).judged
        for finding in judged.assessed.findings:
            # What a self-check or an audit found belongs to no rule.
            read = {
                generic(fact.path) for check in finding.checks if "_results_" not in check.key for fact in check.facts
            }
            seen += len(read)
            if finding.requirement.id in RULES:
                assert read <= set(finding.requirement.facts), finding.requirement.id
    assert seen > 500
    requirements = prepared_sample("chitoseura").catalogue.requirements
    assert len(requirements) > 120
    for requirement in requirements:
        assert bool(requirement.facts) == (requirement.id in RULES or bool(requirement.decided_by)), requirement.id
        for fact in requirement.facts:
            group = group_at(tuple(part.removesuffix("[]") for part in fact.split(".")[:-1]))
            assert group is not None, fact
            assert fact.split(".")[-1].removesuffix("[]") in group.model_fields, fact
