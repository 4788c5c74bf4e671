"""Formats stage, drills: how a pack says times, teams, places and sources, the same on each of its papers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from quaybook.documents.resolve import document_label
from quaybook.formats.contract import Edition
from quaybook.formats.drills.play import Event, Play, is_for
from quaybook.model.data.drill import Call, Team
from quaybook.model.data.scenario import Inject, offset_of
from quaybook.model.document import Document, Kind
from quaybook.wording.dialect.escape import in_label, literal
from quaybook.wording.dialect.links import Link
from quaybook.wording.dialect.tables import table

ALL = "all"
_DAY = 24 * 60
# How the hours of a story are written.
_SINCE = "T+"


class Told:
    """The sayings of one play. What it gives as Markdown is of the dialect; the texts of the kit are spelt out."""

    def __init__(self, edition: Edition, play: Play) -> None:
        self.edition, self.play, self.words = edition, play, edition.words
        self.documents = {document.spec.id: document for document in edition.documents.documents}

    @property
    def teams(self) -> tuple[Team, ...]:
        """Who sits together; one team of all where the kit names none."""
        everybody = self.words("drill.everybody")
        return self.play.scenario.teams or (Team(id=ALL, name=everybody, played_by=everybody),)

    @property
    def title(self) -> str:
        """The kit's title without the length in brackets behind it, which need not be that of this drill."""
        before, bracket, length = self.play.kit.title.rpartition(self.words("drill.title.bracket"))
        lengths = self.words.many("drill.title.lengths")
        return (
            before.rstrip() if bracket and [each for each in lengths if each in length.lower()] else self.play.kit.title
        )

    @property
    def counts_days(self) -> bool:
        """Whether papers say how long it is since the story began, so that its first day has to be known."""
        return any(event.inject.offset.startswith(_SINCE) for event in self.play.events)

    def day(self, day: date) -> str:
        """A day as covers say it."""
        return self.words("binder.day", year=day.year, month=day.month, day=day.day)

    def held_on(self) -> str:
        return self.day(self.play.held_on)

    def at(self, minute: int) -> str:
        """A minute of the drill, with what the clock shows then if that is known."""
        clock = self.play.clock(minute)
        if clock is None:
            return self.words("drill.minute", minute=minute)
        return self.words("drill.minute_clock", minute=minute, clock=f"{clock:%H:%M}")

    def number(self, event: Event) -> str:
        return self.words("drill.number", number=event.number)

    def elapsed(self, event: Event) -> str:
        """When it comes in the story, with the day and the hour there if these are known.

        Where teams work at their places, no other time than that of the room is told.
        """
        scenario, offset = self.play.scenario, offset_of(event.inject.offset)
        if not scenario.is_read_out:
            return self.at(event.minute)
        if scenario.story_begins is None or offset is None or not offset.is_time:
            return event.inject.offset
        hours, minutes = map(int, scenario.story_begins.split(":"))
        days, within = divmod(hours * 60 + minutes + offset.count, _DAY)
        clock = f"{within // 60}:{within % 60:02}"
        return self.words("drill.story_at", offset=event.inject.offset, day=days + 1, clock=clock)

    def hearing(self, call: Call) -> str:
        """To whom it is said, in Markdown."""
        heard = [literal(team.name) for team in self.teams if team.id in call.teams]
        return self.listed(heard) or self.words("drill.everybody")

    def named(self, team: str) -> str:
        """The name of a team by its id, in Markdown."""
        return self.listed(literal(each.name) for each in self.teams if each.id == team)

    def getting(self, inject: Inject) -> str:
        """The teams that get its hand-out, in Markdown."""
        return self.listed(literal(team.name) for team in self.teams if is_for(inject, team))

    def listed(self, said: Iterable[str]) -> str:
        return self.words("drill.comma").join(said)

    def sources(self, targets: Iterable[str]) -> str:
        """Documents with their numbers and headings; those that this edition does not have are left out."""
        found = dict.fromkeys(label for target in targets if (label := self._source(target)))
        return self.listed(found) or self.words("drill.no_source")

    def _source(self, target: str) -> str:
        name, _, anchor = target.partition("#")
        document = self.documents.get(name) if name else self.play.kit
        if document is None:
            return ""
        label = document_label(document.spec, self.edition.language, self.words, self.heading(document, anchor))
        number = "" if document.spec.kind == Kind.FORM else f"{document.number} "
        return str(Link(in_label(number) + label, document.spec.id, anchor))

    def heading(self, document: Document, anchor: str) -> str:
        """The name of a place, for a label, unless it may hold facts that are not for the readers of the kit."""
        may_name = self.play.kit.spec.audience.may_read(document.spec.audience)
        found = next((each for each in document.headings if each.anchor == anchor), None)
        return in_label(found.label) if found and may_name else ""

    def requirements(self, ids: Iterable[str]) -> str:
        """The citations of requirements that the terminal's sets have."""
        known = self.edition.judged.catalogue.by_id()
        found = dict.fromkeys(literal(known[name].citation) for name in ids if name in known)
        return self.listed(found) or self.words("drill.none")


def cells(texts: Iterable[str]) -> tuple[str, ...]:
    """Plain texts as cells of a table."""
    return tuple(map(literal, texts))


def two_columns(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of names and what belongs to them, in Markdown."""
    return table(head, (2, 9), rows)
