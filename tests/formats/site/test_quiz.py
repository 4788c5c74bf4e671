"""Quizzes on their page: answered by keyboard without a network, told in words, kept in the browser, whole on paper."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown import Markdown
from playwright.sync_api import Browser, Locator, Page
from quaybook.formats.site import tables
from quaybook.model.data.quiz import Question, QuizData
from quaybook.pipeline import Workspace, prepare
from quaybook.resources import policy_source

from tests.conftest import TODAY, prepared_sample
from tests.formats.site.conftest import PHONE
from tests.formats.site.test_accessible import AXE, assert_nothing_found
from tests.formats.site.test_print import printed, squeezed
from tests.helpers.data_files import own_data
from tests.helpers.editions import pages_of
from tests.helpers.hostile_facts import TEXTS
from tests.helpers.quizzes import SEVERAL, asked_of
from tests.wording.dialect.test_escaping import EXTENSIONS

NAME = "training-all"
PATH = f"ja/training/{NAME}.html"
KEY = f"quaybook.quiz.aonagi.{NAME}"
MOST = 400_000
ASKS = '{% from "partials/quiz.ja.j2" import quiz_pages with context %}{{ quiz_pages(quiz, FACTS) }}'
# What a fact can hold on its line.
HOSTILE = [text for text in map(str.strip, TEXTS) if not re.search("[\ue000-\uf8ff\r\n]", text)]


def quiz_of(name: str = NAME) -> QuizData:
    (found,) = (d.data["quiz"] for d in prepared_sample("aonagi").sets["ja"].documents if d.spec.id == name)
    assert isinstance(found, QuizData)
    return found


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def own_page(tmp_path: Path, *questions: object, facts: str = "{}") -> Path:
    """A page with these questions, as the site makes it, without the theme around it."""
    own_data(tmp_path, {"ja": ASKS.replace("FACTS", facts)}, {"quiz.yml": {"questions": [*questions]}})
    prepared, problems = prepare(Workspace(tmp_path), "mine", TODAY)
    assert [problem for problem in problems if "/overrides/" in problem.file] == []
    assert prepared is not None
    text = Markdown(extensions=[*EXTENSIONS, tables.NAME]).convert(pages_of(prepared)["ja/training/own.md"])
    head = '<!doctype html><html lang="ja"><meta charset="utf-8"><title>x</title><script src="site.js"></script>'
    for script in ("site.js", "quiz.js"):
        (tmp_path / script).write_bytes((policy_source() / "style" / script).read_bytes())
    made = tmp_path / "page.html"
    made.write_text(f"{head}<body><main class='md-typeset'>{text}</main>", encoding="utf-8")
    return made


@pytest.fixture
def page(site: Callable[[str], Path], open_page: Callable[..., Page]) -> Page:
    return live(open_page(site("aonagi") / PATH, reduced_motion="reduce"))


def live(page: Page) -> Page:
    page.locator(".qb-quiz-live").wait_for(state="attached")
    return page


def wrong_for(question: Question) -> tuple[int, ...]:
    """One choice that is no right answer by itself."""
    return ((question.rights[0] + 1) % len(question.choices),)


def choose(page: Page, question: Question, wanted: tuple[int, ...]) -> None:
    """Chooses by keys, from the first choice on, and comes to the button behind them."""
    if question.is_several:
        for number in range(len(question.choices)):
            if number in wanted:
                page.keyboard.press("Space")
            page.keyboard.press("Tab")
        return
    for _ in range(wanted[0]):
        page.keyboard.press("ArrowDown")
    # An arrow chooses what it comes to; the first one is chosen by the bar.
    page.keyboard.press("Space")
    page.keyboard.press("Tab")


def answer(page: Page, right: bool) -> None:
    """Answers the question in which the focus is by keys alone, and goes on to the next."""
    number = page.evaluate(
        "[...document.querySelectorAll('.qb-quiz-question')].indexOf(document.activeElement.closest('form'))"
    )
    question = quiz_of().questions[number]
    choose(page, question, question.rights if right else wrong_for(question))
    assert focused(page).inner_text() == "答え合わせ"
    page.keyboard.press("Enter")
    told = page.locator(".qb-quiz-question").nth(number).get_by_role("status").inner_text()
    assert told.startswith("○　正解です。" if right else "×　違います。正解は、")
    assert question.why in told
    page.keyboard.press("Enter")


def answer_all(page: Page, wrong: int) -> None:
    count = len(quiz_of().questions)
    page.locator(".qb-quiz-question input").first.focus()
    for number in range(count):
        answer(page, right=number >= wrong)


def test_a_quiz_is_walked_through_by_keyboard_alone(page: Page) -> None:
    quiz = quiz_of()
    count = len(quiz.questions)
    assert page.locator(".qb-quiz-question legend").count() == count >= 6
    answer_all(page, wrong=1)
    assert focused(page).inner_text() == "結果"
    result = page.locator(".qb-quiz-result").inner_text()
    assert f"{count}問のうち{count - 1}問が正解でした。" in result
    assert "合格です" in result
    kept = json.loads(page.evaluate("key => localStorage.getItem(key)", KEY))
    assert kept.pop("on") == page.evaluate("new Date().toLocaleDateString('sv')")
    assert kept == {"right": count - 1, "of": count, "passed": True}
    page.keyboard.press("Tab")
    assert focused(page).inner_text() == "初めから、もう一度"
    page.keyboard.press("Tab")
    assert focused(page).inner_text() == "間違えた問いだけ、もう一度"
    page.keyboard.press("Enter")
    assert page.locator(".qb-quiz-question:visible").count() == 1
    answer(page, right=True)
    assert "これは練習" in page.locator(".qb-quiz-result").inner_text()
    assert json.loads(page.evaluate("key => localStorage.getItem(key)", KEY))["right"] == count - 1
    page.reload()
    last = live(page).locator(".qb-quiz-last").inner_text()
    assert f"{count - 1}問が正解で、合格でした" in last
    assert page.evaluate("new Date().toLocaleDateString('ja', {dateStyle: 'long'})") in last


def test_who_does_not_pass_is_told_and_who_has_passed_stays_so(page: Page) -> None:
    quiz = quiz_of()
    count = len(quiz.questions)
    answer_all(page, wrong=count - quiz.least + 1)
    assert "合格に届きませんでした" in page.locator(".qb-quiz-result").inner_text()
    assert json.loads(page.evaluate("key => localStorage.getItem(key)", KEY))["passed"] is False
    page.get_by_role("button", name="初めから、もう一度").press("Enter")
    answer_all(page, wrong=count - quiz.least)
    assert "合格です" in page.locator(".qb-quiz-result").inner_text()
    page.get_by_role("button", name="初めから、もう一度").press("Enter")
    answer_all(page, wrong=count)
    assert "合格に届きませんでした" in page.locator(".qb-quiz-result").inner_text()
    assert json.loads(page.evaluate("key => localStorage.getItem(key)", KEY))["passed"] is True


def test_the_key_that_checks_from_a_choice_leads_on(page: Page) -> None:
    first = page.locator(".qb-quiz-question").first
    first.get_by_role("radio").first.press("Space")
    first.get_by_role("radio").first.press("Enter")
    assert first.locator("input:enabled").count() == 0
    assert focused(page).inner_text() == "次の問いへ"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('form').previousElementSibling.matches('form')")


def test_it_is_said_that_half_a_quiz_is_not_kept(page: Page) -> None:
    assert "途中でこのページを閉じると、答えは残りません" in page.locator(".qb-quiz-once").inner_text()


def test_the_result_leads_back_to_the_path_from_which_one_came(page: Page, site: Callable[[str], Path]) -> None:
    assert page.locator(".qb-quiz-result a").count() == 0
    page.goto((site("aonagi") / "ja/onboarding/path-gate.html").as_uri())
    page.goto((site("aonagi") / PATH).as_uri())
    answer_all(live(page), wrong=0)
    page.get_by_role("link", name="道筋に戻る").click()
    page.wait_for_url("**/ja/onboarding/path-gate.html")
    page.evaluate("localStorage.setItem('quaybook.onboarding.aonagi', '\"../../x\"')")
    page.goto((site("aonagi") / PATH).as_uri())
    assert live(page).locator(".qb-quiz-result a").count() == 0


def test_nothing_is_checked_before_something_is_chosen(page: Page) -> None:
    first = page.locator(".qb-quiz-question").first
    first.get_by_role("button").press("Enter")
    assert "まだ選んでいません" in first.locator("[role=status]").inner_text()
    assert first.locator("input:disabled").count() == 0


def test_the_answers_wait_below_a_button_and_open_with_the_result(page: Page) -> None:
    table, toggle = page.locator(".qb-quiz-answers table"), page.locator(".qb-quiz-answers button")
    assert (table.is_visible(), toggle.get_attribute("aria-expanded")) == (False, "false")
    toggle.press("Space")
    assert (table.is_visible(), toggle.get_attribute("aria-expanded")) == (True, "true")
    toggle.press("Space")
    answer_all(page, wrong=0)
    assert table.is_visible()


def test_a_browser_that_keeps_nothing_says_so(site: Callable[[str], Path], browser: Browser) -> None:
    context = browser.new_context(offline=True)
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('x', 'SecurityError'); }})"
    )
    opened = context.new_page()
    opened.goto((site("aonagi") / PATH).as_uri())
    answer_all(live(opened), wrong=0)
    assert "結果を残せません" in opened.locator(".qb-quiz-result").inner_text()
    context.close()


def test_everything_is_read_without_a_script(site: Callable[[str], Path], open_page: Callable[..., Page]) -> None:
    page = open_page(site("aonagi") / PATH, java_script_enabled=False)
    text = page.locator(".md-content").inner_text()
    said = [said for q in quiz_of().questions for said in (q.question, *q.choices, q.why)]
    assert len(said) > 30
    assert [each for each in said if each not in text] == []
    assert text.index(quiz_of().questions[-1].question) < text.index(quiz_of().questions[0].why)


def test_paper_has_the_questions_and_then_the_answers_whatever_was_chosen(page: Page) -> None:
    _, before = printed(page)
    answer_all(page, wrong=2)
    page.get_by_role("button", name="間違えた問いだけ、もう一度").press("Enter")
    _, after = printed(page)
    assert after == before
    begins = max(number for number, sheet in enumerate(before) if "解答と解説" in sheet)
    # Some fonts have one sign for this letter and for the part of others.
    whole = "".join(before[:begins]).replace("\u2ed1", "\u9577")
    asked = [squeezed(text) for q in quiz_of().questions for text in (q.question, *q.choices)]
    assert [text for text in asked if text not in whole] == []
    whys = [squeezed(q.why)[:12] for q in quiz_of().questions]
    assert [why for why in whys if why not in "".join(before[begins:])] == []
    assert [why for why in whys if why in whole] == []


def test_a_finger_finds_everything_on_a_telephone(site: Callable[[str], Path], open_page: Callable[..., Page]) -> None:
    page = live(open_page(site("aonagi") / PATH, PHONE))
    answer_all(page, wrong=1)
    sizes = page.evaluate("""() => Array.from(
        document.querySelectorAll(".qb-quiz label, .qb-quiz button, .qb-quiz-answers button"), each => {
            const box = each.getBoundingClientRect();
            return [each.textContent, box.height, box.right];
        })""")
    shown = [each for each in sizes if each[1]]
    assert len(shown) > 30
    assert [each for each in shown if each[1] < 44 or each[2] > PHONE["width"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_axe_finds_nothing_in_a_quiz_before_and_after(page: Page) -> None:
    page.evaluate(AXE)
    assert_nothing_found(page)
    answer_all(page, wrong=2)
    assert_nothing_found(page)


def test_several_right_answers_are_asked_for_and_none_may_lack(tmp_path: Path, open_page: Callable[..., Page]) -> None:
    several = SEVERAL | {"documents": ["card-all", "#all"], "requirements": ["3-4-3"], "keep_order": "yes"}
    page = live(open_page(own_page(tmp_path, several, several, several)))
    assert "（正しいものを全て選ぶ）" in page.locator("legend").first.inner_text()
    assert page.get_by_role("checkbox").count() == 12
    for number, chosen in enumerate(((0, 2), (0,), (0, 1, 2))):
        question = page.locator("form").nth(number)
        for each in chosen:
            question.get_by_role("checkbox").nth(each).press("Space")
        question.get_by_role("button").press("Enter")
        told = question.get_by_role("status")
        assert told.inner_text().startswith("×　違います。正解は、ア、ウです。" if number else "○　正解です。")
        assert told.get_by_role("link").count() == 3
    assert "3問のうち1問が正解でした。" in page.locator(".qb-quiz-result").inner_text()


def test_no_text_of_a_question_acts(tmp_path: Path, open_page: Callable[..., Page]) -> None:
    questions = [
        *asked_of(HOSTILE),
        {"question": "〔名〕", "choices": ["〔名〕", "x"], "answer": "ア", "why": "〔名〕"},
    ]
    facts = "{'名': '<img src=x onerror=alert(1)><b>&#60;/div>'}"
    as_written = [question | {"keep_order": "yes"} for question in questions]
    page = live(open_page(own_page(tmp_path, *as_written, facts=facts)))
    assert page.locator("form").count() == len(HOSTILE) + 1 > 10
    for number in range(len(questions)):
        question = page.locator("form").nth(number)
        question.get_by_role("radio").first.press("Space")
        question.get_by_role("button").press("Enter")
        assert question.get_by_role("status").inner_text().startswith("○　正解です。")
    texts = page.locator("form label:first-of-type > span:nth-child(2)").all_inner_texts()
    assert [re.sub(r"\s+", "", text) for text in texts[:-1]] == [re.sub(r"\s+", "", f"ア{text}") for text in HOSTILE]
    assert texts[-1] == "ア　<img src=x onerror=alert(1)><b>&#60;/div>"
    assert page.locator("form :is(img, b, iframe, script, a, table)").count() == 0


def test_a_page_with_a_quiz_weighs_no_more_than_others(site: Callable[[str], Path]) -> None:
    root = site("aonagi")
    pages = [path for path in root.rglob("*.html") if "data-quiz" in path.read_text(encoding="utf-8")]
    assert len(pages) >= 8
    assets = [root / "assets" / "quaybook" / name for name in ("site.css", "site.js", "quiz.js", "search-box.js")]
    weight = sum(path.stat().st_size for path in assets)
    assert [path.name for path in pages if path.stat().st_size + weight > MOST] == []
    # It is asked for by those that have something for it to do.
    loaded = re.compile(r"<script[^>]*quiz\.js")
    assert [path.name for path in root.rglob("*.html") if loaded.search(path.read_text(encoding="utf-8"))] == []
