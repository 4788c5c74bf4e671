"""Wording stage: the words of languages, with what is wrong in the files of words and of descriptions."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from quaybook.problems import Problem
from quaybook.wording.description_check import description_problems
from quaybook.wording.words import Words, load_words


def checked_words(source: Path, language: str) -> tuple[Words, tuple[Problem, ...]]:
    """The words of one language, and what is wrong with the files in which they stand."""
    words, problems = load_words(source, language)
    return words, (*problems, *description_problems(source))


def words_of(source: Path, languages: Iterable[str]) -> tuple[dict[str, Words], list[Problem]]:
    """The words of each language whose words are right, and what is wrong with those of the others."""
    read = {language: checked_words(source, language) for language in dict.fromkeys(languages)}
    words = {language: own for language, (own, wrong) in read.items() if not wrong}
    return words, [problem for _, wrong in read.values() for problem in wrong]
