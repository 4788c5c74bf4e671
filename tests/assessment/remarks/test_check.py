"""`quaybook check` as a list of things to do: what it finds, in which words and formats, and what it leaves alone."""

from __future__ import annotations

import copy
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from quaybook.assessment.remarks.kinds import RemarkKind
from quaybook.assessment.remarks.stale import CYCLES
from quaybook.cli import main
from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.fields import leaf_types, leaves, may_be_open
from quaybook.model.load import load_terminal
from quaybook.pipeline import Workspace, judge
from quaybook.problems import Problem
from quaybook.reports import check_formats
from quaybook.reports.check import CheckReport
from quaybook.reports.check_formats import Checked
from quaybook.resources import policy_source
from quaybook.wording.fact_words import load_descriptions
from quaybook.wording.plain_text import columns, wrapped
from quaybook.wording.words import load_messages, load_words

from tests.assessment.remarks.conflict_cases import CONFLICTS, LISTS_AND_CHOICES, SILENT
from tests.assessment.remarks.reached_cases import OF_LISTS, REACHED
from tests.conftest import REPOSITORY, SAMPLES, TODAY
from tests.helpers.remarked import Changes, Facts, changed, remarks_on, spots
from tests.helpers.workspaces import facts_of, write_facts


def nobody_experienced(facts: Facts) -> None:
    """Nobody has worked by hand but one, who did it at the gate."""
    for person in facts["people"]:
        person.pop("manual_experience", None)
    for area in facts["manual"]["areas"]:
        area["experienced"] = ["ciso"] if area["area"] == "gate" else []


def all_on_one_network(facts: Facts) -> None:
    for backup in facts["backups"]:
        for place in backup["locations"]:
            place["isolation"] = "same_network"


def no_vpn_line(facts: Facts) -> None:
    for line in facts["external_connections"]:
        line["kind"] = "internet"


def no_insurer(facts: Facts) -> None:
    facts["contacts"] = [contact for contact in facts["contacts"] if contact["kind"] != "insurer"]
    del facts["insurance"]["insurer"]


