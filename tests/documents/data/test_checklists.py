"""The checklists ask what the catalogue asks, and print what the last round and the facts have shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from quaybook.assessment.assess import RULES
from quaybook.assessment.finding import State
from quaybook.model.groups.followup import AuditResult, SelfCheckOutcome, SelfCheckResult
from quaybook.model.requirement import Strength
from quaybook.pipeline import Prepared, Workspace, prepare
from quaybook.wording.dialect.readers_text import reader_text

from tests.conftest import REPOSITORY, SAMPLES, TODAY, prepared_sample
from tests.helpers.workspaces import facts_of, write_facts

AUDIT = REPOSITORY / "policy_src" / "documents" / "audit"
CHECKLISTS = {"self-check": ("known", "self"), "audit-checklist": ("basis", "audit")}
STATES_SHORT = (State.PARTLY, State.NOT_MET, State.UNKNOWN)


def asks(checklist: str) -> Mapping[str, list[str]]:
    text = (AUDIT / checklist / "items.yml").read_text(encoding="utf-8")
    found: Mapping[str, list[str]] = yaml.load(text, Loader=yaml.BaseLoader)["asks"]
    return found


def left_out(checklist: str) -> list[str]:
    text = (AUDIT / checklist / "items.yml").read_text(encoding="utf-8")
    found: list[str] = yaml.load(text, Loader=yaml.BaseLoader)["left_out"]
    return found


def page(prepared: Prepared, document: str) -> str:
    """The document's Markdown with its references to characters read."""
    return read(next(d.body for d in prepared.sets["ja"].documents if d.spec.id == document))


def read(body: str) -> str:
    return "\n".join(reader_text(line) if not line.startswith("|") else cells(line) for line in body.splitlines())


def cells(line: str) -> str:
    return "|".join(reader_text(cell) for cell in line.strip("|").split("|"))


def rows(text: str) -> dict[str, list[str]]:
    """The rows that ask something, by the number of the question."""
    found = [line.split("|") for line in text.splitlines() if "□" in line]
    return {row[0]: row[1:] for row in found if re.fullmatch(r"[^\x00-\x7f]+-\d+", row[0])}


def results(prepared: Prepared, checklist: str) -> tuple[SelfCheckResult | AuditResult, ...]:
    audit = prepared.terminal.audit
    return audit.self_check_results if checklist == "self-check" else audit.audit_results


@pytest.mark.parametrize("checklist", CHECKLISTS)
def test_the_numbers_in_the_text_are_those_of_the_items(checklist: str) -> None:
    macro = CHECKLISTS[checklist][0]
    text = (AUDIT / checklist / "ja.md.j2").read_text(encoding="utf-8")
    asked = re.findall(rf'^\| (\S+-\d+) \|.*\{{\{{ {macro}\("([^"]+)"[^}}]*\) \}}\}}', text, re.MULTILINE)
    assert len(asked) > (50 if checklist == "self-check" else 30)
    assert [number for number, known in asked if number != known] == []
    assert sorted(number for number, _ in asked) == sorted(asks(checklist))
    assert len(asked) == len(set(asked)) == text.count(f"{{{{ {macro}(")


def test_every_requirement_that_is_named_exists(large: Prepared) -> None:
    named = {requirement for checklist in CHECKLISTS for ids in asks(checklist).values() for requirement in ids}
    assert len(named) > 100
    assert named - set(large.catalogue.by_id()) == set()


def test_the_self_check_asks_for_every_must_that_facts_decide(large: Prepared) -> None:
    asked = {requirement for ids in asks("self-check").values() for requirement in ids}
    decided = [r for r in large.catalogue.requirements if r.strength == Strength.MUST and r.id in RULES]
    assert len(decided) > 50
    assert [r.id for r in decided if r.id not in asked] == []


def test_every_required_entry_is_asked_by_one_question_of_the_audit_or_left_out_with_a_reason(large: Prepared) -> None:
    kit = next(each for each in large.catalogue.sets if each.id == "mlit-interim-1")
    required = [r.id for r in kit.requirements if r.required]
    asked = Counter(requirement for ids in asks("audit-checklist").values() for requirement in ids)
    out = left_out("audit-checklist")
    assert len(required) > 120
    assert [r for r in required if asked[r] + out.count(r) != 1] == []
    assert set(asked) | set(out) <= set(required)
    text = (AUDIT / "audit-checklist" / "ja.md.j2").read_text(encoding="utf-8")
    reasons = text[text.index('section("left-out"') :]
    assert out
    for requirement in out:
        assert re.search(rf'^\| \{{\{{ cite\("{requirement}"\) \}}\}} \| \S+', reasons, re.MULTILINE), requirement


