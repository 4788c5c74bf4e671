"""Formats stage: what a table of a page says beyond its cells: a caption, which cells name rows, how it fits a phone.

Markdown knows heads of columns only. A reader who cannot see the table needs the rest, and so does a narrow screen:
there rows of a few columns become cards, while a wide register stays a table and scrolls.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

NAME = "quaybook.formats.site.tables"
HOLDER = "qb-table"
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
# What is as wide as a phone anyway, what may become cards, and how full cards have to be to be read as such.
_NARROW, _ALWAYS_CARDS, _PERHAPS_CARDS, _FEW_ROWS, _FULL = 2, 5, 7, 40, 6
# Up to how many letters a link is smaller than a finger.
_SHORT = 3
# After the tables themselves, the words in them and the anchors of headings.
_PRIORITY = 3


class TableExtension(Extension):
    """Completes every table of a page that was written as Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the library's
        md.treeprocessors.register(_Completed(md), "quaybook_tables", _PRIORITY)


def makeExtension(**_: object) -> TableExtension:  # noqa: N802  # the library's
    """The extension, as the library asks a module named in a site's settings for it."""
    return TableExtension()


@dataclass(frozen=True)
class _Found:
    """A table in its page."""

    table: Element
    holder: Element
    told: str


class _Completed(Treeprocessor):
    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.escapes = UnescapeTreeprocessor(md)

    def run(self, root: Element) -> None:
        found = list(self._found(root, [""]))
        of, seen = Counter(each.told for each in found), Counter[str]()
        for number, each in enumerate(found, 1):
            seen[each.told] += 1
            count = f" {seen[each.told]}/{of[each.told]}" if of[each.told] > 1 else ""
            self._complete(each, f"{each.told}{count}", f"qb-table-{number}")

    def _found(self, element: Element, heading: list[str]) -> Iterator[_Found]:
        """Every table below `element`, with what its caption says; `heading` holds the words of the last one."""
        for child in list(element):
            if child.tag in _HEADINGS or _is_label(child):
                heading[0] = self._words(child)
                if child.tag == "p":
                    child.set("class", "qb-label")
            elif child.tag == "table":
                yield _Found(child, _held(child, element), element.attrib.pop("data-caption", heading[0]))
            else:
                yield from self._found(child, heading)

    def _complete(self, found: _Found, caption: str, name: str) -> None:
        table, rows = found.table, list(found.table.iter("tr"))
        heads, body = list(rows[0]), [list(row) for row in rows[1:]]
        words = [self._words(head) for head in heads]
        for head, said in zip(heads, words, strict=True):
            _as_head(head, "col" if said else "")
        texts = [[self._words(cell) for cell in row] for row in body]
        period = _period(words)
        for column in range(0, len(words), period):
            _name_rows(column, body, texts)
        self._mark_short_links(table)
        layout = _layout(words, texts, period)
        if layout == "cards":
            _mark_blanks(body, texts)
        table.set("class", f"qb-t qb-{layout}")
        _set_style(found.holder, layout, words)
        if caption:
            told = Element("caption", {"id": name})
            told.text = _escaped(caption)
            table.insert(0, told)

    def _mark_short_links(self, table: Element) -> None:
        for link in table.iter("a"):
            if len(self._words(link)) <= _SHORT and not link.get("class"):
                link.set("class", "qb-short")

    def _words(self, element: Element) -> str:
        return " ".join(self._plain("".join(_texts(element))).split())

    def _plain(self, text: str) -> str:
        """`text` with the signs that the library has put aside; what it has put aside as HTML has no words."""
        whole = HTML_PLACEHOLDER_RE.sub(lambda found: self._aside(int(found[1])), text)
        return str(self.escapes.unescape(whole))

    def _aside(self, number: int) -> str:
        kept = self.md.htmlStash.rawHtmlBlocks[number]
        return html.unescape(kept) if isinstance(kept, str) and kept.startswith("&") else ""


def _is_label(element: Element) -> bool:
    """Whether a paragraph is all bold: the name of what follows where a heading would say too much."""
    inner = list(element)
    alone = element.tag == "p" and len(inner) == 1 and inner[0].tag == "strong"
    return alone and not f"{element.text or ''}{inner[0].tail or ''}".strip()


def _texts(element: Element) -> Iterator[str]:
    """The words of an element without the citations in it."""
    if element.get("class") == "cite":
        return
    text = element.text or ""
    yield html.unescape(text) if element.tag == "code" else text
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def _held(table: Element, parent: Element) -> Element:
    """The division that holds the table; a page written by hand has none."""
    if HOLDER in parent.get("class", "").split():
        return parent
    holder = Element("div", {"class": HOLDER})
    holder.tail, table.tail = table.tail, None
    parent[list(parent).index(table)] = holder
    holder.append(table)
    return holder


def _as_head(cell: Element, scope: str) -> None:
    """Makes a cell the head of its column or row, or of nothing if there is no word in it."""
    cell.tag = "th" if scope else "td"
    if scope:
        cell.set("scope", scope)


def _period(heads: list[str]) -> int:
    """After how many columns the heads begin again, as on a form with two fields in each line."""
    count = len(heads)
    return next((n for n in range(2, count) if heads[:n] * (count // n) == heads), count)


def _name_rows(column: int, body: list[list[Element]], texts: list[list[str]]) -> None:
    """Makes heads of the cells of a column that names the rows: no two say the same, and all say something."""
    said = [row[column] for row in texts if column < len(row)]
    told = [text for text in said if re.search(r"\w", text)]
    if len(told) < 2 or len(set(told)) < len(told) or (column == 0 and len(told) < len(body)) or len(said) < len(body):
        return
    for cells, text in zip(body, said, strict=True):
        if text in told:
            _as_head(cells[column], "row")


def _mark_blanks(body: list[list[Element]], texts: list[list[str]]) -> None:
    """Names what is to be filled in by hand, which takes little room on a card."""
    for cells, row in zip(body, texts, strict=True):
        for cell, text in zip(cells, row, strict=True):
            if not re.search(r"\w", text):
                cell.set("class", "qb-blank")


def _layout(heads: list[str], texts: list[list[str]], period: int) -> str:
    """What a phone makes of the table."""
    count = len(heads)
    if count <= _NARROW:
        return "narrow"
    if period == _NARROW:
        return "pairs"
    cells = [text for row in texts for text in row]
    is_full = sum(map(len, cells)) >= _FULL * len(cells) and len(texts) < _FEW_ROWS
    return "cards" if count <= _ALWAYS_CARDS or (count <= _PERHAPS_CARDS and is_full) else "scroll"


def _set_style(holder: Element, layout: str, heads: list[str]) -> None:
    """Hands the style sheet what it prints before the cells of cards, and how much room a register needs."""
    if layout == "cards":
        # A string of JSON is one of CSS.
        told = [f"--l{n}:{_escaped(json.dumps(head, ensure_ascii=False))}" for n, head in enumerate(heads, 1)]
    else:
        told = [f"--n:{len(heads)}"] if layout == "scroll" else []
    given = [style for style in (holder.get("style", "").rstrip(";"), *told) if style]
    if given:
        holder.set("style", ";".join(given))


def _escaped(text: str) -> str:
    """`text` so that the library, which takes what looks like an entity for one, writes it as it stands."""
    return text.replace("&", "&amp;")
