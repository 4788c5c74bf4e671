"""Formats stage: what the site makes of pages written by hand: their order, commands by system, parts from the code.

A page names a part that is made from the code, so that it cannot be out of date, by a comment,
`<!-- quaybook:facts -->`. Commands of two systems stand below each other where the page is read as a file.
"""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from itertools import count, repeat
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File
from pydantic import BaseModel
from pydantic.fields import FieldInfo

import quaybook
from quaybook.documents.context import Helpers
from quaybook.documents.law_view import LawHelpers
from quaybook.documents.links import Links
from quaybook.documents.numbering import Numbering
from quaybook.documents.paper.views import PaperHelpers
from quaybook.documents.templating.conditions import TESTS
from quaybook.documents.templating.marks import number_mark, reference_mark
from quaybook.facts.text import read_text
from quaybook.model.fields import fact_groups, group_of, is_personal, marked_for, models_within, reader_of
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem
from quaybook.resources import policy_source
from quaybook.wording.dialect.blocks import heading
from quaybook.wording.dialect.links import link
from quaybook.wording.dialect.tables import table
from quaybook.wording.fact_words import load_descriptions
from quaybook.wording.filters import COLLECTIONS, Filters
from quaybook.wording.values import Values
from quaybook.wording.words import Words, load_words

_PART = re.compile(r"<!-- quaybook:(\w+) -->")
# The two pages that name every fact, side by side.
_FACTS, _INNER = "facts.md", "inner-facts.md"
_LABELLED = r"\*\*([^*\n]+)\*\*\n\n```{}\n(.*?)^```$"
# Where a link by hand leads, without its place in the page.
_PAGE = re.compile(r"\((\w[\w/.-]*\.md)[#)]")
# Commands of Windows, then of the others, each with its label.
COMMANDS = re.compile(rf"^{_LABELLED.format('bat')}\n\n{_LABELLED.format('sh')}", re.MULTILINE | re.DOTALL)


def fill(page: str) -> str:
    """`page` with each named part in the place of its comment, and with tabs. Raises KeyError for an unknown name."""
    number = count(1)
    filled = _PART.sub(lambda match: PARTS[match[1]](), page)
    return COMMANDS.sub(lambda match: _tabs(next(number), match.groups()), filled)


def _tabs(number: int, labelled: Sequence[str]) -> str:
    """Labels and their commands in turn as the theme's tabs, which a reader's style opens without a script."""
    labels, commands = labelled[::2], labelled[1::2]
    name = f"__tabbed_{number}"
    marks = ("checked ", *repeat("", len(labels) - 1))
    inputs = [f'<input {mark}id="{name}_{i}" name="{name}" type="radio">' for i, mark in enumerate(marks, 1)]
    heads = [f'<label for="{name}_{i}">{html.escape(label)}</label>' for i, label in enumerate(labels, 1)]
    blocks = [f'<div class="tabbed-block"><pre><code>{html.escape(text)}</code></pre></div>' for text in commands]
    inner = f'<div class="tabbed-labels">{"".join(heads)}</div><div class="tabbed-content">{"".join(blocks)}</div>'
    return f'<div class="tabbed-set tabbed-alternate" data-tabs="{number}:{len(labels)}">{"".join(inputs)}{inner}</div>'


def unreadable(files: Collection[File]) -> tuple[Problem, ...]:
    """Pages that are no text in UTF-8, at which MkDocs would stop with a traceback."""
    named = ((file.abs_src_path, f"{file.src_dir and Path(file.src_dir).name}/{file.src_uri}") for file in files)
    read = (read_text(Path(path), name) for path, name in named if path)
    return tuple(each for each in read if isinstance(each, Problem))


def navigation(files: Collection[File], words: Words) -> list[Any]:
    """Navigation of the hand-written pages: those at the top first, then one section per folder.

    Folders and pages come in the order in which those at the top lead to them, for a beginner reads from there.
    """
    titles = words.find("site.manual_sections")
    assert isinstance(titles, dict)
    entries: list[Any] = sorted(file.src_uri for file in files if "/" not in file.src_uri)
    led_to = [path for file in files if file.src_uri in entries for path in _PAGE.findall(file.content_string)]
    place = {path: number for number, path in reversed([*enumerate(led_to)])}
    below = sorted(
        (file.src_uri for file in files if "/" in file.src_uri), key=lambda p: (place.get(p, len(led_to)), p)
    )
    for folder in dict.fromkeys(path.split("/")[0] for path in below):
        entries.append({titles.get(folder, folder): [path for path in below if path.startswith(f"{folder}/")]})
    return entries


