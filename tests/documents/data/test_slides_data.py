"""`slides.yml`: what is wrong with it is told with its line, and its blanks and conditions are those of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from quaybook.documents.drawings.figures import FIGURES
from quaybook.model.data.quiz import Speech
from quaybook.model.data.slides import FigureName, Slide, SlidesData

from tests.helpers.data_files import data_of, files_of, made_of, own_data, written

POLITE = ("です", "ます", "ません", "ください", "でした", "ました")


def slide(**changes: object) -> dict[str, object]:
    return {"title": "題", "bullets": ["句"], "notes": "話します。"} | changes


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"bullets": []}, "slide_shape"),
        ({"figure": "call-tree"}, "slide_shape"),
        ({"bullets": [], "table": {"head": ["一", "二"], "rows": [["一つだけ"]]}}, "slide_row"),
        ({"bullets": [str(number) for number in range(7)]}, "too_many_entries"),
        ({"notes": ""}, "data_empty"),
        ({"bullets": [], "figure": "call-three"}, "not_in_vocabulary"),
        ({"picture": "x.png"}, "unknown_key"),
    ],
)
def test_a_mistake_is_told_at_its_line(changed: dict[str, object], code: str, tmp_path: Path) -> None:
    file = written(tmp_path, "slides.yml", {"slides": [slide(), slide(**changed)]})
    assert [problem.code for problem in file.problems] == [code]
    # The second slide begins after five lines.
    assert file.problems[0].line > 5
    assert written(tmp_path, "slides.yml", {"slides": [slide(), slide()]}).problems == ()


def test_each_audience_of_the_kit_has_slides() -> None:
    named = {path.parent.name for path in files_of("slides")}
    assert named == {path.parent.name for path in files_of("quiz")}
    assert len(named) >= 8


def shown(slide: Slide) -> Iterator[str]:
    yield from (str(text) for text in (slide.title, *(bullet.text for bullet in slide.bullets)))
    yield from (str(cell) for row in (slide.table.rows if slide.table else ()) for cell in row.cells)


def test_slides_are_short_and_a_speaker_has_polite_sentences() -> None:
    read = [SlidesData.model_validate(data_of(path)) for path in files_of("slides")]
    slides = [slide for data in read if data.speech == Speech.STANDARD for slide in data.slides]
    assert len(slides) > 70
    assert [text for slide in slides for text in shown(slide) if text.endswith(POLITE) or len(text) > 40] == []
    aside = re.compile("「[^」]*」|（[^（）]*）")
    notes = [aside.sub("", aside.sub("", str(slide.notes))) for slide in slides]
    assert [s for note in notes for s in note.split("。") if s and not s.endswith((*POLITE, "か"))] == []


def test_blanks_and_conditions_are_filled_by_the_text(tmp_path: Path) -> None:
    first = slide(
        bullets=["〔数〕本", {"text": "出ない", "when": "no"}, {"text": "出る", "when": "yes"}], notes="〔数〕です。"
    )
    called = '{{ deck(slides, {"数": 12}, {"yes": true, "no": false}) }}'
    text = '{% from "partials/slides.ja.j2" import deck with context %}\n' + called + "\n終わり"
    own_data(tmp_path, {"ja": text}, {"slides.yml": {"slides": [first, slide(bullets=[], figure="call-tree")]}})
    document, problems = made_of(tmp_path)
    assert problems == ()
    assert document is not None
    made = document.data["slides"]
    assert isinstance(made, SlidesData)
    assert [bullet.text for bullet in made.slides[0].bullets] == ["12本", "出る"]
    assert made.slides[0].notes == "12です。"
    assert [figure.id for figure in document.figures] == ["call-tree"]
    assert "12本" not in document.body


def test_a_blank_that_nobody_fills_is_told(tmp_path: Path) -> None:
    text = "{{ slides.slides[0].notes }}"
    own_data(tmp_path, {"ja": text}, {"slides.yml": {"slides": [slide(notes="〔数〕です。")]}})
    assert [problem.code for problem in made_of(tmp_path)[1]] == ["data_not_filled"]


def test_every_drawing_can_be_shown() -> None:
    assert set(FigureName) == set(FIGURES)
