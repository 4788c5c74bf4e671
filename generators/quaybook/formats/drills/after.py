"""Formats stage, drills: the play → what is written in it and after it: the sheets of evaluators, and the review.

Both ask what the kit's forms for it ask (F29, F34), by these forms' own words, so nothing is written down twice in two
ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quaybook.formats.drills.play import Event
from quaybook.formats.drills.told import Told, cells, two_columns
from quaybook.model.data.form import FormData, FormPart
from quaybook.wording.dialect.blocks import heading
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.tables import table

_JUDGED, _REVIEWED = "F29", "F34"
_BLANK = "　"
_FINDINGS, _SAID = 8, 6
# More than pandoc takes for a column as narrow as its words.
_WHOLE = 20


class After:
    """Writes both in the dialect; `　` is a place that is filled in by hand."""

    def __init__(self, told: Told) -> None:
        self.told, self.play, self.words = told, told.play, told.words

    def evaluation(self) -> str:
        """The sheets of one evaluator."""
        said = self.words
        pieces = (
            said("drill.evaluation.use"),
            self._about(_JUDGED, "evaluation"),
            heading(2, said("drill.evaluation.checks"), "checks"),
            *(piece for event in self.play.events for piece in self._checks(event)),
            *self._points(),
            *self._measures(),
            heading(2, said("drill.evaluation.look_back"), "look-back"),
            self._blank_rows("evaluation.look_back_head", (3, 8, 8), _SAID),
            heading(2, said("drill.evaluation.notes"), "notes"),
            table((said("drill.evaluation.notes"),), (_WHOLE,), [(_BLANK,)] * _SAID),
        )
        return "\n\n".join(pieces) + "\n"

    def review(self) -> str:
        """What is written after the drill, and goes to the plan."""
        said, goals = self.words, self.play.scenario.objectives
        # Of a kit without objectives, there is room to write some.
        named = cells(goals) or (_BLANK,) * _SAID
        rows = [(goal, said("drill.aar.goal"), _BLANK) for goal in named]
        pieces = (
            said("drill.aar.use"),
            self._about(_REVIEWED, "aar"),
            heading(2, said("drill.aar.goals"), "goals"),
            table(said.many("drill.aar.goals_head"), (8, 5, 8), rows),
            *self._answers(),
            heading(2, said("drill.aar.found"), "found"),
            self._findings(),
            heading(2, said("drill.aar.sign"), "sign"),
            self._blank_rows("aar.sign_head", (1, 1), 1),
        )
        return "\n\n".join(pieces) + "\n"

    def _parts(self, form: str) -> tuple[FormPart, ...]:
        """What the form asks, if this edition has it."""
        document = self.told.documents.get(form)
        data = document.data.get("form") if document else None
        return data.parts if isinstance(data, FormData) else ()

    def _about(self, form: str, paper: str) -> str:
        """The first block of the form, with what is known before the drill."""
        parts, said = self._parts(form), self.words
        day, title = self.told.held_on(), literal(self.play.kit.title)
        known = [title, day] if form == _JUDGED else [said("drill.aar.name", kit=title, day=day)]
        fields = parts[0].fields if parts else ()
        rows: list[tuple[str, str]] = [
            (literal(field.label), known[at] if at < len(known) else literal(field.entry or _BLANK))
            for at, field in enumerate(fields)
        ]
        if not rows:
            rows = [(said("drill.guide.rows.kit"), title), (said("drill.guide.rows.day"), day)]
        return two_columns(said.many("drill.evaluation.form_head"), [*rows, *self._own(paper)])

    def _own(self, paper: str) -> Iterator[tuple[str, str]]:
        if paper == "evaluation":
            yield self.words("drill.evaluation.by"), _BLANK

    def _checks(self, event: Event) -> Iterator[str]:
        said, told, inject = self.words, self.told, event.inject
        title = said(
            "drill.evaluation.check_title",
            at=told.at(event.minute),
            number=told.number(event),
            title=literal(inject.title),
        )
        yield heading(3, title, f"check-{event.number}")
        rows = [
            (said("drill.evaluation.check"), literal(action.look_for or action.action), said("drill.evaluation.time"))
            for action in inject.expected
        ]
        note = (said("drill.evaluation.notes"), _BLANK, _BLANK)
        yield table(said.many("drill.evaluation.check_head"), (4, 12, 3), [*rows, note])

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
        """The table of the form in which times and amounts are measured."""
        measured = next((part for part in self._parts(_JUDGED) if part.given), None)
        if measured is None:
            return
        yield heading(2, self.words("drill.evaluation.measures"), "measures")
        head = [literal(column.label) for column in measured.columns]
        rows = [[literal(cell) if cell else _BLANK for cell in row] for row in measured.given]
        yield table(head, [column.width for column in measured.columns], rows)

    def _answers(self) -> Iterator[str]:
        answers: Iterable[FormPart] = self._parts(_REVIEWED)[1:]
        asked = [(literal(field.label), _BLANK) for part in answers for field in part.fields]
        if asked:
            yield heading(2, self.words("drill.aar.answers"), "answers")
            yield table(self.words.many("drill.evaluation.form_head"), (5, 7), asked)

    def _findings(self) -> str:
        head = self.words.many("drill.aar.found_head")
        rows = [(str(number), *(_BLANK for _ in head[1:])) for number in range(1, _FINDINGS + 1)]
        return table(head, (1, 6, 6, 3, 7, 3, 3), rows)

    def _blank_rows(self, head: str, shares: tuple[int, ...], count: int) -> str:
        return table(self.words.many(f"drill.{head}"), shares, [(_BLANK,) * len(shares)] * count)
