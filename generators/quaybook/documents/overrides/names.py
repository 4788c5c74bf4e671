"""Documents stage: which names below a terminal's `overrides` mean something, and what each of them takes the place of.

A name that the kit would not look for is told with the one that was meant. What says how the terminal stands (the
pages of status and audit, and the home page) is the kit's alone.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from quaybook.catalogue.root import Root
from quaybook.model.document import Kind
from quaybook.model.language_text import SOURCE
from quaybook.wording.plain_text import normalised
from quaybook.wording.words import known_languages

SPEC, SHEET, PROFILES = "document.yml", "sheet.yml", "profiles.yml"
# The name by which data are known that become sheets.
SHEETS = SHEET.removesuffix(".yml")
DOCUMENTS, PARTIALS, REQUIREMENTS = "documents", "partials", "requirements"
# What a terminal says of itself may not be what it is measured with.
PROTECTED = (Kind.PAGE, Kind.STATUS, Kind.AUDIT)
_TOP = (DOCUMENTS, PARTIALS, REQUIREMENTS, PROFILES)
_ID = re.compile(r"\w[\w-]*")
_DATA = re.compile(r"([^.]+)(?:\.([a-z]{2}))?\.yml")


class Part(StrEnum):
    """What a file is to the kit."""

    SPEC = "spec"
    TEXT = "text"
    DATA = "data"
    PARTIAL = "partial"
    SET = "set"
    PROFILES = "profiles"


@dataclass(frozen=True)
class Override:
    """One file of a terminal's own. `replaces` is the kit's file, empty where it has none of that name."""

    file: str
    part: Part
    document: str = ""
    replaces: str = ""


@dataclass(frozen=True)
class Misplaced:
    """Why a file means nothing: the code of the problem, the file or folder to name, and what was meant."""

    code: str
    file: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Kit:
    """The names that the kit has: the files of each document by its id, its kinds, its partials, its languages."""

    files: frozenset[str]
    kinds: Mapping[str, str]
    languages: tuple[str, ...]

    @classmethod
    def of(cls, root: Root) -> Kit:
        """The names in the kit's own folder."""
        patterns = (f"{DOCUMENTS}/*/*/*", f"{PARTIALS}/*", f"{REQUIREMENTS}/*", PROFILES)
        files = frozenset(file for pattern in patterns for file in root.matching(pattern))
        kinds = {Path(file).parts[2]: Path(file).parts[1] for file in files if file.endswith(f"/{SPEC}")}
        return cls(files, kinds, known_languages(root.path))

    def names_in(self, folder: str) -> tuple[str, ...]:
        """The kit's files in a folder, without the folder."""
        return tuple(sorted(f.removeprefix(f"{folder}/") for f in self.files if f.startswith(f"{folder}/")))

    def possible(self, folder: str) -> tuple[str, ...]:
        """What a document's folder may hold, whatever its text asks for."""
        texts = (f"{language}.md.j2" for language in self.languages)
        return tuple(dict.fromkeys((SPEC, *texts, *self.names_in(folder), *self.data_in(folder))))

    def data_in(self, folder: str) -> tuple[str, ...]:
        """The files of data that a document's folder may hold: the kit's, a sheet, and both in every language."""
        held = filter(None, (data_named(last) for last in (*self.names_in(folder), SHEET)))
        return tuple(dict.fromkeys(data_file(name, language) for name, _ in held for language in self.languages))


def data_named(last: str) -> tuple[str, str] | None:
    """Name and language of a file of data: `quiz.yml` is in the source language, `quiz.en.yml` in English.

    None for a file that is none, such as the description of the document.
    """
    found = _DATA.fullmatch(last)
    if found is None or f"{found[1]}.yml" == SPEC or found[2] == SOURCE:
        return None
    return found[1], found[2] or SOURCE


def data_file(name: str, language: str) -> str:
    """The name of the file in which data of that name stand in a language."""
    return f"{name}.yml" if language == SOURCE else f"{name}.{language}.yml"


def closest(came: str, known: Iterable[str]) -> str:
    """The name that was probably meant; empty if none comes near."""
    plain = {normalised(name): name for name in known}
    found = difflib.get_close_matches(normalised(came), plain, 1)
    return plain[found[0]] if found else ""


