"""Formats stage: the reference document whose styles every Word file takes over.

It is made from pandoc's own, so that every style pandoc writes exists, with the fonts, sizes and
language of `policy_src/style/word.yml`; East Asian fonts and language stand in every style, because
Word otherwise sets Japanese in a Latin theme font.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from quaybook.files.archive import read_entries, with_entries
from quaybook.formats import pandoc
from quaybook.formats.look import Look
from quaybook.formats.word.elements import element, made, parsed

HEADING_FONT = ("Title", "Subtitle", "Header", "Footer", "TOC Heading")
CALLOUT, CALLOUT_TITLE, CITATION = "Callout", "Callout Title", "Citation"
TABLE_CELL, TABLE_HEAD = "Table Text", "Table Head"
_THEME = "word/theme/theme1.xml"
# The schema of properties is an ordered one.
_ORDER = {
    "pPr": "keepNext keepLines pageBreakBefore widowControl suppressLineNumbers pBdr shd tabs suppressAutoHyphens "
    "kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
    "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl",
    "rPr": "rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
    "eastAsianLayout specVanish",
}


def _set_fonts(properties: Any, east_asian: str, latin: str, look: Look) -> None:
    for name in ("w:rFonts", "w:lang"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    language = look["language"]
    fonts, spoken = made(
        element("rFonts", ascii=latin, hAnsi=latin, cs=latin, eastAsia=east_asian)
        + element("lang", val=language["latin"], eastAsia=language["east_asian"])
    )
    properties.insert(0, fonts)
    properties.append(spoken)


def _paragraph_style(document: Any, name: str, base: str) -> Any:
    if name in [s.name for s in document.styles]:
        return document.styles[name]
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles[base]
    return style


def _box(style: Any, look: Look) -> None:
    properties = style.element.get_or_add_pPr()
    sizes = {"top": "6", "left": "24", "bottom": "6", "right": "6"}
    sides = (element(side, val="single", sz=sz, space="6", color=look["rule_color"]) for side, sz in sizes.items())
    borders, shade = made(element("pBdr", *sides) + element("shd", val="clear", color="auto", fill=look["shade"]))
    # The schema of paragraph properties is an ordered one.
    properties.insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    properties.insert_element_before(borders, "w:shd")
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Mm(3)
    style.paragraph_format.keep_together = True


def _sizes(document: Any, look: Look) -> None:
    sizes, styles = look["sizes"], document.styles
    styles["Normal"].font.size = Pt(sizes["body"])
    for number, size in enumerate(sizes["headings"], 1):
        heading = styles[f"Heading {number}"]
        heading.font.size, heading.font.bold = Pt(size), True
        heading.font.italic = False
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(12), Pt(4)
        heading.paragraph_format.keep_with_next = True
    styles["Title"].font.size, styles["Title"].font.bold = Pt(sizes["cover_title"]), True
    cell = styles[TABLE_CELL]
    cell.font.size = Pt(sizes["table"])
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(1)
    cell.paragraph_format.line_spacing = 1.15
    for name in ("Header", "Footer"):
        styles[name].font.size = Pt(sizes["small"])
    for name in ("Normal", "Body Text", "First Paragraph", "Compact"):
        styles[name].paragraph_format.line_spacing = look["line_spacing"]
        styles[name].paragraph_format.space_before = Pt(3 if name == "Body Text" else 0)
        styles[name].paragraph_format.space_after = Pt(2 if name == "Compact" else 6)


def _page(document: Any, look: Look) -> None:
    section, page = document.sections[0], look["page"]
    section.page_width, section.page_height = Mm(page["width"]), Mm(page["height"])
    section.top_margin, section.bottom_margin = Mm(page["top"]), Mm(page["bottom"])
    section.left_margin, section.right_margin = Mm(page["left"]), Mm(page["right"])
    section.header_distance, section.footer_distance = Mm(page["header"]), Mm(page["footer"])
    # pandoc takes over the parts and whatever tells of them; what stands in them is each document's own. Those for even
    # pages are never shown as such: sheets of a form take them for their own.
    for part in (section.header, section.footer, section.even_page_header, section.even_page_footer):
        part.is_linked_to_previous = False


def _flat(styles: Mapping[str, Any], style: Any, part: str) -> Any:
    """The properties of a style together with those of all on which it is based.

    Numbers of headings are the kit's; frames and sections belong to a text, not to a look.
    """
    chain = [style]
    while (base := chain[-1].find(qn("w:basedOn"))) is not None and len(chain) < len(styles):
        chain.append(styles.get(base.get(qn("w:val"))))
        if chain[-1] is None:
            break
    order = [qn(f"w:{name}") for name in _ORDER[part].split()]
    told: dict[str, Any] = {}
    for each in reversed([each for each in chain if each is not None]):
        told |= {child.tag: child for child in each.findall(f"{qn(f'w:{part}')}/*")}
    (flat,) = made(element(part))
    flat.extend(deepcopy(told[name]) for name in order if name in told)
    return flat


def _take_over(document: Any, own: bytes) -> None:
    """Gives the styles the look that those of the same names have in a company's own file, and pages its margins."""
    parts = read_entries(own, "word/styles.xml", "word/document.xml")
    theirs = parsed(parts["word/styles.xml"])
    by_id = {each.get(qn("w:styleId")): each for each in theirs.iterchildren(qn("w:style"))}
    by_name = {str(name.get(qn("w:val"))).lower(): name.getparent() for name in theirs.iter(qn("w:name"))}
    root = document.styles.element
    if (defaults := theirs.find(qn("w:docDefaults"))) is not None:
        root.replace(root.find(qn("w:docDefaults")), deepcopy(defaults))
    for style in root.iterchildren(qn("w:style")):
        found = by_name.get(style.find(qn("w:name")).get(qn("w:val")).lower())
        if found is not None and found.get(qn("w:type")) == style.get(qn("w:type")) in ("paragraph", "character"):
            for name in ("w:basedOn", "w:pPr", "w:rPr"):
                for old in style.findall(qn(name)):
                    style.remove(old)
            parted = [_flat(by_id, found, part) for part in ("pPr", "rPr")]
            style.extend(parted if style.get(qn("w:type")) == "paragraph" else parted[1:])
        else:
            # Letters are theirs everywhere.
            for fonts in list(style.iter(qn("w:rFonts"))):
                fonts.getparent().remove(fonts)
    margins = parsed(parts["word/document.xml"]).findall(f".//{qn('w:pgMar')}")
    if margins:
        own_margins = document.sections[0]._sectPr.find(qn("w:pgMar"))
        for side, value in margins[-1].attrib.items():
            own_margins.set(side, value)