def test_what_a_house_has_added_is_asked_too(large: Prepared) -> None:
    text = page(large, "audit-checklist")
    own = [r for each in large.catalogue.sets if each.id != "mlit-interim-1" for r in each.requirements if r.required]
    assert len(own) > 3
    asked = {line.split("|")[0]: line for line in text.splitlines() if "□適合" in line}
    for requirement in own:
        assert any(first.startswith(requirement.citation) for first in asked), requirement.id


@pytest.mark.parametrize("name", SAMPLES)
def test_the_last_result_and_the_state_stand_beside_the_item(name: str) -> None:
    prepared = prepared_sample(name)
    words = prepared.words["ja"]
    printed, last = rows(page(prepared, "self-check")), {r.item: r for r in results(prepared, "self-check")}
    assert len(printed) > 50
    assert last
    assert set(last) <= set(printed)
    states = {f.requirement.id: f.state for f in prepared.judged.assessed.findings}
    for number, row in printed.items():
        outcome = words(f"checklist.self.{last[number].outcome}") if number in last else "記録なし"
        shown = {words(f"label.State.{states[i]}") for i in asks("self-check")[number]} or {"—"}
        assert row[-3] == outcome, number
        assert row[-2] in shown, number


@pytest.mark.parametrize("name", SAMPLES)
def test_a_question_of_the_audit_names_its_article_and_evidence_and_leaves_the_rest_open(name: str) -> None:
    prepared = prepared_sample(name)
    words, printed = prepared.words["ja"], rows(page(prepared, "audit-checklist"))
    assert len(printed) > 55
    assert {r.item for r in results(prepared, "audit-checklist")} <= set(printed)
    for number, row in printed.items():
        question, who, basis, evidence, sample, seen, outcome = row
        assert all((question, who, evidence, sample)), number
        assert re.search(r"第\d+[条節章]|第\d+部|」", basis), number
        assert (seen.strip(), outcome.count("□")) == ("", 5), number
        assert not any(words(f"label.State.{state}") in row[:5] for state in State), number


@pytest.mark.parametrize("name", SAMPLES)
def test_findings_stand_apart_from_the_questions_of_the_audit(name: str) -> None:
    prepared = prepared_sample(name)
    words = prepared.words["ja"]
    body = next(d.body for d in prepared.sets["ja"].documents if d.spec.id == "audit-checklist")
    questions, annex = map(read, body.split("{#registered}"))
    states = {f.requirement.id: f for f in prepared.judged.assessed.findings}
    told = dict(re.findall(r"^([^|\n]+-\d+)\|([^|\n]+)$", annex, re.MULTILINE))
    assert len(told) > 40
    asked = asks("audit-checklist")
    assert len(asked) > 55
    for number, ids in asked.items():
        expected = (f"{states[i].requirement.citation}：{words(f'label.State.{states[i].state}')}" for i in ids)
        assert told.get(number, "") == "、".join(expected), number
    assert "登録情報から見て足りない点" not in questions


@pytest.mark.parametrize("name", SAMPLES)
def test_a_whole_round_is_on_record_and_agrees_with_the_facts(name: str) -> None:
    prepared = prepared_sample(name)
    assert {r.item for r in results(prepared, "self-check")} == set(rows(page(prepared, "self-check")))
    states = {f.requirement.id: f.state for f in prepared.judged.assessed.findings}
    fine = [r for r in results(prepared, "self-check") if r.outcome == SelfCheckOutcome.CONFORMING]
    assert len(fine) > 5
    for result in fine:
        short = [i for i in asks("self-check")[result.item] if states[i] in STATES_SHORT]
        assert short == [], result.item


@pytest.mark.parametrize("checklist", CHECKLISTS)
def test_the_evidence_of_last_time_is_listed(sample: Prepared, checklist: str) -> None:
    text, last = page(sample, checklist), results(sample, checklist)
    # Sample B has never been audited.
    assert bool(last) is ((sample.id, checklist) != ("chitoseura", "audit-checklist"))
    for result in last:
        assert re.search(rf"^{re.escape(result.item)}\|[^|]+\|{re.escape(str(result.evidence))}$", text, re.MULTILINE)


