"""Data in a second language are there where a text needs them, and say the same as those of the source language."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from quaybook.documents.data.languages import differences
from quaybook.model.data.form import FormData
from quaybook.model.data.kinds import IN_ALL_LANGUAGES, KINDS
from quaybook.model.data.quiz import QuizData, letters
from quaybook.model.data.scenario import ScenarioData

from tests.helpers.data_files import QUIZ, data_of, form_with, inject, made_of, own_data, question, told, typed_files


def english(data: object) -> object:
    """A quiz in English letters; of all else the same."""
    if isinstance(data, dict):
        return {k: _letter(v) if k == "answer" else english(v) for k, v in data.items()}
    return [english(each) for each in data] if isinstance(data, list) else data


def _letter(letter: str) -> str:
    return letters("en")[letters("ja").index(letter)]


def in_two_languages() -> list[tuple[str, Path]]:
    return [(name, path) for name, path in typed_files() if name not in IN_ALL_LANGUAGES]


@pytest.mark.parametrize(("name", "path"), in_two_languages())
def test_the_same_in_other_words_is_no_difference(name: str, path: Path) -> None:
    source = KINDS[name].model_validate(data_of(path))
    other = KINDS[name].model_validate(english(data_of(path)))
    assert [*differences(source, other)] == []


@pytest.mark.parametrize(("name", "path"), in_two_languages())
def test_whatever_is_left_out_in_the_other_language_is_told(name: str, path: Path) -> None:
    """Each key and entry in turn, as long as the model takes what is left."""
    source = KINDS[name].model_validate(data_of(path))
    tried = 0
    shortened = [*_shortened(data_of(path))]
    for changed in random.Random(7).sample(shortened, k=min(len(shortened), 12)):
        try:
            other = KINDS[name].model_validate(changed)
        except ValueError:
            continue
        tried += 1
        assert [*differences(source, other)] != []
    assert tried > 0


def _shortened(data: Any) -> Iterator[Any]:
    """The data once without each entry of each list."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        if isinstance(data, list):
            yield [each for number, each in enumerate(data) if number != key]
        for changed in _shortened(value):
            yield _with(data, key, changed)


def _with(data: Any, key: Any, value: Any) -> Any:
    made = copy.copy(data)
    made[key] = value
    return made


CHANGED: Mapping[str, tuple[dict[str, object], str]] = {
    "another answer": ({"answer": "A"}, "questions[0].answer[0]"),
    "another condition": ({"when": "usb"}, "questions[0].when"),
    "a further choice": ({"choices": ["a", "b", "c"]}, "questions[0].choices"),
}


def test_a_question_that_differs_is_told_with_its_line(tmp_path: Path) -> None:
    text = QUIZ.replace("FACTS", "{}").replace("CONDITIONS", '{"usb": true}')
    for number, (changes, _) in enumerate(CHANGED.values()):
        english = {"questions": [question(answer="B") | changes]}
        data = {"quiz.yml": {"questions": [question(answer="イ")]}, "quiz.en.yml": english}
        own_data(tmp_path, {"ja": text}, data, f"own-{number}")
    _, problems = made_of(tmp_path)
    assert {code for code, _ in told(problems)} == {"data_other_value", "data_other_count"}
    found = [(Path(p.file).parent.name, Path(p.file).name, p.path) for p in problems]
    assert found == [(f"own-{n}", "quiz.en.yml", path) for n, (_, path) in enumerate(CHANGED.values())]


def test_a_width_and_the_words_of_a_time_may_differ() -> None:
    form = form_with(columns=[["時刻", "3"], ["番号", "8"]], blank="3")
    other = form_with(columns=[["Time", "5"], ["Number", "9"]], blank="3")
    assert [*differences(FormData.model_validate(form), FormData.model_validate(other))] == []
    one, two, three = (
        ScenarioData.model_validate({"injects": [inject(offset=offset)]}) for offset in ("12分", "12 min", "13 min")
    )
    assert [*differences(one, two)] == []
    assert [path for path, *_ in differences(one, three)] == [("injects", 0, "offset")]


def test_a_text_gets_the_data_of_its_own_language(tmp_path: Path) -> None:
    text = QUIZ.replace("FACTS", "{}").replace("CONDITIONS", "{}")
    data = {
        "quiz.yml": {"questions": [question()]},
        "quiz.en.yml": {"questions": [question(question="What first?", answer="A")]},
    }
    own_data(tmp_path, {"ja": text, "en": text}, data)
    for language, begins in (("ja", "最初"), ("en", "What")):
        document, problems = made_of(tmp_path, language)
        assert problems == ()
        assert document is not None
        quiz = document.data["quiz"]
        assert isinstance(quiz, QuizData)
        assert quiz.questions[0].question.startswith(begins)
        assert begins in document.body


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_text_never_gets_the_data_of_another_language(language: str, tmp_path: Path) -> None:
    text = "{{ rota.who }}" + QUIZ.replace("FACTS", "{}").replace("CONDITIONS", "{}")
    data = {"quiz.yml": {"questions": [question()]}, "rota.yml": {"who": "当番"}, "items.yml": {"asks": {"資-1": []}}}
    own_data(tmp_path, {"ja": text + "{{ items.asks | length }}", "en": text + "{{ items.asks | length }}"}, data)
    document, problems = made_of(tmp_path, language)
    assert (document is None) == (language == "en")
    assert {(p.code, Path(p.file).name, dict(p.values)["needed"]) for p in problems} == {
        ("data_language_missing", "quiz.yml", "quiz.en.yml"),
        ("data_language_missing", "rota.yml", "rota.en.yml"),
    }


def test_data_in_another_language_alone_and_of_what_has_no_words_are_told(tmp_path: Path) -> None:
    text = "{{ items.asks | length }}{{ quiz.questions | length }}"
    data = {
        "items.yml": {"asks": {"資-1": []}},
        "items.en.yml": {"asks": {"資-1": []}},
        "quiz.en.yml": {"questions": [question(answer="A")]},
    }
    own_data(tmp_path, {"ja": text}, data)
    _, problems = made_of(tmp_path)
    found = {(p.code, Path(p.file).name) for p in problems if p.code.startswith("data_")}
    assert found == {("data_for_all_languages", "items.en.yml"), ("data_source_missing", "quiz.en.yml")}
