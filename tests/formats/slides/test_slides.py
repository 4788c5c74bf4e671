"""Decks: who has one, what a room sees and can read of it, what a speaker says, and that nothing in a fact acts."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import noto_cjk_sans_jp_regular
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from pptx import Presentation
from quaybook.formats.contract import Edition
from quaybook.formats.drawing import outline
from quaybook.formats.slides.convert import made_decks
from quaybook.formats.slides.deck import Deck
from quaybook.formats.slides.drills import kit_deck
from quaybook.formats.slides.format import SlidesFormat, decks
from quaybook.formats.slides.look import load_slide_look
from quaybook.model.data.quiz import QuizData
from quaybook.model.data.scenario import ScenarioData
from quaybook.model.data.slides import SlidesData
from quaybook.model.data.texts import remade
from quaybook.model.document import Document, Kind
from quaybook.resources import policy_source

from tests.conftest import KEPT, SAMPLES, prepared_sample
from tests.helpers.editions import edition
from tests.helpers.hostile_facts import TEXTS

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
EMU = 12_700
LEAST = 18
LOOK = load_slide_look(policy_source())
BELOW = LOOK.box("body").top + LOOK.box("body").height


@cache
def of_sample(name: str) -> Edition:
    return edition(prepared_sample(name), cache=KEPT)


@cache
def files(name: str) -> dict[str, bytes]:
    return {Path(path).stem: artifact.made for path, artifact in SlidesFormat().artifacts(of_sample(name)).items()}


@cache
def deck_of(name: str, document: str) -> Any:
    return Presentation(BytesIO(files(name)[document]))


def documents(name: str, kind: type) -> dict[str, Document]:
    held = of_sample(name).documents.documents
    found = {d.spec.id: d for d in held if any(isinstance(data, kind) for data in d.data.values())}
    assert found
    return found


def texts(shown: Any) -> Iterator[str]:
    """Every text of a deck, paragraph by paragraph, those of the speaker too."""
    for slide in shown.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
            elif shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)
        yield slide.notes_slide.notes_text_frame.text


def alike(text: str) -> str:
    return re.sub(r"\s+", "", text)


def everything(shown: Any) -> str:
    return alike("".join(texts(shown)))


# Who has a deck, and how long it is.


def test_each_audience_and_each_drill_has_a_deck() -> None:
    taught = {
        d.spec.id for d in of_sample("aonagi").documents.documents if "quiz" in d.data and d.spec.kind == "training"
    }
    drills = set(documents("aonagi", ScenarioData))
    assert len(taught) >= 8
    assert len(drills) >= 4
    assert set(files("aonagi")) == taught | drills


@pytest.mark.parametrize("name", SAMPLES)
def test_a_reading_is_taught_in_ten_to_sixteen_slides(name: str) -> None:
    counted = {each: len(deck_of(name, each).slides) for each in documents(name, SlidesData)}
    assert len(counted) >= 8
    assert {each: count for each, count in counted.items() if not 10 <= count <= 16} == {}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_slide_has_a_title_and_sentences_for_the_speaker(name: str) -> None:
    slides = [(each, slide) for each in files(name) for slide in deck_of(name, each).slides]
    assert len(slides) > 150
    for each, slide in slides:
        assert slide.shapes.title.text.strip(), each
        assert len(slide.notes_slide.notes_text_frame.text) >= 10, (each, slide.shapes.title.text)


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_left_unfilled(name: str) -> None:
    for each in files(name):
        told = "\n".join(texts(deck_of(name, each)))
        assert len(told) > 500
        assert re.findall(r"\bNone\b|TODO|\{\{|[〔〕]|：\n|Speech\.|\bslides\.", told.replace("〔解説〕", "")) == [], (
            each
        )


def test_questions_of_the_quiz_are_asked_and_answered_in_the_notes_only() -> None:
    quiz = documents("aonagi", SlidesData)["training-users"].data["quiz"]
    assert isinstance(quiz, QuizData)
    first, shown = quiz.questions[0], deck_of("aonagi", "training-users")
    asked = [
        s for s in shown.slides if any(first.question in sh.text_frame.text for sh in s.shapes if sh.has_text_frame)
    ]
    assert len(asked) == 1
    seen = "".join(shape.text_frame.text for shape in asked[0].shapes if shape.has_text_frame)
    assert [choice for choice in first.choices if choice not in seen] == []
    assert first.why not in seen
    assert first.why in asked[0].notes_slide.notes_text_frame.text


def test_the_last_slide_leads_to_documents_that_are_there() -> None:
    titles = {document.title for document in of_sample("aonagi").documents.documents}
    last = list(deck_of("aonagi", "training-all").slides)[-1]
    table = next(shape.table for shape in last.shapes if shape.has_table)
    named = [row.cells[0].text for row in table.rows][1:]
    assert named[0] == "全職員向け教材"
    assert len(named) >= 3
    assert set(named) <= titles


def test_a_page_leads_to_its_deck() -> None:
    links = SlidesFormat().links(of_sample("aonagi"))
    assert links["training-all"] == {of_sample("aonagi").words("slides.open"): "ja/slides/training-all.pptx"}
    assert set(links) == set(files("aonagi"))


# What a room can read.


@cache
def font() -> tuple[dict[int, str], Any, int]:
    path = next(Path(noto_cjk_sans_jp_regular.__file__).parent.glob("*.otf"))
    with TTFont(path) as opened:
        return opened.getBestCmap(), opened["hmtx"].metrics, opened["head"].unitsPerEm


@cache
def advance(sign: str) -> float:
    known, widths, unit = font()
    return float(widths[known[ord(sign)]][0]) / unit if ord(sign) in known else 1.0


def lines(text: str, width: float, size: float) -> int:
    """How many lines a text takes in our own font, each broken where the next sign has no room."""
    count, line = 1, 0.0
    for sign in text:
        if line and line + advance(sign) * size > width:
            count, line = count + 1, 0.0
        line += advance(sign) * size
    return count


def paragraphs_high(paragraphs: Any, width: float) -> float:
    high = 0.0
    for paragraph in paragraphs:
        size = paragraph.runs[0].font.size.pt
        inner = width - int(paragraph._p.get_or_add_pPr().get("marL", 0)) / EMU
        high += lines(paragraph.text, inner, size) * paragraph.line_spacing.pt + paragraph.space_after.pt
    return high


def too_low(slide: Any) -> Iterator[tuple[str, float]]:
    """Shapes of a slide that reach beyond the place of the text."""
    foot = LOOK["foot"]["top"]
    for shape in slide.shapes:
        top, left, width = shape.top / EMU, shape.left / EMU, shape.width / EMU
        if left < 0 or left + width > LOOK["page"]["width"] + 0.1:
            yield shape.name, left + width
        if top >= foot - 1:
            continue
        if shape.has_text_frame:
            bottom = top + paragraphs_high([p for p in shape.text_frame.paragraphs if p.runs], width)
        elif shape.has_table:
            widths = [column.width / EMU - 2 * LOOK["table"]["margin_x"] for column in shape.table.columns]
            bottom = top
            for row in shape.table.rows:
                cells = [
                    paragraphs_high([p for p in c.text_frame.paragraphs if p.runs], w)
                    for c, w in zip(row.cells, widths, strict=True)
                ]
                bottom += max(row.height / EMU, max(cells) + 2 * LOOK["table"]["margin_y"])
        else:
            bottom = top + shape.height / EMU
        if bottom > BELOW + 1:
            yield shape.name, bottom


def sizes(slide: Any) -> Iterator[float]:
    for shape in slide.shapes:
        if shape.top / EMU < LOOK["foot"]["top"] - 1:
            frames = [shape.text_frame] if shape.has_text_frame else []
            frames += [cell.text_frame for row in shape.table.rows for cell in row.cells] if shape.has_table else []
            yield from (run.font.size.pt for frame in frames for p in frame.paragraphs for run in p.runs)


def assert_fits(shown: Any) -> None:
    assert len(shown.slides) > 0
    for number, slide in enumerate(shown.slides, 1):
        assert list(too_low(slide)) == [], number
        assert min(sizes(slide)) >= LEAST, number


@pytest.mark.parametrize("name", SAMPLES)
def test_no_slide_overflows_by_the_widths_of_our_font(name: str) -> None:
    assert len(files(name)) > 10
    for each in files(name):
        assert_fits(deck_of(name, each))


def test_no_slide_overflows_as_it_is_shown(program: Callable[[str], str], tmp_path: Path) -> None:
    for name, content in files("aonagi").items():
        (tmp_path / f"{name}.pptx").write_bytes(content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, sorted(tmp_path.glob("*.pptx")))], check=True, capture_output=True, timeout=300)
    seen = 0
    for name in files("aonagi"):
        with pypdfium2.PdfDocument(tmp_path / f"{name}.pdf") as pdf:
            assert len(pdf) == len(deck_of("aonagi", name).slides)
            for number, page in enumerate(pdf, 1):
                seen += 1
                assert list(outside(page)) == [], (name, number)
    assert seen > 150


def outside(page: Any) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Signs beyond the margins, or between the place of the text and the foot."""
    (width, height), text = page.get_size(), page.get_textpage()
    assert (round(width), round(height)) == (LOOK["page"]["width"], LOOK["page"]["height"])
    foot, below = height - LOOK["foot"]["top"], height - BELOW
    for index in range(text.count_chars()):
        left, bottom, right, top = box = text.get_charbox(index)
        sign = text.get_text_range(index, 1)
        # What closes a sentence may hang over the edge of its line.
        if sign.strip() and (left < 40 or right > width - 20 or (bottom < below - 6 and top > foot + 2) or bottom < 10):
            yield sign, box


