"""Model stage, the door: plain data with positions → a frozen `Terminal`, or every problem in it.

pydantic finds the mistakes; its English stays here, only the type of the error goes on as a code.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from quaybook.facts.homes import home_of
from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.facts.version import FACTS_VERSION, VERSION_KEY
from quaybook.model.base import Facts, Provisional, Ref
from quaybook.model.fields import group_at, leaf_types, marks_of, may_be_open
from quaybook.model.notation import is_countable
from quaybook.model.remedies import remedy
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem

NAMES_AT_MOST = 40
# More than anybody works through, and more names than are worth comparing.
PROBLEMS_AT_MOST = 500
COMPARED_AT_MOST = 2000
EXPECTED = {
    "missing": "missing_fact",
    "extra_forbidden": "unknown_key",
    "enum": "not_in_vocabulary",
    "string_too_short": "empty_fact",
    "too_short": "too_few_entries",
    "too_long": "too_many_entries",
    "string_pattern_mismatch": "not_an_id",
    "string_too_long": "not_an_id",
    "bool_type": "not_yes_or_no",
    "bool_parsing": "not_yes_or_no",
    "int_parsing": "not_a_whole_number",
    "int_parsing_size": "not_a_whole_number",
    "int_type": "not_a_whole_number",
    "int_from_float": "not_a_whole_number",
    "greater_than_equal": "negative_number",
    "less_than_equal": "number_too_high",
    "float_parsing": "not_a_number",
    "float_type": "not_a_number",
    "finite_number": "not_a_number",
    "date_from_datetime_parsing": "not_a_date",
    "date_from_datetime_inexact": "not_a_date",
    "date_parsing": "not_a_date",
    "date_type": "not_a_date",
    "no_such_day": "no_such_day",
    "no_such_month": "no_such_month",
    "string_type": "not_a_text",
    "string_unicode": "not_a_text",
    "tuple_type": "not_a_list",
    "model_type": "not_a_group",
    "model_attributes_type": "not_a_group",
    "dict_type": "not_a_group",
    "not_a_pair": "not_a_pair",
    "not_a_clock": "not_a_clock",
    "value_error": "reason_missing",
    "too_early": "day_too_early",
    "device_name": "id_of_windows",
    "unlocode": "not_a_locode",
}


def near(came: str, known: Iterable[str]) -> str:
    """The name that was probably meant, or all that would do."""
    names = list(known)[:COMPARED_AT_MOST]
    found = difflib.get_close_matches(came, names, 1)
    # A list that nobody would read through is no help; one of them shows the form.
    return found[0] if found else ", ".join(names if len(names) <= NAMES_AT_MOST else names[:1])


def _suggestion(path: KeyPath, within: type[BaseModel]) -> str:
    model = group_at(path[:-1], within)
    return near(str(path[-1]), model.model_fields if model else ())


def _is_sure(path: KeyPath) -> bool:
    """Whether the fact at `path` is a value that may not be TODO."""
    return bool(leaf_types(path)) and not may_be_open(path)


def _holds_another(path: KeyPath, listed: Iterable[ErrorDetails]) -> bool:
    """Whether an entry of the list is wrong: pydantic does not count such entries, but they are there."""
    return any(len(item["loc"]) > len(path) and item["loc"][: len(path)] == path for item in listed)


def _came(value: object) -> str:
    """A value as people write it; of a group or a list its beginning."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: …" for key in [*value][:3]) + "}"
        case list():
            return "[" + ", ".join(entry if isinstance(entry, str) else "…" for entry in value[:3]) + "]"
        case _:
            return str(value)


def validation_problems(error: ValidationError, source: Source, within: type[BaseModel] = Terminal) -> list[Problem]:
    """One problem per mistake that pydantic found in what is read as `within`, each at the line of its value."""
    found = []
    listed = error.errors(include_url=False)
    for item in listed[:PROBLEMS_AT_MOST]:
        path: KeyPath = tuple(item["loc"])
        if item["type"] == "too_short" and _holds_another(path, listed):
            continue
        position = source.position(path)
        values: dict[str, object] = {"came": _came(item["input"]), **item.get("ctx", {})}
        if item["type"] == "enum":
            values["expected"] = ", ".join(re.findall("'([^']*)'", str(values["expected"])))
        if item["type"] in ("missing", "extra_forbidden"):
            values["key"] = path[-1]
        if item["type"] == "extra_forbidden":
            values["near"] = _suggestion(path, within)
        if EXPECTED[item["type"]] == "not_a_group":
            group = group_at(path, within)
            values["keys"] = ", ".join(group.model_fields) if group else ""
        code, told = remedy(EXPECTED[item["type"]], item["input"], path, within)
        values |= told
        if code == "missing_fact" and _is_sure(path):
            code = "missing_sure_fact"
        is_group_gone = item["type"] == "missing" and len(path) == 1 and within is Terminal
        file = home_of(str(path[0]), source) if is_group_gone else position.file
        found.append(Problem.at(code, file, 0 if is_group_gone else position.line, dotted(path), **values))
    if (more := len(listed) - PROBLEMS_AT_MOST) > 0:
        found.append(Problem.at("more_problems", source.position(()).file, 0, "", count=more))
    return found


