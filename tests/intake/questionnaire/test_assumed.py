"""What nobody knows, what is only assumed, what another version asked: the questionnaire tells each as such."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from quaybook.facts.positions import KeyPath
from quaybook.facts.version import FACTS_VERSION
from quaybook.intake.new.terminal import Made, new_terminal
from quaybook.intake.questionnaire.asking import Asking
from quaybook.intake.questionnaire.export import exported
from quaybook.intake.questionnaire.questions import LANGUAGES, intake_words
from quaybook.intake.questionnaire.values import Values
from quaybook.intake.questionnaire.writing.styles import PROVISIONAL
from quaybook.intake.shapes import Shape, fields_of, shape
from quaybook.model.groups.kinds import Role
from quaybook.wording.fact_words import labels

from tests.helpers.questionnaires import Filled, changed_lines

# Each area stands there once; the rest is what the terminal itself has recorded of its follow-up, or wants to be made.
SURE = {
    ("bcp", "priority_work", "area"),
    ("manual", "areas", "area"),
    ("audit", "findings", "state"),
    ("audit", "self_check_results", "outcome"),
    ("audit", "audit_results", "outcome"),
    ("drill_results", "findings", "state"),
    ("plan", "state"),
    ("document_control", "profile"),
}


def choices(path: KeyPath = ()) -> Iterator[tuple[KeyPath, Shape]]:
    """Every fact of the schema that is one of a list of choices."""
    for key in fields_of(path):
        here = (*path, key)
        found = shape(here)
        assert found is not None
        if found.group is not None:
            yield from choices(here)
        elif found.vocabulary is not None:
            yield here, found


def fresh(folder: Path, language: str = "ja") -> Filled:
    """The questionnaire of a terminal of which nobody has said anything."""
    terminals = Filled(folder, "chitoseura").terminals
    assert isinstance(new_terminal(terminals, "mine", {}, "stamp"), Made)
    content = exported(terminals, "mine", language)
    assert isinstance(content, bytes)
    return Filled(folder, "mine", content)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_does_not_know_which_choice_is_right_says_so(language: str) -> None:
    words = intake_words(language)
    asking, values, mark = Asking(words, language), Values(language), words("mark.todo")
    asked = dict(choices())
    assert len(asked) > 60
    open_to = set(asked) - SURE
    assert {path for path in asked if mark in asking.question(path).choices} == open_to
    told = {values.fact(asked[path], False, f"{mark}{more}") for path in open_to for more in ("", "：総務に聞く")}
    assert told == {"TODO", "TODO: 総務に聞く"}
    refused = {values.fact(asked[path], False, f"{mark}：総務に聞く") for path in SURE}
    assert refused == {f"{mark}：総務に聞く"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_may_be_assumed_and_is_read_back_as_such(language: str) -> None:
    words, values, seen = intake_words(language), Values(language), 0
    for path, found in choices():
        assert found.vocabulary is not None
        for value in labels(words, found.vocabulary):
            seen += 1
            shown = values.shown(found, False, f"仮：{value}")
            assert shown.startswith(words("mark.provisional")), path
            assert values.fact(found, False, shown) == f"仮：{value}", path
    assert seen > 300


@pytest.mark.parametrize("cell", ["仮：はい", "仮:はい", " 仮 ： はい ", "provisional: yes", "Provisional：はい"])
def test_the_mark_is_read_as_people_write_it(cell: str) -> None:
    found = shape(("cloud", "used"))
    assert found is not None
    assert Values("ja").fact(found, False, cell) == "仮：yes"


def test_a_word_that_begins_like_the_mark_is_no_mark() -> None:
    found = shape(("terminal", "name"))
    assert found is not None
    assert Values("ja").fact(found, False, "仮設ゲート：南") == "仮設ゲート：南"


def test_assumed_values_are_shown_in_a_colour_and_with_a_note(tmp_path: Path) -> None:
    filled, words = fresh(tmp_path), intake_words("ja")
    assumed = filled.cell("cloud.used")
    assert assumed.value == "仮：いいえ"
    assert assumed.comment.text == words("assumed_note")
    assert filled.row("suppliers", "network")["kinds[0]"].value == "仮：回線・ネットワーク"
    assert filled.row("suppliers", "network")["kinds[0]"].comment.text == words("assumed_note")
    assert filled.cell("terminal.name").comment is None
    coloured = 0
    for page in filled.book:
        for rules in page.conditional_formatting:
            for rule in rules.rules:
                if rule.dxf.fill.bgColor.rgb == f"FF{PROVISIONAL.removeprefix('#')}":
                    coloured += 1
                    assert "仮：" in rule.formula[0]
    assert coloured >= len(filled.book.sheetnames) - 2


def test_the_guide_tells_what_the_colour_means(tmp_path: Path) -> None:
    guide, words = fresh(tmp_path).book.worksheets[0], intake_words("ja")
    swatches = [row for row in guide.iter_rows() if row[1].fill.fgColor.rgb == f"FF{PROVISIONAL.removeprefix('#')}"]
    assert len(swatches) == 1
    assert swatches[0][2].value == words("guide.legend.provisional")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_assumed_stays_so_until_somebody_says_otherwise(language: str, tmp_path: Path) -> None:
    filled, words = fresh(tmp_path, language), intake_words(language)
    assert filled.proposal().after == {}
    used, network = filled.cell("cloud.used"), filled.row("suppliers", "network")["kinds[0]"]
    mark = f"{words('mark.provisional')}{words('mark.colon')}"
    assert used.value.startswith(mark)
    used.value = used.value.removeprefix(mark)
    network.value = words("label.SupplierKind.equipment")
    filled.fill("suppliers", "tos-maker", **{"kinds[1]": f"{mark}{words('label.SupplierKind.security')}"})
    filled.cell("liability.owner_user_differ").value = words("mark.yes")
    filled.cell("admin_auth.password.used").value = None
    assert [(p.code, p.path.partition("!")[0]) for p in filled.problems()] == [
        ("cell_missing", words("sheet.authentication"))
    ]
    filled.cell("admin_auth.password.used").value = f"{mark}{words('mark.no')}"
    assert changed_lines(filled.proposal()) == [
        "-    used: 仮：yes",
        "+    used: 仮：no",
        "+      - 仮：security",
        "-      - 仮：network",
        "+      - equipment",
        "-  used: 仮：no",
        "+  used: no",
        "-  owner_user_differ: 仮：no",
        "+  owner_user_differ: yes",
    ]


def test_whoever_has_all_roles_finds_a_line_for_each(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    lines = [row[0].value for row in filled.sheet("form:organisation").iter_rows()]
    assert len(Role) == 12
    for number in range(len(Role)):
        assert f"org.officers[0].roles[{number}]" in lines
    assert f"org.officers[0].roles[{len(Role)}]" not in lines


def test_places_ways_in_and_the_line_of_the_shift_are_asked_for(tmp_path: Path) -> None:
    filled = fresh(tmp_path)
    filled.fill("sites", None, id="yard", name="本ターミナル", kind="ターミナル", place="南ふ頭", operator="当社")
    filled.fill("systems", "tos", site="yard")
    filled.cell("duty.place").value = "管理棟2階"
    filled.cell("duty.means[0].value").value = "０１"
    filled.cell("duty.channels[0].channel").value = "１６"
    filled.cell("duty.channels[0].use").value = "作業"
    filled.cell("remote_access.ways[1].id").value = "telework"
    filled.cell("remote_access.ways[1].name").value = "在宅勤務"
    filled.cell("remote_access.ways[1].kind").value = "未定：システム係"
    lines = [line for line in changed_lines(filled.proposal()) if line.startswith("+")]
    assert "+    site: yard" in lines
    assert lines[lines.index("+  place: 管理棟2階") :][1:5] == [
        '+      value: "01"',
        "+  channels:",
        "+    - channel: １６",
        "+      use: 作業",
    ]
    assert lines[lines.index("+    - id: telework") :][1:3] == [
        "+      name: 在宅勤務",
        '+      kind: "TODO: システム係"',
    ]


def test_a_time_that_a_spreadsheet_keeps_is_the_time(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    filled.fill("contacts", "police-cyber", office_hours__opens=time(9, 5), office_hours__closes="１８：００")
    proposal = filled.proposal()
    found = [line for line in changed_lines(proposal) if line.startswith("+")]
    assert found == ['+    office_hours: {days: weekdays, opens: "09:05", closes: "18:00"}']
    assert [note.code for note in proposal.notes] == ["cell_read_as"]


# Sheets that another version has made.


def of_version(filled: Filled, version: int | None) -> Filled:
    cell = filled.book.worksheets[0]["C1"]
    assert cell.value == str(FACTS_VERSION)
    cell.value = None if version is None else str(version)
    return filled


@pytest.mark.parametrize(("version", "said"), [(None, "1"), (1, "1"), (FACTS_VERSION + 1, str(FACTS_VERSION + 1))])
def test_sheets_of_another_version_are_told_as_such_and_lose_nothing(
    version: int | None, said: str, tmp_path: Path
) -> None:
    filled = of_version(Filled(tmp_path, "chitoseura"), version)
    filled.cell("terminal.berths").value = 7
    moved = filled.cell("admin_auth.accounts")
    moved.parent.cell(moved.row, 1).value = "vpn.accounts"
    kinds = filled.sheet("table:suppliers")
    column = next(cell.column for cell in kinds[1] if cell.value == "kinds[0]")
    kinds.cell(1, column).value = "kind"
    found = filled.problems()
    assert (found[0].code, dict(found[0].values)) == (
        "sheets_of_another_version",
        {"came": said, "now": str(FACTS_VERSION)},
    )
    told = {problem.path for problem in found if problem.code == "fact_unknown"}
    rows = [row[column - 1] for row in kinds.iter_rows(min_row=7) if row[column - 1].value]
    assert len(rows) >= 3
    assert told == {f"{moved.parent.title}!{moved.coordinate}", *(f"{kinds.title}!{c.coordinate}" for c in rows)}


def test_sheets_of_an_earlier_version_that_ask_alike_are_taken_with_a_remark(tmp_path: Path) -> None:
    filled = of_version(Filled(tmp_path, "chitoseura"), None)
    filled.cell("terminal.berths").value = 7
    proposal = filled.proposal()
    assert changed_lines(proposal) == ["-  berths: 1", "+  berths: 7"]
    assert [note.code for note in proposal.notes] == ["sheets_of_another_version_taken"]


def test_sheets_of_this_version_say_nothing_of_it(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    filled.cell("terminal.berths").value = 7
    assert filled.proposal().notes == ()
