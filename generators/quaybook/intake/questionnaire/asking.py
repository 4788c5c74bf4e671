"""Intake stage: a fact of the schema → the question for it, in the words of one language.

Descriptions speak of YAML's notation and of the values of vocabularies; a person sees labels instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pydantic import WrapValidator

from quaybook.facts.positions import KeyPath, dotted
from quaybook.intake.questionnaire.questions import Need, Question, keys_of, readings
from quaybook.intake.shapes import Shape, shape
from quaybook.model.audience import Audience, AudienceLevel
from quaybook.model.base import TextOrNone
from quaybook.model.fields import group_at, marks
from quaybook.model.notation import FLAG_WORDS, TODO_MARK
from quaybook.resources import policy_source
from quaybook.wording.fact_words import FactWords, labels
from quaybook.wording.words import Words

_NOT_APPLICABLE = [mark for mark in marks(TextOrNone, []) if isinstance(mark, WrapValidator)]
# Letters, hyphens and blanks around a word make it a part of a sentence, unless the word itself has an underscore.
_ALONE, _NAME = r"(?<![A-Za-z_ -]){}(?![A-Za-z_ -])", r"(?<![A-Za-z_]){}(?![A-Za-z_])"
_NOTATION = (("todo", TODO_MARK), ("yes", "yes"), ("no", "no"))


class Asking:
    """Makes questions of paths, in the words of one language."""

    def __init__(self, words: Words, language: str) -> None:
        self.words, self.language = words, language
        self.facts = FactWords(policy_source(), language)
        self._readings = readings(language)
        # A fact is asked for in every row of its table.
        self._questions: dict[tuple[KeyPath, int | None, Need | None], Question] = {}

    def question(self, path: KeyPath, need: Need | None = None) -> Question:
        """The question for the leaf, or the item of a list of leaves, at `path`.

        The first item tells what the list is about; each has an example of its own, as far as there are any.
        """
        keys, last = keys_of(path), path[-1]
        of = keys, last if isinstance(last, int) else None, need
        if of not in self._questions:
            self._questions[of] = self._question(*of)
        return self._questions[of]

    def _question(self, keys: KeyPath, number: int | None, need: Need | None) -> Question:
        found = shape(keys)
        assert found is not None, keys
        entry = self.facts.told[found.owner][str(keys[-1])]
        field_marks = self._marks(keys)
        restricted = (m.least for m in field_marks if isinstance(m, Audience) and m.least != AudienceLevel.PUBLIC)
        audience = next(restricted, None)
        return Question(
            keys,
            found,
            self.meaning(keys),
            "" if number else self._readable(keys, str(entry[self.language])),
            need or (Need.REQUIRED if found.required else Need.OPTIONAL),
            self.facts.unit(keys),
            self._example(found, str(entry["example"]), number),
            "" if number else str(entry["ask"]),
            self.words(f"audience.{audience}") if audience else "",
            tuple(self._choices(found)),
            any(mark in field_marks for mark in _NOT_APPLICABLE),
        )

    def meaning(self, path: KeyPath) -> str:
        """What the fact or the group at `path` is."""
        title = self._readings["titles"].get(dotted(keys_of(path)))
        told = title or self._readable(path, self.facts.meaning(path))
        return self.words("id_title", meaning=told) if path[-1] == "id" else told

    def told(self, path: KeyPath) -> str:
        """The whole description of the fact or the group at `path`."""
        owner = group_at(path[:-1])
        assert owner is not None, path
        return self._readable(path, str(self.facts.told[owner.__name__][str(path[-1])][self.language]))

    def _readable(self, path: KeyPath, text: str) -> str:
        """A description with the marks, flags and values that it names as a cell has them."""
        for word, notation in _NOTATION:
            text = re.sub(_ALONE.format(notation), self.words(f"mark.{word}"), text)
        for pattern, reading in self._readings["all"]:
            text = re.sub(pattern, reading, text)
        found = shape(keys_of(path))
        if found is None or found.vocabulary is None:
            return text
        called = labels(self.words, found.vocabulary)
        value = "|".join(sorted(map(re.escape, called), key=len, reverse=True))
        for pattern in self._readings["beside_labels"]:
            text = re.sub(pattern.replace("VALUE", f"(?:{value})"), "", text)
        for each in called:
            text = re.sub((_NAME if "_" in each else _ALONE).format(each), called[each], text)
        return text

    def ask(self, path: KeyPath) -> str:
        """Whom to ask for the fact or the group at `path`."""
        owner = group_at(path[:-1])
        assert owner is not None, path
        return str(self.facts.told[owner.__name__][str(path[-1])]["ask"])

    def flags(self, path: KeyPath) -> Mapping[str, bool]:
        """The words that answer a question of yes or no by the way in which it is put, beside those that always do."""
        found = self._readings.get("flags")
        keys = keys_of(path)
        if found is None or not re.search(found["asked"], self.facts.meaning(keys)):
            return {}
        return {**dict.fromkeys(found["yes"], True), **dict.fromkeys(found["no"], False)}

    def _marks(self, keys: KeyPath) -> list[object]:
        owner = group_at(keys[:-1])
        assert owner is not None, keys
        field = owner.model_fields[str(keys[-1])]
        return marks(field.annotation, field.metadata)

    def _example(self, found: Shape, written: str, number: int | None) -> str:
        """An example as a person would write it in a cell, not as YAML has it; of a list, that of the item."""
        if number is not None:
            parts = written.removeprefix("[").removesuffix("]").split(", ")
            written = parts[number] if number < len(parts) else ""
        if found.vocabulary is not None:
            called = labels(self.words, found.vocabulary)
        elif bool in found.types:
            called = {word: self.words("mark.yes" if means else "mark.no") for word, means in FLAG_WORDS.items()}
        else:
            return written
        return self.words("separator").join(called.get(part.strip(), part.strip()) for part in written.split(","))

    def _choices(self, found: Shape) -> Iterator[str]:
        words = self.words
        if found.vocabulary is not None:
            yield from labels(words, found.vocabulary).values()
        elif bool in found.types:
            yield from (words("mark.yes"), words("mark.no"))
        else:
            return
        if found.may_be_open:
            yield words("mark.todo")
