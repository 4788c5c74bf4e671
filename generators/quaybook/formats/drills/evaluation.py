"""Formats stage, drills: the play → the sheets of those who judge: what is seen of each event, and of what is told.

They are whole by themselves: what is right stands at their end, so nobody looks for it in the guide while all talk.
"""

from __future__ import annotations

from collections.abc import Iterator

from quaybook.formats.drills.after import BLANK, SAID, After
from quaybook.formats.drills.laid import JUDGED
from quaybook.formats.drills.play import Announced, Event
from quaybook.formats.drills.told import Told, cells, two_columns
from quaybook.model.data.drill import DrillContainer
from quaybook.model.groups.plans import DrillKind
from quaybook.wording.dialect.blocks import heading
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.tables import table

# Kinds in which nothing is carried, typed or counted.
_AT_A_TABLE = frozenset({DrillKind.TABLETOP, DrillKind.RESTART})


class Evaluation:
    """Writes the sheets of one evaluator in the dialect."""

    def __init__(self, told: Told) -> None:
        self.told, self.play, self.words, self.after = told, told.play, told.words, After(told)

    def markdown(self) -> str:
        """The whole of it."""
        said = self.words
        by = (said("drill.evaluation.by"), BLANK)
        pieces = (
            said("drill.evaluation.use"),
            two_columns(said.many("drill.evaluation.form_head"), [*self.after.about(JUDGED), by]),
            heading(2, said("drill.evaluation.checks"), "checks"),
            said("drill.evaluation.checks_intro"),
            *(piece for number, step in enumerate(self.play.steps, 1) for piece in self._step(step, number)),
            *self._plates(),
            heading(2, said("drill.evaluation.goals"), "goals"),
            said("drill.evaluation.goals_rule"),
            self._goals(),
            *self._points(),
            *self._measures(),
            heading(2, said("drill.evaluation.look_back"), "look-back"),
            self.after.blank_rows("evaluation.look_back_head", (3, 8, 8), SAID),
            *self.after.own_text(),
        )
        return "\n\n".join(pieces) + "\n"

    def _step(self, step: Announced | Event, number: int) -> Iterator[str]:
        if isinstance(step, Event):
            yield from self._checks(step)
        elif step.call.looked_for:
            yield from self._heard(step, number)

    def _goals(self) -> str:
        """The goals with the situations by which each is judged."""
        said, numbers = self.words, self._numbers()
        result = said("drill.evaluation.goal")
        rows = [(str(literal(o.goal)), self._at(o.injects, numbers), result) for o in self.play.scenario.objectives]
        rows = rows or [(BLANK, BLANK, result)] * SAID
        return table(said.many("drill.evaluation.goals_head"), (9, 4, 8), rows)

    def _numbers(self) -> dict[str | None, str]:
        return {event.inject.id: self.told.number(event) for event in self.play.events}

    def _at(self, injects: tuple[str, ...], numbers: dict[str | None, str]) -> str:
        return self.told.listed(numbers[name] for name in injects if name in numbers) or self.words("drill.none")

    def _heard(self, step: Announced, number: int) -> Iterator[str]:
        """What is looked for when something is said."""
        said, told = self.words, self.told
        yield heading(
            3,
            said("drill.evaluation.call_title", at=told.at(step.minute), title=literal(step.call.title)),
            f"check-call-{number}",
        )
        rows = [
            (
                said("drill.evaluation.check"),
                told.named(each.team) if each.team else told.hearing(step.call),
                literal(each.look_for),
                said("drill.evaluation.time"),
            )
            for each in step.call.looked_for
        ]
        yield table(said.many("drill.evaluation.call_head"), (8, 5, 17, 4), rows)

    def _plates(self) -> Iterator[str]:
        """What is wrong with the plates, for whoever sees that it is found."""
        said = self.words
        plates = self.play.scenario.containers
        if plates:
            yield heading(2, said("drill.evaluation.plates"), "plates")
            yield said("drill.evaluation.plates_intro")
            rows = [
                (self._plate(each), *cells((each.cargo, each.trap)), said("drill.evaluation.found"), BLANK)
                for each in plates
            ]
            yield table(said.many("drill.evaluation.plates_head"), (7, 4, 9, 5, 6), rows)

    def _plate(self, plate: DrillContainer) -> str:
        """Its number, and which of two it is that take each other's place."""
        if plate.version is None:
            return literal(plate.number)
        return self.words("drill.evaluation.version", number=literal(plate.number), version=literal(plate.version))

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
        asked = [
            (
                said("drill.evaluation.check"),
                said("drill.evaluation.asked", team=told.named(each.team), ask=literal(each.ask)),
                said("drill.evaluation.answered"),
                said("drill.evaluation.time"),
            )
            for each in inject.asks
        ]
        note = (said("drill.evaluation.notes"), BLANK, BLANK, BLANK)
        yield table(said.many("drill.evaluation.check_head"), (8, 12, 10, 4), [*rows, *asked, note])

    def _points(self) -> Iterator[str]:
        said, numbers = self.words, self._numbers()
        rows = [
            (
                *cells((each.point, each.good, each.mend)),
                said("drill.evaluation.point"),
                self._at(each.injects, numbers),
            )
            for each in self.play.scenario.evaluation
            if not each.injects or numbers.keys() & {*each.injects}
        ]
        if rows:
            yield heading(2, said("drill.evaluation.points"), "points")
            yield table(said.many("drill.evaluation.points_head"), (4, 6, 6, 4, 4), rows)

    def _measures(self) -> Iterator[str]:
        """The table of the form in which times and amounts are measured, of drills in which any are."""
        measured = next((part for part in self.after.parts(JUDGED) if part.given), None)
        has_own = bool(self.play.scenario.for_evaluators)
        if measured is None or has_own or self.play.kit.spec.drill in _AT_A_TABLE:
            return
        yield heading(2, self.words("drill.evaluation.measures"), "measures")
        yield self.words("drill.evaluation.measures_intro")
        head = [literal(column.label) for column in measured.columns]
        rows = [[literal(cell) if cell else BLANK for cell in row] for row in measured.given]
        yield table(head, [column.width for column in measured.columns], rows)
