"""Formats stage: the parts of a Word file that are made for each document; all others stay as pandoc made them."""

from __future__ import annotations

from datetime import datetime

from docx.opc.coreprops import CoreProperties

from quaybook.files.archive import FIXED_TIME
from quaybook.formats.word.elements import element, paragraph, parsed, part, run, serialized, simple_field
from quaybook.model.document import Document

TEXT, STYLES, PROPERTIES = "word/document.xml", "word/styles.xml", "docProps/core.xml"
# The reference document has them, empty, so pandoc puts their names wherever a file must tell of them.
HEADER, FOOTER = "word/header1.xml", "word/footer1.xml"
# Those that sheets of a form have for their own.
SHEET_HEADER, SHEET_FOOTER = "word/header2.xml", "word/footer2.xml"


def header(document: Document, width: int, marking: str | None = None) -> bytes:
    """Whose document it is, its title, and who may read it, which another `marking` may say."""
    control = document.control
    line = run(f"{control.terminal}　{document.title}\t{control.classification if marking is None else marking}")
    return part("hdr", paragraph("header", line, properties=_to_right_margin(width)))


def footer(document: Document, width: int, pages: str = "") -> bytes:
    """Number and edition, the page and how many there are, or what else `pages` shows."""
    line = run(f"{document.number}　{document.control.edition}\t")
    return part("ftr", paragraph("footer", line, pages or _of("NUMPAGES"), properties=_to_right_margin(width)))


def own_pages() -> str:
    """The page and how many its section has; programs that cannot count them show the one that a sheet has."""
    return _of("SECTIONPAGES")


def behind(label: str) -> str:
    """The page among those behind a form's sheets, which `label` names."""
    return run(f"{label}　") + simple_field("PAGE")


def _of(total: str) -> str:
    return simple_field("PAGE") + run(" / ") + simple_field(total)


def _to_right_margin(width: int) -> str:
    """What follows a tab ends there."""
    return element("tabs", element("tab", pos=str(width), val="right"))


def properties(pandoc: bytes, document: Document) -> bytes:
    """What programs tell of a file without opening it; it names nobody."""
    root = parsed(pandoc)
    core = CoreProperties(root)
    core.title, core.subject, core.language = document.title, document.number, document.language
    core.author = core.last_modified_by = core.comments = ""
    core.created = core.modified = datetime(*FIXED_TIME)
    return serialized(root)
