"""Documents stage: in which languages a document has a text, and what a text needs in its description.

Languages grow document by document: a document may stand in one of them and not yet in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from quaybook.catalogue.root import Root
from quaybook.documents.library.check import Found
from quaybook.model.document import DocumentSpec
from quaybook.problems import Problem


def text_of(spec: DocumentSpec, language: str) -> str:
    """The file of a document's text, below a root."""
    return f"{spec.folder}/{language}.md.j2"


def written_in(spec: DocumentSpec, roots: Iterable[Root], languages: Iterable[str]) -> Mapping[str, str]:
    """The languages in which the document has a text, each with the file as problems call it."""
    roots = tuple(roots)
    found = ((language, next((r.name for r in roots if r.find(text_of(spec, language))), "")) for language in languages)
    return {language: f"{root}/{text_of(spec, language)}" for language, root in found if root}


def not_described(found: Iterable[Found], written: Mapping[str, Mapping[str, str]]) -> Iterator[Problem]:
    """What a description says in one language only, although the document has a text in another."""
    for each in found:
        printed = {"title": each.spec.title, "owner": each.spec.owner}
        for language, text in written[each.spec.id].items():
            for key, texts in printed.items():
                if language not in texts:
                    yield each.problem("description_not_in_language", (key,), language=language, text=text)
