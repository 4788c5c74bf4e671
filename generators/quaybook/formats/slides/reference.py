"""Formats stage, slides: the reference deck whose layouts every deck takes over.

It is made from pandoc's own, so that every layout pandoc asks for exists, as wide as screens are today, with places,
letters and colours of `policy_src/style/slides.yml`.
"""

from __future__ import annotations

import io
from typing import Any

from pptx import Presentation
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from quaybook.files.archive import read_entries, with_entries
from quaybook.formats import pandoc
from quaybook.formats.slides.look import SlideLook

COVER, CONTENT = "Title Slide", "Title and Content"
# Which of the theme's colours is what of the look.
_THEME_COLORS = {"dk1": "text", "lt1": "ground", "dk2": "title", "lt2": "band", "accent1": "head"}
_RULE = (
    '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvSpPr><p:cNvPr id="99" name="Rule"/>'
    '<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/>'
    '<a:ext cx="{across}" cy="{down}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'
    "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
)
_THEME = "ppt/theme/theme1.xml"


def reference_deck(look: SlideLook) -> bytes:
    """The reference deck, as the bytes of a .pptx file."""
    printed = pandoc.run("--print-default-data-file", "reference.pptx")
    printed.check_returncode()
    deck = Presentation(io.BytesIO(printed.stdout))
    _widened(deck, look)
    for layout in (deck.slide_master, *deck.slide_layouts):
        _placed(layout, look, layout.name == COVER)
        if layout.name in (COVER, CONTENT):
            _ruled(layout, look)
    _letters(deck.slide_master, look)
    out = io.BytesIO()
    deck.save(out)
    return _themed(out.getvalue(), look)


def _widened(deck: Any, look: SlideLook) -> None:
    """Everything keeps its place on a page of another size."""
    width, height = Pt(look["page"]["width"]), Pt(look["page"]["height"])
    across, down = width / deck.slide_width, height / deck.slide_height
    for layout in (deck.slide_master, *deck.slide_layouts):
        for shape in layout.shapes:
            if shape._element.find(f".//{qn('a:xfrm')}") is not None:
                shape.left, shape.width = round(shape.left * across), round(shape.width * across)
                shape.top, shape.height = round(shape.top * down), round(shape.height * down)
    deck.slide_width, deck.slide_height = width, height


def _placed(layout: Any, look: SlideLook, is_cover: bool) -> None:
    title = look.box("cover", "title") if is_cover else look.box("title")
    text = look.box("cover", "text") if is_cover else look.box("body")
    foot = look["foot"]
    for shape in list(layout.placeholders):
        match shape.placeholder_format.idx, shape.placeholder_format.type.name:
            case _, "DATE":
                # A deck of yesterday is the same as one of today.
                shape._element.getparent().remove(shape._element)
            case _, "TITLE" | "CENTER_TITLE" if layout.name in ("", COVER, CONTENT):
                put(shape, title.left, title.top, title.width, title.height)
            case 1, "BODY" | "OBJECT" | "SUBTITLE" if layout.name in ("", COVER, CONTENT):
                put(shape, text.left, text.top, text.width, text.height)
            case _, "FOOTER":
                put(shape, foot["left"], foot["top"], foot["width"], foot["height"])
            case _, "SLIDE_NUMBER":
                put(shape, foot["number_left"], foot["top"], foot["number_width"], foot["height"])


def _ruled(layout: Any, look: SlideLook) -> None:
    """A line below the title, as wide as the text; on a cover, texts look like those of the slides behind it."""
    place, under = look.box("rule"), look.box("cover", "title") if layout.name == COVER else look.box("title")
    top = under.top + under.height + place.top - look.box("title").top - look.box("title").height
    x, y, across, down = (round(Pt(value)) for value in (place.left, top, place.width, place.height))
    layout.shapes._spTree.append(
        parse_xml(_RULE.format(x=x, y=y, across=across, down=down, color=look["colors"]["line"]))
    )
    for shape in layout.placeholders if layout.name == COVER else ():
        for listed in shape._element.iter(qn("a:lstStyle")):
            for level in list(listed):
                listed.remove(level)


def put(shape: Any, left: float, top: float, width: float, height: float) -> None:
    """Gives a shape its place, in points."""
    shape.left, shape.top, shape.width, shape.height = Pt(left), Pt(top), Pt(width), Pt(height)


def _letters(master: Any, look: SlideLook) -> None:
    """Titles and phrases begin at the left, in the colours of the look."""
    styles = master._element.find(qn("p:txStyles"))
    for style, color in (("p:titleStyle", "title"), ("p:bodyStyle", "text")):
        for level in styles.find(qn(style)):
            level.set("algn", "l")
            for properties in level.iter(qn("a:defRPr")):
                for fill in properties.findall(qn("a:solidFill")):
                    properties.remove(fill)
                fill = OxmlElement("a:solidFill")
                fill.append(_color(look, color))
                properties.insert(0, fill)
                properties.set("b", "1" if color == "title" else "0")


def _themed(content: bytes, look: SlideLook) -> bytes:
    root: Any = parse_xml(read_entries(content, _THEME)[_THEME])
    for name, color in _THEME_COLORS.items():
        place = root.find(f".//{qn('a:clrScheme')}/{qn(f'a:{name}')}")
        for old in list(place):
            place.remove(old)
        place.append(_color(look, color))
    for fonts in root.find(f".//{qn('a:fontScheme')}"):
        fonts.find(qn("a:latin")).set("typeface", look["fonts"]["latin"])
        fonts.find(qn("a:ea")).set("typeface", look["fonts"]["text"])
        # The system's own list would put a font of its choice before ours.
        for listed in fonts.findall(qn("a:font")):
            fonts.remove(listed)
    return with_entries(content, {_THEME: serialize_part_xml(root)})


def _color(look: SlideLook, name: str) -> Any:
    color = OxmlElement("a:srgbClr")
    color.set("val", look["colors"][name])
    return color
