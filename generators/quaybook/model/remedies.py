"""Model stage: the commonest slips behind a mistake of the schema, each with the words as they should stand.

What the schema knows is that a text is no number or no group. That a comma parts its thousands, or that a blank is
missing behind the colon, is seen in what came.
"""

from __future__ import annotations

import re
import unicodedata
from typing import get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from quaybook.facts.positions import KeyPath
from quaybook.model.fields import group_at, group_of, leaf_types, marks, may_be_open
from quaybook.model.terminal import Terminal
from quaybook.model.written import TODO_MARK, Open

_THOUSANDS = re.compile(r"(\d{1,3}(?:[,、'_ ]\d{3})+)(\.\d+)?", re.ASCII)
_KEY_AT_ONCE = re.compile(r"(\w+):(.)")
_DASH_AT_ONCE = re.compile(r"[-\u2010\u2212\u2013\u2014\uff0d\u30fb]{1}(?=\S|\u3000)")
_NUMBERS = ("not_a_whole_number", "not_a_number")
# What an empty value is told as where several facts are asked for.
_SHAPES = {"not_a_group": "empty_group", "not_a_list": "empty_list"}


def remedy(code: str, value: object, path: KeyPath, within: type[BaseModel]) -> tuple[str, dict[str, object]]:
    """The code of the slip that is behind the mistake, and what its sentence tells; the mistake's own where none is."""
    text = str(value)
    if code == "missing_fact" and within is Terminal and (group := group_at(path)):
        return ("missing_list" if _is_list(path) else "missing_group"), {"keys": form_of_group(group)}
    if code == "unknown_key":
        # `{count: 1,200}`: to YAML the comma begins the next key.
        return ("number_cut_by_comma", {}) if re.fullmatch(r"\d{3}", str(path[-1])) and value == "" else (code, {})
    if code == "not_a_text" and within is Terminal and isinstance(value, list | dict):
        return "brackets_for_text", {"brackets": "[ ]" if isinstance(value, list) else "{ }"}
    if not isinstance(value, str) or code == "missing_fact":
        return code, {}
    if not text.strip():
        return _empty(code, path, within), {}
    if code in _NUMBERS and (found := _THOUSANDS.fullmatch(unicodedata.normalize("NFKC", text).strip())):
        return "number_with_commas", {"likely": re.sub(r"\D", "", found[1]) + (found[2] or "")}
    return (_run_together(text, path, within) or code) if code in _SHAPES else code, {}


def _is_list(path: KeyPath) -> bool:
    owner = group_at(path[:-1])
    field = owner.model_fields.get(str(path[-1])) if owner else None
    return field is not None and _holds_many(field)


def _holds_many(field: FieldInfo) -> bool:
    return any(get_origin(part) is tuple for part in (field.annotation, *get_args(field.annotation)))


def form_of_group(group: type[BaseModel]) -> str:
    """What has to stand in a group, as YAML has it; a value that cannot be left open is shown as an ellipsis."""
    needed = {key: field for key, field in group.model_fields.items() if field.is_required()}
    return "{" + ", ".join(f"{key}: {_form(field)}" for key, field in needed.items()) + "}"


def _form(field: FieldInfo) -> str:
    inner = group_of(field)
    is_open = any(isinstance(mark, Open) for mark in marks(field.annotation, field.metadata))
    value = form_of_group(inner) if inner else TODO_MARK if is_open else "…"
    if not _holds_many(field):
        return value
    at_least = max((getattr(mark, "min_length", None) or 0 for mark in field.metadata), default=0)
    # Several groups would only say the same again.
    entries = [value, "…"] if inner and at_least > 1 else [value] * at_least
    return f"[{', '.join(entries)}]"


def _empty(code: str, path: KeyPath, within: type[BaseModel]) -> str:
    if code in _SHAPES:
        return _SHAPES[code]
    is_sure = within is Terminal and bool(leaf_types(path)) and not may_be_open(path)
    return "empty_sure_fact" if is_sure else "empty_fact"


def _run_together(text: str, path: KeyPath, within: type[BaseModel]) -> str:
    """What the text of a group or of a list has lost in the eyes of YAML; empty where it is something else."""
    if _DASH_AT_ONCE.match(text):
        return "no_space_after_dash"
    group, found = group_at(path, within), _KEY_AT_ONCE.match(text)
    if group is None or found is None or found[1] not in group.model_fields:
        return ""
    return "wide_space_after_colon" if found[2] == "\u3000" else "no_space_after_colon"
