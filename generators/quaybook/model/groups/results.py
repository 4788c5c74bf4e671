"""Model stage: what came of drills and courses, held one by one: goals reached, what was found, who attended.

The summaries in `drills` and `courses` say when it was last; these say how it went, and what is to be changed.
"""

from __future__ import annotations

from enum import StrEnum

from ..base import Choice, Count, CourseRef, Day, DrillRef, Facts, Id, PersonRef, PlainText, SureDay, Text
from .plans import PlanState


class ObjectiveOutcome(StrEnum):
    """How far those who played came with an objective."""

    REACHED = "reached"
    PARTLY = "partly"
    MISSED = "missed"


class ObjectiveResult(Facts):
    objective: Text
    outcome: Choice[ObjectiveOutcome]


class DrillFinding(Facts):
    """What a drill showed to be wanting, and the improvement; with a requirement it stands in the plan as well."""

    id: Id
    finding: Text
    cause: Text
    requirement: PlainText | None = None
    action: Text
    owner: PersonRef
    due_on: Day
    state: PlanState


class DrillResult(Facts):
    id: Id
    drill: DrillRef
    held_on: SureDay
    minutes: Count
    participants: Count
    variation: PlainText | None = None
    seed: PlainText | None = None
    evaluator: PersonRef
    objectives: tuple[ObjectiveResult, ...] = ()
    findings: tuple[DrillFinding, ...] = ()


class CourseResult(Facts):
    id: Id
    course: CourseRef
    held_on: SureDay
    attended: Count
    of: Count
    passed: Count | None = None