def test_the_summary_counts_the_last_round() -> None:
    prepared = prepared_sample("chitoseura")
    counted = [r.outcome for r in results(prepared, "self-check")]
    yes, no, none = (counted.count(o) for o in (SelfCheckOutcome.CONFORMING, "nonconforming", "not_applicable"))
    assert no > 30
    total = re.search(r"^計\|(.*)$", page(prepared, "self-check"), re.MULTILINE)
    assert total
    assert total[1].startswith(f"可{yes}、不可{no}、該当なし{none}|")
    assert total[1].endswith(f"|{no}件のうち 件")


def test_what_falls_short_is_said_below_its_questions() -> None:
    text, findings = page(prepared_sample("chitoseura"), "self-check"), prepared_sample("chitoseura").judged.assessed
    asked = {requirement for ids in asks("self-check").values() for requirement in ids}
    short = [f for f in findings.findings if f.falls_short and f.requirement.id in asked]
    assert len(short) > 50
    listed = re.findall(r"^(?:\S+-\d+、?)+ .+。〔", text, re.MULTILINE)
    assert len(listed) > 50
    assert "外-1、外-2 保守用VPNの1件（外から入る経路1件中）の接続元を" in text


def changed(tmp_path: Path, audit: Mapping[str, Any], **groups: Any) -> Prepared:
    """Sample B with other facts."""
    facts = facts_of("chitoseura")
    before = facts["audit"]
    assert isinstance(before, dict)
    write_facts(tmp_path / "terminals" / "changed", {**facts, "audit": {**before, **audit}, **groups})
    prepared, problems = prepare(Workspace(tmp_path), "changed", TODAY)
    assert prepared is not None, problems
    assert problems == ()
    return prepared


def test_a_changed_result_and_a_changed_fact_change_the_pages(tmp_path: Path) -> None:
    access = facts_of("chitoseura")["remote_access"]
    assert isinstance(access, dict)
    said = "IDとパスワードの後に、認証アプリの番号を入れる"
    way = {**access["ways"][0], "auth_factors": ["knowledge", "possession"], "auth_method": said}
    seen = [{"item": "外-3", "outcome": "conforming", "evidence": "二つの要素を求めた"}]
    heard = [{"item": "対-3", "outcome": "major", "evidence": "一つの要素だけのアカウントが3個あった"}]
    prepared = changed(
        tmp_path,
        {"self_check_results": seen, "audit_results": heard, "audited_on": "2026-10-30"},
        remote_access={"ways": [way]},
    )
    sheet, checklist = page(prepared, "self-check"), page(prepared, "audit-checklist")
    assert rows(sheet)["外-3"][-3:-1] == ["可", "満たす"]
    assert rows(sheet)["外-1"][-3:-1] == ["記録なし", "満たさない"]
    assert "外-3|可|二つの要素を求めた" in sheet
    assert "\n対-3|3(2)ア②：満たす、3(3)④：満たさない\n" in checklist
    assert "対-3|重大|一つの要素だけのアカウントが3個あった" in checklist
    short = r"^外-3 .*知識情報.*。〔3\(2\)ア②〕$"
    before = page(prepared_sample("chitoseura"), "self-check")
    assert rows(before)["外-3"][-3:-1] == ["不可", "満たさない"]
    assert re.search(short, before, re.MULTILINE)
    assert not re.search(short, sheet, re.MULTILINE)


def test_findings_past_their_date_are_marked(tmp_path: Path) -> None:
    late = {"found_on": "2026-02-27", "finding": "停止の遅れ", "action": "手順を改める", "owner": "system-chief"}
    listed = [
        {"id": "late-1", **late, "due_on": "2026-10-31", "state": "in_progress"},
        {"id": "done-1", **late, "due_on": "2026-10-31", "state": "done"},
        {"id": "today-1", **late, "due_on": "2026-11-01", "state": "not_started"},
        {"id": "open-1", **late, "due_on": "TODO: 部門の長に聞く", "state": "in_progress"},
    ]
    prepared = changed(tmp_path, {"findings": listed})
    for document in ("audit-checklist", "register-audits"):
        text = page(prepared, document)
        assert "期限を過ぎた指摘が1件ある（late-1）" in text, document
        marked = [line.split("|")[0] for line in text.splitlines() if line.endswith("期限を過ぎている")]
        assert marked == ["late-1"], document
        assert "期限を過ぎている" not in page(prepared_sample("chitoseura"), document)
