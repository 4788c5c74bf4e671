"""Who reads another language finds every word of the kit in it, and the same people to call in every deck."""

from __future__ import annotations

import html
import re

import pytest
from quaybook.model.document import Document

from tests.conftest import prepared_sample

IN_ENGLISH = ("card-finder-english", "finder-reading-english")
DECKS = (
    *("training-all", "training-users", "training-operations"),
    *("finder-reading-english", "finder-reading-plain"),
)
LINK = re.compile(r"\[([^\[\]]+)\]\(doc:([a-zA-Z0-9-]+)")
JAPANESE = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")


def document(name: str) -> Document:
    return next(d for d in prepared_sample("aonagi").sets["ja"].documents if d.spec.id == name)


@pytest.mark.parametrize("name", IN_ENGLISH)
def test_a_text_in_english_names_documents_in_english(name: str) -> None:
    labels = [(label, to) for label, to in LINK.findall(html.unescape(document(name).body)) if to != "matrix"]
    assert labels
    assert [label for label, _ in labels if JAPANESE.search(label)] == []
    numbers = {d.spec.id: d.spec.number for d in prepared_sample("aonagi").sets["ja"].documents}
    assert [label for label, to in labels if numbers[to] not in label] == []


@pytest.mark.parametrize("name", IN_ENGLISH)
def test_a_text_in_english_joins_facts_as_english_does(name: str) -> None:
    text = html.unescape(document(name).body)
    assert "Extension 310, " in text
    assert "、" not in text
    assert "as they are written at this terminal" in text


@pytest.mark.parametrize("name", DECKS)
def test_a_deck_names_everybody_whom_the_card_names_and_no_number_of_a_telephone_carried(name: str) -> None:
    terminal = prepared_sample("aonagi").terminal
    assert terminal.duty is not None
    shown = str(document(name).data["slides"])
    officer = next(o for o in terminal.org.officers if "incident_management" in o.roles)
    people = {person.id: person for person in terminal.people}
    called = [people[who] for who in (officer.person, officer.deputy, terminal.org.ciso.person)]
    assert [person.name for person in called if str(person.name) not in shown] == []
    carried = [m.value for m in terminal.duty.means if m.kind == "mobile"]
    assert carried
    assert [number for number in carried if str(number) in shown] == []


def test_the_example_of_the_record_has_the_marks_of_the_reading() -> None:
    quiz = document("training-all").data["quiz"]
    assert f"{len(quiz.questions)}問中{quiz.least}問以上" in html.unescape(document("F30").body)
