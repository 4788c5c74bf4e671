"""Model stage: days on which something was done, none of which can lie after today.

A mistyped year would otherwise make a check that nobody held look newer than any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.base import Facts, Provisional
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem

# What is planned or runs out, and what takes effect on a day that may be settled before it comes.
LIES_AHEAD = frozenset(
    {
        "contract_on",
        "contract_until",
        "due_on",
        "established_on",
        "expires_on",
        "facts_as_of",
        "next_on",
        "next_review_on",
        "review_on",
        "revised_on",
        "start_on",
    }
)


def may_lie_ahead(path: KeyPath) -> bool:
    """Whether the day at `path` may be later than today."""
    return path[-1] in LIES_AHEAD


def done_on_problems(terminal: Terminal, source: Source, today: date) -> list[Problem]:
    """Days to come at which something is said to have been done already."""
    found = []
    for path, day in _days(terminal, ()):
        if day > today and not may_lie_ahead(path):
            position = source.position(path)
            values = {"came": day.isoformat(), "today": today.isoformat()}
            found.append(Problem.at("date_in_future", position.file, position.line, dotted(path), **values))
    return found


def _days(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, date]]:
    """Every day that is known below `value`."""
    if isinstance(value, Provisional):
        yield from _days(value.value, path)
    elif isinstance(value, date):
        yield path, value
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            yield from _days(entry, (*path, index))
    elif isinstance(value, Facts):
        for name in type(value).model_fields:
            yield from _days(getattr(value, name), (*path, name))
