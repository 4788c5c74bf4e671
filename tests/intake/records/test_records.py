"""Sheets of results become facts: what they say and nothing else, once; what cannot be taken is told with its cell."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from quaybook.facts.folder import load_folder
from quaybook.intake.records.sheet import read_record
from quaybook.pipeline import Workspace, judge

from tests.conftest import TODAY
from tests.helpers.records import HELD_ON, Sheet, drill

FINDING = {
    "finding": "夜間の番号が: 古い",
    "cause": "改める者が決まっていない",
    "action": "番号を改める",
    "owner": "security-lead",
    "due_on": "2026-12-20",
}


def facts(sheet: Sheet) -> dict[str, Any]:
    return dict(load_folder(sheet.terminals, sheet.sample).data)


def named(entries: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(each for each in entries if each["id"] == name)


def test_the_result_of_a_drill_is_kept_and_its_entry_says_when_it_was_last(tmp_path: Path) -> None:
    sheet = drill(tmp_path).row(1, 2, objective="15分で伝わる", outcome="一部").row(2, 0, **FINDING)
    before = facts(sheet)
    sheet.store()
    after = facts(sheet)
    result = named(after["drill_results"], "relay-day-2026-10-30")
    assert (result["minutes"], result["participants"], result["evaluator"]) == ("35", "12", "security-chief")
    assert result["objectives"] == [{"objective": "15分で伝わる", "outcome": "partly"}]
    assert result["findings"] == [{"id": "f1", **FINDING, "state": "not_started"}]
    entry = named(after["drills"], "relay-day")
    told = {"held_on": "2026-10-30", "next_on": "2027-01-29", "result": "10分で伝わった"}
    assert entry == named(before["drills"], "relay-day") | told
    others = {key: value for key, value in after.items() if key not in ("drills", "drill_results")}
    assert others == {key: before[key] for key in others}


def test_what_was_read_is_sound_and_the_register_and_the_calendar_follow(tmp_path: Path) -> None:
    drill(tmp_path).row(2, 0, **FINDING).store()
    judged, problems = judge(Workspace(tmp_path), "aonagi", TODAY)
    assert problems == ()
    assert judged is not None
    due = {str(each.name): each.on.isoformat() for each in judged.assessed.status.due}
    assert (due["情報伝達訓練（日勤）"], due["番号を改める"]) == ("2027-01-29", "2026-12-20")


def test_a_sheet_that_is_read_twice_changes_nothing(tmp_path: Path) -> None:
    sheet = drill(tmp_path).row(1, 2, objective="a", outcome="達成").row(2, 0, **FINDING, requirement="4-1-c-1")
    assert sheet.store()
    again = sheet.proposal()
    assert (again.after, again.changes) == ({}, ())


def test_an_improvement_for_a_requirement_stands_in_the_plan(tmp_path: Path) -> None:
    sheet = drill(tmp_path).row(2, 0, **FINDING, requirement="4-1-c-1", interim="毎朝かけて確かめる")
    planned = len(facts(sheet)["plan"])
    sheet.store()
    plan = facts(sheet)["plan"]
    assert len(plan) == planned + 1
    assert plan[-1] == {
        "requirement": "4-1-c-1",
        "action": "番号を改める",
        "owner": "security-lead",
        "due_on": "2026-12-20",
        "state": "not_started",
        "interim": "毎朝かけて確かめる",
    }


def test_what_the_plan_says_already_stays_and_is_told(tmp_path: Path) -> None:
    sheet = drill(tmp_path).row(2, 0, **FINDING, requirement="3-2-b-1")
    before = facts(sheet)["plan"]
    proposal = sheet.proposal()
    assert [note.code for note in proposal.notes] == ["record_plan_stands"]
    sheet.store()
    assert facts(sheet)["plan"] == before


def test_a_corrected_sheet_changes_the_result_and_an_empty_cell_clears_nothing(tmp_path: Path) -> None:
    sheet = drill(tmp_path).row(2, 0, **FINDING)
    sheet.store()
    sheet.answer(minutes=40, evaluator=None, result=None).row(2, 0, action="番号を改め、毎月確かめる")
    sheet.store()
    after = facts(sheet)
    result = named(after["drill_results"], "relay-day-2026-10-30")
    assert (result["minutes"], result["evaluator"]) == ("40", "security-chief")
    assert [each["action"] for each in result["findings"]] == ["番号を改め、毎月確かめる"]
    assert named(after["drills"], "relay-day")["result"] == "10分で伝わった"


def test_an_older_result_is_added_and_the_register_stays(tmp_path: Path) -> None:
    sheet = drill(tmp_path).answer(held_on="2026-06-10", next_on=None)
    before = facts(sheet)["drills"]
    assert [note.code for note in sheet.proposal().notes] == ["record_older"]
    sheet.store()
    assert facts(sheet)["drills"] == before
    assert named(facts(sheet)["drill_results"], "relay-day-2026-06-10")


def test_a_first_result_makes_the_list(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, "disaster-relay", "chitoseura")
    evaluator = facts(sheet)["people"][0]["id"]
    sheet.answer(held_on=HELD_ON, minutes=30, participants="８", evaluator=evaluator, next_on="2027-10-29").store()
    (result,) = facts(sheet)["drill_results"]
    assert result["participants"] == "8"


def test_attendance_is_counted_and_no_name_becomes_a_fact(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, "newcomers").answer(held_on=HELD_ON, next_on="2027-04-29")
    for number, name in enumerate(["甲", "乙", "丙"]):
        sheet.row(1, number, name=name, affiliation="ゲート係")
    sheet.row(1, 0, attended="○", passed="○").row(1, 1, attended="○")
    texts = sheet.store()
    result = named(facts(sheet)["course_results"], "newcomers-2026-10-30")
    assert (result["attended"], result["of"], result["passed"]) == ("2", "3", "1")
    entry = named(facts(sheet)["courses"], "newcomers")
    assert (entry["held_on"], entry["attended"], entry["of"]) == ("2026-10-30", "2", "3")
    assert texts
    assert [text for text in texts.values() if "丙" in text] == []


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"held_on": None}, "record_missing"),
        ({"held_on": "いつか"}, "record_not_a_day"),
        ({"held_on": "2026-13-01"}, "no_such_month"),
        ({"held_on": datetime(2027, 2, 1)}, "record_after_facts"),
        ({"minutes": 9000}, "record_out_of_bounds"),
        ({"participants": 0}, "record_out_of_bounds"),
        ({"seed": "abc"}, "record_not_a_count"),
        ({"variation": "tyfoon"}, "cell_not_a_choice"),
        ({"minutes": "半日"}, "record_not_a_count"),
        ({"minutes": -5}, "record_not_a_count"),
        ({"participants": None}, "record_missing"),
        ({"evaluator": "誰か"}, "cell_unknown_id"),
        ({"next_on": "2026-10-01"}, "record_next_missing"),
        ({"result": "=1+1"}, "cell_formula"),
        ({"variation": "a\u202eb"}, "character_refused"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_cell(tmp_path: Path, answers: dict[str, Any], code: str) -> None:
    sheet = drill(tmp_path).answer(**answers)
    page = sheet.book.worksheets[0]
    (key,) = answers
    row = next(row for row in range(5, page.max_row + 1) if page.cell(row, 1).value == key)
    heading = page.cell(row, 2).value.partition("（")[0]
    assert sheet.problems() == {f"{page.title}!C{row} ({heading})": code}


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    sheet = drill(tmp_path).answer(minutes="x", evaluator="誰か")
    sheet.row(1, 2, objective="a", outcome="まあまあ").row(1, 3, outcome="達成").row(2, 0, finding="古い")
    sheet.row(2, 1, **FINDING | {"owner": "nobody"}, requirement="9-9")
    codes = list(sheet.problems().values())
    assert codes.count("record_missing") == 1 + 4
    assert {"record_not_a_count", "cell_unknown_id", "cell_not_a_choice", "record_unknown_requirement"} < set(codes)


def test_counts_that_contradict_are_told(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, "newcomers").answer(held_on=HELD_ON, next_on="2027-04-29", attended=5, of=9)
    assert sheet.row(1, 0, name="甲", attended="○").problems() == {"結果!C12 (受講者)": "record_counts_differ"}
    assert sheet.answer(attended=1, of=0).problems() == {"結果!C12 (受講者)": "record_more_than"}


def test_a_cross_counts_as_no_and_no_other_sign_is_guessed_at(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, "newcomers").answer(held_on=HELD_ON, next_on="2027-04-29")
    for number, mark in enumerate(["○", "〇", "◯", "×", None]):
        sheet.row(1, number, name="甲", attended=mark, passed="×")
    sheet.store()
    result = named(facts(sheet)["course_results"], "newcomers-2026-10-30")
    assert (result["attended"], result["of"], result["passed"]) == ("3", "5", "0")
    signs = ["欠席", "x", "o", "1", "否"]
    for number, mark in enumerate(signs):
        sheet.row(1, number, attended=mark)
    told = {f"受講者!E{number + 5} (受講)": "record_not_a_mark" for number in range(len(signs))}
    assert sheet.problems() == told


def test_a_row_of_attendance_that_contradicts_itself_is_told(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, "newcomers").answer(held_on=HELD_ON, next_on="2027-04-29")
    sheet.row(1, 0, name="甲", attended="○", right=12, of=10).row(1, 1, name="乙", attended="×", passed="○")
    assert sheet.problems() == {"受講者!F5 (正答)": "record_more_than", "受講者!H6 (合格)": "record_passed_absent"}


def test_a_sheet_that_is_gone_is_told(tmp_path: Path) -> None:
    sheet = drill(tmp_path)
    del sheet.book["改善"]
    made = sheet.result()
    assert isinstance(made, tuple)
    assert [(problem.code, dict(problem.values)) for problem in made] == [
        ("record_sheet_missing", {"came": "改善 / Improvements"})
    ]


def test_what_is_due_before_the_drill_is_told(tmp_path: Path) -> None:
    sheet = drill(tmp_path).row(2, 0, **FINDING | {"due_on": "2026-10-01"})
    assert sheet.problems() == {"改善!G5 (期限)": "record_due_before"}


def test_the_variation_is_one_of_the_kit_and_people_and_requirements_are_known_by_what_the_list_shows(
    tmp_path: Path,
) -> None:
    sheet = drill(tmp_path).answer(variation="night\u3000平日の夜")
    sheet.row(2, 0, **FINDING | {"requirement": "4-1-c-1\u30004(1)ウ①\u3000対応訓練の定期実施"}).store()
    result = named(facts(sheet)["drill_results"], "relay-day-2026-10-30")
    assert (result["variation"], result["findings"][0]["requirement"]) == ("night", "4-1-c-1")


def test_an_objective_of_the_kit_is_known_by_its_row_and_its_text_is_not_changed(tmp_path: Path) -> None:
    sheet = drill(tmp_path).row(1, 0, outcome="達成").row(1, 2, objective="自社の目標", outcome="未達")
    sheet.store()
    result = named(facts(sheet)["drill_results"], "relay-day-2026-10-30")
    assert [each["objective"] for each in result["objectives"]] == ["目標の一", "自社の目標"]
    sheet.row(1, 0, objective="目標の壱")
    assert sheet.problems() == {"目標!B5 (目標)": "record_objective_changed"}


def test_a_result_of_another_day_that_says_the_same_is_told(tmp_path: Path) -> None:
    sheet = drill(tmp_path).row(2, 0, **FINDING)
    sheet.store()
    sheet.answer(held_on="2026-10-29")
    assert [note.code for note in sheet.proposal().notes] == ["record_corrected_day", "record_older"]
    sheet.answer(participants=13)
    assert [note.code for note in sheet.proposal().notes] == ["record_older"]


def test_a_day_that_has_not_come_is_told_by_what_names_the_day(tmp_path: Path) -> None:
    sheet = drill(tmp_path).answer(held_on="2027-02-10", next_on="2027-05-10")
    assert facts(sheet)["terminal"]["facts_as_of"] == TODAY.isoformat()
    assert sheet.problems() == {"結果!C5 (実施日)": "record_after_facts"}
    assert sheet.problems(date(2027, 2, 9)) == {"結果!C5 (実施日)": "record_in_future"}


def test_a_day_that_only_an_option_has_reached_is_told(tmp_path: Path) -> None:
    sheet = drill(tmp_path).answer(held_on="2027-02-10", next_on="2027-05-10")
    assert [note.code for note in sheet.proposal(date(2027, 2, 11)).notes] == ["record_after_usual"]


def test_the_next_day_is_looked_at_for_an_older_result_too(tmp_path: Path) -> None:
    sheet = drill(tmp_path).answer(held_on="2026-06-10", next_on="2026-06-01")
    assert list(sheet.problems().values()) == ["record_next_missing"]


def test_a_due_day_that_the_plan_has_otherwise_is_told(tmp_path: Path) -> None:
    sheet = drill(tmp_path).row(2, 0, **FINDING, requirement="4-1-c-1")
    sheet.store()
    assert sheet.proposal().notes == ()
    sheet.row(2, 0, due_on="2027-01-20")
    assert [note.code for note in sheet.proposal().notes] == ["record_plan_stands"]


def test_sorted_rows_moved_columns_and_other_headings_are_read_all_the_same(tmp_path: Path) -> None:
    sheet = drill(tmp_path).row(2, 0, **FINDING)
    page = sheet.book.worksheets[0]
    page.title = "何でもよい"
    page.move_range("A5:E12", rows=3)
    sheet.book.worksheets[2].move_range("B1:H20", cols=2)
    sheet.store()
    assert named(facts(sheet)["drill_results"], "relay-day-2026-10-30")["findings"]


def test_an_answer_beside_the_sheet_is_told_and_not_left_out(tmp_path: Path) -> None:
    sheet = drill(tmp_path)
    sheet.book.worksheets[0]["C20"] = "もう一つの結果"
    sheet.book.worksheets[2]["K5"] = "覚え書き"
    assert sheet.problems() == {"結果!C20": "record_cell_unknown", "改善!K5": "record_cell_unknown"}


def test_merged_cells_and_a_sheet_that_is_there_twice_are_told(tmp_path: Path) -> None:
    sheet = drill(tmp_path)
    sheet.book.worksheets[2].merge_cells("B5:B6")
    sheet.book.copy_worksheet(sheet.book.worksheets[1])
    assert sorted(sheet.problems().values()) == ["record_merged", "record_sheet_twice"]


def test_a_sheet_of_a_drill_that_is_not_in_the_facts_is_told(tmp_path: Path) -> None:
    sheet = drill(tmp_path)
    for page in sheet.book.worksheets[:3]:
        page["A1"] = page["A1"].value.replace("relay-day", "gone")
    assert list(sheet.problems().values()) == ["record_unknown_subject"]


def test_a_sheet_copied_from_the_file_of_another_drill_is_told(tmp_path: Path) -> None:
    sheet = drill(tmp_path)
    page = sheet.book.worksheets[2]
    page["A1"] = page["A1"].value.replace("relay-day", "relay-night")
    assert sheet.problems() == {"改善": "record_of_another"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x"])
def test_what_is_no_workbook_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    made = read_record(path)
    assert isinstance(made, tuple)
    assert [problem.code for problem in made] in (["record_not_a_sheet"], ["workbook_locked"])


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    made = read_record(tmp_path / "minami-ct")
    assert isinstance(made, tuple)
    assert [problem.code for problem in made] == ["record_no_file"]


def test_a_workbook_of_somebody_else_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = "quaybook-record 9 drill a b single"
    book.save(path)
    made = read_record(path)
    assert isinstance(made, tuple)
    assert [problem.code for problem in made] == ["record_unmarked"]
