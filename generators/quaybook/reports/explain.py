"""Reports stage: where values come from, as text for a terminal window and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quaybook.facts.positions import Position
from quaybook.reports.explanations import Explanation, Link
from quaybook.wording.plain_text import one_line, wrapped
from quaybook.wording.words import Words

WIDTH = 100


def lines(found: Explanation, terminal_id: str, words: Words) -> Iterator[str]:
    """One explanation, with the chain of folders from the terminal's own downwards."""
    yield from wrapped(words("check.explain.head", fact=found.key, id=terminal_id), WIDTH)
    yield from _row(words, "meaning", found.meaning)
    if found.value:
        yield from _row(words, "value", found.value)
        for text, position in found.parts:
            yield from wrapped(f"{text}  {_where(position)}", WIDTH, "      - ", "        ")
        if found.left_out:
            yield from wrapped(words("check.explain.more", count=found.left_out), WIDTH, "      - ", "        ")
    if found.position:
        yield from _row(words, "stands", _where(found.position))
    yield f"  {words('check.explain.chain')}"
    for number, link in enumerate(found.chain, 1):
        yield from wrapped(_link(link, words), WIDTH, f"    {number}. ", "       ")
    for note in found.notes:
        yield from wrapped(note, WIDTH, "  ", "  ")


def _row(words: Words, name: str, text: str) -> Iterator[str]:
    yield from wrapped(words("check.named", entry=words(f"check.explain.{name}"), detail=text), WIDTH, "  ", "    ")


def _link(link: Link, words: Words) -> str:
    return words(f"check.explain.{link.standing}", folder=link.folder, value=link.value, place=_where(link.position))


def _where(position: Position | None) -> str:
    return f"{position.file}:{position.line}" if position and position.line else ""


def data(found: Explanation) -> dict[str, Any]:
    """The same, ready for JSON."""
    return {
        "key": one_line(found.key),
        "meaning": found.meaning,
        "value": one_line(found.value),
        "parts": [{"text": one_line(text), **_spot(position)} for text, position in found.parts],
        "left_out": found.left_out,
        **_spot(found.position),
        "chain": [
            {
                "folder": link.folder,
                "standing": link.standing.value,
                "value": one_line(link.value),
                **_spot(link.position),
            }
            for link in found.chain
        ],
        "notes": [one_line(note) for note in found.notes],
    }


def _spot(position: Position | None) -> dict[str, Any]:
    return {"file": position.file if position else None, "line": position.line if position else None}