@pytest.mark.parametrize("name", ["nagoya-case", "training-all", "training-security"])
def test_figures_are_shown_whole_in_letters_that_a_room_can_read(name: str) -> None:
    document = documents("aonagi", SlidesData)[name]
    slides = [slide for slide in deck_of("aonagi", name).slides if any(hasattr(s, "crop_top") for s in slide.shapes)]
    pictures = [shape for slide in slides for shape in slide.shapes if hasattr(shape, "crop_top")]
    assert pictures
    (figure,) = (f for f in document.figures if any(p.name.startswith(f.id) for p in pictures))
    assert {p._element.nvPicPr.cNvPr.get("descr") for p in pictures} == {figure.alt}
    is_wide = any(p.crop_left or p.crop_right for p in pictures)
    shares = [1 - p.crop_left - p.crop_right if is_wide else 1 - p.crop_top - p.crop_bottom for p in pictures]
    assert sum(shares) == pytest.approx(1)
    shape = outline(figure)
    drawn = shape.height if is_wide else shape.width
    shown = (pictures[0].height if is_wide else pictures[0].width) / EMU / 72
    assert 12 * shown / drawn >= LOOK["figure"]["least"]


# What somebody wrote into the facts.


HOSTILE = (*(TEXTS[number] for number in (0, 4, 5, 8, 16, 22, 23, 26)), "長" * 700, "a" * 400)


