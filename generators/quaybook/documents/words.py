"""Documents stage: the wording of one language, from `policy_src/words/<language>.yml`.

Python holds no wording: it asks for a key, and a missing key is a problem of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from quaybook.facts.positions import read_yaml
from quaybook.problems import Problem


class MissingWordError(Exception):
    """`key` has no text in the language's file of words."""

    def __init__(self, key: str, file: str) -> None:
        super().__init__(key)
        self.key, self.file = key, file


class Words:
    """Texts by dotted key; braces in a text are filled by name."""

    def __init__(self, tree: Mapping[str, object], file: str) -> None:
        self.tree, self.file = tree, file

    def find(self, key: str) -> object:
        """The text, list or group at `key`. Raises MissingWordError."""
        found: object = self.tree
        for part in key.split("."):
            if not isinstance(found, Mapping) or part not in found:
                raise MissingWordError(key, self.file)
            found = found[part]
        return found

    def __call__(self, key: str, **values: object) -> str:
        text = self.find(key)
        if not isinstance(text, str) or not text:
            raise MissingWordError(key, self.file)
        return text.format(**values) if values else text

    def many(self, key: str) -> tuple[str, ...]:
        found = self.find(key)
        if not isinstance(found, list):
            raise MissingWordError(key, self.file)
        return tuple(str(item) for item in found)


# Texts of one language: what documents share, and what findings say.
FILES = ("", "findings.")


def load_words(source: Path, language: str) -> tuple[Words, tuple[Problem, ...]]:
    """The words of `language`, and what was wrong with their files."""
    tree: dict[str, object] = {}
    problems: list[Problem] = []
    name = f"policy_src/words/{language}.yml"
    for part in FILES:
        read = read_yaml(source / "words" / f"{part}{language}.yml", f"policy_src/words/{part}{language}.yml")
        tree |= read.data
        problems += read.problems
    return Words(tree, name), tuple(problems)


def load_messages(source: Path, language: str) -> Mapping[str, Mapping[str, str]]:
    """The sentences for problems, by code: `what` came and how to `fix` it; one file for each area."""
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted((source / "words").glob(f"messages*.{language}.yml")):
        read = read_yaml(path, path.name)
        assert not read.problems, read.problems
        found |= {code: dict(texts) for code, texts in read.data.items() if isinstance(texts, dict)}
    return found
