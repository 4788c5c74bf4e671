"""Documents stage: the data beside all texts → their models, and everything that is wrong with them.

Every document of the library is looked at, whichever of them an edition has and in whichever language.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from pydantic import ValidationError

from quaybook.catalogue.load import known_requirements
from quaybook.documents.data.checklists import checklist_mistakes
from quaybook.documents.data.decks import slides_mistakes
from quaybook.documents.data.forms import form_mistakes
from quaybook.documents.data.languages import data_missing, in_language, language_problems
from quaybook.documents.data.mistakes import DataFile, Known, Mistake
from quaybook.documents.data.paths import path_problems
from quaybook.documents.data.quizzes import quiz_mistakes
from quaybook.documents.data.references import heading_mistakes, reference_mistakes
from quaybook.documents.data.scenarios import scenario_mistakes
from quaybook.documents.library.load import Library
from quaybook.documents.overrides.names import SHEETS, data_named
from quaybook.facts.positions import Source
from quaybook.model.data.form import FormData
from quaybook.model.data.kinds import KINDS, DocumentData
from quaybook.model.data.lists import ChecklistData
from quaybook.model.data.quiz import QuizData
from quaybook.model.data.scenario import ScenarioData
from quaybook.model.data.sheet import SheetFile
from quaybook.model.data.slides import SlidesData
from quaybook.model.document import DocumentSpec
from quaybook.model.language_text import SOURCE
from quaybook.model.load import PROBLEMS_AT_MOST, validation_problems
from quaybook.problems import Problem

_MODELS: Mapping[str, type[DocumentData] | type[SheetFile]] = {**KINDS, SHEETS: SheetFile}
# What is said of facts does not fit here: nobody has to be asked for a part of a form.
_OF_DATA = {"missing_fact": "data_key_missing", "missing_sure_fact": "data_key_missing", "empty_fact": "data_empty"}


class DataCheck:
    """The data of the documents of one library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.known = Known(tuple(spec.id for spec in library.specs), known_requirements(library.roots))
        self.made: dict[str, tuple[DataFile, ...]] = {}

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong with the data of any document but for references to headings."""
        for spec in self.library.specs:
            files = self.files(spec)
            yield from (problem for each in files for problem in each.problems)
            yield from language_problems(files, self.library.written[spec.id])
            yield from path_problems(spec, files, self._steps())

    def _steps(self) -> Mapping[str, tuple[DocumentSpec, bool]]:
        """Every document that may be a step of a path, and whether it ends with a quiz."""
        listed = (spec for spec in self.library.specs if not spec.kind.is_page)
        return {spec.id: (spec, any(file.name == "quiz" for file in self.files(spec))) for spec in listed}

    def files(self, spec: DocumentSpec) -> tuple[DataFile, ...]:
        """The files beside a text in all languages, each with what is wrong with it."""
        if spec.id not in self.made:
            self.made[spec.id] = tuple(self.file(last, read) for last, read in self.library.data(spec).items())
        return self.made[spec.id]

    def files_in(self, spec: DocumentSpec, language: str) -> tuple[tuple[DataFile, ...], tuple[Problem, ...]]:
        """The files beside the text in one language, and what keeps them from being used."""
        files = self.files(spec)
        given = in_language(files, language)
        names = {each.name for each in given}
        lacking = (each for each in files if each.language == SOURCE and each.name not in names)
        found = [problem for each in given for problem in each.problems]
        return given, (*found, *(problem for each in lacking for problem in data_missing(each, language)))

    def heading_problems(self, headings: Mapping[str, Collection[str]], language: str) -> Iterator[Problem]:
        """References of data to headings that are not there; `headings` are those of the language's documents."""
        for spec in self.library.specs:
            for each in self.files(spec):
                if each.name in KINDS and each.made is not None and each.language == language:
                    found = heading_mistakes(each.made, spec.id, headings)
                    for code, path, values in islice(found, PROBLEMS_AT_MOST):
                        yield each.problem(code, path, **values)

    def file(self, last: str, read: Source) -> DataFile:
        """One file by its name, as its kind, with what is wrong with it."""
        named = data_named(last)
        if named is None:
            made = DataFile(last, "", read)
            return replace(made, problems=(made.problem("data_file_name", came=last),))
        name, language = named
        if read.problems or name not in _MODELS:
            return DataFile(name, language, read, None, tuple(read.problems))
        try:
            made = DataFile(name, language, read, _MODELS[name].model_validate(read.data))
        except ValidationError as error:
            found = validation_problems(error, read, _MODELS[name])
            told = tuple(replace(problem, code=_OF_DATA.get(problem.code, problem.code)) for problem in found)
            return DataFile(name, language, read, None, told)
        # What is left shows when these are mended; to look for what was meant takes time.
        listed = islice(self._mistakes(made), PROBLEMS_AT_MOST)
        return replace(made, problems=tuple(made.problem(code, path, **values) for code, path, values in listed))

    def _mistakes(self, file: DataFile) -> Iterator[Mistake]:
        if file.name in KINDS and file.made is not None:
            yield from reference_mistakes(file.made, self.known)
        match file.made:
            case FormData():
                yield from form_mistakes(file.made)
            case QuizData():
                yield from quiz_mistakes(file.made, file.language)
            case ScenarioData():
                yield from scenario_mistakes(file.made)
            case SlidesData():
                yield from slides_mistakes(file.made)
            case ChecklistData():
                yield from checklist_mistakes(file.made, self.known)
            case SheetFile() if file.made.language != file.language:
                yield "sheet_language", ("language",), {"came": file.made.language, "expected": file.language}
