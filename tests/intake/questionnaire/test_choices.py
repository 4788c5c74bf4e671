"""Whoever reads which answers there are finds them in the list of the cell, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from quaybook.facts.positions import KeyPath, dotted
from quaybook.intake.questionnaire.asking import Asking
from quaybook.intake.questionnaire.questions import LANGUAGES, intake_words, readings
from quaybook.intake.questionnaire.values import Values
from quaybook.intake.shapes import Shape
from quaybook.model.fields import vocabularies
from quaybook.wording.fact_words import labels

from tests.helpers.questionnaires import Filled
from tests.intake.questionnaire.test_assumed import choices

# What parts the sentences of a description, what parts the choices in one, and what is said of them behind.
SIGNS = {
    "ja": ("[：。]", "、", r"から選ぶ|から異なる.*|の別|のそれぞれ.*|の\d[つ種].*|は1件以上.*|を必ず含める"),
    "en": ("[:;.]", ",| or | and ", r",? (if|are|is|need|each|two) .*| required"),
}
ASKED = dict(choices())


def strange(text: str, called: set[str], language: str) -> Iterator[tuple[str, str]]:
    """The parts of a description that list some of the choices, and what in them is called otherwise."""
    ends, comma, behind = SIGNS[language]
    for part in re.split(ends, text):
        inner = left = re.sub(f"(?:{behind})$", "", part.strip()).casefold()
        for label in sorted(called, key=len, reverse=True):
            left = left.replace(label.casefold(), "")
        is_choice = f"：{part}" in text or part.endswith(("から選ぶ", "の別"))
        if re.search(comma, inner) and (is_choice or left != inner):
            yield part, re.sub(comma, "", f" {left} ").strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_choices_are_called_in_the_explanation_as_they_are_in_the_list(language: str) -> None:
    words = intake_words(language)
    asking, seen = Asking(words, language), set[KeyPath]()
    for path, found in ASKED.items():
        for part, other in strange(asking.told(path), called(found, language), language):
            seen.add(path)
            assert not other, (dotted(path), part)
    assert len(seen) > 40, seen


def called(found: Shape, language: str) -> set[str]:
    assert found.vocabulary is not None
    return set(labels(intake_words(language), found.vocabulary).values())


def test_a_choice_by_another_name_is_seen() -> None:
    choice = called(ASKED[("contacts", "means", "when")], "ja")
    for listed in ("いつでも、窓口の時間内、夜間・休日から選ぶ", "いつでも、時間外から選ぶ"):
        ((_, other),) = strange(f"いつ通じるか。{listed}。分からなければ省く", choice, "ja")
        assert "いつでも" in other


def test_every_other_name_of_a_choice_is_of_one_that_there_is() -> None:
    known = {each.__name__: {value.value for value in each} for each in vocabularies()}
    also = readings("ja")["also"]
    assert len(also) > 5
    for name, values in also.items():
        assert set(values.values()) <= known[name], name
    when = ASKED[("contacts", "means", "when")]
    assert Values("ja").fact(when, False, "いつでも") == "always"


PRESENT, LISTED, CONTACTS = (
    "terminal.control_systems_present",
    "risk.covers_maintenance_access",
    "bcp.investigation.contacts",
)


def test_signs_in_cells_for_yes_and_no_are_read_and_told(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    for path, text in {PRESENT: "〇", CONTACTS: "×", LISTED: "仮：✓"}.items():
        filled.cell(path).value = text
    proposal = filled.proposal()
    read = {dict(note.values)["came"]: dict(note.values)["taken"] for note in proposal.notes}
    assert read == {"〇": "はい", "×": "いいえ", "仮：✓": "仮：はい"}


@pytest.mark.parametrize(("word", "taken"), [("あり", "はい"), ("無", "いいえ")])
def test_there_is_one_answers_only_the_question_whether_there_is_one(tmp_path: Path, word: str, taken: str) -> None:
    filled = Filled(tmp_path, "chitoseura")
    filled.cell(PRESENT if word == "あり" else CONTACTS).value = word
    (note,) = filled.proposal().notes
    assert dict(note.values) == {"came": word, "taken": taken}
    filled.cell(LISTED).value = word
    (problem,) = filled.problems()
    assert problem.code == "cell_not_a_choice"


@pytest.mark.parametrize("word", ["済", "未", "△", "◎"])
def test_what_may_mean_several_things_is_asked_about(tmp_path: Path, word: str) -> None:
    filled = Filled(tmp_path, "chitoseura")
    filled.cell(LISTED).value = word
    (problem,) = filled.problems()
    assert problem.code == "cell_not_a_choice"
