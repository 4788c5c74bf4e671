"""Whoever opens the site in a hurry: taps and screens to the first action, to a number, to any document."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page
from quaybook.build import BuildRequest, build_edition
from quaybook.model.audience import AudienceLevel
from quaybook.model.document import Kind
from quaybook.wording.dialect.links import links_in

from tests.conftest import SAMPLES, TODAY, prepared_sample
from tests.formats.site.conftest import PHONE
from tests.helpers.editions import pages_of
from tests.helpers.workspaces import facts_of, write_config, write_facts

SCREEN = PHONE["height"]
BUTTONS = ["finder", "duty", "gate", "yard", "vessel", "reefer"]
ROLES = [*BUTTONS, "officer", "executive", "auditor", "contractor"]
Sites = Callable[[str], Path]
Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def dialled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The staff's site of a terminal whose numbers are numbers."""
    root = tmp_path_factory.mktemp("dialled")
    write_facts(root / "terminals" / "x", replaced(facts_of("chitoseura")))
    write_config(root, "x")
    request = BuildRequest(root, "x", root / "made", ("site",), reader=AudienceLevel.STAFF, today=TODAY)
    built = build_edition(request)
    assert built.is_done, (built.problems, built.said)
    return root / "made"


def replaced(facts: dict[str, object]) -> dict[str, object]:
    def digits(value: object) -> object:
        match value:
            case dict():
                return {key: digits(each) for key, each in value.items()}
            case list():
                return [digits(each) for each in value]
            case str():
                return value.replace("×××-××××-××××", "090-0000-0000").replace("××-××××-××××", "06-0000-0000")
        return value

    return {key: digits(value) for key, value in facts.items()}


@pytest.mark.parametrize("name", SAMPLES)
def test_home_is_short(site: Sites, open_page: Opener, name: str) -> None:
    page = open_page(site(name) / "index.html", PHONE)
    assert 2 * SCREEN < page.evaluate("document.scrollingElement.scrollHeight") <= 4 * SCREEN
    assert 30 < page.locator(".md-content a[href]").count() <= 60
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]


def test_home_leads_with_the_warning_in_the_largest_letters_and_the_roles(site: Sites, open_page: Opener) -> None:
    page = open_page(site("aonagi") / "index.html", PHONE)
    sizes = page.evaluate(
        "[...document.querySelectorAll('.md-content *')].filter(e => e.innerText && e.getClientRects().length)"
        ".map(e => [parseFloat(getComputedStyle(e).fontSize), e.innerText])"
    )
    largest = max(size for size, _ in sizes)
    (warning,) = [text for size, text in sizes if size == largest]
    assert "電源は切らず" in warning
    buttons = page.locator("#roles + ul a")
    assert [Path(href).stem for href in links_of(page, "#roles + ul a")] == BUTTONS
    assert all((box := each.bounding_box()) and box["y"] + box["height"] <= SCREEN for each in buttons.all())
    assert all((box := each.bounding_box()) and min(box["width"], box["height"]) >= 44 for each in buttons.all())
    heads = [each.get_attribute("id") for each in page.locator(".md-content h2").all()]
    assert heads == ["roles", "call", "first-hour", "incident", "status", "sections"]


def links_of(page: Page, selector: str) -> list[str]:
    return [each.get_attribute("href") or "" for each in page.locator(selector).all()]


@pytest.mark.parametrize("name", BUTTONS)
def test_one_tap_leads_to_the_first_action_on_the_first_screen(site: Sites, open_page: Opener, name: str) -> None:
    page = open_page(site("aonagi") / "index.html", PHONE)
    page.locator(f"#roles + ul a[href$='{name}.html']").click()
    page.wait_for_url(f"**/role/{name}.html")
    first = page.locator(".md-content td", has_text=re.compile(r"^\s*1\u3000")).first
    box = first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= SCREEN
    rows = page.locator("#actions ~ .qb-table").first.locator("tbody tr")
    assert rows.count() == 5


@pytest.mark.parametrize("name", ["finder", "gate", "vessel"])
def test_the_second_tap_dials(dialled: Path, open_page: Opener, name: str) -> None:
    home = open_page(dialled / "index.html", PHONE)
    assert home.locator("a[href^='tel:']").count() >= 1
    home.locator(f"#roles + ul a[href$='/{name}.html']").click()
    home.wait_for_url(f"**/role/{name}.html")
    numbers = home.locator("#call ~ .qb-table").first.locator("a[href^='tel:']")
    assert numbers.count() >= 2
    box = numbers.first.bounding_box()
    assert box is not None
    assert box["height"] >= 16
    assert numbers.first.get_attribute("href") in ("tel:09000000000", "tel:0600000000")
    assert re.fullmatch(r"0\d+-0000-0000", numbers.first.inner_text())


