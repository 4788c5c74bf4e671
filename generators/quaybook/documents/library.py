"""Documents stage: the folders of `policy_src/documents` (and a terminal's `overrides`) → specs.

One folder is one document; its name is the id, the folder around it the kind. A terminal's own
folder of the same name takes precedence, so local wording is checked like the kit's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from quaybook.facts.positions import Source, read_yaml
from quaybook.model.base import TODO_MARK, Todo, after_mark
from quaybook.model.build import validation_problems
from quaybook.model.document import DocumentSpec, Kind
from quaybook.problems import Problem


@dataclass(frozen=True)
class Root:
    """A folder with `documents/`, and how problems name it."""

    path: Path
    name: str


@dataclass(frozen=True)
class Library:
    """Every document's spec in reading order, and the roots in which templates are looked for."""

    specs: tuple[DocumentSpec, ...]
    roots: tuple[Root, ...]
    problems: tuple[Problem, ...]

    def data(self, spec: DocumentSpec) -> dict[str, Source]:
        """A form's fields, a quiz or a drill's scenario: `<name>.yml` beside the text, by name, as it is written."""
        found: dict[str, Source] = {}
        for root in self.roots:
            for file in sorted((root.path / spec.folder).glob("*.yml")):
                if file.name != "document.yml" and file.stem not in found:
                    found[file.stem] = read_yaml(file, f"{root.name}/{spec.folder}/{file.name}")
        return found


def with_todos(value: object) -> object:
    """Data beside a text with each TODO as an open value, which prints as a marked blank."""
    if isinstance(value, dict):
        return {key: with_todos(item) for key, item in value.items()}
    if isinstance(value, list):
        return [with_todos(item) for item in value]
    ask = after_mark(value, TODO_MARK) if isinstance(value, str) else None
    return value if ask is None else Todo(ask)


def _spec(folder: Path, root: Root) -> DocumentSpec | list[Problem]:
    place = folder.relative_to(root.path).as_posix()
    name = f"{root.name}/{place}/document.yml"
    read = read_yaml(folder / "document.yml", name)
    if read.problems:
        return read.problems
    where = {"id": folder.name, "kind": folder.parent.name, "folder": place}
    try:
        return DocumentSpec.model_validate(read.data | where)
    except ValidationError as error:
        return validation_problems(error, read)


def load_library(roots: Iterable[Root]) -> Library:
    """Documents of all `roots`; the first root that has a document wins."""
    found: dict[str, DocumentSpec] = {}
    problems: list[Problem] = []
    kept = tuple(root for root in roots if root.path.is_dir())
    for root in kept:
        for file in sorted((root.path / "documents").glob("*/*/document.yml")):
            spec = _spec(file.parent, root)
            if isinstance(spec, DocumentSpec):
                found.setdefault(spec.id, spec)
            else:
                problems += spec
    kinds = list(Kind)
    specs = sorted(found.values(), key=lambda s: (kinds.index(s.kind), s.order, s.id))
    for spec in specs:
        name = f"{kept[-1].name}/{spec.folder}/document.yml"
        problems += [
            Problem.at("unknown_document", name, 0, "related", came=other)
            for other in spec.related
            if other not in found
        ]
    return Library(tuple(specs), kept, tuple(problems))
