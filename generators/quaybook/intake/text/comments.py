"""Intake stage: what stands above a key of a new file of facts: meaning in ja and en, unit, example, whom to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from quaybook.facts.positions import KeyPath
from quaybook.intake.shapes import Shape, fields_of, shape
from quaybook.intake.text.scalar import scalar
from quaybook.wording.fact_words import FactWords, example_as_yaml, labels, load_descriptions
from quaybook.wording.words import Words, load_words

WIDTH = 96


class Comments:
    """Comments of facts, made of the descriptions of the schema and the labels of its vocabularies."""

    def __init__(self, source: Path, words: Words) -> None:
        self.told, self.words = load_descriptions(source), words
        self.fact_words = FactWords(source, "ja")

    def above(self, path: KeyPath) -> list[str]:
        """The lines above the key at `path`, without the mark of a comment."""
        field = shape(path)
        entry = self.told.get(field.owner, {}).get(str(path[-1])) if field else None
        if field is None or entry is None:
            return []
        lines = [entry["ja"], entry["en"]]
        if field.group is None:
            lines += [*self._choices(field), self._hint(entry)]
        return lines

    def example(self, path: KeyPath) -> str:
        """What a person might write at `path`, as YAML."""
        field = shape(path)
        assert field is not None, path
        text = str(self.told[field.owner][str(path[-1])]["example"])
        if field.many:
            return example_as_yaml(text, field.many)
        return text if field.group else scalar(text, field.types)

    def sample(self, path: KeyPath) -> Iterator[str]:
        """An entry of the list at `path` as a person might write it, each key with its meaning in short."""
        for number, key in enumerate(fields_of(path)):
            here = (*path, 0, key)
            yield f"{'- ' if number == 0 else '  '}{key}: {self.example(here)}  # {self.fact_words.meaning(here)}"

    def _hint(self, entry: Mapping[str, Any]) -> str:
        told = {"example": entry["example"], "ask": entry["ask"]}
        if unit := entry.get("unit"):
            return self.words("hint", unit=self.words("unit", **unit), **told)
        return self.words("hint_plain", **told)

    def _choices(self, field: Shape) -> Iterator[str]:
        if field.vocabulary is not None:
            called = labels(self.words, field.vocabulary)
            shown = [self.words("choice", value=value, label=label) for value, label in called.items()]
            yield self.words("choices", choices=self.words("choice_separator").join(shown))


def load_comments(source: Path, phrases: Mapping[str, object]) -> Comments:
    """Comments with the labels of the Japanese words and the phrases of the new files."""
    words, problems = load_words(source, "ja")
    assert not problems, problems
    return Comments(source, Words({**words.tree, **phrases}, words.file))
