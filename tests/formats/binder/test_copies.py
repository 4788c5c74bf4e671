"""Copies, expiry, address and changes of printed binders follow the facts; what cannot be printed is told."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pypandoc
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from quaybook.build import BuildRequest, build_edition
from quaybook.formats import pandoc
from quaybook.formats.binder import letters
from quaybook.formats.binder.changes import changes, page_digests, ranges
from quaybook.formats.binder.covers import qr_code
from quaybook.formats.binder.format import BinderFormat
from quaybook.formats.contract import NotMadeError
from quaybook.formats.registry import chosen
from quaybook.model.audience import AudienceLevel
from quaybook.model.groups.paper import Paper, Printed
from quaybook.pipeline import Prepared

from tests.conftest import TODAY, prepared_sample
from tests.helpers.editions import edition
from tests.helpers.workspaces import facts_of, write_facts

FEW = ("card-gate", "card-all", "call-list", "F01")
COPIES = [{"holder": "gate-chief", "place": "棚の上"}, {"holder": "ciso", "place": "金庫"}]


def few(paper: dict[str, object], printed: tuple[Printed, ...] = ()) -> Prepared:
    """Sample A with four short documents, and this paper."""
    prepared = prepared_sample("aonagi")
    held = replace(prepared.sets["ja"], documents=tuple(d for d in prepared.sets["ja"].documents if d.spec.id in FEW))
    assert len(held.documents) == len(FEW)
    changed = prepared.terminal.model_copy(update={"paper": Paper.model_validate(paper), "printed": printed})
    return replace(prepared, judged=replace(prepared.judged, terminal=changed), sets={"ja": held})


def made(paper: dict[str, object], folder: Path, printed: tuple[Printed, ...] = ()) -> dict[str, bytes]:
    files = BinderFormat().artifacts(edition(few(paper, printed), cache=folder))
    return {Path(path).name: artifact.made for path, artifact in files.items()}


def cover(pdf: bytes) -> str:
    return re.sub(r"\s", "", PdfReader(BytesIO(pdf)).pages[0].extract_text())


def test_one_copy_is_named_on_the_cover_and_each_of_several_is_to_be_marked(tmp_path: Path) -> None:
    one = {"editions": [{"id": "gate", "copies": COPIES[:1]}], "valid_months": "6"}
    several = {"editions": [{"id": "gate", "copies": COPIES}], "site_address": "https://docs.example/"}
    alone, of_two = (cover(made(paper, tmp_path)["gate.pdf"]) for paper in (one, several))
    assert "部の番号・総部数1/1保管者ゲート課長保管場所棚の上使用期限2027年5月1日" in alone
    assert "□1/2□2/2" in of_two
    assert "1/2ゲート課長棚の上" in of_two
    assert "https://docs.example/" in of_two
    assert "https" not in alone


def test_an_edition_is_added_after_the_example_of_another_and_loses_what_is_left_out(tmp_path: Path) -> None:
    own = {"id": "gate2", "name": "第2ゲート", "like": "gate", "leave_out": ["card-all"], "add": ["F01"]}
    files = made({"editions": [own]}, tmp_path)
    assert list(files).index("gate2.pdf") == list(files).index("gate.pdf") + 1
    kit, second = (
        "".join(page.extract_text() for page in PdfReader(BytesIO(files[f"{name}.pdf"])).pages)
        for name in ("gate", "gate2")
    )
    assert "第2ゲート" in cover(files["gate2.pdf"])
    assert "C-01" in kit
    assert "C-01" not in second


def test_what_is_printed_now_asks_for_nothing_and_a_changed_page_for_itself(tmp_path: Path) -> None:
    first = made({}, tmp_path)
    entries = yaml.safe_load(first["printed.yml"])["printed"]
    printed = tuple(Printed.model_validate({**each, "printed_on": "2026-10-01"}) for each in entries)
    assert "changes.pdf" not in first
    again = made({}, tmp_path, printed)
    told = re.sub(r"\s", "", PdfReader(BytesIO(again["changes.pdf"])).pages[0].extract_text())
    assert "ゲート2026年10月1日、版3.1なしなし" in told
    now = {"gate": page_digests(made({"valid_months": "6"}, tmp_path)["gate.pdf"])}
    assert changes(printed, now)["gate"].out == (1,)
    assert changes(printed, now)["gate"].new == (1,)


def test_pages_more_or_fewer_are_put_in_and_taken_out() -> None:
    last = Printed.model_validate({"edition": "gate", "printed_on": "2026-10-01", "version": "1", "pages": ["a", "b"]})
    longer, shorter = (changes((last,), {"gate": now})["gate"] for now in (("a", "c", "d"), ("a",)))
    assert (longer.out, longer.new) == ((2,), (2, 3))
    assert (shorter.out, shorter.new) == ((2,), ())


@given(st.sets(st.integers(1, 60)))
def test_ranges_hold_each_number_once(numbers: set[int]) -> None:
    found = ranges(sorted(numbers))
    assert [n for first, last in found for n in range(first, last + 1)] == sorted(numbers)
    assert all(after[0] > before[1] + 1 for before, after in pairwise(found))


def test_the_same_address_is_the_same_drawing_and_nothing_but_one() -> None:
    drawn = qr_code("https://docs.example/<script>&amp;")
    assert drawn == qr_code("https://docs.example/<script>&amp;")
    assert drawn.startswith("<svg")
    assert "script" not in drawn


def test_a_letter_that_no_font_has_is_told_with_its_fact(tmp_path: Path) -> None:
    facts = facts_of("chitoseura")
    assert isinstance(facts["manual"], dict)
    facts["manual"]["queue_rule"] = "髙﨑𠮷 葛\U000e0100 列が延びたら\U0001f6a8を鳴らす"
    write_facts(tmp_path / "terminals" / "one", facts)
    place = tmp_path / "build" / "one" / "controlled"
    built = build_edition(BuildRequest(tmp_path, "one", place, ("binder",), (), AudienceLevel.CONTROLLED, TODAY))
    found = [(problem.code, problem.path, dict(problem.values)) for problem in built.problems]
    assert found == [("letter_of_no_font", "manual.queue_rule", {"came": "\U0001f6a8", "point": "1F6A8"})]
    assert not place.exists()


def test_letters_that_are_not_seen_need_no_font() -> None:
    assert letters.unprintable(["a\u200b\ufe0f\u00ad\n", "漢\U000e0101"]) == ()
    assert letters.unprintable(["ก"]) == ("ก",)


def test_a_font_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    letters._known.cache_clear()
    monkeypatch.setattr(letters, "font_files", lambda: (tmp_path / "none.otf",))
    with pytest.raises(NotMadeError) as told:
        letters.unprintable(["a"])
    assert [problem.code for problem in told.value.problems] == ["tool_missing"]
    letters._known.cache_clear()


def test_a_pandoc_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pypandoc, "get_pandoc_path", lambda: str(tmp_path / "pandoc"))
    with pytest.raises(NotMadeError) as told:
        pandoc.run("--version", folder=tmp_path)
    assert [(problem.code, problem.file) for problem in told.value.problems] == [("tool_missing", "pandoc")]


def test_a_format_whose_library_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> type:
        raise ModuleNotFoundError("No module named 'typst'", name="typst")

    monkeypatch.setattr("quaybook.formats.registry._entries", lambda: {"binder": SimpleNamespace(load=fail)})
    formats, problems = chosen(("binder",))
    assert formats == ()
    assert [(each.code, each.file, dict(each.values)["came"]) for each in problems] == [
        ("tool_missing", "binder", "typst")
    ]
