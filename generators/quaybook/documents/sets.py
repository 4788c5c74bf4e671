"""Documents stage, the door: one terminal's facts → its document set in each language asked for.

Texts of all languages are begun before any is finished, because a text may refer to one that stands in another
language only. The source language is always made, for the others are measured by it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from pathlib import Path

from quaybook.assessment.assess import Judged
from quaybook.documents.assemble import Assembler
from quaybook.documents.data.check import DataCheck
from quaybook.documents.document_set import DocumentSet
from quaybook.documents.library.load import Library
from quaybook.documents.templating.mistakes import word_problem
from quaybook.facts.positions import dotted
from quaybook.model.audience import AudienceLevel
from quaybook.problems import Problem
from quaybook.wording.words import MissingWordError, Words


def document_sets(
    judged: Judged,
    words: Mapping[str, Words],
    data: DataCheck,
    source: Path,
    asked: Collection[str],
    compared: tuple[Judged, ...],
    reader: AudienceLevel,
) -> tuple[dict[str, DocumentSet], list[Problem]]:
    """The sets in the languages `asked` for, and every problem with any of those that have `words`."""
    make = partial(Assembler, judged, data=data, source=source, compared=compared, reader=reader, made=asked)
    begun: dict[str, Assembler] = {}
    sets: dict[str, DocumentSet] = {}
    problems = [*unknown_languages(judged, data.library)]
    for language, own in words.items():
        try:
            maker = make(words=own, language=language)
            maker.begin()
            begun[language] = maker
        except MissingWordError as error:
            problems.append(word_problem(error))
    for language, maker in begun.items():
        try:
            sets[language] = maker.assemble(other for other in begun.values() if other is not maker)
        except MissingWordError as error:
            problems.append(word_problem(error))
        problems += maker.problems
    return {language: sets[language] for language in asked if language in sets}, problems


def unknown_languages(judged: Judged, library: Library) -> Iterator[Problem]:
    """Languages that the facts declare complete and that have no words."""
    for index, language in enumerate(judged.terminal.document_control.complete_languages):
        if language not in library.languages:
            path = ("document_control", "complete_languages", index)
            position, known = judged.facts.position(path), ", ".join(library.languages)
            yield Problem.at("unknown_language", position.file, position.line, dotted(path), came=language, known=known)