# Facts that replace those of sample A, and the key at which the remark stands, by its code.
OF_ONE_SUBJECT: dict[str, tuple[Changes, str]] = {
    "person_unverified": ({"people[0].verified_on": "2025-01-10"}, "people[0].verified_on"),
    "contact_unverified": ({"contacts[1].verified_on": "2025-01-10"}, "contacts[1].verified_on"),
    "pattern_old": ({"servers[0].av.pattern_updated_on": "2026-10-01"}, "servers[0].av.pattern_updated_on"),
    "server_unchecked": ({"servers[0].checked_on": "2024-01-10"}, "servers[0].checked_on"),
    "device_unchecked": ({"network_devices[0].checked_on": "2024-01-10"}, "network_devices[0].checked_on"),
    "device_log_old": (
        {"network_devices[0].log_interval_days": "1", "network_devices[0].log_collected_on": "2026-10-01"},
        "network_devices[0].log_collected_on",
    ),
    "device_list_old": ({"assets.device_list_updated_on": "2024-01-10"}, "assets.device_list_updated_on"),
    "network_diagram_old": ({"assets.network_diagram_updated_on": "2024-01-10"}, "assets.network_diagram_updated_on"),
    "connection_list_old": (
        {"assets.external_connection_list_updated_on": "2024-01-10"},
        "assets.external_connection_list_updated_on",
    ),
    "unmanaged_survey_old": (
        {"assets.unmanaged_devices_surveyed_on": "2024-01-10"},
        "assets.unmanaged_devices_surveyed_on",
    ),
    "linked_survey_old": ({"assets.linked_devices_surveyed_on": "2024-01-10"}, "assets.linked_devices_surveyed_on"),
    "risk_old": ({"risk.assessed_on": "2024-01-10"}, "risk.assessed_on"),
    "connection_unreviewed": (
        {"external_connections[0].reviewed_on": "2024-01-10"},
        "external_connections[0].reviewed_on",
    ),
    "vulnerability_unchecked": ({"vuln.checked_on": "2024-01-10"}, "vuln.checked_on"),
    "configuration_unchecked": ({"vuln.config_checked_on": "2024-01-10"}, "vuln.config_checked_on"),
    "gathering_old": ({"infogathering.gathered_on": "2024-01-10"}, "infogathering.gathered_on"),
    "course_old": ({"courses[0].held_on": "2024-01-10"}, "courses[0].held_on"),
    "drill_old": ({"drills[0].held_on": "2024-01-10"}, "drills[0].held_on"),
    "self_check_old": ({"audit.self_checked_on": "2024-01-10"}, "audit.self_checked_on"),
    "audit_old": ({"audit.audited_on": "2024-01-10"}, "audit.audited_on"),
    "supplier_unchecked": ({"suppliers[0].checked_on": "2024-01-10"}, "suppliers[0].checked_on"),
    "restore_test_old": ({"backup_plan.restore_test_months": "0"}, "restore_tests[6].held_on"),
    "never_restored": ({"restore_tests": []}, "backups[0].id"),
    "due_passed": ({"insurance.review_on": "2026-10-31"}, "insurance.review_on"),
    "due_passed_by": ({"drills[0].next_on": "2026-10-31"}, "drills[0].next_on"),
    "ciso_without_deputy": ({"org.ciso_deputies": []}, "org.ciso_deputies"),
    "officer_without_deputy": ({"org.officers[0].deputy": None}, "org.officers[0].person"),
    "one_officer": (
        {"org.officers": [{"person": "ciso", "deputy": "security-lead", "roles": []}]},
        "org.officers",
    ),
    "one_of_info_persons": ({"contact_points.info_persons": ["ciso"]}, "contact_points.info_persons"),
    "one_of_inquiry_persons": (
        {"contact_points.inquiry_persons": ["ciso", "ciso"]},
        "contact_points.inquiry_persons",
    ),
    "person_one_means": ({"people[0].means": [{"kind": "mail", "value": "a@example.jp"}]}, "people[0].means"),
    "contact_one_means": ({"contacts[0].means": [{"kind": "mail", "value": "a@example.jp"}]}, "contacts[0].means"),
    "desk_one_means": ({"contact_points.means": [{"kind": "fax", "value": "××"}]}, "contact_points.means"),
    "one_expert": (
        {
            "experts": [
                {
                    "contact": "police-cyber",
                    "immediate_consultation": "yes",
                    "peacetime_relation": "yes",
                    "relation": "研修",
                    "second_opinion": "no",
                }
            ]
        },
        "experts",
    ),
    "one_experienced": (nobody_experienced, "manual.areas[2].experienced"),
    "backup_once": (
        {"backups[0].locations": [{"place": "棚", "medium": "テープ", "isolation": "offline"}]},
        "backups[0].locations",
    ),
    "snapshot_one_place": ({"manual.snapshot.places": ["棚"]}, "manual.snapshot.places"),
    "device_without_spare": (
        {
            "network_devices[0].count": "1",
            "network_devices[0].zone": "boundary",
            "network_devices[0].spare": "該当なし：置かない",
        },
        "network_devices[0].spare",
    ),
    "restore_beyond_target": ({"systems[6].rto_hours": "9"}, "systems[6].rto_hours"),
    "test_beyond_target": ({"restore_tests[0].minutes": "9000"}, "restore_tests[0].minutes"),
    "test_beyond_restore": ({"restore_tests[6].minutes": "60"}, "backups[13].restore_hours"),
    "interval_beyond_loss": ({"backups[0].acceptable_loss_hours": "12"}, "backups[0].frequency_hours"),
    "lists_beyond_loss": ({"manual.snapshot.interval_hours": "7"}, "manual.snapshot.interval_hours"),
    "hand_ends_before_target": ({"manual.areas[0].max_hours": "0.5"}, "manual.areas[0].max_hours"),
    "oldest_within_interval": ({"backups[1].retention.oldest_days": "2"}, "backups[1].retention.oldest_days"),
    "role_unheld": ({"org.officers[5].roles": []}, "org.officers"),
    "role_held_and_left_out": (
        {"org.roles_not_applicable": [{"role": "training", "reason": "要らない"}]},
        "org.roles_not_applicable[0].role",
    ),
    "control_role_left_out": (
        {"org.roles_not_applicable": [{"role": "control_systems", "reason": "要らない"}]},
        "org.roles_not_applicable[0].role",
    ),
    "own_deputy": ({"org.officers[0].deputy": "security-chief"}, "org.officers[0].deputy"),
    "approves_own": (
        {"document_control.reviewer": "ciso", "document_control.approver": "ciso"},
        "document_control.approver",
    ),
    "hand_without_forms": ({"manual.areas[0].forms": []}, "manual.areas[0].forms"),
    "hand_without_trained": (nobody_experienced, "manual.areas[6].experienced"),
    "more_experienced_than_counted": ({"manual.experienced_staff": "1"}, "manual.experienced_staff"),
    "contact_of_other_name": ({"suppliers[0].name": "別の会社"}, "contacts[13].name"),
    "contact_of_other_supplier": ({"suppliers[0].contact": "tos-developer"}, "suppliers[0].contact"),
    "office_without_contact": ({"sharing.recipients": ["cloud_provider"]}, "sharing.recipients[0]"),
    "person_named_nowhere": ({}, "people[11].id"),
    "backups_on_tos_network": (all_on_one_network, "backups"),
    "out_of_reach_but_same_network": (
        {"backups[0].locations[0].isolation": "same_network"},
        "backups[0].reachable_from_tos",
    ),
    "in_reach_but_apart": ({"backups[6].reachable_from_tos": "yes"}, "backups[6].reachable_from_tos"),
    "system_without_backup": ({}, "systems[1].recovery_order"),
    "vpn_not_listed": (no_vpn_line, "remote_access.ways[0].kind"),
    "vpn_without_way": ({"remote_access.ways": []}, "external_connections[0].kind"),
    "ways_and_reason": ({"remote_access.absence_reason": "誰も外から入らない"}, "remote_access.absence_reason"),
    "served_without_way": ({"remote_access.ways": [], "terminal.tos.form": "hosted"}, "terminal.tos.form"),
    "cloud_hosts_but_unused": ({"systems[6].hosting": "cloud", "cloud.used": "no"}, "systems[6].hosting"),
    "saas_but_cloud_unused": ({"terminal.tos.form": "saas", "cloud.used": "no"}, "terminal.tos.form"),
    "suppliers_but_not_outsourced": ({"outsourcing.used": "no"}, "outsourcing.used"),
    "media_uses_but_unused": ({"removable_media.used": "no"}, "removable_media.used"),
    "standby_not_listed": ({"systems[5].environment": "production"}, "standby.present"),
    "standby_listed_but_absent": ({"standby.present": "no"}, "systems[5].environment"),
    "users_differ_but_same": ({"liability.owner_user_differ": "no"}, "liability.owner_user_differ"),
    "users_same_but_differ": (
        {"liability.owner_user_differ": "yes", "terminal.tos.users": []},
        "liability.owner_user_differ",
    ),
    "insured_without_contact": (no_insurer, "insurance.held"),
    "covers_without_insurance": ({"insurance.held": "no"}, "insurance.covers"),
    "independent_without_auditor": ({"audit.auditor": "該当なし：決めない"}, "audit.auditor_independent"),
    "stated_twice": ({"bcp.priority_work[0].priority": "2"}, "bcp.priority_work[0].priority"),
    "date_before": ({"suppliers[0].contract_until": "2001-01-01"}, "suppliers[0].contract_until"),
    "next_too_late": ({"drills[0].next_on": "2033-01-01"}, "drills[0].next_on"),
    "revision_differs": ({"document_control.revised_on": "2026-09-30"}, "document_control.revised_on"),
    "version_not_in_history": ({"document_control.version": "9.9"}, "document_control.version"),
    "version_not_last": ({"document_control.version": "2.0"}, "document_control.version"),
    "version_twice": (
        {"document_control.revisions[2].version": "1.1"},
        "document_control.revisions[2].version",
    ),
    "versions_fall": (
        {"document_control.revisions[2].version": "1.0.9"},
        "document_control.revisions[2].version",
    ),
    "revisions_out_of_order": (
        {"document_control.revisions[2].revised_on": "2024-09-30"},
        "document_control.revisions[2].revised_on",
    ),
    "issued_after_revision": (
        {"document_control.established_on": "2024-04-02"},
        "document_control.established_on",
    ),
}
CASES = OF_ONE_SUBJECT | CONFLICTS | REACHED


