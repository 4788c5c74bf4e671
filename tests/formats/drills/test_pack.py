"""The pack of a drill: players get their own papers and nothing else, whoever leads has all that is needed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from functools import partial
from pathlib import Path

import docx
import pytest
from pptx import Presentation
from pypdf import PdfReader
from quaybook.formats.contract import NotMadeError
from quaybook.formats.drills.format import DrillsFormat
from quaybook.formats.drills.guide import Guide
from quaybook.formats.drills.kits import kits
from quaybook.formats.drills.pack import pack, paths
from quaybook.formats.drills.play import Order, Play, play
from quaybook.formats.drills.players import record_data
from quaybook.formats.drills.told import Told
from quaybook.model.data.scenario import Inject, ScenarioData

from tests.conftest import KEPT, prepared_sample
from tests.helpers.drills import KIT, SHOWN, hidden, scenario, with_kit
from tests.helpers.editions import edition

ORDER = Order(KIT, date(2027, 2, 10), time(13, 30), minutes=90, seed="7")
DAY = "2027年2月10日"
SAMPLE = "aonagi"
# Letters as paper in a dim room needs them; lines at the edges of pages are smaller.
LEAST = 11


def made(kit: ScenarioData, order: Order = ORDER, cache: Path = KEPT) -> tuple[Play, Mapping[str, bytes]]:
    own = edition(with_kit(prepared_sample(SAMPLE), kit), cache=cache)
    held = play(*kits(own.documents)[KIT], order)
    files = pack(own, held)
    assert tuple(sorted(files)) == tuple(sorted(paths(own, held)))
    return held, files


@pytest.fixture(scope="module")
def packed() -> tuple[Play, Mapping[str, bytes]]:
    return made(scenario())


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


def printed(content: bytes) -> str:
    """The text of a PDF and all that it tells of itself, without spaces."""
    reader = PdfReader(io.BytesIO(content))
    told = [page.extract_text() for page in reader.pages]
    return squeezed("".join([*told, *map(str, (reader.metadata or {}).values()), str(reader.outline)]))


def written(content: bytes) -> str:
    """The text of a Word file with its heads and feet, without spaces."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = [file.read(n).decode() for n in file.namelist() if re.match(r"word/(document|header|footer)", n)]
    return squeezed("".join(re.sub(r"<[^>]+>", "", part) for part in parts)).replace("&amp;", "&")


def players(files: Mapping[str, bytes]) -> dict[str, str]:
    found = {path: printed(content) for path, content in files.items() if path.startswith("players/")}
    assert {*found} == {f"players/{name}.pdf" for name in ("handouts", "desk", "field", "rules", "record")}
    return found | {"plates.pdf": printed(files["plates.pdf"])}


def given(inject: Inject, team: str) -> list[str]:
    """Everything of an event that the team may read."""
    shown = [getattr(inject.paper(team), name) for name in SHOWN]
    texts = [text for each in shown for text in ([each] if isinstance(each, str) else each or ())]
    return [squeezed(text) for text in (*texts, inject.question, inject.asked(team)) if text]


def test_players_read_nothing_of_what_is_expected_of_them(packed: tuple[Play, Mapping[str, bytes]]) -> None:
    secrets = [squeezed(text) for text in hidden(packed[0].scenario)]
    assert len(secrets) > 50
    found = players(packed[1])
    assert [(path, secret) for path, text in found.items() for secret in secrets if secret in text] == []


def test_nothing_lies_hidden_in_the_files_of_players(packed: tuple[Play, Mapping[str, bytes]]) -> None:
    for path in players(packed[1]):
        reader = PdfReader(io.BytesIO(packed[1][path]))
        assert reader.attachments == {}
        assert reader.outline == []
        assert packed[0].kit.title not in str(reader.metadata)


def test_each_team_gets_what_came_to_it_as_it_came_and_nothing_of_others(
    packed: tuple[Play, Mapping[str, bytes]],
) -> None:
    held, found = packed[0], players(packed[1])
    seen = 0
    for team in held.scenario.teams:
        own = {event.number for event in held.getting(team)}
        for number, inject in enumerate(held.scenario.injects, 1):
            texts = given(inject, team.id)
            there = [text for text in texts if text in found[f"players/{team.id}.pdf"]]
            assert bool(there) is (number in own)
            for other in held.scenario.teams:
                lent = {*given(inject, other.id)} - {*texts}
                assert [text for text in lent if text in found[f"players/{team.id}.pdf"]] == []
            if number in own:
                seen += 1
                paper = inject.paper(team.id)
                wanted = (paper.handout, paper.label, inject.question, inject.asked(team.id))
                assert {squeezed(text) for text in wanted if text} <= {*there}
    assert seen > 6
    assert "別の文その0" in found["players/desk.pdf"]
    assert "（2日目3:30）" not in found["players/desk.pdf"]
    assert "T+1:00（1日目7:30）" in found["players/desk.pdf"]


