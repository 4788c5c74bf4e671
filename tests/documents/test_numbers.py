"""Every number stands where somebody has to call it, with when it answers; whom to call next stands beside it."""

from __future__ import annotations

import html
from functools import cache

import pytest
from quaybook.model.audience import AudienceLevel
from quaybook.model.groups.organisation import ContactMeans
from quaybook.wording.filters import Filters

from tests.assessment.rules.cases.changes import REMOVED, sample_facts, terminal_of
from tests.helpers.renderings import judged_with, rendered, words

FIELD = (
    *("card-gate", "card-yard", "card-vessel", "card-reefer", "card-duty"),
    *("card-guard", "card-documents", "card-empty"),
)
CALLING_DUTY = (
    *("card-all", "card-gate", "card-yard", "card-vessel", "card-reefer", "card-ciso", "card-it"),
    *("card-security", "card-recorder", "home", "bcp-organisation", "register-contacts"),
    *("incident-main", "system-failure", "ransomware", "linked-equipment-incident", "training-all"),
    *("card-guard", "card-documents", "card-empty"),
)
CALLING_THE_DEPUTY = ("card-all", "card-gate", "card-yard", "card-vessel", "card-reefer", "card-empty")
CALL_LISTS = ("bcp-organisation", "register-contacts", "reporting-matrix")
DUTY = {
    "name": "集中監視の当番",
    "place": "監視室",
    "means": [
        {"kind": "extension", "value": "9871", "when": "always"},
        {"kind": "radio", "value": "9872チャンネル"},
        {"kind": "mobile", "value": "9873", "note": "手渡し"},
    ],
    "channels": [{"channel": "9874ch", "use": "本部"}, {"channel": "9875ch", "use": "岸壁"}],
}
DEPUTY = [
    {"kind": "mobile", "value": "9881", "when": "outside_hours", "note": "夜間のみ"},
    {"kind": "phone", "value": "9882", "when": "office_hours"},
    {"kind": "radio", "value": "9883"},
]
CHANGES = {
    "duty": DUTY,
    "people[4].means": DEPUTY,
    "terminal.operating_hours": "毎日6時から22時まで",
    # The police and the police station send to each other.
    "contacts[2].means": [{"kind": "phone", "value": "9891", "when": "office_hours"}],
    "contacts[2].languages": ["英語", "中国語"],
    "contacts[2].hours": "平日9時から17時まで",
    "contacts[3].means": [{"kind": "phone", "value": "9892", "when": "always"}],
    "contacts[3].call_next": ["police-cyber"],
}


@cache
def documents(with_duty: bool = True) -> dict[str, str]:
    changes = CHANGES if with_duty else {"duty": REMOVED}
    made, problems = rendered(judged_with("aonagi", changes))
    assert problems == []
    return {document.spec.id: html.unescape(document.body) for document in made.documents}


@pytest.mark.parametrize("name", CALLING_DUTY)
def test_who_is_told_to_call_the_duty_manager_has_all_numbers_of_the_line(name: str) -> None:
    text = documents()[name]
    for said in ("内線 9871（24時間）", "無線 9872チャンネル", "携帯 9873（手渡し）", "監視室", "集中監視の当番"):
        assert said in text
    assert "9871" not in documents(with_duty=False)[name]


def test_a_card_for_the_wallet_has_the_numbers_without_their_notes() -> None:
    text = documents()["wallet-card"]
    assert "集中監視の当番：内線 9871、無線 9872チャンネル、携帯 9873。監視室" in text
    assert "携帯 9881（夜間・休日）、電話 9882（窓口の時間内）、無線 9883" in text


def test_a_finder_of_another_language_has_the_numbers_in_words_of_theirs() -> None:
    easy, english = documents()["card-finder-plain"], documents()["card-finder-english"]
    assert "内線（ないせん） 9871、無線（むせん） 9872チャンネル、携帯（けいたい） 9873" in easy
    assert "Extension 9871, Radio 9872チャンネル, Mobile 9873" in english
    assert "Mobile 9881 (nights and holidays), Phone 9882 (office hours), Radio 9883" in english
    assert "内線（ないせん）・無線（むせん）：　　　　" in documents(with_duty=False)["card-finder-plain"]
    assert "手渡し" not in easy + english


@pytest.mark.parametrize("name", ["card-all", "card-gate", "card-yard", "card-vessel", "card-reefer", "wallet-card"])
def test_without_a_line_the_card_has_room_to_write(name: str) -> None:
    assert "内線・無線：　　　　　　　" in documents(with_duty=False)[name]
    assert "内線・無線：　　　　　　　" not in documents()[name]


@pytest.mark.parametrize("name", [*FIELD, "bcp-organisation", "register-contacts"])
def test_whoever_works_in_the_field_has_the_channels(name: str) -> None:
    text = documents()[name]
    assert "9874ch" in text
    assert "岸壁" in text


@pytest.mark.parametrize("name", CALLING_THE_DEPUTY)
def test_a_deputy_s_numbers_come_with_when_they_answer_and_their_notes(name: str) -> None:
    assert sample_facts("aonagi")["people"][4]["id"] == "security-lead"  # type: ignore[index]
    text = documents()[name]
    assert "携帯 9881（夜間・休日、夜間のみ）、電話 9882（窓口の時間内）、無線 9883" in text


@pytest.mark.parametrize("name", ["home", "bcp-organisation", "register-contacts"])
def test_the_hours_of_the_terminal_stand_where_people_call(name: str) -> None:
    assert "毎日6時から22時まで" in documents()[name]


@pytest.mark.parametrize("name", [*CALL_LISTS, "card-security", "F18"])
def test_the_next_to_call_stands_with_its_number_and_a_circle_ends(name: str) -> None:
    text = documents()[name]
    assert "→○○県 青凪警察署 生活安全課：電話 9892（24時間）" in text
    assert "電話 9891（窓口の時間内）" in text
    assert text.count("9892") < 5


@pytest.mark.parametrize("name", [*CALL_LISTS, "card-security"])
def test_languages_and_hours_stand_beside_the_number(name: str) -> None:
    text = documents()[name]
    assert "（日本語のほか、英語、中国語も通じる）" in text
    assert "平日9時から17時まで" in text


@pytest.mark.parametrize("reader", AudienceLevel)
def test_every_edition_can_be_made_without_a_line(reader: AudienceLevel) -> None:
    assert rendered(judged_with("aonagi", {"duty": REMOVED}), reader)[1] == []


WHEN = {"always": "（24時間）", "office_hours": "（窓口の時間内）", "outside_hours": "（夜間・休日）", None: ""}


@pytest.mark.parametrize("when", WHEN)
def test_when_a_number_answers_is_no_note(when: str | None) -> None:
    filters = Filters(terminal_of(sample_facts("aonagi")), words())
    facts = {"kind": "phone", "value": "123", "note": "席"} | ({"when": when} if when else {})
    means = (ContactMeans.model_validate(facts),)
    assert filters.numbers(means) == f"電話 123{WHEN[when]}"
    assert ("席" in filters.means(means)) is True
    assert WHEN[when].strip("（）") in filters.means(means)


def test_a_limit_that_is_still_to_be_asked_is_a_blank_beside_the_number() -> None:
    filters = Filters(terminal_of(sample_facts("aonagi")), words())
    means = (ContactMeans.model_validate({"kind": "phone", "value": "123", "when": "TODO: 総務"}),)
    assert "要記入" in filters.numbers(means)