@pytest.fixture(scope="module")
def sample_a() -> Facts:
    return facts_of("aonagi")


def test_there_is_a_case_for_everything_that_can_be_said() -> None:
    words, _ = load_words(policy_source(), "ja")
    said = words.find("check.remark")
    assert isinstance(said, dict)
    assert len(said) > 60
    # What YAML has cut or put together stands beside the facts, and a stock is measured with the forms; they have tests
    # of their own.
    assert {*CASES, "value_cut", "entries_joined", "stock_below_need", "stock_rows_differ"} == set(said)
    assert {cycle.code for cycle in CYCLES} <= set(CASES)


@pytest.mark.parametrize("code", CASES)
def test_what_is_wrong_is_remarked_at_its_fact(code: str, sample_a: Facts) -> None:
    changes, key = CASES[code]
    found = remarks_on(changed(sample_a, changes))
    assert (code, key) in spots(found)
    if changes:
        assert (code, key) not in spots(remarks_on(sample_a))


@pytest.mark.parametrize(("changes", "code"), SILENT)
def test_what_only_looks_wrong_is_not_remarked(changes: Changes, code: str, sample_a: Facts) -> None:
    assert code in CASES
    assert code not in {each for each, _ in spots(remarks_on(changed(sample_a, changes)))}


@pytest.mark.parametrize("code", CASES)
def test_what_nobody_knows_yet_is_a_blank_and_nothing_else(code: str, sample_a: Facts) -> None:
    """With any of the facts on which it rests open, the remark is gone."""
    changes, key = CASES[code]
    facts = changed(sample_a, changes)
    remark = next(r for r in remarks_on(facts) if (r.code, dotted(r.path)) == (code, key))
    opened = 0
    for path in remark.facts:
        if leaf_types(path) and may_be_open(path) and leaf_at(facts, path):
            found = remarks_on(changed(facts, {dotted(path): "TODO: 総務"}))
            assert (code, key) not in spots(found), dotted(path)
            assert ("blank", dotted(path)) in spots(found)
            opened += 1
    assert opened or code in NOT_OF_SINGLE_FACTS


