"""Formats stage: the parts of the kit's manual that are made from the code, so that they cannot be out of date.

A hand-written page names a part by a comment, `<!-- quaybook:facts -->`; the site puts it there.
"""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

import quaybook
from quaybook.documents.context import Helpers
from quaybook.documents.law_view import LawHelpers
from quaybook.documents.links import Links
from quaybook.documents.numbering import Numbering
from quaybook.documents.paper.views import PaperHelpers
from quaybook.documents.templating.conditions import TESTS
from quaybook.documents.templating.marks import reference_mark
from quaybook.model.fields import fact_groups, group_of, is_personal, marked_for, models_within, reader_of
from quaybook.resources import policy_source
from quaybook.wording.dialect.blocks import heading
from quaybook.wording.dialect.links import link
from quaybook.wording.dialect.tables import table
from quaybook.wording.fact_words import load_descriptions
from quaybook.wording.filters import COLLECTIONS, Filters
from quaybook.wording.values import Values
from quaybook.wording.words import Words, load_words

_PART = re.compile(r"<!-- quaybook:(\w+) -->")


def fill(page: str) -> str:
    """`page` with each named part in the place of its comment. Raises KeyError for an unknown name."""
    return _PART.sub(lambda match: PARTS[match[1]](), page)


def navigation(paths: list[str], words: Words) -> list[Any]:
    """Navigation of the hand-written pages: those at the top first, then one section per folder."""
    titles = words.find("site.manual_sections")
    assert isinstance(titles, dict)
    entries: list[Any] = [path for path in paths if "/" not in path]
    for folder in dict.fromkeys(path.split("/")[0] for path in paths if "/" in path):
        entries.append({titles.get(folder, folder): [path for path in paths if path.startswith(f"{folder}/")]})
    return entries


def _cell(text: object) -> str:
    return html.escape(" ".join(str(text).split())).replace("|", "&#124;").replace("{", "&#123;").replace("*", "&#42;")


def _code(text: object) -> str:
    return f"<code>{_cell(text)}</code>"


def facts() -> str:
    """One table per group: key, description in both languages, example, unit."""
    told, parts = load_descriptions(policy_source()), []
    for group in fact_groups():
        name = group.__name__
        rows = []
        for key, field in group.model_fields.items():
            entry = told[name][key]
            unit = entry.get("unit")
            shown = f" ({unit['ja']} / {unit['en']})" if unit else ""
            inner = [m.__name__ for m in models_within(field.annotation)]
            links = "".join(" → " + link(n, f"#{n.lower()}") for n in inner)
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
    rows += [("{{ ref(…) }}", reference_mark), ("{{ word(…) }}", Words)]
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


PARTS: dict[str, Callable[[], str]] = {"facts": facts, "dialect": dialect, "modules": modules}
