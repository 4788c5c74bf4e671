"""Documents stage: the folders from which texts are taken, each with the names that may be read in it.

What a terminal puts into its `overrides` has been looked at, name by name, before any of it is read; so every
reader asks a root for a file and never the disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound
from jinja2.loaders import split_template_path

from quaybook.facts.text import read_text

TEMPLATE = ".j2"


@dataclass(frozen=True)
class Root:
    """A folder with `documents/`, and how problems name it. `files` is what may be read; None means all."""

    path: Path
    name: str
    files: frozenset[str] | None = None

    def find(self, file: str) -> Path | None:
        """Where the file is; None if there is none that may be read."""
        found = self.path / file
        known = found.is_file() if self.files is None else file in self.files
        return found if known else None

    def matching(self, pattern: str) -> tuple[str, ...]:
        """The files whose names fit the pattern part by part, in order."""
        if self.files is None:
            return tuple(sorted(p.relative_to(self.path).as_posix() for p in self.path.glob(pattern) if p.is_file()))
        return tuple(sorted(file for file in self.files if _fits(file, pattern)))


def _fits(file: str, pattern: str) -> bool:
    names, wanted = file.split("/"), pattern.split("/")
    return len(names) == len(wanted) and all(map(fnmatchcase, names, wanted))


class TemplateLoader(BaseLoader):
    """Templates of the first root that has them. Nothing but templates, so that none can include facts."""

    def __init__(self, roots: Iterable[Root]) -> None:
        self.roots = tuple(roots)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002  # jinja's
        """Raises TemplateNotFound for whatever is no template of a root."""
        name = "/".join(split_template_path(template))
        path = next((found for root in self.roots if (found := root.find(name))), None)
        text = read_text(path, name) if path and name.endswith(TEMPLATE) else None
        if path is None or not isinstance(text, str):
            raise TemplateNotFound(template)
        return text, str(path), None
