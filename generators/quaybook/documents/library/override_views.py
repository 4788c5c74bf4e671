"""Documents stage: what a terminal has of its own, said in the words of one language for those who check it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quaybook.documents.library.load import Library
from quaybook.documents.overrides.names import Override, Part
from quaybook.model.document import DocumentSpec
from quaybook.model.language_text import said_in
from quaybook.wording.words import Words


@dataclass(frozen=True)
class OverrideView:
    """One file: where it lies, the kit's file whose place it takes (empty if none), and of which document it is.

    Number and title are the kit's own where the document is the kit's, whatever the terminal calls it.
    """

    path: str
    part: Part
    replaces: str
    document: str
    number: str
    title: str
    says: str


def override_views(library: Library, words: Words, language: str) -> tuple[OverrideView, ...]:
    """Every file of the terminal's own in the order of its name."""
    specs = {spec.id: spec for spec in library.specs} | dict(library.kit)
    return tuple(_view(each, library, specs.get(each.document), words, language) for each in library.overrides)


def replaced(library: Library, held: Iterable[DocumentSpec]) -> tuple[DocumentSpec, ...]:
    """Of the documents `held`, those of which a terminal has anything of its own."""
    names = {each.document for each in library.overrides}
    return tuple(spec for spec in held if spec.id in names)


def _view(override: Override, library: Library, spec: DocumentSpec | None, words: Words, language: str) -> OverrideView:
    own, kit = library.roots[0], library.roots[-1]
    replaces = f"{kit.name}/{override.replaces}" if override.replaces else ""
    number, title = (spec.number, said_in(spec.title, language)) if spec else ("", "")
    if override.replaces:
        key = "replaces"
    elif override.document and override.document in library.kit:
        key = "joins"
    else:
        key = "adds"
    name = override.file.rpartition("/")[2]
    says = words(f"override.{key}.{override.part}", number=number, title=title, file=name)
    return OverrideView(f"{own.name}/{override.file}", override.part, replaces, override.document, number, title, says)
