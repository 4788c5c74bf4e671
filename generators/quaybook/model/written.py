"""Model stage, ground floor: how the value of a leaf is written, in JSON Schema, for the types to carry along.

An editor reads `4` as a number and `yes` as text, where the facts are text throughout: both are let through. One type
without `anyOf`: an editor then shows one description, and one message for a mistake. The keys `form`, `to`, `open` and
`reason` are no JSON Schema: they name what there is to say of it in words, and the schema stage takes them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import GetJsonSchemaHandler, WithJsonSchema, WrapValidator
from pydantic_core import CoreSchema

TODO_MARK, PROVISIONAL_MARK = "TODO", "仮"
RENEWAL_MARKS = ("自動更新", "automatic renewal")
# A duty may end at 24:00, where a day's last minute is meant and not its first.
CLOCK = r"^([01]?\d|2[0-3]):[0-5]\d$|^24:00$"
A_CLOCK = WithJsonSchema({"type": "string", "pattern": CLOCK, "form": "clock"})
ID, ID_AT_MOST = r"^[a-z][a-z0-9-]*$", 60


def _any_case(text: str) -> str:
    """A pattern for `text`, small or capital: JSON Schema knows no flags."""
    return "".join(f"[{char.lower()}{char.upper()}]" if char.isascii() and char.isalpha() else char for char in text)


def _one_of(words: Iterable[str]) -> str:
    return rf"\s*({'|'.join(map(_any_case, words))})\s*"


# What is text to us may look like a number to an editor.
_TEXT: Mapping[str, Any] = {"type": ["string", "number", "boolean"], "minLength": 1}
TEXT = WithJsonSchema({**_TEXT})
LOCODE = r"^[A-Za-z]{2} ?[A-Za-z2-9]{3}$"
UNLOCODE = WithJsonSchema({"type": "string", "minLength": 1, "pattern": LOCODE})
DAY = WithJsonSchema({"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", "form": "day"})


def text_or(marks: Iterable[str]) -> WithJsonSchema:
    """A text, or one of the marks with its reason."""
    return WithJsonSchema({**_TEXT, "pattern": rf"^(?!{_one_of(marks)}[:：]?\s*$)", "reason": True})


def flag(words: Iterable[str]) -> WithJsonSchema:
    """Yes or no, by one of the words."""
    return WithJsonSchema({"type": ["string", "boolean"], "pattern": f"^{_one_of(words)}$", "form": "flag"})


def count(at_most: int) -> WithJsonSchema:
    """A whole number."""
    written = {"type": ["integer", "string"], "minimum": 0, "maximum": at_most, "pattern": r"^\s*\d+\s*$"}
    return WithJsonSchema({**written, "form": "count"})


def number(at_most: float) -> WithJsonSchema:
    """A number with or without a fraction."""
    written = {"type": ["number", "string"], "minimum": 0, "maximum": at_most, "pattern": r"^\s*\d+(\.\d+)?\s*$"}
    return WithJsonSchema({**written, "form": "number"})


def an_id(to: str = "") -> dict[str, Any]:
    """An id of an entry's own, or one that stands in `to`."""
    if to:
        # The length stands in the pattern: who is to be asked, in the place of an id, may be told at length.
        return {"type": "string", "pattern": rf"^[a-z][a-z0-9-]{{0,{ID_AT_MOST - 1}}}$", "form": "reference", "to": to}
    return {"type": "string", "maxLength": ID_AT_MOST, "pattern": ID, "form": "id"}


_TODO = rf"^\s*{_any_case(TODO_MARK)}\s*([:：].*)?$"


def _assumed(pattern: str) -> str:
    """A pattern for the mark and, behind it, what `pattern` takes; all patterns here are anchored at their ends."""
    return rf"^\s*{PROVISIONAL_MARK}\s*[:：]\s*({re.sub('[$^]', '', pattern)})\s*$"


class Provisional(WrapValidator):
    """Validates a leaf whose value may be marked as assumed by `PROVISIONAL_MARK` and a colon before it."""

    __slots__ = ()

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        written = handler(schema)
        return {**written, "pattern": f"{written['pattern']}|{_assumed(written['pattern'])}"}


class Renewable(WrapValidator):
    """Validates the end of a contract, in whose place one of `RENEWAL_MARKS` may stand."""

    __slots__ = ()

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        written = handler(schema)
        renewed = rf"^\s*({'|'.join(map(_any_case, RENEWAL_MARKS))})\s*([:：(（\s].*)?$"
        return {**written, "pattern": f"{written['pattern']}|{renewed}|{_assumed(renewed)}"}


class Open(WrapValidator):
    """Validates a leaf that may be left open by `TODO_MARK`, bare or with whom to ask behind a colon, or be assumed."""

    __slots__ = ()

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        written = handler(schema)
        if "$ref" in written:
            # A list of choices has no pattern to which something else could be added.
            choices = "|".join(handler.resolve_ref_schema(written)["enum"])
            marked = f"{_TODO}|{_assumed(f'{choices}|{_TODO}')}"
            return {"anyOf": [written, {"type": "string", "pattern": marked}], "open": True}
        if "pattern" not in written or "reason" in written:
            # Any text may be assumed, but not none.
            return {**written, "not": {"type": "string", "pattern": _assumed("")}, "open": True}
        pattern = f"{written['pattern']}|{_TODO}"
        return {**written, "pattern": f"{pattern}|{_assumed(pattern)}", "open": True}
