"""Formats stage, binder: letters that no font of the binder has, and the facts in which they stand.

On paper such a letter would be an empty box, and nobody can ask a page what it should have been.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.formats.binder.typesetting import font_files
from quaybook.formats.contract import Edition, NotMadeError
from quaybook.problems import Problem

# Signs that shape others, or end a line, and are not printed themselves; the second is for variants of letters.
_UNSEEN = {"Cc", "Cf", "Zl", "Zp"}
_VARIANTS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def unprintable(texts: Iterable[str]) -> tuple[str, ...]:
    """The letters of the texts that cannot be printed, in order."""
    used = set().union(*texts)
    return tuple(sorted(letter for letter in used if ord(letter) not in _known() and not _is_unseen(letter)))


def require_letters(edition: Edition, folder: Path, told: Iterable[str]) -> None:
    """Raises NotMadeError for a letter of the pieces in `folder`, or of what is told, that no font has."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.typ")))
    if missing := unprintable((*texts, *told)):
        raise NotMadeError(*letter_problems(missing, edition.judged.facts))


def letter_problems(letters: Iterable[str], facts: Source) -> Iterator[Problem]:
    """Every fact in which one of the letters stands; of a letter in none, that some text of the set has it."""
    leaves = [(path, value) for path, value in _leaves(facts.data, ()) if isinstance(value, str)]
    for letter in letters:
        told: dict[str, object] = {"came": letter, "point": f"{ord(letter):04X}"}
        holding = [path for path, value in leaves if letter in value]
        for path in holding:
            position = facts.position(path)
            yield Problem.at("letter_of_no_font", position.file, position.line, dotted(path), **told)
        if not holding:
            yield Problem.at("letter_of_no_font", facts.position(()).file, 0, "", **told)


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in _UNSEEN or any(ord(letter) in each for each in _VARIANTS)


def _leaves(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, (*path, number))
    else:
        yield path, value


@cache
def _known() -> frozenset[int]:
    """The letters that all fonts have. Raises NotMadeError where a font cannot be read."""
    try:
        return frozenset.intersection(*map(_letters_of, font_files()))
    except (OSError, TTLibError) as error:
        raise NotMadeError(Problem.at("tool_missing", "fonts", came="Noto Sans CJK JP", detail=error)) from error


def _letters_of(file: Path) -> frozenset[int]:
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())