@pytest.mark.parametrize("name", ROLES)
def test_a_role_s_page_opens_by_its_own_address(site: Sites, open_page: Opener, name: str) -> None:
    page = open_page(site("aonagi") / "ja" / "role" / f"{name}.html", PHONE)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
    heads = [each.get_attribute("id") for each in page.locator(".md-content h2").all()]
    order = ["actions", "card", "forms", "call", "reading", "rules", "records"]
    assert heads == [head for head in order if head in heads]
    assert {"actions", "call", "reading"} <= set(heads)


def roles(name: str) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """For whom each page of a role is, and to which documents it leads beside what its card says."""
    for document in prepared_sample(name).sets["ja"].documents:
        if document.spec.kind == Kind.ROLE:
            lists = re.findall(r"^- (.*)$", document.body, re.MULTILINE)
            yield document.spec.readers, {link.document for line in lists for link in links_in(line)}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_role_s_page_lists_its_readers_documents_and_no_other(name: str) -> None:
    documents = {d.spec.id: d.spec for d in prepared_sample(name).sets["ja"].documents}
    seen = list(roles(name))
    assert len(seen) == len(ROLES)
    for readers, listed in seen:
        meant = {i for i, s in documents.items() if set(s.readers) & set(readers) and not s.kind.is_page}
        assert len(meant) > 5
        # What its card asks to write on is on the page too, whoever else uses it.
        cards = [s for s in documents.values() if s.kind == Kind.CARD]
        named = {i for s in cards for i in s.related if documents[i].kind == Kind.FORM}
        assert meant <= listed <= meant | named
    assert {reader for readers, _ in seen for reader in readers} == {r for s in documents.values() for r in s.readers}


def test_a_role_s_page_names_what_its_card_asks_to_write_on() -> None:
    documents = {d.spec.id: d for d in prepared_sample("aonagi").sets["ja"].documents}
    for role, card in {"vessel": "card-vessel", "yard": "card-yard", "duty": "card-duty"}.items():
        asked = set(re.findall(r"F\d\d", documents[card].body))
        assert asked
        assert asked <= set(re.findall(r"^- \[.*?\]\(doc:(F\d\d)\)", documents[role].body, re.MULTILINE)), role


def test_actions_and_numbers_of_a_role_are_those_of_its_card() -> None:
    documents = {d.spec.id: d.body for d in prepared_sample("aonagi").sets["ja"].documents}
    for role, card in {"gate": "card-gate", "duty": "card-duty", "executive": "card-ciso"}.items():
        rows = re.findall(r"^\| .*\|$", documents[card].partition("{#never}")[0], re.MULTILINE)
        assert len(rows) == 6
        assert all(row in documents[role] for row in rows)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_section_opens_with_a_list_of_what_is_in_it(site: Sites, name: str) -> None:
    documents = [d for d in prepared_sample(name).sets["ja"].documents if d.spec.kind != Kind.PAGE]
    kinds = {d.spec.kind for d in documents}
    home = (site(name) / "index.html").read_text(encoding="utf-8")
    assert len(kinds) > 8
    for kind in kinds:
        page = site(name) / "ja" / kind / "index.html"
        text = html.unescape(page.read_text(encoding="utf-8"))
        assert re.search(rf'href="ja/{kind}/index\.html" class="md-tabs__link"', home), kind
        body = text.partition("<article")[2].partition("</article>")[0]
        for document in (d for d in documents if d.spec.kind == kind):
            purpose = document.spec.purpose["ja"] if document.spec.purpose else ""
            said = [document.title, purpose] if kind.is_page else [document.number, document.title, purpose]
            assert purpose, document.spec.id
            assert [each for each in said if each not in body] == [], document.spec.id
            assert f'href="{document.spec.id}.html"' in body
        if not kind.is_page:
            assert "年10月1日" in body or re.search(r"\d+年.*月\d+日", body)


def test_pages_of_roles_are_no_documents() -> None:
    prepared = prepared_sample("aonagi")
    made = prepared.sets["ja"]
    register = next(d.body for d in made.documents if d.spec.id == "register-documents")
    names = {d.spec.id for d in made.documents if d.spec.kind == Kind.ROLE}
    assert names == set(ROLES)
    paths = {d.spec.id for d in made.documents if d.spec.kind == Kind.ONBOARDING}
    assert paths
    names |= paths
    assert not {link.document for link in links_in(register)} & names
    assert made.count == len(made.documents) - len(names) - 1
    pages = pages_of(prepared)
    assert "qb-control" in pages["ja/card/card-gate.md"]
    assert "qb-control" not in pages["ja/role/gate.md"]
    assert "qb-control" not in pages["ja/onboarding/path-gate.md"]


def test_a_document_of_its_own_without_a_purpose_is_listed_with_its_owner() -> None:
    prepared = prepared_sample("aonagi")
    made = prepared.sets["ja"]
    bare = [
        replace(d, spec=d.spec.model_copy(update={"purpose": None})) if d.spec.id == "house-rules" else d
        for d in made.documents
    ]
    assert (
        "| 所管：情報セキュリティ担当者 |"
        in pages_of(prepared, replace(made, documents=tuple(bare)))["ja/policy/index.md"]
    )