# These rest on ids, lists, choices and switches, none of which may be open.
NOT_OF_SINGLE_FACTS = {
    "never_restored", "ciso_without_deputy", "one_officer", "one_of_info_persons", "one_of_inquiry_persons",
    "person_one_means", "contact_one_means", "desk_one_means", "one_expert", "one_experienced", "backup_once",
    "snapshot_one_place", "role_unheld", "role_held_and_left_out", "control_role_left_out", "hand_without_forms",
    "hand_without_trained", "office_without_contact", "person_named_nowhere", "backups_on_tos_network",
    "vpn_not_listed", "vpn_without_way", "ways_and_reason", "served_without_way",
    "cloud_hosts_but_unused", "saas_but_cloud_unused",
    "suppliers_but_not_outsourced", "media_uses_but_unused", "users_differ_but_same", "users_same_but_differ",
    "system_without_backup", "stated_twice", *LISTS_AND_CHOICES, *OF_LISTS,
}  # fmt: skip


def leaf_at(facts: Facts, path: KeyPath) -> bool:
    part: Any = facts
    for step in path:
        part = part.get(step, {}) if isinstance(part, dict) else part[step]
    return isinstance(part, str)


def test_every_open_fact_is_a_blank_however_deep_it_stands(sample_a: Facts) -> None:
    """With all that may be open open, at once and group by group, nothing else is asked and nothing breaks."""
    terminal, _ = load_terminal(Source(data=sample_a))
    keys = [path for path, _ in leaves(terminal) if may_be_open(field(path)) and leaf_at(sample_a, path)]
    assert len(keys) > 1000
    todo = {dotted(path): "TODO" for path in keys}
    blanks = {key for code, key in spots(remarks_on(changed(sample_a, todo))) if code == "blank"}
    assert blanks == set(todo)
    for group in sample_a:
        some = {key: "TODO" for key in todo if re.match(rf"{group}\b", key)}
        blanks = {key for code, key in spots(remarks_on(changed(sample_a, some))) if code == "blank"}
        assert blanks == set(some)


def field(path: KeyPath) -> KeyPath:
    return path[:-1] if isinstance(path[-1], int) else path


def test_a_date_on_its_last_day_is_not_stale(sample_a: Facts) -> None:
    on_time = {"people[0].verified_on": "2026-05-02", "audit.self_checked_on": "2026-10-02"}
    on_time |= {"audit.self_check_interval_days": "30", "insurance.review_on": "2026-11-01"}
    found = spots(remarks_on(changed(sample_a, on_time)))
    assert not {code for code, _ in found} & {"person_unverified", "self_check_old", "due_passed"}
    late = {"people[0].verified_on": "2026-05-01", "audit.self_checked_on": "2026-10-01"}
    late |= {"audit.self_check_interval_days": "30", "insurance.review_on": "2026-10-31"}
    found = spots(remarks_on(changed(sample_a, late)))
    assert {code for code, _ in found} >= {"person_unverified", "self_check_old", "due_passed"}


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str, root: Path = REPOSITORY
) -> tuple[int, str, str]:
    monkeypatch.chdir(root)
    monkeypatch.setattr("sys.argv", ["quaybook", "check", *arguments])
    with pytest.raises(SystemExit) as stop:
        main()
    out, err = capsys.readouterr()
    return int(str(stop.value.code)), out, err