def _references(model: BaseModel, path: KeyPath) -> list[tuple[KeyPath, str, str]]:
    """(path, collection, id) of every reference below `model`; TODO leaves are none."""
    found: list[tuple[KeyPath, str, str]] = []
    for name in type(model).model_fields:
        value = getattr(model, name)
        target = next((m.to for m in marks_of(type(model), name) if isinstance(m, Ref)), None)
        items = list(enumerate(value)) if isinstance(value, tuple) else [(None, value)]
        for index, item in items:
            here: KeyPath = (*path, name) if index is None else (*path, name, index)
            named = item.value if isinstance(item, Provisional) else item
            if isinstance(item, Facts):
                found += _references(item, here)
            elif target and isinstance(named, str):
                found.append((here, target, named))
    return found


def _identified(terminal: Terminal, collection: str) -> dict[str, None]:
    """The ids of a collection in its order, each found at once."""
    entries = getattr(terminal, collection)
    return {entry.id: None for entry in entries if hasattr(entry, "id")} if isinstance(entries, tuple) else {}


def reference_problems(terminal: Terminal, source: Source) -> list[Problem]:
    """References that lead nowhere, and names of entries that two of a list share."""
    found: list[Problem] = []
    ids = {name: _identified(terminal, name) for name in Terminal.model_fields}
    for path, collection, name in _references(terminal, ()):
        known = ids[collection]
        if name not in known and len(found) < PROBLEMS_AT_MOST:
            position, hint = source.position(path), near(name, known)
            values = {"came": name, "to": collection, "near": hint}
            code = "unknown_reference" if name.strip() else "empty_fact"
            found.append(Problem.at(code, position.file, position.line, dotted(path), **values))
    for name in Terminal.model_fields:
        entries = getattr(terminal, name)
        found += _twice(entries if isinstance(entries, tuple) else (), "id", "id_twice", (name,), source)
    # A text has a place for each kind of work, so an area that stands twice leaves another out.
    return [*found, *_twice(terminal.manual.areas, "area", "area_twice", ("manual", "areas"), source)]


def _twice(entries: Iterable[object], key: str, code: str, path: KeyPath, source: Source) -> list[Problem]:
    """A problem for each entry of a list that is called by `key` as one before it is."""
    found: list[Problem] = []
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        name = getattr(entry, key, None)
        if name in seen:
            here: KeyPath = (*path, index, key)
            position = source.position(here)
            found.append(Problem.at(code, position.file, position.line, dotted(here), came=str(name)))
        if name is not None:
            seen.add(name)
    return found


def other_version(source: Source) -> Problem | None:
    """That the facts are of an earlier or a later schema: each of their mistakes would only say so again."""
    stated = source.data.get(VERSION_KEY, "1")
    if not (isinstance(stated, str) and stated.isdecimal()):
        return None
    # As many digits as nobody writes are those of no version yet.
    version = int(stated) if is_countable(stated) else FACTS_VERSION + 1
    if version == FACTS_VERSION:
        return None
    folder = source.position(()).file
    values = {"came": stated, "now": FACTS_VERSION, "id": folder.rpartition("/")[2]}
    code = "facts_of_earlier_version" if version < FACTS_VERSION else "facts_of_later_version"
    if VERSION_KEY not in source.data:
        return Problem.at(code, folder, 0, "", **values)
    position = source.position((VERSION_KEY,))
    return Problem.at(code, position.file, position.line, VERSION_KEY, **values)


def load_terminal(source: Source) -> tuple[Terminal | None, tuple[Problem, ...]]:
    """The terminal, or None with every problem that its facts have."""
    if source.problems:
        return None, tuple(source.problems)
    if other := other_version(source):
        return None, (other,)
    try:
        terminal = Terminal.model_validate(source.data)
    except ValidationError as error:
        return None, tuple(validation_problems(error, source))
    found = reference_problems(terminal, source)
    return (None if found else terminal), tuple(found)
