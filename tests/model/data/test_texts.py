"""What of data is wording can be told from what is the same in every language, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from quaybook.model.base import Facts, Todo
from quaybook.model.data.form import FormColumn, FormData, FormField
from quaybook.model.data.kinds import IN_ALL_LANGUAGES, KINDS
from quaybook.model.data.quiz import Question, QuizData, letters
from quaybook.model.data.scenario import Offset, offset_of
from quaybook.model.data.sheet import Column
from quaybook.model.data.texts import remade, said_in
from quaybook.model.fields import leaves

from tests.helpers.data_files import data_of, files_of, question, typed_files


def written(data: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every value of a file by its path."""
    match data:
        case dict():
            for key, value in data.items():
                yield from written(value, (*path, key))
        case list():
            for number, value in enumerate(data):
                yield from written(value, (*path, number))
        case str():
            yield path, data


@pytest.mark.parametrize(("name", "path"), typed_files())
def test_each_text_of_a_file_is_said_once_and_nothing_else_changes(name: str, path: Path) -> None:
    model = KINDS[name].model_validate(data_of(path))
    said: dict[tuple[str | int, ...], str] = {}

    def mark(text: Any, here: tuple[str | int, ...]) -> str:
        assert here not in said
        said[here] = text
        return f"〈{text}〉"

    changed = remade(model, mark)
    assert bool(said) == (name not in IN_ALL_LANGUAGES)
    texts = [text for _, text in written(data_of(path))]
    assert set(said.values()) <= set(texts)
    before, after = dict(leaves(model)), dict(leaves(changed))
    assert before.keys() == after.keys()
    for here, value in before.items():
        assert after[here] == (f"〈{value}〉" if here in said else value)


def test_every_japanese_sentence_of_a_file_is_a_text() -> None:
    """Else it would stand in Japanese in the file of another language and nobody would say so."""
    seen = 0
    for name, path in typed_files():
        model = KINDS[name].model_validate(data_of(path))
        said: set[object] = set()
        remade(model, lambda text, _: said.add(text) or text)  # noqa: B023  # run at once
        for _, value in leaves(model):
            if isinstance(value, str) and value.endswith(("。", "か", "う")):
                seen += 1
                assert value in said, (path, value)
    assert seen > 400


def test_entries_that_do_not_hold_are_left_out_by_their_place_in_the_file() -> None:
    quiz = QuizData.model_validate({"questions": [question(when="usb"), question(), question(when="no-usb")]})
    asked: list[tuple[str | int, ...]] = []

    def holds(entry: Facts, path: tuple[str | int, ...]) -> bool:
        asked.append(path)
        return isinstance(entry, Question) and entry.when != "usb"

    kept = remade(quiz, lambda text, _: text, holds)
    assert asked == [("questions", 0), ("questions", 1), ("questions", 2)]
    assert [entry.when for entry in kept.questions] == [None, "no-usb"]


def test_what_does_not_change_stays_itself_within_another_whole() -> None:
    quiz = QuizData.model_validate({"questions": [question(), question(), question()]})
    same = remade(quiz, lambda text, _: str(text))
    assert same is not quiz
    assert same == quiz
    assert same.questions is quiz.questions
    other = remade(quiz, lambda text, path: f"{text}。" if path[:2] == ("questions", 1) else text)
    assert other.questions != quiz.questions
    assert [one is two for one, two in zip(other.questions, quiz.questions, strict=True)] == [True, False, True]


@pytest.mark.parametrize("mark", ["TODO", "TODO: 見本 花子に聞く", "ＴＯＤＯ（聞く）"])
def test_a_text_may_be_left_open_and_a_word_is_a_word(mark: str) -> None:
    field = FormField.model_validate({"label": mark, "entry": mark, "example": "不明"})
    assert isinstance(field.label, Todo)
    assert isinstance(field.entry, Todo)
    assert field.example == "不明"
    with pytest.raises(ValidationError):
        Question.model_validate(question(when=[mark]))


@pytest.mark.parametrize("blank", ["", "　", " \n"])
def test_a_label_says_something_and_a_box_may_be_empty(blank: str) -> None:
    assert FormField.model_validate({"label": "船名", "entry": blank}).entry == blank
    with pytest.raises(ValidationError) as raised:
        FormField.model_validate({"label": blank})
    assert raised.value.errors()[0]["type"] == "string_too_short"


