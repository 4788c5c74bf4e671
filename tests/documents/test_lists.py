"""Lists that lie printed: where, how old, for which forms, and what is done without those that nobody prints."""

from __future__ import annotations

import html

import pytest
from quaybook.model.base import Todo
from quaybook.model.document import Document
from quaybook.model.groups.contents import SnapshotList
from quaybook.resources import policy_source
from quaybook.wording.dialect.links import without_targets
from quaybook.wording.words import load_words

from tests.assessment.rules.cases.changes import TODO
from tests.conftest import SAMPLES, prepared_sample
from tests.helpers.renderings import judged_with, rendered

FIELD = (
    "card-gate",
    "card-yard",
    "card-empty",
    "card-vessel",
    "card-reefer",
    "card-documents",
    "card-duty",
    "card-guard",
)
WORDS, _ = load_words(policy_source(), "ja")
ABSENT = "帳票にない"


def documents(name: str) -> dict[str, Document]:
    return {each.spec.id: each for each in prepared_sample(name).sets["ja"].documents}


def text(document: Document) -> str:
    return html.unescape(without_targets(document.body))


def label(kind: SnapshotList) -> str:
    return WORDS(f"label.SnapshotList.{kind.value}")


def missing(name: str) -> set[SnapshotList]:
    """The lists that forms of the sample need and that none of its printouts has."""
    covered: set[object] = set()
    for printed in prepared_sample(name).terminal.manual.snapshot.contents:
        covered |= {kind for kind in printed.covers if not isinstance(kind, Todo)}
    needed = {kind for each in documents(name).values() for kind in each.spec.needs}
    assert len(needed) > 10
    return needed - covered


@pytest.mark.parametrize("name", SAMPLES)
def test_what_nobody_prints_is_said_with_what_to_do_instead(name: str) -> None:
    made = documents(name)
    assert missing(name)
    for document in ("bcp-manual", "snapshot"):
        rows = [line.split(" | ") for line in text(made[document]).splitlines()]
        for kind in SnapshotList:
            said = [row for row in rows if row[0] == f"| {label(kind)}"]
            assert len(said) == (kind in missing(name)), (document, kind)
            assert all(row[1].startswith("F") and len(row[2]) > 10 for row in said)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_form_says_which_lists_are_wanted_first_and_where_they_lie(name: str) -> None:
    forms = [each for each in documents(name).values() if each.spec.needs]
    assert len(forms) > 10
    place = prepared_sample(name).terminal.manual.snapshot.places[0]
    for form in forms:
        rules = text(form).split("使い方", 1)[1]
        assert str(place) in rules, form.spec.id
        said = {
            kind: [each for each in rules.splitlines() if each.startswith(f"- {label(kind)}：")]
            for kind in form.spec.needs
        }
        assert {kind for kind, found in said.items() if len(found) != 1} == set(), form.spec.id
        assert {kind for kind, (line,) in said.items() if ABSENT in line} == missing(name) & {*form.spec.needs}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_card_says_how_old_the_last_list_may_be_and_leaves_room_for_its_time(name: str) -> None:
    snapshot, made = prepared_sample(name).terminal.manual.snapshot, documents(name)
    age = {4: "4時間", 24: "1日"}[snapshot.interval_hours]
    for card in FIELD:
        (line,) = [each for each in text(made[card]).splitlines() if "印刷の時刻" in each]
        assert "　日　　：" in line, card
        assert f"{age}ごと" in line, card
        assert [place for place in snapshot.places if str(place) not in line] == [], card


def test_a_card_names_what_its_own_work_lacks() -> None:
    made = documents("chitoseura")
    assert label(SnapshotList.DELIVERY_ORDERS) in text(made["card-gate"])
    assert label(SnapshotList.BAY_PLANS) in text(made["card-vessel"])
    assert label(SnapshotList.BAY_PLANS) not in text(made["card-gate"])
    assert "紙のベイプラン" not in text(made["card-vessel"])
    assert "紙のベイプラン" in text(documents("aonagi")["card-vessel"])


def test_with_every_list_printed_nothing_is_said_to_be_missing() -> None:
    covers = [kind.value for kind in SnapshotList]
    changes = {"manual.snapshot.contents[0].covers": covers, "manual.snapshot.interval_hours": TODO}
    made, problems = rendered(judged_with("chitoseura", changes))
    assert problems == []
    texts = {each.spec.id: text(each) for each in made.documents}
    said = [name for name, each in texts.items() if f"{ABSENT}一覧 |" in each or f"：{ABSENT}" in each]
    assert said == []
    assert "何時間ごとの出力か、当直責任者に聞く" in texts["card-gate"]
