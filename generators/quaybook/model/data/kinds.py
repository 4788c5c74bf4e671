"""Model stage: which files of data beside a text have a model, by name.

A file of any other name is free data: its text gets it as it is written, and no output gets it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from quaybook.model.data.form import FormData
from quaybook.model.data.lists import ChecklistData, WeaknessData
from quaybook.model.data.path import PathData
from quaybook.model.data.quiz import QuizData
from quaybook.model.data.scenario import ScenarioData
from quaybook.model.data.slides import SlidesData

DocumentData: TypeAlias = FormData | QuizData | ScenarioData | SlidesData | ChecklistData | WeaknessData | PathData

KINDS: Mapping[str, type[DocumentData]] = {
    "form": FormData,
    "quiz": QuizData,
    "scenario": ScenarioData,
    "slides": SlidesData,
    "items": ChecklistData,
    "nagoya": WeaknessData,
    "path": PathData,
}
# Without any wording, so one file is for all languages.
IN_ALL_LANGUAGES = ("items",)
