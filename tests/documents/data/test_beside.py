"""Facts stand in the blanks of a quiz or a scenario as they are, on the page and in what formats get alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from quaybook.documents.data.beside import Beside
from quaybook.documents.templating.budget import Budget
from quaybook.facts.positions import Source
from quaybook.facts.text import refused_character
from quaybook.model.audience import AudienceLevel
from quaybook.model.data.quiz import QuizData
from quaybook.pipeline import Prepared, Workspace, prepare
from quaybook.wording.filters import Filters
from quaybook.wording.values import TemplateMistakeError

from tests.conftest import REPOSITORY, TODAY
from tests.helpers.data_files import QUIZ, checked, inject, made_of, own_data, question, told


def own_quiz(root: Path, facts: str, *questions: dict[str, object], conditions: str = "{}", **spec: object) -> None:
    text = QUIZ.replace("FACTS", facts).replace("CONDITIONS", conditions)
    own_data(root, {"ja": text}, {"quiz.yml": {"questions": [*questions]}}, **spec)


def test_a_blank_and_a_condition_that_the_text_does_not_know_are_told(tmp_path: Path) -> None:
    wrong = (question(when="usbb"), question(why="〔一致卒〕%に達した。", when="usb"), question(when="no-usb"))
    own_quiz(tmp_path, '{"一致率": 98}', *wrong, conditions='{"usb": true, "no-usb": false}')
    document, problems = made_of(tmp_path)
    assert sorted((p.code, p.path, dict(p.values)["near"]) for p in problems) == [
        ("data_unknown_blank", "questions[1].why", "一致率"),
        ("data_unknown_condition", "questions[0].when", "usb"),
    ]
    assert told(problems)
    assert document is not None
    quiz = document.data["quiz"]
    assert isinstance(quiz, QuizData)
    assert [q.when for q in quiz.questions] == ["usb"]


def test_data_that_a_text_prints_as_they_are_written_are_told_where_they_wait_for_a_fact(tmp_path: Path) -> None:
    text = "{% for q in quiz.questions %}\n- {{ q.question }}\n{% endfor %}"
    asked = [question(), question(question="〔当番〕は誰か。"), question(when="usb")]
    own_data(tmp_path, {"ja": text}, {"quiz.yml": {"questions": asked}})
    _, problems = made_of(tmp_path)
    assert told(problems) == [
        ("data_not_filled", "questions[1].question"),
        ("data_not_filled", "questions[2].when"),
    ]


NOT_FILLED = {
    "[quiz]": "template_fill",
    "quiz.questions": "template_fill",
    "fill(quiz)": "template_fill",
    "quiz, [('a', 'b')]": "template_fill",
    "quiz, {}, ['usb']": "template_fill",
    "quiz, {'a': ref('F30')}": "template_prints_object",
    "quiz, {'a': people}": "template_prints_object",
    "quiz, {'a': gate.mode}": "template_variable",
    "quiz, {}, {'usb': nothing}": "template_variable",
    "quiz, {}, {'usb': remote_access.ways[0].account_lock.enabled}": "withheld_met",
}


def test_what_fill_cannot_take_is_told_at_the_line_of_the_text(tmp_path: Path) -> None:
    for number, arguments in enumerate(NOT_FILLED):
        text = f"{{% for q in fill({arguments}).questions %}}\n- {{{{ q.why }}}}\n{{% endfor %}}"
        own_data(tmp_path, {"ja": text}, {"quiz.yml": {"questions": [question(when="usb")]}}, f"own-{number}")
    _, problems = made_of(tmp_path)
    found = {Path(p.file).parent.name: (p.code, Path(p.file).name, p.line) for p in problems}
    assert found == {f"own-{number}": (code, "ja.md.j2", 3) for number, code in enumerate(NOT_FILLED.values())}
    assert len(problems) == len(NOT_FILLED)


def test_a_heading_that_is_not_there_is_told_at_the_line_of_the_data(tmp_path: Path) -> None:
    text = "{% for i in fill(scenario, {}, {'x': false}).injects %}\n- {{ ref(i.documents[0]) }}\n{% endfor %}"
    injects = [inject(documents=["backup#generation"]), inject(documents=["#al"], when="x"), inject(documents=["#all"])]
    own_data(tmp_path, {"ja": text}, {"scenario.yml": {"injects": injects}})
    _, problems = made_of(tmp_path)
    assert sorted((p.code, Path(p.file).name, p.path, dict(p.values)["near"]) for p in problems) == [
        ("data_unknown_heading", "scenario.yml", "injects[0].documents[0]", "generations"),
        ("data_unknown_heading", "scenario.yml", "injects[1].documents[0]", "all"),
    ]
    told(problems)


def test_a_heading_in_which_no_answer_stands_is_told_at_the_line_of_the_quiz(tmp_path: Path) -> None:
    text = "{% for q in fill(quiz).questions %}\n- {% for d in q.documents %}{{ ref(d) }}{% endfor %}\n{% endfor %}"
    asked = [question(documents=["backup#generations"]), question(documents=["#all", "backup#generation"])]
    own_data(tmp_path, {"ja": text}, {"quiz.yml": {"questions": asked}})
    _, problems = made_of(tmp_path)
    assert told(problems) == [("data_unknown_heading", "questions[1].documents[1]")]


def test_a_reference_of_the_text_itself_is_still_told_there(tmp_path: Path) -> None:
    text = '{% for i in fill(scenario).injects %}\n- {{ ref("backup#nowhere") }}\n{% endfor %}'
    own_data(tmp_path, {"ja": text}, {"scenario.yml": {"injects": [inject(documents=["backup#nowhere"])]}})
    _, problems = made_of(tmp_path)
    assert {(p.code, Path(p.file).name) for p in problems} == {
        ("data_unknown_heading", "scenario.yml"),
        ("dangling_reference", "ja.md.j2"),
    }


def test_whom_to_ask_about_an_open_text_is_for_the_highest_readers(tmp_path: Path) -> None:
    for audience in ("staff", "controlled"):
        root = tmp_path / audience
        own_quiz(root, "{}", question(why="TODO: CANARY 花子に聞く"), audience=audience)
        document, problems = made_of(root)
        assert problems == ()
        assert document is not None
        shown = document.body + repr(document.data)
        assert ("CANARY" in shown) == (audience == "controlled")
        assert shown.count("【要記入") == 2


# Facts in data are data.

HOSTILE = st.text(max_size=40) | st.sampled_from(
    [
        "〔二〕",
        "〔x〕",
        "<b>x</b>",
        "[a](http://example.jp)",
        "| a | b |",
        "{{ x }}",
        "**太字**",
        "&#60;",
        "1. 一",
        "　全角　",
    ]
)


@example("〔二〕", "〔一〕")
@given(HOSTILE, HOSTILE)
@settings(max_examples=200, deadline=None)
def test_a_fact_stands_in_the_data_as_it_is(large: Prepared, one: str, two: str) -> None:

    if refused_character(one + two):
        return
    read = Source(data={"questions": [question(question="〔一〕と〔二〕。〔一〕", why="**〔一〕**|<i>")]})
    file = checked("quiz.yml", read)
    assert file.problems == ()
    filters = Filters(large.terminal, large.words["ja"])
    beside = Beside((file,), filters, with_asks=True, spend=lambda *_, **__: None)
    beside.fill(beside.models["quiz"], {"一": one, "二": two}, {})
    quiz = beside.finished()["quiz"]
    assert isinstance(quiz, QuizData)
    first, second = filters.plain(one), filters.plain(two)
    said = f"{first}と{second}。{first}"
    assert quiz.questions[0].question == filters.plain(said)
    assert quiz.questions[0].why == filters.plain(f"**{first}**|<i>")
    assert beside.problems == []


def test_what_fill_makes_is_counted(large: Prepared) -> None:

    file = checked("quiz.yml", Source(data={"questions": [question(why="〔一〕" * 2000)]}))
    beside = Beside((file,), Filters(large.terminal, large.words["ja"]), with_asks=True, spend=Budget().spend)
    with pytest.raises(TemplateMistakeError) as raised:
        beside.fill(beside.models["quiz"], {"一": "長" * 10_000}, {})
    assert raised.value.code == "template_too_long"


def test_the_data_of_a_document_are_the_same_in_every_edition(large: Prepared) -> None:
    """The facts in a document are chosen for its own readers, in every edition."""

    lower, problems = prepare(Workspace(REPOSITORY), "aonagi", TODAY, reader=AudienceLevel.STAFF)
    assert problems == ()
    assert lower is not None
    high = {d.spec.id: d.data for d in large.sets["ja"].documents}
    low = {d.spec.id: d.data for d in lower.sets["ja"].documents if d.data}
    assert len(low) > 40
    assert {name for name, data in low.items() if data != high[name]} == set()


def test_a_document_with_wrong_data_is_not_made(tmp_path: Path) -> None:
    """Its data are told of, and nothing else."""
    own_quiz(tmp_path, "{}", question(answer="ワ"))
    document, problems = made_of(tmp_path)
    assert document is None
    assert told(problems) == [("quiz_answer", "questions[0].answer")]
