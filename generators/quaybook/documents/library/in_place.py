"""Documents stage: one document that stands in the place of several, in the profiles that hold it.

References are written to the documents of the whole set, so that a text is the same in all profiles. Where a profile
holds a document `in_place_of` others, and not these, a reference to one of them leads to the heading that says the
same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from quaybook.documents.library.load import Library
from quaybook.documents.library.selection import Absence
from quaybook.documents.overrides.names import SPEC
from quaybook.model.document import DocumentSpec, InPlaceOf
from quaybook.problems import Problem


@dataclass(frozen=True)
class Successor:
    """The document that holds what another said, and its heading for each heading of the other."""

    document: str
    of: InPlaceOf

    def place(self, anchor: str) -> str:
        """The heading to which a reference to `anchor` leads; to the whole document where `anchor` is empty."""
        return self.of.parts.get(anchor, self.of.place)


@dataclass(frozen=True)
class InPlace:
    """What takes the place of what in one terminal's profile.

    `by` are the successors of documents by the id of these. What `uncounted` documents say answers no requirement of
    the terminal: they were replaced, or they would replace others that it has.
    """

    by: Mapping[str, Successor]
    uncounted: Collection[str]

    @classmethod
    def of(cls, specs: Iterable[DocumentSpec], absent: Mapping[str, Absence]) -> InPlace:
        """Of the documents `specs`, of which those `absent` do not stand in the edition."""
        by: dict[str, Successor] = {}
        idle: set[str] = set()
        for spec in specs:
            if spec.in_place_of and absent.get(spec.id) in (Absence.PROFILE, Absence.SETS):
                idle.add(spec.id)
                continue
            replaced = (each for each in spec.in_place_of if absent.get(each.document) == Absence.PROFILE)
            by.update((each.document, Successor(spec.id, each)) for each in replaced)
        return cls(by, frozenset(by) | idle)

    @property
    def names(self) -> Mapping[str, str]:
        """The ids of documents by the id of those that they replace."""
        return {name: successor.document for name, successor in self.by.items()}


def in_place_problems(library: Library, headings: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Headings to which references would lead and that are not there; `headings` are those of one language."""
    for spec in library.specs:
        for each in spec.in_place_of if spec.id in headings else ():
            for place in dict.fromkeys((each.place, *each.parts.values())):
                if place not in headings[spec.id]:
                    file = library.called(f"{spec.folder}/{SPEC}")
                    yield Problem.at("in_place_heading", file, 0, "in_place_of", came=place, of=each.document)
