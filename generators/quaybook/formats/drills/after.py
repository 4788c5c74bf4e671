"""Formats stage, drills: the play → the review that is written after it.

It asks what the kit's form for it asks (F34), by its own words, so nothing is written down twice in two ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from quaybook.formats.drills.laid import JUDGED, REVIEWED
from quaybook.formats.drills.told import Told, cells, two_columns
from quaybook.model.data.form import FormColumn, FormData, FormPart
from quaybook.wording.dialect.blocks import heading, parted
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.tables import table

BLANK = "　"
SAID = 6
_FINDINGS = 8
# The share of what was found, beside those of the form's columns.
_FOUND = 7


class After:
    """Writes it in the dialect; `　` is a place that is filled in by hand."""

    def __init__(self, told: Told) -> None:
        self.told, self.play, self.words = told, told.play, told.words

    def review(self) -> str:
        """What is written after the drill, and goes to the plan."""
        said = self.words
        pieces = (
            said("drill.aar.use_by" if self._due() else "drill.aar.use", day=self._due()),
            two_columns(said.many("drill.evaluation.form_head"), self.about(REVIEWED)),
            heading(2, said("drill.aar.goals"), "goals"),
            self._goals(),
            *(piece for number, part in enumerate(self.parts(REVIEWED)[1:]) for piece in self._part(part, number)),
            *(() if self.parts(REVIEWED) else self._found()),
            # Where something is measured, what is added up from all sheets has its place here.
            *(() if self.play.scenario.is_read_out else self.own_text()),
        )
        return "\n\n".join(pieces) + "\n"

    def parts(self, form: str) -> tuple[FormPart, ...]:
        """What all sheets of the form ask, if this edition has it."""
        document = self.told.documents.get(form)
        data = document.data.get("form") if document else None
        if not isinstance(data, FormData):
            return ()
        return (*data.parts, *(part for sheet in data.more for part in sheet.parts))

    def own_text(self) -> Iterator[str]:
        """Chapters of the kit's own text that those who judge need."""
        kit = self.play.kit
        parts = parted(kit.body, {each.anchor for each in kit.headings})
        yield from (parts[place] for name in self.play.scenario.for_evaluators if (place := name.lstrip("#")) in parts)

    def _due(self) -> str:
        """The last day on which it is reported, if the terminal has settled how long that takes."""
        weeks = self.told.edition.judged.terminal.incident.review_weeks
        return self.told.day(self.play.held_on + timedelta(weeks=weeks)) if isinstance(weeks, int) else ""

    def about(self, form: str) -> list[tuple[str, str]]:
        """The first block of the form, with what is known before the drill."""
        parts, said = self.parts(form), self.words
        day, title = self.told.held_on(), literal(self.told.title)
        known = [title, day] if form == JUDGED else [said("drill.aar.name", kit=title, day=day)]
        fields = parts[0].fields if parts else ()
        rows: list[tuple[str, str]] = [
            (literal(field.label), known[at] if at < len(known) else literal(field.entry or BLANK))
            for at, field in enumerate(fields)
        ]
        return rows or [(said("drill.guide.rows.kit"), title), (said("drill.guide.rows.day"), day)]

    def _goals(self) -> str:
        said = self.words
        # Of a kit without objectives, there is room to write some.
        named = cells(each.goal for each in self.play.scenario.objectives) or (BLANK,) * SAID
        rows = [(goal, said("drill.aar.goal"), BLANK) for goal in named]
        return table(said.many("drill.aar.goals_head"), (8, 5, 8), rows)

    def _part(self, part: FormPart, number: int) -> Iterator[str]:
        """A block of the form, so that whoever fills in this need not fill in that."""
        yield heading(2, literal(part.title or self.words("drill.aar.answers")), f"part-{number}")
        if part.columns:
            yield self._findings(part.columns)
        elif part.sign:
            yield table([literal(each.label) for each in part.sign], [1] * len(part.sign), [[BLANK] * len(part.sign)])
        else:
            rows = [(literal(field.label), literal(field.entry or BLANK)) for field in part.fields]
            yield table(self.words.many("drill.evaluation.form_head"), (5, 7), rows)

    def _findings(self, columns: Sequence[FormColumn]) -> str:
        """The improvements of the form, each beside what was found and why."""
        found = self.words.many("drill.aar.found_head")
        head = [literal(columns[0].label), *found, *(literal(column.label) for column in columns[1:])]
        rows = [[str(number), *(BLANK for _ in head[1:])] for number in range(1, _FINDINGS + 1)]
        return table(head, (columns[0].width, *(_FOUND for _ in found), *(each.width for each in columns[1:])), rows)

    def _found(self) -> Iterator[str]:
        """What is asked where there is no form."""
        yield heading(2, self.words("drill.aar.found"), "found")
        yield self.blank_rows("aar.own_head", (1, 6, 6, 3, 7, 3, 3), _FINDINGS)
        yield heading(2, self.words("drill.aar.sign"), "sign")
        yield self.blank_rows("aar.sign_head", (1, 1), 1)

    def blank_rows(self, head: str, shares: tuple[int, ...], count: int) -> str:
        return table(self.words.many(f"drill.{head}"), shares, [(BLANK,) * len(shares)] * count)
