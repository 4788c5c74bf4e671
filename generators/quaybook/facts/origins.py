"""Facts stage: from which folder a value comes: the terminal's own, or one of those that it inherits from.

Nothing is merged here. A folder that is loaded knows the file and line of each of its values, so the folder in
whose file a value stands is the one that states it; the order of folders is that in which they are inherited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quaybook.facts.folder import INHERITS, load_folder
from quaybook.facts.positions import KeyPath, Position, Source, read_yaml

_STEP = re.compile(r"(?:^|(?<=.)\.)([^.\[\]]+)|\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Stated:
    """What one folder says of a value. `position` is None where it says nothing."""

    folder: str
    value: object = None
    position: Position | None = None


@dataclass(frozen=True)
class Origins:
    """A value as it counts, and what every folder in the order of precedence says of it.

    `whole` is what is inherited as one piece: the value itself, or the list around it; `position` is its own.
    """

    path: KeyPath
    whole: KeyPath
    value: object
    position: Position | None
    chain: tuple[Stated, ...]

    @property
    def is_group(self) -> bool:
        """Whether it may be completed from several folders."""
        return self.path == self.whole and isinstance(self.value, dict)


def key_parts(key: str) -> tuple[str, ...] | None:
    """`contacts[police].means` in its parts, entries of lists with their brackets; None for what is no key."""
    parts, end = [], 0
    for step in _STEP.finditer(key):
        if step.start() != end:
            return None
        parts.append(step[1] if step[1] is not None else f"[{step[2]}]")
        end = step.end()
    return tuple(parts) if parts and end == len(key) else None


def value_at(data: object, path: KeyPath) -> object:
    """The plain value at `path`; None where there is none."""
    for part in path:
        if isinstance(data, dict) and isinstance(part, str):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def origins(terminals: Path, terminal_id: str, facts: Source, path: KeyPath) -> Origins:
    """Where the value at `path` of a loaded terminal comes from."""
    size = next((n for n, part in enumerate(path) if isinstance(part, int)), len(path))
    whole = path[:size]
    chain = tuple(_stated(terminals, folder, whole) for folder in dict.fromkeys(folders(terminals, terminal_id)))
    return Origins(path, whole, value_at(facts.data, path), facts.positions.get(path), chain)


def _stated(terminals: Path, folder: str, whole: KeyPath) -> Stated:
    """What a folder itself states at `whole`; what only its own parents say stands in another folder's file."""
    name, source = f"{terminals.name}/{folder}", load_folder(terminals, folder)
    position = source.positions.get(whole)
    if position is None or position.file.rpartition("/")[0] != name:
        return Stated(name)
    return Stated(name, value_at(source.data, whole), position)


def folders(terminals: Path, folder: str, seen: tuple[str, ...] = ()) -> Iterator[str]:
    """The folder, then each that it inherits from with its own parents: what comes first wins."""
    yield folder
    for parent in _parents(terminals, folder):
        if parent not in (*seen, folder) and (terminals / parent).is_dir():
            yield from folders(terminals, parent, (*seen, folder))


def _parents(terminals: Path, folder: str) -> Iterator[str]:
    """The folders named by `inherits`, which a loaded source no longer holds."""
    position = load_folder(terminals, folder).positions.get((INHERITS,))
    if position is None:
        return
    given = read_yaml(terminals.parent / position.file, position.file).data.get(INHERITS, [])
    for parent in given if isinstance(given, list) else [given]:
        yield str(parent)
