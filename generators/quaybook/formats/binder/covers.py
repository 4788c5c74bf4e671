"""Formats stage, binder: whose paper an edition is: its copies with their holders, how long they are good, its address.

What the facts do not say is a blank that is filled in by hand.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import segno

from quaybook.assessment.calendar_days import months_later
from quaybook.formats.contract import Edition
from quaybook.model.base import Todo
from quaybook.model.groups.paper import BinderCopy
from quaybook.wording.filters import Filters
from quaybook.wording.words import Words


def day_in_words(words: Words, day: date) -> str:
    """A day as covers say it."""
    return words("binder.day", year=day.year, month=day.month, day=day.day)


class Copies:
    """The copies of one edition as its cover and its list of distribution tell them."""

    def __init__(self, edition: Edition, name: str) -> None:
        self.words, self.paper = edition.words, edition.judged.terminal.paper
        self.filters = Filters(edition.judged.terminal, edition.words)
        self.today = edition.judged.assessed.status.today
        self.name = name
        self.copies = next((each.copies for each in self.paper.editions if each.id == name), ())

    def cover(self) -> Iterator[tuple[str, str]]:
        """Label and value; of several copies, each cover is marked by hand as that of one of them."""
        holder = [each for each in self.copies if len(self.copies) == 1]
        numbers = (self.words("binder.cover.this_one", number=number) for number, *_ in self.rows())
        yield self.words("binder.cover.copy"), "　".join(numbers) if len(self.copies) > 1 else self._number(1)
        if len(self.copies) < 2:
            yield self.words("binder.cover.holder"), "".join(map(self._holder, holder))
            yield self.words("binder.cover.place"), "".join(self.filters.plain(each.place) for each in holder)
        yield self.words("binder.cover.expiry"), self._expiry()

    def rows(self) -> list[tuple[str, ...]]:
        """Number, holder, place and the day of receipt of each copy; the last column is for a signature."""
        return [
            (self._number(number), self._holder(each), self.filters.plain(each.place), self._received(each), "")
            for number, each in enumerate(self.copies, 1)
        ]

    def _day(self, day: date) -> str:
        return day_in_words(self.words, day)

    def places(self, like: str | None = None) -> str:
        """Where its copies lie; where nobody says so, the place of the kit for it, or for the one it is `like`."""
        told = self.words("binder.change_list.comma").join(self.filters.plain(each.place) for each in self.copies)
        return told or self.words(f"binder.places.{like or self.name}")

    def _number(self, number: int) -> str:
        return self.words("binder.cover.of", number=number, count=len(self.copies)) if self.copies else ""

    def _holder(self, copy: BinderCopy) -> str:
        return self.filters.plain(self.filters.table["title"](copy.holder))

    def _received(self, copy: BinderCopy) -> str:
        return self._day(copy.received_on) if isinstance(copy.received_on, date) else ""

    def _expiry(self) -> str:
        months = self.paper.valid_months
        return "" if months is None or isinstance(months, Todo) else self._day(months_later(self.today, months))


def qr_code(address: str) -> str:
    """The address as a drawing in SVG; the same address is always the same drawing."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False, nl=False)
    return drawn.getvalue().decode()
