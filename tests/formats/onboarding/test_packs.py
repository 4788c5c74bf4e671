"""Packs for newcomers: each holds what its path leads through, in its order, and no answer before the end."""

from __future__ import annotations

import io
import re
from functools import cache

import docx
import pytest
from pypdf import PdfReader
from quaybook.formats.contract import Edition
from quaybook.formats.onboarding.format import OnboardingFormat
from quaybook.formats.onboarding.pack import Pack, packs
from quaybook.model.audience import AudienceLevel
from quaybook.model.data.path import PathData
from quaybook.model.data.quiz import QuizData
from quaybook.model.document import Kind
from quaybook.pipeline import Workspace, prepare

from tests.conftest import KEPT, REPOSITORY, TODAY, prepared_sample
from tests.helpers.editions import edition

SEEN = ("path-gate", "path-contractor")


@cache
def of() -> Edition:
    return edition(prepared_sample("aonagi"), cache=KEPT)


@cache
def files() -> dict[str, bytes]:
    made = OnboardingFormat().artifacts(of())
    return {path: made[f"ja/onboarding/{path}"].made for name in SEEN for path in (f"{name}.pdf", f"{name}.docx")}


def pack(name: str) -> Pack:
    return next(each for each in packs(of().documents) if each.id == name)


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


@cache
def pages(name: str) -> tuple[str, ...]:
    """The text of every page of a PDF without its spaces, which a reader of PDF files puts where lines end."""
    return tuple(plain(page.extract_text()) for page in PdfReader(io.BytesIO(files()[f"{name}.pdf"])).pages)


@cache
def paragraphs(name: str) -> tuple[tuple[str, str], ...]:
    """Style and text of each paragraph of a Word file, those in tables too, in their order."""
    document = docx.Document(io.BytesIO(files()[f"{name}.docx"]))
    found = []
    for element in document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"):
        paragraph = docx.text.paragraph.Paragraph(element, document)
        found.append((str(paragraph.style.name), plain(paragraph.text)))
    return tuple(found)


def chapters(name: str) -> list[tuple[str, int]]:
    """Title and page of every document of a PDF, as its outline has them."""
    read = PdfReader(io.BytesIO(files()[f"{name}.pdf"]))
    parts = [entry for entry in read.outline if isinstance(entry, list)]
    listed = [entry for part in parts for entry in part if not isinstance(entry, list)]
    return [(plain(str(entry.title)), (read.get_destination_page_number(entry) or 0) + 1) for entry in listed]


def explanations(name: str) -> list[str]:
    """The beginning of what explains each answer, as the quizzes of a path have it."""
    held = {d.spec.id: d for d in of().documents.documents}
    asked = [held[entry.document.spec.id].data["quiz"] for entry in pack(name).answers]
    return [plain(str(q.why))[:24] for quiz in asked if isinstance(quiz, QuizData) for q in quiz.questions]


@pytest.mark.parametrize("name", SEEN)
def test_the_paper_begins_with_the_steps_and_ends_with_what_is_signed(name: str) -> None:
    told, held = pages(name), pack(name)
    assert plain(held.page.title) in told[0]
    assert "1/" in told[0]
    last = told[-1]
    assert all(word in last for word in ("受講確認・誓約", "本人", "講師又は所属の責任者", "F30", "F31"))
    # Each step is found by the page that stands behind its name.
    assert any("この道筋に出る言葉" in page for page in told[:2])
    starts = chapters(name)
    titles = [plain(entry.document.title) for entry in (*held.steps, *held.answers)]
    assert [re.sub("（(抜粋|解答|記入例|写し。.+)）$", "", title) for title, _ in starts] == titles
    assert [number for _, number in starts] == sorted(number for _, number in starts)
    numbers = {int(number) for number in re.findall(r"→(\d+)頁", "".join(told[:2]))}
    named = {entry.document.spec.id for entry in held.steps}
    assert len(numbers & {number for _, number in starts}) >= len(named)


