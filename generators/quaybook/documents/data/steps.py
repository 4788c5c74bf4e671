"""Documents stage: the steps of a path for newcomers → those whose documents an edition holds, with their times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quaybook.model.data.path import Act, PathData, Step
from quaybook.model.document import Document


def held_steps(path: PathData, documents: Mapping[str, Document]) -> Iterator[tuple[Step, Document, int]]:
    """Each step with its document and the minutes that it takes with its quiz; 0 for a drill, on a day of its own."""
    for step in path.steps:
        if (document := documents.get(step.name)) is not None:
            own = None if step.place else document.spec.minutes
            minutes = 0 if step.act == Act.JOIN else (own or step.minutes or 0) + step.quiz_minutes
            yield step, document, minutes
