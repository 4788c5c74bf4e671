"""Wording stage, dialect: blocks, which stand apart by blank lines: headings, lists, callouts, what closes a block."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from itertools import takewhile

from quaybook.wording.dialect.links import place_mark

_CALLOUT = re.compile(r"^> \[!(\w+)\][ ]*\n((?:>.*\n?)*)", re.MULTILINE)
HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)
_PLACED_HEADING = re.compile(r"^(#{1,6}) .*\{#([\w-]+)\}[ ]*$", re.MULTILINE)
# That of a part bears its class, too.
_ANY_PLACED_HEADING = re.compile(r"^(#{1,6} .*\{#)([\w-]+)((?: [.\w-]+)*\}[ ]*)$", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{3,}")
# Numbers of paragraphs and of their items, as Japanese rules write them.
_PARAGRAPH, _ITEM = (re.compile(form, re.MULTILINE) for form in (r"^([1-9]\d?)\u3000", r"^\((\d+)\)\u3000"))
# A row of a table, a quotation, a picture and a heading.
_ENDS_ALONE = ("|", ">", "!", "#")


@dataclass(frozen=True)
class Callout:
    """A quotation of a kind, such as `warning`; `lines` are quoted. It has no title until a format gives one.

    Its text is the dialect's form.
    """

    kind: str
    lines: str

    @property
    def inner(self) -> str:
        """What is called out, unquoted."""
        return "\n".join(line.removeprefix(">").lstrip(" ") for line in self.lines.splitlines()).strip()

    def __str__(self) -> str:
        return f"> [!{self.kind.upper()}]\n{self.lines}"

    def titled(self, kind: str, title: str, is_folded: bool = False) -> str:
        """The callout with a title, under the name by which a reader of Markdown knows its kind; folded up if asked."""
        return f"> [!{kind}]{'-' if is_folded else ''} {title}\n{self.lines}"


def each_callout(body: str, said: Callable[[Callout], str]) -> str:
    """`body` with what `said` makes of every callout in the place of that callout."""
    return _CALLOUT.sub(lambda match: said(Callout(match[1].lower(), match[2])), body)


def heading(level: int, text: str, place: str) -> str:
    """A heading of its level, with the name by which links lead to it."""
    return f"{'#' * level} {text} {place_mark(place)}"


def part_heading(level: int, text: str, place: str) -> str:
    """The title of a part, in small letters whatever its level: formats know it by its class."""
    return f"{'#' * level} {text} {place_mark(place, '.part')}"


def place_in_article(article: str, start: int, body: str) -> tuple[int, int]:
    """The paragraph and the item with which `body` begins, which stands at `start` of an article; 0 where it has none.

    The first paragraph of an article bears no number, and one that stands alone is named by the article.
    """
    before = [int(match[1]) for match in _PARAGRAPH.finditer(article[:start])]
    own, item = _PARAGRAPH.match(body), _ITEM.match(body)
    if own:
        return int(own[1]), 0
    is_alone = not _PARAGRAPH.search(article)
    return 0 if is_alone else (before or [1])[-1], int(item[1]) if item else 0


def bullets(items: Iterable[str]) -> str:
    """A list without an order."""
    return "\n".join(f"- {item}" for item in items)


def closed_by(block: str, text: str) -> str:
    """`block` with `text` behind its last line, or below it where that line takes no text behind it."""
    last = block.rsplit("\n", 1)[-1].lstrip()
    # A quotation would swallow it, a row or a picture would not be one any more.
    if not last or last.startswith(_ENDS_ALONE):
        return f"{block.rstrip()}\n\n{text}\n"
    return f"{block.rstrip()} {text}"


def tidied(body: str) -> str:
    """`body` with one blank line between two blocks and none around it."""
    return _BLANK_LINES.sub("\n\n", body).strip() + "\n"


def raised(body: str) -> str:
    """`body` with every heading one level higher."""
    return _PLACED_HEADING.sub(lambda match: match[0][1:], body)


def lowered(body: str, name: str) -> str:
    """`body` with every heading one level lower, its place called by `name` too: several texts become one."""
    return _ANY_PLACED_HEADING.sub(lambda found: f"#{found[1]}{place_name(name, found[2])}{found[3]}", body)


def place_name(name: str, place: str) -> str:
    """How a place of the text that is called `name` is called in a text that is made of several."""
    return f"{name}--{place}"


def excerpt(body: str, places: Set[str]) -> str:
    """Of `body` the sections to which `places` lead, whole, below the headings under which they stand."""
    heads = [(match.start(), len(match[1]), match[2], match[0]) for match in _PLACED_HEADING.finditer(body)]
    ends = [*(start for start, *_ in heads[1:]), len(body)]
    kept, within = [], 0
    for number, ((start, level, place, line), end) in enumerate(zip(heads, ends, strict=True)):
        if within and level <= within:
            within = 0
        if not within and place in places:
            within = level
        if within:
            kept.append(body[start:end])
        elif not places.isdisjoint(_below(heads[number + 1 :], level)):
            kept.append(f"{line}\n\n")
    return "".join(kept)


def _below(heads: Iterable[tuple[int, int, str, str]], level: int) -> set[str]:
    """The places of the headings that stand below one of this level, which comes before them."""
    return {place for _, _, place, _ in takewhile(lambda head: head[1] > level, heads)}


def parted(body: str, places: Set[str]) -> dict[str, str]:
    """`body` in parts, each by the place of the heading with which it begins; the first, before all of them, by ""."""
    starts = [(match[2], match.start()) for match in _PLACED_HEADING.finditer(body) if match[2] in places]
    ends = [start for _, start in starts] + [len(body)]
    return {name: body[start:end] for (name, start), end in zip([("", 0), *starts], ends, strict=True)}