def checked(root: Path, name: str, language: str = "ja", today: date | None = None) -> Checked:
    """What the command finds in the facts of a terminal, without its documents."""
    judged, problems = judge(Workspace(root), name, today)
    assert judged is not None, problems[:3]
    words, _ = load_words(policy_source(), language)
    return Checked(name, problems, CheckReport.of(judged, words, language))


def text_of(found: Checked, language: str = "ja") -> str:
    assert found.report
    return "\n".join(found.report.lines(load_words(policy_source(), language)[0]))


def written(root: Path, facts: Facts) -> Path:
    """A workspace with the facts as those of the terminal `x`, without the rules of sample A's own."""
    kept = {key: value for key, value in facts.items() if key not in ("requirement_sets", "plan")}
    write_facts(root / "terminals" / "x", kept)
    return root


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_list_reads_within_100_columns_and_names_every_place(sample: str, language: str) -> None:
    found = checked(REPOSITORY, sample, language)
    out = text_of(found)
    assert max(columns(line) for line in out.splitlines()) <= 100
    assert found.remarks
    text = re.sub(r"\s+", "", out)
    for remark in found.remarks:
        assert str(remark.position.line) in out
        assert remark.position.file.rpartition("/")[2] in out
        assert re.sub(r"\s+", "", remark.entry) in text, remark
        assert re.sub(r"\s+", "", remark.words) in text, remark
    last = [line for line in out.splitlines() if line.startswith("  quaybook ")]
    assert [line.split()[1] for line in last] == ["check", "gaps", "check"]
    assert out.splitlines().index(last[0]) > len(out.splitlines()) - 9


def test_the_weak_sample_has_all_kinds_of_work_and_the_strong_one_few() -> None:
    found = check_formats.data([checked(REPOSITORY, "aonagi"), checked(REPOSITORY, "chitoseura")], {})
    weak, strong = found["chitoseura"]["counts"], found["aonagi"]["counts"]
    assert weak["problem"] == 0
    # It is a terminal that has been asked: nothing in it is only assumed, and no number is beyond belief.
    unlike = (RemarkKind.IMPLAUSIBLE, RemarkKind.PROVISIONAL)
    assert all(weak[kind.value] > 9 for kind in RemarkKind if kind not in unlike)
    assert sum(strong.values()) < 10
    assert found["chitoseura"]["gaps"] > 50
    assert found["chitoseura"]["today"] == "2026-11-01"


def test_blanks_are_grouped_by_the_person_to_ask(tmp_path: Path, sample_a: Facts) -> None:
    blanks = {
        "terminal.berths": "TODO: 設備課の山田",
        "terminal.quay_cranes": "TODO",
        "remote_access.ways[0].accounts": "TODO: 情報セキュリティ室長が、保守会社に数を聞く",
        **{f"servers[{n}].os": "TODO" for n in range(5)},
    }
    found = checked(written(tmp_path, changed(sample_a, blanks)), "x")
    assert {remark.key: remark.ask for remark in found.remarks if remark.kind == RemarkKind.BLANK} == {
        "terminal.berths": "設備課の山田",
        "terminal.quay_cranes": load_descriptions(policy_source())["TerminalProfile"]["quay_cranes"]["ask"],
        "remote_access.ways[0].accounts": "情報セキュリティ室長",
        **{f"servers[{n}].os": "システム管理者" for n in range(5)},
    }
    text = text_of(found)
    lines = text.splitlines()
    joined = next(number for number, line in enumerate(lines) if "5件：" in line)
    assert "servers[].os" in "".join(lines[joined : joined + 5])
    assert text.count("servers[") == 1
    assert "情報セキュリティ室長が、保守会社に数を聞く" in text


