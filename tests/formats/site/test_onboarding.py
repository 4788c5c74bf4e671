"""Pages of paths for newcomers: marks that the browser keeps, by keyboard, from a folder; a sheet that prints alone."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.formats.site.conftest import DESKTOP, PHONE

Sites = Callable[[str], Path]
Opener = Callable[..., Page]
BOXES = ".qb-done input"
KEY = "quaybook.onboarding.aonagi.path-gate"


def path_of(site: Sites, name: str = "path-gate") -> Path:
    return site("aonagi") / "ja" / "onboarding" / f"{name}.html"


def test_steps_are_marked_by_keyboard_and_the_browser_keeps_them(site: Sites, open_page: Opener) -> None:
    page = open_page(path_of(site))
    count = page.locator(BOXES).count()
    drills = page.locator("#steps ~ .qb-table").first.locator("tr", has_text="訓練の日").count()
    assert count - drills > 10
    told = page.locator(".qb-progress-told")
    assert told.inner_text().startswith(f"{count - drills}段のうち0段")
    assert told.inner_text().endswith(f"訓練{drills}回のうち0回に参加した。")
    page.locator("#qb-progress + p + p + button").focus()
    # From the button of the list into the first row: its links, then its box.
    while page.evaluate("document.activeElement.type") != "checkbox":
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith(f"済み 1/{count} ")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Space")
    assert told.inner_text().startswith(f"{count - drills}段のうち1段")
    assert page.get_by_role("status").filter(has_text="1段").count() == 1
    assert page.get_by_role("progressbar", name="進み具合").evaluate("bar => bar.value") == 1
    page.reload()
    assert page.locator(BOXES).first.is_checked()
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(".qb-progress button").press("Enter")
    assert not page.locator(BOXES).first.is_checked()
    assert page.evaluate("key => localStorage.getItem(key)", KEY) is None
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"


def test_a_path_is_complete_before_its_drills(site: Sites, open_page: Opener) -> None:
    page = open_page(path_of(site))
    drills = page.locator("#steps ~ .qb-table").first.locator("tbody tr", has_text="訓練の日")
    own = page.locator("#steps ~ .qb-table").first.locator("tbody tr", has_not_text="訓練の日")
    assert (drills.count(), own.count()) == (2, 16)
    assert drills.first.get_by_role("checkbox").get_attribute("aria-label") == "済み 17/18 訓練A 情報伝達訓練（15分）"
    for row in own.all():
        row.get_by_role("checkbox").check()
    told = page.locator(".qb-progress-told")
    assert told.inner_text().startswith("16段の全てが済んだ。この下の受講確認を印刷し、署名する。")
    assert told.inner_text().endswith("訓練2回のうち0回に参加した。")
    assert page.get_by_role("progressbar").evaluate("bar => bar.value / bar.max") == 1
    drills.first.get_by_role("checkbox").check()
    assert told.inner_text().endswith("訓練2回のうち1回に参加した。")


def test_a_text_that_has_changed_is_to_be_read_again(site: Sites, open_page: Opener) -> None:
    page = open_page(path_of(site))
    page.locator(BOXES).first.check()
    kept = json.loads(page.evaluate("key => localStorage.getItem(key)", KEY))
    assert set(kept) == {"training-all"}
    kept["training-all"]["state"] = "of another edition"
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [KEY, json.dumps(kept)])
    page.reload()
    assert not page.locator(BOXES).first.is_checked()
    assert "もう一度" in page.locator(".qb-changed").first.inner_text()
    page.locator(BOXES).first.check()
    assert page.locator(".qb-changed").first.inner_text() == ""


def test_the_result_of_a_quiz_stands_on_its_step_and_on_the_sheet(site: Sites, open_page: Opener) -> None:
    page = open_page(path_of(site))
    result = json.dumps({"right": 7, "of": 9, "passed": True, "on": "2026-11-01"})
    page.evaluate("value => localStorage.setItem('quaybook.quiz.aonagi.training-all', value)", result)
    page.evaluate('localStorage.setItem(\'quaybook.quiz.aonagi.training-users\', \'{"right": "<b>x</b>", "of": 9}\')')
    page.reload()
    row = page.locator("#steps ~ .qb-table").first.locator("tbody tr")
    assert row.nth(0).locator("td").nth(2).inner_text() == "9問中7問 合格"
    assert page.locator(".qb-ack table").nth(1).locator("tbody tr").nth(0).inner_text().count("9問中7問") == 1
    # What somebody else has put there is no result.
    assert "<b>" not in page.locator(".qb-onboarding").inner_text()
    assert page.locator(".qb-onboarding b").count() == 0


def test_where_nothing_can_be_kept_the_page_works_and_says_so(site: Sites, browser: Browser) -> None:
    page = browser.new_context(viewport=DESKTOP, offline=True).new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        "const keep = Storage.prototype.setItem;"
        "Storage.prototype.setItem = function (key, value) {"
        "if (key.startsWith('quaybook.')) throw new DOMException('refused'); keep.call(this, key, value); };"
    )
    page.goto(path_of(site).as_uri())
    assert "残せない" in page.locator(".qb-progress-kept").inner_text()
    page.locator(BOXES).nth(1).check()
    assert "うち1段" in page.locator(".qb-progress-told").inner_text()
    assert errors == []
    page.context.close()


def sheets_of(page: Page) -> list[str]:
    read = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    # Some letters come back as their radicals.
    texts = (normalize("NFKC", each.extract_text()).replace("\u2027", "・") for each in read.pages)
    return ["".join(text.split()) for text in texts]


@pytest.mark.parametrize("name", ["path-gate", "path-officer", "path-contractor"])
def test_the_acknowledgement_prints_on_one_sheet_with_name_and_day(site: Sites, open_page: Opener, name: str) -> None:
    page = open_page(path_of(site, name))
    page.locator(BOXES).first.check()
    fields = page.locator(".qb-ack input")
    assert fields.count() == 3
    fields.nth(0).fill("見本 一郎")
    fields.nth(1).fill("ゲート")
    day = fields.nth(2).input_value()
    assert day == page.evaluate(
        "new Date(Date.now() - new Date().getTimezoneOffset() * 6e4).toISOString().slice(0, 10)"
    )
    assert "どこにも送られず" in page.locator(".qb-ack-screen").inner_text()
    page.evaluate("window.print = () => {}")
    page.locator(".qb-ack-screen button").press("Enter")
    sheets = sheets_of(page)
    assert len(sheets) == 1
    text = sheets[0]
    # On paper a day is written as everywhere on it.
    year, month, date = map(int, day.split("-"))
    assert sheets[0].count(f"{year}年{month}月{date}日") == 2
    assert day not in sheets[0]
    words = ("受講確認・誓約", "見本一郎", "ゲート", "本人", "講師又は所属の責任者", "F30", "F31", "教育担当者")
    assert [word for word in words if word not in text] == []
    assert "どこにも送られず" not in text
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    whole = sheets_of(page)
    assert len(whole) > 1
    assert "受講確認・誓約" in whole[-1]
    assert "1/" in whole[0]


def test_without_the_script_it_is_a_list_for_paper(site: Sites, open_page: Opener) -> None:
    page = open_page(path_of(site), java_script_enabled=False)
    rows = page.locator("#steps ~ .qb-table").first.locator("tbody tr")
    assert rows.count() > 10
    assert [rows.nth(n).locator("td").last.inner_text() for n in range(rows.count())] == ["□"] * rows.count()
    assert page.locator("input:visible:not(.md-toggle)").count() == 0
    sheets = sheets_of(page)
    assert "氏名" in sheets[-1]
    assert "読んだ日" in sheets[-1]
    assert len(sheets) >= 2


def test_on_a_telephone_boxes_are_large_and_nothing_is_cut_off(site: Sites, open_page: Opener) -> None:
    page = open_page(path_of(site), PHONE)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
    sizes = [box.bounding_box() for box in page.locator(".qb-done, .qb-ack input, .qb-progress button").all()]
    assert len(sizes) > 12
    assert [size for size in sizes if size is None or size["height"] < 44 or size["width"] < 44] == []


def test_only_these_pages_load_the_script(site: Sites) -> None:
    root = site("aonagi")
    assert "onboarding.js" in path_of(site).read_text(encoding="utf-8")
    assert "onboarding.js" not in (root / "ja" / "card" / "card-gate.html").read_text(encoding="utf-8")
    assert len((root / "assets" / "quaybook" / "onboarding.js").read_text(encoding="utf-8").splitlines()) < 250
