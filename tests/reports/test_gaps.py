"""The gap list: what falls short beside the plan, which flags are raised, and what the command prints."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from quaybook.assessment.assess import Judged
from quaybook.assessment.finding import State
from quaybook.assessment.gaps import Flag
from quaybook.cli import main
from quaybook.facts.positions import Source
from quaybook.model.requirement import Strength, Tone
from quaybook.pipeline import Workspace, gap_report, judge
from quaybook.resources import policy_source
from quaybook.wording.filters import Filters
from quaybook.wording.findings import FindingViews
from quaybook.wording.words import load_words

from tests.conftest import REPOSITORY, SAMPLES, TODAY, prepared_sample
from tests.helpers.workspaces import facts_of, write_facts

PLAN = {
    "requirement": "3-4-4",
    "action": "媒体を取り外す",
    "owner": "system-chief",
    "due_on": "2026-12-18",
    "state": "in_progress",
    "interim": "手で写す",
}


def judged_with(tmp_path: Path, *plan: dict[str, object], today: date = TODAY) -> Judged:
    """Sample B with this plan alone."""
    write_facts(tmp_path / "terminals" / "b", facts_of("chitoseura") | {"plan": list(plan)})
    judged, problems = judge(Workspace(tmp_path), "b", today)
    assert judged is not None
    assert problems == ()
    return judged


def flags(judged: Judged, requirement: str) -> tuple[Flag, ...]:
    return next(gap.flags for gap in judged.assessed.gaps if gap.finding.requirement.id == requirement)


def test_a_gap_without_an_entry_is_unplanned(tmp_path: Path) -> None:
    judged = judged_with(tmp_path, PLAN)
    assert flags(judged, "3-4-4") == ()
    assert flags(judged, "3-4-3") == (Flag.UNPLANNED,)


@pytest.mark.parametrize(
    ("change", "today", "expected"),
    [
        ({}, date(2026, 12, 18), ()),
        ({}, date(2026, 12, 19), (Flag.OVERDUE,)),
        ({"owner": "TODO: 誰にするか"}, TODAY, (Flag.UNOWNED,)),
        ({"due_on": "TODO: 納期を聞く"}, TODAY, (Flag.UNDATED,)),
        ({"state": "done"}, date(2027, 12, 19), (Flag.DONE_BUT_SHORT,)),
    ],
)
def test_what_is_wrong_with_an_entry_is_flagged(
    tmp_path: Path, change: dict[str, object], today: date, expected: tuple[Flag, ...]
) -> None:
    assert flags(judged_with(tmp_path, PLAN | change, today=today), "3-4-4") == expected


def test_an_acceptance_runs_out(tmp_path: Path) -> None:
    acceptance = {
        "reason": "納期",
        "accepted_by": "president",
        "accepted_on": "2026-10-20",
        "expires_on": "2026-11-30",
    }
    entry = PLAN | {"state": "accepted", "acceptance": acceptance}
    assert flags(judged_with(tmp_path, entry, today=date(2026, 11, 30)), "3-4-4") == ()
    acceptance["expires_on"] = "2027-03-31"
    assert flags(judged_with(tmp_path, entry, today=date(2026, 12, 19)), "3-4-4") == ()
    acceptance["expires_on"] = "2026-11-30"
    assert flags(judged_with(tmp_path, entry, today=date(2026, 12, 1)), "3-4-4") == (Flag.ACCEPTANCE_EXPIRED,)


def test_the_strength_decides_the_tone() -> None:
    tones = {}
    for gap in prepared_sample("chitoseura").judged.assessed.gaps:
        tones.setdefault(gap.tone, set()).add(gap.finding.requirement.strength)
    assert tones[Tone.GAP] == {Strength.MUST, Strength.NEEDED, Strength.OUGHT, Strength.CONDITIONAL}
    assert tones[Tone.ADVICE] <= {Strength.SHOULD, Strength.RECOMMENDED, Strength.GOOD_PRACTICE, Strength.PRINCIPLE}
    assert tones[Tone.NOTE] <= {Strength.MAY, Strength.ENVISAGED, Strength.EXAMPLE}


def test_gaps_come_by_tone_and_then_in_the_order_of_the_report() -> None:
    judged = prepared_sample("chitoseura").judged
    order = [r.id for r in judged.catalogue.requirements]
    keys = [(list(Tone).index(gap.tone), order.index(gap.finding.requirement.id)) for gap in judged.assessed.gaps]
    assert len(keys) > 60
    assert keys == sorted(keys)


def test_every_gap_of_the_samples_says_what_is_missing_and_is_planned() -> None:
    seen = set()
    for name in SAMPLES:
        prepared = prepared_sample(name)
        for gap in prepared.judged.assessed.gaps:
            seen.add(name)
            view = prepared.sets["ja"].findings[gap.finding.requirement.id]
            assert view.gap.endswith("こと。"), view.requirement.id
            assert view.gap.count("。") == 1, view.gap
            assert view.item is not None, f"{name}: {view.requirement.id}"
    assert seen == {*SAMPLES}


def test_sample_a_has_no_gap_but_what_its_self_check_and_its_audit_found() -> None:
    assessed = prepared_sample("aonagi").judged.assessed
    assert {gap.finding.requirement.id: gap.flags for gap in assessed.gaps} == {"3-1-b": (), "AON-4": ()}
    assert assessed.status.overall[State.MET] > 100


def run(monkeypatch: pytest.MonkeyPatch, root: Path, *arguments: str) -> int:
    monkeypatch.chdir(root)
    monkeypatch.setattr("sys.argv", ["quaybook", *arguments])
    with pytest.raises(SystemExit) as stop:
        main()
    return int(stop.value.code or 0)


def test_the_command_prints_one_line_a_gap(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, REPOSITORY, "gaps", "chitoseura", "--today", "2026-11-01", "--lang", "ja") == 0
    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert f"{len(lines)}件" in told.err
    assert len(lines) == len(prepared_sample("chitoseura").judged.assessed.gaps)
    first = lines[0].split("\t")
    assert first[:5] == ["chitoseura", "要対応", "2-3-a-1", "2(3)ア①", "満たさない"]
    assert "保守用VPN" in first[5]
    assert first[6:9] == ["システム係長", "2026年12月25日", "実施中"]


def test_the_command_prints_json_with_evidence_facts_and_plan(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("gaps", "chitoseura", "--today", "2026-11-01", "--lang", "en", "--format", "json")
    assert run(monkeypatch, REPOSITORY, *arguments) == 0
    told = json.loads(capsys.readouterr().out)["chitoseura"]
    assert told["today"] == "2026-11-01"
    assert sum(told["counts"].values()) == 128
    gap = next(g for g in told["gaps"] if g["id"] == "3-4-3")
    assert gap["state"] == "partly"
    assert "21" in gap["gap"]
    fact = next(f for f in gap["facts"] if f["key"] == "backup_plan.latency_considered")
    assert fact["value"] == "no"
    assert "hidden" in fact["meaning"]
    assert fact["places"] == [{"file": "backups.yml", "line": 8}]
    assert gap["plan"]["due_on"] == "2026-12-18"
    assert gap["flags"] == []


def test_a_language_that_the_kit_does_not_speak_is_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, REPOSITORY, "gaps", "aonagi", "--lang", "fr") == 2
    assert "fr" in capsys.readouterr().err


def test_a_wrong_day_is_wrong_usage(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, REPOSITORY, "gaps", "aonagi", "--today", "tomorrow") == 2
    assert "tomorrow" in capsys.readouterr().err


def test_problems_of_the_facts_are_printed_and_the_command_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_facts(tmp_path / "terminals" / "b", facts_of("chitoseura") | {"plan": [PLAN | {"requirement": "9-9"}]})
    assert run(monkeypatch, tmp_path, "gaps", "b", "--ui-lang", "en") == 1
    told = capsys.readouterr()
    assert '"9-9" is not in requirements' in told.err


def test_the_report_speaks_english_too() -> None:
    words, problems = load_words(policy_source(), "en")
    assert problems == ()
    report = gap_report(prepared_sample("chitoseura").judged, words, "en")
    gaps = report.data("en")["gaps"]
    assert any("BCP" in gap["gap"] for gap in gaps)
    assert {gap["gap"][-1] for gap in gaps} == {"."}


def test_the_manual_shows_what_the_command_prints(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (REPOSITORY / "docs/reference/commands.md").read_text(encoding="utf-8")
    shown = [line for line in page.splitlines() if line.startswith("chitoseura\t")]
    assert len(shown) == 2
    assert run(monkeypatch, REPOSITORY, "gaps", "chitoseura", "--lang", "ja", "--today", "2027-01-05") == 0
    assert set(shown) <= set(capsys.readouterr().out.splitlines())


def test_the_command_prints_what_is_wrong_with_the_plan(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("gaps", "chitoseura", "--today", "2027-01-05", "--lang", "en", "--format", "json")
    assert run(monkeypatch, REPOSITORY, *arguments) == 0
    told = {gap["id"]: gap["flags"] for gap in json.loads(capsys.readouterr().out)["chitoseura"]["gaps"]}
    assert told["3-1-b"] == ["overdue"]
    assert told["3-3-4"] == []


def test_what_only_some_may_read_stands_in_no_finding() -> None:
    prepared = prepared_sample("aonagi")
    ways = prepared.terminal.remote_access.ways
    addresses = {str(source.address) for way in ways for source in way.allowed_source_ips}
    assert len(addresses) > 3
    for language in ("ja", "en"):
        words, _ = load_words(policy_source(), language)
        made = FindingViews(Filters(prepared.terminal, words), policy_source(), language, Source(data={}))
        views = made.views(prepared.judged.assessed)
        (fact,) = [f for f in views["3-2-a-1"].facts if f.key == "remote_access.ways[].allowed_source_ips[].address"]
        assert fact.value == words("finding.hidden")
        said = json.dumps([(v.gap, v.checks, [f.value for f in v.facts]) for v in views.values()], ensure_ascii=False)
        assert not [address for address in addresses if address in said]


def test_json_holds_days_or_null_the_acceptance_and_what_is_open(tmp_path: Path) -> None:
    acceptance = {
        "reason": "TODO: 理由を聞く",
        "accepted_by": "president",
        "accepted_on": "2026-10-20",
        "expires_on": "2027-03-31",
    }
    opened = PLAN | {"owner": "TODO: 誰にするか", "due_on": "TODO: 納期を聞く", "interim": "TODO"}
    accepted = PLAN | {"requirement": "3-4-3", "state": "accepted", "acceptance": acceptance}
    words, _ = load_words(policy_source(), "ja")
    data = gap_report(judged_with(tmp_path, opened, accepted), words, "ja").data("ja")
    plans = {gap["id"]: gap["plan"] for gap in data["gaps"]}
    assert plans["3-4-4"] == {
        "action": "媒体を取り外す",
        "interim": None,
        "owner": None,
        "start_on": None,
        "due_on": None,
        "state": "in_progress",
        "acceptance": None,
        "open": {"owner": "誰にするか", "due_on": "納期を聞く", "interim": ""},
    }
    assert plans["3-4-3"]["acceptance"] == acceptance | {"reason": None, "accepted_by": "代表取締役社長"}
    assert plans["3-4-3"]["open"] == {"acceptance.reason": "理由を聞く"}
    assert plans["3-3-4"] is None
    days = [plan[key] for plan in plans.values() if plan for key in ("start_on", "due_on")]
    assert len(days) >= 4
    assert any(days)
    assert all(day is None or date.fromisoformat(day) for day in days)


@pytest.mark.parametrize(("language", "more"), [("ja", "ほか15件の登録情報"), ("en", "15 more facts")])
def test_a_gap_that_hangs_on_many_facts_names_some_and_counts_the_rest(
    tmp_path: Path, language: str, more: str
) -> None:
    facts = facts_of("chitoseura")
    servers = facts["servers"]
    assert isinstance(servers, list)
    known = servers[0]
    unknown = [
        known | {"id": f"s-{n}", "name": f"サーバ{n}", "av": known["av"] | {"pattern_updated_on": "TODO: 業者"}}
        for n in range(25)
    ]
    write_facts(tmp_path / "terminals" / "b", facts | {"servers": unknown})
    judged, problems = judge(Workspace(tmp_path), "b", TODAY)
    assert judged is not None, problems
    words, _ = load_words(policy_source(), language)
    gap = next(g for g in gap_report(judged, words, language).data(language)["gaps"] if g["id"] == "3-3-2")
    (evidence,) = [line for line in gap["evidence"] if more in line]
    for text in (gap["gap"], evidence):
        assert more in text
        assert text.count("サーバ") == 10
        assert "サーバ9" in text
        assert "サーバ10" not in text
