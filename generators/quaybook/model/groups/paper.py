"""Model stage: printed binders: who holds which edition, and what was printed last."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..audience import STAFF
from ..base import Choice, Day, Facts, Id, Months, PersonRef, PlainText, SureDay, Text
from .kinds import Area


class BinderCopy(Facts):
    """One printed copy of an edition; its number is its place in the list."""

    holder: PersonRef
    place: Text
    received_on: Day | None = None


class BinderPlan(Facts):
    """An edition of the binder that this terminal changes, or adds after the example of another one.

    `id` is that of an edition of the kit, or a new one with a `name`, which is made `like` an edition of the kit.
    `areas` takes the place of the areas whose forms it holds; `add` and `leave_out` name documents.
    """

    id: Id
    name: PlainText | None = None
    like: PlainText | None = None
    areas: tuple[Choice[Area], ...] = ()
    add: tuple[PlainText, ...] = ()
    leave_out: tuple[PlainText, ...] = ()
    copies: tuple[BinderCopy, ...] = ()


class Paper(Facts):
    """What is on paper, for how long it is good, and where its site lies."""

    site_address: Annotated[PlainText | None, STAFF] = None
    valid_months: Months | None = None
    editions: Annotated[tuple[BinderPlan, ...], STAFF] = ()


class Printed(Facts):
    """One edition as it was printed last, written by the build: `pages` holds a digest of the text of each page."""

    edition: PlainText
    printed_on: SureDay
    version: PlainText
    pages: tuple[PlainText, ...] = Field(min_length=1, max_length=5000)
