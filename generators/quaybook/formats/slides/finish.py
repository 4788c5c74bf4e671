"""Formats stage, slides: what pandoc leaves open: sizes of letters, columns of tables, figures, feet, properties.

Each slide is given the sizes that `fitting` reckoned with, so what was measured is what is shown.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from quaybook.files.archive import FIXED_TIME, with_entries
from quaybook.formats.slides.deck import Deck
from quaybook.formats.slides.figures import place_figure
from quaybook.formats.slides.fitting import Fitting, Page
from quaybook.formats.slides.look import Box
from quaybook.formats.slides.paint import Paint
from quaybook.formats.slides.reference import put
from quaybook.model.data.quiz import Speech
from quaybook.wording.words import Words

_PROPERTY = 255
_OWN_TIME = datetime(*FIXED_TIME)


class Finish:
    """Finishes the deck that pandoc made of pages."""

    def __init__(self, fitting: Fitting, words: Words) -> None:
        self.fitting, self.look, self.words, self.paint = fitting, fitting.look, words, Paint(fitting.look)

    def finished(self, made: bytes, deck: Deck, pages: Sequence[Page]) -> bytes:
        """The bytes of the finished deck."""
        shown = Presentation(io.BytesIO(made))
        for number, (slide, page) in enumerate(zip(shown.slides, pages, strict=True), 1):
            self._title(slide, page)
            if page.figure is not None and page.strips is not None:
                place_figure(slide, page.figure, page.strips, self.look)
            elif page.rows:
                self._table(slide, page)
            else:
                self._text(slide, page, number == 1)
            _spoken(slide, self._languages(deck))
            self._foot(slide, deck, number, len(pages))
            _numbered(slide)
        _properties(shown, deck)
        out = io.BytesIO()
        shown.save(out)
        return with_entries(out.getvalue(), {})

    def _languages(self, deck: Deck) -> tuple[str, str]:
        """That of most of what is said, and that of what stands between."""
        east_asian, latin = (str(self.look["language"][key]) for key in ("east_asian", "latin"))
        return (latin, east_asian) if deck.frame.speech == Speech.ENGLISH else (east_asian, latin)

    def _title(self, slide: Any, page: Page) -> None:
        frame = slide.shapes.title.text_frame
        frame.auto_size, frame.word_wrap, frame.vertical_anchor = MSO_AUTO_SIZE.NONE, True, MSO_ANCHOR.MIDDLE
        _no_margins(frame)
        self.paint.letters(_paragraphs(frame), page.title_size, 0)

    def _text(self, slide: Any, page: Page, is_cover: bool) -> None:
        if not page.bullets:
            return
        frame = next(shape for shape in slide.placeholders if shape.placeholder_format.idx == 1).text_frame
        frame.auto_size, frame.word_wrap, frame.vertical_anchor = MSO_AUTO_SIZE.NONE, True, MSO_ANCHOR.TOP
        _no_margins(frame)
        style = self.look["bullet"]
        self.paint.letters(_paragraphs(frame), page.size, 0 if is_cover else style["after"])
        for paragraph in () if is_cover else _paragraphs(frame):
            indent = round(Pt(style["indent"])) if page.is_marked else 0
            properties = paragraph.get_or_add_pPr()
            properties.set("marL", str(indent))
            properties.set("indent", str(-indent))
            if not page.is_marked:
                properties.insert_element_before(OxmlElement("a:buNone"), "a:tabLst", "a:defRPr", "a:extLst")

    def _table(self, slide: Any, page: Page) -> None:
        frame = next(shape for shape in slide.shapes if shape.has_table)
        rows, body = (page.head, *page.rows), self.look.box("body")
        heights = [self.fitting.row_height(row, page.widths, page.size) for row in rows]
        put(frame, body.left, body.top, body.width, sum(heights))
        for column, width in zip(frame.table.columns, page.widths, strict=True):
            column.width = Pt(width)
        for number, (row, height) in enumerate(zip(frame.table.rows, heights, strict=True)):
            row.height = Pt(height)
            ground = "head" if not number else "row" if number % 2 else "band"
            for cell in row._tr.tc_lst:
                self.paint.cell(cell, ground)
                paragraphs = cell.iter(qn("a:p"))
                self.paint.letters(paragraphs, page.size, 0, "text" if number else "head_text")

    def _foot(self, slide: Any, deck: Deck, number: int, count: int) -> None:
        foot = self.look["foot"]
        mark = self.words("slides.clipped")
        text = self.fitting.measure.clipped(deck.foot, foot["width"], foot["size"], mark)
        numbered = self.words("slides.page", number=number, count=count)
        here = Box(foot["left"], foot["top"], foot["width"], foot["height"])
        there = Box(foot["number_left"], foot["top"], foot["number_width"], foot["height"])
        for line, place, side in ((text, here, "l"), (numbered, there, "r")):
            slide.shapes._spTree.append(self.paint.foot(line, place, side, foot["size"]))


def _paragraphs(frame: Any) -> list[Any]:
    return [paragraph._p for paragraph in frame.paragraphs]


def _no_margins(frame: Any) -> None:
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _spoken(slide: Any, languages: tuple[str, str]) -> None:
    """What is shown and what is said is read aloud in the language in which it is written."""
    for part in (slide, slide.notes_slide):
        for run in part._element.iter(qn("a:r")):
            properties = run.get_or_add_rPr()
            for name, language in zip(("lang", "altLang"), languages, strict=True):
                properties.set(name, language)


def _numbered(slide: Any) -> None:
    """Each shape has a number of its own; pandoc gives some of them the same."""
    for number, shape in enumerate(slide.shapes, 2):
        shape._element.find(f".//{qn('p:cNvPr')}").set("id", str(number))


def _properties(shown: Any, deck: Deck) -> None:
    core = shown.core_properties
    # What a property has room for.
    core.title, core.subject = deck.title[:_PROPERTY], deck.document.number[:_PROPERTY]
    core.author = core.last_modified_by = ""
    core.created = core.modified = _OWN_TIME
    core.language = deck.document.language if deck.frame.speech != Speech.ENGLISH else Speech.ENGLISH.value
