"""Wording stage: the wording of one language, from `policy_src/words/<language>.yml`.

Python holds no wording: it asks for a key, and a missing key is a problem of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from quaybook.facts.positions import read_yaml
from quaybook.model.language_text import SOURCE
from quaybook.problems import Problem


class MissingWordError(Exception):
    """`key` has no text in the language's file of words."""

    def __init__(self, key: str, file: str) -> None:
        super().__init__(key)
        self.key, self.file = key, file


class WordBlankError(MissingWordError):
    """The text of `key` asks for something that nobody gives it, or its braces do not match."""

    def __init__(self, key: str, file: str, detail: str) -> None:
        super().__init__(key, file)
        self.detail = detail


class Words:
    """Texts by dotted key; braces in a text are filled by name. `files` tells in which file a group of keys stands."""

    def __init__(self, tree: Mapping[str, object], file: str, files: Mapping[str, str] | None = None) -> None:
        self.tree, self.file, self.files = tree, file, files or {}
        self._found: dict[str, object] = {}

    def _file(self, key: str) -> str:
        return self.files.get(key.split(".")[0], self.file)

    def find(self, key: str) -> object:
        """The text, list or group at `key`. Raises MissingWordError."""
        if key not in self._found:
            self._found[key] = self._at(key)
        return self._found[key]

    def _at(self, key: str) -> object:
        found: object = self.tree
        for part in key.split("."):
            if not isinstance(found, Mapping) or part not in found:
                raise MissingWordError(key, self._file(key))
            found = found[part]
        return found

    def __call__(self, key: str, **values: object) -> str:
        text = self.find(key)
        if not isinstance(text, str) or not text:
            raise MissingWordError(key, self._file(key))
        try:
            return text.format(**values) if values else text
        except (LookupError, ValueError, AttributeError, TypeError) as error:
            raise WordBlankError(key, self._file(key), str(error)) from error

    def many(self, key: str) -> tuple[str, ...]:
        found = self.find(key)
        if not isinstance(found, list):
            raise MissingWordError(key, self._file(key))
        return tuple(str(item) for item in found)


# Texts of one language: what documents share, what findings say, what the check says, how overrides are told of, what
# stands beside the documents in each printed or practised form of them.
FILES = (
    "",
    "findings.",
    "check.",
    "overrides.",
    "binder.",
    "quiz.",
    "slides.",
    "drill.",
    "record.",
    "calendar.",
    "onboarding.",
)


def known_languages(source: Path) -> tuple[str, ...]:
    """The languages that have words, the source language first."""
    found = (path.stem for path in (source / "words").glob("??.yml"))
    return tuple(sorted(found, key=lambda language: (language != SOURCE, language)))


def load_words(source: Path, language: str) -> tuple[Words, tuple[Problem, ...]]:
    """The words of `language`, and what was wrong with their files."""
    tree: dict[str, object] = {}
    files: dict[str, str] = {}
    problems: list[Problem] = []
    name = f"policy_src/words/{language}.yml"
    for part in FILES:
        read = read_yaml(source / "words" / f"{part}{language}.yml", f"policy_src/words/{part}{language}.yml")
        tree |= read.data
        files |= dict.fromkeys(read.data, f"policy_src/words/{part}{language}.yml")
        problems += read.problems
    return Words(tree, name, files), tuple(problems)


def load_messages(source: Path, language: str) -> Mapping[str, Mapping[str, str]]:
    """The sentences for problems, by code: `what` came and how to `fix` it; one file for each area."""
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted((source / "words").glob(f"messages*.{language}.yml")):
        read = read_yaml(path, path.name)
        assert not read.problems, read.problems
        found |= {code: dict(texts) for code, texts in read.data.items() if isinstance(texts, dict)}
    return found
