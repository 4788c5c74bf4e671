"""Numbered blanks: every sheet bears a number that no other bears, and each cover says what lies below it."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from quaybook.documents.paper import editions as planned
from quaybook.documents.paper.editions import PRINT_CENTRE, PrintRun, plan
from quaybook.documents.paper.runs import Run
from quaybook.formats.forms import packets as forms_packets
from quaybook.formats.forms.cover import Cover
from quaybook.formats.forms.format import FormsFormat
from quaybook.formats.forms.packets import Packet, packets
from quaybook.model.document import Kind
from quaybook.resources import policy_source

from tests.conftest import SAMPLES, prepared_sample
from tests.helpers.editions import edition
from tests.helpers.renderings import judged_with

FEW = {"hours": 1, "sets": 4, "spare": 1, "pages": 30}
NUMBER = re.compile(r"(F\d\d[乙丙]?-\d{4})")


def of_sample(name: str, **changes: str) -> tuple[Packet, ...]:
    """The packets of a sample with some of its facts changed."""
    made = edition(prepared_sample(name))
    return packets(replace(made, judged=judged_with(name, changes)) if changes else made)


def numbers(listed: tuple[Packet, ...]) -> list[tuple[str, str, int]]:
    runs = (run for packet in listed for run in packet.runs if run.first)
    return [(run.form, run.sheet, number) for run in runs for number in range(run.first, run.last + 1)]


@pytest.mark.parametrize("name", SAMPLES)
def test_no_number_is_given_twice_and_none_is_left_out(name: str) -> None:
    given = numbers(of_sample(name))
    assert len(given) > 500
    assert [each for each, times in Counter(given).items() if times > 1] == []
    series = Counter((form, sheet) for form, sheet, _ in given)
    assert len(series) > 20
    lowest = {each: min(n for form, sheet, n in given if (form, sheet) == each) for each in series}
    highest = {each: max(n for form, sheet, n in given if (form, sheet) == each) for each in series}
    assert {each for each in series if highest[each] - lowest[each] + 1 != series[each]} == set()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_packet_has_no_more_pages_than_it_may(name: str) -> None:
    made, at_most = of_sample(name), plan(policy_source()).run.pages
    assert max(packet.of for packet in made) > 1
    assert [packet.name for packet in made if not 0 < packet.pages <= at_most] == []
    assert len({packet.name for packet in made}) == len(made)


def test_what_is_only_looked_up_has_no_number_and_lies_there_once() -> None:
    looked_up = [run for packet in of_sample("chitoseura") for run in packet.runs if run.form == "F43"]
    assert len(looked_up) > 3
    assert {(run.first, run.sets, run.pages) for run in looked_up} == {(0, 1, 1)}


def test_a_run_is_for_the_work_of_a_day_and_for_few_where_nothing_counts() -> None:
    run = plan(policy_source()).run
    by_bundle = {(packet.bundle, r.form): r for packet in of_sample("chitoseura") for r in packet.runs}
    # 18 an hour for 24 hours, five to a sheet; 40 reefers an hour, 20 to a sheet.
    assert by_bundle["yard", "F06"].sets == 87
    assert by_bundle["reefer", "F12"].sets == 48
    assert by_bundle["gate", "F24"].sets == run.spare
    assert by_bundle["offsite", "F12"].sets == run.spare
    # The yard is walked with F21, and the headquarters type what all have written.
    assert by_bundle["yard", "F21"].sets == 37
    assert by_bundle["command", "F21"].sets == run.spare
    assert by_bundle["command", "F47"].sets > run.spare


def test_numbers_go_on_where_the_facts_say() -> None:
    first = min(n for form, _, n in numbers(of_sample("aonagi")) if form == "F01")
    assert first == 3001
    later = of_sample("aonagi", **{"manual.form_stock[0].next_number": "5000"})
    assert min(n for form, _, n in numbers(later) if form == "F01") == 5000


def test_what_nobody_knows_stands_on_the_cover_as_not_known() -> None:
    judged = judged_with("chitoseura", {"manual.areas[*].max_hours": "TODO"})
    made = replace(edition(prepared_sample("chitoseura")), judged=judged)
    packet = next(each for each in packets(made) if each.bundle == "gate")
    pages = {(run.form, run.sheet): 1 for run in packet.runs}
    told = json.loads(Cover(made, pages).data(packet))
    row = next(row for row in told["rows"] if row[0].startswith("F01"))
    assert row[-2:] == ["未定", "未定"]
    assert row[2] == f"{plan(policy_source()).run.spare}組"


def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a run have few sheets: a page is read in a fifth of a second."""
    whole = planned.plan(policy_source())
    small = whole.model_copy(update={"run": PrintRun.model_validate(FEW)})
    monkeypatch.setattr(forms_packets, "plan", lambda _: small)


def made(name: str, cache: Path) -> dict[str, bytes]:
    artifacts = FormsFormat().artifacts(edition(prepared_sample(name), cache=cache))
    return {Path(path).stem: artifact.made for path, artifact in artifacts.items()}


def copies(runs: tuple[Run, ...]) -> int:
    return sum(run.sets * len(run.holders) for run in runs)


def test_the_files_hold_what_their_covers_say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    few(monkeypatch)
    expected = {packet.name: packet for packet in packets(edition(prepared_sample("chitoseura")))}
    files = made("chitoseura", tmp_path)
    assert set(files) == set(expected)
    assert "gate-2" in files
    seen: Counter[str] = Counter()
    for name in ("gate", "gate-2", "reefer"):
        pages = [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(BytesIO(files[name])).pages]
        cover, *blanks = pages
        assert f"様式の枚数（表紙を除く）{len(blanks)}枚" in cover
        assert len(blanks) == expected[name].pages
        found = [NUMBER.findall(text)[-1] for text in blanks if "枚目" in text or NUMBER.search(text)]
        for run in expected[name].runs:
            if run.first:
                series = [each for each in found if each.startswith(f"{run.form}-")]
                assert run.sheet != "sheet-a" or f"{series[0]}〜{series[-1]}" in cover
                assert run.sheet != "sheet-a" or len(series) == run.pages
        assert sum(len(re.findall(r"\d／\d枚目", text)) for text in blanks) == copies(expected[name].runs)
        seen.update(found)
    # A number stands on every copy of its set, and nowhere else.
    sets = {run.form: max(len(run.holders), 1) for packet in expected.values() for run in packet.runs}
    assert len(seen) > 20
    assert {number: times for number, times in seen.items() if times != sets[number[:3]]} == {}


def test_the_same_facts_make_the_same_bytes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    few(monkeypatch)
    first, second = made("chitoseura", tmp_path / "one"), made("chitoseura", tmp_path / "two")
    assert len(first) > 8
    assert {name for name in first if first[name] != second[name]} == set()


def test_the_page_of_printed_matter_leads_to_every_file() -> None:
    of = edition(prepared_sample("chitoseura"))
    ways = FormsFormat().links(of)[PRINT_CENTRE]
    assert sorted(ways.values()) == sorted(f"ja/forms/{packet.name}.pdf" for packet in packets(of))
    assert len(ways) == len(packets(of))
    held = {document.spec.id: document.spec.kind for document in of.documents.documents}
    assert held[PRINT_CENTRE] == Kind.REGISTER
