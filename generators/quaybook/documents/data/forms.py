"""Documents stage: mistakes of a `form.yml` that no single value shows: a form that cannot be printed or filled in."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Mapping, Sized

from quaybook.documents.data.mistakes import Mistake
from quaybook.facts.positions import KeyPath
from quaybook.model.data.form import FormData, FormPart

# What a part is, and what goes with it.
_SHAPES: Mapping[str, tuple[str, ...]] = {
    "container": ("below_title", "below"),
    "fields": ("wide", "then"),
    "sides": (),
    "columns": ("given", "blank", "each", "last", "example"),
    "sign": (),
}
_ANYWHERE = ("title", "title_example", "text")
# A row below the boxes of a container's number has as many cells as they have.
_BOXES = 13
_ANCHOR = re.compile(r"[\w-]+")
# A side lies in four columns and three rows of boxes.
_BOX = re.compile(r"[1-4][A-C]")
_NUMBER = re.compile(r"[A-Z]{4}[0-9]{7}")
_EXAMPLE = "ZZZU1234564"


def _values() -> dict[str, int]:
    """What each sign of a container's number counts; no multiple of 11 stands for a letter."""
    counted = (value for value in range(10, 50) if value % 11)
    return {digit: int(digit) for digit in string.digits} | dict(zip(string.ascii_uppercase, counted, strict=False))


_VALUES = _values()


def check_digit(number: str) -> int:
    """The check digit for the first ten signs of a container's number (ISO 6346)."""
    return sum(_VALUES[sign] << place for place, sign in enumerate(number[:10])) % 11 % 10


def form_mistakes(form: FormData) -> Iterator[Mistake]:
    """Everything that is wrong with a form's parts."""
    yield from _parts(form.parts, ())
    for number, sheet in enumerate(form.more):
        here: KeyPath = ("more", number)
        if not _ANCHOR.fullmatch(sheet.anchor):
            yield "template_anchor", (*here, "anchor"), {"came": sheet.anchor}
        yield from _parts(sheet.parts, here)


def _parts(parts: Iterable[FormPart], path: KeyPath) -> Iterator[Mistake]:
    for number, part in enumerate(parts):
        yield from _part(part, (*path, "parts", number))


def _part(part: FormPart, here: KeyPath) -> Iterator[Mistake]:
    shapes = [shape for shape in _SHAPES if getattr(part, shape)]
    if len(shapes) > 1 or not (shapes or part.text is not None):
        known = ", ".join((*_SHAPES, "text"))
        yield "form_part_shape", here, {"came": ", ".join(shapes) or "—", "known": known}
        return
    shape = shapes[0] if shapes else "text"
    fitting = {*_ANYWHERE, shape, *_SHAPES.get(shape, ())} - ({"then"} if part.wide is not None else set())
    for key in FormPart.model_fields:
        if key in part.model_fields_set - fitting:
            yield "form_key_unused", (*here, key), {"key": key, "shape": "wide" if key == "then" else shape}
    yield from _rows(part, here)
    yield from _sides(part, here)
    if part.container is not None:
        yield from _container(part.container, (*here, "container"))


def _rows(part: FormPart, here: KeyPath) -> Iterator[Mistake]:
    """Rows that have more or fewer cells than their table."""
    rows: dict[KeyPath, Sized] = {("each",): part.each, ("last",): part.last}
    rows |= {("given", number): row for number, row in enumerate(part.given)}
    rows |= {("example", number): row for number, row in enumerate(part.example)}
    for path, row in rows.items():
        if part.columns and len(row) not in (len(part.columns), 0 if len(path) == 1 else -1):
            yield "form_row", (*here, *path), {"came": len(row), "expected": len(part.columns)}
    if part.below and (came := 1 + 2 * len(part.below)) != _BOXES:
        yield "form_row", (*here, "below"), {"came": came, "expected": _BOXES}


def _sides(part: FormPart, here: KeyPath) -> Iterator[Mistake]:
    """Marks in a box that no side has, or in one that is taken."""
    for number, side in enumerate(part.sides):
        boxes = [mark.box for mark in side.marks]
        for index, box in enumerate(boxes):
            if not _BOX.fullmatch(box) or box in boxes[:index]:
                yield "form_side_box", (*here, "sides", number, "marks", index), {"came": box}


def _container(number: str, here: KeyPath) -> Iterator[Mistake]:
    is_number = _NUMBER.fullmatch(number) is not None
    right = f"{number[:10]}{check_digit(number)}" if is_number else _EXAMPLE
    if number != right:
        yield "form_container", here, {"came": number, "near": right}
