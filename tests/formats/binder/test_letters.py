"""A card is read at arm's length at night: how large its letters are, and what becomes of it when names are long."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from pypdf import PdfReader
from quaybook.documents.document_set import DocumentSet
from quaybook.facts.positions import dotted
from quaybook.formats.binder.book import Fit
from quaybook.formats.binder.covers import qr_code
from quaybook.formats.binder.fitting import fitted, longest_facts
from quaybook.formats.binder.format import BinderFormat
from quaybook.formats.binder.fragments import make_fragments
from quaybook.formats.binder.plan import Entry, binder_editions
from quaybook.formats.binder.typesetting import asked, typeset
from quaybook.formats.binder.wallet import CARD, DATA, FILE, LAYOUT, wallet_data, wallet_entries
from quaybook.formats.contract import NotMadeError
from quaybook.model.document import Kind
from quaybook.resources import policy_source

from tests.assessment.rules.cases.changes import Changes
from tests.conftest import KEPT, SAMPLES, prepared_sample
from tests.helpers.editions import edition
from tests.helpers.renderings import judged_with, rendered

TEXT, TABLE, LEAST, LEAST_OF_WALLET = 12, 11, 10.5, 6.5
PHONE = re.compile(r"×{2,3}-×{4}-×{4}")
# Of the duty manager's card, which holds most.
CHANGED = "people[1].name"
EASY, ENGLISH = "card-finder-plain", "card-finder-english"


def overflows(main: Path) -> set[str]:
    """The sheets of a layout that fits its cards which do not hold their text."""
    return {file for file, fit in told(main).items() if fit["over"]}


def told(main: Path) -> dict[str, dict[str, Any]]:
    """The letters of every card of a layout that fits its cards, by file."""
    return {each["file"]: each for each in json.loads(asked(main, "<fit>"))}


def fits(folder: Path, name: str, documents: DocumentSet | None = None, only: tuple[str, ...] = ()) -> dict[str, Fit]:
    """How each card of a sample is fitted, by its id. Raises NotMadeError where one does not hold its text."""
    made = edition(prepared_sample(name), documents, cache=folder / "cache")
    found = [d for d in made.documents.documents if d.spec.kind == Kind.CARD and (not only or d.spec.id in only)]
    assert found
    cards = tuple(Entry(document) for document in found)
    _copy_layouts(folder)
    make_fragments(made, cards, folder)
    binders = binder_editions(policy_source(), made.documents, made.judged.terminal)
    return {file.removesuffix(".typ"): fit for file, fit in fitted(made, binders, cards, folder).items()}


def wallet(folder: Path, name: str, changes: Changes | None = None) -> Path:
    """The sheets of wallet cards in `folder`."""
    folder.mkdir(exist_ok=True)
    documents = with_changes(changes) if changes else None
    made = edition(prepared_sample(name), documents, cache=folder / "cache")
    if changes:
        made = replace(made, judged=judged_with("aonagi", changes))
    cards = wallet_entries(made)
    _copy_layouts(folder)
    make_fragments(made, cards, folder)
    (folder / DATA).write_text(wallet_data(made, cards), encoding="utf-8")
    return folder / LAYOUT


def _copy_layouts(folder: Path) -> None:
    for layout in (policy_source() / "style").glob("*.typ"):
        (folder / layout.name).write_bytes(layout.read_bytes())
    (folder / "address.svg").write_text(qr_code("https://docs.example/"), encoding="utf-8")


def with_changes(changes: Changes) -> DocumentSet:
    made, problems = rendered(judged_with("aonagi", changes))
    assert problems == []
    return made


@cache
def letters(name: str) -> dict[str, Fit]:
    """The letters of every card of a sample."""
    with TemporaryDirectory() as folder:
        return fits(Path(folder), name)


@pytest.mark.parametrize("name", SAMPLES)
def test_cards_have_letters_of_twelve_points(name: str) -> None:
    found = letters(name)
    assert len(found) > 14
    # A list of thirty numbers is no text to act by, and gives way a little.
    small = {card for card, size in found.items() if size["text"] < TEXT or size["table"] < TABLE} - {"call-list"}
    assert small == set()
    assert found["call-list"]["table"] >= LEAST


def test_a_long_name_shrinks_the_letters_to_the_least_and_a_longer_one_is_told(tmp_path: Path) -> None:
    held = ("card-duty", "card-all")
    documents = with_changes({CHANGED: "長" * 100})
    found = fits(tmp_path, "aonagi", documents, held)
    assert found["card-duty"]["text"] < TEXT
    assert found["card-duty"]["table"] >= LEAST
    assert found["card-all"]["text"] >= TEXT
    documents = with_changes({CHANGED: "長" * 200})
    with pytest.raises(NotMadeError) as raised:
        fits(tmp_path, "aonagi", documents, held)
    assert [problem.code for problem in raised.value.problems] == ["sheet_too_long"]
    card = next(d for d in documents.documents if d.spec.id == "card-duty")
    changed = judged_with("aonagi", {CHANGED: "長" * 200}).terminal
    (path, text), *others = longest_facts(changed, card)
    assert (dotted(path), len(text)) == (CHANGED, 200)
    assert len(others) == 2


@pytest.mark.parametrize("name", SAMPLES)
def test_wallet_cards_are_ten_to_a_sheet_and_five_to_be_folded(tmp_path: Path, name: str) -> None:
    main = wallet(tmp_path, name)
    assert overflows(main) == set()
    assert min(each["text"] for each in told(main).values()) >= LEAST_OF_WALLET
    pages = [page.extract_text() for page in PdfReader(BytesIO(typeset(main))).pages]
    counts = [(page.count("おかしいと思ったら"), page.count("電話する相手")) for page in pages]
    assert counts == [(10, 0), (0, 10), (5, 5)]
    numbers = len(PHONE.findall((tmp_path / f"{CARD}--find--call--call.typ").read_text(encoding="utf-8")))
    assert [len(PHONE.findall(page)) for page in pages] == [0, 10 * numbers, 5 * numbers]
    assert numbers > 1


def test_wallet_cards_are_a_file_to_which_their_document_leads() -> None:
    made = edition(prepared_sample("chitoseura"), cache=KEPT)
    path = f"ja/binder/{FILE}"
    assert BinderFormat().artifacts(made)[path].made.startswith(b"%PDF")
    assert path in BinderFormat().links(made)[CARD].values()


def test_a_text_on_a_wallet_card_does_not_act_and_one_too_long_is_told(tmp_path: Path) -> None:
    signs = "#emph[一] *二* $三$ `四` @五 <六>"
    main = wallet(tmp_path / "signs", "aonagi", {CHANGED: signs})
    told_text = re.sub(r"\s", "", PdfReader(BytesIO(typeset(main))).pages[1].extract_text())
    assert told_text.count(re.sub(r"\s", "", signs)) == 10
    main = wallet(tmp_path / "long", "aonagi", {"bcp.headquarters.alternate_place": "長" * 200})
    assert overflows(main) == {f"{CARD}--find--call--call.typ"}


@pytest.mark.parametrize(
    ("cards", "read"),
    [([], {EASY, ENGLISH}), (["easy_ja"], {EASY}), (["en"], {ENGLISH}), (["TODO: 総務"], {EASY, ENGLISH})],
)
def test_cards_in_other_languages_are_printed_for_staff_who_read_them(cards: list[str], read: set[str]) -> None:
    languages = [
        {"language": "ベトナム語", "staff": "3", "cards": cards} if cards else dict(language="ベトナム語", staff="3")
    ]
    judged = judged_with("aonagi", {"terminal.staff_languages": languages})
    documents, _ = rendered(judged)
    for held in binder_editions(policy_source(), documents, judged.terminal):
        names = [entry.document.spec.id for entry in held.entries]
        first = [entry.document.spec.id for entry in held.parts[0].entries]
        wanted = [name for name in (EASY, ENGLISH) if name in read and held.id not in ("command", "center")]
        assert first[first.index("card-all") + 1 :][: len(wanted)] == wanted
        assert {EASY, ENGLISH} & {*names} == {*wanted}
    made = replace(edition(prepared_sample("aonagi"), documents), judged=judged)
    assert {entry.document.spec.id for entry in wallet_entries(made)} == read | {CARD}


def test_where_all_staff_read_japanese_no_other_card_is_printed() -> None:
    made = edition(prepared_sample("aonagi"))
    assert made.judged.terminal.terminal.staff_languages == ()
    assert [entry.document.spec.id for entry in wallet_entries(made)] == [CARD]
    held = binder_editions(policy_source(), made.documents, made.judged.terminal)
    names = {entry.document.spec.id for each in held for entry in each.entries}
    assert len(names) > 50
    assert names & {EASY, ENGLISH} == set()


def test_wallet_cards_in_other_languages_fit(tmp_path: Path) -> None:
    main = wallet(tmp_path, "aonagi", {"terminal.staff_languages": [{"language": "ベトナム語", "staff": "3"}]})
    assert overflows(main) == set()
    pages = [page.extract_text() for page in PdfReader(BytesIO(typeset(main))).pages]
    assert len(pages) == 9
    assert (pages[3].count("きけん"), pages[6].count("Do not switch off")) == (10, 10)
