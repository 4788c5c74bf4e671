"""Formats stage: the empty places of a form's blank sheets as content controls, so that it is filled in on a screen.

A control holds the signs that stood there before, marked as what is to be replaced, so a printed blank stays what it
was. Its title is what a person reads beside it, for it is all that a screen reader says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import count
from typing import Any

from quaybook.formats.look import Look
from quaybook.formats.word.elements import element, made, tag
from quaybook.formats.word.places import Place, Signs
from quaybook.formats.word.sheets import EXAMPLE, RULES

_BOOKMARK, _PARAGRAPH, _TABLE, _ROW, _CELL, _RUN, _TEXT, _PROPERTIES = (
    tag(f"w:{name}") for name in ("bookmarkStart", "p", "tbl", "tr", "tc", "r", "t", "rPr")
)
_NAME, _SPACE = tag("w:name"), tag("xml:space")
# As long as Word takes a title.
_LONGEST, _PART = 64, 30


def make_fillable(body: Any, look: Look) -> None:
    """Makes a control of every place of the sheets, and none of what lies behind them."""
    maker = _Maker(look)
    for child in list(body):
        if child.tag == _BOOKMARK and child.get(_NAME) in (EXAMPLE, RULES):
            return
        if child.tag == _TABLE:
            maker.table(child)
        elif child.tag == _PARAGRAPH:
            maker.paragraph(child, maker.signs.places(_text(child), ""))


class _Maker:
    def __init__(self, look: Look) -> None:
        self.signs = Signs(look["by_hand"])
        self._numbers = count(1)
        self._tables = count(1)
        states = (
            f'<w14:{state}State w14:val="{ord(look["by_hand"][sign]):04X}" w14:font="{look["fonts"]["body"]}"/>'
            for state, sign in (("checked", "ticked"), ("unchecked", "box"))
        )
        self._box = f'<w14:checkbox><w14:checked w14:val="0"/>{"".join(states)}</w14:checkbox>'

    def table(self, table: Any) -> None:
        """The controls of a table: what a place is for stands at its left or at the head of its column."""
        rows = [list(row.iterchildren(_CELL)) for row in table.iterchildren(_ROW)]
        texts = [["".join(map(_text, cell.iterchildren(_PARAGRAPH))) for cell in row] for row in rows]
        name = f"t{next(self._tables)}"
        for r, cells in enumerate(rows):
            for c, cell in enumerate(cells):
                paragraphs = list(cell.iterchildren(_PARAGRAPH))
                if len(paragraphs) == 1:
                    self.paragraph(paragraphs[0], self._places(texts, r, c), f"{name}r{r}c{c + 1}")

    def _places(self, texts: list[list[str]], r: int, c: int) -> list[Place]:
        head, row = texts[0], texts[r]
        if r == 0:
            return self.signs.boxes(row[c])
        in_pairs = len(head) == 2 or (len(head) == 4 and head[:2] == head[2:])
        if in_pairs and c % 2 and self.signs.is_label(row[c - 1]):
            return self.signs.places(row[c], row[c - 1], is_entry=True)
        name, column = self._row_name(head, row[:c]), head[c]
        if head.count(column) > 1 and not self._group(head, row[:c]):
            column = f"{column} {head[: c + 1].count(column)}"
        # One row needs no name beside those of its columns.
        is_named = (len(texts) > 2 or len({*head}) < len(head)) and not in_pairs
        return self.signs.places(row[c], f"{name or r} {column}" if is_named else column)

    def _row_name(self, head: list[str], at_left: list[str]) -> str:
        """What says for which thing a row is: the first label that is more than its number, else the nearest."""
        labels = [text for text in at_left if self.signs.is_label(text)]
        said = next((text for text in labels if len(text) > 1), "")
        return said[:_PART] or " ".join(filter(None, (self._group(head, at_left), *labels[-1:])))

    def _group(self, head: list[str], at_left: list[str]) -> str:
        """What the columns of the nearest short label have in common, which stands above it beside a box."""
        labels = [at for at, text in enumerate(at_left) if self.signs.is_label(text)]
        return self.signs.asked(head[labels[-1]]) if labels else ""

    def paragraph(self, paragraph: Any, places: list[Place], name: str = "") -> None:
        """Puts a control around each place of a paragraph."""
        if not places:
            return
        end = 0
        for run in list(paragraph.iterchildren(_RUN)):
            text, start = _text(run), end
            end += len(text)
            own = [
                p for p in places if start <= p.start and p.end <= end and (p.start < end or p.start == p.end == end)
            ]
            if own and all(child.tag in (_PROPERTIES, _TEXT) for child in run):
                places = [place for place in places if place not in own]
                for piece in self._parted(run, text, start, own, name):
                    run.addprevious(piece)
                paragraph.remove(run)

    def _parted(self, run: Any, text: str, start: int, places: Iterable[Place], name: str) -> Iterator[Any]:
        done = 0
        for place in places:
            begin, end = place.start - start, place.end - start
            if begin > done:
                yield _like(run, text[done:begin])
            yield self._control(place, _like(run, text[begin:end] or " "), name)
            done = end
        if done < len(text):
            yield _like(run, text[done:])

    def _control(self, place: Place, run: Any, name: str) -> Any:
        number = next(self._numbers)
        told = (
            element("alias", val=place.title[:_LONGEST]),
            element("tag", val=f"{name or 'p'}n{number}"),
            element("id", val=str(number)),
            element("lock", val="sdtLocked"),
            self._box if place.is_box else element("showingPlcHdr") + element("text"),
        )
        (control,) = made(element("sdt", element("sdtPr", *told), element("sdtContent")))
        control[1].append(run)
        return control


def _text(parent: Any) -> str:
    return "".join(text.text or "" for text in parent.iter(_TEXT))


def _like(run: Any, text: str) -> Any:
    """A run of another text that looks the same."""
    (new,) = made(element("r", '<w:t xml:space="preserve"></w:t>'))
    new[0].text = text
    looks = run.find(_PROPERTIES)
    if looks is not None:
        new.insert(0, deepcopy(looks))
    return new
