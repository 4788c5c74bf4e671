"""A drill in which teams work at their places: papers to work with, words at minutes, nothing that is read out."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date, time

import pytest
from pypdf import PdfReader
from quaybook.formats.drills.kits import kits
from quaybook.formats.drills.laid import laid_forms
from quaybook.formats.drills.pack import pack
from quaybook.formats.drills.play import Announced, Order, Play, play
from quaybook.formats.drills.told import Told
from quaybook.model.data.scenario import ScenarioData

from tests.conftest import KEPT, prepared_sample
from tests.helpers.drills import ACTING, KIT, hidden, scenario, with_kit
from tests.helpers.editions import edition

CALLS = [
    {
        "minute": 5,
        "title": "言う題",
        "say": "皆に言うことその1",
        "act": "自分ですることその1",
        "looked_for": "皆を見て分かることその1",
        "teams": ["desk"],
    },
    {"minute": 33, "title": "言う題", "say": "短い回だけの言葉", "lengths": [60, 30]},
    {"minute": 33, "title": "言う題", "say": "嵐の日だけの言葉", "variations": ["typhoon"]},
]
PROPS = [
    {"id": "list", "title": "一覧その1", "team": "desk", "head": ["頭の一", "頭の二"], "rows": [["升の一", ACTING]]},
    {
        "id": "card",
        "title": "カードその1",
        "team": "field",
        "rows": [["名の一", "値の一"]],
        "note": "添える文その1",
        "holder": "役の者その1",
    },
]
BOX = {"number": "ZZZU 200134 0", "type": "22G1", "cargo": "積み荷その1", "seal": "S1001", "trap": "仕掛けその1"}


def kit() -> ScenarioData:
    forms = [{"form": "F24", "team": "desk", "copies": 7}, {"form": "F17", "copies": 2}]
    boxes = [BOX | {"shown": ["表示 消灯"], "version": "A"}]
    own = {"calls": CALLS, "props": PROPS, "forms": forms, "containers": boxes}
    return scenario(**own, is_read_out="no", hot_wash_minutes=18)


def held(minutes: int = 90, variation: str = "night") -> tuple[Told, Play]:
    own = edition(with_kit(prepared_sample("aonagi"), kit()), cache=KEPT)
    made = play(*kits(own.documents)[KIT], Order(KIT, date(2027, 2, 10), time(13, 30), minutes, "7", variation))
    return Told(own, made), made


@pytest.fixture(scope="module")
def packed() -> tuple[Play, Mapping[str, bytes]]:
    told, made = held()
    return made, pack(told.edition, made)


def printed(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"[\s\u200b]+", "", "".join(page.extract_text() for page in pages))


def test_words_come_in_their_minutes_in_drills_of_their_lengths_and_days() -> None:
    said = {at: [(c.minute, c.call.say) for c in held(*at)[1].calls] for at in ((90, "night"), (30, "typhoon"))}
    assert said[90, "night"] == [(5, "皆に言うことその1")]
    assert said[30, "typhoon"] == [(2, "皆に言うことその1"), (11, "短い回だけの言葉"), (11, "嵐の日だけの言葉")]
    steps = held()[1].steps
    assert isinstance(steps[0], Announced)
    assert [step.minute for step in steps] == sorted(step.minute for step in steps)


def test_nothing_is_left_out_where_work_runs_by_the_clock_and_the_look_back_is_as_long_as_said() -> None:
    made = held()[1]
    assert len(made.events) == len(kit().injects)
    assert (made.look_back, held(60)[1].look_back) == (72, 48)


def test_each_team_gets_as_many_forms_as_the_kit_says() -> None:
    copies = {each.document.spec.id: {t.id: n for t, n in each.copies} for each in laid_forms(held()[0])}
    assert copies["F24"] == {"desk": 7}
    assert copies["F17"] == {"desk": 2, "field": 2}


def test_papers_to_work_with_and_plates_show_all_that_is_seen_and_no_trap(
    packed: tuple[Play, Mapping[str, bytes]],
) -> None:
    text = printed(packed[1]["props.pdf"])
    wanted = [
        "一覧その1",
        "窓口",
        "頭の一",
        "升の一",
        ACTING,
        "カードその1",
        "名の一",
        "値の一",
        "添える文その1",
        "役の者その1",
        "訓練",
    ]
    assert [each for each in wanted if re.sub(r"\s", "", each) not in text] == []
    assert "表示消灯" in printed(packed[1]["plates.pdf"])
    secrets = [*hidden(packed[0].scenario), "皆を見て分かることその1", "自分ですることその1"]
    assert len(secrets) > 50
    files = [name for name in packed[1] if name.startswith(("players/", "props", "plates")) and name.endswith(".pdf")]
    assert len(files) == 7
    shown = {name: printed(packed[1][name]) for name in files}
    found = [(name, s) for name, text in shown.items() for s in secrets if re.sub(r"\s", "", s) in text]
    assert found == []


def test_the_guide_says_what_is_said_and_reads_nothing_out(packed: tuple[Play, Mapping[str, bytes]]) -> None:
    text = printed(packed[1]["facilitator/guide.pdf"])
    assert text.count("言う題") == 2
    assert "自分ですることその1相手窓口" in text
    assert "皆を見て分かることその1" in text
    assert text.count("進行役だけが知ること（読み上げない）") == len(packed[0].events)
    assert "「皆に言うことその1」" in text


def test_what_is_said_is_looked_for_in_the_team_that_hears_it(packed: tuple[Play, Mapping[str, bytes]]) -> None:
    text = printed(packed[1]["evaluation/evaluation.pdf"])
    assert "窓口皆を見て分かることその1" in text
    assert "現場皆を見て分かることその1" not in text
