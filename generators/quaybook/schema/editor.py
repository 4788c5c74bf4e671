"""Schema stage: the facts' JSON Schema for editors, with what every field means in ja and en.

An editor checks one file at a time, so no group of the terminal is required here; `quaybook check` sees them all.
What an editor marks as wrong is refused by the model too; whether an id leads anywhere it cannot see.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import yaml

from quaybook.facts.folder import INHERITS
from quaybook.facts.positions import read_yaml
from quaybook.model.fields import fact_groups, vocabularies
from quaybook.model.notation import TODO_MARK
from quaybook.model.terminal import Terminal
from quaybook.resources import policy_source
from quaybook.wording.fact_words import example_as_yaml, labels, load_descriptions
from quaybook.wording.words import Words

Schema = dict[str, Any]
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


@dataclass(frozen=True)
class _Hints:
    """What there is to say in words of how a value is written; the types of the model tell it beside their schema."""

    form: str = ""
    to: str = ""
    open: bool = False
    reason: bool = False
    is_leaf: bool = True
    many: bool = False

    def notes(self, notes: Words) -> list[str]:
        """How the value is written, in words."""
        found = [notes("list")] if self.many else []
        if self.form:
            found.append(notes(self.form, to=self.to))
        if self.is_leaf:
            found.append(notes("todo" if self.open else "sure"))
        return [*found, notes("not_applicable")] if self.reason else found

    def examples(self, text: str) -> list[Any]:
        if self.form == "flag":
            # An editor offers the examples to choose from.
            return sorted(("yes", "no"), key=lambda word: word != text)
        if self.is_leaf and not self.many and self.form not in ("count", "number"):
            return [text]
        return [yaml.load(example_as_yaml(text, self.many), Loader=_ExampleLoader)]


class _Writer:
    """Groups and vocabularies of the facts, each with what it means in both languages."""

    def __init__(self) -> None:
        self.notes = {language: _words(f"schema.{language}.yml") for language in LANGUAGES}
        self.words = {language: _words(f"{language}.yml") for language in LANGUAGES}
        self.told = load_descriptions(policy_source())
        self.groups = [group.__name__ for group in fact_groups()]

    def group(self, name: str, made: Schema) -> Schema:
        """A group as pydantic has it, with what its fields mean."""
        properties = {key: self.property(key, part, self.told[name][key]) for key, part in made["properties"].items()}
        kept = {key: made[key] for key in ("title", "type", "additionalProperties", "required") if key in made}
        return kept | {"properties": properties}

    def property(self, key: str, made: Schema, told: Mapping[str, Any]) -> Schema:
        made, hints = self._written(made)
        meant = {language: [str(told[language]), *self._unit(language, told)] for language in LANGUAGES}
        noted = {language: hints.notes(self.notes[language]) for language in LANGUAGES}
        # Whom to ask is told in Japanese only; it names people of a Japanese company.
        asked = {"ja": [self.notes["ja"]("ask", who=told["ask"])], "en": []}
        shown: Schema = {"title": key, "description": "\n".join(line for lines in meant.values() for line in lines)}
        paragraphs = ("  \n".join([*meant[each], *noted[each], *asked[each]]) for each in LANGUAGES)
        shown["markdownDescription"] = "\n\n".join(paragraphs)
        leaf = made.get("items", made)
        if "type" in leaf:
            # How a value is written is also what to say about one that is written otherwise.
            leaf["errorMessage"] = " / ".join(_BETWEEN[language].join(noted[language]) for language in LANGUAGES)
        if hints.open:
            leaf["defaultSnippets"] = [{"label": TODO_MARK, "body": f'"{TODO_MARK}: {told["ask"]}"'}]
        return made | shown | {"examples": hints.examples(told["example"])}

    def _written(self, made: Schema) -> tuple[Schema, _Hints]:
        """What may be written, and what there is to say of it; who leaves a fact out writes no `null`."""
        if (parts := made.get("anyOf")) and {"type": "null"} in parts:
            made = next(part for part in parts if part != {"type": "null"})
        made = {key: part for key, part in made.items() if key not in ("title", "default")}
        leaf, many = made.get("items", made), "items" in made
        if many:
            made.setdefault("minItems", 0)
        told = {key: leaf.pop(key) for key in ("form", "to", "open", "reason") if key in leaf}
        is_leaf = "$ref" not in leaf or leaf["$ref"].rpartition("/")[2] not in self.groups
        return made, _Hints(**told, is_leaf=is_leaf, many=many)

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
    whole = Terminal.model_json_schema()
    made = {**whole.pop("$defs"), Terminal.__name__: whole}
    writer = _Writer()
    groups = {name: writer.group(name, made[name]) for name in writer.groups}
    whole = groups.pop(Terminal.__name__)
    whole.pop("required")
    whole["properties"][INHERITS] = writer.inherits()
    groups |= {kind.__name__: writer.vocabulary(kind) for kind in vocabularies()}
    return {"$schema": "http://json-schema.org/draft-07/schema#", **whole, "$defs": dict(sorted(groups.items()))}
