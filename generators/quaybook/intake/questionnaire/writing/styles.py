"""Intake stage: how the questionnaire looks: colours, fonts, widths, and the page on which it is printed."""

from __future__ import annotations

from datetime import date
from typing import Any

from quaybook.intake.questionnaire.questions import Question
from quaybook.intake.shapes import Shape

REQUIRED, ANSWER, TODO, PROVISIONAL, INHERITED = "#FFF2A8", "#EEF5FB", "#FFD3A6", "#F8C8DC", "#E4DDF0"
_HEAD, _GROUP, _ENTRY, _RULE, _QUIET, _WARNING = "#1F3864", "#D6DCE5", "#EDEDED", "#A6A6A6", "#595959", "#C00000"
_ID, _CHOICE, _DAY, _NUMBER, _TEXT, _SHORT = 22, 18, 15, 13, 36, 22


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any, font: str) -> None:
        self.book, self.font = book, font
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, **properties: object) -> Any:
        """The format with these properties and the font of the questionnaire."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base: dict[str, object] = {"font_name": self.font, "font_size": 10, "valign": "top", "text_wrap": True}
            self._made[key] = self.book.add_format({**base, **properties})
        return self._made[key]

    @property
    def title(self) -> Any:
        return self.of(bold=True, font_size=16, text_wrap=False, valign="vcenter")

    @property
    def notice(self) -> Any:
        return self.of(font_color=_WARNING, text_wrap=False)

    @property
    def plain(self) -> Any:
        return self.of(text_wrap=False)

    @property
    def link(self) -> Any:
        return self.of(font_color="#0000FF", underline=1, text_wrap=False)

    @property
    def head(self) -> Any:
        return self.of(bold=True, bg_color=_HEAD, font_color="#FFFFFF", border=1, border_color=_RULE, valign="vcenter")

    @property
    def told(self) -> Any:
        return self.of(font_color=_QUIET, border=1, border_color=_RULE, font_size=9)

    def need(self, required: bool) -> Any:
        """Whether a question has to be answered."""
        color = {"bold": True, "font_color": _WARNING} if required else {"font_color": _QUIET}
        return self.of(border=1, border_color=_RULE, align="center", font_size=9, **color)

    def group(self, depth: int) -> Any:
        """The heading of a group; a deeper one is lighter."""
        shade = _GROUP if depth == 0 else _ENTRY
        return self.of(bold=True, bg_color=shade, border=1, border_color=_RULE, indent=min(depth, 5))

    def item(self, depth: int) -> Any:
        """The name of a question."""
        return self.of(border=1, border_color=_RULE, indent=min(depth, 5))

    def answer(self, inherited: bool = False, quoted: bool = False) -> Any:
        """A cell to be filled in. It is text, so that a number keeps its zeros and a time is no fraction."""
        shade = {"bg_color": INHERITED, "italic": True} if inherited else {"bg_color": ANSWER}
        more = {"quote_prefix": True} if quoted else {}
        return self.of(num_format="@", border=1, border_color=_RULE, **shade, **more)

    def swatch(self, color: str) -> Any:
        """A cell that shows a colour of the legend."""
        return self.of(bg_color=color, border=1, border_color=_RULE)


def column_width(question: Question) -> int:
    """The width of a table's column by what stands in it."""
    found = question.shape
    if found.target or question.path[-1] == "id":
        return _ID
    if question.choices:
        return _CHOICE
    return _typed_width(found, question)


def _typed_width(found: Shape, question: Question) -> int:
    if date in found.types:
        return _DAY
    if found.types & {int, float}:
        return _NUMBER
    return _SHORT if len(question.example) < 12 else _TEXT