def test_a_blank_at_the_beginning_of_a_box_is_kept() -> None:
    assert FormField.model_validate({"label": "日時", "entry": "　　月　　日"}).entry == "　　月　　日"


@pytest.mark.parametrize("kind", [FormColumn, Column])
@pytest.mark.parametrize("came", [["時刻"], ["時刻", "3", "4"], "時刻", None, []])
def test_a_pair_is_a_list_of_two(kind: type[Facts], came: object) -> None:
    assert kind.model_validate(["時刻", "3"])
    with pytest.raises(ValidationError) as raised:
        kind.model_validate(came)
    (told,) = raised.value.errors()
    assert told["type"] == "not_a_pair"
    assert told["ctx"]["names"] == ", ".join(kind.model_fields)


def test_models_are_frozen_and_closed() -> None:
    form = FormData.model_validate(data_of(files_of("form")[0]))
    with pytest.raises(ValidationError):
        form.use = "x"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        FormData.model_validate({**data_of(files_of("form")[0]), "usee": "x"})
    assert said_in(FormData) >= {"use", "writer", "submit_to"}
    assert "repeat" not in said_in(FormData)


@given(
    st.text(st.characters(exclude_categories=("Nd", "Cs"))),
    st.integers(0, 9999),
    st.none() | st.integers(0, 59),
    st.text(st.characters(exclude_categories=("Nd", "Cs"))),
)
def test_an_offset_is_one_count_with_words_around_it(before: str, number: int, minute: int | None, after: str) -> None:
    if minute is None and after.startswith(":"):
        after = f" {after}"
    shown = f"{before}{number}" + ("" if minute is None else f":{minute:02}") + after
    offset = offset_of(shown)
    count = number if minute is None else number * 60 + minute
    assert offset == Offset(before, count, minute is not None, after)
    assert offset.goes_with(offset)


@pytest.mark.parametrize("came", ["", "T+", "T+1:60", "T+1:5", "T+1:05:30", "1日2時間", "T+１:05", "12345", "T+-1:-5"])
def test_what_counts_nothing_or_twice_is_no_offset(came: str) -> None:
    assert offset_of(came) is None


def test_the_right_choice_is_counted_in_either_alphabet() -> None:
    one = [Question.model_validate(question(answer=a)).rights for a in (*"アイウエオカ", *"ABCDEF")]
    assert one == [(number,) for number in range(6)] * 2
    assert [Question.model_validate(question(answer=a)).rights for a in ("ワ", "アイ", "a", "1")] == [()] * 4
    several = Question.model_validate(question(answer=["ウ", "ア"]))
    assert (several.rights, several.is_several) == ((0, 2), True)
    assert (letters("ja")[0], letters("en")[0], letters("fr")[0]) == ("ア", "A", "A")


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=2, max_size=6, unique=True), st.integers(0, 5))
def test_a_choice_finds_its_place_by_itself(choices: list[str], right: int) -> None:
    right %= len(choices)
    asked = Question.model_validate(question(choices=choices, answer="アイウエオカ"[right])).as_asked()
    assert sorted(map(str, asked.choices)) == sorted(choices)
    assert [asked.choices[place] for place in asked.rights] == [choices[right]]
    assert asked.as_asked() == asked
    turned = Question.model_validate(question(choices=choices[::-1], answer="ABCDEF"[len(choices) - 1 - right]))
    assert (turned.as_asked().choices, turned.as_asked().rights) == (asked.choices, asked.rights)
    if len(choices) > 2:
        fewer = Question.model_validate(question(choices=choices[1:])).as_asked()
        assert fewer.choices == tuple(choice for choice in asked.choices if choice != choices[0])


def test_what_is_filled_in_moves_no_choice() -> None:
    quiz = QuizData.model_validate({"questions": [question(choices=[*"甲乙丙丁戊己"])]})
    filled = remade(quiz, lambda text, _: f"{len(text)}{text}")
    assert [str(choice)[-1] for choice in filled.as_asked().questions[0].choices] == [
        *quiz.as_asked().questions[0].choices
    ]


def test_an_order_that_says_something_is_kept() -> None:
    given_order = [*"甲乙丙丁戊己"]
    kept = Question.model_validate(question(choices=given_order, answer="カ", keep_order="yes")).as_asked()
    assert ([*kept.choices], kept.rights) == (given_order, (5,))
    assert [*Question.model_validate(question(choices=given_order)).as_asked().choices] != given_order
