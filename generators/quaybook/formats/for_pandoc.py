"""Formats stage: what pandoc, which makes files for paper, has to be told of the dialect in its own way."""

from __future__ import annotations

from quaybook.wording.dialect.blocks import Callout, each_callout
from quaybook.wording.dialect.links import place_mark
from quaybook.wording.words import Words

READER = "markdown-implicit_figures-smart-tex_math_dollars-raw_tex-raw_html-citations+east_asian_line_breaks"


def boxed_callouts(body: str, words: Words, style: str, title_style: str) -> str:
    """Callouts as divisions of the two paragraph styles."""

    def boxed(callout: Callout) -> str:
        return f"{_division(title_style, words(f'callout.{callout.kind}'))}\n{_division(style, callout.inner)}"

    return each_callout(body, boxed)


def _division(style: str, text: str) -> str:
    return f'::: {{custom-style="{style}"}}\n{text}\n:::\n'


def bookmark(text: str, place: str, style: str = "") -> str:
    """A span that is a place to which links lead, in a style for signs if one is named; pandoc makes none of a link."""
    styled = (f'custom-style="{style}"',) if style else ()
    return f"[{text}]{place_mark(place, *styled)}"
