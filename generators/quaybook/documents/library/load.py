"""Documents stage: the folders of `policy_src/documents` (and a terminal's `overrides`) → specs.

One folder is one document; its name is the id, the folder around it the kind. A terminal's own
folder of the same name takes precedence, so local wording is checked like the kit's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pydantic import ValidationError

from quaybook.catalogue.load import known_sets
from quaybook.catalogue.root import Root
from quaybook.documents.library.check import Found, library_problems
from quaybook.documents.library.languages import not_described, text_of, written_in
from quaybook.documents.overrides.names import PROTECTED, SPEC, Override
from quaybook.facts.positions import Source, read_yaml
from quaybook.model.base import Todo
from quaybook.model.document import DocumentSpec, Kind
from quaybook.model.language_text import SOURCE, said_in
from quaybook.model.load import validation_problems
from quaybook.model.notation import TODO_MARK, after_mark
from quaybook.problems import Problem
from quaybook.wording.words import known_languages


@dataclass(frozen=True)
class Library:
    """Every document's spec in reading order, and the roots in which templates are looked for.

    `kit` are the specs that come with the kit, by id; `overrides` is what a terminal has of its own. `languages` are
    those that have words; `written` tells of each document by its id in which of them it has a text, and the file.
    """

    specs: tuple[DocumentSpec, ...]
    roots: tuple[Root, ...]
    problems: tuple[Problem, ...]
    kit: Mapping[str, DocumentSpec] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    languages: tuple[str, ...] = ()
    written: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def begun(self) -> tuple[str, ...]:
        """The languages in which there is any text."""
        return tuple(each for each in self.languages if any(each in texts for texts in self.written.values()))

    def parted(self, language: str) -> tuple[tuple[DocumentSpec, ...], tuple[DocumentSpec, ...]]:
        """The documents with a text in the language, and the others. What has none is missed in the source language."""
        here = {s.id for s in self.specs if language in (self.written[s.id] or (SOURCE,))}
        return tuple(s for s in self.specs if s.id in here), tuple(s for s in self.specs if s.id not in here)

    def lacks(self, spec: DocumentSpec, language: str) -> Problem:
        """The problem with a document that has no text in a language that is said to lack none."""
        file, title = self.called(text_of(spec, language)), said_in(spec.title, language)
        return Problem.at("document_not_in_language", file, number=spec.number, title=title, language=language)

    def roots_for(self, spec: DocumentSpec) -> tuple[Root, ...]:
        """Where the texts of a document are looked for: those that tell how the terminal stands are the kit's alone."""
        return self.roots[-1:] if spec.kind in PROTECTED and spec.id in self.kit else self.roots

    def called(self, template: str) -> str:
        """How problems name a document's text that is not there: where the one who described the document looks."""
        described = f"{template.rpartition('/')[0]}/{SPEC}"
        home = next((root for root in self.roots if root.find(described)), self.roots[-1])
        return f"{home.name}/{template}"

    def data(self, spec: DocumentSpec) -> dict[str, Source]:
        """A form's fields, a quiz or a drill's scenario: the files of data beside the text as they are written.

        By the name of the file; the first root that has one wins.
        """
        found: dict[str, Source] = {}
        for root in self.roots:
            for file in root.matching(f"{spec.folder}/*.yml"):
                last = file.rpartition("/")[2]
                if last not in found and last != SPEC:
                    found[last] = read_yaml(root.path / file, f"{root.name}/{file}")
        return found


def with_todos(value: object, with_asks: bool = True) -> object:
    """Data beside a text with each TODO as an open value, which prints as a marked blank."""
    if isinstance(value, dict):
        return {key: with_todos(item, with_asks) for key, item in value.items()}
    if isinstance(value, list):
        return [with_todos(item, with_asks) for item in value]
    ask = after_mark(value, TODO_MARK) if isinstance(value, str) else None
    return value if ask is None else Todo(ask if with_asks else "", is_bare=not with_asks)


def _found(file: str, root: Root) -> Found | list[Problem]:
    folder = file.removesuffix(f"/{SPEC}")
    _, kind, name = folder.split("/")
    read = read_yaml(root.path / file, f"{root.name}/{file}")
    if read.problems:
        return read.problems
    try:
        spec = DocumentSpec.model_validate(read.data | {"id": name, "kind": kind, "folder": folder})
    except ValidationError as error:
        return validation_problems(error, read, DocumentSpec)
    return Found(spec, f"{root.name}/{file}", read)


def load_library(roots: Iterable[Root], overrides: tuple[Override, ...] = ()) -> Library:
    """Documents of all `roots`, the kit's the last; the first root that has a document wins."""
    kept = tuple(root for root in roots if root.path.is_dir())
    problems: list[Problem] = []
    by_root: list[list[Found]] = []
    for root in kept:
        made = [_found(file, root) for file in root.matching(f"documents/*/*/{SPEC}")]
        by_root.append([each for each in made if isinstance(each, Found)])
        problems += [problem for each in made if isinstance(each, list) for problem in each]
    problems += library_problems(by_root, known_sets(kept))
    found = {each.spec.id: each for listed in reversed(by_root) for each in listed}
    kinds = list(Kind)
    specs = sorted((each.spec for each in found.values()), key=lambda s: (kinds.index(s.kind), s.order, s.id))
    kit = {each.spec.id: each.spec for each in by_root[-1]} if by_root else {}
    languages = known_languages(kept[-1].path) if kept else ()
    library = Library(tuple(specs), kept, (), kit, overrides, languages)
    written = {spec.id: written_in(spec, library.roots_for(spec), languages) for spec in specs}
    problems += not_described(found.values(), written)
    return replace(library, problems=tuple(problems), written=written)
