"""Outputs stage: the facts' JSON Schema for editors, with what every field means in ja and en.

An editor checks one file at a time, so no group is required here; `quaybook check` sees them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quaybook.facts.folder import INHERITS
from quaybook.model.base import FLAG_WORDS, NOT_APPLICABLE_MARKS, TODO_MARK
from quaybook.model.terminal import Terminal
from quaybook.outputs.manual import descriptions

Schema = dict[str, Any]
_MARKED = {"type": "string", "pattern": f"^({'|'.join((TODO_MARK, *NOT_APPLICABLE_MARKS))})"}
_FLAG = {"anyOf": [{"type": "boolean"}, {"enum": list(FLAG_WORDS)}]}


def _leaf(schema: Schema) -> Schema:
    """A leaf as people write it: a flag by its words, a number or a date also as TODO."""
    match schema.get("type"):
        case "boolean":
            return {"anyOf": [*_FLAG["anyOf"], _MARKED]}
        case "integer" | "number":
            return {"anyOf": [{"type": schema["type"], "minimum": 0}, _MARKED]}
        case "string" if schema.get("format") == "date":
            return {"anyOf": [{"type": "string", "format": "date"}, _MARKED]}
        case "string" if "enum" not in schema and "pattern" not in schema:
            # What is text to us may look like a number to an editor.
            return {"type": ["string", "number", "boolean"]}
    return schema


def _written(schema: Schema) -> Schema:
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    if schema.get("type") == "array":
        return {"type": "array", "items": _written(schema["items"]), "minItems": schema.get("minItems", 0)}
    if "anyOf" in schema:
        inner = [part for part in schema["anyOf"] if part.get("type") != "null"]
        return _written(inner[0])
    return _leaf(schema)


def _group(name: str, schema: Schema, told: Mapping[str, Mapping[str, Any]]) -> Schema:
    properties = {}
    for key, field in schema["properties"].items():
        entry = told[key]
        unit = entry.get("unit")
        units = f" ({unit['ja']} / {unit['en']})" if unit else ""
        text = f"{entry['ja']}{units}\n{entry['en']}"
        properties[key] = {**_written(field), "description": text, "examples": [entry["example"]]}
    made: Schema = {"title": name, "type": "object", "properties": properties, "additionalProperties": False}
    if schema.get("required"):
        made["required"] = schema["required"]
    return made


def facts_schema() -> Schema:
    """The schema of one YAML file of a terminal."""
    raw, told = Terminal.model_json_schema(), descriptions()
    groups = {
        name: _group(name, inner, told[name]) if "properties" in inner else {"enum": inner["enum"]}
        for name, inner in raw["$defs"].items()
    }
    whole = _group("Terminal", raw, told["Terminal"])
    whole.pop("required")
    whole["properties"][INHERITS] = {"type": "array", "items": {"type": "string"}}
    return {"$schema": "http://json-schema.org/draft-07/schema#", **whole, "$defs": groups}