def hostile_deck(text: str) -> Deck:
    """The deck of a reading in which the text stands in the place of every text."""
    of, document = of_sample("aonagi"), documents("aonagi", SlidesData)["training-users"]
    # What comes here is one line, as facts are.
    line = " ".join(text.split())
    slides = document.data["slides"]
    assert isinstance(slides, SlidesData)
    few = [*slides.slides[:1], *(slide for slide in slides.slides if slide.table)][:2]
    shown = {**document.data, "slides": slides.model_copy(update={"slides": tuple(few), "questions": 1})}
    data = {name: remade(each, lambda _text, _path: line) for name, each in shown.items()}
    changed = replace(document, title=line, number=line[:200], data=data)
    (deck,) = decks(replace(of, documents=replace(of.documents, terminal=line, documents=(changed,))))
    return deck


def test_a_hostile_text_stands_there_as_it_is_and_has_room() -> None:
    hostile = [hostile_deck(text) for text in HOSTILE]
    made = made_decks(of_sample("aonagi"), hostile)
    assert len(made) == len(HOSTILE)
    for text, content in zip(HOSTILE, made, strict=True):
        shown = Presentation(BytesIO(content))
        assert alike(text) in everything(shown), text[:30]
        assert_fits(shown)
        for slide in shown.slides:
            assert [rel for rel in slide.part.rels.values() if rel.is_external] == []
            assert not slide._element.xpath(".//a:hlinkClick | .//p:timing | .//p:oleObj")