def placed(file: str, kit: Kit, own: Collection[str]) -> Override | Misplaced:
    """What the file is. `own` are the folders of documents, `documents/<kind>/<id>`, that have a `document.yml`."""
    parts = tuple(file.split("/"))
    replaces = file if file in kit.files else ""
    if file == PROFILES:
        return Override(file, Part.PROFILES, "", replaces)
    if parts[0] == PARTIALS and len(parts) > 1 and file.endswith(".j2"):
        return Override(file, Part.PARTIAL, "", replaces)
    if parts[0] == REQUIREMENTS and len(parts) == 2 and file.endswith(".yml"):
        # A set never takes another's place: it is known by the id in it, not by its file.
        return Override(file, Part.SET)
    if parts[0] == DOCUMENTS and len(parts) == 4 and parts[1] in list(Kind):
        return _in_document(file, parts, kit, own)
    return _unknown(file, kit)


def _in_document(file: str, parts: tuple[str, ...], kit: Kit, own: Collection[str]) -> Override | Misplaced:
    _, kind, name, last = parts
    folder, home = "/".join(parts[:3]), kit.kinds.get(name)
    if home in PROTECTED:
        return Misplaced("override_protected", folder, {"came": name})
    if home and home != kind:
        return Misplaced("override_kind", folder, {"came": name, "kind": home, "near": f"{DOCUMENTS}/{home}/{name}/"})
    if not home and folder not in own:
        return Misplaced("override_no_document", folder, {"came": name, "near": _meant_document(kind, name, kit)})
    if not home and (kind == Kind.PAGE or not _ID.fullmatch(name)):
        code = "override_page" if kind == Kind.PAGE else "override_not_an_id"
        return Misplaced(code, folder, {"came": name})
    replaces = file if file in kit.files else ""
    if last in kit.possible(folder) or last.endswith(".yml"):
        part = Part.SPEC if last == SPEC else Part.TEXT if last.endswith(".j2") else Part.DATA
        return Override(file, part, name, replaces)
    return _unknown(file, kit)


def _meant_document(kind: str, name: str, kit: Kit) -> str:
    """The folder of the kit that was probably meant, of the same kind if one comes near; else the kit's of the kind."""
    alike = [other for other, home in kit.kinds.items() if home == kind and home not in PROTECTED]
    found = closest(name, alike) or closest(name, (n for n, home in kit.kinds.items() if home not in PROTECTED))
    return f"{DOCUMENTS}/{kit.kinds[found]}/{found}/" if found else ", ".join(sorted(alike)[:10]) or DOCUMENTS


def _unknown(file: str, kit: Kit) -> Misplaced:
    return Misplaced("override_unknown", file, {"near": _meant(file.split("/"), kit)})


def _meant(parts: list[str], kit: Kit) -> str:
    """Where the file probably belongs; all places if nobody can tell."""
    last = parts[-1]
    document = next((name for part in parts[:-1] if (name := _named(part, kit))), "")
    if document and kit.kinds[document] not in PROTECTED:
        folder = f"{DOCUMENTS}/{kit.kinds[document]}/{document}"
        return f"{folder}/{closest(last, kit.possible(folder)) or SPEC}"
    if parts[0] == DOCUMENTS and len(parts) == 4 and parts[1] in list(Kind):
        folder = "/".join(parts[:3])
        return f"{folder}/{closest(last, kit.possible(folder)) or SPEC}"
    if partial := closest(last, kit.names_in(PARTIALS)):
        return f"{PARTIALS}/{partial}"
    top = closest(parts[0], _TOP)
    if top == PROFILES or (top == REQUIREMENTS and len(parts) > 1):
        return PROFILES if top == PROFILES else f"{REQUIREMENTS}/{Path(last).stem}.yml"
    if top == DOCUMENTS and len(parts) == 4:
        return "/".join((DOCUMENTS, closest(parts[1], list(Kind)) or Kind.POLICY, *parts[2:]))
    return f"{DOCUMENTS}/<kind>/<id>/, {PARTIALS}/*.j2, {REQUIREMENTS}/*.yml, {PROFILES}"


def _named(part: str, kit: Kit) -> str:
    """The document of the kit that a part of a path names, however it is written."""
    return next((name for name in kit.kinds if normalised(name) == normalised(part)), "")
