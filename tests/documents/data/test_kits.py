"""Each drill kit can be led from its data alone: who sits where, what each gets, what is seen, how it is shortened."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache

import pytest
from quaybook.documents.data.forms import check_digit
from quaybook.model.data.scenario import Inject, ScenarioData, offset_of
from quaybook.model.groups.plans import DrillKind
from quaybook.pipeline import Prepared

from tests.helpers.data_files import files_of, kit_check

KITS = {
    "drill-relay": DrillKind.RELAY,
    "drill-ransomware": DrillKind.TABLETOP,
    "drill-manual": DrillKind.MANUAL,
    "drill-restore": DrillKind.RESTORE,
    "drill-restart": DrillKind.RESTART,
    "drill-handback": DrillKind.HANDBACK,
}
# A run of as many letters of the answer in what players get would give it away.
GIVEN_AWAY = 10
FORM = re.compile(r"F[0-9]{2}")
# Who acts, in which team they sit; what everybody does is done by whoever gets the paper.
ACTORS: dict[str, dict[str, str]] = {
    "drill-relay": {
        "当直責任者": "duty",
        "情報セキュリティ当番|システム管理者": "security",
        "情報窓口": "desk",
        "参加者|担当者|受けた者": "",
    },
    "drill-ransomware": {
        "CISO|CISO又は代行者|構成員|〔承認〕": "command",
        "情報セキュリティ当番|情報セキュリティ担当者|システム管理者|バックアップ管理者|調査・復旧の班": "security",
        "当直責任者|現場|現場の責任者|ゲートの責任者|リーファー及び危険物の責任者": "field",
        "情報窓口": "desk",
    },
    "drill-manual": {
        "通関役|情報窓口役|当直責任者|照合役": "duty",
        "ゲートの責任者": "gate",
        "点検の者": "care",
        "検数の者": "vessel",
        "持ち場の責任者|記録する者|受けた者|班の責任者|係員|出口の係員|責任者": "",
    },
    "drill-restore": {
        "バックアップ管理者|情報セキュリティ担当者": "backup",
        "システム管理者|代わりの者|開発会社": "restore",
        "業務の担当者": "work",
        "CISO|情報窓口": "command",
    },
    "drill-restart": {
        "CISO|構成員|記録係": "command",
        "情報セキュリティ担当者|システム管理者|バックアップ管理者": "security",
        "当直責任者|現場|現場の責任者|ゲートの責任者|税関・EDIの責任者|各作業区分の責任者": "field",
        "情報窓口": "desk",
    },
    "drill-handback": {
        "当直責任者|照合する2名|情報窓口": "duty",
        "ゲートの班|ゲートの責任者|ゲート、ヤード及び入力の班": "gate",
        "ヤードの班|点検の者|リーファーの責任者": "yard",
        "入力の班|入力班の責任者|通関の担当者": "typing",
    },
}
# 7月4日6時30分: the moment from which the events of the table-top are counted.
STAMP = re.compile(r"(?:7月([0-9])日)?([0-9]{1,2})時(?:([0-9]{2})分)?")
# The words of a reply, without that to which it answers.
SAID = re.compile("「([^」]*)」")
# Those who sit in a team when nobody from outside comes.
OUTSIDE = "社外の者が出るときは"


@cache
def kits() -> dict[str, ScenarioData]:
    check = kit_check()
    files = [(spec.id, file.made) for spec in check.library.specs for file in check.files(spec)]
    return {name: made for name, made in files if isinstance(made, ScenarioData)}


def kit(name: str) -> ScenarioData:
    return kits()[name]


def given(inject: Inject) -> Iterator[str]:
    """Everything of an event that players see."""
    papers = (inject, *inject.papers)
    seen = [text for p in papers for text in (p.label, p.sender, p.subject, p.handout, *p.lines)]
    texts = (inject.title, *seen, inject.question, *(each.ask for each in inject.asks))
    yield from (text for text in texts if isinstance(text, str))


def answers(inject: Inject) -> Iterator[str]:
    for action in inject.expected:
        yield from (text for text in (action.action, action.look_for) if isinstance(text, str))


def aloud(scenario: ScenarioData, inject: Inject) -> Iterator[str]:
    """Everything of an event that whoever leads says before it is talked over."""
    said = inject.inject if scenario.is_read_out else None
    yield from (text for text in (said, inject.bridge) if isinstance(text, str))
    yield from (said for reply in inject.replies for said in SAID.findall(str(reply)))


def team_of(name: str, action: str) -> str:
    """The team of whoever acts; nothing if it is whoever has the paper."""
    actor = action.partition("は、")[0]
    found = [team for said, team in ACTORS[name].items() if re.fullmatch(said, actor)]
    assert found, f"nobody knows where {actor} sits: {action}"
    return found[0]


def told_in(texts: Iterator[str], inject: Inject, size: int) -> list[tuple[str | None, str]]:
    """The runs of an answer that stand in the texts."""
    found = []
    for text in texts:
        for answer in answers(inject):
            run = SequenceMatcher(None, text, answer, autojunk=False).find_longest_match()
            if run.size >= size:
                found.append((inject.id, text[run.a : run.a + run.size]))
    return found


def check_digit_is_right(number: str) -> bool:
    digits = re.sub(" ", "", number)
    return check_digit(digits[:10]) == int(digits[10])


def held_in(scenario: ScenarioData, length: int) -> list[Inject]:
    return [i for i in scenario.injects if not i.lengths or length in i.lengths]


def test_each_kind_of_drill_has_its_kit() -> None:
    kinds = {spec.id: spec.drill for spec in kit_check().library.specs if spec.id in KITS}
    assert kinds == KITS
    assert sorted(KITS) == sorted(kits())
    assert len(files_of("scenario")) == len(DrillKind)


@pytest.mark.parametrize("name", KITS)
def test_a_kit_says_what_is_reached_who_plays_and_on_which_days(name: str) -> None:
    scenario = kit(name)
    assert 5 <= len(scenario.objectives) <= 6
    assert 3 <= len(scenario.teams) <= 5
    assert len(scenario.variations) >= 4
    assert len({each.absent for each in scenario.variations}) > 1
    assert len(scenario.opening) >= 5
    assert len(scenario.hot_wash) >= 5
    assert len(scenario.evaluation) >= 5
    assert len({i.channel for i in scenario.injects}) >= 3


@pytest.mark.parametrize("name", KITS)
def test_names_in_a_kit_lead_somewhere(name: str) -> None:
    scenario = kit(name)
    ids = [i.id for i in scenario.injects]
    assert len(ids) >= 8
    assert [i.title for i in scenario.injects if i.id is None] == []
    assert len({*ids}) == len(ids)
    teams = {team.id for team in scenario.teams}
    named = {team for i in scenario.injects for team in i.teams}
    assert named <= teams
    assert {n for point in scenario.evaluation for n in point.injects} <= {*ids}
    assert [i.id for n, i in enumerate(scenario.injects) if not {*i.needs} <= {*ids[:n]}] == []


@pytest.mark.parametrize("name", KITS)
def test_each_length_can_be_held(name: str) -> None:
    scenario = kit(name)
    assert len(scenario.lengths) >= 2
    assert {n for i in scenario.injects for n in i.lengths} <= {*scenario.lengths}
    for length in scenario.lengths:
        held = held_in(scenario, length)
        there = {i.id for i in held}
        assert len(held) >= 3
        assert (held[0], held[-1]) == (scenario.injects[0], scenario.injects[-1])
        assert [i.id for i in held if not {*i.needs} <= there] == []
        # Nobody sits there with nothing to do, however short it is.
        assert {team for i in held for team in i.teams} == {team.id for team in scenario.teams}
    counts = [len(held_in(scenario, length)) for length in sorted(scenario.lengths)]
    assert counts == sorted(counts)
    minutes = [i.minute for i in scenario.injects]
    assert None not in minutes
    assert minutes[-1] is not None
    # There is time left to talk about it.
    assert minutes[-1] <= max(scenario.lengths) * 0.9


@pytest.mark.parametrize("name", KITS)
def test_each_action_can_be_seen_and_stands_somewhere(name: str) -> None:
    known = {spec.id for spec in kit_check().library.specs}
    actions = [(i.id, action) for i in kit(name).injects for action in i.expected]
    assert len(actions) > 15
    assert [at for at, action in actions if not action.look_for or not action.documents] == []
    targets = [target.partition("#")[0] for _, action in actions for target in action.documents]
    assert {*targets} <= known
    # What nobody can see is no sign.
    felt = re.compile("理解し|意識し|認識し|分かった")
    assert [action.look_for for _, action in actions if felt.search(str(action.look_for))] == []


@pytest.mark.parametrize("name", KITS)
def test_what_players_get_holds_no_answer(name: str) -> None:
    injects = kit(name).injects
    assert [i.id for i in injects if not i.handout or not i.sender or not i.teams] == []
    assert [told for inject in injects for told in told_in(given(inject), inject, GIVEN_AWAY)] == []
    # No question says which form to take.
    asked = [(i.id, text) for i in injects for text in map(str, (i.question, *(each.ask for each in i.asks)))]
    assert [(at, text) for at, text in asked if FORM.search(text)] == []


@pytest.mark.parametrize("name", KITS)
def test_what_is_said_aloud_holds_no_answer(name: str) -> None:
    scenario, injects = kit(name), kit(name).injects
    assert [i.id for i in injects if not i.replies] == []
    assert [told for inject in injects for told in told_in(aloud(scenario, inject), inject, GIVEN_AWAY)] == []


@pytest.mark.parametrize("name", KITS)
def test_who_has_to_act_gets_the_paper(name: str) -> None:
    scenario = kit(name)
    actions = [(i, str(a.action)) for i in scenario.injects for a in i.expected]
    assert len(actions) > 15
    assert [(i.id, said) for i, said in actions if team_of(name, said) not in ("", *i.teams)] == []


@pytest.mark.parametrize("name", KITS)
def test_no_paper_comes_from_the_team_that_gets_it(name: str) -> None:
    scenario = kit(name)
    inside = {t.id: re.split("、|及び|又は|と|。", str(t.played_by).partition(OUTSIDE)[0]) for t in scenario.teams}
    who = {team: {role for role in (*roles,) if len(role) > 2} for team, roles in inside.items()}
    assert [team for team, roles in who.items() if not roles] == []
    senders = [(i.id, str(i.paper(team).sender), who[team]) for i in scenario.injects for team in i.teams]
    assert [(at, said) for at, said, roles in senders if [role for role in roles if said.startswith(role)]] == []


@pytest.mark.parametrize("name", KITS)
def test_a_paper_of_a_team_says_who_brought_it_and_only_who_gets_the_event_has_one(name: str) -> None:
    own = [(i, paper) for i in kit(name).injects for paper in i.papers]
    asked = [(i.id, each.team) for i in kit(name).injects for each in i.asks if each.team not in i.teams]
    assert [(i.id, p.team) for i, p in own if not p.sender or not p.handout or p.team not in i.teams] == []
    assert asked == []


def test_an_event_that_can_be_skipped_leaves_what_the_next_ones_take_for_granted() -> None:
    scenario = kit("drill-ransomware")
    optional = [i for i in scenario.injects if len(i.lengths) == 2 or i.lengths == (120,)]
    assert len(optional) >= 5
    assert [i.id for i in optional if not i.skipped] == []


@pytest.mark.parametrize("name", ["drill-manual", "drill-handback"])
def test_every_number_is_right_but_the_one_that_is_planted(name: str) -> None:
    text = next(path for path in files_of("scenario") if path.parent.name == name).read_text(encoding="utf-8")
    numbers = {*re.findall("ZZZU [0-9]{6} [0-9]", text)}
    assert len(numbers) > 9
    planted = {"drill-manual": ["ZZZU 815520 6"], "drill-handback": []}
    assert [number for number in sorted(numbers) if not check_digit_is_right(number)] == planted[name]


@pytest.mark.parametrize("name", ["drill-manual", "drill-handback"])
def test_teams_work_with_papers_and_forms_that_there_are(name: str) -> None:
    scenario = kit(name)
    known = {spec.id for spec in kit_check().library.specs}
    assert {each.form for each in scenario.forms} <= known
    named = {str(cell) for each in scenario.props for row in each.rows for cell in row if "ZZZU" in str(cell)}
    assert len(named) >= 5
    traps = [str(each.trap) for each in scenario.containers if len(str(each.trap)) > 4]
    seen = [
        str(text)
        for each in scenario.props
        for text in (each.title, each.note, *(cell for row in each.rows for cell in row))
    ]
    seen += [text for each in scenario.containers for text in map(str, each.shown)]
    assert [trap for trap in traps if [text for text in seen if trap in text]] == []


@pytest.mark.parametrize("length", [240, 180, 120])
def test_a_team_that_is_counted_is_left_alone(length: int) -> None:
    scenario = kit("drill-manual")
    calls = {c.minute: str(c.say) for c in scenario.calls if not c.lengths or length in c.lengths}
    counted = {(40, 70): {"yard", "vessel", "care"}, (85, 115): {"gate"}}
    assert [minute for window in counted for minute in window if "数を" not in calls.get(minute, "")] == []
    met = [(i.minute, set(i.teams)) for i in held_in(scenario, length)]
    assert [m for m, teams in met for (a, b), own in counted.items() if a <= (m or 0) <= b and teams & own] == []


def test_what_happened_in_nagoya_tells_nothing_that_comes_later() -> None:
    injects = [i for i in kit("drill-ransomware").injects if i.nagoya]
    assert len(injects) > 10
    for inject in injects:
        offset = offset_of(inject.offset)
        assert offset is not None
        day, stamps = 4, []
        for found in STAMP.finditer(str(inject.nagoya)):
            day = int(found[1] or day if found[1] else 4 + (6 * 60 + 30 + offset.count) // 1440)
            stamps.append((day - 4) * 1440 + int(found[2]) * 60 + int(found[3] or 0) - (6 * 60 + 30))
        assert [at for at in stamps if at > offset.count] == [], inject.id


def test_the_page_prints_the_whole_kit(sample: Prepared) -> None:
    """With this terminal's facts in every blank, and each heading that is cited is there."""
    documents = {d.spec.id: d for d in sample.sets["ja"].documents}
    assert {*KITS} <= {*documents}
    for name in KITS:
        page, scenario = html.unescape(documents[name].body), documents[name].data["scenario"]
        assert isinstance(scenario, ScenarioData)
        said = [text for i in scenario.injects for text in (*given(i), *answers(i))]
        told = [text for i in scenario.injects for text in (i.inject, i.bridge, i.skipped, *i.replies)]
        said += [text for text in told if isinstance(text, str)]
        said += [*(each.goal for each in scenario.objectives), *scenario.opening, *scenario.hot_wash]
        said += [text for v in scenario.variations for text in (v.day, v.absent, v.change)]
        said += [text for p in scenario.evaluation for text in (p.point, p.good, p.mend)]
        said += [text for t in scenario.teams for text in (t.name, t.played_by)]
        assert len(said) > 80
        assert [text for text in said if text not in page or "〔" in text] == []
        cited = [t.partition("#") for i in scenario.injects for a in i.expected for t in a.documents]
        assert [c for c in cited if c[2] and f"{{#{c[2]}}}" not in documents[c[0]].body] == []
