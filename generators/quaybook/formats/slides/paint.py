"""Formats stage, slides: letters, cells and feet in the look's sizes and colours, written into the slides' XML.

There are thousands of them in a build, and the library looks each property up anew whenever it is set.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from functools import cache
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from quaybook.formats.slides.look import Box, SlideLook

_SPACING = tuple(qn(f"a:{name}") for name in ("lnSpc", "spcBef", "spcAft"))
_FILL, _RUN = qn("a:solidFill"), qn("a:r")


@cache
def _spacing(line: int, after: int) -> tuple[Any, ...]:
    told = (("lnSpc", line), ("spcBef", 0), ("spcAft", after))
    return tuple(parse_xml(f'<a:{name} {nsdecls("a")}><a:spcPts val="{points}"/></a:{name}>') for name, points in told)


@cache
def _fill(color: str) -> Any:
    return parse_xml(f'<a:solidFill {nsdecls("a")}><a:srgbClr val="{color}"/></a:solidFill>')


@cache
def _box(place: Box, side: str) -> Any:
    """A text box of one line, its text still to come."""
    x, y, across, down = (round(Pt(value)) for value in (place.left, place.top, place.width, place.height))
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="0" name="Foot"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
        '<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
        f'<a:p><a:pPr algn="{side}"/><a:r><a:rPr/><a:t/></a:r></a:p></p:txBody></p:sp>'
    )


class Paint:
    """Writes what a look says."""

    def __init__(self, look: SlideLook) -> None:
        self._line: float = look["line"]
        self._colors, self._language, self._table = look["colors"], look["language"], look["table"]

    def letters(self, paragraphs: Iterable[Any], size: float, after: float, color: str = "") -> None:
        """Gives the elements of paragraphs a size, and the room after them in times of it."""
        # Lines as high in every program, whatever font it has in place of ours.
        spacing = _spacing(round(size * self._line * 100), round(size * after * 100))
        for paragraph in paragraphs:
            properties = paragraph.get_or_add_pPr()
            for old in [child for child in properties if child.tag in _SPACING]:
                properties.remove(old)
            for number, each in enumerate(spacing):
                properties.insert(number, deepcopy(each))
            for run in paragraph.iterchildren(_RUN):
                self._run(run.get_or_add_rPr(), size, color)

    def _run(self, properties: Any, size: float, color: str) -> None:
        properties.set("sz", str(round(size * 100)))
        properties.set("lang", self._language["east_asian"])
        properties.set("altLang", self._language["latin"])
        if color:
            for old in properties.findall(_FILL):
                properties.remove(old)
            properties.insert(0, deepcopy(_fill(self._colors[color])))

    def cell(self, cell: Any, color: str) -> None:
        """Gives the element of a table's cell its margins and its ground."""
        properties = cell.get_or_add_tcPr()
        margins = {"marL": "margin_x", "marR": "margin_x", "marT": "margin_y", "marB": "margin_y"}
        for name, key in margins.items():
            properties.set(name, str(round(Pt(self._table[key]))))
        properties.set("anchor", "ctr")
        properties.append(deepcopy(_fill(self._colors[color])))

    def foot(self, text: str, place: Box, side: str, size: float) -> Any:
        """The element of a line at the foot of a slide; `side` is where it begins, `l` or `r`."""
        made = deepcopy(_box(place, side))
        (paragraph,) = made.iter(qn("a:p"))
        (shown,) = made.iter(qn("a:t"))
        shown.text = text
        self.letters([paragraph], size, 0, "quiet")
        return made
