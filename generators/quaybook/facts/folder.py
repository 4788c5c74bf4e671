"""Facts stage: one terminal's folder of YAML files → one source, with what it inherits.

A top-level key stands in exactly one file of a folder. Mappings of an inherited folder are
completed by the terminal's own, lists and single values are replaced; each value keeps its place.
"""

from __future__ import annotations

from pathlib import Path

from quaybook.facts.positions import KeyPath, Place, Source, read_yaml
from quaybook.problems import Problem

INHERITS = "inherits"


def _one_folder(folder: Path, name: str) -> Source:
    merged = Source(places={(): Place(name, 0, 0)})
    files = sorted(folder.glob("*.yml"))
    if not files:
        merged.problems.append(Problem.at("no_facts", name))
    for file in files:
        part = read_yaml(file, f"{name}/{file.name}")
        merged.problems += part.problems
        for key, value in part.data.items():
            if key in merged.data:
                other = merged.place((key,))
                merged.problems.append(
                    Problem.at("key_in_two_files", *_at(part, (key,)), key, other=f"{other.file}:{other.line}")
                )
                continue
            merged.data[key] = value
            merged.places |= {path: place for path, place in part.places.items() if path[:1] == (key,)}
    return merged


def _at(source: Source, path: KeyPath) -> tuple[str, int]:
    place = source.place(path)
    return place.file, place.line


def _complete(own: Source, base: Source, path: KeyPath, mine: dict[str, object], theirs: dict[str, object]) -> None:
    for key, value in theirs.items():
        here = (*path, key)
        present = mine.get(key)
        if isinstance(present, dict) and isinstance(value, dict):
            _complete(own, base, here, present, value)
        elif key not in mine:
            mine[key] = value
            size = len(here)
            own.places |= {p: place for p, place in base.places.items() if p[:size] == here}


def load_folder(terminals: Path, terminal_id: str, seen: tuple[str, ...] = ()) -> Source:
    """Facts of `terminals/<terminal_id>` with everything it inherits; problems are in the result."""
    name = f"{terminals.name}/{terminal_id}"
    source = _one_folder(terminals / terminal_id, name)
    parents = source.data.pop(INHERITS, [])
    file, line = _at(source, (INHERITS,))
    for parent in parents if isinstance(parents, list) else [parents]:
        folder = (terminals / str(parent)).resolve()
        if str(parent) in seen or not folder.is_dir() or not folder.is_relative_to(terminals.resolve()):
            source.problems.append(Problem.at("inherits_unknown", file, line, INHERITS, value=parent))
            continue
        base = load_folder(terminals, str(parent), (*seen, terminal_id))
        source.problems += base.problems
        _complete(source, base, (), source.data, base.data)
    return source


def terminal_ids(terminals: Path) -> tuple[str, ...]:
    """Ids of the terminals in a workspace; folders that begin with `_` are shared facts."""
    if not terminals.is_dir():
        return ()
    return tuple(sorted(p.name for p in terminals.iterdir() if p.is_dir() and not p.name.startswith(("_", "."))))
