"""Schema stage: the facts' JSON Schema for editors, with what every field means in ja and en.

An editor checks one file at a time, so no group of the terminal is required here; `quaybook check` sees them all.
What an editor marks as wrong is refused by the model too; whether an id leads anywhere it cannot see.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import yaml
from pydantic import BaseModel

from quaybook.facts.folder import INHERITS
from quaybook.facts.positions import read_yaml
from quaybook.model.base import TODO_MARK
from quaybook.model.fields import fact_groups, vocabularies
from quaybook.model.terminal import Terminal
from quaybook.resources import policy_source
from quaybook.schema.field import Field, Schema
from quaybook.wording.fact_words import example_as_yaml, labels, load_descriptions
from quaybook.wording.words import Words

LANGUAGES = ("ja", "en")
_BETWEEN = {"ja": "", "en": " "}


def _words(name: str) -> Words:
    read = read_yaml(policy_source() / "words" / name, f"policy_src/words/{name}")
    assert not read.problems, read.problems
    return Words(read.data, name)


class _ExampleLoader(yaml.BaseLoader):
    """Examples as an editor reads them: numbers are numbers, all else is text, `22:00` too."""


def _number(_: yaml.BaseLoader, node: yaml.ScalarNode) -> float:
    return float(node.value) if "." in node.value else int(node.value)


_ExampleLoader.add_implicit_resolver("!number", re.compile(r"^(0|[1-9]\d*)(\.\d+)?$"), list("0123456789"))
_ExampleLoader.add_constructor("!number", _number)


def _examples(text: str, field: Field) -> list[Any]:
    if field.is_a(bool):
        # An editor offers the examples to choose from.
        return sorted(("yes", "no"), key=lambda word: word != text)
    if field.is_leaf and not field.is_a(int | float):
        return [text]
    return [yaml.load(example_as_yaml(text, field.item is not None), Loader=_ExampleLoader)]


class _Writer:
    """Groups and vocabularies of the facts, each with what it means in both languages."""

    def __init__(self) -> None:
        self.notes = {language: _words(f"schema.{language}.yml") for language in LANGUAGES}
        self.words = {language: _words(f"{language}.yml") for language in LANGUAGES}
        self.told = load_descriptions(policy_source())

    def group(self, group: type[BaseModel]) -> Schema:
        properties, required = {}, []
        for key, info in group.model_fields.items():
            field = Field(info.annotation, list(info.metadata))
            properties[key] = self.property(key, field, self.told[group.__name__][key])
            if info.is_required():
                required.append(key)
        made: Schema = {"title": group.__name__, "type": "object"}
        made |= {"properties": properties, "additionalProperties": False}
        return made | ({"required": required} if required else {})

    def property(self, key: str, field: Field, told: Mapping[str, Any]) -> Schema:
        meant = {language: [str(told[language]), *self._unit(language, told)] for language in LANGUAGES}
        noted = {language: field.notes(self.notes[language]) for language in LANGUAGES}
        # Whom to ask is told in Japanese only; it names people of a Japanese company.
        asked = {"ja": [self.notes["ja"]("ask", who=told["ask"])] if "ask" in told else [], "en": []}
        shown: Schema = {"title": key, "description": "\n".join(line for lines in meant.values() for line in lines)}
        paragraphs = ("  \n".join([*meant[each], *noted[each], *asked[each]]) for each in LANGUAGES)
        shown["markdownDescription"] = "\n\n".join(paragraphs)
        written = field.written()
        leaf = written["items"] if field.item else written
        if "type" in leaf:
            # How a value is written is also what to say about one that is written otherwise.
            leaf["errorMessage"] = " / ".join(_BETWEEN[language].join(noted[language]) for language in LANGUAGES)
        if (field.item or field).may_be_open:
            leaf["defaultSnippets"] = [{"label": TODO_MARK, "body": f'"{TODO_MARK}: {told.get("ask", "")}"'}]
        return written | shown | {"examples": _examples(told["example"], field)}

    def _unit(self, language: str, told: Mapping[str, Any]) -> list[str]:
        return [self.notes[language]("unit", unit=told["unit"][language])] if "unit" in told else []

    def vocabulary(self, kind: type[StrEnum]) -> Schema:
        values = [member.value for member in kind]
        called = [labels(self.words[language], kind) for language in LANGUAGES]
        said = [" / ".join(label[value] for label in called) for value in values]
        return {"title": kind.__name__, "enum": values, "enumDescriptions": said, "markdownEnumDescriptions": said}

    def inherits(self) -> Schema:
        said = [self.notes[language]("inherits") for language in LANGUAGES]
        shown = {"title": INHERITS, "description": "\n".join(said), "markdownDescription": "\n\n".join(said)}
        return {"type": "array", "items": {"type": "string"}} | shown


def facts_schema() -> Schema:
    """The schema of one YAML file of a terminal."""
    writer = _Writer()
    groups = {group.__name__: writer.group(group) for group in fact_groups()}
    whole = groups.pop(Terminal.__name__)
    whole.pop("required")
    whole["properties"][INHERITS] = writer.inherits()
    groups |= {kind.__name__: writer.vocabulary(kind) for kind in vocabularies()}
    return {"$schema": "http://json-schema.org/draft-07/schema#", **whole, "$defs": dict(sorted(groups.items()))}
