"""Model stage: `form.yml`, what is to be filled in on a form, in which boxes, with an example of each.

How the sheets look stands in the partial `form`; an output that prints blanks of its own takes them from here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from quaybook.model.base import Facts, PlainText
from quaybook.model.data.texts import LAYOUT, Pair, SaidCell, SaidText
from quaybook.model.groups.kinds import Area

# More lines and columns than any sheet of paper has.
_Lines = Annotated[int, Field(ge=0, le=200)]
_Width = Annotated[int, Field(ge=0, le=100), LAYOUT]


class FormField(Facts):
    """One box. `entry` is what is printed in it for whoever fills it in, `example` a box that is filled in."""

    label: SaidText
    entry: SaidCell | None = None
    example: SaidCell | None = None


class FieldGroup(Facts):
    """Boxes that follow the others of the same table under a title of their own."""

    title: SaidText
    fields: tuple[FormField, ...] = Field(min_length=1)


class FormColumn(Pair):
    """`[head, width]` of a table; the widths are proportions."""

    label: SaidText
    width: _Width


class Labelled(Pair):
    """`[label, example]` of a box in a row of boxes, such as those for signatures."""

    label: SaidText
    example: SaidCell


class SideMark(Pair):
    """`[box, mark]`: what is drawn into one box of a side, as in `[2B, 凹]`."""

    box: PlainText
    mark: SaidText


class Side(Facts):
    """A side of a container, in boxes into which damage is drawn; `marks` are those of the example."""

    label: SaidText
    marks: tuple[SideMark, ...] = ()


class FormPart(Facts):
    """One block of a sheet, and one of these: the boxes of a container's number, boxes with labels, the sides of a
    container, a table to be filled in, boxes for signatures, or a text alone.

    Of a table, `given` rows are printed in part, `blank` ones are empty or as `each` says, and `last` ends it.
    """

    title: SaidText | None = None
    title_example: SaidText | None = None
    text: SaidText | None = None
    container: PlainText | None = None
    below_title: SaidText | None = None
    below: tuple[Labelled, ...] = ()
    fields: tuple[FormField, ...] = ()
    wide: _Width | None = None
    then: tuple[FieldGroup, ...] = ()
    sides: tuple[Side, ...] = ()
    columns: tuple[FormColumn, ...] = ()
    given: tuple[tuple[SaidCell, ...], ...] = ()
    blank: _Lines = 0
    each: tuple[SaidCell, ...] = ()
    last: tuple[SaidCell, ...] = ()
    example: tuple[tuple[SaidCell, ...], ...] = ()
    sign: tuple[Labelled, ...] = ()


class FormSheet(Facts):
    """A further sheet of the same form, with the anchor of its heading."""

    anchor: PlainText
    title: SaidText
    parts: tuple[FormPart, ...] = Field(min_length=1)
    notes: tuple[SaidText, ...] = ()


class Counted(StrEnum):
    """What of an area is counted: what it handles, how long it goes on, or the boxes of a yard that is full."""

    HANDLED = "handled"
    HOURS = "hours"
    STANDING = "standing"


class FormCount(Facts):
    """What drives how many of a form are filled in: of each unit that these areas handle, `lines` are written.

    What is typed in afterwards goes by the `hours` of the areas, and a count of the yard by the boxes `standing` there.
    """

    areas: tuple[Area, ...] = Field(min_length=1)
    what: Counted = Counted.HANDLED
    lines: Annotated[int, Field(ge=1, le=9)] = 1


class FormData(Facts):
    """When the form is used, who fills it in, who gets it, and its sheets.

    `copies` are those who get one copy each of what is filled in, whoever keeps the original first; without them there
    is one. `keep` stands before the years for which it is kept; `repeat` is how many fit on one sheet of paper.
    `counts` are ways to count what is written on it, of which the largest is meant, for one box goes through several
    areas; `per_row` is how many are written side by side in one row of its table.
    """

    use: SaidText
    writer: SaidText
    submit_to: SaidText
    copies: tuple[SaidText, ...] = Field(default=(), max_length=9)
    keep: SaidText | None = None
    repeat: _Lines = 1
    counts: tuple[FormCount, ...] = ()
    per_row: Annotated[int, Field(ge=1, le=9), LAYOUT] = 1
    parts: tuple[FormPart, ...] = Field(min_length=1)
    notes: tuple[SaidText, ...] = ()
    more: tuple[FormSheet, ...] = ()