@pytest.mark.parametrize("name", SEEN)
def test_no_answer_stands_before_the_end(name: str) -> None:
    found = explanations(name)
    assert len(found) >= 5
    first = next(n for n, text in enumerate(pages(name)) if "解答と解説" in text and found[0] in text)
    assert [why for why in found if any(why in text for text in pages(name)[:first])] == []
    assert [why for why in found if not any(why in text for text in pages(name)[first:-1])] == []
    words = [text for _, text in paragraphs(name)]
    begins = next(n for n, text in enumerate(words) if text.endswith("の解答"))
    assert [why for why in found if any(why in text for text in words[:begins])] == []
    assert [why for why in found if not any(why in text for text in words[begins:])] == []


@pytest.mark.parametrize("name", SEEN)
def test_the_word_file_has_a_chapter_for_each_step(name: str) -> None:
    held, read = pack(name), paragraphs(name)
    heads = [text for style, text in read if style == "Heading 1"]
    titles = [plain(entry.document.title) for entry in (*held.steps, *held.answers)]
    found = [text for text in heads if text in titles or text.endswith(("の解答", "の記入例"))]
    assert len(found) == len(titles)
    assert heads[:4] == ["始める時と終える時", "順序", "署名するもの", "この道筋に出る言葉"]
    assert heads[-1] == "受講確認・誓約"
    document = docx.Document(io.BytesIO(files()[f"{name}.docx"]))
    breaks = [p for p in document.paragraphs if p.paragraph_format.page_break_before]
    assert len(breaks) >= len(titles) + 1


def test_every_link_of_a_word_file_leads_to_a_place_in_it() -> None:
    body = docx.Document(io.BytesIO(files()["path-gate.docx"])).element.body
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    anchors = {link.get(f"{name}anchor") for link in body.iter(f"{name}hyperlink")}
    places = {mark.get(f"{name}name") for mark in body.iter(f"{name}bookmarkStart")}
    assert len(anchors) > 8
    assert anchors - places == set()


def test_drills_are_not_in_a_pack() -> None:
    joined = {entry.document.spec.drill for each in packs(of().documents) for entry in each.steps}
    kinds = {entry.document.spec.kind for each in packs(of().documents) for entry in each.steps}
    assert {Kind.TRAINING, Kind.CARD, Kind.FORM} <= kinds
    assert "drill-relay" not in {name for each in packs(of().documents) for name in each.documents}
    assert joined


def test_a_contractor_gets_nothing_that_does_not_leave_the_house() -> None:
    held = pack("path-contractor")
    assert held.page.spec.outside
    kept = [entry.document.spec for entry in held.steps if not entry.document.spec.outside]
    assert {spec.number[0] for spec in kept} == {"F"}
    # Forms are filled in by people of no terminal, some of whom are called as those of the sample are.
    forms = plain("".join(entry.document.body for entry in held.steps if entry.document.spec.kind != Kind.TRAINING))
    people = [plain(str(person.name)) for person in prepared_sample("aonagi").terminal.people]
    inside = [name for name in people if name not in forms]
    assert len(inside) > 5
    assert [name for name in inside if any(name in text for text in pages("path-contractor"))] == []


def test_each_page_leads_to_its_packs_and_the_list_to_all() -> None:
    links = OnboardingFormat().links(of())
    names = [each.id for each in packs(of().documents)]
    assert len(names) > 9
    for name in names:
        assert sorted(links[name].values()) == [f"ja/onboarding/{name}.docx", f"ja/onboarding/{name}.pdf"]
    assert len(links["onboarding"]) == 2 * len(names)


def test_staff_get_paths_and_the_public_none() -> None:
    for reader, count in ((AudienceLevel.STAFF, len(packs(of().documents))), (AudienceLevel.PUBLIC, 0)):
        prepared, problems = prepare(Workspace(REPOSITORY), "aonagi", TODAY, reader=reader)
        assert prepared is not None
        assert problems == ()
        documents = prepared.sets["ja"]
        found = packs(documents)
        assert len(found) == count
        known = {document.spec.id for document in documents.documents}
        assert {name for each in found for name in each.documents} <= known


