"""Outputs stage: the parts of the kit's manual that are made from the code, so that they cannot be out of date.

A hand-written page names a part by a comment, `<!-- quaybook:facts -->`; the site puts it there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel

from quaybook.documents.conditions import TESTS
from quaybook.documents.context import Helpers
from quaybook.documents.filters import Filters
from quaybook.documents.numbering import Numbering
from quaybook.model.terminal import Terminal
from quaybook.resources import policy_source

_PART = re.compile(r"<!-- quaybook:(\w+) -->")


def fill(page: str) -> str:
    """`page` with each named part in the place of its comment. Raises KeyError for an unknown name."""
    return _PART.sub(lambda match: PARTS[match[1]](), page)


def models_within(annotation: Any) -> Iterator[type[BaseModel]]:
    """The groups of facts that a field holds, however deep in tuples and options."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from models_within(argument)


def fact_groups() -> tuple[type[BaseModel], ...]:
    """Every group of facts, the whole terminal first, each once, in the order of the schema."""
    found: dict[type[BaseModel], None] = {Terminal: None}
    queue: list[type[BaseModel]] = [Terminal]
    for group in queue:
        for field in group.model_fields.values():
            for inner in models_within(field.annotation):
                if inner not in found:
                    found[inner] = None
                    queue.append(inner)
    return tuple(found)


def descriptions() -> dict[str, dict[str, dict[str, Any]]]:
    """Group → field → description in ja and en, example, unit, and whom to ask."""
    text = (policy_source() / "words" / "facts.yml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, dict[str, Any]]] = yaml.load(text, Loader=yaml.BaseLoader)
    return loaded


def _cell(text: object) -> str:
    return str(text).replace("|", "&#124;").replace("<", "&lt;").replace("{", "&#123;").replace("\n", " ")


def facts() -> str:
    """One table per group: key, description in both languages, example, unit."""
    told, lines = descriptions(), []
    for group in fact_groups():
        name = group.__name__
        lines += [f"## {name} {{#{name.lower()}}}", "", "| key | | example |", "|---|------|---|"]
        for key, field in group.model_fields.items():
            entry = told[name][key]
            unit = entry.get("unit")
            shown = f" ({unit['ja']} / {unit['en']})" if unit else ""
            inner = [m.__name__ for m in models_within(field.annotation)]
            links = "".join(f" → [{n}](#{n.lower()})" for n in inner)
            mark = "" if field.is_required() else " ○"
            text = f"{_cell(entry['ja'])}<br>{_cell(entry['en'])}{_cell(shown)}{links}"
            lines.append(f"| `{key}`{mark} | {text} | `{_cell(entry['example'])}` |")
        lines.append("")
    return "\n".join(lines)


def _first_line(what: object) -> str:
    return _cell((what.__doc__ or "").strip().split("\n")[0])


def dialect() -> str:
    """The helpers, filters and tests of the template language."""
    # Only the names and explanations are asked for, so no terminal is needed.
    filters = sorted(name for name in vars(Filters) if not name.startswith("_") and name not in ("table", "finalize"))
    helpers = [name for name in vars(Helpers) if not name.startswith("_") and name != "globals"]
    headings = [name for name in vars(Numbering) if not name.startswith("_") and name != "supplement_heading"]
    rows = [f"| `{{{{ {name}(…) }}}}` | {_first_line(getattr(Numbering, name))} |" for name in headings]
    rows += [f"| `{{{{ {name}(…) }}}}` | {_first_line(getattr(Helpers, name))} |" for name in helpers]
    rows += [f"| `… \\| {name}` | {_first_line(getattr(Filters, name))} |" for name in filters]
    rows += [f"| `… is {name}` | {_first_line(test)} |" for name, test in TESTS.items()]
    return "\n".join(["| | |", "|---|------|", *rows])


def modules() -> str:
    """Every module's own first paragraph, stage by stage."""
    package = Path(__file__).resolve().parent.parent
    lines = []
    for path in sorted(package.rglob("*.py")):
        told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        if told:
            name = path.relative_to(package).as_posix()
            lines.append(f"| `{name}` | {_cell(' '.join(told.split()))} |")
    return "\n".join(["| module | |", "|---|------|", *lines])


PARTS: dict[str, Callable[[], str]] = {"facts": facts, "dialect": dialect, "modules": modules}