def _keep_heads(document: Any) -> None:
    """What leads to something stays with it, whatever else a style says."""
    for name in (*(f"Heading {level}" for level in (1, 2, 3, 4)), CALLOUT_TITLE, TABLE_HEAD, "TOC Heading"):
        document.styles[name].paragraph_format.keep_with_next = True


def _letters(document: Any, look: Look) -> None:
    fonts = look["fonts"]
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _set_fonts(defaults, fonts["body"], fonts["latin"], look)
    for style in document.styles:
        if style.type not in (WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER):
            continue
        heading = style.name.startswith(("Heading", "TOC")) or style.name in HEADING_FONT
        face, latin = ("heading", "latin_heading") if heading else ("body", "latin")
        _set_fonts(style.element.get_or_add_rPr(), fonts[face], fonts[latin], look)
        if heading or style.name in ("Hyperlink", CITATION):
            style.font.color.rgb = RGBColor(0, 0, 0)


def reference_document(look: Look, own: bytes | None = None) -> bytes:
    """The reference document, as the bytes of a .docx file; `own` is a company's file whose look it takes over."""
    printed = pandoc.run("--print-default-data-file", "reference.docx")
    printed.check_returncode()
    document = docx.Document(io.BytesIO(printed.stdout))
    for level in (1, 2, 3):
        toc = _paragraph_style(document, f"TOC {level}", "Normal")
        toc.paragraph_format.left_indent = Mm(5 * (level - 1))
        toc.paragraph_format.space_after, toc.paragraph_format.line_spacing = Pt(0), 1.1
    for name in (CALLOUT, TABLE_CELL, "Header", "Footer"):
        _paragraph_style(document, name, "Normal")
    head = _paragraph_style(document, TABLE_HEAD, TABLE_CELL)
    head.font.bold = head.paragraph_format.keep_with_next = True
    title = _paragraph_style(document, CALLOUT_TITLE, CALLOUT)
    title.font.bold = title.paragraph_format.keep_with_next = True
    citation = document.styles.add_style(CITATION, WD_STYLE_TYPE.CHARACTER)
    citation.font.size = Pt(look["sizes"]["small"] - 1)
    _box(document.styles[CALLOUT], look)
    _sizes(document, look)
    _page(document, look)
    _letters(document, look)
    if own is not None:
        _take_over(document, own)
    _keep_heads(document)
    out = io.BytesIO()
    document.save(out)
    # Fonts may be named by a theme's place for them.
    theme = {name: part for name, part in read_entries(own).items() if name == _THEME} if own else {}
    return with_entries(out.getvalue(), theme)
