"""Formats stage: the editions of one terminal and the formats asked for → every file by its path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, wait
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TypeAlias, TypeVar

from quaybook.formats.contract import Artifact, Edition, Format, Remarking
from quaybook.problems import Problem

# Is told how much is done, and of how much.
Step: TypeAlias = Callable[[int, int], None]
_F = TypeVar("_F", bound=Format)


@dataclass(frozen=True)
class Entry:
    """One file of a build, and which format and language it is of."""

    artifact: Artifact
    format: str
    language: str


@dataclass(frozen=True)
class Gathered:
    """What a build is made of. `pages` is what MkDocs reads, `files` what comes to the folder as it is."""

    editions: tuple[Edition, ...]
    pages: Mapping[str, Entry]
    files: Mapping[str, Entry]

    def give_up(self) -> None:
        """Waits until nobody makes anything any more; what still writes would bring back what is cleared away."""
        wait(e.artifact.content for e in self.files.values() if isinstance(e.artifact.content, Future))

    def write(self, folder: Path, written: Step = lambda *_: None) -> None:
        """Writes the files below `folder` as they come. Raises OSError, and what a format raised."""
        for number, (path, entry) in enumerate(self.files.items(), 1):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(entry.artifact.made)
            written(number, len(self.files))


def gather(editions: Iterable[Edition], formats: Iterable[Format]) -> Gathered:
    """Begins every file of the editions. Raises ValueError for a format that gives a path that is not its own."""
    linked = tuple(_linked(edition, formats) for edition in editions)
    pages: dict[str, Entry] = {}
    files: dict[str, Entry] = {}
    gathered = Gathered(linked, pages, files)
    with ExitStack() as begun:
        begun.callback(gathered.give_up)
        for edition in linked:
            # What takes its time in the background is begun first.
            for each in sorted(_for(edition, formats), key=lambda each: each.for_mkdocs):
                for path, artifact in each.artifacts(edition).items():
                    if path in pages or path in files or not _is_below(path):
                        raise ValueError(f"format {each.name}: {path!r} is taken, or no path below the folder")
                    (pages if each.for_mkdocs else files)[path] = Entry(artifact, each.name, edition.language)
        # All went well, so the work goes on.
        begun.pop_all()
    return gathered


def nothing_made(gathered: Gathered, formats: Iterable[Format]) -> tuple[Problem, ...]:
    """Why nothing at all was made of the formats; none if anything was."""
    if gathered.pages or gathered.files:
        return ()
    reader, languages = gathered.editions[0].reader, ", ".join(each.language for each in gathered.editions)
    return tuple(
        Problem.at("format_makes_nothing", "--only", came=each.name, audience=reader.value, languages=languages)
        if reader.may_read(each.least)
        else Problem.at("format_not_for_readers", "--only", came=each.name, audience=reader.value, least=each.least)
        for each in formats
    )


def remarks(gathered: Gathered, formats: Iterable[Format]) -> tuple[Problem, ...]:
    """What the formats tell of their files, though nothing keeps these from being made."""
    telling = [each for each in formats if isinstance(each, Remarking)]
    found = [f for edition in gathered.editions for each in _for(edition, telling) for f in each.remarks(edition)]
    return tuple(dict.fromkeys(found))


def _for(edition: Edition, formats: Iterable[_F]) -> list[_F]:
    return [each for each in formats if edition.reader.may_read(each.least)]


def _linked(edition: Edition, formats: Iterable[Format]) -> Edition:
    found: dict[str, dict[str, str]] = {}
    for each in _for(edition, formats):
        for document, targets in each.links(edition).items():
            found.setdefault(document, {}).update(targets)
    return replace(edition, links=found)


def _is_below(path: str) -> bool:
    parts = PurePosixPath(path)
    return bool(parts.parts) and not parts.is_absolute() and ".." not in parts.parts and "\\" not in path
