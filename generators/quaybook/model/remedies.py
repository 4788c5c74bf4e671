"""Model stage: the commonest slips behind a mistake of the schema, each with the words as they should stand.

What the schema knows is that a text is no number or no group. That a comma parts its thousands, or that a blank is
missing behind the colon, is seen in what came.
"""

from __future__ import annotations

import re
import unicodedata

from pydantic import BaseModel

from quaybook.facts.positions import KeyPath
from quaybook.model.fields import group_at, leaf_types, may_be_open
from quaybook.model.terminal import Terminal

_THOUSANDS = re.compile(r"(\d{1,3}(?:[,、' ]\d{3})+)(\.\d+)?", re.ASCII)
_KEY_AT_ONCE = re.compile(r"(\w+):(.)")
_DASH_AT_ONCE = re.compile(r"[-\u2010\u2212\u2013\u2014\uff0d\u30fb]{1}(?=\S|\u3000)")
_NUMBERS = ("not_a_whole_number", "not_a_number")
# What an empty value is told as where several facts are asked for.
_SHAPES = {"not_a_group": "empty_group", "not_a_list": "empty_list"}


def remedy(code: str, value: object, path: KeyPath, within: type[BaseModel]) -> tuple[str, dict[str, object]]:
    """The code of the slip that is behind the mistake, and what its sentence tells; the mistake's own where none is."""
    text = str(value)
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
