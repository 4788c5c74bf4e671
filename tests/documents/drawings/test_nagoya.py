"""Sample B stands where the report's chapter 2 found the port of the case; sample A has learnt from it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

import pytest
import yaml
from quaybook.assessment.finding import Finding, State

from tests.assessment.rules.cases.changes import changed, findings_of, report, sample_facts, terminal_of
from tests.conftest import REPOSITORY, prepared_sample

PAGE_DATA = REPOSITORY / "policy_src" / "documents" / "status" / "gap-list" / "nagoya.yml"
HEADING = "{#nagoya}"
SAME, NOT_HERE = "同じ弱点がある", "当たらない"
SHORT = {State.PARTLY, State.NOT_MET}


@dataclass(frozen=True)
class Weakness:
    """What the section found wanting, and the requirements that a terminal with the same misses."""

    section: str
    what: str
    requirements: tuple[str, ...]


WEAKNESSES = (
    Weakness("2(2)", "保守用のVPNに、緊急時に備えて接続元の制限を掛けていなかった", ("3-2-a-1",)),
    Weakness("2(2)", "一つの要素、すなわち知っていれば足りるIDとパスワードだけで入れた", ("3-2-a-2",)),
    Weakness(
        "2(2)", "VPN機器とサーバの、数か月前に公表された脆弱性に手を付けていなかった", ("3-2-a-6", "3-3-3", "4-7-3")
    ),
    Weakness("2(3)ア", "一般の利用者に目が向き、保守に使う接続の対策が漏れた", ("2-3-a-1",)),
    Weakness("2(3)ア", "入口であるVPN機器のログが残っていなかった", ("2-3-a-2", "3-2-a-7")),
    Weakness("2(3)イ", "対策ソフトがOSに付いてくるものだけであった", ("2-3-b-1", "3-3-1")),
    Weakness("2(3)ウ", "原因を調べるためのログの写しがなく、暗号化で失われた", ("2-3-c-1",)),
    Weakness("2(3)ウ", "残っていたのは3日分で、感染する前の世代に戻れなかった", ("2-3-c-2", "3-4-3")),
    Weakness("2(3)ウ", "開発環境と評価環境の写しがなく、復旧が長引いた", ("2-3-c-3", "3-4-1")),
    Weakness(
        "2(3)エ",
        "災害のBCPはあっても、システム障害のBCPと手順がなかった",
        ("2-3-d-1", "4-1-b-1", "4-3-0", "4-3-0f"),
    ),
    Weakness(
        "2(3)エ",
        "初動でも原因の特定でも、セキュリティの専門家に聞くことがなかった",
        ("2-3-d-2", "4-2-b-2", "4-3-a-2"),
    ),
    Weakness("2(3)エ", "港湾管理者の役割を、平時に話し合って決めていなかった", ("2-3-d-3",)),
    Weakness("2(3)オ", "経路を踏まえて健全かどうかを確かめることが、再開の前に足りなかった", ("2-3-e-1", "4-3-b-3")),
)
STEPPING_STONE = Weakness(
    "2(3)イ", "踏み台にされたおそれのあるネットワーク機器が、そのまま使われ得た", ("2-3-b-2", "3-2-a-8")
)
# 2(4): relations with the police, a body that decides until recovery, ship work kept going on paper.
GOOD_PRACTICES = ("2-4-1", "2-4-2", "2-4-3")
ATTACKED = {"network_devices[0].attacked": "yes", "network_devices[0].still_in_use_as_attacked": "yes"}


def named(*weaknesses: Weakness) -> set[str]:
    return {name for weakness in weaknesses for name in weakness.requirements}


def of_chapter_2(found: dict[str, Finding]) -> set[str]:
    """The requirements of the verified case that fall short."""
    sections = ("2(2)", "2(3)", "2(4)")
    chapter = [f for f in found.values() if f.requirement.section.startswith(sections)]
    assert len(chapter) > 15
    return {f.requirement.id for f in chapter if f.falls_short}


@pytest.fixture(scope="module")
def untouched() -> dict[str, Finding]:
    return findings_of(terminal_of(sample_facts("chitoseura")))


@pytest.fixture(scope="module")
def attacked() -> dict[str, Finding]:
    """Sample B after an attack, with a device at the boundary used on as it was."""
    terminal = terminal_of(changed(sample_facts("chitoseura"), ATTACKED))
    assert terminal.network_devices[0].zone == "boundary"
    return findings_of(terminal)


@pytest.mark.parametrize("weakness", WEAKNESSES, ids=lambda weakness: ",".join(weakness.requirements))
def test_sample_b_has_every_weakness_of_the_case(weakness: Weakness, untouched: dict[str, Finding]) -> None:
    assert {name: untouched[name].state for name in weakness.requirements if untouched[name].state not in SHORT} == {}


def test_the_stepping_stone_is_one_only_after_an_attack(
    untouched: dict[str, Finding], attacked: dict[str, Finding]
) -> None:
    assert STEPPING_STONE.requirements
    for name in STEPPING_STONE.requirements:
        assert untouched[name].state == State.NOT_APPLICABLE
        assert attacked[name].state in SHORT


def test_the_good_practices_of_the_case_are_met(untouched: dict[str, Finding], attacked: dict[str, Finding]) -> None:
    for found in (untouched, attacked):
        assert {name: found[name].state for name in GOOD_PRACTICES} == dict.fromkeys(GOOD_PRACTICES, State.MET)
    assert {r.id for r in report().requirements if r.section == "2(4)"} == set(GOOD_PRACTICES)


def test_nothing_else_of_the_case_falls_short(untouched: dict[str, Finding], attacked: dict[str, Finding]) -> None:
    chapter = {name for name in named(*WEAKNESSES) if name.startswith("2-")}
    assert of_chapter_2(untouched) == chapter
    assert of_chapter_2(attacked) == chapter | {"2-3-b-2"}


def test_sample_a_has_no_weakness_of_the_case_and_no_other() -> None:
    found = {f.requirement.id: f for f in prepared_sample("aonagi").judged.assessed.findings}
    assert named(*WEAKNESSES, STEPPING_STONE) < set(found)
    assert len(found) >= 128
    # What its own looks found wanting, and no more.
    assert [name for name, each in found.items() if each.falls_short] == ["3-1-b", "AON-4"]


def rows(sample: str) -> list[tuple[str, str, str]]:
    """Section, label and the points below of each weakness on the page."""
    page = next(d for d in prepared_sample(sample).sets["ja"].documents if d.spec.id == "gap-list")
    section = html.unescape(page.body.split(HEADING)[1].split("\n## ")[0])
    found = re.findall(r"^- (2\S+)　.*：\**([^*\n]+)\**\n((?:    - .*\n?)+)", section, re.MULTILINE)
    assert found
    return found


def test_the_page_of_sample_b_shows_every_weakness_as_its_own() -> None:
    found = rows("chitoseura")
    device = [row for row in found if "2-3-b-2" in row[2]]
    assert len(device) == 1
    assert device[0][1] == NOT_HERE
    assert {row[1] for row in found if row not in device} == {SAME}
    assert len(found) >= len(WEAKNESSES) + 1


def test_the_page_of_sample_a_shows_none() -> None:
    assert {row[1] for row in rows("aonagi")} == {NOT_HERE}
    assert len(rows("aonagi")) == len(rows("chitoseura"))


def test_the_page_and_this_table_look_at_the_same_sections() -> None:
    written = yaml.safe_load(PAGE_DATA.read_text(encoding="utf-8"))["weaknesses"]
    here = {weakness.section for weakness in (*WEAKNESSES, STEPPING_STONE)}
    assert len({weakness["section"] for weakness in written}) == len(here) == 6
    assert {row[0] for row in rows("chitoseura")} == here
