"""Intake stage: one value → its YAML text, so that it loads again as exactly the same text.

Plain where a person would write it plainly; in quotes as soon as YAML, or an editor that guesses
types, could read anything else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from datetime import date
from functools import lru_cache

import yaml

from quaybook.facts.positions import NULLS

_SAFE_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
# Line breaks that JSON leaves as they are, and the byte order mark, which readers of YAML swallow.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STRING = "tag:yaml.org,2002:str"


def quoted(text: str) -> str:
    """`text` in double quotes, on one line whatever is in it."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


@lru_cache(maxsize=4096)
def _plain_node(text: str) -> yaml.ScalarNode | None:
    """What YAML reads where `text` stands plainly as a value; None where it does not read the same text."""
    try:
        node = yaml.compose(f"k: {text}\n", Loader=_LOADER)
    except yaml.YAMLError:
        return None
    if not isinstance(node, yaml.MappingNode) or len(node.value) != 1:
        return None
    value = node.value[0][1]
    same = isinstance(value, yaml.ScalarNode) and not value.style and value.value == text
    return value if same else None


def scalar(text: str, types: Collection[type] = (str,)) -> str:
    """`text` as YAML; `types` are those that the fact may have, so that a number may stand without quotes."""
    if text != text.strip() or not text.isprintable() or any(ord(char) > 0xFFFF for char in text):
        return quoted(text)
    node = _plain_node(text)
    typed = bool(set(types) & {bool, int, float, date})
    plain = node is not None and (node.tag == _STRING or typed) and text not in NULLS
    return text if plain else quoted(text)


def flow(items: Collection[object], width: int) -> str | None:
    """A list of short words on one line; None where an item is more than a word or the line too long."""
    if not all(isinstance(item, str) and _SAFE_WORD.fullmatch(item) and item not in NULLS for item in items):
        return None
    line = f"[{', '.join(str(item) for item in items)}]"
    return line if len(line) <= width else None
