"""Intake stage: a day as people write it, by the era or by the common year → 2026-04-01, or why it is no day.

Contracts and minutes are dated by eras, and an era that is over goes on being counted by mistake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from quaybook.facts.positions import read_yaml
from quaybook.intake.answers.signs import plain
from quaybook.model.notation import fault_of_day, last_of_month
from quaybook.problems import Problem
from quaybook.resources import policy_source


@dataclass(frozen=True)
class Era:
    """The days that are counted by one name."""

    name: str
    letter: str
    first: date
    last: date

    def year(self, year: int) -> int:
        """The common year of a year of the era."""
        return self.first.year + year - 1


@dataclass(frozen=True)
class _Notation:
    eras: tuple[Era, ...]
    first_year: str
    form: re.Pattern[str]


def eras() -> tuple[Era, ...]:
    """Every era by which a day may be written, the latest first."""
    return _notation().eras


def read_day(text: str) -> str | Problem | None:
    """The day as facts have it; a problem for one that does not exist, None for what is no day at all."""
    found = _notation().form.fullmatch(plain(text))
    if found is None:
        return None
    named, year, month, day = found["era"], found["year"], found["month"], found["day"]
    era = next((each for each in eras() if named and named.upper() in (each.name, each.letter)), None)
    number = 1 if year == _notation().first_year else int(year)
    if era is not None:
        return _of_era(era, number, (month, day), text)
    if len(year) != 4 or not day or not number:
        return None
    return _on(number, int(month), int(day), text)


def written_day(fact: object) -> date | None:
    """The day that a fact states; None for one that is open, or none."""
    try:
        return date.fromisoformat(fact) if isinstance(fact, str) else None
    except ValueError:
        return None


def _of_era(era: Era, number: int, within: tuple[str | None, str | None], text: str) -> str | Problem | None:
    year, (month, day) = era.year(number), within
    if year > date.max.year:
        return None
    if month and day:
        found = _on(year, int(month), int(day), text)
        if isinstance(found, Problem) or era.first <= date.fromisoformat(found) <= era.last:
            return found
    elif number and year <= era.last.year:
        return None
    first, last = era.first.isoformat(), era.last.isoformat()
    likely = f"{year:04}-{int(month):02}-{int(day):02}" if month and day else f"{year:04}"
    return Problem.at("day_outside_era", "", came=text.strip(), era=era.name, likely=likely, first=first, last=last)


def _on(year: int, month: int, day: int, text: str) -> str | Problem:
    if code := fault_of_day(year, month, day):
        last = last_of_month(year, month) if code == "no_such_day" else 12
        return Problem.at(code, "", came=text.strip(), year=year, month=month, last=last)
    return f"{year:04}-{month:02}-{day:02}"


@lru_cache(maxsize=1)
def _notation() -> _Notation:
    read = read_yaml(policy_source() / "intake" / "eras.yml", "eras.yml")
    assert not read.problems, read.problems
    data: Any = read.data
    made: list[Era] = []
    last = date.max
    for entry in data["eras"]:
        first = date.fromisoformat(entry["from"])
        made.append(Era(entry["name"], entry["letter"], first, last))
        last = first - timedelta(days=1)
    names = "|".join(re.escape(part) for era in made for part in (era.name, era.letter, era.letter.lower()))
    # Between its numbers, a day has strokes, dots or the signs for year, month and day.
    form = re.compile(
        rf"(?:(?P<era>{names})\.?\s*)?(?P<year>[0-9]{{1,4}}|{re.escape(data['first_year'])})"
        r"(?:\s*[-/.\u5e74]\s*(?:(?P<month>[0-9]{1,2})(?:\s*[-/.\u6708]\s*(?:(?P<day>[0-9]{1,2})\s*\u65e5?)?)?)?)?"
    )
    return _Notation(tuple(made), data["first_year"], form)
