"""Facts stage: one terminal's folder of YAML files → one source, with what it inherits.

A top-level key stands in exactly one file of a folder. Mappings of an inherited folder are
completed by the terminal's own, lists and single values are replaced; each value keeps its place.
Nothing is read that lies outside the folder of all terminals.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from quaybook.facts.listing import OVERRIDES, fact_files, is_device, is_outside, listed
from quaybook.facts.positions import KeyPath, Position, Source, dotted, read_yaml
from quaybook.problems import Problem, visible

INHERITS = "inherits"
MAX_FOLDERS = 50


class _Loading:
    """One terminal being loaded: which folders were read already, and how much was in them."""

    def __init__(self, terminals: Path) -> None:
        self.terminals = terminals
        self.loaded: set[str] = set()
        self.values = 0

    def source(self, folder_id: str, chain: tuple[str, ...]) -> Source:
        """Facts of a folder with what it inherits; `chain` are the folders that inherit it."""
        source = self._one_folder(folder_id, own=not chain)
        real = os.path.realpath(self.terminals / folder_id)
        self.loaded.add(real)
        for parent in self._parents(source, (*chain, real)):
            # What two parents have in common is complete after the first.
            if os.path.realpath(self.terminals / parent) not in self.loaded:
                base = self.source(parent, (*chain, real))
                source.problems += base.problems
                _complete(source, base, (), source.data, base.data)
        return source

    def _one_folder(self, folder_id: str, own: bool) -> Source:
        folder, name = self.terminals / folder_id, f"{self.terminals.name}/{folder_id}"
        merged = Source(positions={(): Position(name, 0, 0)})
        if is_outside(folder, self.terminals):
            merged.problems.append(Problem.at("leads_outside", name))
            return merged
        files, merged.problems = fact_files(folder, name, self.terminals, own)
        if not own and folder_id.startswith("_") and (folder / OVERRIDES).is_dir():
            # Facts are inherited, texts are not; who put them there would wait for them in vain.
            merged.problems.append(Problem.at("override_inherited", f"{name}/{OVERRIDES}"))
        for file in files:
            part = read_yaml(file, f"{name}/{file.name}", self.values)
            self.values += len(part.positions)
            _join(merged, part)
        return merged

    def _parents(self, source: Source, chain: tuple[str, ...]) -> Iterator[str]:
        """The folders to inherit from that can be; the others become problems."""
        given = source.data.pop(INHERITS, [])
        for index, parent in enumerate(given if isinstance(given, list) else [given]):
            position = source.position((INHERITS, index))
            code = self._wrong_with(parent, chain)
            if code:
                shown = parent if isinstance(parent, str) else ""
                source.problems.append(Problem.at(code, position.file, position.line, INHERITS, value=shown))
            else:
                yield str(parent)

    def _wrong_with(self, parent: object, chain: tuple[str, ...]) -> str:
        """The code of what is wrong with a folder to inherit from; empty if nothing is."""
        if not isinstance(parent, str):
            return "inherits_not_a_name"
        parts = re.split(r"[/\\]", parent.removesuffix("/"))
        if ".." in parts or os.path.isabs(parent) or is_outside(self.terminals / parent, self.terminals):
            return "inherits_outside"
        real = os.path.realpath(self.terminals / parent)
        if {"", "."} & set(parts) or real in chain or not os.path.isdir(real):
            return "inherits_unknown"
        return "inherits_too_many" if len(self.loaded) >= MAX_FOLDERS else ""


def _join(merged: Source, part: Source) -> None:
    """Adds what one file holds to what the files before it held."""
    merged.problems += part.problems
    new = part.data.keys() - merged.data.keys()
    for key in part.data.keys() - new:
        file, line, other = *_at(part, (key,)), merged.position((key,))
        found = Problem.at("key_in_two_files", file, line, key, other=f"{other.file}:{other.line}")
        merged.problems.append(found)
    merged.data |= {key: value for key, value in part.data.items() if key in new}
    merged.positions |= {path: position for path, position in part.positions.items() if path and path[0] in new}
    merged.cuts |= {path: cut for path, cut in part.cuts.items() if path[0] in new}
    merged.joined |= {path: line for path, line in part.joined.items() if path[0] in new}
    merged.problems += [Problem.at("null_written", *_at(part, path), dotted(path)) for path in part.nulls]


def _at(source: Source, path: KeyPath) -> tuple[str, int]:
    position = source.position(path)
    return position.file, position.line


def _complete(own: Source, base: Source, path: KeyPath, mine: dict[str, object], theirs: dict[str, object]) -> None:
    for key, value in theirs.items():
        here = (*path, key)
        present = mine.get(key)
        if isinstance(present, dict) and isinstance(value, dict):
            _complete(own, base, here, present, value)
        elif key not in mine:
            mine[key] = value
            paths = [*_paths(value, here)]
            own.positions |= {path: base.positions[path] for path in paths}
            own.cuts |= {path: base.cuts[path] for path in paths if path in base.cuts}
            own.joined |= {path: base.joined[path] for path in paths if path in base.joined}


def _paths(value: object, path: KeyPath) -> Iterator[KeyPath]:
    """The paths of a value and of all in it."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from _paths(part, (*path, key))


def load_folder(terminals: Path, terminal_id: str) -> Source:
    """Facts of `terminals/<terminal_id>` with everything it inherits; problems are in the result."""
    source = _Loading(terminals).source(terminal_id, ())
    name = f"{terminals.name}/{terminal_id}"
    if visible(terminal_id) != terminal_id:
        source.problems.append(Problem.at("folder_name_refused", name))
    elif is_device(terminal_id):
        source.problems.append(Problem.at("folder_name_of_windows", name, came=terminal_id))
    composed = unicodedata.normalize("NFC", terminal_id)
    if [unicodedata.normalize("NFC", other) for other in terminal_ids(terminals)].count(composed) > 1:
        source.problems.append(Problem.at("folder_twice", name))
    return source


def terminal_ids(terminals: Path) -> tuple[str, ...]:
    """Ids of the terminals in a workspace; folders that begin with `_` are shared facts."""
    found = [each for each in listed(terminals) or () if not each.name.startswith(("_", "."))]
    # A link that leads nowhere is reported when it is loaded, not left out.
    folders = [each.name for each in found if each.is_dir(follow_symlinks=False) or each.is_symlink()]
    return tuple(name for name in folders if not os.path.isfile(terminals / name))
