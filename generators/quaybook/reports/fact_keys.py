"""Reports stage: a key as somebody typed it → the path of a fact, or the problem that tells what was meant.

Keys are written as reports print them: `backups[2].name`; an entry may also be named by its id, and `[]` stands
for every entry.
"""

from __future__ import annotations

from quaybook.facts.origins import key_parts, value_at
from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.fields import group_at
from quaybook.model.load import near
from quaybook.problems import Problem


def paths_of(key: str, facts: Source) -> tuple[KeyPath, ...] | Problem:
    """The paths that `key` means in the facts of one terminal; several where it asks for every entry."""
    parts, file = key_parts(key.strip()), facts.position(()).file
    if parts is None:
        return Problem.at("explain_not_a_key", file, 0, key)
    found: tuple[KeyPath, ...] = ((),)
    for part in parts:
        if part.startswith("["):
            wrong = _wrong_entry(part[1:-1], found[0], facts)
            found = tuple(inner for path in found for inner in _entries(part[1:-1], path, facts))
        else:
            wrong = _wrong_field(part, found[0])
            found = tuple((*path, part) for path in found)
        if wrong:
            code, values = wrong
            return Problem.at(code, file, 0, key, **values)
        if not found:
            return ()
    return found


Wrong = tuple[str, dict[str, object]]


def _wrong_field(name: str, path: KeyPath) -> Wrong | None:
    group = group_at(path)
    if group is None:
        return "explain_no_part", {"came": dotted(path)}
    if name not in group.model_fields:
        return "explain_unknown_key", {"came": name, "near": near(name, group.model_fields)}
    return None


def _wrong_entry(entry: str, path: KeyPath, facts: Source) -> Wrong | None:
    listed = value_at(facts.data, path)
    if not isinstance(listed, list):
        return "explain_not_a_list", {"came": dotted(path)}
    if entry and not _entries(entry, path, facts):
        values = {"list": dotted(path), "came": entry, "count": len(listed), "near": near(entry, _ids(listed))}
        return "explain_no_entry", values
    return None


def _ids(listed: list[object]) -> list[str]:
    return [str(item["id"]) for item in listed if isinstance(item, dict) and "id" in item]


def _entries(entry: str, path: KeyPath, facts: Source) -> tuple[KeyPath, ...]:
    """The entries of the list at `path` that are meant: all of them, one by its number, or one by its id."""
    listed = value_at(facts.data, path)
    items = listed if isinstance(listed, list) else []
    if not entry:
        return tuple((*path, index) for index in range(len(items)))
    if entry.isdecimal() and entry.isascii():
        return ((*path, int(entry)),) if int(entry) < len(items) else ()
    return tuple((*path, n) for n, item in enumerate(items) if isinstance(item, dict) and item.get("id") == entry)
