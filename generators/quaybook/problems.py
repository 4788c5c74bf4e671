"""The value that carries a user's mistake from any stage to the person who can mend it.

It imports nothing of ours. A problem holds facts about the mistake (where, what came); the
sentence that a person reads is looked up by `code` in `policy_src/words/messages.<language>.yml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


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


def describe(problem: Problem, messages: Mapping[str, Mapping[str, str]]) -> str:
    """`file:line: path: what came. What to do.` in the language of `messages`."""
    message = messages[problem.code]
    where = f"{problem.file}:{problem.line}" if problem.line else problem.file
    values = dict(problem.values)
    text = f"{message['what'].format_map(values)} {message['fix'].format_map(values)}"
    return ": ".join(part for part in (where, problem.path, text) if part)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Without doubles, sorted by file and line, so that a person can work through them."""
    return tuple(sorted(set(problems)))
