"""What lies on which table: whatever the answers to a team's papers stand in, and as many forms as it fills in."""

from __future__ import annotations

from datetime import date

import pytest
from quaybook.formats.drills.kits import kits
from quaybook.formats.drills.laid import laid_forms, laid_papers, targets
from quaybook.formats.drills.play import Order, play
from quaybook.formats.drills.told import Told
from quaybook.model.document import Kind

from tests.conftest import KEPT, prepared_sample
from tests.helpers.drills import KIT, scenario, with_kit
from tests.helpers.editions import edition

DAY = date(2027, 2, 10)
SAMPLE = "aonagi"


def told(kit: str, is_own: bool = False) -> Told:
    prepared = prepared_sample(SAMPLE)
    own = edition(with_kit(prepared, scenario()) if is_own else prepared, cache=KEPT)
    return Told(own, play(*kits(own.documents)[kit], Order(kit, DAY)))


@pytest.mark.parametrize("kit", ["drill-ransomware", "drill-manual", "drill-relay", "drill-restart"])
def test_each_team_has_every_paper_in_which_its_answers_stand(kit: str) -> None:
    held = told(kit)
    laid = {(each.document.spec.id, team.id) for each in laid_papers(held) for team in each.teams}
    laid |= {(each.document.spec.id, team.id) for each in laid_forms(held) for team, _ in each.copies}
    seen, missing = 0, []
    for team in held.teams:
        for target in (target for event in held.play.getting(team) for target in targets(event)):
            name = target.partition("#")[0]
            # Where the kit itself counts its forms, each goes to those who act.
            counted = held.play.scenario.forms and held.documents.get(name, held.play.kit).spec.kind == Kind.FORM
            if name in held.documents and name not in {kit, "F29", "F34"} and not counted:
                seen += 1
                missing += [(name, team.id)] if (name, team.id) not in laid else []
    assert seen > 10
    assert missing == []


def test_what_no_answer_stands_in_lies_where_all_fetch_it() -> None:
    held = told(KIT)
    papers = laid_papers(held)
    needed = {target.partition("#")[0] for event in held.play.events for target in targets(event)}
    shared = {each.document.spec.id for each in papers if not each.teams}
    assert shared
    assert shared & needed == set()
    assert len(papers) > len(shared) + 5
    assert [each for each in papers if each.document.spec.kind == Kind.FORM] == []


def test_a_form_is_there_for_each_event_unless_it_goes_on() -> None:
    copies = {(each.document.spec.id, team.id): count for each in laid_forms(told(KIT)) for team, count in each.copies}
    assert copies["F17", "command"] == 1
    assert copies["F19", "desk"] > 1


def test_the_leader_has_the_form_in_which_the_drill_is_judged_and_none_twice() -> None:
    forms = {each.document.spec.id: each for each in laid_forms(told(KIT, is_own=True))}
    assert forms["F29"].copies == ()
    assert "F34" not in forms
    pages = [page for each in forms.values() for page in range(each.pages[0], each.pages[1] + 1)]
    assert pages == [*range(1, len(pages) + 1)]
