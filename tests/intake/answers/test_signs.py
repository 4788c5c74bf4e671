"""Signs of a Japanese keyboard in numbers and addresses become those that work, and nothing else changes."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quaybook.intake.answers.forms import Form, form_of, taken
from quaybook.intake.answers.signs import address, composed, identifier, network, number, phone

SIGNS = st.text(
    st.one_of(
        st.sampled_from("0123456789０１９×-－−‐–—ー─()（）+＋ 　.．@＠/／:：。aAａＡあかガ港\u3099\u309a"),
        st.characters(exclude_categories=("Cs",)),
    ),
    max_size=40,
)
FREE = st.text(
    st.characters(exclude_categories=("Cs",)).filter(lambda c: not re.match(r"[0-9\u00d7\uff10-\uff19]", c)),
    max_size=40,
)
WAYS = (phone, address, network, identifier, number, composed)


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("０９０－××××－××××", "090-××××-××××"),
        ("××−××××−××××", "××-××××-××××"),
        ("××‐××××‑××××", "××-××××-××××"),
        ("××–××××—××××", "××-××××-××××"),
        ("××ー××××ー××××（代）", "××-××××-××××（代）"),
        ("（××）××××－××××", "(××)××××-××××"),
        ("××（××××）××××", "××(××××)××××"),
        ("（夜間は××－××××－××××）", "（夜間は××-××××-××××）"),
        ("＋８１　××ー××××", "+81 ××-××××"),
        ("内線１２３（サーバー室）", "内線123（サーバー室）"),
        ("代表ー内線の順", "代表ー内線の順"),
    ],
)
def test_a_telephone_number_has_digits_and_hyphens_that_can_be_dialled(typed: str, dialled: str) -> None:
    assert phone(typed) == dialled


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ｄｅｓｋ＠ｅｘａｍｐｌｅ．ｊｐ", "desk@example.jp"),
        ("総務（ｄｅｓｋ−ａ＠ｅｘａｍｐｌｅ．ｊｐ）", "総務（desk-a@example.jp）"),
        ("ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｊｐ／ａ？ｂ＝１", "https://example.jp/a?b=1"),
        ("公式サイトの「Ｗｅｂ」のページ", "公式サイトの「Ｗｅｂ」のページ"),
        ("メールサーバー", "メールサーバー"),
    ],
)
def test_an_address_of_mail_or_of_a_page_is_narrow(typed: str, written: str) -> None:
    assert address(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("１９２．０．２．０／２７", "192.0.2.0/27"),
        ("保守会社：１９８．５１．１００．５", "保守会社：198.51.100.5"),
        ("192。0。2。1", "192.0.2.1"),
        ("192.0.2.1ー192.0.2.9", "192.0.2.1-192.0.2.9"),
        ("２００１：ｄｂ８：：／３２", "2001:db8::/32"),
        ("：：ｆｆｆｆ：０：０／９６", "::ffff:0:0/96"),
        ("全て", "全て"),
        ("192.0.2.1ーサーバー。", "192.0.2.1ーサーバー。"),
    ],
)
def test_an_address_of_a_network_is_narrow(typed: str, written: str) -> None:
    assert network(typed) == written


def test_names_keep_their_signs_and_only_get_their_marks_put_on() -> None:
    assert composed("か\u3099っこうハ\u309aレット") == "がっこうパレット"
    # Composing everything would turn these into other characters.
    kept = "神﨑 髙𠮷 e\u0301 １２－３ ｶﾞ 葛\U000e0100"
    assert composed(kept) == kept


@pytest.mark.parametrize(
    ("typed", "told"),
    [("ｇａｔｅ－ｃｈｉｅｆ", "gate-chief"), (" gate−chief ", "gate-chief"), ("ゲートー１", "ゲートー１")],
)
def test_an_id_that_was_typed_wide_is_narrow(typed: str, told: str) -> None:
    assert identifier(typed) == told


@given(SIGNS)
def test_what_was_read_once_is_not_changed_again(text: str) -> None:
    for way in WAYS:
        once = way(text)
        assert way(once) == once, way.__name__


@given(FREE)
def test_a_text_without_digits_says_the_same(text: str) -> None:
    assert phone(text) == text.strip()
    assert unicodedata.normalize("NFD", composed(text)) == unicodedata.normalize("NFD", text)


@given(SIGNS)
def test_no_digit_is_lost_and_none_comes(text: str) -> None:
    def digits(of: str) -> list[str]:
        return re.findall("[0-9]", "".join(unicodedata.normalize("NFKC", c) if "０" <= c <= "９" else c for c in of))

    assert digits(phone(text)) == digits(text)
    assert digits(composed(text)) == digits(text)


@pytest.mark.parametrize(
    ("path", "means", "form"),
    [
        (("people", "means", "value"), "mobile", Form.PHONE),
        (("contacts", "means", "value"), "extension", Form.EXTENSION),
        (("contact_points", "means", "value"), "mail", Form.ADDRESS),
        (("contacts", "means", "value"), "radio", Form.TEXT),
        (("contacts", "means", "value"), "伝書鳩", Form.TEXT),
        (("segments", "address"), "", Form.NETWORK),
        (("remote_access", "ways", "allowed_source_ips", "address"), "", Form.NETWORK),
        (("contacts", "office_hours", "opens"), "", Form.CLOCK),
        (("people", "id"), "", Form.ID),
        (("org", "ciso", "person"), "", Form.ID),
        (("terminal", "berths"), "", Form.NUMBER),
        (("terminal", "control_systems_present"), "", Form.CHOICE),
        (("terminal", "facts_as_of"), "", Form.DAY),
        (("terminal", "name"), "", Form.TEXT),
    ],
)
def test_the_form_of_an_answer_follows_from_the_fact(path: tuple[str, ...], means: str, form: Form) -> None:
    assert form_of(path, means) is form
    assert taken(Form.PHONE, "０") == "0"


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("38万", "380000"),
        ("１．２万", "12000"),
        ("1,200万", "12000000"),
        ("3万5千", "35000"),
        ("3万5000", "35000"),
        ("1億2万", "100020000"),
        ("0万", "0"),
        ("1.23456万", "12345.6"),
        ("3千5万", "3千5万"),
        ("38万TEU", "38万TEU"),
        ("1,2万", "1,2万"),
        ("万", "万"),
    ],
)
def test_a_large_number_may_be_said_with_its_unit(said: str, digits: str) -> None:
    assert number(said) == digits