def test_facts_that_would_act_are_printed_as_they_stand(packed: tuple[Play, Mapping[str, bytes]]) -> None:
    action = squeezed(packed[0].events[0].inject.expected[1].action)
    assert "/etc/passwd" in action
    assert action in printed(packed[1]["facilitator/guide.pdf"])
    assert action.replace("<", "&lt;").replace(">", "&gt;") in written(packed[1]["facilitator/guide.docx"])


def test_the_guide_says_all_that_is_needed(packed: tuple[Play, Mapping[str, bytes]]) -> None:
    held, files = packed
    for text in (printed(files["facilitator/guide.pdf"]), written(files["facilitator/guide.docx"])):
        assert "--seed7" in text
        assert held.variation is not None
        wanted = [held.variation.day, held.variation.absent, held.variation.change, *held.scenario.opening]
        wanted += [
            *held.scenario.hot_wash,
            "様式F17",
            "4(2)ア①",
            f"{held.look_back}分",
            "13:40",
            "players/handouts.pdf",
        ]
        for event in held.events:
            inject = event.inject
            wanted += [inject.title, inject.inject, inject.question, inject.nagoya or "", f"{event.minute}分"]
            wanted += [str(inject.expected[0].action), str(inject.expected[0].look_for)]
            wanted += [str(inject.bridge), *inject.replies, *(str(each.ask) for each in inject.asks)]
        assert [each for each in wanted if squeezed(each) not in text] == []


def test_evaluators_tick_what_can_be_seen_and_the_review_asks_what_the_forms_ask(
    packed: tuple[Play, Mapping[str, bytes]],
) -> None:
    held, files = packed
    judged = printed(files["evaluation/evaluation.pdf"])
    judged_by = [event.number for event in held.events if event.inject.id in ("event-1", "event-6")]
    assert judged_by
    wanted = [str(event.inject.expected[0].action) for event in held.events]
    wanted += [str(event.inject.expected[0].look_for) for event in held.events]
    wanted += [f"（班：{team.name}）" for team in held.scenario.teams] + [
        each.goal for each in held.scenario.objectives
    ]
    wanted += [
        "一つの班の問いその1",
        "到達する所その1" + "、".join(f"状況{n}" for n in judged_by),
        "当ターミナルの条件",
        "仕掛けその1",
        "□達成 □一部 □未達 □行わず",
    ]
    wanted += ["見る所その1", "良い所その1", "直す所その1", "責任者・評価者", "□はい □一部 □否"]
    assert [each for each in wanted if squeezed(each) not in judged] == []
    review = written(files["after/aar.docx"])
    asked = [
        *(each.goal for each in held.scenario.objectives),
        "□達成 □一部 □未達",
        "検証の会議",
        "残せた証拠、消えた証拠",
        "要求事項",
        "期限",
    ]
    asked += ["直す文書", "確かめ方", "完了・署名", "経営層への報告日", "官公庁への最終報", "2027年3月10日までにCISOに"]
    assert [each for each in asked if squeezed(each) not in review] == []
    controls = docx.Document(io.BytesIO(files["after/aar.docx"])).element.body.xpath(".//w:sdt")
    assert len(controls) > 30


def test_what_hangs_on_the_wall_is_read_from_afar(packed: tuple[Play, Mapping[str, bytes]]) -> None:
    sizes: dict[float, int] = {}
    (page,) = PdfReader(io.BytesIO(packed[1]["players/rules.pdf"])).pages
    page.extract_text(visitor_text=partial(count, sizes))
    assert sum(letters for size, letters in sizes.items() if size >= 24) > 150
    assert "訓練中止、実際です" in printed(packed[1]["players/rules.pdf"])
    assert "選ばなかった案" in printed(packed[1]["players/record.pdf"])
    # What is played has a first day, and whoever judges times writes it where all can read it.
    assert "想定する日（1日目）" in printed(packed[1]["players/rules.pdf"])


def test_the_record_has_a_line_for_each_paper_that_is_handed_out() -> None:
    own = edition(prepared_sample(SAMPLE), cache=KEPT)
    told = Told(own, play(*kits(own.documents)[KIT], ORDER))
    slips = sum(len(told.play.getting(team)) for team in told.teams)
    rows = record_data(told)["rows"]
    assert slips > len(told.play.events)
    assert isinstance(rows, int)
    assert rows > slips


def test_the_guide_has_one_timetable_and_no_chapter_that_the_pack_says_itself() -> None:
    own = edition(prepared_sample(SAMPLE), cache=KEPT)
    held = play(*kits(own.documents)[KIT], replace(ORDER, minutes=60))
    text = Guide(Told(own, held), ()).markdown()
    left = [each for each in held.kit.headings if each.anchor in {"status", "days", "schedule", "decisions", "say"}]
    assert len(left) == 5
    assert [each for each in left if f"{{#{each.anchor}}}" in text] == []
    assert "{#mapping}" in text
    assert text.count(held.scenario.opening[0]) <= 1
    # Who leads it is named, and nothing refers to the chapter in which that stands too, for it is left out.
    assert f"訓練の文書（{held.kit.number}）の第2節" not in text
    other = play(*kits(own.documents)["drill-restart"], replace(ORDER, kit="drill-restart"))
    assert f"訓練の文書（{other.kit.number}）の第2節" in Guide(Told(own, other), ()).markdown()
    assert "90分）" not in text.partition("{#purpose}")[0]
    assert "seed 7" in text.partition("{#pack-print}")[0]


