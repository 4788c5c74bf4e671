"""Tables of the site: named, headed, never cut, at home on a telephone, sorted and filtered by keyboard."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown import Markdown
from playwright.sync_api import Browser, Page
from quaybook.formats.for_python_markdown import sized_tables, titled_table
from quaybook.formats.site import tables
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.tables import table

from tests.formats.site.conftest import DESKTOP, PHONE

HOSTILE = '";}</style><b>&lt;\\"&#60;'


def page_of(text: str) -> str:
    return Markdown(extensions=["tables", "md_in_html", "attr_list", tables.NAME]).convert(text)


def captions(page: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r"<caption[^>]*>(.*?)</caption>", page)]


def sized(*rows: str) -> str:
    head, *others = (row.split(",") for row in rows)
    return sized_tables(table(head, (1,) * len(head), others) + "\n")


def test_a_table_is_named_by_what_stands_above_it() -> None:
    text = (
        f"## 甲\n\n{sized('a,b', '1,2')}\n\n**乙**\n\n{sized('a,b', '1,2')}\n\n{sized('c,d', '1,2')}\n\n## 丙\n\n丁\n"
    )
    assert captions(page_of(text)) == ["甲", "乙 1/2", "乙 2/2"]
    told = page_of(f"## 甲\n\n{titled_table('戊', table('ab', (1, 1), ['cd']))}\n")
    assert captions(told) == ["戊"]
    assert "data-caption" not in told
    assert len(set(re.findall(r'<caption id="([^"]+)"', page_of(text)))) == 3


def test_a_column_that_names_the_rows_has_heads_of_rows() -> None:
    named = page_of(sized("名,値", "甲,1", "乙,1"))
    assert re.findall(r'<th scope="row">(.*?)</th>', named) == ["甲", "乙"]
    assert re.findall(r'<th scope="col">(.*?)</th>', named) == ["名", "値"]
    for rows in (("名,値", "甲,1", "甲,2"), ("済,値", "□,1", "□,2"), ("名,値", "甲,1", "　,2"), ("名,値", "甲,1")):
        assert 'scope="row"' not in page_of(sized(*rows)), rows


def test_fields_beside_each_other_each_have_a_head() -> None:
    paired = page_of(sized("項目,欄,項目,欄", "甲,　,乙,　", "丙,　,　,　"))
    assert re.findall(r'<th scope="row">(.*?)</th>', paired) == ["甲", "丙"]
    assert 'class="qb-t qb-pairs"' in paired
    whole = page_of(sized("項目,欄,項目,欄", "甲,　,乙,　", "丙,　,丁,　"))
    assert re.findall(r'<th scope="row">(.*?)</th>', whole) == ["甲", "乙", "丙", "丁"]


def test_no_head_is_empty() -> None:
    page = page_of("| key | |\n|--|--|\n| a | b |\n")
    assert page.count("<th") - page.count("<thead") == 1
    assert "<td></td>" in page


def test_words_of_a_head_are_printed_as_they_stand_and_do_not_act() -> None:
    page = page_of(f"## {literal(HOSTILE)}\n\n{sized(f'a,{literal(HOSTILE)},c', '1,2,3')}")
    assert captions(page) == [HOSTILE]
    style = html.unescape(re.findall(r'style="([^"]*)"', page)[0])
    assert style.endswith('--l1:"a";--l2:"\\";}</style><b>&lt;\\\\\\"&#60;";--l3:"c"')
    assert "<b>" not in page


@pytest.mark.parametrize(
    ("rows", "layout"),
    [
        (("a,b", "1,2"), "narrow"),
        (("a,b,c", "1,2,3"), "cards"),
        (("a,b,c,d,e,f", *["長い言葉で書いた欄," * 5 + "長い言葉"] * 5), "cards"),
        (("a,b,c,d,e,f", *["1,2,3,4,5,6"] * 5), "scroll"),
        (("a,b,c,d,e,f", *["長い言葉で書いた欄," * 5 + "長い言葉"] * 50), "scroll"),
        ((",".join("abcdefgh"), *["長い言葉で書いた欄," * 7 + "長い言葉"] * 5), "scroll"),
    ],
)
def test_a_telephone_gets_what_suits_the_columns(rows: tuple[str, ...], layout: str) -> None:
    assert f'class="qb-t qb-{layout}"' in page_of(sized(*rows))


def test_every_table_has_a_name_and_none_is_cut_on_a_desk(site: Callable[[str], Path], browser: Browser) -> None:
    context = browser.new_context(viewport=DESKTOP, offline=True, java_script_enabled=False)
    page, seen, wrong = context.new_page(), 0, []
    for path in sorted(site("aonagi").rglob("*.html")):
        page.goto(path.as_uri(), wait_until="domcontentloaded")
        found = page.evaluate("""() => {
            document.querySelectorAll("details").forEach(each => { each.open = true; });
            return Array.from(document.querySelectorAll(".md-content table"), each => [
                Boolean(each.caption && each.caption.textContent.trim()),
                Array.from(each.querySelectorAll("th"), th => th.textContent.trim()).includes(""),
                each.closest(".qb-table").scrollWidth - each.closest(".qb-table").clientWidth]);
        }""")
        seen += len(found)
        wrong += [(path.name, each) for each in found if each[:2] != [True, False] or each[2] > 1]
    context.close()
    assert seen > 1200
    assert wrong == []


def test_steps_and_contacts_are_cards_on_a_telephone(
    site: Callable[[str], Path], open_page: Callable[..., Page]
) -> None:
    for path in ("ja/card/card-gate.html", "ja/register/register-contacts.html"):
        page = open_page(site("aonagi") / path, PHONE)
        cells = ".qb-cards tbody td:not(.qb-blank)"
        found = page.evaluate(
            """cells => Array.from(document.querySelectorAll(cells), each => [
            getComputedStyle(each).display, getComputedStyle(each, "::before").content,
            each.getBoundingClientRect().right])""",
            cells,
        )
        shown = [each for each in found if each[2]]
        assert len(shown) > 4
        assert {each[0] for each in shown} == {"flow-root"}
        assert all(re.fullmatch(r'".+"', each[1]) for each in shown)
        assert max(each[2] for each in shown) <= PHONE["width"]


def test_a_wide_register_scrolls_with_sign_name_and_focus(
    site: Callable[[str], Path], open_page: Callable[..., Page]
) -> None:
    page = open_page(site("aonagi") / "ja/audit/matrix.html", PHONE)
    place = page.locator(".qb-table:has(.qb-scroll)").first
    page.wait_for_function("document.querySelector('.qb-more')")
    assert place.get_attribute("role") == "region"
    name = page.locator(f"#{place.get_attribute('aria-labelledby')}")
    assert name.inner_text().strip()
    assert name.evaluate("each => each.getBoundingClientRect().height") > 10
    assert "gradient" in place.evaluate("each => getComputedStyle(each).backgroundImage")
    place.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.qb-more').scrollLeft > 0")
    page.set_viewport_size(DESKTOP)
    page.wait_for_function("!document.querySelector('.qb-more')")
    assert place.get_attribute("tabindex") is None


def test_the_matrix_is_filtered_and_sorted_by_keyboard_and_says_so(
    site: Callable[[str], Path], open_page: Callable[..., Page]
) -> None:
    page = open_page(site("aonagi") / "ja/audit/matrix.html")
    told = page.locator(".qb-told[role=status]").first
    page.locator(".qb-filter input").first.focus()
    page.keyboard.type("VPN")
    shown = page.locator(".qb-sorted").first.locator("tbody tr:not([hidden])").count()
    assert 0 < shown < 132
    assert told.inner_text() == f"132行のうち{shown}行を表示"
    page.keyboard.press("Tab")
    head = page.locator(".qb-sorted th").first
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    for key, order, words in (("Enter", "ascending", "昇順"), ("Space", "descending", "降順")):
        before = page.evaluate("window.scrollY")
        page.keyboard.press(key)
        assert head.get_attribute("aria-sort") == order
        assert told.inner_text() == f"132行のうち{shown}行を表示 「項目」の{words}に並べ替えた"
        assert page.evaluate("window.scrollY") == before
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".qb-sorted").first.locator("th[aria-sort]").count() == 1


def test_a_filter_takes_several_words_and_gives_way_to_a_link(
    site: Callable[[str], Path], open_page: Callable[..., Page]
) -> None:
    page = open_page(site("aonagi") / "ja/audit/matrix.html")
    field = page.locator(".qb-filter input").first
    field.fill("世代 バックアップ")
    shown = page.locator(".qb-sorted").first.locator("tbody tr:not([hidden])")
    assert 0 < shown.count() < 20
    place = page.locator(".qb-sorted").first.locator("tbody tr[hidden] [id]").first
    page.evaluate("place => { location.hash = place; }", place.get_attribute("id"))
    place = page.locator(":target")
    place.wait_for(state="visible")
    assert field.input_value() == ""
    field.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_control_block_follows_the_text_and_opens_by_keyboard(
    site: Callable[[str], Path], open_page: Callable[..., Page]
) -> None:
    page = open_page(site("aonagi") / "ja/policy/backup.html")
    block = page.locator("details.qb-control")
    assert (
        page.locator("h2").last.evaluate("each => each.compareDocumentPosition(document.querySelector('.qb-control'))")
        & 4
    )
    assert not block.locator("dl").is_visible()
    block.locator("summary").focus()
    page.keyboard.press("Enter")
    assert block.locator("dt", has_text="配布先").is_visible()
    page.keyboard.press("Enter")
    assert not block.locator("dl").is_visible()
    page.locator(".qb-stamp a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#document-control")
    assert block.locator("dl").is_visible()
