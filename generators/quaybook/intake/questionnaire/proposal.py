"""Intake stage: a filled-in questionnaire → the texts of facts that may be written, or every mistake in it.

Nothing is written here, and nothing may be written while there is a problem.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from quaybook.environment import judged_on
from quaybook.facts.folder import load_folder
from quaybook.facts.positions import Source
from quaybook.facts.text import refused_character
from quaybook.facts.version import FACTS_VERSION
from quaybook.intake.answers.days import written_day
from quaybook.intake.new.scaffold import scaffold
from quaybook.intake.new.terminal import refusal_to_make
from quaybook.intake.questionnaire.asking import Asking
from quaybook.intake.questionnaire.export import digest_of, is_known
from quaybook.intake.questionnaire.marks import SINGLE
from quaybook.intake.questionnaire.questions import LANGUAGES, intake_words, keys_of, sheet_specs
from quaybook.intake.questionnaire.reading.answers import Sorted, sort_cells
from quaybook.intake.questionnaire.reading.cells import CellProblems, by_place, first_of_each
from quaybook.intake.questionnaire.reading.changes import Change, Changes
from quaybook.intake.questionnaire.reading.file import Sheet, read_sheets
from quaybook.intake.questionnaire.reading.merge import Merger
from quaybook.intake.questionnaire.reading.reader import Questionnaire, Reader
from quaybook.intake.questionnaire.values import Values
from quaybook.intake.shapes import shape
from quaybook.intake.text.files import edit_files, load_texts, read_files
from quaybook.model.load import load_terminal
from quaybook.problems import Problem, in_order


@dataclass(frozen=True)
class Proposal:
    """What would be written: texts before and after by file name, `answers` for a new terminal, and remarks.

    `changes` says the same of a terminal that is there in the words of the questionnaire.
    """

    before: dict[str, str]
    after: dict[str, str]
    answers: dict[str, Any] | None
    notes: tuple[Problem, ...]
    changes: tuple[Change, ...] = ()


Proposed: TypeAlias = Proposal | tuple[Problem, ...]


def proposed(terminals: Path, terminal_id: str, path: Path, language: str, today: date | None = None) -> Proposed:
    """What the questionnaire in the file `path` would change in the facts of the terminal, as of `today`."""
    known = is_known(terminals, terminal_id)
    refused = None if known else refusal_to_make(terminals, terminal_id, force=False)
    source = load_folder(terminals, terminal_id) if known else Source()
    present = [refused] if refused else load_terminal(source)[1] if known else ()
    sheets = read_sheets(path)
    if present or isinstance(sheets, Problem):
        return in_order(present) if not isinstance(sheets, Problem) else in_order((*present, sheets))
    intake = _Intake(path.name, language, [sheet.name for sheet in sheets], today)
    told = intake.read(sheets)
    if known and told.terminal_id not in (None, terminal_id):
        told.problems.append(Problem.at("other_terminal", path.name, came=told.terminal_id, id=terminal_id))
    if told.problems:
        return by_place(told.problems, intake.sheets)
    return intake.onto(terminals, terminal_id, source, told) if known else intake.new(terminal_id, told)


class _Intake:
    def __init__(self, file: str, language: str, sheets: list[str], today: date | None) -> None:
        self.file, self.values, self.sheets, self.today = file, Values(language), sheets, today
        self.asking = Asking(intake_words(language), language)

    def read(self, sheets: tuple[Sheet, ...]) -> Questionnaire:
        every = [intake_words(language) for language in LANGUAGES]
        hidden = frozenset(words("sheet.choices") for words in every)
        return Reader(self.file, self.values.removes, refused_character).read(sheets, hidden)

    def onto(self, terminals: Path, terminal_id: str, source: Source, told: Questionnaire) -> Proposed:
        """The changes of a terminal that is there."""
        found = sort_cells(told, source.data, self.values.removes)
        merger = Merger(found, self.asking, self.values)
        after = merger.group((), (), source.data)
        wrong = [*self._misplaced(found), *self._wrong(merger, Source(after, source.positions))]
        if wrong:
            return self._refused(told, wrong)
        files = read_files(terminals, terminal_id)
        edit = edit_files(files, source.data, after)
        if edit.problems:
            return in_order(self._at_cell(merger, problem) for problem in edit.problems)
        before = {name: file.text for name, file in files.items() if name in edit.texts}
        changed = edit.texts and told.digest not in ("", digest_of(source))
        since = [Problem.at("facts_changed_since", self.file)] if changed else []
        notes = (*self._notes(told, found, merger), *since)
        changes = Changes(self.asking, self.values).of(source.data, after) if edit.texts else ()
        return Proposal(before, edit.texts, None, notes, changes)

    def new(self, terminal_id: str, told: Questionnaire) -> Proposed:
        """The folder of a terminal that is not there yet."""
        found = sort_cells(told, {}, self.values.removes)
        merger = Merger(found, self.asking, self.values, new=True)
        answers = merger.group((), (), {})
        texts = scaffold(answers)
        wrong = [*self._misplaced(found), *self._wrong(merger, load_texts(texts, terminal_id))]
        return self._refused(told, wrong) if wrong else Proposal({}, texts, answers, self._notes(told, found, merger))

    def _refused(self, told: Questionnaire, wrong: Iterable[Problem]) -> tuple[Problem, ...]:
        """Everything that is wrong; first, that the sheets ask what another version asks, if they do."""
        return (*self._of_another_version(told, "sheets_of_another_version"), *by_place(wrong, self.sheets))

    def _of_another_version(self, told: Questionnaire, code: str) -> tuple[Problem, ...]:
        is_other = told.version not in ("", str(FACTS_VERSION))
        return (Problem.at(code, self.file, came=told.version, now=FACTS_VERSION),) if is_other else ()

    def _wrong(self, merger: Merger, source: Source) -> Iterator[Problem]:
        """What cells say that cannot be taken, and what the schema finds wrong with all the rest."""
        told = [replace(problem, file=self.file) for problem in merger.said.found.problems]
        told += self._to_come(merger, source.data)
        yield from told
        named = {problem.path for problem in told}
        found = (self._at_cell(merger, problem) for problem in load_terminal(source)[1])
        yield from (problem for problem in found if problem.path not in named)

    def _to_come(self, merger: Merger, facts: Mapping[str, Any]) -> Iterator[Problem]:
        """Cells that say of a day to come that something was done on it."""
        named = written_day((facts.get("terminal") or {}).get("facts_as_of"))
        today = judged_on(self.today, named)
        for address, day in merger.said.found.done:
            if day > today:
                values = {"came": day.isoformat(), "today": today.isoformat()}
                yield Problem.at("cell_in_future", self.file, 0, address, **values)

    def _at_cell(self, merger: Merger, problem: Problem) -> Problem:
        return CellProblems(self.file, merger.addresses, self.asking).of(problem)

    def _misplaced(self, found: Sorted) -> Iterator[Problem]:
        """Rows that belong to nothing, marks that are none, and answers to what this version does not ask."""
        for path, cell in found.cells.items():
            if shape(keys_of(path)) is None and cell.text.strip():
                yield Problem.at("fact_unknown", self.file, 0, cell.address)
        for cell in found.lost:
            yield Problem.at("owner_unknown", self.file, 0, cell.address, came=cell.text)
        for cell in found.strange:
            choices = self.asking.words("mark.remove")
            yield Problem.at("cell_not_a_choice", self.file, 0, cell.address, came=cell.text, choices=choices)

    def _notes(self, told: Questionnaire, found: Sorted, merger: Merger) -> tuple[Problem, ...]:
        """What the reader might not expect: what was read otherwise than it stands there, and what stays."""
        read = by_place((replace(note, file=self.file) for note in merger.said.found.notes), self.sheets)
        version = self._of_another_version(told, "sheets_of_another_version_taken")
        return (*version, *read, *first_of_each(self._left(told, found, merger)))

    def _left(self, told: Questionnaire, found: Sorted, merger: Merger) -> Iterator[Problem]:
        """Facts that stay because nothing was said of them."""
        for address in found.cleared:
            yield Problem.at("row_cleared", self.file, 0, address)
        for here, name in found.absent:
            sheet = told.sheets[f"table:{'.'.join(map(str, keys_of(here)))}"]
            if here not in merger.again:
                yield Problem.at("row_absent", self.file, 0, sheet, name=name)
        for cell in found.orphans:
            yield Problem.at("owner_removed", self.file, 0, cell.address, came=cell.text)
        for name in told.unknown:
            yield Problem.at("sheet_ignored", self.file, 0, name)
        for spec in sheet_specs():
            key = f"table:{'.'.join(map(str, spec.path))}" if spec.path else f"{SINGLE}:{spec.key}"
            if key not in told.sheets:
                yield Problem.at("sheet_absent", self.file, 0, self.asking.words(f"sheet.{spec.key}"))