def test_a_question_stands_whole_on_one_page_with_its_heading() -> None:
    told = pages("path-gate")
    quizzes = [data for e in pack("path-gate").answers if isinstance(data := e.document.data["quiz"], QuizData)]
    asked = [question for quiz in quizzes for question in quiz.questions]
    assert len(asked) > 30
    parted = [
        question.question
        for question in asked
        if not any(all(plain(str(text)) in page for text in (question.question, *question.choices)) for page in told)
    ]
    assert parted == []
    heads = [page for page in told if re.search(r"\d+確認問題まず自分で答え", page)]
    assert len(heads) == len(quizzes)
    assert [page for page in heads if "問1" not in page] == []


def test_choices_have_one_mark_and_a_word_file_begins_with_the_name() -> None:
    document = docx.Document(io.BytesIO(files()["path-gate.docx"]))
    choices = [p for p in document.paragraphs if re.match("[ア-カ]\u3000", p.text)]
    assert len(choices) > 100
    assert [p.text for p in choices if p._p.pPr.numPr is not None] == []
    # Each keeps to the next choice, and what leads to the first one keeps to it.
    before = [p._p.getprevious().pPr.keepNext for p in choices]
    assert [mark for mark in before if mark is None] == []
    assert not re.search("[•-][ア-カ]\u3000?", "".join(pages("path-gate")))
    first = document.tables[0]
    head, about = ([cell.text.strip() for cell in row.cells] for row in first.rows)
    control = pack("path-gate").page.control
    assert (head[0], about[0]) == ("氏名・所属", "")
    assert {control.edition, control.classification} <= set(about)
    assert "2026年" in plain("".join(about))
    places = [text for _, text in paragraphs("path-gate")]
    assert places.index("氏名・所属") < places.index("始める時と終える時")


@pytest.mark.parametrize("name", SEEN)
def test_there_is_room_for_each_answer_and_for_the_marks(name: str) -> None:
    quizzes = [data for e in pack(name).answers if isinstance(data := e.document.data["quiz"], QuizData)]
    assert quizzes
    texts = [text for _, text in paragraphs(name)]
    for quiz in quizzes:
        assert any(f"正解の数：／{len(quiz.questions)}（合格は{quiz.least}以上）" in page for page in pages(name))
        asked = [question.question for question in quiz.questions]
        lines = [text for text in texts if any(plain(question) in text for question in asked) and text.startswith("問")]
        assert len(lines) == len(asked)
        assert [line for line in lines if not line.endswith("（）")] == []


def test_no_page_is_left_for_a_few_lines() -> None:
    """Of the readings and their quizzes; a form may be one line of a table."""
    held = pack("path-gate")
    told, starts = pages("path-gate"), [number for _, number in chapters("path-gate")]
    readings = [n for n, entry in enumerate(held.steps, 1) if entry.document.spec.kind == Kind.TRAINING]
    lasts = [told[starts[n + 1] - 2] for n in readings]
    assert len(lasts) == 3
    assert [page for page in lasts if len(page) < 500] == []


def test_what_a_step_repeats_stands_once_and_the_word_file_bears_the_name_of_its_path() -> None:
    held = pack("path-gate")
    data = held.page.data["path"]
    assert isinstance(data, PathData)
    assert "training-all#today" in [step.document for step in data.steps]
    assert [entry.document.spec.id for entry in held.steps].count("training-all") == 1
    footers = {
        part.text for s in docx.Document(io.BytesIO(files()["path-gate.docx"])).sections for part in s.footer.paragraphs
    }
    assert [text for text in footers if held.page.title not in text] == []
    assert footers
    told = [text for _, text in paragraphs("path-gate")]
    assert [text for text in told if text.endswith("-—")] == []
