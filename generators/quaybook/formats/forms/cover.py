"""Formats stage, forms: one packet → the data of its file: the cover, and which blank bears which number.

The layout reads it as data, so no text of a fact can act in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from quaybook.documents.paper.editions import edition_name, planned
from quaybook.documents.paper.runs import Run
from quaybook.documents.paper.stock import Need
from quaybook.formats.binder.covers import Copies, day_in_words
from quaybook.formats.contract import Edition
from quaybook.formats.forms.blanks import sheet_name
from quaybook.formats.forms.packets import Packet
from quaybook.model.document import Document
from quaybook.resources import policy_source

# As many digits as the largest number of a run has at a terminal that prints for years.
_DIGITS = 4


class Cover:
    """Tells what stands in the packets of one edition of documents; `pages` are those of the blanks by their sheets."""

    def __init__(self, edition: Edition, pages: Mapping[tuple[str, str], int]) -> None:
        self.edition, self.words, self.pages = edition, edition.words, pages
        self.editions = {each.id: each for each in planned(policy_source(), edition.judged.terminal)}
        self.documents: Mapping[str, Document] = {d.spec.id: d for d in edition.documents.documents}

    def data(self, packet: Packet) -> str:
        """The data as JSON."""
        name = edition_name(self.editions[packet.bundle], self.words)
        control = self.documents[packet.runs[0].form].control
        told = {
            "terminal": control.terminal,
            "bundle": self.words("binder.run.bundle", edition=name),
            "part": self.words("binder.run.part", number=packet.number, of=packet.of) if packet.of > 1 else "",
            "stamp": control.draft,
            "words": self.words.find("binder.run"),
            "about": list(self._about(packet, control.edition)),
            "rows": [self._row(run) for run in packet.runs],
            "total": self.words("binder.run.sheets", count=packet.pages),
            "sheets": [sheet for run in packet.runs for sheet in self._sheets(run)],
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True)

    def _about(self, packet: Packet, version: str) -> Iterator[tuple[str, str]]:
        words, today = self.words, self.edition.judged.assessed.status.today
        # There the blanks are looked for too.
        places = Copies(self.edition, packet.bundle).places(self.editions[packet.bundle].like)
        yield words("binder.run.place"), places
        yield words("binder.cover.printed"), day_in_words(words, today)
        yield words("binder.cover.version"), version
        yield words("binder.run.count"), words("binder.run.sheets", count=packet.pages)

    def sheet(self, run: Run) -> str:
        """How the sheet of a run is called."""
        return sheet_name(self.edition, run.form, run.sheet)

    def number(self, run: Run, number: int) -> str:
        """The serial number of a set."""
        return f"{self.sheet(run)}-{number:0{_DIGITS}}"

    def _row(self, run: Run) -> tuple[str, ...]:
        words, title = self.words, self.documents[run.form].title
        first, last = self.number(run, run.first), self.number(run, run.last)
        return (
            words("binder.run.form", sheet=self.sheet(run), title=title),
            words("binder.run.numbers", first=first, last=last) if run.first else words("binder.run.unnumbered"),
            words("binder.run.sets", count=run.sets),
            words("binder.run.copies", count=max(len(run.holders), 1)),
            words("binder.run.sheets", count=run.pages),
            self._need(run.at_once),
            self._need(run.whole),
        )

    def _need(self, need: Need | None) -> str:
        if need is None:
            return self.words("binder.run.uncounted")
        return self.words("binder.run.sheets", count=need.sheets) if need.is_known else self.words("binder.run.unknown")

    def _sheets(self, run: Run) -> Iterator[dict[str, Any]]:
        page = self.pages[run.form, run.sheet]
        for number in range(run.first, run.first + run.sets):
            told = self.number(run, number) if run.first else ""
            for copy, holder in enumerate(run.holders or ("",), 1):
                of = len(run.holders)
                said = self.words("binder.run.copy", number=copy, of=of, holder=holder) if holder else ""
                yield {"page": page, "number": told, "copy": said}
