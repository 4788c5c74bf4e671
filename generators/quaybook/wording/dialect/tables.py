"""Wording stage, dialect: tables. The dashes below the head tell the columns' shares of the width."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

_TABLE = re.compile(r"^\|.*\n(\|(?:[ ]*-+[ ]*\|)+)\n(?:\|.*(?:\n|\Z))*", re.MULTILINE)


@dataclass(frozen=True)
class Table:
    """A table as it is written, and the share of each column."""

    text: str
    shares: tuple[int, ...]


def table(head: Sequence[str], shares: Iterable[int], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are Markdown of the dialect without bars and line breaks."""
    rule = "|" + "|".join("-" * share for share in shares) + "|"
    return "\n".join([_row(head), rule, *map(_row, rows)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def each_table(body: str, said: Callable[[Table], str]) -> str:
    """`body` with what `said` makes of every table in its place."""
    return _TABLE.sub(lambda match: said(Table(match[0], _shares(match[1]))), body)


def _shares(rule: str) -> tuple[int, ...]:
    return tuple(len(part.strip()) for part in rule.strip("|").split("|"))
