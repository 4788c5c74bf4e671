"""Formats stage, drills: the play → what is written in it and after it: the sheets of evaluators, and the review.

Both ask what the kit's forms for it ask (F29, F34), by these forms' own words, so nothing is written down twice in two
ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from quaybook.formats.drills.laid import JUDGED, REVIEWED
from quaybook.formats.drills.play import Event
from quaybook.formats.drills.told import Told, cells, two_columns
from quaybook.model.data.form import FormColumn, FormData, FormPart
from quaybook.model.groups.plans import DrillKind
from quaybook.wording.dialect.blocks import heading
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.tables import table

_BLANK = "　"
_FINDINGS, _SAID = 8, 6
# The share of what was found, beside those of the form's columns.
_FOUND = 7
# Kinds in which nothing is carried, typed or counted.
_AT_A_TABLE = frozenset({DrillKind.TABLETOP, DrillKind.RESTART})


class After:
    """Writes both in the dialect; `　` is a place that is filled in by hand."""

    def __init__(self, told: Told) -> None:
        self.told, self.play, self.words = told, told.play, told.words

    def evaluation(self) -> str:
        """The sheets of one evaluator."""
        said = self.words
        pieces = (
            said("drill.evaluation.use"),
            two_columns(said.many("drill.evaluation.form_head"), [*self._about(JUDGED), self._own()]),
            heading(2, said("drill.evaluation.checks"), "checks"),
            *(piece for event in self.play.events for piece in self._checks(event)),
            heading(2, said("drill.evaluation.goals"), "goals"),
            self._goals(),
            *self._points(),
            *self._measures(),
            heading(2, said("drill.evaluation.look_back"), "look-back"),
            self._blank_rows("evaluation.look_back_head", (3, 8, 8), _SAID),
        )
        return "\n\n".join(pieces) + "\n"

    def review(self) -> str:
        """What is written after the drill, and goes to the plan."""
        said = self.words
        pieces = (
            said("drill.aar.use_by" if self._due() else "drill.aar.use", day=self._due()),
            two_columns(said.many("drill.evaluation.form_head"), self._about(REVIEWED)),
            heading(2, said("drill.aar.goals"), "goals"),
            self._goals(),
            *(piece for number, part in enumerate(self._parts(REVIEWED)[1:]) for piece in self._part(part, number)),
            *(() if self._parts(REVIEWED) else self._found()),
        )
        return "\n\n".join(pieces) + "\n"

    def _parts(self, form: str) -> tuple[FormPart, ...]:
        """What all sheets of the form ask, if this edition has it."""
        document = self.told.documents.get(form)
        data = document.data.get("form") if document else None
        if not isinstance(data, FormData):
            return ()
        return (*data.parts, *(part for sheet in data.more for part in sheet.parts))

    def _due(self) -> str:
        """The last day on which it is reported, if the terminal has settled how long that takes."""
        weeks = self.told.edition.judged.terminal.incident.review_weeks
        return self.told.day(self.play.held_on + timedelta(weeks=weeks)) if isinstance(weeks, int) else ""

    def _about(self, form: str) -> list[tuple[str, str]]:
        """The first block of the form, with what is known before the drill."""
        parts, said = self._parts(form), self.words
        day, title = self.told.held_on(), literal(self.told.title)
        known = [title, day] if form == JUDGED else [said("drill.aar.name", kit=title, day=day)]
        fields = parts[0].fields if parts else ()
        rows: list[tuple[str, str]] = [
            (literal(field.label), known[at] if at < len(known) else literal(field.entry or _BLANK))
            for at, field in enumerate(fields)
        ]
        return rows or [(said("drill.guide.rows.kit"), title), (said("drill.guide.rows.day"), day)]

    def _own(self) -> tuple[str, str]:
        return self.words("drill.evaluation.by"), _BLANK

    def _goals(self) -> str:
        said = self.words
        # Of a kit without objectives, there is room to write some.
        named = cells(each.goal for each in self.play.scenario.objectives) or (_BLANK,) * _SAID
        rows = [(goal, said("drill.aar.goal"), _BLANK) for goal in named]
        return table(said.many("drill.aar.goals_head"), (8, 5, 8), rows)

    def _checks(self, event: Event) -> Iterator[str]:
        said, told, inject = self.words, self.told, event.inject
        title = said(
            "drill.evaluation.check_title",
            at=told.at(event.minute),
            number=told.number(event),
            title=literal(inject.title),
            teams=told.getting(inject),
        )
        yield heading(3, title, f"check-{event.number}")
        rows = [
            (
                said("drill.evaluation.check"),
                literal(action.action),
                literal(action.look_for) if action.look_for else said("drill.guide.no_look_for"),
                said("drill.evaluation.time"),
            )
            for action in inject.expected
        ]
        note = (said("drill.evaluation.notes"), _BLANK, _BLANK, _BLANK)
        yield table(said.many("drill.evaluation.check_head"), (8, 12, 10, 4), [*rows, note])

    def _points(self) -> Iterator[str]:
        said, numbers = self.words, {event.inject.id: self.told.number(event) for event in self.play.events}
        rows = []
        for point in self.play.scenario.evaluation:
            at = [numbers[name] for name in point.injects if name in numbers]
            if at or not point.injects:
                where = self.told.listed(at) or said("drill.none")
                judged = said("drill.evaluation.point")
                rows.append((literal(point.point), literal(point.good), literal(point.mend), judged, where))
        if rows:
            yield heading(2, said("drill.evaluation.points"), "points")
            yield table(said.many("drill.evaluation.points_head"), (4, 6, 6, 4, 4), rows)

    def _measures(self) -> Iterator[str]:
        """The table of the form in which times and amounts are measured, of drills in which any are."""
        measured = next((part for part in self._parts(JUDGED) if part.given), None)
        if measured is None or self.play.kit.spec.drill in _AT_A_TABLE:
            return
        yield heading(2, self.words("drill.evaluation.measures"), "measures")
        yield self.words("drill.evaluation.measures_intro")
        head = [literal(column.label) for column in measured.columns]
        rows = [[literal(cell) if cell else _BLANK for cell in row] for row in measured.given]
        yield table(head, [column.width for column in measured.columns], rows)

    def _part(self, part: FormPart, number: int) -> Iterator[str]:
        """A block of the form, so that whoever fills in this need not fill in that."""
        yield heading(2, literal(part.title or self.words("drill.aar.answers")), f"part-{number}")
        if part.columns:
            yield self._findings(part.columns)
        elif part.sign:
            yield table([literal(each.label) for each in part.sign], [1] * len(part.sign), [[_BLANK] * len(part.sign)])
        else:
            rows = [(literal(field.label), literal(field.entry or _BLANK)) for field in part.fields]
            yield table(self.words.many("drill.evaluation.form_head"), (5, 7), rows)

    def _findings(self, columns: Sequence[FormColumn]) -> str:
        """The improvements of the form, each beside what was found and why."""
        found = self.words.many("drill.aar.found_head")
        head = [literal(columns[0].label), *found, *(literal(column.label) for column in columns[1:])]
        rows = [[str(number), *(_BLANK for _ in head[1:])] for number in range(1, _FINDINGS + 1)]
        return table(head, (columns[0].width, *(_FOUND for _ in found), *(each.width for each in columns[1:])), rows)

    def _found(self) -> Iterator[str]:
        """What is asked where there is no form."""
        yield heading(2, self.words("drill.aar.found"), "found")
        yield self._blank_rows("aar.own_head", (1, 6, 6, 3, 7, 3, 3), _FINDINGS)
        yield heading(2, self.words("drill.aar.sign"), "sign")
        yield self._blank_rows("aar.sign_head", (1, 1), 1)

    def _blank_rows(self, head: str, shares: tuple[int, ...], count: int) -> str:
        return table(self.words.many(f"drill.{head}"), shares, [(_BLANK,) * len(shares)] * count)
