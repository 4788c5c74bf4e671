"""The value that carries a user's mistake from any stage to the person who can mend it.

It imports nothing of ours. A problem holds facts about the mistake (where, what came); the
sentence that a person reads is looked up by `code` in `policy_src/words/messages.<language>.yml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# How much of what came is shown; lists of what would do are longer than anything that came.
_TYPED, _LISTED, _SHOWN_OTHERWISE = 80, 2000, 300
_SHOWN = dict.fromkeys(("came", "key", "value", "tag"), _TYPED) | dict.fromkeys(
    ("known", "keys", "near", "expected", "terms"), _LISTED
)
_WIDE_SPACE = "\u3000"


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake. `path` is the dotted key of the fact; line and column count from 1, 0 = unknown."""

    file: str
    line: int
    code: str
    path: str = ""
    column: int = 0
    values: tuple[tuple[str, str], ...] = field(default=())

    @classmethod
    def at(cls, code: str, file: str, line: int = 0, path: str = "", **values: object) -> Problem:
        return cls(file, line, code, path, 0, tuple((k, str(v)) for k, v in values.items()))


def visible(text: str) -> str:
    """`text` as a terminal window may get it: what would steer the window or not be seen is spelt out."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == _WIDE_SPACE else f"<U+{ord(c):04X}>" for c in text)


def shown(text: str, at_most: int = _SHOWN_OTHERWISE) -> str:
    """The beginning of `text`, visible; the rest of a very long one helps nobody."""
    return visible(text[:at_most]) + ("…" if len(text) > at_most else "")


def describe(problem: Problem, messages: Mapping[str, Mapping[str, str]]) -> str:
    """`file:line: path: what came. What to do.` in the language of `messages`."""
    file, path = shown(problem.file), shown(problem.path)
    where = f"{file}:{problem.line}" if problem.line else file
    return ": ".join(part for part in (where, path, sentence(problem, messages)) if part)


def sentence(problem: Problem, messages: Mapping[str, Mapping[str, str]]) -> str:
    """What came and what to do, without the place."""
    message = messages[problem.code]
    values = {key: shown(value, _SHOWN.get(key, _SHOWN_OTHERWISE)) for key, value in problem.values}
    return f"{message['what'].format_map(values)} {message['fix'].format_map(values)}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Without doubles, sorted by file and line, so that a person can work through them."""
    return tuple(sorted(set(problems)))
