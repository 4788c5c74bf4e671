"""What people type is found, the right page first, from a folder and from a server; before that nothing is loaded."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, Response
from quaybook.build import BuildRequest, build_edition
from quaybook.formats.site.search.text import sections
from quaybook.model.audience import AudienceLevel

from tests.conftest import REPOSITORY, TODAY
from tests.formats.site.conftest import PHONE
from tests.helpers.hostile_facts import facts_alone
from tests.helpers.workspaces import write_facts

SEARCHES = Path(__file__).with_name("searches.yml")
MOST = 400_000
LEFT_OUT = re.compile(
    r"<details [^>]*qb-control[^>]*>.*?</details>|<div [^>]*qb-(?:foot|actions)\b[^>]*>.*?</div>", re.DOTALL
)
INLINE = re.compile(r"</?(?:a|b|em|strong|span|code)\b[^>]*>")
# Asks the engine, as the box does; all queries in one call.
ASKED = """queries => {
  const engine = quaybookSearch.engine(quaybookSearch.ja.index);
  return queries.map(query => engine.search(query).map(found => found.url));
}"""
HOSTILE = "</script><img onerror=a()>鬼門"


@cache
def searches() -> Mapping[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load(SEARCHES.read_text(encoding="utf-8"))
    return found


@cache
def texts(folder: Path) -> Mapping[str, str]:
    """What a reader reads on each page of a site, without what stands on all of them alike."""
    found = {}
    # The lists of all facts say in their heads that they are no results of a search.
    left_out = {folder / "reference" / f"{name}.html" for name in ("facts", "inner-facts")}
    for path in set(folder.rglob("*.html")) - left_out:
        page = path.read_text(encoding="utf-8")
        article = page[page.find("<article") : page.find("</article")]
        text = re.sub(r"<[^>]+>", " ", INLINE.sub("", LEFT_OUT.sub("", article)))
        found[path.relative_to(folder).as_posix()] = " ".join(html.unescape(text).split())
    assert len(found) > 130
    return found


def opened(page: Page) -> Page:
    page.locator(".qb-search-open").click()
    page.wait_for_function("window.quaybookSearch.ja.index !== undefined", timeout=30_000)
    return page


def found(page: Page) -> list[str]:
    page.locator(".qb-search-list a").first.wait_for(timeout=30_000)
    return page.locator(".qb-search-list strong").all_inner_texts()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("part", "recall", "among_three"), [("tried", 0.98, 0.9), ("second", 0.98, 0.8), ("held_out", 0.8, 0.6)]
)
def test_what_people_type_is_found(
    site: Callable[[str], Path], open_page: Callable[..., Page], part: str, recall: float, among_three: float
) -> None:
    folder, asked = site("aonagi"), searches()[part]
    page = opened(open_page(folder / "index.html"))
    answers = page.evaluate(ASKED, [each["query"] for each in asked])
    shares, right = [], []
    for each, answer in zip(asked, answers, strict=True):
        first = [f"ja/{name}.html" for name in each.get("first", ())]
        wanted = {path for path, text in texts(folder).items() if any(word in text for word in each.get("holds", ()))}
        wanted |= set(first) if len(first) == 1 else set()
        if wanted:
            shares.append(len(wanted & set(answer)) / len(wanted))
        if first:
            right.append(not set(first).isdisjoint(answer[:3]))
    assert len(shares) > 5
    assert len(right) > 10
    assert sum(shares) / len(shares) >= recall
    assert sum(right) / len(right) >= among_three


def test_newcomers_find_their_paths_and_quizzes(site: Callable[[str], Path], open_page: Callable[..., Page]) -> None:
    page = opened(open_page(site("aonagi") / "index.html"))
    quiz, onboarding, path = page.evaluate(ASKED, ["クイズ", "オンボーディング", "道筋"])
    assert quiz[0] == "ja/training/training-all.html"
    assert onboarding[0] == path[0] == "ja/training/onboarding.html"
    assert len([url for url in path if url.startswith("ja/onboarding/path-")]) > 9
    # A page is shown by what it is for, not by the sheet that is signed at its end.
    shown = page.evaluate("""() => quaybookSearch.engine(quaybookSearch.ja.index).search("道筋")
        .map(found => [found.url, found.passage().runs.map(run => run.text).join("")])""")
    texts = [text for url, text in shown if url.startswith("ja/onboarding/path-")]
    assert [text for text in texts if "氏名" in text or "署名" in text or len(text) < 10] == []


@pytest.mark.parametrize("how", ["fill", "insert", "composed"])
def test_text_that_comes_without_a_key_searches(
    site: Callable[[str], Path], open_page: Callable[..., Page], how: str
) -> None:
    page = opened(open_page(site("aonagi") / "ja" / "policy" / "backup.html"))
    if how == "fill":
        page.locator("#qb-search-field").fill("画面が固まった")
    elif how == "insert":
        page.keyboard.insert_text("画面が固まった")
    else:
        page.evaluate(
            """text => {
              const field = document.querySelector('#qb-search-field');
              field.value = text;
              field.dispatchEvent(new CompositionEvent('compositionend'));
            }""",
            "画面が固まった",
        )
    assert found(page)[0] == "発見者・全職員カード"
    assert re.fullmatch(r"\d+件見つかりました。", page.locator(".qb-search-status").inner_text())
    assert "探す言い方：「画面が固まった」" in page.locator(".qb-search-list li").first.inner_text()


def test_whoever_comes_back_finds_what_was_found(site: Callable[[str], Path], open_page: Callable[..., Page]) -> None:
    page = open_page(site("aonagi") / "index.html")
    page.locator(".qb-search-open").click()
    page.locator("#qb-search-field").fill("警察")
    page.locator(".qb-search-list li").first.wait_for()
    page.goto((site("aonagi") / "ja/card/card-gate.html").as_uri())
    page.locator(".qb-search-open").click()
    page.locator(".qb-search-list li").first.wait_for()
    assert page.locator("#qb-search-field").input_value() == "警察"


def test_the_search_is_done_with_the_keyboard_alone(
    site: Callable[[str], Path], open_page: Callable[..., Page]
) -> None:
    page = open_page(site("aonagi") / "ja" / "form" / "F12.html")
    page.keyboard.press("Control+k")
    assert page.locator("dialog.qb-search").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog.qb-search").is_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("act1-c-05")
    assert found(page)[0] == "ゲートカード"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('.qb-search-list li:first-child a')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "qb-search-field"
    page.keyboard.press("Enter")
    page.wait_for_url("**/ja/card/card-gate.html")


def test_what_is_found_shows_its_passage(site: Callable[[str], Path], open_page: Callable[..., Page]) -> None:
    page = opened(open_page(site("aonagi") / "index.html", PHONE))
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
    page.locator("#qb-search-field").fill("ＶＰＮ装置")
    found(page)
    marked = page.locator(".qb-search-list mark").all_inner_texts()
    assert len(marked) > 10
    assert set(marked) <= {"VPN装置", "VPN", "装置"}
    target = page.locator(".qb-search-list a").first.get_attribute("href")
    assert target is not None
    path, _, anchor = target.partition("#")
    assert f'id="{anchor}"' in Path(path.removeprefix("file://")).read_text(encoding="utf-8")
    page.locator(".qb-search-more").click()
    assert page.locator(".qb-search-list li").count() > 20
    page.locator("#qb-search-field").fill("鬼門")
    page.wait_for_function("document.querySelectorAll('.qb-search-list li').length === 0")
    assert "見つかりません" in page.locator(".qb-search-status").inner_text()


@pytest.mark.parametrize("path", ["index.html", "ja/card/card-gate.html"])
def test_nothing_is_loaded_before_somebody_searches(site: Callable[[str], Path], browser: Browser, path: str) -> None:
    with served(site("aonagi")) as address, browser.new_context() as context:
        page, answers = context.new_page(), list[Response]()
        page.on("response", lambda answer: answers.append(answer))
        page.goto(f"{address}/{path}")
        page.wait_for_load_state("networkidle")
        sizes = {answer.url.removeprefix(address): len(answer.body()) for answer in answers}
        assert sum(sizes.values()) <= MOST, sizes
        assert "/assets/quaybook/search-box.js" in sizes
        assert [path for path in sizes if re.search(r"/search(-ja)?\.js$|search_index|/workers/", path)] == []
        opened(page)
        page.locator("#qb-search-field").fill("24時間")
        found(page)
        loaded = [answer.url.removeprefix(f"{address}/assets/quaybook/") for answer in answers[len(sizes) :]]
        assert loaded == ["search.js", "search-ja.js"]


def test_an_index_that_cannot_be_loaded_says_so(site: Callable[[str], Path], browser: Browser) -> None:
    with served(site("aonagi")) as address, browser.new_context() as context:
        page = context.new_page()
        page.route("**/search-ja.js", lambda route: route.abort())
        page.goto(f"{address}/index.html")
        page.locator(".qb-search-open").click()
        said = page.locator(".qb-search-status")
        page.wait_for_function("document.querySelector('.qb-search-status').textContent.includes('索引')")
        page.locator("#qb-search-field").fill("24時間")
        assert "読み込めません" in said.inner_text()


def test_the_index_stands_in_the_site_once(site: Callable[[str], Path]) -> None:
    large = {path.name for path in site("aonagi").rglob("*.js") if path.stat().st_size > 1_000_000}
    assert large == {"search-ja.js"}
    assert not (site("aonagi") / "search").exists()
    assert not (site("aonagi") / "assets" / "javascripts" / "lunr").exists()


def built(root: Path, reader: AudienceLevel, settings: str = "") -> Path:
    """The site of sample B, whose lists are kept at a place that few may know and nobody should believe."""
    facts = facts_alone("chitoseura")
    facts["assets"]["offline_copy"] = HOSTILE
    write_facts(root / "terminals" / "x", facts)
    (root / "docs").mkdir()
    own = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(own.replace("plugins:\n", f"plugins:\n{settings}", 1), encoding="utf-8")
    done = build_edition(BuildRequest(root, "x", root / "out", ("site",), reader=reader, today=TODAY))
    assert (done.problems, done.said) == ((), "")
    return root / "out"


def test_a_hostile_fact_is_shown_as_it_is_and_does_nothing(tmp_path: Path, open_page: Callable[..., Page]) -> None:
    """In a workspace whose settings still name the theme's own search, as those of former versions do."""
    folder = built(tmp_path, AudienceLevel.CONTROLLED, "  - search:\n      lang: [ja, en]\n  - offline\n")
    assert not (folder / "search").exists()
    page = opened(open_page(folder / "index.html"))
    assert page.locator(".md-search").count() == 0
    page.locator("#qb-search-field").fill("鬼門")
    assert found(page)
    assert HOSTILE in page.locator(".qb-search-teaser").first.inner_text()
    assert page.locator(".qb-search img").count() == 0


def test_the_index_of_a_lower_edition_holds_its_own_pages_alone(tmp_path: Path) -> None:
    folder = built(tmp_path, AudienceLevel.STAFF)
    script = (folder / "assets" / "quaybook" / "search-ja.js").read_text(encoding="utf-8")
    index = json.loads(script[script.index('{"pages"') :].rstrip(";\n"))
    listed = [url for url, *_ in index["pages"]]
    assert len(listed) > 50
    assert sorted(listed) == sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    assert "鬼門" not in script


def test_sections_are_what_a_reader_reads_between_two_headings() -> None:
    page = """<h1 id="t">Title</h1><p>Before &amp; <em>all</em>.</p>
      <details class="qb-control"><summary>Number</summary><table><tr><td>P-01<br></td></tr></table></details>
      <h2 id="a">A <a class="headerlink" href="#a">¶</a></h2><table><tr><td>one</td><td>two</td></tr></table>
      <svg><title>drawn</title></svg><h3 id="b">B</h3><h2>C</h2><p>last</p><div class="qb-foot"><p>related</p></div>"""
    assert list(sections(page)) == [("", "", "Before & all."), ("a", "A", "one two"), ("b", "B", ""), ("", "C", "last")]
