"""Documents stage: what is wrong with a `path.yml`: steps that nobody can take, and times that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from quaybook.documents.data.mistakes import DataFile, Mistake
from quaybook.facts.positions import KeyPath
from quaybook.model.data.path import Act, PathData, Step
from quaybook.model.document import DocumentSpec, Kind
from quaybook.model.load import near
from quaybook.problems import Problem

# With a form, what an outsider gets is its blank.
_BLANK = Kind.FORM


def path_problems(
    spec: DocumentSpec, files: Iterable[DataFile], documents: Mapping[str, tuple[DocumentSpec, bool]]
) -> Iterator[Problem]:
    """Everything that is wrong with the path of one page; `documents` are all, each with whether it has a quiz."""
    for file in files:
        if isinstance(file.made, PathData):
            for code, path, values in _mistakes(spec, file.made, documents):
                yield file.problem(code, path, **values)


def _mistakes(
    spec: DocumentSpec, data: PathData, documents: Mapping[str, tuple[DocumentSpec, bool]]
) -> Iterator[Mistake]:
    seen: set[tuple[str, Act]] = set()
    for number, step in enumerate(data.steps):
        here: KeyPath = ("steps", number)
        if step.name not in documents:
            values = {"came": step.document, "near": near(step.name, tuple(documents))}
            yield "data_unknown_document", (*here, "document"), values
            continue
        if (step.document, step.act) in seen:
            yield "path_step_twice", (*here, "document"), {"came": step.document}
        seen.add((step.document, step.act))
        yield from _step(spec, step, *documents[step.name], here)


def _step(spec: DocumentSpec, step: Step, document: DocumentSpec, has_quiz: bool, here: KeyPath) -> Iterator[Mistake]:
    if spec.outside and not document.outside and document.kind != _BLANK:
        yield "path_not_for_outside", (*here, "document"), {"came": step.document}
    if not spec.audience.may_read(document.audience):
        yield "path_above_readers", (*here, "document"), {"came": step.document}
    if step.quiz and not has_quiz:
        yield "path_no_quiz", (*here, "quiz"), {"came": step.document}
    if step.act == Act.READ and has_quiz and not step.quiz and not step.place:
        yield "path_quiz_left_out", (*here, "document"), {"came": step.document}
    told = None if step.place else document.minutes
    if step.act != Act.JOIN and told is None and step.minutes is None:
        yield "path_no_minutes", here, {"came": step.document}
    if told is not None and step.minutes is not None:
        yield "path_minutes_twice", (*here, "minutes"), {"came": step.minutes, "other": told}
