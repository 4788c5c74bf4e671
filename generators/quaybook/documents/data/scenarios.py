"""Documents stage: mistakes of a `scenario.yml` that no single value shows: times that run back, references to nothing.

Which headings a document has is known when it is rendered, so references to headings are looked at then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from quaybook.documents.data.kits import kit_mistakes
from quaybook.documents.data.mistakes import Known, Mistake, unknown_requirements
from quaybook.facts.positions import KeyPath
from quaybook.model.data.scenario import Offset, ScenarioData, offset_of
from quaybook.model.load import near


def scenario_mistakes(scenario: ScenarioData, known: Known) -> Iterator[Mistake]:
    """Everything that is wrong with the injects of a drill but for headings to which they refer."""
    yield from _offsets(scenario)
    yield from _minutes(scenario)
    yield from kit_mistakes(scenario)
    for number, inject in enumerate(scenario.injects):
        here: KeyPath = ("injects", number)
        for index, target in enumerate(inject.documents):
            document, _, _ = target.partition("#")
            if document and document not in known.documents:
                hint = near(document, known.documents)
                yield "data_unknown_document", (*here, "documents", index), {"came": target, "near": hint}
        yield from unknown_requirements(inject.requirements, (*here, "requirements"), known)


def heading_mistakes(scenario: ScenarioData, own: str, headings: Mapping[str, Collection[str]]) -> Iterator[Mistake]:
    """References to a heading that a rendered document does not have; `headings` are known of those only."""
    for number, inject in enumerate(scenario.injects):
        for index, target in enumerate(inject.documents):
            document, _, heading = target.partition("#")
            held = headings.get(document or own)
            if heading and held is not None and heading not in held:
                path: KeyPath = ("injects", number, "documents", index)
                yield "data_unknown_heading", path, {"came": target, "near": near(heading, held)}


def _offsets(scenario: ScenarioData) -> Iterator[Mistake]:
    before: tuple[str, Offset] | None = None
    for number, inject in enumerate(scenario.injects):
        path: KeyPath = ("injects", number, "offset")
        offset = offset_of(inject.offset)
        if offset is None:
            yield "scenario_offset", path, {"came": inject.offset}
            continue
        if before is not None and not offset.goes_with(before[1]):
            yield "scenario_offset_other", path, {"came": inject.offset, "other": before[0]}
            continue
        if before is not None and offset.count < before[1].count:
            yield "scenario_back", path, {"came": inject.offset, "other": before[0]}
        before = inject.offset, offset


def _minutes(scenario: ScenarioData) -> Iterator[Mistake]:
    before = 0
    for number, inject in enumerate(scenario.injects):
        if inject.minute is not None:
            if inject.minute < before:
                yield "scenario_back", ("injects", number, "minute"), {"came": inject.minute, "other": before}
            before = inject.minute
