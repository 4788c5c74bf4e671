"""Words that answer nothing are open facts, in whatever width and brackets; a sentence that holds one is an answer."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from quaybook.facts.no_answers import is_note, note_of
from quaybook.facts.positions import Source
from quaybook.model.base import Count, Day, Flag, PersonRef, Provisional, Text, TextOrNone, Todo
from quaybook.model.fields import fact_groups
from quaybook.model.load import load_terminal
from quaybook.resources import policy_source

from tests.assessment.rules.cases.changes import changed, sample_facts

WORDS: dict[str, Any] = yaml.safe_load((policy_source() / "intake" / "no_answers.yml").read_text(encoding="utf-8"))
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
ROUND = [
    "{}",
    "（{}）",
    "({})",
    "【{}】",
    "「{}」",
    "<{}>",
    "{}。",
    "{}…",
    " {} ",
    "\u3000{}",
    "*{}*",
    "{}です",
    "現在{}",
]
# TODO itself may name whom to ask; it has tests of its own.
NEVER = [word for word in (*WORDS["pending"], *WORDS["empty"]) if word != "TODO"]


@given(st.sampled_from(NEVER), st.sampled_from(ROUND), st.booleans(), st.sampled_from([str.upper, str.lower, str]))
def test_a_word_that_answers_nothing_is_known_in_any_width_and_brackets(
    word: str, form: str, wide: bool, case: Any
) -> None:
    text = form.format(case(word).translate(WIDE) if wide else case(word))
    found = TypeAdapter(Text).validate_python(text)
    assert isinstance(found, Todo)
    assert (found.ask, found.said) == ("", text.strip())


@given(st.sampled_from(NEVER), st.text("あいうえ山川港abc", min_size=4, max_size=20))
def test_a_sentence_that_holds_one_is_an_answer(word: str, rest: str) -> None:
    for text in (f"{rest}の場合は{word}とする担当者", f"{word}の場合は{rest}に聞く", f"{rest}{word}{rest}"):
        assert note_of(text, "name") is None, text
        assert TypeAdapter(Text).validate_python(text) == text


@given(st.text("・…〃ー－-―″.?？!！/／_=〜\u3000 ", min_size=1, max_size=8).filter(str.strip))
def test_strokes_and_dots_alone_answer_nothing(text: str) -> None:
    assert isinstance(TypeAdapter(Text).validate_python(text), Todo)


@pytest.mark.parametrize("text", ["××-××××-××××", "○○", "0", "あ", "#12", "—線", "A-1", "調査中、復旧中の順に掲示する"])
def test_what_holds_a_letter_a_number_or_a_placeholder_is_an_answer(text: str) -> None:
    assert TypeAdapter(Text).validate_python(text) == text


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("確認中：ベンダーに照会中", "ベンダーに照会中"),
        ("未定（4月に決定）", "4月に決定"),
        ("未定　4月に決定", "4月に決定"),
        ("【未定】ベンダーに照会中", "ベンダーに照会中"),
        ("【未定：ベンダーに照会中】", "ベンダーに照会中"),
        ("TBD (in April)", "in April"),
        ("TBD - vendor", "vendor"),
        ("【TODO】", ""),
    ],
)
def test_what_is_told_beside_the_word_is_a_note(text: str, note: str) -> None:
    found = TypeAdapter(Text).validate_python(text)
    assert isinstance(found, Todo)
    assert (found.ask, found.said) == (note, text)


@pytest.mark.parametrize(
    "text",
    ["調査中(または復旧中)と掲示する", "「確認中」と掲示する", "unknown devices are removed", "別途：契約書の別紙"],
)
def test_a_word_at_the_beginning_does_not_make_a_note(text: str) -> None:
    assert TypeAdapter(Text).validate_python(text) == text


@pytest.mark.parametrize("kind", [Flag, Day, Count, PersonRef, Text, TextOrNone])
def test_every_kind_of_leaf_knows_them(kind: object) -> None:
    for text in ("確認中", "同上", "〃", "N/A", "未定（4月）"):
        assert isinstance(TypeAdapter(kind).validate_python(text), Todo), text


@pytest.mark.parametrize("word", ["仮", *WORDS["assuming"]])
@pytest.mark.parametrize("form", ["{}", "「{}」", " {} ", "{}。", "{}です", "現在{}"])
def test_the_mark_of_an_assumed_value_without_one_answers_nothing(word: str, form: str) -> None:
    text = form.format(word)
    for kind in (Flag, Day, Count, PersonRef, Text, TextOrNone):
        found: Any = TypeAdapter(kind).validate_python(text)
        assert isinstance(found, Todo), kind
        assert not isinstance(found, Provisional), kind
        assert (found.ask, found.said) == ("", text.strip())
    assert isinstance(TypeAdapter(Text).validate_python(f"{word}：第1倉庫"), Provisional)
    assert TypeAdapter(Text).validate_python(f"{word}の倉庫") == f"{word}の倉庫"


@pytest.mark.parametrize("text", ["なし", "無し", "特になし。", "（なし）", "none"])
def test_nothing_is_an_answer_where_which_is_not_asked(text: str) -> None:
    base = sample_facts("aonagi")
    for path in ("contacts[0].name", "contacts[0].means[0].value", "people[0].title", "spares[0].place"):
        assert _value(base, path, text) is True, path
    for path in ("org.ciso.person", "contacts[0].desk", "systems[0].fallback", "manual.areas[0].experienced[0]"):
        assert _value(base, path, text) is True, path
    for path in ("suppliers[0].subcontracting", "terminal.yard_equipment", "contacts[0].means[0].note"):
        assert _value(base, path, text) is False, path


def _value(facts: dict[str, object], path: str, text: str) -> bool:
    """Whether the fact is open when it is so written."""
    terminal, problems = load_terminal(Source(data=changed(facts, {path: text})))
    assert terminal is not None, problems
    found: Any = terminal
    for step in path.replace("]", "").replace("[", ".").split("."):
        found = found[int(step)] if step.isdigit() else getattr(found, step)
    return isinstance(found, Todo)


def test_the_keys_at_which_nothing_is_no_answer_are_those_of_facts() -> None:
    keys = {key for group in fact_groups() for key in group.model_fields}
    assert len(keys) > 200
    assert sorted(set(WORDS["asks_which"]) - keys) == []


@pytest.mark.parametrize(("text", "is_one"), [("ベンダーに照会中", True), ("未定：総務", True), ("総務課長", False)])
def test_how_far_a_question_has_come_is_no_person(text: str, is_one: bool) -> None:
    assert is_note(text) is is_one


ASSUMED = [
    "仮：{}",
    "仮 : {}",
    "暫定：{}",
    "暫定値:{}",
    "（仮）{}",
    "(仮) {}",
    "【暫定】{}",
    "（仮）：{}",
    "{}（仮）",
    "{}(暫定)",
    " {}〔仮〕 ",
]


@pytest.mark.parametrize("form", ASSUMED)
@pytest.mark.parametrize(("kind", "value"), [(Text, "当直責任者"), (Count, "4"), (Day, "2026-04-01"), (Flag, "yes")])
def test_a_value_that_is_marked_as_assumed_is_held_as_such(form: str, kind: Any, value: str) -> None:
    found = TypeAdapter(kind).validate_python(form.format(value))
    assert isinstance(found, Provisional)
    assert found.value == TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize(
    "text", ["仮設ヤード", "（仮称）新港ターミナル", "暫定の措置", "空の区画（仮置き場）", "北の仮：置き場"]
)
def test_a_word_that_begins_like_the_mark_is_an_answer(text: str) -> None:
    assert TypeAdapter(Text).validate_python(text) == text


@pytest.mark.parametrize("text", ["N.A.", "T.B.D.", "「同 上」", "未  定", "確 認 中", "後日回答予定", "社内で検討"])
def test_a_word_is_known_with_blanks_or_dots_in_it(text: str) -> None:
    assert note_of(text) == ""


@pytest.mark.parametrize("text", ["担当に確認します", "ベンダーに確認中", "社長が決める予定"])
def test_what_is_being_asked_is_no_name_and_no_number(text: str) -> None:
    assert note_of(text, "value") == note_of(text, "name") == ""
    assert note_of(text, "emergency_access") is None
