"""What a person writes into a cell of the questionnaire is read as it was meant, or left for the model to refuse."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quaybook.intake.questionnaire.values import Values
from quaybook.intake.shapes import Shape, shape

VALUES = Values("ja")
HOURS, COUNT, NAME, SPARE = (
    ("bcp", "preserve_hours"),
    ("remote_access", "ways", "accounts"),
    ("terminal", "name"),
    ("network_devices", "spare"),
)


def shape_of(path: tuple[str, ...]) -> Shape:
    found = shape(path)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("cell", "fact"),
    [
        ("1,500", "1500"),
        ("１，５００", "1500"),
        ("12,345,678", "12345678"),
        ("1,500.5", "1500.5"),
        (" 24 ", "24"),
        # A comma that parts no thousands may be meant for a point, so nobody but the writer can read it.
        ("1,5", "1,5"),
        ("1,50", "1,50"),
        ("1,5000", "1,5000"),
        ("1500,5", "1500,5"),
        ("1,500,5", "1,500,5"),
        (",500", ",500"),
    ],
)
def test_only_a_comma_between_thousands_is_left_out(cell: str, fact: str) -> None:
    assert VALUES.fact(shape_of(HOURS), False, cell) == fact
    assert VALUES.fact(shape_of(COUNT), False, cell) == fact


@given(st.text("0123456789,.", min_size=1, max_size=12))
def test_no_comma_is_lost_that_does_not_part_thousands(cell: str) -> None:
    told = VALUES.fact(shape_of(HOURS), False, cell)
    assert told == cell or ("," not in told and re.fullmatch(r"\d{1,3}(,\d\d\d)+(\.\d+)?", cell))
    assert told.replace(",", "") == cell.replace(",", "")


@given(st.integers(0, 10**9))
def test_a_number_with_thousands_parted_is_the_number(number: int) -> None:
    assert VALUES.fact(shape_of(COUNT), False, f"{number:,}") == str(number)


@pytest.mark.parametrize("cell", ["該当なし", "該当なし：機器がない", "not applicable: none"])
def test_not_applicable_is_read_only_where_a_fact_can_be_so(cell: str) -> None:
    assert VALUES.fact(shape_of(NAME), False, cell) == cell
    assert VALUES.shown(shape_of(NAME), False, cell) == cell
    assert VALUES.fact(shape_of(SPARE), True, cell).startswith("該当なし：")


def test_what_is_not_applicable_is_shown_as_it_is_read() -> None:
    fact = VALUES.fact(shape_of(SPARE), True, "該当なし: 機器がない")
    assert fact == "該当なし：機器がない"
    shown = VALUES.shown(shape_of(SPARE), True, fact)
    assert VALUES.fact(shape_of(SPARE), True, shown) == fact
    assert VALUES.shown(shape_of(SPARE), True, "not applicable: none") != "not applicable: none"
    assert VALUES.shown(shape_of(SPARE), False, "not applicable: none") == "not applicable: none"
