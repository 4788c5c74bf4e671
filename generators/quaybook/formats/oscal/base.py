"""Formats stage: what every OSCAL file is made of: JSON without empty parts, tokens, markup, dates, properties.

OSCAL is NIST's exchange format for control catalogues, security plans and assessments. Most of its texts
are Markdown and some are plain strings of one line, so a fact is written as the field takes it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from quaybook.files.cache import Cache

JsonValue: TypeAlias = "str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
JsonObject: TypeAlias = dict[str, JsonValue]

VERSION = "1.1.3"
# Names the properties that OSCAL does not define. It is a name; nothing lies at this address.
NAMESPACE = "https://quaybook.example/ns/oscal"
INCLUDE_ALL: JsonObject = {"include-all": {}}
_MIDNIGHT_IN_JAPAN = "T00:00:00+09:00"
_LINE_SPACES = re.compile("[ \t\r\n\x85\u2028\u2029]+")
_NOT_IN_TOKENS = re.compile(r"[^A-Za-z0-9._-]")
_ACTING = re.compile(r"[\\*`<\[\]~^{}&]|(?<![^\W_])_|_(?![^\W_])")
_BEGINS_A_BLOCK = re.compile(r"^(\d*)([.)](?=\s|$)|(?<!\d)[#>+-])")


def filled(parts: Mapping[str, JsonValue]) -> JsonObject:
    """The parts that hold something; OSCAL refuses an empty text or list, and `include-all` is an empty object."""
    return {key: value for key, value in parts.items() if value not in (None, "", [], ())}


def json_bytes(document: JsonObject, cache: Cache | None = None) -> bytes:
    """A whole file; with a cache it is laid out only if it has changed, which takes longer than all the rest."""
    if cache is None:
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
    key = hashlib.sha256(b"oscal\0" + json.dumps(document, ensure_ascii=False).encode()).hexdigest()
    if (kept := cache.get(key)) is None:
        kept = json_bytes(document)
        cache.put(key, kept)
    return kept


def one_line(text: str) -> str:
    """A text as a string field takes it, which neither begins nor ends with white space."""
    return _LINE_SPACES.sub(" ", text).strip()


def markup(text: str) -> str:
    """A text as a Markdown field takes it, so that a reader sees it as it stands."""
    return _BEGINS_A_BLOCK.sub(r"\1\\\2", _ACTING.sub(r"\\\g<0>", one_line(text)))


def paragraphs(texts: Iterable[str]) -> str:
    """Several texts as a Markdown field takes them, each in a paragraph of its own."""
    return "\n\n".join(markup(text) for text in texts)


def token(text: str) -> str:
    """`text` as an identifier or its tail; what an identifier cannot hold is spelt out."""
    return _NOT_IN_TOKENS.sub(lambda found: f"_{ord(found[0]):x}_", text)


def whole_token(text: str) -> str:
    """`text` as an identifier, which begins with a letter or an underscore."""
    made = token(text)
    return made if made[:1].isalpha() else f"_{made}"


def stamp(day: date) -> str:
    """The beginning of a day in Japan."""
    return day.isoformat() + _MIDNIGHT_IN_JAPAN


def prop(name: str, value: str, kind: str = "", remarks: str = "") -> JsonObject:
    """A property under a name of the kit's own."""
    made = {"name": name, "ns": NAMESPACE, "value": one_line(value), "class": kind, "remarks": markup(remarks)}
    return filled(made)


def known_prop(name: str, value: str) -> JsonObject:
    """A property under a name that OSCAL defines."""
    return {"name": name, "value": one_line(value)}


def statement_id(control: str) -> str:
    """What a control asks for."""
    return f"{control}_smt"


def element_id(control: str, element: str) -> str:
    """One of the things that a control asks for."""
    return f"{control}_smt.{token(element)}"


def objective_id(control: str) -> str:
    """What an assessment of the control has to find."""
    return f"{control}_obj"
