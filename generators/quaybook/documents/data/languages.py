"""Documents stage: data in a second language: whether they are there where a text needs them, and say the same.

A text is never given the data of another language in silence, and a quiz that has other answers in English is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from quaybook.documents.data.mistakes import DataFile
from quaybook.documents.overrides.names import data_file
from quaybook.facts.positions import KeyPath
from quaybook.model.base import Facts, Todo
from quaybook.model.data.kinds import IN_ALL_LANGUAGES, KINDS
from quaybook.model.data.texts import Alike, said_in
from quaybook.model.fields import marks
from quaybook.model.language_text import SOURCE
from quaybook.model.load import PROBLEMS_AT_MOST
from quaybook.problems import Problem

_Difference = tuple[KeyPath, object, object]


def language_problems(files: Iterable[DataFile], languages: Iterable[str]) -> Iterator[Problem]:
    """What is wrong between the files of one document, whose texts are in `languages`."""
    by_name: dict[str, dict[str, DataFile]] = {}
    for each in files:
        by_name.setdefault(each.name, {})[each.language] = each
    for name, held in by_name.items():
        source = held.pop(SOURCE, None)
        for other in held.values():
            if source is None:
                yield other.problem("data_source_missing", needed=data_file(name, SOURCE))
            elif name in IN_ALL_LANGUAGES:
                yield other.problem("data_for_all_languages", other=source.file)
            else:
                yield from _unlike(source, other)
        if source is not None:
            missing = (language for language in sorted(languages) if language not in (SOURCE, *held))
            yield from (p for language in missing for p in data_missing(source, language))


def data_missing(source: DataFile, language: str) -> Iterator[Problem]:
    """The problem with data that a text in `language` needs and that are there in the source language only."""
    if source.name not in IN_ALL_LANGUAGES:
        yield source.problem("data_language_missing", language=language, needed=data_file(source.name, language))


def in_language(files: Iterable[DataFile], language: str) -> tuple[DataFile, ...]:
    """The files that a text in `language` gets, by that language or for all."""
    listed = tuple(files)
    return tuple(f for f in listed if f.language == language or f.name in IN_ALL_LANGUAGES)


def _unlike(source: DataFile, other: DataFile) -> Iterator[Problem]:
    if source.name in KINDS and source.made is not None and other.made is not None:
        for path, came, expected in islice(differences(source.made, other.made), PROBLEMS_AT_MOST):
            code = "data_other_count" if isinstance(expected, int) and isinstance(came, int) else "data_other_value"
            yield other.problem(code, path, came=came, expected=expected, other=source.file)


def differences(source: Facts, other: Facts, path: KeyPath = ()) -> Iterator[_Difference]:
    """Path, what the other language has there, what it should have: a count of entries, or a value; "" for none."""
    kind, said = type(source), said_in(type(source))
    for name, field in kind.model_fields.items():
        key = next((m.key for m in marks(field.annotation, field.metadata) if isinstance(m, Alike)), lambda v: v)
        one, two = getattr(source, name), getattr(other, name)
        yield from _between(one, two, _is_there if name in said else key, (*path, name))


def _between(one: Any, two: Any, key: Any, path: KeyPath) -> Iterator[_Difference]:
    if isinstance(one, tuple) and isinstance(two, tuple):
        if len(one) != len(two):
            yield path, len(two), len(one)
            return
        for number, (first, second) in enumerate(zip(one, two, strict=True)):
            yield from _between(first, second, key, (*path, number))
    elif isinstance(one, Facts) and isinstance(two, Facts):
        yield from differences(one, two, path)
    elif key(one) != key(two):
        yield path, _shown(two), _shown(one)


def _is_there(text: object) -> bool:
    return text is not None


def _shown(value: object) -> str:
    return "" if value is None or isinstance(value, Todo) else str(value)