def test_problems_fail_and_remarks_only_if_asked_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = run(capsys, monkeypatch, "chitoseura", "--ui-lang", "ja")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == load_messages(policy_source(), "ja")["all_fine"]["what"].format(names="chitoseura")
    assert "quaybook gaps chitoseura" in out
    assert run(capsys, monkeypatch, "chitoseura", "--strict")[0] == 1
    write_facts(tmp_path / "terminals" / "x", facts_of("chitoseura") | {"backup_plan": {"manager": "nobody"}})
    code, out, err = run(capsys, monkeypatch, "--ui-lang", "en", root=tmp_path)
    assert (code, out) == (1, "")
    assert "backup_plan" in err
    code, out, err = run(capsys, monkeypatch, "--ui-lang", "en", "--format", "json", root=tmp_path)
    assert (code, err) == (1, "")
    found = json.loads(out)["x"]
    assert found["remarks"] == []
    assert len(found["problems"]) > 3
    assert {problem["file"] for problem in found["problems"]} == {"terminals/x/facts.yml"}
    code, out, _ = run(capsys, monkeypatch, "--ui-lang", "en", "--format", "github", root=tmp_path)
    assert code == 1
    assert len(out.splitlines()) == len(found["problems"])
    assert all(line.startswith("::error file=terminals/x/facts.yml,line=") for line in out.splitlines())
    _, out, _ = run(capsys, monkeypatch, "--root", tmp_path.name, "--format", "github", root=tmp_path.parent)
    assert all(f"file={tmp_path.name}/terminals/x/facts.yml," in line for line in out.splitlines())


HOSTILE = "A\n::error file=a,line=1::forged\r\n::warning::%0A\u2028::notice::x\u202e,y:z"


@pytest.fixture
def hostile(tmp_path: Path, sample_a: Facts) -> Checked:
    """A terminal whose facts try to write annotations, lines of their own and what is not seen."""
    # What would turn the direction of writing is no fact.
    text = HOSTILE.replace("\u202e", "\ue000")
    changes = {
        "contacts[0].name": text,
        "contacts[0].verified_on": "2020-01-01",
        "terminal.berths": f"TODO: {text}",
        "terminal.name": text,
        "people[0].title": text,
        "people[0].verified_on": "TODO",
    }
    return checked(written(tmp_path, changed(sample_a, changes)), "x")


def test_no_fact_can_forge_an_annotation(hostile: Checked) -> None:
    words, _ = load_words(policy_source(), "ja")
    out = "\n".join(check_formats.github([hostile], {}, words))
    lines = re.split("[\r\n\u2028\u2029\x85]", out)
    assert len(lines) == len(hostile.remarks) >= 3
    for line in lines:
        found = re.fullmatch(r"::(warning|notice) file=([^,:]+),line=(\d+),title=([^,:]+)::(.*)", line)
        assert found, line
        assert found[2] == "terminals/x/facts.yml"
        assert "%0A" not in found[5].replace("%250A", "")
    assert sum("forged" in line for line in lines) >= 3


def test_a_problem_cannot_forge_one_either() -> None:
    words, _ = load_words(policy_source(), "ja")
    problem = Problem.at("unknown_key", f"terminals/{HOSTILE}.yml", 3, HOSTILE, key=HOSTILE, near="a,b:c")
    messages = load_messages(policy_source(), "ja")
    lines = list(check_formats.github([Checked("x", [problem], None)], messages, words))
    assert len(lines) == 1
    assert re.fullmatch(r"::error file=[^,:\s]+( [^,:]*)?,line=3,title=[^,:]+::[^\r\n\u2028\u202e]*", lines[0])


def test_no_fact_steers_the_window(hostile: Checked) -> None:
    words, _ = load_words(policy_source(), "ja")
    formats = (
        text_of(hostile),
        json.dumps(check_formats.data([hostile], {}), ensure_ascii=False),
        json.dumps(check_formats.gitlab([hostile], {}), ensure_ascii=False),
        "\n".join(check_formats.github([hostile], {}, words)),
    )
    for out in formats:
        assert "forged" in out
        assert "<U+E000>" in out
        assert not set(out) & set("\r\x85\u2028\u2029\ue000")
    assert not [line for line in formats[0].splitlines() if line.startswith("::")]


