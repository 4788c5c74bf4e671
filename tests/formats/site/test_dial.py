"""Numbers of the facts dial where a page shows them; nothing else does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest
from quaybook.formats.site.dial import Dial
from quaybook.model.audience import AudienceLevel
from quaybook.model.groups.organisation import ContactMeans
from quaybook.wording.dialect.escape import literal
from quaybook.wording.filters import Filters

from tests.assessment.rules.cases.changes import changed, sample_facts, terminal_of
from tests.conftest import prepared_sample
from tests.helpers.editions import pages_of
from tests.helpers.renderings import judged_with, rendered, words

MOBILE, PHONE = "090-1234-5678", "06-1234-5678"
EMERGENCY = {"110", "118", "119"}
TEL = re.compile(r"\[([^\]]*)\]\(tel:([^)]*)\)")


def dial(means: Iterable[Mapping[str, str]], level: AudienceLevel = AudienceLevel.STAFF) -> Dial:
    """The numbers of a terminal of whose people one has these."""
    facts = changed(sample_facts("aonagi"), {"people[0].means": list(means)})
    return Dial(terminal_of(facts), words(), level)


@pytest.mark.parametrize(
    ("kind", "value", "digits"),
    [
        ("mobile", MOBILE, ["09012345678"]),
        ("phone", "(06) 1234-5678", ["0612345678"]),
        ("phone", "+81 6 1234 5678", ["+81612345678"]),
        ("mobile", "０９０－１２３４－５６７８", ["09012345678"]),
        ("phone", "06-1234-5678（代表）", ["0612345678"]),
        ("phone", "06-1234-5678、06-1234-5679", ["0612345678", "0612345679"]),
        ("phone", "仮：06-1234-5678", ["0612345678"]),
        ("phone", "110", ["110"]),
        ("phone", "06-1234-5678（内線 12）", ["0612345678"]),
        ("phone", "受付 06-1234-5678", []),
        ("phone", "TODO", []),
        ("mobile", "×××-××××-××××", []),
        ("phone", "1", []),
        ("extension", "310", []),
        ("radio", "1234567890ch", []),
        ("fax", PHONE, []),
        ("web", "https://example.jp/0612345678", []),
    ],
)
def test_only_the_digits_of_a_telephone_dial(kind: str, value: str, digits: list[str]) -> None:
    means = [{"kind": kind, "value": value}]
    printed = Filters(terminal_of(sample_facts("aonagi")), words()).means(
        [ContactMeans.model_validate(each) for each in means]
    )
    assert [target for _, target in TEL.findall(dial(means).linked(f"| 発見者 | {printed} |"))] == digits


def test_a_number_keeps_its_words_and_is_not_found_in_another() -> None:
    known = dial([{"kind": "phone", "value": PHONE}, {"kind": "phone", "value": "110"}])
    shown = literal(PHONE)
    assert known.linked(f"電話 {shown}（代表）") == f"電話 [{shown}](tel:0612345678)（代表）"
    assert known.linked("電話 110番ではない、電話 110").count("tel:110") == 2
    for text in (
        f"資産番号 1{shown}",
        f"資産番号 {shown}9",
        f"資産番号 A{literal('-')}{shown}",
        f"資産番号 {shown}{literal('-')}1",
        f"{words()('label.Means.fax')} {shown}",
        "内線 110、様式110",
        f"[{shown}](doc:home)",
        f"![{shown}](figure:call-tree)",
    ):
        assert known.linked(text) == text, text


def test_numbers_for_an_emergency_dial_without_any_fact() -> None:
    known = dial([{"kind": "extension", "value": "310"}])
    assert known.linked("けがは119番。") == "けがは[119番](tel:119)。"
    assert {target for _, target in TEL.findall(known.linked("110番、118番、119番"))} == EMERGENCY
    for text in ("2119番", "資産番号 119", "119号"):
        assert known.linked(text) == text, text


def test_numbers_that_readers_may_not_know_are_not_looked_for() -> None:
    means = [{"kind": "mobile", "value": MOBILE}]
    assert dial(means).targets
    assert "09012345678" not in dial(means, AudienceLevel.PUBLIC).targets.values()


def test_hostile_numbers_never_act() -> None:
    value = '090-1234-5678"><script>alert(1)</script>](javascript:alert(2))'
    printed = f"携帯 {literal(value)}"
    linked = dial([{"kind": "mobile", "value": value}]).linked(printed)
    assert linked == printed


def test_home_cards_and_contacts_dial_and_nothing_of_the_placeholders() -> None:
    changes = {
        "duty.means": [{"kind": "phone", "value": "06-0000-0001"}, {"kind": "mobile", "value": "090-0000-0002"}],
        "people[*].means": [{"kind": "mobile", "value": MOBILE}, {"kind": "extension", "value": "310"}],
        "contacts[*].means": [{"kind": "phone", "value": PHONE}, {"kind": "fax", "value": "06-9999-9999"}],
    }
    judged = judged_with("hoshimisaki", changes)
    documents, problems = rendered(judged, AudienceLevel.CONTROLLED)
    assert problems == []
    pages = pages_of(replace(prepared_sample("hoshimisaki"), judged=judged), documents)
    dialled = {path: {target for _, target in TEL.findall(text)} for path, text in pages.items()}
    duty = {"0600000001", "09000000002"}
    assert dialled["index.md"] >= duty
    assert "09012345678" not in dialled["index.md"]
    for page in ("ja/role/gate.md", "ja/card/card-gate.md", "ja/role/finder.md"):
        assert dialled[page] >= duty | {"09012345678"}, page
    assert {"09012345678", "0612345678"} <= dialled["ja/register/register-contacts.md"]
    everywhere = duty | {"09012345678", "0612345678"} | EMERGENCY
    assert {target for found in dialled.values() for target in found} == everywhere
    usual = pages_of(prepared_sample("hoshimisaki"))
    assert len(usual) > 130
    assert {target for text in usual.values() for _, target in TEL.findall(text)} == EMERGENCY
