"""Documents stage: what data name: documents, headings in them and requirements, whichever kind of data it is.

Which headings a document has is known when it is rendered, so references to headings are looked at then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from quaybook.documents.data.mistakes import Known, Mistake, unknown_requirements
from quaybook.facts.positions import KeyPath
from quaybook.model.base import Facts
from quaybook.model.load import near

_NAMING = ("documents", "for_evaluators")


def named_documents(data: Facts) -> Iterator[tuple[KeyPath, str]]:
    """Every document that the data name, as it is written (`backup#generations`, `#own`), by its path."""
    for field in _NAMING:
        for path, names in _lists(data, field, ()):
            yield from (((*path, number), name) for number, name in enumerate(names))


def reference_mistakes(data: Facts, known: Known) -> Iterator[Mistake]:
    """Documents and requirements that there are not."""
    for path, target in named_documents(data):
        document, _, _ = target.partition("#")
        if document and document not in known.documents:
            yield "data_unknown_document", path, {"came": target, "near": near(document, known.documents)}
    for path, ids in _lists(data, "requirements", ()):
        yield from unknown_requirements(ids, path, known)


def heading_mistakes(data: Facts, own: str, headings: Mapping[str, Collection[str]]) -> Iterator[Mistake]:
    """References to a heading that a rendered document does not have; `headings` are known of those only."""
    for path, target in named_documents(data):
        document, _, heading = target.partition("#")
        held = headings.get(document or own)
        if heading and held is not None and heading not in held:
            yield "data_unknown_heading", path, {"came": target, "near": near(heading, held)}


def _lists(data: Facts, field: str, here: KeyPath) -> Iterator[tuple[KeyPath, tuple[str, ...]]]:
    """The lists of that name in the data and in the groups inside them."""
    for name in type(data).model_fields:
        path, value = (*here, name), getattr(data, name)
        if name == field:
            yield path, value
        else:
            yield from _inside(value, field, path)


def _inside(value: Any, field: str, here: KeyPath) -> Iterator[tuple[KeyPath, tuple[str, ...]]]:
    if isinstance(value, Facts):
        yield from _lists(value, field, here)
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _inside(each, field, (*here, number))
