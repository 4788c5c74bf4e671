"""A card is read at night, from paper, by one person: what it forbids, whom it wakes, what is left to be written."""

from __future__ import annotations

import html
import re

import pytest
from quaybook.model.document import Kind

from tests.assessment.rules.cases.changes import NO_SUPPLIERS, REMOVED, TODO, Changes
from tests.conftest import SAMPLES, prepared_sample
from tests.helpers.renderings import judged_with, rendered

NEW = ("card-guard", "card-documents", "card-empty")
FIRST_ACTS, FORBIDDEN = "actions", "never"
# How the cards in other words begin their last line.
CHECKED = {
    "card-finder-plain": "番号（ばんごう）をたしかめた日（ひ）：",
    "card-finder-english": "Numbers last confirmed (the oldest): ",
}
# The wallet card says what is forbidden as the last of its acts; the list of calls forbids nothing.
WITHOUT_PROHIBITIONS = {"wallet-card", "call-list"}


def cards(name: str) -> dict[str, str]:
    found = prepared_sample(name).sets["ja"].documents
    return {d.spec.id: html.unescape(d.body) for d in found if d.spec.kind == Kind.CARD}


def with_changes(changes: Changes) -> dict[str, str]:
    made, problems = rendered(judged_with("aonagi", changes))
    assert problems == []
    return {document.spec.id: html.unescape(document.body) for document in made.documents}


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_forbidden_stands_before_what_may_overflow(name: str) -> None:
    seen = 0
    for card, text in cards(name).items():
        anchors = re.findall(r"\{#([a-z-]+)\}", text)
        if card not in WITHOUT_PROHIBITIONS:
            seen += 1
            assert anchors[anchors.index(FIRST_ACTS) + 1] == FORBIDDEN, card
            said = text.split("{#never}")[1].split("\n## ")[0].strip().splitlines()
            assert 2 <= len(said) <= 3, card
            assert all(line.startswith("- ") for line in said), card
    assert seen == len(cards(name)) - len(WITHOUT_PROHIBITIONS) > 10


@pytest.mark.parametrize("name", SAMPLES)
def test_the_last_line_is_the_day_of_the_last_check_and_nothing_is_cited(name: str) -> None:
    assert len(cards(name)) > 10
    for card, text in cards(name).items():
        assert text.strip().splitlines()[-1].startswith(CHECKED.get(card, "最終確認日")), card
        assert "〔" not in text, card


def test_the_day_is_that_of_the_oldest_number_and_a_line_to_write_where_there_is_none() -> None:
    one = with_changes({"people[3].verified_on": "2024-02-03", "contacts[1].verified_on": "2023-04-05"})
    assert "社内 2024年2月3日、社外 2023年4月5日" in one["card-duty"]
    open_day = with_changes({"people[3].verified_on": "TODO: 総務"})["card-gate"]
    assert "（未確認の番号もある）" in open_day
    none = with_changes({"people[*].verified_on": "TODO: 総務"})["card-gate"]
    assert "社内 　　　　年　　月　　日" in none


def test_the_duty_manager_has_all_that_is_needed_to_pull_the_cables() -> None:
    facts = prepared_sample("aonagi").terminal.incident
    card = cards("aonagi")["card-duty"]
    places = [card.index(f"{number}　{step}") for number, step in enumerate(facts.isolation, 1)]
    assert len(places) > 2
    assert places == sorted(places)
    assert str(facts.isolation_key) in card
    assert "警察" in card
    assert "（夜間・休日、本部当直）。次に110番" in card
    without = with_changes({"incident.isolation_key": REMOVED})
    assert "鍵 | （記入：" in without["card-duty"]
    assert "部屋の鍵：（記入：" in without["card-security"]


def test_every_deputy_of_the_ciso_is_on_the_card_once() -> None:
    deputies = ["terminal-director", "it-manager", "operations-manager", "security-chief"]
    card = with_changes({"org.ciso_deputies": deputies})["card-duty"].split("{#areas}")[0]
    assert [card.count(name) for name in ("例示 花子", "記入 三郎", "記入 四郎", "例示 二郎")] == [1, 1, 1, 1]


def test_a_desk_that_nobody_mans_at_night_is_not_called_where_there_is_a_telephone() -> None:
    means = [
        {"kind": "mobile", "value": "9771"},
        {"kind": "extension", "value": "9772"},
        {"kind": "extension", "value": "9773", "when": "always"},
        {"kind": "phone", "value": "9774", "when": "office_hours"},
        {"kind": "radio", "value": "9775"},
        {"kind": "mail", "value": "mail@example.jp"},
    ]
    changes: Changes = {"people[1].means": means}
    for name in ("card-duty", "call-list"):
        text = with_changes(changes)[name]
        assert all(number in text for number in ("9771", "9773", "9775")), name
        assert not any(number in text for number in ("9772", "9774", "mail@")), name


@pytest.mark.parametrize("name", SAMPLES)
def test_the_night_list_goes_on_to_the_next_row_and_ends(name: str) -> None:
    inside, _, outside = cards(name)["call-list"].partition("{#outside}")
    rows = [line for line in inside.splitlines() if line.startswith("| ") and "出ないとき" not in line]
    people = [row.split(" | ")[0] for row in rows]
    assert len(people) == len(set(people)) > 8, name
    assert "CISOも代行も出ない | 当直責任者がBCPを発動する" in inside
    rows = [line.rstrip(" |").split(" | ")[-1] for line in outside.splitlines() if line.startswith("| ")][1:]
    unanswered = [row.partition("出ないとき：")[2] for row in rows]
    assert len(unanswered) > 8, name
    # Who does not answer is followed by the next row, and the last by what is done then.
    assert unanswered[-1], name
    assert not any("会社" in said or "次の行" in said for said in unanswered), name


def test_whom_nobody_has_registered_is_a_row_to_be_written() -> None:
    text = with_changes({**NO_SUPPLIERS, "contacts[*].kind": "other"})["call-list"]
    for who in ("専門家", "保守会社と開発会社", "地方運輸局等の港運担当課", "港湾管理者", "NACCSの窓口", "税関"):
        assert f"{who} | （記入：" in text
    assert "警察 | 110番" in text
    assert "118番" in text


def test_the_guard_has_the_hours_and_the_paper_of_the_gate() -> None:
    card = with_changes({"terminal.operating_hours": "毎日6時から22時まで"})["card-guard"]
    assert "毎日6時から22時まで" in card
    assert "様式F25" in card


@pytest.mark.parametrize("mode", ["stop", "manual", TODO])
def test_new_cards_say_what_to_do_in_every_mode(mode: str) -> None:
    made = with_changes({"manual.areas[*].mode": mode, "manual.areas[*].tos_down": TODO})
    for name in NEW:
        assert "5　" in made[name]
    assert "独立した回線のNACCS用PCで確かめ" in made["card-documents"]
    assert ("使う紙" in made["card-empty"]) is (mode != "stop")
