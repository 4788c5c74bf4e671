"""An address that narrows nothing down does so however it is written."""

from __future__ import annotations

from ipaddress import IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quaybook.assessment.addresses import names_one_party
from quaybook.assessment.finding import State

from tests.assessment.rules.cases.changes import changed, findings_of, sample_facts, terminal_of

EVERYTHING = [
    "0.0.0.0/0", "0.0.0.0", "::/0", "::", "any", "ANY", " Any ", "all", "*", "*.*.*.*", "0/0",
    "０．０．０．０／０", "ＡＮＹ", "＊",
    "203.0.113.10, 0.0.0.0/0", "203.0.113.10、any", "203.0.113.10 0.0.0.0/0", "203.0.113.10;*", "0.0.0.0/0（全て）",
    "203.0.0.0/8", "10.0.0.0/15", "2001::/31",
    "0.0.0.0/1", "128.0.0.0/1", "8000::/1", "0.0.0.0/0.0.0.0", "000.000.000.000/00", "0.0.0.0 / 0",
    "0.0.0.0-255.255.255.255", "0.0.0.0～255.255.255.255", "0.0.0.0 〜 127.255.255.255",
    "全て", "すべてのアドレス", "制限なし", "制限していない", "どこからでも可", "誰でも", "無制限", "no restriction",
    "保守会社：0.0.0.0/0", "203.0.113.5・0.0.0.0/0", "203.0.113.5及び0.0.0.0/0", "「0.0.0.0/0」", "<0.0.0.0/0>",
    "0.0.0.0から255.255.255.255まで", "0.0.0.0 to 255.255.255.255", "0.0.0.0 マスク 0.0.0.0", "::ffff:0:0/96",
    "IPv6は全許可、IPv4は198.51.100.10", "1.1.1.1 → 254.254.254.254", "1.1.1.1…254.254.254.254",
    "1.1.1.1 : 254.254.254.254", "::ffff:0.0.0.0/96", "0.0.0.0−255.255.255.255", "10.0.0.0/8と0.0.0.0/0", "*.*",
]  # fmt: skip
NARROW = [
    "203.0.113.10", "203.0.113.10/32", "203.0.113.0/24", "203.0.113.7/24", "２０３．０．１１３．１０", "203.0.113.010",
    "203.0.113.10, 198.51.100.4", "203.0.113.10、198.51.100.0/28", "203.0.113.10-203.0.113.20", "203.0.113.10（本社）",
    "2001:db8::1", "2001:db8::/32", "2001:db8:100:0::/64", "10.1.0.0/16", "203.0.113.5・203.0.113.9",
    "203.0.113.5及び203.0.113.9", "203.0.113.5から203.0.113.9まで", "203.0.113.*", "保守会社：203.0.113.5",
    "203.0.113.0 マスク 255.255.255.0", "company 203.0.113.5",
]  # fmt: skip
NOT_UNDERSTOOD = [
    "固定IP（本社の回線）",
    "company-wide line",
    "保守会社の固定アドレス",
    "本社",
    "1",
    "203.0.113",
    "許可リスト",
    "198.51.100.10ほか",
    "198.51.100.10など",
    "198.51.100.10以外も可",
    "198.51.100.10（ただし緊急時は制限を外す）",
    "198.51.100.10、モバイル回線",
    "198.51.100.10 と携帯回線",
    "198.51.100.10及び本社",
]


@pytest.mark.parametrize("text", EVERYTHING)
def test_what_lets_everybody_in_is_found(text: str) -> None:
    assert names_one_party(text) is False


@pytest.mark.parametrize("text", NARROW)
def test_what_belongs_to_one_party_is_left_alone(text: str) -> None:
    assert names_one_party(text) is True


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_what_is_no_address_is_not_understood(text: str) -> None:
    assert names_one_party(text) is None


@given(st.integers(0, 2**32 - 1), st.integers(0, 32))
def test_a_network_is_as_wide_as_its_prefix(number: int, prefix: int) -> None:
    network = IPv4Network((number, prefix), strict=False)
    assert names_one_party(str(network)) is (prefix >= 16)
    assert names_one_party(f"{network[0]}-{network[-1]}") is (prefix >= 16)


@given(st.text(max_size=40))
def test_any_text_is_read(text: str) -> None:
    assert names_one_party(text) in (True, False, None)


@pytest.mark.parametrize("text", ["０．０．０．０／０", "203.0.113.10, any", "0.0.0.0/1"])
def test_the_finding_of_a_sample_follows(text: str) -> None:
    facts = sample_facts("aonagi")
    assert findings_of(terminal_of(facts))["3-2-a-1"].state == State.MET
    opened = terminal_of(changed(facts, {"remote_access.ways[0].allowed_source_ips[0].address": text}))
    assert findings_of(opened)["3-2-a-1"].state == State.NOT_MET


@pytest.mark.parametrize("text", ["固定IP（本社の回線）", "本社"])
def test_a_text_that_is_not_understood_is_never_good(text: str) -> None:
    opened = changed(sample_facts("aonagi"), {"remote_access.ways[0].allowed_source_ips[*].address": text})
    assert findings_of(terminal_of(opened))["3-2-a-1"].state == State.UNKNOWN


@given(st.sampled_from(NARROW), st.sampled_from(EVERYTHING), st.sampled_from(["、", "・", "及び", " と ", "\n", "／ "]))
def test_one_address_for_everybody_among_narrow_ones_lets_everybody_in(narrow: str, wide: str, glue: str) -> None:
    assert names_one_party(f"{narrow}{glue}{wide}") is False
    assert names_one_party(f"{wide}{glue}{narrow}") is False
