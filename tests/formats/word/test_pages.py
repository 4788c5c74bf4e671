"""What a page must not part: rows, a table and what leads to it, numbers, the end of a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from quaybook.formats.word.columns import Columns, keep_numbers
from quaybook.formats.word.elements import element, made, paragraph, run
from quaybook.formats.word.page import keep_together

from tests.conftest import prepared_sample
from tests.helpers.editions import edition, word_files

LOOK = edition(prepared_sample("chitoseura")).look
IDS = ("backup", "register-contacts", "bcp-manual", "card-duty", "F05", "control-tests", "basic-policy")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder, sample = tmp_path_factory.mktemp("pages"), prepared_sample("chitoseura")
    held = sample.sets["ja"]
    few = replace(held, documents=tuple(d for d in held.documents if d.spec.id in IDS))
    return word_files(edition(sample, few, folder / "cache"), folder)


def body(*parts: str) -> Any:
    (wrapped,) = made(element("body", *parts))
    return wrapped


def table(widths: list[int], *rows: list[str]) -> str:
    grid = element("tblGrid", *(element("gridCol", w=str(width)) for width in widths))
    lines = (element("tr", *(element("tc", paragraph("TableText", run(text))) for text in row)) for row in rows)
    return element("tbl", element("tblPr"), grid, *lines)


def fitted(widths: list[int], *rows: list[str], is_weighed: bool = False) -> list[int]:
    around = body(table(widths, *rows))
    Columns(450, 9, LOOK["whole"], is_weighed).fit(around)
    return [int(column.get(qn("w:w"))) for column in around.iter(qn("w:gridCol"))]


def test_a_column_is_as_wide_as_the_number_that_stands_in_it() -> None:
    head = ["名称", "番号", "日"]
    before = [6000, 300, 300]
    after = fitted(before, head, ["情報", "ex-2026-01", "2026年12月15日"])
    assert sum(after) == pytest.approx(sum(before), abs=3)
    point = 450 / sum(before)
    assert after[1] * point > 10 * 9 * 0.5
    assert after[2] * point > 11 * 9 * 0.6
    # The day with its era is one, and so is a number whose digits nobody tells.
    wide = fitted(before, head, ["情報", "××-××××-××××", "2026年（令和8年）12月15日"])
    assert wide[1] * point > 12 * 9
    assert wide[2] * point > 13 * 9
    assert fitted([2000, 2000, 2000], head, ["情報", "A-1", "12日"]) == [2000, 2000, 2000]


def test_columns_without_room_for_whole_days_keep_three_signs_a_line() -> None:
    words = "手順書を見直す日を決める者"
    after = fitted([600] * 9 + [100], ["項目"] * 10, ["2026年12月15日", *[words] * 9])
    assert min(after) * 450 / sum(after) >= 3 * 9


def test_a_row_that_is_tall_in_one_column_gets_room_of_the_others() -> None:
    long = "連絡の手段と、つながらないときにかける相手の番号を、" * 8
    before = [1000, 1000, 1000]
    after = fitted(before, ["あ", "い", "う"], ["短い", long, "短い"], is_weighed=True)
    assert after[1] > 1.5 * before[1]
    assert fitted(before, ["あ", "い", "う"], ["短い", long, "短い"]) == before


def test_a_telephone_number_is_not_parted() -> None:
    around = body(
        paragraph("BodyText", run("電話 ××-××××-××××、FAX ×××-××××-××××")), paragraph("BodyText", run("A-01"))
    )
    keep_numbers(around)
    first, second = around.iterchildren(qn("w:p"))
    assert len(list(first.iter(qn("w:noBreakHyphen")))) == 4
    assert list(second.iter(qn("w:noBreakHyphen"))) == []
    assert first.text == "電話 ××-××××-××××、FAX ×××-××××-××××"


def kept(parts: Any) -> list[bool]:
    return [part.pPr is not None and part.pPr.keepNext is not None for part in parts]


def test_a_table_stays_with_what_leads_to_it_and_a_text_ends_in_some_lines() -> None:
    lead = [paragraph("BodyText", run(text)) for text in ("一つ目の段落", "次のとおりとする。")]
    end = [paragraph("BodyText", run(f"終わりの段落{number}")) for number in range(6)]
    around = body(*lead, table([1, 1], ["あ", "い"], ["う", "え"]), *end)
    keep_together(around)
    assert kept(around.iterchildren(qn("w:p"))) == [False, True, False, False, True, True, True, False]
    rows = body(paragraph("BodyText", run("表")), table([1], *[["行"]] * 9))
    keep_together(rows)
    assert kept(rows.iter(qn("w:p"))) == [True, *[False] * 5, True, True, True, False]


def of_tables(path: Path) -> Iterator[Any]:
    yield from docx.Document(str(path)).element.body.iterchildren(qn("w:tbl"))


def test_no_row_is_cut_and_a_head_is_not_left_alone(files: dict[str, Path]) -> None:
    assert files.keys() == {*IDS}
    rows = 0
    for name, path in files.items():
        opened = docx.Document(str(path))
        assert opened.styles["Table Head"].paragraph_format.keep_with_next, name
        for level in (1, 2, 3, 4):
            assert opened.styles[f"Heading {level}"].paragraph_format.keep_with_next, name
        for each in of_tables(path):
            for row in each.iterchildren(qn("w:tr")):
                rows += 1
                assert row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None, name
    assert rows > 200


def test_every_head_of_a_long_table_repeats(files: dict[str, Path]) -> None:
    seen = 0
    for path in files.values():
        for each in of_tables(path):
            rows = list(each.iterchildren(qn("w:tr")))
            if len(rows) > 5 and each.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}") is not None:
                seen += 1
                assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert seen > 10
