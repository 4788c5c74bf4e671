"""Documents stage: which documents an edition holds, and what becomes of references to the others.

All documents are made in every edition, because the requirements are answered by all of them together; an
edition keeps those that its readers may see and that the terminal's profile holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from pydantic import ValidationError

from quaybook.documents.library.load import Library
from quaybook.documents.overrides.names import PROFILES, PROTECTED
from quaybook.documents.templating.marks import FINDINGS, MATRIX
from quaybook.facts.positions import read_yaml
from quaybook.model.audience import AudienceLevel, Readers
from quaybook.model.base import Facts, PlainText
from quaybook.model.document import DocumentSpec
from quaybook.model.groups.kinds import Profile
from quaybook.model.load import near, validation_problems
from quaybook.problems import Problem
from quaybook.wording.dialect.links import Link, each_link, linked_documents
from quaybook.wording.words import Words

HOME = "home"
# What leads there is a mark, not a reference that a reader has to follow.
_MARKS = (MATRIX, FINDINGS)


class Absence(StrEnum):
    """Why a document does not stand in an edition in one language."""

    AUDIENCE = "audience"
    PROFILE = "profile"
    SETS = "sets"
    LANGUAGE = "language"


@dataclass(frozen=True)
class Elsewhere:
    """A document of the edition that stands in another language only, and whether it is made in that language."""

    spec: DocumentSpec
    language: str
    is_made: bool


class ProfileSpec(Facts):
    """The documents of one profile: those that it holds, or all but those that it leaves out."""

    holds: tuple[PlainText, ...] | None = None
    leaves_out: tuple[PlainText, ...] = ()


class ProfileFile(Facts):
    """`profiles.yml`."""

    minimum: ProfileSpec
    standard: ProfileSpec
    full: ProfileSpec


def load_profile(library: Library, profile: Profile) -> tuple[ProfileSpec, tuple[Problem, ...]]:
    """The documents of `profile`; a terminal's own file takes precedence over the kit's."""
    root = next((root for root in library.roots if root.find(PROFILES)), None)
    if root is None:
        return ProfileSpec(), ()
    read = read_yaml(root.path / PROFILES, f"{root.name}/{PROFILES}")
    if read.problems:
        return ProfileSpec(), tuple(read.problems)
    try:
        file = ProfileFile.model_validate(read.data)
    except ValidationError as error:
        return ProfileSpec(), tuple(validation_problems(error, read, ProfileFile))
    found: ProfileSpec = getattr(file, profile.value)
    mistakes = _mistakes(found, library, profile, is_kits=root is library.roots[-1])
    position = read.position((profile.value,))
    return found, tuple(
        Problem.at(code, position.file, position.line, profile.value, **values) for code, values in mistakes
    )


def _mistakes(
    found: ProfileSpec, library: Library, profile: Profile, is_kits: bool
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Codes and values of what is wrong with one profile."""
    if found.holds is not None and found.leaves_out:
        yield "profile_says_both", {}
        return
    known = [spec.id for spec in library.specs]
    for name in (*(found.holds or ()), *found.leaves_out):
        if name not in known:
            yield "unknown_profile_document", {"came": name, "near": near(name, known)}
    for spec in library.specs:
        both = [each.document for each in spec.in_place_of if each.document in (found.holds or ())]
        if both and _held(library, found, spec):
            yield "profile_holds_both", {"came": spec.id, "others": ", ".join(both)}
    if not is_kits:
        # Whoever is measured does not choose which of the measurements are shown.
        usual, _ = load_profile(replace(library, roots=library.roots[-1:]), profile)
        for spec in library.kit.values():
            if spec.kind in PROTECTED and _held(library, usual, spec) and not _held(library, found, spec):
                yield "profile_drops", {"came": spec.id, "number": spec.number}


def whereabouts(specs: Iterable[DocumentSpec], left_out: Mapping[str, Absence]) -> Mapping[str, str]:
    """Of each document left out of every language, the wording that says where it is to be found, or why it is not."""
    by_id = {spec.id: spec for spec in specs}
    return {
        name: by_id[name].audience.value if why == Absence.AUDIENCE else why.value
        for name, why in left_out.items()
        if why != Absence.LANGUAGE
    }