@pytest.mark.parametrize(
    ("day", "said"), [(date(2027, 2, 5), "2027年2月5日（金）"), (date(2027, 2, 7), "2027年2月7日（日）。週末である。")]
)
def test_the_guide_says_what_day_of_the_week_it_is(day: date, said: str) -> None:
    own = edition(prepared_sample(SAMPLE), cache=KEPT)
    text = Guide(Told(own, play(*kits(own.documents)[KIT], replace(ORDER, held_on=day))), ()).markdown()
    assert said in text
    assert ("週末である" in text) == ("週末である" in said)


def test_every_page_that_it_is_a_drill_and_of_which_day(packed: tuple[Play, Mapping[str, bytes]]) -> None:
    pages = 0
    for path, content in packed[1].items():
        if path.endswith(".pdf"):
            for page in PdfReader(io.BytesIO(content)).pages:
                text = squeezed(page.extract_text())
                pages += 1
                assert "訓練" in text, path
                assert DAY in text, path
        elif path.endswith(".docx"):
            assert f"訓練{DAY}" in written(content), path
    assert pages > 20


def test_the_first_slide_says_the_day_in_one_line(packed: tuple[Play, Mapping[str, bytes]]) -> None:
    first = Presentation(io.BytesIO(packed[1]["slides.pptx"])).slides[0]
    lines = [
        line for shape in first.shapes if shape.has_text_frame for line in re.split(r"[\n\x0b]", shape.text_frame.text)
    ]
    assert DAY in lines


def count(sizes: dict[float, int], text: str, _cm: object, matrix: list[float], _font: object, size: float) -> None:
    """Adds the letters of a stretch of text to those of its size."""
    high = round(abs(size * matrix[3]), 1)
    sizes[high] = sizes.get(high, 0) + len(text.strip())


def test_letters_are_large_enough_for_a_dim_room(packed: tuple[Play, Mapping[str, bytes]]) -> None:
    for path in ("players/handouts.pdf", "facilitator/guide.pdf", "evaluation/evaluation.pdf"):
        sizes: dict[float, int] = {}

        for page in PdfReader(io.BytesIO(packed[1][path])).pages:
            page.extract_text(visitor_text=partial(count, sizes))
        small = sum(letters for size, letters in sizes.items() if size < LEAST)
        assert sum(sizes.values()) > 1000
        assert small / sum(sizes.values()) < 0.2, (path, sizes)


def test_plates_show_what_can_be_read_on_a_container(packed: tuple[Play, Mapping[str, bytes]]) -> None:
    text = printed(packed[1]["plates.pdf"])
    assert [each for each in ("ZZZU2001340", "22G1", "S1001") if each not in text] == []


def test_the_forms_of_the_drill_are_marked(packed: tuple[Play, Mapping[str, bytes]]) -> None:
    pages = [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(packed[1]["forms.pdf"])).pages]
    assert len(pages) > 5
    assert [text for text in pages if "訓練" not in text] == []
    assert [form for form in ("F17", "F29") if not [text for text in pages if f"訓練{form}" in text]] == []
    # The review of the pack takes its place.
    assert [text for text in pages if "訓練F34" in text] == []


def test_the_same_order_is_the_same_bytes_and_another_number_is_another_drill(
    packed: tuple[Play, Mapping[str, bytes]], tmp_path: Path
) -> None:
    _, again = made(scenario(), cache=tmp_path)
    assert {path for path, content in again.items() if content != packed[1][path]} == set()
    _, other = made(scenario(), Order(KIT, ORDER.held_on, ORDER.begins, minutes=90, seed="8"))
    assert other["facilitator/guide.pdf"] != packed[1]["facilitator/guide.pdf"]


def test_a_letter_that_no_font_has_is_told() -> None:
    kit = scenario(objectives=["絵\U0001f6a2文字"])
    with pytest.raises(NotMadeError) as error:
        made(kit)
    assert [problem.code for problem in error.value.problems] == ["letter_of_no_font"]


def test_a_long_hand_out_has_a_page_of_its_own() -> None:
    kit = scenario()
    long = kit.injects[0].model_copy(update={"handout": "とても長い文である。" * 130})
    _, files = made(kit.model_copy(update={"injects": (long, *kit.injects[1:])}))
    pages = [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(files["players/field.pdf"])).pages]
    alone = [text for text in pages if "とても長い文である。" in text]
    assert len(alone) >= 1
    assert squeezed("とても長い文である。" * 130) in "".join(alone).replace("訓練状況1現場", "")
    assert [text for text in alone if "渡す文" in text] == []


def test_the_page_of_each_kit_that_can_be_held_leads_to_its_guide() -> None:
    own = edition(prepared_sample("chitoseura"), cache=KEPT)
    links = DrillsFormat().links(own)
    assert {*links} <= {*kits(own.documents)}
    assert links