def test_what_is_the_same_tomorrow_keeps_its_fingerprint(tmp_path: Path) -> None:
    root = written(tmp_path, facts_of("chitoseura"))
    old = check_formats.gitlab([checked(root, "x", today=TODAY)], {})
    file = root / "terminals" / "x" / "facts.yml"
    file.write_text("# 一行増えた\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    new = check_formats.gitlab([checked(root, "x", today=TODAY + timedelta(1))], {})
    assert len(old) > 60
    marks = [issue["fingerprint"] for issue in old]
    assert len(set(marks)) == len(marks)
    assert set(marks) <= {issue["fingerprint"] for issue in new}
    assert [issue["location"] for issue in old] != [issue["location"] for issue in new]
    assert {issue["severity"] for issue in old} == {"info", "minor", "major"}
    assert all(issue["location"]["lines"]["begin"] >= 1 for issue in old)
    assert {issue["location"]["path"] for issue in old} == {"terminals/x/facts.yml"}


def test_a_long_list_begins_with_what_is_needed_first_and_says_what_it_leaves_out(
    tmp_path: Path, sample_a: Facts
) -> None:
    terminal, _ = load_terminal(Source(data=sample_a))
    keys = [path for path, _ in leaves(terminal) if may_be_open(field(path)) and leaf_at(sample_a, path)]
    facts = changed(sample_a, {dotted(path): "TODO" for path in keys})
    write_facts(tmp_path / "terminals" / "open", {k: v for k, v in facts.items() if k != "requirement_sets"})
    judged, problems = judge(Workspace(tmp_path), "open", TODAY)
    assert judged is not None, problems[:3]
    told, sizes = load_words(policy_source(), "ja")[0], {}
    for whole in (True, False):
        report = CheckReport.of(judged, told, "ja", whole)
        lines = list(report.lines(told))
        sizes[whole] = len(lines)
        assert report.counts()["blank"] == len(keys)
        assert any("--all" in line for line in lines) == (not whole)
        views = [view for view in report.remarks if view.kind == RemarkKind.BLANK]
        assert {view.urgency for view in views} == {1, 2, 3}
    assert sizes[False] < sizes[True] / 2


def test_what_one_person_is_asked_can_be_handed_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.setattr("sys.argv", ["quaybook", "check", "chitoseura", "--ui-lang", "ja", "--for", "総務課長"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert not stop.value.code
    printed = capsys.readouterr().out
    assert printed.count("[ ]") == 4
    assert "総務課長（4件）" in printed
    assert "システム係長（" not in printed
    assert "■ 確かめ直すこと" not in printed


def test_nothing_to_do_is_said(tmp_path: Path, sample_a: Facts) -> None:
    facts = copy.deepcopy(sample_a)
    facts["people"] = [person for person in facts["people"] if person["id"] not in ("duty-c", "duty-d")]
    for backup in facts["backups"]:
        backup["systems"] = [*backup["systems"], "naccs-terminal", "backup"]
        backup["restore_hours"] = "0.5"
        backup["locations"] = [*backup["locations"], {"place": "別の棚", "medium": "テープ", "isolation": "offline"}]
    # Everything that a sheet for the fire brigade asks for is printed.
    for printed in facts["manual"]["snapshot"]["contents"]:
        if "dangerous_positions" in printed["covers"]:
            printed["covers"].append("dangerous_goods")
    found = checked(written(tmp_path, facts), "x")
    words, _ = load_words(policy_source(), "ja")
    assert [(remark.code, remark.key) for remark in found.remarks] == []
    assert words("check.nothing") in text_of(found)


def test_everybody_who_is_asked_has_a_name_in_both_languages() -> None:
    asked = {entry["ask"] for group in load_descriptions(policy_source()).values() for entry in group.values()}
    assert len(asked) > 8
    for language in ("ja", "en"):
        words, _ = load_words(policy_source(), language)
        names = words.find("check.asks")
        assert isinstance(names, dict)
        assert asked <= set(names)


def test_lines_are_counted_in_columns() -> None:
    assert columns("港A") == 3
    assert columns("か\u3099") == 2
    text = "ガントリークレーンの点検を終えた（2026年10月6日）。contacts.yml:99 を直す。" * 4
    lines = wrapped(text, 40, "- ", "  ")
    assert len(lines) > 5
    assert all(columns(line) <= 40 for line in lines)
    assert not [line for line in lines if line.lstrip()[0] in "、。）」ー"]
    assert re.sub(r"\s", "", "".join(lines).replace("- ", "")) == re.sub(r"\s", "", text)
    assert [columns(line) for line in wrapped("x" * 95, 40)] == [40, 40, 15]
