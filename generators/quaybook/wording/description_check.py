"""Wording stage: whether every fact of the model is described, every description is of a fact, and each is complete.

A field is added in the model, and its description in `policy_src/words`. Whoever forgets one of the two is told
here, before a manual, a schema, a new folder or a questionnaire is made of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args, get_origin

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo

from quaybook.facts.positions import KeyPath, Position, Source, dotted, read_yaml
from quaybook.model.base import PlainText
from quaybook.model.fields import fact_groups, group_of, vocabularies
from quaybook.model.language_text import LANGUAGES
from quaybook.model.load import near, validation_problems
from quaybook.problems import Problem, in_order
from quaybook.wording.fact_words import example_as_yaml, label_key, read_descriptions
from quaybook.wording.words import load_words

# What is said of facts does not fit here: a description cannot be left open.
_OF_DESCRIPTIONS = {"missing_fact": "description_key_missing", "empty_fact": "description_empty"}
# An example shows some keys of a group and some entries of a list.
_PARTLY_SHOWN = {"missing_fact", "missing_sure_fact", "missing_group", "missing_list", "too_few_entries"}


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Unit(_Told):
    ja: PlainText
    en: PlainText


class _Urgency(StrEnum):
    FIRST_HOUR = "1"
    FIRST_DAY = "2"
    LATER = "3"


class _Description(_Told):
    """What is told of one fact."""

    ja: PlainText
    en: PlainText
    example: PlainText
    ask: PlainText
    unit: _Unit | None = None
    urgency: _Urgency = _Urgency.LATER


def wording_problems(source: Path) -> tuple[Problem, ...]:
    """Everything that is wrong with the words of the languages and with what is told of facts, whatever the facts."""
    words = (problem for language in LANGUAGES for problem in load_words(source, language)[1])
    return in_order((*words, *description_problems(source)))


@lru_cache(maxsize=4)
def description_problems(source: Path) -> tuple[Problem, ...]:
    """Everything in which the descriptions and the labels of choices differ from the model, each at its line."""
    told = read_descriptions(source)
    found = [*told.problems] or [*_of_groups(told)]
    for language in LANGUAGES:
        words = read_yaml(source / "words" / f"{language}.yml", f"policy_src/words/{language}.yml")
        found += words.problems or _of_labels(words)
    return in_order(found)


def _of_groups(told: Source) -> Iterator[Problem]:
    groups = {group.__name__: group for group in fact_groups()}
    yield from _compared(told, (), [*groups], "group_undescribed")
    for name, group in groups.items():
        if isinstance(entries := told.data.get(name), Mapping):
            found = [*_compared(told, (name,), [*group.model_fields], "fact_undescribed")]
            for key in group.model_fields.keys() & entries.keys():
                found += _checked(told, (name, key), entries[key])
            yield from found or _of_examples(told, group, entries)
        elif name in told.data:
            yield _problem(told, "not_a_group", (name,), came=told.data[name], keys=", ".join(group.model_fields))


def _compared(told: Source, above: KeyPath, named: Sequence[str], code: str) -> Iterator[Problem]:
    """What is named and not told, with `code`, and what is told and not named."""
    known: Any = told.data
    for key in above:
        known = known[key]
    left = [name for name in named if name not in known]
    for name in left:
        # Where it belongs: behind what comes before it in the model.
        before = [each for each in named[: named.index(name)] if each in known]
        position = told.position((*above, *before[-1:]))
        yield Problem.at(code, position.file, position.line, dotted((*above, name)), key=name)
    for key in known:
        if key not in named:
            values = {"key": key, "near": near(key, left or named)}
            yield _problem(told, "description_of_nothing", (*above, key), **values)


def _checked(told: Source, path: KeyPath, value: object) -> Iterator[Problem]:
    """What is wrong with the form of one description."""
    try:
        _Description.model_validate(value)
    except ValidationError as error:
        size = len(path)
        below = Source(
            positions={each[size:]: position for each, position in told.positions.items() if each[:size] == path}
        )
        for problem in validation_problems(error, below, _Description):
            whole = ".".join(filter(None, (dotted(path), problem.path)))
            yield replace(problem, path=whole, code=_OF_DESCRIPTIONS.get(problem.code, problem.code))


def _of_examples(told: Source, group: type[BaseModel], entries: Mapping[str, Any]) -> Iterator[Problem]:
    """Examples that the facts for which they stand would not take."""
    examples, positions = {}, dict[KeyPath, Position]()
    for key, field in group.model_fields.items():
        path = (group.__name__, key, "example")
        positions[(key,)] = told.position(path)
        try:
            examples[key] = _example(field, entries[key]["example"])
        except yaml.YAMLError:
            yield _problem(told, "example_unreadable", path, came=entries[key]["example"])
    try:
        group.model_validate(examples)
    except ValidationError as error:
        for problem in validation_problems(error, Source(positions=positions), group):
            if problem.code not in _PARTLY_SHOWN:
                key = re.split(r"[.\[]", problem.path)[0]
                yield replace(problem, path=f"{group.__name__}.{key}.example")


def _example(field: FieldInfo, text: str) -> object:
    many = any(get_origin(part) is tuple for part in (field.annotation, *get_args(field.annotation)))
    return yaml.load(example_as_yaml(text, many), Loader=yaml.BaseLoader) if many or group_of(field) else text


def _of_labels(words: Source) -> Iterator[Problem]:
    """Choices without a label in one language, and labels of choices that nobody has."""
    for vocabulary in vocabularies():
        path: KeyPath = tuple(label_key(vocabulary).split("."))
        values, found = [each.value for each in vocabulary], _at(words, path)
        told = found if isinstance(found, Mapping) else {}
        for value in values:
            if not isinstance(told.get(value), str) or not told[value].strip():
                yield _problem(words, "word_not_there", (*path, value))
        if path[-1] == vocabulary.__name__:
            for key in told.keys() - set(values):
                yield _problem(words, "description_of_nothing", (*path, key), key=key, near=near(key, values))


def _at(read: Source, path: KeyPath) -> object:
    found: object = read.data
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _problem(read: Source, code: str, path: KeyPath, **values: object) -> Problem:
    position = read.position(path)
    return Problem.at(code, position.file, position.line, dotted(path), **values)
