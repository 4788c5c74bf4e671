"""What forms print: copies from one place, the sides of a container as boxes, check digits that are right."""

from __future__ import annotations

import re
import string

from quaybook.documents.data.forms import check_digit
from quaybook.model.data.form import FormData
from quaybook.model.document import Document, Kind
from quaybook.pipeline import Prepared

from tests.helpers.data_files import DOCUMENTS

COPIES = re.compile(r"[0-9０-９一二三四五六七八九]+[枚部]複写")


def forms(sample: Prepared) -> dict[str, Document]:
    return {d.spec.id: d for d in sample.sets["ja"].documents if d.spec.kind == Kind.FORM}


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def test_the_number_of_copies_is_written_in_one_place() -> None:
    texts = [path for path in DOCUMENTS.rglob("*") if path.suffix in (".j2", ".yml")]
    assert len(texts) > 300
    assert [str(path) for path in texts if COPIES.search(path.read_text(encoding="utf-8"))] == []


def test_a_form_says_who_gets_each_copy(large: Prepared) -> None:
    """On the sheet and in its instructions, with the same number."""
    copied = 0
    for form in forms(large).values():
        data = form.data.get("form")
        if not isinstance(data, FormData) or not data.copies:
            continue
        copied += 1
        head = next(line for line in form.body.splitlines() if line.startswith(f"| {data.use} |"))
        said = COPIES.findall(form.body)
        assert f"{len(data.copies)}枚：1 {data.copies[0]}" in head, form.spec.id
        assert said == [f"{len(data.copies)}枚複写"], form.spec.id
        assert all(f"{n}枚目を{to}に" in form.body for n, to in enumerate(data.copies, 1)), form.spec.id
    assert copied > 15


def test_the_sides_of_a_container_are_boxes_with_the_marks_of_the_example(large: Prepared) -> None:
    lines = forms(large)["F05"].body.splitlines()
    heads = [number for number, line in enumerate(lines) if re.match(r"\| \w+・?\w*[□■]良 \| 1 \|", line)]
    assert len(heads) == 4
    drawn = [[cells(line) for line in lines[head + 2 : head + 5]] for head in heads]
    assert {len(row) for table in drawn for row in table} == {15}
    assert [[row[0] for row in table] for table in drawn] == [["A", "B", "C"]] * 4
    filled = [{cell for row in table for cell in row} - {"A", "B", "C", ""} for table in drawn]
    assert filled == [set(), set(), set(), {"凹", "汚"}]
    # The right side at 2B, and the floor, the third side of its table, at 3C.
    assert (drawn[3][1][2], drawn[3][2][13]) == ("凹", "汚")
    assert [line.count("■良") for line in (lines[head] for head in heads)] == [0, 0, 3, 1]


def test_the_table_of_check_digits_adds_up(large: Prepared) -> None:
    counted: dict[tuple[int, str], int] = {}
    signs: list[str] = []
    for line in forms(large)["F43"].body.splitlines():
        found = cells(line)
        if found[0] == "位置":
            signs = found[1:]
        elif place := re.fullmatch(r"([0-9]+)字目", found[0]):
            counted |= {(int(place[1]), sign): int(n) for sign, n in zip(signs, found[1:], strict=True)}
    assert len(counted) == 4 * 26 + 6 * 10
    for number in ("ZZZU123456", "ABCJ000000", "QXKU987654"):
        assert sum(counted[place, sign] for place, sign in enumerate(number, 1)) % 11 % 10 == check_digit(number)


def test_every_sign_has_a_word_to_be_read_by(large: Prepared) -> None:
    body = forms(large)["F43"].body
    rows = [cells(line) for line in body.splitlines() if line.startswith("| ")]
    pairs = [pair for row in rows if len(row) == 10 for pair in zip(row[::2], row[1::2], strict=True)]
    letters = [sign for sign, _ in pairs if sign in string.ascii_uppercase and len(sign) == 1]
    assert letters == list(string.ascii_uppercase)
    kana = {sign: word for sign, word in pairs if re.fullmatch("[ア-ン]", sign)}
    assert len(kana) == 46
    assert [sign for sign, word in kana.items() if not word.endswith(f"の{sign}")] == []
