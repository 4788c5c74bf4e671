"""Formats stage, drills: the play → the first pages of its guide: what is held, what to print, to lay out and to do.

They come before the day, so whoever prepares needs nothing but them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from quaybook.documents.resolve import document_label
from quaybook.formats.drills.laid import JUDGED, LaidForm, LaidPaper, laid_forms, laid_papers
from quaybook.formats.drills.told import Told, two_columns
from quaybook.model.document import Document, Kind
from quaybook.wording.dialect.blocks import heading
from quaybook.wording.dialect.escape import in_label, literal
from quaybook.wording.dialect.links import Link
from quaybook.wording.dialect.tables import table

# The heading of a kit's document below which the values stand that are checked before it is held.
_CONDITIONS = "mapping"
_SATURDAY = 5  # as `date.weekday` counts


class Cover:
    """Writes these pages; `files` are those of the pack, by the keys of the words for them."""

    def __init__(self, told: Told, files: Iterable[tuple[str, str]]) -> None:
        self.told, self.play, self.words, self.files = told, told.play, told.words, tuple(files)

    def pieces(self) -> Iterator[str]:
        """The blocks in their order."""
        yield self._use()
        yield self._heading("about")
        yield two_columns(self.words.many("drill.guide.about_head"), self._about())
        yield from self._print()
        yield from self._papers()
        yield from self._forms()
        yield self._heading("prepare")
        yield table(self.words.many("drill.guide.prepare_head"), (1, 12, 4), self._prepare())

    def _use(self) -> str:
        """What the guide is for, and where it helps whoever is late or gets no answer, if the kit says so."""
        late, silent = self._place("shorten"), self._place("silence")
        return self._said("use") + (self._said("use_late", shorten=late, silence=silent) if late and silent else "")

    def _prepare(self) -> Iterator[Sequence[str]]:
        yield from self._rows("prepare_rows")
        conditions = self._place(_CONDITIONS)
        if conditions:
            yield [cell.replace("{place}", conditions) for cell in self.words.many("drill.guide.prepare_conditions")]
        if self.told.counts_days:
            yield self.words.many("drill.guide.prepare_first_day")

    def _place(self, anchor: str) -> str:
        return self.told.heading(self.play.kit, anchor)

    def _again(self) -> str:
        """How the same pack is made again, which nobody needs in the room."""
        play = self.play
        named = f" --variation {play.variation.id}" if play.variation else ""
        return literal(
            self._said(
                "seed",
                seed=play.seed,
                id=self.told.edition.judged.id,
                kit=play.kit.spec.id,
                date=play.held_on.isoformat() + (f"T{play.begins:%H:%M}" if play.begins else ""),
                minutes=play.minutes,
                variation=named,
            )
        )

    def _said(self, key: str, **values: object) -> str:
        return self.words(f"drill.guide.{key}", **values)

    def _heading(self, key: str) -> str:
        return heading(2, self._said(key), f"pack-{key}")

    def _rows(self, key: str) -> list[list[str]]:
        rows = self.words.find(f"drill.guide.{key}")
        assert isinstance(rows, list)
        return rows

    def _about(self) -> Iterator[tuple[str, str]]:
        play, told, variation = self.play, self.told, self.play.variation
        yield self._said("rows.kit"), f"{literal(play.kit.number)} {literal(told.title)}"
        yield self._said("rows.day"), self._held_on()
        yield self._said("rows.begins"), f"{play.begins:%H:%M}" if play.begins else self._said("begins_open")
        yield self._said("rows.minutes"), self._said("minutes", minutes=play.minutes, count=len(play.events))
        span = {"begin": told.at(play.look_back), "end": told.at(play.minutes), "count": play.minutes - play.look_back}
        yield self._said("rows.look_back"), self._said("span", **span)
        if variation is None:
            yield self._said("rows.variation"), self._said("no_variation")
        else:
            yield self._said("rows.variation"), literal(variation.day)
            yield self._said("rows.absent"), literal(variation.absent)
            yield self._said("rows.change"), literal(variation.change)
        yield self._said("rows.again"), self._again()

    def _held_on(self) -> str:
        weekday = self.play.held_on.weekday()
        key = "on_weekend" if weekday >= _SATURDAY else "on_workday"
        name = self.words.many("drill.guide.weekdays")[weekday]
        return self._said(key, day=self.told.held_on(), weekday=name)

    def _print(self) -> Iterator[str]:
        yield self._heading("print")
        yield self._said("print_intro")
        prints = self.words.find("drill.guide.prints")
        assert isinstance(prints, dict)
        head = self.words.many("drill.guide.print_head")
        yield table(head, (8, 4, 4, 11), [(literal(path), *prints[key]) for key, path in self.files])
        counts = [(team, len(self.play.getting(team))) for team in self.told.teams]
        yield self._said("slips", count=sum(count for _, count in counts))
        rows = [
            (literal(team.name), literal(team.played_by), str(count), f"players/{team.id}.pdf")
            for team, count in counts
        ]
        yield table(self.words.many("drill.guide.slips_head"), (5, 9, 3, 6), rows)

    def _papers(self) -> Iterator[str]:
        papers = laid_papers(self.told)
        if papers:
            yield self._heading("papers")
            yield self._said("papers_intro")
            rows = [("□", self._name(each.document), self._open_at(each), self._whose(each)) for each in papers]
            yield table(self.words.many("drill.guide.papers_head"), (1, 9, 7, 6), rows)

    def _name(self, document: Document) -> str:
        number = "" if document.spec.kind == Kind.FORM else f"{document.number} "
        label = in_label(number) + document_label(document.spec, self.told.edition.language, self.words)
        return str(Link(label, document.spec.id))

    def _open_at(self, paper: LaidPaper) -> str:
        found = dict.fromkeys(filter(None, (self.told.heading(paper.document, anchor) for anchor in paper.anchors)))
        return self.told.listed(found) or self._said("papers_whole")

    def _whose(self, paper: LaidPaper) -> str:
        if len(paper.teams) == len(self.told.teams) > 1:
            return self._said("papers_all", count=len(paper.teams))
        return self.told.listed(literal(team.name) for team in paper.teams) or self._said("papers_central")

    def _forms(self) -> Iterator[str]:
        forms = laid_forms(self.told)
        if forms:
            yield self._heading("sheets")
            yield self._said("sheets_intro")
            rows = [(self._name(each.document), _span(each), self._copies(each)) for each in forms]
            yield table(self.words.many("drill.guide.sheets_head"), (10, 4, 9), rows)

    def _copies(self, form: LaidForm) -> str:
        each = [self._said("sheets_of", team=literal(team.name), count=count) for team, count in form.copies]
        if each:
            return self.told.listed(each)
        if form.document.spec.id == JUDGED:
            return self._said("sheets_judged")
        counted = "sheets_more" if self.play.scenario.forms else "sheets_wanted"
        return self._said(counted if form.is_wanted else "sheets_leader")


def _span(form: LaidForm) -> str:
    first, last = form.pages
    return str(first) if first == last else f"{first}-{last}"
