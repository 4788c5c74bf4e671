"""Documents stage: the only door from a template's name to a file, and what may stand in that file.

A terminal's `overrides/` come from whoever wrote them. So a name leads to a `*.j2` inside one of the roots and to
nothing else: no way up, no link to somewhere else, no text without end.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound

from quaybook.catalogue.root import Root
from quaybook.documents.templating.marks import LEFT_OVER
from quaybook.facts.text import read_text, refused_character
from quaybook.model.language_text import SOURCE
from quaybook.problems import Problem
from quaybook.wording.dialect.escape import unspelt
from quaybook.wording.values import TemplateMistakeError

# Ten times the longest of the kit; what is longer is not written by hand, and takes long to compile.
MAX_LENGTH = 300_000
_NAME = re.compile(r"[^\\]+\.j2")
# `…/en.md.j2` of a text, `….en.j2` of a partial.
_LANGUAGE = re.compile(r"(?:/(?=..\.md\.)|\.(?!md\.))([a-z]{2})(?:\.md)?\.j2\Z")


class ToldError(Exception):
    """What is wrong with the text of a template; the file of the problem is empty where it is an expression."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def refused_sign(text: str) -> str:
    """What stands first in `text` that no format can carry or that the renderer marks places with; else empty."""
    if found := refused_character(text):
        return found[0]
    mark = LEFT_OVER.search(text)
    return f"U+{ord(mark[0]):04X}" if mark else ""


def allowed(text: str) -> str:
    """What a template printed, as it is. Raises TemplateMistakeError for a character that no fact may hold either."""
    if found := refused_character(unspelt(text)):
        raise TemplateMistakeError("character_in_text", char=found[0])
    return text


def find_template(roots: Sequence[Root], name: str) -> tuple[Path, str] | None:
    """The file of a template in the first root that has it, and how problems name it. Raises ToldError for a link."""
    parts = name.split("/")
    if not _NAME.fullmatch(name) or {"", ".", ".."} & set(parts):
        return None
    for root in roots:
        if path := _file(root, name):
            shown = f"{root.name}/{name}"
            # A package manager may have made the kit's own files links into its store.
            if root is not roots[-1] and _leads_away(root.path, parts):
                raise ToldError(Problem.at("template_is_link", shown))
            return path, shown
    return None


def _file(root: Root, name: str) -> Path | None:
    try:
        found = root.find(name)
        return found if found and stat.S_ISREG(found.stat().st_mode) else None
    except (OSError, ValueError):
        # A name that no file can have is the name of no file.
        return None


def _leads_away(folder: Path, parts: Sequence[str]) -> bool:
    return any(folder.joinpath(*parts[:count]).is_symlink() for count in range(1, len(parts) + 1))


def other_language(roots: Sequence[Root], name: str, parent: str) -> Problem | None:
    """Why the text `parent` cannot take in the template `name`: it is, or is only there, in another language.

    The file of the problem is empty; it stands at the line that takes the template in.
    """
    own, came = _LANGUAGE.search(parent), _LANGUAGE.search(name)
    if own is None or came is None:
        return None
    meant, source = (f"{name[: came.start(1)]}{code}{name[came.end(1) :]}" for code in (own[1], SOURCE))
    if find_template(roots, meant):
        return None if meant == name else Problem.at("partial_of_another_language", "", came=name, near=meant)
    there = next((each for each in (name, source) if find_template(roots, each)), None)
    home = find_template(roots, parent)
    if there is None or home is None:
        return None
    write = home[1].removesuffix(parent) + meant
    return Problem.at("partial_not_in_language", "", came=there, language=own[1], write=write, near=meant)


class Loader(BaseLoader):
    """Gives the environment the templates of the roots, each under the name by which problems call it."""

    def __init__(self, roots: Sequence[Root]) -> None:
        self.roots = roots
        self._read: dict[str, tuple[str, str]] = {}

    def get_source(self, _: Environment, template: str) -> tuple[str, str, Callable[[], bool] | None]:
        """As `text`; what was read once holds as long as the environment."""
        return *self.text(template), None

    def text(self, template: str) -> tuple[str, str]:
        """The text of a template, read once, and the name of its file in problems.

        Raises TemplateNotFound, and ToldError where its file is no text of a template.
        """
        if template not in self._read:
            self._read[template] = self._text(template)
        return self._read[template]

    def _text(self, template: str) -> tuple[str, str]:
        found = find_template(self.roots, template)
        if found is None:
            raise TemplateNotFound(template)
        path, shown = found
        text = read_text(path, shown)
        if isinstance(text, Problem):
            raise ToldError(text)
        if len(text) > MAX_LENGTH:
            raise ToldError(Problem.at("template_file_too_long", shown, limit=MAX_LENGTH))
        return text, shown