def test_files_tell_neither_time_nor_person() -> None:
    content = files("aonagi")["training-all"]
    with ZipFile(BytesIO(content)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(2020, 1, 1, 0, 0, 0)}
        names = packed.namelist()
        assert [name for name in names if "thumbnail" in name or "comment" in name] == []
        core = packed.read("docProps/core.xml").decode()
    assert len(names) > 20
    assert set(re.findall(r"\d{4}-\d\d-\d\dT", core)) == {"2020-01-01T"}
    assert "pandoc" not in core.lower()


# Drills.


def test_players_see_nothing_of_what_is_expected() -> None:
    for name, document in documents("aonagi", ScenarioData).items():
        scenario = document.data["scenario"]
        assert isinstance(scenario, ScenarioData)
        told = everything(deck_of("aonagi", name))
        hidden = [action.action for inject in scenario.injects for action in inject.expected]
        hidden += [a.look_for for inject in scenario.injects for a in inject.expected if a.look_for is not None]
        hidden += [inject.nagoya for inject in scenario.injects if inject.nagoya is not None]
        hidden += [text for v in scenario.variations for text in (v.absent, v.change)]
        hidden += [text for point in scenario.evaluation for text in (point.good, point.mend)]
        assert len(hidden) > 10
        # A few words may be those of a question.
        assert [text for text in hidden if len(text) > 12 and alike(str(text)) in told] == [], name


def test_what_only_some_teams_get_is_not_shown_to_all() -> None:
    checked = 0
    for name, document in documents("aonagi", ScenarioData).items():
        scenario = document.data["scenario"]
        assert isinstance(scenario, ScenarioData)
        told = everything(deck_of("aonagi", name))
        for inject in scenario.injects:
            assert (alike(str(inject.question)) in told) is scenario.is_read_out
            if inject.teams and len(set(inject.teams)) < len(scenario.teams):
                checked += 1
                assert inject.handout is None or alike(str(inject.handout)) not in told, (name, inject.id)
                assert alike(str(inject.inject)) not in told, (name, inject.id)
    assert checked > 5


def test_a_deck_of_a_drill_holds_the_injects_that_were_chosen() -> None:
    document, of = documents("aonagi", ScenarioData)["drill-ransomware"], of_sample("aonagi")
    scenario = document.data["scenario"]
    assert isinstance(scenario, ScenarioData)
    few = scenario.model_copy(update={"injects": scenario.injects[:2]})
    deck = kit_deck(document, few, of.documents.terminal, of.words, ("2027年2月10日",), look_back=15)
    told = everything(Presentation(BytesIO(made_decks(of, [deck])[0])))
    assert "2027年2月10日" in told
    assert "振り返り（15分）" in told
    titles = [alike(str(inject.title)) for inject in scenario.injects]
    assert [title for title in titles if title in told] == titles[:2]
    assert document.spec.kind == Kind.TRAINING


@pytest.mark.parametrize(("name", "language"), [("finder-reading-english", "en-US"), ("training-all", "ja-JP")])
def test_slides_and_notes_say_in_which_language_they_are(name: str, language: str) -> None:
    shown = deck_of("aonagi", name)
    for parts in (list(shown.slides), [slide.notes_slide for slide in shown.slides]):
        # The foot says in the edition's language which document it is.
        shapes = [shape for part in parts for shape in part.shapes if shape.name != "Foot"]
        runs = [run for shape in shapes for run in shape._element.iter(f"{{{A}}}r")]
        assert len(runs) > 10
        marked = {run.find(f"{{{A}}}rPr").get("lang") for run in runs}
        assert marked == {language}
    assert shown.core_properties.language == language.partition("-")[0]