def absent(
    library: Library, profile: ProfileSpec, reader: AudienceLevel, sets: Collection[str]
) -> Mapping[str, Absence]:
    """The documents that do not stand in the edition for `reader` of a terminal that works by `sets`, and why."""
    found: dict[str, Absence] = {}
    for spec in library.specs:
        if not is_of(spec, sets):
            found[spec.id] = Absence.SETS
        elif not _held(library, profile, spec):
            found[spec.id] = Absence.PROFILE
        elif not is_for(spec, reader):
            found[spec.id] = Absence.AUDIENCE
    return found


def is_of(spec: DocumentSpec, sets: Collection[str]) -> bool:
    """Whether the document is there at all for a terminal that works by `sets`."""
    return not spec.sets or any(name in sets for name in spec.sets)


def is_for(spec: DocumentSpec, reader: AudienceLevel) -> bool:
    """Whether readers of that level get the document. The home page is made for whoever reads the site."""
    return spec.id == HOME or reader.may_read(spec.audience)


def readers_of(spec: DocumentSpec, reader: AudienceLevel) -> Readers:
    """For whom the facts in a document are chosen: as its own description says, whatever the edition."""
    return Readers(reader if spec.id == HOME else spec.audience, spec.personal, spec.outside)


def _held(library: Library, profile: ProfileSpec, spec: DocumentSpec) -> bool:
    # A document that only the terminal itself has is there because it wants it; a page of the site leads to others.
    if spec.kind.is_page or spec.id not in library.kit:
        return True
    if spec.in_place_of and profile.holds is None:
        # Beside the documents whose place it takes it would say everything twice.
        return False
    return spec.id in profile.holds if profile.holds is not None else spec.id not in profile.leaves_out


def without_links(
    body: str, own: str, left_out: Mapping[str, str], elsewhere: Mapping[str, Elsewhere], words: Words
) -> str:
    """The body of document `own` with references to those left out as their titles.

    `left_out` says by the key of a wording where each is to be found. What stands `elsewhere` is named with its
    language, and linked if it is made in that.

    A citation, like every place, stays the place to which others link, so it leads to itself where there is no matrix.
    """

    def shown(link: Link) -> str:
        other = elsewhere.get(link.document)
        is_mark = bool(link.place) or link.document in _MARKS
        if other is None and link.document not in left_out:
            return str(link)
        if other and other.is_made:
            return str(link if is_mark else replace(link, label=in_its_language(link.label, other, words)))
        if link.place:
            return str(replace(link, document=own, anchor=link.place))
        if is_mark:
            return link.label
        if other:
            return in_its_language(link.label, other, words)
        return words(f"reference.left_out.{left_out[link.document]}", label=link.label)

    # Most documents name none that is not there.
    return body if linked_documents(body).isdisjoint((*left_out, *elsewhere)) else each_link(body, shown)


def in_its_language(label: str, other: Elsewhere, words: Words) -> str:
    """The title of a document with the language in which alone it stands."""
    return words("reference.elsewhere", label=label, language=words(f"language.{other.language}"))


def kept(
    specs: Iterable[DocumentSpec],
    left_out: Mapping[str, Absence],
    elsewhere: Mapping[str, Elsewhere],
    instead: Mapping[str, str],
) -> tuple[DocumentSpec, ...]:
    """The documents that stand in the edition, each related only to others to which a link leads.

    `instead` are the documents that stand in the place of others, by the id of these.
    """
    stay = [spec for spec in specs if spec.id not in left_out]
    names = {spec.id for spec in stay} | {name for name, other in elsewhere.items() if other.is_made}

    def related(spec: DocumentSpec) -> tuple[str, ...]:
        meant = dict.fromkeys(instead.get(other, other) for other in spec.related)
        return tuple(other for other in meant if other in names and other != spec.id)

    return tuple(spec.model_copy(update={"related": related(spec)}) for spec in stay)
