"""Documents stage: descriptions of documents that contradict each other.

A number or a title that two documents share leads a reader to the wrong one, and a terminal's own description of a
document of the kit may rename it, but not open it to more readers or take it out of the set.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from quaybook.catalogue.load import FOLDER
from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.document import DocumentSpec
from quaybook.model.load import near
from quaybook.problems import Problem
from quaybook.wording.dialect.escape import acting_sign
from quaybook.wording.plain_text import normalised

_NUMBER = re.compile(r"(.*?)([0-9]{1,9})", re.DOTALL)
# Whatever looks like a hyphen in a number.
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0x30FC, 0xFF0D, 0xFF70), "-")
# What decides when a document is made, and whether it is made at all.
_FIXED = ("after_coverage", "several_terminals", "sets", "personal", "outside", "handed_out", "in_place_of")


@dataclass(frozen=True, eq=False)
class Found:
    """One description, and where everything in it stands."""

    spec: DocumentSpec
    name: str
    read: Source

    def problem(self, code: str, path: KeyPath, **values: object) -> Problem:
        return Problem.at(code, self.name, self.read.position(path).line, dotted(path), **values)


def library_problems(by_root: Sequence[Sequence[Found]], sets: Sequence[str]) -> Iterator[Problem]:
    """Everything that is wrong between the documents of several roots, of which the kit's is the last.

    `sets` are the ids of the requirement sets that there are.
    """
    own = [each for listed in by_root[:-1] for each in listed]
    kit = {each.spec.id: each for listed in by_root[-1:] for each in listed}
    for each in own:
        if each.spec.id in kit:
            yield from _weakened(each, kit[each.spec.id].spec)
    # The kit's first: what is told is the terminal's.
    kept = [each for name, each in kit.items() if name not in {other.spec.id for other in own}]
    together = [*kept, *own]
    for each in own:
        yield from _with_markup(each)
    yield from _same_ids(together)
    yield from _same_numbers(together)
    yield from _same_titles(together)
    known = {each.spec.id for each in together}
    for each in together:
        for index, name in enumerate(each.spec.sets):
            if name not in sets:
                values = {"came": name, "to": FOLDER, "near": near(name, sets)}
                yield each.problem("unknown_reference", ("sets", index), **values)
        for index, other in enumerate(each.spec.related):
            if other not in known:
                yield each.problem("unknown_document", ("related", index), came=other)
    yield from _in_place(together, known)


def _in_place(found: Sequence[Found], known: Collection[str]) -> Iterator[Problem]:
    """A document has one other in its place, and that is there in its own right."""
    substitutes = {each.spec.id for each in found if each.spec.in_place_of}
    first: dict[str, Found] = {}
    for each in found:
        for index, entry in enumerate(each.spec.in_place_of):
            path = ("in_place_of", index, "document")
            other = first.setdefault(entry.document, each)
            if entry.document not in known:
                yield each.problem("unknown_document", path, came=entry.document)
            elif entry.document in substitutes:
                yield each.problem("in_place_chain", path, came=entry.document)
            elif other is not each or entry.document in [e.document for e in each.spec.in_place_of[:index]]:
                yield each.problem("in_place_twice", path, came=entry.document, other=other.name)


def _weakened(own: Found, kit: DocumentSpec) -> Iterator[Problem]:
    if not own.spec.audience.may_read(kit.audience):
        yield own.problem("override_audience", ("audience",), came=own.spec.audience, least=kit.audience)
    for key in _FIXED:
        if getattr(own.spec, key) != getattr(kit, key):
            yield own.problem("override_fixed", (key,))


def _with_markup(own: Found) -> Iterator[Problem]:
    """Signs that would act where a description is printed: in the navigation, in lists, in files' names."""
    # No title needs what begins HTML, a link, a table or a picture.
    texts = {"number": own.spec.number, "owner": " ".join(own.spec.owner.values())}
    texts |= {f"title.{language}": title for language, title in own.spec.title.items()}
    for key, text in texts.items():
        if found := acting_sign(text):
            yield own.problem("description_markup", tuple(key.split(".")), came=found)


def _same_ids(found: Iterable[Found]) -> Iterator[Problem]:
    """Ids that some systems cannot tell apart make one file."""
    first: dict[str, Found] = {}
    for each in found:
        other = first.setdefault(unicodedata.normalize("NFKC", each.spec.id).casefold(), each)
        if other is not each:
            yield each.problem("document_twice", (), came=each.spec.id, other=other.name)


def _same_numbers(found: Sequence[Found]) -> Iterator[Problem]:
    first: dict[str, Found] = {}
    for each in found:
        other = first.setdefault(_plain_number(each.spec.number), each)
        # Pages of the site have no number.
        if other is not each and not (each.spec.kind.is_page and other.spec.kind.is_page):
            free = _next_number(each.spec.number, {_plain_number(f.spec.number) for f in found})
            yield each.problem("number_twice", ("number",), came=each.spec.number, other=other.name, near=free)


def _plain_number(number: str) -> str:
    """The number as a reader takes it: E-3, Ｅ－０３ and e-03 are one."""
    plain = _as_read(number.translate(_DASHES))
    return re.sub(r"[0-9]+", lambda digits: digits[0].lstrip("0"), plain)


def _as_read(text: str) -> str:
    """What is left of a text for a reader, who sees no character that only steers others."""
    return normalised("".join(c for c in text if unicodedata.category(c) != "Cf"))


def _next_number(number: str, taken: set[str]) -> str:
    """The next number of the series that no document has; the number itself if it counts nothing."""
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", number))
    if found is None:
        return number
    count = int(found[2]) + 1
    while _plain_number(made := f"{found[1]}{count:0{len(found[2])}d}") in taken:
        count += 1
    return made


def _same_titles(found: Iterable[Found]) -> Iterator[Problem]:
    first: dict[tuple[str, str], Found] = {}
    for each in found:
        for language, title in each.spec.title.items():
            other = first.setdefault((language, _as_read(title)), each)
            if other is not each:
                yield each.problem("title_twice", ("title", language), came=title, other=other.name)
