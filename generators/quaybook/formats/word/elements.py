"""Formats stage: the elements of a Word file as text, and read.

The heads of a set of documents have a hundred thousand of them. Written as text and read together they cost a
twentieth of what they cost one by one.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import parse_xml

_NAMESPACE = f'xmlns:w="{nsmap["w"]}"'
# What Word of 2010 added; a program that does not know it passes over it where a file says so.
_LATER = f'xmlns:w14="{nsmap["w14"]}"'
_MARKED = f'{_LATER} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BREAK = re.compile(r"([\t\r\n])")
tag = cache(qn)
# Names of styles, widths and colours come again in every cell.
_quoted = lru_cache(maxsize=4096)(quoteattr)


def style_id(name: str) -> str:
    """The id that python-docx and pandoc give a style of this name."""
    return name.replace(" ", "")


def element(name: str, *content: str, **attributes: str) -> str:
    """An OOXML element around other ones; attribute names without their `w:`."""
    told = "".join(f" w:{key}={_quoted(value)}" for key, value in attributes.items())
    return f"<w:{name}{told}>{''.join(content)}</w:{name}>"


def run(text: str) -> str:
    """A run of `text`, in which tabs and ends of lines are elements."""
    return element("r", *(_in_run(piece) for piece in _BREAK.split(text) if piece))


def _in_run(piece: str) -> str:
    if _BREAK.fullmatch(piece):
        return element("tab" if piece == "\t" else "br")
    kept = "" if piece == piece.strip() else ' xml:space="preserve"'
    return f"<w:t{kept}>{escape(piece)}</w:t>"


def paragraph(style: str, *content: str, properties: str = "") -> str:
    """A paragraph of the style so named, with `properties` of its own."""
    return element("p", element("pPr", element("pStyle", val=style_id(style)), properties), *content)


def field_part(kind: str) -> str:
    """A run that begins, parts or ends a field."""
    return element("r", element("fldChar", fldCharType=kind))


def instruction(text: str) -> str:
    """A run that says what a field shows."""
    return element("r", element("instrText", f" {text} "))


def simple_field(name: str) -> str:
    """A field whose value is counted by the program that opens the file."""
    return field_part("begin") + instruction(name) + field_part("separate") + run("1") + field_part("end")


def page_of(anchor: str) -> str:
    """A field for the page on which a bookmark stands; nothing stands in it until a program has counted."""
    return (
        field_part("begin")
        + instruction(f"PAGEREF {anchor} \\h")
        + field_part("separate")
        + run("")
        + field_part("end")
    )


def made(elements: str) -> list[Any]:
    """The elements that are written so."""
    return list(parse_xml(f"<w:body {_NAMESPACE} {_LATER}>{elements}</w:body>"))


def part(name: str, *content: str) -> bytes:
    """A part of a file with an element so named around all of it."""
    return f"{_DECLARED}<w:{name} {_NAMESPACE}>{''.join(content)}</w:{name}>".encode()


def with_later(text: bytes) -> bytes:
    """The text part of a file that may hold what came later."""
    return text.replace(b"<w:document ", f"<w:document {_MARKED} ".encode(), 1)


def parsed(content: bytes) -> Any:
    """The root of a part."""
    return parse_xml(content)


def serialized(root: Any) -> bytes:
    """The bytes of a part."""
    return serialize_part_xml(root)
