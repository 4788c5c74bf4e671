"""Intake stage: facts that shall change → the texts of the terminal's own files, each fact in the file where it stands.

What a terminal inherits stays in the shared folder; only what shall differ from it is written to the terminal's own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from quaybook.facts.folder import load_folder
from quaybook.facts.listing import fact_files
from quaybook.facts.positions import KeyPath, Source, dotted, read_yaml
from quaybook.intake.text.edit import edited
from quaybook.problems import Problem
from quaybook.resources import policy_source


@dataclass(frozen=True)
class FactFile:
    """One file of a terminal as it stands."""

    text: str
    data: Mapping[str, Any]


@dataclass
class Edit:
    """The changed texts by file name, and what cannot be changed here."""

    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_files(terminals: Path, terminal_id: str) -> dict[str, FactFile]:
    """The terminal's own files, without what it inherits. Their soundness was checked before."""
    found = {}
    for path in fact_files(terminals / terminal_id, terminal_id, terminals, own=True)[0]:
        found[path.name] = FactFile(path.read_bytes().decode("utf-8"), read_yaml(path, path.name).data)
    return found


def load_texts(texts: Mapping[str, str], terminal_id: str) -> Source:
    """What a folder with these texts would load as."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "terminals" / terminal_id
        folder.mkdir(parents=True)
        for name, text in texts.items():
            (folder / name).write_bytes(text.encode("utf-8"))
        return load_folder(folder.parent, terminal_id)


def edit_files(files: Mapping[str, FactFile], before: Mapping[str, Any], after: Mapping[str, Any]) -> Edit:
    """The texts of the files that have to change so that the whole of the facts turns from `before` into `after`."""
    edit = Edit()
    own = {key: value for file in files.values() for key, value in file.data.items()}
    wanted = _own(own, before, after, (), edit)
    homes = {key: name for name, file in files.items() for key in file.data}
    homes |= {key: _home(key, files) for key in wanted if key not in homes}
    for name in dict.fromkeys(homes.values()):
        file = files.get(name) or FactFile(f"{_plan()['schema']}\n", {})
        told = {key: wanted[key] for key in (*file.data, *wanted) if key in wanted and homes[key] == name}
        if told != file.data:
            edit.texts[name] = edited(file.text, file.data, told)
            if _loaded(edit.texts[name]) != told:
                edit.problems.append(Problem.at("cannot_edit", name))
    return edit


def _own(
    own: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any], path: KeyPath, edit: Edit
) -> dict[str, Any]:
    """The terminal's own facts as they shall be."""
    made = dict(own)
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if new == old:
            continue
        if new is None:
            if made.pop(key, None) is None:
                edit.problems.append(Problem.at("inherited_cannot_go", "", 0, dotted((*path, key))))
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            made[key] = _own(own.get(key, {}), old, new, (*path, key), edit)
        else:
            made[key] = new
    return made


def _home(key: str, files: Mapping[str, FactFile]) -> str:
    """The file for a group that the terminal did not have yet; in a small terminal all stands in one."""
    if len(files) == 1:
        return next(iter(files))
    homes = {held: name for name, file in _plan()["files"].items() for held in file["holds"]}
    return str(homes[key])


@lru_cache(maxsize=1)
def _plan() -> dict[str, Any]:
    read = read_yaml(policy_source() / "intake" / "files.yml", "files.yml")
    assert not read.problems, read.problems
    return dict(read.data)


def _loaded(text: str) -> object:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "facts.yml"
        path.write_bytes(text.encode("utf-8"))
        return read_yaml(path, path.name).data
