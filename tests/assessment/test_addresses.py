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
    "0.0.0.0/1", "128.0.0.0/1", "8000::/1", "0.0.0.0/0.0.0.0", "000.000.000.000/00", "0.0.0.0 / 0",
    "0.0.0.0-255.255.255.255", "0.0.0.0～255.255.255.255", "0.0.0.0 〜 127.255.255.255",
]  # fmt: skip
NARROW = [
    "203.0.113.10", "203.0.113.10/32", "203.0.113.0/24", "203.0.113.7/24", "２０３．０．１１３．１０", "203.0.113.010",
    "203.0.113.10, 198.51.100.4", "203.0.113.10、198.51.100.0/28", "203.0.113.10-203.0.113.20", "203.0.113.10（本社）",
    "2001:db8::1", "2001:db8::/32", "2001:db8:100:0::/64", "10.0.0.0/8", "固定IP（本社の回線）", "company-wide line",
]  # fmt: skip


@pytest.mark.parametrize("text", EVERYTHING)
def test_what_lets_everybody_in_is_found(text: str) -> None:
    assert names_one_party(text) is False


@pytest.mark.parametrize("text", NARROW)
def test_what_belongs_to_one_party_is_left_alone(text: str) -> None:
    assert names_one_party(text) is True


@given(st.integers(0, 2**32 - 1), st.integers(0, 32))
def test_a_network_is_as_wide_as_its_prefix(number: int, prefix: int) -> None:
    network = IPv4Network((number, prefix), strict=False)
    assert names_one_party(str(network)) is (prefix >= 8)
    assert names_one_party(f"{network[0]}-{network[-1]}") is (prefix >= 8)


@given(st.text(max_size=40))
def test_any_text_is_read(text: str) -> None:
    assert names_one_party(text) in (True, False)


@pytest.mark.parametrize("text", ["０．０．０．０／０", "203.0.113.10, any", "0.0.0.0/1"])
def test_the_finding_of_a_sample_follows(text: str) -> None:
    facts = sample_facts("aonagi")
    assert findings_of(terminal_of(facts))["3-2-a-1"].state == State.MET
    opened = terminal_of(changed(facts, {"vpn.allowed_source_ips[0].address": text}))
    assert findings_of(opened)["3-2-a-1"].state == State.PARTLY
