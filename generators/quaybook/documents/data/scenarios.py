"""Documents stage: mistakes of a `scenario.yml` that no single value shows: times that run back."""

from __future__ import annotations

from collections.abc import Iterator

from quaybook.documents.data.kits import kit_mistakes
from quaybook.documents.data.mistakes import Mistake
from quaybook.facts.positions import KeyPath
from quaybook.model.data.scenario import Offset, ScenarioData, offset_of


def scenario_mistakes(scenario: ScenarioData) -> Iterator[Mistake]:
    """Everything that is wrong with the times of a drill."""
    yield from _offsets(scenario)
    yield from _minutes(scenario)
    yield from kit_mistakes(scenario)


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
