"""Schema stage, the facts' JSON Schema: what may be written for one field, as an editor can check it.

An editor reads `4` as a number and `yes` as text, where the facts are text throughout: both are let through.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, get_args, get_origin

from annotated_types import MinLen
from pydantic import BaseModel, StringConstraints, WrapValidator

from quaybook.model.base import FLAG_WORDS, NOT_APPLICABLE_MARKS, TODO_MARK, Id, Ref, TextOrNone
from quaybook.wording.words import Words

Schema = dict[str, Any]
_MAY_NOT_APPLY = next(mark for mark in get_args(TextOrNone) if isinstance(mark, WrapValidator))
_ID = next(mark for mark in get_args(Id) if isinstance(mark, StringConstraints))
_DAY = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"


def _any_case(text: str) -> str:
    """A pattern for `text`, small or capital: JSON Schema knows no flags."""
    return "".join(f"[{char.lower()}{char.upper()}]" if char.isascii() and char.isalpha() else char for char in text)


_TODO = rf"^\s*{_any_case(TODO_MARK)}\s*([:：].*)?$"
_FLAG = rf"^\s*({'|'.join(map(_any_case, FLAG_WORDS))})\s*$"
# 該当なし needs its reason.
_NO_REASON = rf"^(?!\s*({'|'.join(map(_any_case, NOT_APPLICABLE_MARKS))})\s*[:：]?\s*$)"


class Field:
    """One field of a group, without the layers that typing puts around its type."""

    def __init__(self, annotation: Any, marks: list[Any]) -> None:
        while get_origin(annotation) in (Annotated, tuple) or type(None) in get_args(annotation):
            if get_origin(annotation) is tuple:
                break
            inner = [part for part in get_args(annotation) if part is not type(None)]
            annotation, marks = inner[0], [*marks, *(part for part in inner[1:] if not isinstance(part, type))]
        self.type, self.marks = annotation, marks
        self.item = Field(get_args(annotation)[0], []) if get_origin(annotation) is tuple else None

    def has(self, kind: type) -> Any:
        return next((mark for mark in self.marks if isinstance(mark, kind)), None)

    def is_a(self, kind: type | UnionType) -> bool:
        return isinstance(self.type, type) and issubclass(self.type, kind)

    @property
    def is_leaf(self) -> bool:
        return self.item is None and not self.is_a(BaseModel)

    @property
    def may_be_open(self) -> bool:
        """Whether TODO may be written; an open list or group is left out instead."""
        return self.is_leaf and self.has(WrapValidator) is not None

    def written(self) -> Schema:
        """What may be written there."""
        if self.item:
            least = self.has(MinLen)
            return {"type": "array", "items": self.item.written(), "minItems": least.min_length if least else 0}
        if self.is_a(BaseModel) or self.is_a(StrEnum):
            return {"$ref": f"#/$defs/{self.type.__name__}"}
        kind, pattern = self._leaf()
        if pattern and self.may_be_open and _MAY_NOT_APPLY not in self.marks:
            pattern = f"{pattern}|{_TODO}"
        # One type without `anyOf`: an editor then shows one description, and one message for a mistake.
        return kind | ({"pattern": pattern} if pattern else {})

    def _leaf(self) -> tuple[Schema, str]:
        if self.is_a(bool):
            return {"type": ["string", "boolean"]}, _FLAG
        if self.is_a(int):
            return {"type": ["integer", "string"], "minimum": 0}, r"^\s*\d+\s*$"
        if self.is_a(float):
            return {"type": ["number", "string"], "minimum": 0}, r"^\s*\d+(\.\d+)?\s*$"
        if self.is_a(date):
            return {"type": "string"}, _DAY
        if self.has(Ref) or self._is_id():
            return {"type": "string", "maxLength": _ID.max_length}, str(_ID.pattern)
        # What is text to us may look like a number to an editor.
        text = {"type": ["string", "number", "boolean"], "minLength": 1}
        return text, _NO_REASON if _MAY_NOT_APPLY in self.marks else ""

    def _is_id(self) -> bool:
        return any(isinstance(mark, StringConstraints) and mark.pattern == _ID.pattern for mark in self.marks)

    def notes(self, notes: Words) -> list[str]:
        """How the value is written, in words."""
        leaf = self.item or self
        found = [notes("list")] if self.item else []
        if leaf.is_leaf:
            found += [said for said in (leaf._form(notes), notes("todo" if leaf.may_be_open else "sure")) if said]
        if _MAY_NOT_APPLY in leaf.marks:
            found.append(notes("not_applicable"))
        return found

    def _form(self, notes: Words) -> str:
        if target := self.has(Ref):
            return notes("reference", to=target.to)
        if self._is_id():
            return notes("id")
        kinds = {bool: "flag", int: "count", float: "number", date: "day"}
        return next((notes(key) for kind, key in kinds.items() if self.is_a(kind)), "")
