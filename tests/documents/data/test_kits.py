"""Each drill kit can be led from its data alone: who sits where, what each gets, what is seen, how it is shortened."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from difflib import SequenceMatcher

import pytest
from quaybook.model.data.scenario import Inject, ScenarioData
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


def kits() -> dict[str, ScenarioData]:
    check = kit_check()
    files = [(spec.id, file.made) for spec in check.library.specs for file in check.files(spec)]
    return {name: made for name, made in files if isinstance(made, ScenarioData)}


def kit(name: str) -> ScenarioData:
    return kits()[name]


def given(inject: Inject) -> Iterator[str]:
    """Everything of an event that players see."""
    texts = (inject.title, inject.sender, inject.subject, inject.handout, *inject.lines, inject.question)
    yield from (text for text in texts if isinstance(text, str))


def answers(inject: Inject) -> Iterator[str]:
    for action in inject.expected:
        yield from (text for text in (action.action, action.look_for) if isinstance(text, str))


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
    told = []
    for inject in injects:
        for text in given(inject):
            for answer in answers(inject):
                run = SequenceMatcher(None, text, answer, autojunk=False).find_longest_match()
                if run.size >= GIVEN_AWAY:
                    told.append((inject.id, text[run.a : run.a + run.size]))
    assert told == []
    # No question says which form to take.
    assert [i.id for i in injects if FORM.search(i.question)] == []


def test_the_page_prints_the_whole_kit(sample: Prepared) -> None:
    """With this terminal's facts in every blank, and each heading that is cited is there."""
    documents = {d.spec.id: d for d in sample.sets["ja"].documents}
    assert {*KITS} <= {*documents}
    for name in KITS:
        page, scenario = html.unescape(documents[name].body), documents[name].data["scenario"]
        assert isinstance(scenario, ScenarioData)
        said = [text for i in scenario.injects for text in (*given(i), *answers(i))]
        said += [*scenario.objectives, *scenario.opening, *scenario.hot_wash]
        said += [text for v in scenario.variations for text in (v.day, v.absent, v.change)]
        said += [text for p in scenario.evaluation for text in (p.point, p.good, p.mend)]
        said += [text for t in scenario.teams for text in (t.name, t.played_by)]
        assert len(said) > 80
        assert [text for text in said if text not in page or "〔" in text] == []
        cited = [t.partition("#") for i in scenario.injects for a in i.expected for t in a.documents]
        assert [c for c in cited if c[2] and f"{{#{c[2]}}}" not in documents[c[0]].body] == []
