"""Formats stage: the parts of a Word file that are made for each document; all others stay as pandoc made them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from xml.sax.saxutils import quoteattr

from docx.opc.coreprops import CoreProperties
from docx.shared import Mm

from quaybook.formats.binder.typesetting import rasterized
from quaybook.formats.letterhead import Logo
from quaybook.formats.look import Look
from quaybook.formats.word.elements import element, made, paragraph, parsed, part, run, serialized, simple_field, tag
from quaybook.model.document import Document

TEXT, STYLES, PROPERTIES = "word/document.xml", "word/styles.xml", "docProps/core.xml"
SETTINGS = "word/settings.xml"
# The reference document has them, empty, so pandoc puts their names wherever a file must tell of them.
HEADER, FOOTER = "word/header1.xml", "word/footer1.xml"
# Those that sheets of a form have for their own.
SHEET_HEADER, SHEET_FOOTER = "word/header2.xml", "word/footer2.xml"
CONTENT_TYPES = "[Content_Types].xml"
_HEADERS_LEAD = ("word/_rels/header1.xml.rels", "word/_rels/header2.xml.rels")
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# The schema of settings is an ordered one.
_AFTER_LINES = tuple(f"w:{name}" for name in ("savePreviewPicture", "compat", "rsids", "themeFontLang"))
# As long as a property may be.
_LONGEST = 255
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


@dataclass(frozen=True)
class Mark:
    """A company's logo as files have it: its bytes, the end of its name, and its sides in the unit of drawings."""

    content: bytes
    end: str
    width: int
    height: int

    def parts(self, content_types: bytes) -> dict[str, bytes]:
        """The parts that a file needs for it beside its headers."""
        name = f"media/letterhead.{self.end}"
        relation = f'<Relationship Id="mark" Type="{_RELATIONS}/image" Target="{name}"/>'
        led = f'{_DECLARED}<Relationships xmlns="{_PACKAGE}/relationships">{relation}</Relationships>'.encode()
        kind = f'<Default Extension="{self.end}" ContentType="image/{self.end}"/>'.encode()
        types = content_types if f'"{self.end}"'.encode() in content_types else _with_kind(content_types, kind)
        return {f"word/{name}": self.content, CONTENT_TYPES: types, **dict.fromkeys(_HEADERS_LEAD, led)}

    def run(self, told: str) -> str:
        """The picture in a line; `told` is what a screen reader says of it."""
        size = f'cx="{self.width}" cy="{self.height}"'
        shape = f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        picture = (
            f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="1" name="mark"/><pic:cNvPicPr/>'
            f'</pic:nvPicPr><pic:blipFill><a:blip xmlns:r="{_RELATIONS}" r:embed="mark"/><a:stretch><a:fillRect/>'
            f"</a:stretch></pic:blipFill><pic:spPr>{shape}</pic:spPr></pic:pic>"
        )
        inline = (
            f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {size}/><wp:docPr id="1" name="mark" descr={quoteattr(told)}/>'
            f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">{picture}</a:graphicData>'
            "</a:graphic></wp:inline>"
        )
        return element("r", element("drawing", inline))


def mark_of(logo: Logo | None, look: Look) -> Mark | None:
    """The logo as tall as the look has it, or as wide as it may be; a drawing becomes a picture."""
    if logo is None:
        return None
    content = rasterized(logo.content) if logo.kind == "svg" else logo.content
    height = min(look["mark"]["height"], look["mark"]["width"] / logo.ratio)
    sides = (int(Mm(height * logo.ratio)), int(Mm(height)))
    return Mark(content, "png" if logo.kind == "svg" else logo.kind, *sides)


def _with_kind(content_types: bytes, kind: bytes) -> bytes:
    first = content_types.index(b"<Default") if b"<Default" in content_types else content_types.index(b"<Override")
    return content_types[:first] + kind + content_types[first:]


def header(document: Document, width: int, mark: Mark | None = None, marking: str | None = None) -> bytes:
    """Whose document it is, its title, and who may read it, which another `marking` may say."""
    control = document.control
    line = run(f"{control.terminal}　{document.title}\t{control.classification if marking is None else marking}")
    before = mark.run(control.terminal) + run("　") if mark else ""
    return part("hdr", paragraph("header", before, line, properties=to_right_margin(width)))


def footer(document: Document, width: int, pages: str = "") -> bytes:
    """Number and edition, the page and how many there are, or what else `pages` shows."""
    line = run(f"{document.number}　{document.control.edition}\t")
    return part("ftr", paragraph("footer", line, pages or _of("NUMPAGES"), properties=to_right_margin(width)))


def own_pages() -> str:
    """The page and how many its section has; programs that cannot count them show the one that a sheet has."""
    return _of("SECTIONPAGES")


def behind(label: str) -> str:
    """The page among those behind a form's sheets, which `label` names."""
    return run(f"{label}　") + simple_field("PAGE")


def _of(total: str) -> str:
    return simple_field("PAGE") + run(" / ") + simple_field(total)


def to_right_margin(width: int) -> str:
    """What follows a tab ends there."""
    return element("tabs", element("tab", pos=str(width), val="right"))


@cache
def settings(pandoc: bytes, language: str, last: str, first: str) -> bytes:
    """What holds for a whole file: signs with which no line ends, and with which none begins."""
    root = parsed(pandoc)
    named = {"noLineBreaksAfter": last, "noLineBreaksBefore": first}
    for told in made("".join(element(name, lang=language, val=signs) for name, signs in named.items())):
        root.insert_element_before(told, *_AFTER_LINES)
    return serialized(root)


def properties(pandoc: bytes, document: Document) -> bytes:
    """What programs tell of a file without opening it: whose it is and since when it says this; it names nobody."""
    root, control = parsed(pandoc), document.control
    core = CoreProperties(root)
    core.title, core.subject, core.language = document.title, document.number, document.language
    core.author = core.last_modified_by = control.operator[:_LONGEST]
    core.comments = ""
    # Nothing is said where nobody knows the day, and no program takes a file amiss for it.
    for name in ("dcterms:created", "dcterms:modified"):
        for told in root.findall(tag(name)):
            root.remove(told)
    if control.changed_on is not None:
        core.created = core.modified = datetime.combine(control.changed_on, time.min)
    return serialized(root)
