"""Intake stage: a terminal's facts → the questionnaire that asks for them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from quaybook.facts.folder import load_folder, terminal_ids
from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.formats.workbook.write import CELL_LIMIT
from quaybook.intake.new.scaffold import scaffold
from quaybook.intake.new.terminal import refusal_to_make
from quaybook.intake.questionnaire.asking import Asking
from quaybook.intake.questionnaire.plan import Planner, SingleFacts, Table
from quaybook.intake.questionnaire.questions import intake_words
from quaybook.intake.questionnaire.values import Values
from quaybook.intake.questionnaire.writing.book import questionnaire
from quaybook.intake.text.files import load_texts
from quaybook.model.load import load_terminal
from quaybook.model.notation import TODO_MARK, after_mark
from quaybook.problems import Problem, in_order


def exported(terminals: Path, terminal_id: str, language: str) -> bytes | tuple[Problem, ...]:
    """The questionnaire of a terminal; of one that is not there yet, with what every terminal begins with."""
    known = is_known(terminals, terminal_id)
    refused = None if known else refusal_to_make(terminals, terminal_id, force=False)
    if refused:
        return (refused,)
    source = load_folder(terminals, terminal_id) if known else load_texts(scaffold({}), terminal_id)
    if problems := load_terminal(source)[1]:
        return in_order(problems)
    words = intake_words(language)
    planner = Planner(source, f"{terminals.name}/{terminal_id}", Asking(words, language), Values(language))
    sheets = planner.sheets()
    if too_long := tuple(_too_long(sheets, source)):
        return too_long
    profile: Any = source.data["terminal"]
    called = str(profile["short_name"])
    name = called if after_mark(called, TODO_MARK) is None else terminal_id
    return questionnaire(sheets, words, (words("book.title", name=name), terminal_id, digest_of(source)))


def digest_of(source: Source) -> str:
    """Tells facts from those of another day."""
    return hashlib.sha256(json.dumps(source.data, sort_keys=True).encode()).hexdigest()[:16]


def is_known(terminals: Path, terminal_id: str) -> bool:
    """Whether the workspace has facts of the terminal."""
    return terminal_id in terminal_ids(terminals)


def ids_like(terminals: Path, terminal_id: str) -> list[str]:
    """Ids of the workspace that somebody may have meant, the likeliest first."""
    known = terminal_ids(terminals)
    begun = [each for each in known if each.startswith(terminal_id) or terminal_id.startswith(each)]
    return list(dict.fromkeys((*begun, *get_close_matches(terminal_id, known))))


def _too_long(sheets: tuple[SingleFacts | Table, ...], source: Source) -> Iterator[Problem]:
    """Facts that no cell can hold; they are named, for what is cut would be lost."""
    for path, text in _texts(sheets):
        if len(text.encode("utf-16-le")) // 2 > CELL_LIMIT:
            position = source.position(path)
            yield Problem.at("fact_too_long", position.file, position.line, dotted(path), limit=CELL_LIMIT)


def _texts(sheets: tuple[SingleFacts | Table, ...]) -> Iterator[tuple[KeyPath, str]]:
    for sheet in sheets:
        if isinstance(sheet, SingleFacts):
            yield from ((line.path, line.told.text) for line in sheet.lines)
        else:
            for row in sheet.rows:
                for column, cell in zip(sheet.columns, row.cells, strict=True):
                    yield (*row.path, *column.key), cell.text
