"""Model stage: `sheet.yml` beside a register's text: which lists become sheets, with which columns.

Its expressions are the template language's, and are evaluated by the documents stage.
"""

from __future__ import annotations

from pydantic import Field

from quaybook.model.base import Facts, PlainText
from quaybook.model.data.texts import Pair


class Column(Pair):
    """Written as `[head, expression]`."""

    head: PlainText
    value: PlainText


class SheetSpec(Facts):
    """One list of entries. `each` names a list inside of an entry, of which every item has its own row."""

    title: PlainText
    rows: PlainText
    entry: PlainText = Field(alias="as")
    each: dict[PlainText, PlainText] = Field(default_factory=dict)
    if_empty: PlainText
    columns: tuple[Column, ...] = Field(min_length=1)


class SheetFile(Facts):
    """The heads are wording, so a file is for one language. `macros` names a template whose macros it uses."""

    language: PlainText
    macros: PlainText | None = None
    sheets: tuple[SheetSpec, ...] = Field(min_length=1)