def _cell(text: object) -> str:
    return html.escape(" ".join(str(text).split())).replace("|", "&#124;").replace("{", "&#123;").replace("*", "&#42;")


def _code(text: object) -> str:
    return f"<code>{_cell(text)}</code>"


def facts() -> str:
    """The groups whose names are the keys of a terminal, the whole terminal first."""
    return _groups(_named(), lambda group: "" if group in _named() else _INNER)


def inner_facts() -> str:
    """The groups within these groups, on a page of their own; with them the other would be too long."""
    inner = [group for group in fact_groups() if group not in _named()]
    return _groups(inner, lambda group: _FACTS if group in _named() else "")


@cache
def _named() -> tuple[type[BaseModel], ...]:
    within = (m for field in Terminal.model_fields.values() for m in models_within(field.annotation))
    return tuple(dict.fromkeys((Terminal, *within)))


def _groups(groups: Iterable[type[BaseModel]], page_of: Callable[[type[BaseModel]], str]) -> str:
    """One table per group: key, description in both languages, example, unit."""
    told, parts = load_descriptions(policy_source()), []
    for group in groups:
        name = group.__name__
        rows = []
        for key, field in group.model_fields.items():
            entry = told[name][key]
            unit = entry.get("unit")
            shown = f" ({unit['ja']} / {unit['en']})" if unit else ""
            inner = [(m.__name__, page_of(m)) for m in models_within(field.annotation)]
            links = "".join(" → " + link(n, f"{page}#{n.lower()}") for n, page in inner)
            mark = "" if field.is_required() else " ○"
            text = f"{_cell(entry['ja'])}<br>{_cell(entry['en'])}{_cell(shown + _class(field))}{links}"
            rows.append((f"{_code(key)}{mark}", text, _code(entry["example"])))
        told_of = table(("key", "meaning", "example"), (3, 6, 3), rows)
        parts += [heading(2, name, name.lower()), "", told_of, ""]
    return "\n".join(parts)


def _class(field: FieldInfo) -> str:
    """For whom a fact is, in both languages; nothing for a group of facts that are each for others."""
    if group_of(field) and marked_for(field) is None and not is_personal(field):
        return ""
    key = "personal" if is_personal(field) else reader_of(field)
    said = (load_words(policy_source(), language)[0](f"classification.{key}") for language in ("ja", "en"))
    return f" [{' / '.join(said)}]"


def _first_line(what: object) -> str:
    return _cell((what.__doc__ or "").strip().split("\n")[0])


def dialect() -> str:
    """The helpers, filters and tests of the template language."""
    # Only the names and explanations are asked for, so no terminal is needed.
    rows = [(f"{{{{ {name}(…) }}}}", getattr(Numbering, name)) for name in _public(Numbering, "supplement_heading")]
    rows += [(f"{{{{ {name}(…) }}}}", getattr(Helpers, name)) for name in _public(Helpers, "globals")]
    rows += [(f"{{{{ {name}(…) }}}}", getattr(Links, name)) for name in _public(Links, "globals")]
    rows += [(f"{{{{ {name}(…) }}}}", getattr(LawHelpers, name)) for name in _public(LawHelpers, "globals")]
    rows += [(f"{{{{ {name}(…) }}}}", getattr(PaperHelpers, name)) for name in _public(PaperHelpers, "globals")]
    rows += [("{{ ref(…) }}", reference_mark), ("{{ ref_number(…) }}", number_mark), ("{{ word(…) }}", Words)]
    own = [*_public(Values), *_public(Filters, "table", "finalize", "plain", "by_id")]
    rows += [(f"… | {name}", getattr(Filters, name)) for name in own]
    rows += [("… | " + " | ".join(COLLECTIONS), Filters.by_id)]
    rows += [(f"… is {name}", test) for name, test in TESTS.items()]
    return table(("name", "meaning"), (3, 6), ((_code(how), _first_line(what)) for how, what in rows))


def _public(owner: type, *left_out: str) -> list[str]:
    return [name for name in vars(owner) if not name.startswith("_") and name not in left_out]


def modules() -> str:
    """Every module's own first paragraph, stage by stage."""
    package = Path(quaybook.__file__).resolve().parent
    rows = []
    for path in sorted(package.rglob("*.py")):
        told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        if told:
            name = path.relative_to(package).as_posix()
            rows.append((_code(name), _cell(" ".join(told.split()))))
    return table(("module", "reason"), (3, 6), rows)


PARTS: dict[str, Callable[[], str]] = {
    "facts": facts,
    "inner_facts": inner_facts,
    "dialect": dialect,
    "modules": modules,
}
