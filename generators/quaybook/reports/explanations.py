"""Reports stage: where a value comes from, in words: what it means, which folder states it, which others do.

Works on plain facts, so it explains a terminal whose facts still have mistakes, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from quaybook.facts.folder import load_folder
from quaybook.facts.origins import Origins, Stated, origins, value_at
from quaybook.facts.positions import KeyPath, Position, Source, dotted
from quaybook.model.fields import group_at
from quaybook.problems import Problem
from quaybook.reports.fact_keys import paths_of
from quaybook.wording.fact_words import FactWords
from quaybook.wording.words import Words

PARTS_AT_MOST = 20


class Standing(StrEnum):
    """What a folder's statement amounts to."""

    STATES = "states"
    COVERED = "covered"
    PART = "part"
    SILENT = "silent"


@dataclass(frozen=True)
class Link:
    """One folder of the chain; `value` is what it says where that does not count."""

    folder: str
    standing: Standing
    value: str = ""
    position: Position | None = None


@dataclass(frozen=True)
class Explanation:
    """One fact: its value in words, the parts of a list or group with their places, and the chain of folders."""

    key: str
    meaning: str
    value: str
    parts: tuple[tuple[str, Position | None], ...]
    left_out: int
    position: Position | None
    chain: tuple[Link, ...]
    notes: tuple[str, ...]


def explained(
    terminals: Path, terminal_id: str, keys: Iterable[str], words: Words, fact_words: FactWords
) -> tuple[tuple[Explanation, ...], tuple[Problem, ...]]:
    """The facts of a terminal that `keys` name, and what is wrong with the keys or with its files."""
    facts = load_folder(terminals, terminal_id)
    explainer = Explainer(terminals, facts, words, fact_words)
    found = [explainer.explain(key) for key in keys]
    wrong = (*facts.problems, *(each for each in found if isinstance(each, Problem)))
    return tuple(each for each in found if isinstance(each, Explanation)), wrong


class Explainer:
    """Explains facts of one terminal in one language."""

    def __init__(self, terminals: Path, facts: Source, words: Words, fact_words: FactWords) -> None:
        self.terminals, self.facts, self.words, self.fact_words = terminals, facts, words, fact_words
        self.folder = facts.position(()).file
        self.id = self.folder.removeprefix(f"{terminals.name}/")

    def explain(self, key: str) -> Explanation | Problem:
        """The fact that `key` names, or what is wrong with the key."""
        paths = paths_of(key, self.facts)
        if isinstance(paths, Problem):
            return paths
        if "[]" in key:
            return self._every(key, paths)
        return self._one(paths[0])

    def _one(self, path: KeyPath) -> Explanation:
        found = origins(self.terminals, self.id, self.facts, path)
        lines = tuple(self._parts(path, found.value)) if found.position else ()
        notes = (*self._rules(found), *(() if found.position else self._unset(path)))
        shown = self.shown(found.value) if found.position else ""
        links = tuple(self._link(found, stated) for stated in found.chain)
        meaning, most = self.fact_words.meaning(path), PARTS_AT_MOST
        return Explanation(dotted(path), meaning, shown, lines[:most], len(lines[most:]), found.position, links, notes)

    def _every(self, key: str, paths: tuple[KeyPath, ...]) -> Explanation:
        """The same fact of every entry; the list around them is what is inherited."""
        around = paths_of(key.partition("[]")[0], self.facts)
        assert not isinstance(around, Problem), key
        whole = self._one(around[0])
        lines = tuple(
            (f"{dotted(path)}: {self.shown(value_at(self.facts.data, path))}", self.facts.positions.get(path))
            for path in paths
            if path in self.facts.positions
        )
        meaning = self.fact_words.meaning(paths[0]) if paths else whole.meaning
        return Explanation(key, meaning, whole.value, lines, 0, whole.position, whole.chain, whole.notes)

    def shown(self, value: object) -> str:
        """A plain value as it is written; of a list or a group how much is in it."""
        if isinstance(value, list):
            return self.words("check.explain.list" if value else "check.explain.empty_list", count=len(value))
        if isinstance(value, dict):
            return self.words("check.explain.group", count=len(value))
        return str(value)

    def _parts(self, path: KeyPath, value: object) -> Iterator[tuple[str, Position | None]]:
        if isinstance(value, dict):
            for name, part in value.items():
                yield f"{name}: {self.shown(part)}", self.facts.positions.get((*path, name))
        elif isinstance(value, list):
            for index, part in enumerate(value):
                yield f"[{index}] {self._called(part)}", self.facts.positions.get((*path, index))

    def _called(self, part: object) -> str:
        """An entry of a list by its id and name, or what it says first."""
        if not isinstance(part, dict):
            return self.shown(part)
        named = [str(part[key]) for key in ("id", "name") if isinstance(part.get(key), str)]
        return " ".join(named) or next((str(each) for each in part.values() if isinstance(each, str)), self.shown(part))

    def _link(self, found: Origins, stated: Stated) -> Link:
        if stated.position is None:
            return Link(stated.folder, Standing.SILENT)
        if found.is_group:
            folders = self._folders_of(found.whole)
            standing = Standing.COVERED if stated.folder not in folders else Standing.PART
            standing = Standing.STATES if folders == {stated.folder} else standing
        else:
            counts = stated.position == self.facts.positions.get(found.whole)
            standing = Standing.STATES if counts else Standing.COVERED
        value = self.shown(stated.value) if standing == Standing.COVERED else ""
        return Link(stated.folder, standing, value, stated.position)

    def _folders_of(self, group: KeyPath) -> set[str]:
        """The folders in which the parts of a group stand."""
        inner = (position for path, position in self.facts.positions.items() if path[: len(group)] == group != path)
        return {position.file.rpartition("/")[0] for position in inner}

    def _rules(self, found: Origins) -> Iterator[str]:
        if len(found.chain) == 1:
            yield self.words("check.explain.alone")
            return
        yield self.words("check.explain.rule_parts" if found.is_group else "check.explain.rule_whole")
        if found.whole != found.path:
            yield self.words("check.explain.of_list", list=dotted(found.whole))

    def _unset(self, path: KeyPath) -> Iterator[str]:
        """What counts where nothing is stated, and where to state it."""
        group = group_at(path[:-1])
        assert group is not None, path
        field = group.model_fields[str(path[-1])]
        if field.is_required():
            yield self.words("check.explain.missing")
        elif (default := self._default(field.get_default(call_default_factory=True))) is None:
            yield self.words("check.explain.unset")
        else:
            yield self.words("check.explain.default", value=default)
        yield self._goes(path)

    def _default(self, value: Any) -> str | None:
        if value is None or value == ():
            return None
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, BaseModel):
            return self.shown(value.model_dump())
        return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)

    def _goes(self, path: KeyPath) -> str:
        around = next((path[:n] for n in range(len(path) - 1, 0, -1) if path[:n] in self.facts.positions), None)
        if around is None:
            return self.words("check.explain.goes_own", folder=self.folder, fact=path[0])
        position = self.facts.positions[around]
        shown = f"{position.file}:{position.line}"
        if position.file.startswith(f"{self.folder}/"):
            return self.words("check.explain.goes", place=shown)
        size = next((n for n, part in enumerate(path) if isinstance(part, int)), 0)
        values = {"place": shown, "folder": self.folder}
        if size:
            return self.words("check.explain.goes_list", fact=dotted(path[:size]), **values)
        return self.words("check.explain.goes_either", fact=path[0], **values)
